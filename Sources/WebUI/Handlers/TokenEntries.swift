import CRMService
import EntityModel
import Identity

/// What stands in the form for a new token, before any check.
struct TokenEntries: Sendable, Equatable {
    var includesData = true
    /// Never preselected.
    var mayWrite = false
    /// `all`, `today` or `only`.
    var reach = "all"
    var sets: [String] = []
    var includesContact = false
    var includesText = false
    var includesAudit = false
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
        includesAudit = scopes.contains("audit.read")
        mayWrite = form["access"] == "write"
        reach = ["all", "today", "only"].first { $0 == form["data"] } ?? "all"
        sets = form.all("set").map { String($0.prefix(80)) }
        includesContact = form["contact"] == "yes"
        includesText = form["text"] == "yes"
        description = form["description"] ?? ""
        purpose = form["purpose"] ?? ""
        expires = form["expires"] ?? "90"
        day = form.text("expires-on")
        neverReason = form["never-reason"] ?? ""
    }

    /// A filled form for a link of the documentation; never more than reading without personal data.
    init(link: FormValues) {
        description = String(link.text("description").prefix(100))
        let days = link["expires"] ?? "90"
        expires = Int(days).flatMap { ExpiryChoice.Preset(rawValue: $0) } == nil ? "90" : days
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
        includesAudit = row.scopes.contains(.auditRead)
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
            includesAudit: includesAudit
        )
    }

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
