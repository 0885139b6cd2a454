import CRMService
import EntityModel
import Identity

/// The fields of the form for a new token, with what was entered and what was refused.
struct TokenFormFields {
    let entries: TokenEntries
    let problems: TokenProblems
    let sets: [EntityType]
    let seesAudit: Bool
    let format: ValueFormat
    let policy: TokenPolicy

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
            access: FormChoiceGroup(
                id: "group-access",
                legend: "Access",
                choices: [
                    FormChoice(
                        .radio,
                        name: "access",
                        value: "read",
                        label: "Read only",
                        isChecked: !entries.mayWrite
                    ),
                    FormChoice(
                        .radio,
                        name: "access",
                        value: "write",
                        label: "Read and write",
                        hint: "Whoever has the token can change and delete what you can change and delete.",
                        isChecked: entries.mayWrite,
                        isDisabled: policy.widestAccess != .readAndWrite
                    ),
                ]
            ),
            accessNote: nil,
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
            rows: nil,
            team: nil,
            others: seesAudit ? others : nil,
            error: problems.scope
        )
    }

    private var data: FormChoiceGroup {
        let choices = [
            ("all", "All sets, also future ones"), ("today", "All sets of today"), ("only", "Only these sets"),
        ]
        return FormChoiceGroup(
            id: "group-data",
            legend: "Data",
            choices: choices.map { value, label in
                FormChoice(.radio, name: "data", value: value, label: label, isChecked: entries.reach == value)
            }
        )
    }

    private var personal: FormChoiceGroup {
        FormChoiceGroup(
            id: "group-personal",
            legend: "Personal data",
            choices: [
                FormChoice(
                    .checkbox,
                    name: "contact",
                    value: "yes",
                    label: Scope.personalContact.label,
                    hint: Scope.personalContact.helpText,
                    isChecked: entries.includesContact,
                    isDisabled: !policy.allowsPersonalData
                ),
                FormChoice(
                    .checkbox,
                    name: "text",
                    value: "yes",
                    label: Scope.personalText.label,
                    hint: Scope.personalText.helpText,
                    isChecked: entries.includesText,
                    isDisabled: !policy.allowsPersonalData
                ),
            ]
        )
    }

    private var others: FormChoiceGroup {
        FormChoiceGroup(
            id: "group-others",
            legend: "Other rights",
            choices: [
                FormChoice(
                    .checkbox,
                    name: "scope",
                    value: Scope.auditRead.rawValue,
                    label: Scope.auditRead.label,
                    hint: Scope.auditRead.helpText,
                    isChecked: entries.includesAudit
                )
            ]
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

    var confirm: FormField {
        FormField(
            "confirm-password",
            "Your password",
            kind: .password,
            hint: "You signed in more than ten minutes ago. Confirm that it is you.",
            error: problems.password,
            autocomplete: "current-password",
            maxLength: 1_024
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
