/// The kinds of words a token's scope text is made of; the one place for their spelling, order, wording and effect.
public enum Scope: String, CaseIterable, Sendable {
    /// Reads business data, of all sets or of one.
    case odataRead = "odata.read"
    /// Creates, changes and deletes business data, and reads it, of all sets or of one.
    case odataWrite = "odata.write"
    /// Reads names and ways to reach people at customers.
    case personalContact = "odata.personal.contact"
    /// Reads free text that may hold anything about people.
    case personalText = "odata.personal.text"
    /// Reads the inventory of tokens and their use.
    case tokensRead = "tokens.read"
    /// Reads the audit log.
    case auditRead = "audit.read"
    /// Lets the token draw its own successor.
    case rotateSelf = "token.rotate-self"

    /// The name people read.
    public var label: String {
        switch self {
        case .odataRead: "OData API"
        case .odataWrite: "OData API: read and write"
        case .personalContact: "Contact persons' names and details"
        case .personalText: "Free text of notes, calls, e-mails and cases"
        case .tokensRead: "Token inventory (read)"
        case .auditRead: "Audit log (read)"
        case .rotateSelf: "May renew itself"
        }
    }

    /// What the word opens, in a sentence for the form.
    public var helpText: String {
        switch self {
        case .odataRead: "Reads the CRM data feed with Power BI, Excel, Tableau or a script."
        case .odataWrite: "Also creates, changes and deletes records. Choose it only for programs that must write."
        case .personalContact:
            "Names, e-mail, phone and addresses of people at customers. Without it these columns are absent."
        case .personalText: "Bodies of notes, calls, e-mails and cases, which may hold anything."
        case .tokensRead: "The sets AccessTokens and AccessTokenUsage. The owner must be an administrator."
        case .auditRead: "The set AuditEvents. The owner must be an administrator."
        case .rotateSelf: "The program may fetch a new secret for this token before the old one ends."
        }
    }

    /// The place on the form, from 1.
    public var order: Int {
        (Self.allCases.firstIndex(of: self) ?? 0) + 1
    }

    /// Whether `:<Set>` may follow the word.
    public var takesSet: Bool {
        switch self {
        case .odataRead, .odataWrite: true
        case .personalContact, .personalText, .tokensRead, .auditRead, .rotateSelf: false
        }
    }

    /// What the word grants on business data; each still within what the owner may do.
    public var acts: Set<DataAct> {
        switch self {
        case .odataRead: [.read]
        case .odataWrite: [.read, .create, .update, .delete]
        case .personalContact, .personalText, .tokensRead, .auditRead, .rotateSelf: []
        }
    }

    /// The permission beside business data that the word grants.
    public var permission: Permission? {
        switch self {
        case .odataRead: .readData
        case .odataWrite: .writeData
        case .personalContact, .personalText: nil
        case .tokensRead: .readTokenInventory
        case .auditRead: .readAuditFeed
        case .rotateSelf: .rotateOwnToken
        }
    }
}

/// One word of a scope text: a kind, narrowed to one entity set where the kind allows it.
public struct ScopeWord: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The kind.
    public let scope: Scope
    /// The set it is narrowed to; nil means every business set, also future ones.
    public let set: EntitySetName?

    /// Makes a word; nil when the kind takes no set.
    public init?(_ scope: Scope, set: EntitySetName? = nil) {
        guard set == nil || scope.takesSet else { return nil }
        self.scope = scope
        self.set = set
    }

    /// The word that opens an act on a set.
    public init(needed act: DataAct, on set: EntitySetName) {
        switch act {
        case .read, .export: scope = .odataRead
        case .create, .update, .delete: scope = .odataWrite
        }
        self.set = set
    }

    /// Makes a word without a set.
    public init(whole scope: Scope) {
        self.scope = scope
        set = nil
    }

    /// Reads a word; nil when it is not known.
    public init?(_ text: String) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard let first = parts.first, let scope = Scope(rawValue: String(first)) else { return nil }
        if parts.count == 1 {
            self.init(whole: scope)
        } else {
            guard let set = EntitySetName(String(parts[1])) else { return nil }
            self.init(scope, set: set)
        }
    }

    /// The word as it is stored.
    public var description: String {
        self.set.map { "\(scope.rawValue):\($0)" } ?? scope.rawValue
    }

    /// Orders words by their characters, as the canonical text does.
    public static func < (left: ScopeWord, right: ScopeWord) -> Bool {
        left.description < right.description
    }
}
