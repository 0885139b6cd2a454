/// The scope block of the form "Create token" as values.
public struct ScopeChoice: Equatable, Sendable {
    /// Reading, or reading and writing.
    public enum Access: String, CaseIterable, Sendable {
        /// Reading only, the default.
        case read
        /// Reading and writing; never preselected.
        case readAndWrite
    }

    /// Which sets the token reaches.
    public enum Reach: Equatable, Sendable {
        /// All sets, also future ones.
        case everySet
        /// These sets and no later ones.
        case named([EntitySetName])
    }

    /// Whether business data is open at all.
    public var includesData: Bool
    /// How business data is open.
    public var access: Access
    /// Which sets are open.
    public var reach: Reach
    /// Names and details of contact persons.
    public var includesContactDetails: Bool
    /// Free text of notes, calls, e-mails and cases.
    public var includesFreeText: Bool
    /// The inventory of tokens.
    public var includesInventory: Bool
    /// The audit log.
    public var includesAudit: Bool
    /// Rotation by the program itself.
    public var mayRenewItself: Bool

    /// Makes a choice; what is left out is the form's default: OData API, read only, all sets, no personal data.
    public init(
        includesData: Bool = true,
        access: Access = .read,
        reach: Reach = .everySet,
        includesContactDetails: Bool = false,
        includesFreeText: Bool = false,
        includesInventory: Bool = false,
        includesAudit: Bool = false,
        mayRenewItself: Bool = false
    ) {
        self.includesData = includesData
        self.access = access
        self.reach = reach
        self.includesContactDetails = includesContactDetails
        self.includesFreeText = includesFreeText
        self.includesInventory = includesInventory
        self.includesAudit = includesAudit
        self.mayRenewItself = mayRenewItself
    }

    /// The words of the choice; refuses a choice that opens nothing, also one that names no set.
    public func scopeSet() throws(ScopeError) -> ScopeSet {
        var words: [ScopeWord] = []
        if includesData {
            let scope: Scope = access == .read ? .odataRead : .odataWrite
            switch reach {
            case .everySet: words.append(ScopeWord(whole: scope))
            case .named(let sets):
                guard !sets.isEmpty else { throw .empty }
                words += sets.compactMap { ScopeWord(scope, set: $0) }
            }
            words += includesContactDetails ? [ScopeWord(whole: .personalContact)] : []
            words += includesFreeText ? [ScopeWord(whole: .personalText)] : []
        }
        words += includesInventory ? [ScopeWord(whole: .tokensRead)] : []
        words += includesAudit ? [ScopeWord(whole: .auditRead)] : []
        words += mayRenewItself ? [ScopeWord(whole: .rotateSelf)] : []
        return try ScopeSet(words)
    }
}

extension ScopeSet {
    /// How much a token can do if it falls into wrong hands.
    public enum Risk: String, CaseIterable, Sendable {
        /// Reads without personal data.
        case low
        /// Reads personal data, the inventory or the audit log.
        case medium
        /// Writes.
        case high
    }

    /// The risk word of the form's summary.
    public var risk: Risk {
        if allowsAnyWrite { return .high }
        return hasPersonalData || contains(.tokensRead) || contains(.auditRead) ? .medium : .low
    }

    /// The short form of the list: `OData API · read · 5 sets · no contact details`.
    public var shortText: String {
        var parts: [String] = []
        if allowsAnyRead {
            parts += ["OData API", allowsAnyWrite ? "read and write" : "read", reachText]
            switch (contains(.personalContact), contains(.personalText)) {
            case (true, true): parts.append("contact details and free text")
            case (true, false): parts.append("contact details")
            case (false, true): parts.append("free text, no contact details")
            case (false, false): parts.append("no contact details")
            }
        }
        parts += contains(.tokensRead) ? ["token inventory"] : []
        parts += contains(.auditRead) ? ["audit log"] : []
        parts += contains(.rotateSelf) ? ["renews itself"] : []
        return parts.joined(separator: " · ")
    }

    /// The form's summary as a clause: `reads all data you can see, without contact details`.
    public var summaryText: String {
        guard allowsAnyRead else { return shortText }
        let verb = allowsAnyWrite ? "reads and writes" : "reads"
        let object = namedSets.map { $0.map(\.text).joined(separator: ", ") } ?? "all data you can see"
        switch (contains(.personalContact), contains(.personalText)) {
        case (true, true): return "\(verb) \(object), with contact details and free text"
        case (true, false): return "\(verb) \(object), with contact details, without free text"
        case (false, true): return "\(verb) \(object), with free text, without contact details"
        case (false, false): return "\(verb) \(object), without contact details"
        }
    }

    private var reachText: String {
        guard let sets = namedSets else { return "all sets" }
        return sets.count == 1 ? sets[0].text : "\(sets.count) sets"
    }
}
