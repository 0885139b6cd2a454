import CRMService
import EntityModel
import Identity

/// The fields of the form for a new token, with what was entered and what was refused.
struct TokenFormFields {
    let entries: TokenEntries
    let problems: TokenProblems
    let sets: [EntityType]
    let seesAudit: Bool
    let teams: [TeamChoice]
    /// The address of the person now.
    let address: ClientAddress
    let format: ValueFormat
    let policy: TokenPolicy
    /// The token that is narrowed: only what it has is offered; nil for a new token.
    var limit: TokenRow?

    init(
        entries: TokenEntries,
        problems: TokenProblems,
        sets: [EntityType],
        seesAudit: Bool,
        teams: [TeamChoice],
        address: ClientAddress,
        format: ValueFormat,
        policy: TokenPolicy,
        limit: TokenRow? = nil
    ) {
        self.entries = entries
        self.problems = problems
        self.seesAudit = seesAudit
        self.teams = teams
        self.address = address
        self.format = format
        self.policy = policy
        self.limit = limit
        let named = limit?.scopes.namedSets.map { Set($0.map(\.text)) }
        self.sets = named.map { names in sets.filter { names.contains($0.set) } } ?? sets
    }

    static func risk(_ risk: ScopeSet.Risk) -> PageBadge {
        switch risk {
        case .low: PageBadge("Low risk", .ok)
        case .medium: PageBadge("Medium risk", .warn)
        case .high: PageBadge("High risk", .bad)
        }
    }

    var scopes: TokenCreatePage.Scopes {
        TokenCreatePage.Scopes(
            odata: FormChoice(
                .checkbox,
                name: "scope",
                value: "odata",
                label: Scope.odataRead.label,
                hint: Scope.odataRead.helpText,
                isChecked: entries.includesData,
                isStrong: true
            ),
            access: mayOffer { $0.allowsAnyWrite } ? access : nil,
            data: data,
            sets: FormChoiceGroup(
                id: "group-set",
                legend: "Sets",
                hint: "A column that shows a name from another set, such as the owner’s, is left out unless that set "
                    + "is chosen too.",
                error: problems.sets,
                isInColumns: true,
                choices: sets.map { type in
                    FormChoice(
                        .checkbox,
                        name: "set",
                        value: type.set,
                        label: type.pluralLabel,
                        isChecked: entries.sets.contains(type.set)
                    )
                }
            ),
            personal: personal,
            rows: teams.isEmpty ? nil : rows,
            team: teams.isEmpty ? nil : team,
            others: others.choices.isEmpty ? nil : others,
            error: problems.scope
        )
    }

    /// Whether the form offers a right: any for a new token, one it has for a token that is narrowed.
    private func mayOffer(_ test: (ScopeSet) -> Bool) -> Bool { limit.map { test($0.scopes) } ?? true }

    private var access: FormChoiceGroup {
        FormChoiceGroup(
            id: "group-access",
            legend: "Access",
            choices: [
                FormChoice(.radio, name: "access", value: "read", label: "Read only", isChecked: !entries.mayWrite),
                FormChoice(
                    .radio,
                    name: "access",
                    value: "write",
                    label: "Read and write",
                    hint: policy.widestAccess == .readAndWrite
                        ? "Whoever has the token can change and delete what you can change and delete."
                        : "Your organisation lets tokens read only.",
                    isChecked: entries.mayWrite,
                    isDisabled: policy.widestAccess != .readAndWrite
                ),
            ]
        )
    }

    private var data: FormChoiceGroup {
        let choices = [
            ("all", "All sets, also future ones"), ("today", "All sets of today"), ("only", "Only these sets"),
        ]
        let offered = choices.filter { choice in choice.0 == "only" || mayOffer { $0.namedSets == nil } }
        return FormChoiceGroup(
            id: "group-data",
            legend: "Data",
            choices: offered.map { value, label in
                FormChoice(.radio, name: "data", value: value, label: label, isChecked: entries.reach == value)
            }
        )
    }

    private var personal: FormChoiceGroup? {
        let classes = [
            ("contact", Scope.personalContact, entries.includesContact),
            ("text", Scope.personalText, entries.includesText),
        ]
        let forbidden = policy.allowsPersonalData ? nil : "Your organisation keeps personal data from tokens."
        let choices = classes.filter { entry in mayOffer { $0.contains(entry.1) } }.map { name, scope, isChecked in
            FormChoice(
                .checkbox,
                name: name,
                value: "yes",
                label: scope.label,
                hint: forbidden ?? scope.helpText,
                isChecked: isChecked,
                isDisabled: forbidden != nil
            )
        }
        if choices.isEmpty { return nil }
        return FormChoiceGroup(id: "group-personal", legend: "Personal data", choices: choices)
    }

    private var rows: FormChoiceGroup {
        let choices = [("all", "All rows the owner may see"), ("team", "One team and those below")]
        let isHeld = limit.map { $0.rowScope != .owner } ?? false
        return FormChoiceGroup(
            id: "group-rows",
            legend: "Rows",
            choices: choices.filter { !isHeld || $0.0 == "team" }.map { value, label in
                FormChoice(
                    .radio,
                    name: "rows",
                    value: value,
                    label: label,
                    isChecked: (entries.team != nil) == (value == "team")
                )
            }
        )
    }

    private var team: FormField {
        var offered = teams
        if let limit, case .team(let held) = limit.rowScope { offered = teams.filter { $0.id == held } }
        return FormField(
            "team",
            "Team",
            kind: .select(
                offered.map { team in
                    FormField.Option(team.id.description, team.name, isSelected: team.id.description == entries.team)
                }
            ),
            error: problems.team,
            isConditional: true,
            isShort: true
        )
    }

    private var others: FormChoiceGroup {
        let rights = [
            (Scope.tokensRead, entries.includesInventory), (Scope.auditRead, entries.includesAudit),
            (Scope.rotateSelf, entries.mayRenewItself),
        ]
        let offered = rights.filter { right in
            (right.0 == .rotateSelf || seesAudit) && mayOffer { $0.contains(right.0) }
        }
        return FormChoiceGroup(
            id: "group-others",
            legend: "Other rights",
            choices: offered.map { scope, isChecked in
                FormChoice(
                    .checkbox,
                    name: "scope",
                    value: scope.rawValue,
                    label: scope.label,
                    hint: scope.helpText,
                    isChecked: isChecked
                )
            }
        )
    }

    var addresses: FormField {
        var hint = "IPv4 or IPv6 addresses or networks such as 203.0.113.0/24, one on a line, at most 50. "
        hint += policy.requiresNetworks ? "Your organisation asks for a list. " : "Empty allows any address. "
        if case .known(let own) = address { hint += "You come from \(own) now." }
        return FormField(
            "addresses",
            "Addresses or networks",
            kind: .multiline,
            value: entries.addresses,
            hint: hint,
            error: problems.addresses,
            autocomplete: "off",
            isOptional: !policy.requiresNetworks,
            isConditional: policy.requiresNetworks
        )
    }

    var description: FormField {
        FormField(
            "description",
            "Description",
            value: entries.description,
            hint: "Something you will recognise in a month, such as the report's name",
            error: problems.description,
            autocomplete: "off",
            maxLength: 100,
            isSpelled: true
        )
    }

    var purpose: FormField {
        FormField(
            "purpose",
            "Purpose",
            value: entries.purpose,
            hint: "Who reads this report?",
            error: problems.purpose,
            autocomplete: "off",
            maxLength: TokenService.longestPurpose,
            isOptional: true,
            isSpelled: true
        )
    }

    // MARK: Expiry

    var expiry: TokenCreatePage.Expiry {
        let days = ExpiryChoice.Preset.allCases.map { preset in
            FormChoice(
                .radio,
                name: "expires",
                value: String(preset.rawValue),
                label: "\(preset.rawValue) days",
                aside: resulting(preset),
                isChecked: entries.expires == String(preset.rawValue),
                isDisabled: policy.longestTermDays.map { preset.rawValue > $0 } ?? false
            )
        }
        let latest = ExpiryChoice.latestDay(at: format.now, zone: format.zone, policy: policy)
        return TokenCreatePage.Expiry(
            choices: FormChoiceGroup(
                id: "group-expires",
                legend: "Expires",
                error: problems.expires,
                choices: days + [dateChoice, neverChoice]
            ),
            date: FormField(
                "expires-on",
                "Last day",
                kind: .date,
                value: entries.day,
                hint: latest.map { "At the latest \($0). " } ?? "The token works until the end of this day.",
                error: problems.day,
                isConditional: true,
                isShort: true
            ),
            neverReason: policy.never == .forbidden
                ? nil
                : FormField(
                    "never-reason",
                    "Reason for Never",
                    value: entries.neverReason,
                    error: problems.neverReason,
                    autocomplete: "off",
                    maxLength: ExpiryChoice.longestReason,
                    isOptional: policy.never == .allowed,
                    isConditional: true,
                    isSpelled: true
                ),
            note: "Days begin and end in your time zone, \(format.zone.identifier)."
        )
    }

    private func resulting(_ preset: ExpiryChoice.Preset) -> String? {
        // A preset beyond the limit of the policy has no end to show.
        guard let term = try? ExpiryChoice.days(preset).term(at: format.now, zone: format.zone, policy: policy),
            let end = term.expiresAt
        else { return nil }
        let universal = ZoneRule.universal.text(of: end).dropFirst(11).prefix(5)
        let local = format.dayAndTime(end)
        return format.zone.offsetSeconds(at: end) == 0 ? "\(local) UTC" : "\(local) (\(universal) UTC)"
    }

    private var dateChoice: FormChoice {
        FormChoice(.radio, name: "expires", value: "date", label: "On a date", isChecked: entries.expires == "date")
    }

    private var neverChoice: FormChoice {
        let idle = policy.idleDaysOfNever.map { "It is blocked after \($0) days without use." }
        return FormChoice(
            .radio,
            name: "expires",
            value: "never",
            label: "Never",
            hint: policy.never == .forbidden ? "Your organisation wants every token to end." : idle,
            isChecked: entries.expires == "never",
            isDisabled: policy.never == .forbidden
        )
    }
}
