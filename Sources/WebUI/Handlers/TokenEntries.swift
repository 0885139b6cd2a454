import CRMService
import EntityModel
import Identity

/// What a form for a new token starts from.
enum TokenPreset: String, CaseIterable, Sendable {
    case report
    case contacts
    case one
    case integration

    var label: String {
        switch self {
        case .report: "Report reader"
        case .contacts: "Report reader with contacts"
        case .one: "One report"
        case .integration: "Two-way integration"
        }
    }
}

/// What stands in the form for a new token, before any check.
struct TokenEntries: Sendable, Equatable {
    var includesData = true
    /// Never preselected but by the preset that is named for it.
    var mayWrite = false
    /// `all`, `today` or `only`.
    var reach = "all"
    var sets: [String] = []
    var includesContact = false
    var includesText = false
    var includesInventory = false
    var includesAudit = false
    var mayRenewItself = false
    /// The number of the team whose rows the token is held to; nil for all rows of the owner.
    var team: String?
    var addresses = ""
    var description = ""
    var purpose = ""
    /// A number of days, `date` or `never`.
    var expires = "90"
    var day = ""
    var neverReason = ""

    /// The entries of an untouched form.
    init() {}

    /// What was posted.
    init(form: FormValues) {
        let scopes = form.all("scope")
        includesData = scopes.contains("odata")
        includesInventory = scopes.contains(Scope.tokensRead.rawValue)
        includesAudit = scopes.contains(Scope.auditRead.rawValue)
        mayRenewItself = scopes.contains(Scope.rotateSelf.rawValue)
        mayWrite = form["access"] == "write"
        reach = ["all", "today", "only"].first { $0 == form["data"] } ?? "all"
        sets = form.all("set").map { String($0.prefix(80)) }
        includesContact = form["contact"] == "yes"
        includesText = form["text"] == "yes"
        team = form["rows"] == "team" ? String((form["team"] ?? "").prefix(20)) : nil
        addresses = String((form["addresses"] ?? "").prefix(4_000))
        description = form["description"] ?? ""
        purpose = form["purpose"] ?? ""
        expires = form["expires"] ?? "90"
        day = form.text("expires-on")
        neverReason = form["never-reason"] ?? ""
    }

    /// A filled form for a link of the documentation: what a preset opens, a description, a number of days.
    init(link: FormValues) {
        description = String(link.text("description").prefix(100))
        let days = link["expires"] ?? "90"
        expires = Int(days).flatMap { ExpiryChoice.Preset(rawValue: $0) } == nil ? "90" : days
        switch link["preset"].flatMap({ TokenPreset(rawValue: $0) }) {
        case .report, nil: break
        case .contacts: includesContact = true
        case .one: reach = "only"
        case .integration:
            mayWrite = true
            includesContact = true
        }
    }

    /// The entries that make a token like an existing one.
    init(like row: TokenRow) {
        let names = row.scopes.namedSets
        includesData = row.scopes.allowsAnyRead
        mayWrite = row.scopes.allowsAnyWrite
        reach = names == nil ? "all" : "only"
        sets = names?.map(\.text) ?? []
        includesContact = row.scopes.contains(.personalContact)
        includesText = row.scopes.contains(.personalText)
        includesInventory = row.scopes.contains(.tokensRead)
        includesAudit = row.scopes.contains(.auditRead)
        mayRenewItself = row.scopes.contains(.rotateSelf)
        if case .team(let team) = row.rowScope { self.team = team.description }
        addresses = row.networks.prefixes.map(\.description).joined(separator: "\n")
        purpose = row.purpose ?? ""
        if row.life.expiresAt == nil {
            expires = "never"
            neverReason = row.neverReason ?? ""
        }
    }

    /// The scope block as the service takes it.
    func choice(visible: [String]) -> ScopeChoice {
        let reach: ScopeChoice.Reach =
            switch self.reach {
            case "today": .named(visible.compactMap { EntitySetName($0) })
            case "only": .named(sets.filter(visible.contains).compactMap { EntitySetName($0) })
            default: .everySet
            }
        return ScopeChoice(
            includesData: includesData,
            access: mayWrite ? .readAndWrite : .read,
            reach: reach,
            includesContactDetails: includesContact,
            includesFreeText: includesText,
            includesInventory: includesInventory,
            includesAudit: includesAudit,
            mayRenewItself: mayRenewItself
        )
    }

    /// The rows the token is held to; a team that is no number is team 0, which does not exist.
    var rows: TokenRowScope { team.map { .team(TeamID(Int64($0) ?? 0)) } ?? .owner }

    /// The chosen expiry; nil where the date is none.
    var expiry: ExpiryChoice? {
        switch expires {
        case "never": .never(reason: neverReason)
        case "date": CivilDay(day).map { .endOf($0) }
        default: Int(expires).flatMap { ExpiryChoice.Preset(rawValue: $0) }.map { .days($0) }
        }
    }
}

/// The sentences for what is wrong with a token's entries, by part of the form.
struct TokenProblems: Sendable, Equatable {
    var form: [String] = []
    var scope: String?
    var sets: String?
    var team: String?
    var addresses: String?
    var description: String?
    var twin: TokenID?
    var purpose: String?
    var expires: String?
    var day: String?
    var neverReason: String?
    var password: String?
    /// Replaces the form: the person has as many tokens as one may have.
    var limit: Int?

    init() {}

    init(_ problems: [TokenDraftProblem], entries: TokenEntries, now: UTCInstant, zone: ZoneRule) {
        for problem in problems {
            switch problem {
            case .description(let error): description = Self.text(error)
            case .descriptionTaken(let id):
                description = "Another of your tokens has this description."
                twin = id
            case .purposeTooLong: purpose = "At most \(TokenService.longestPurpose) characters."
            case .scope(let error): note(error, entries: entries)
            case .unknownTeam: team = "Choose one of the teams."
            case .networks(let error): addresses = Self.text(error)
            case .expiry(let error): note(error, now: now, zone: zone)
            case .policy(let violation): form.append("The policy of your organisation forbids it: \(violation.label).")
            case .tooManyTokens(let limit): self.limit = limit
            }
        }
    }

    private static func text(_ error: TokenDescriptionError) -> String {
        switch error {
        case .empty: "Write a description."
        case .tooShort: "Write 3 characters at least."
        case .tooLong: "At most 100 characters."
        case .notOneLine: "Write one line, without control characters."
        }
    }

    static func text(_ error: NetworkListError) -> String {
        switch error {
        case .tooMany(let count): "At most \(NetworkList.most) addresses or networks; these are \(count)."
        case .malformed(let entry):
            "‘\(entry)’ is no address or network. Write one such as 203.0.113.7 or 203.0.113.0/24."
        case .everyAddress(let entry): "‘\(entry)’ would allow every address; leave the field empty for that."
        }
    }

    private mutating func note(_ error: ScopeError, entries: TokenEntries) {
        switch error {
        case .empty where entries.includesData: sets = "Choose at least one set."
        case .empty: scope = "Choose what the token may read."
        case .unknownWord, .tooLong: scope = "This choice is not possible. Choose fewer sets, or all."
        }
    }

    private mutating func note(_ error: ExpiryError, now: UTCInstant, zone: ZoneRule) {
        let clock = "It is now \(zone.text(of: now)) (\(zone.identifier))."
        switch error {
        case .past(let today): day = "This day is over; today is \(today). \(clock)"
        case .afterLimit(let latest): day = "The latest day allowed is \(latest). \(clock)"
        case .neverForbidden: expires = "Every token must end."
        case .reasonMissing: neverReason = "Write why this token must never end."
        case .reasonTooLong: neverReason = "At most \(ExpiryChoice.longestReason) characters."
        }
    }
}
