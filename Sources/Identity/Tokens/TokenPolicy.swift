/// The organisation's rules for tokens; they bind new tokens at once and all tokens from the enforcement date on.
public struct TokenPolicy: Equatable, Sendable, Codable {
    /// Whether tokens without an end may exist.
    public enum NeverRule: String, CaseIterable, Sendable, Codable {
        /// Anybody who may create tokens may choose Never.
        case allowed
        /// Never needs a written reason.
        case withReason
        /// Every token must end.
        case forbidden
    }

    /// The widest access a token may carry.
    public enum WidestAccess: String, CaseIterable, Sendable, Codable {
        /// Reading only.
        case read
        /// Reading and writing.
        case readAndWrite
    }

    /// Who may create tokens.
    public enum Creators: String, CaseIterable, Sendable, Codable {
        /// Administrators.
        case administrators
        /// Administrators and managers.
        case administratorsAndManagers
    }

    /// The longest term in days; nil means none.
    public var longestTermDays: Int?
    /// Whether Never may be chosen.
    public var never: NeverRule
    /// The widest access.
    public var widestAccess: WidestAccess
    /// Whether a token may read personal data.
    public var allowsPersonalData: Bool
    /// Whether every token needs an address list.
    public var requiresNetworks: Bool
    /// Who may create tokens.
    public var creators: Creators
    /// Whether only integration users may own tokens.
    public var integrationUsersOnly: Bool
    /// Days without use after which any token is blocked; nil means none.
    public var idleDays: Int?
    /// Days without use after which a token without an end is blocked; nil means none.
    public var idleDaysOfNever: Int?
    /// Live tokens an owner may have.
    public var liveTokensPerOwner: Int

    /// Makes a policy; what is left out has the value a new installation starts with.
    public init(
        longestTermDays: Int? = nil,
        never: NeverRule = .withReason,
        widestAccess: WidestAccess = .readAndWrite,
        allowsPersonalData: Bool = true,
        requiresNetworks: Bool = false,
        creators: Creators = .administrators,
        integrationUsersOnly: Bool = false,
        idleDays: Int? = nil,
        idleDaysOfNever: Int? = 180,
        liveTokensPerOwner: Int = 50
    ) {
        self.longestTermDays = longestTermDays
        self.never = never
        self.widestAccess = widestAccess
        self.allowsPersonalData = allowsPersonalData
        self.requiresNetworks = requiresNetworks
        self.creators = creators
        self.integrationUsersOnly = integrationUsersOnly
        self.idleDays = idleDays
        self.idleDaysOfNever = idleDaysOfNever
        self.liveTokensPerOwner = liveTokensPerOwner
    }

    /// The policy of a new installation.
    public static let initial = TokenPolicy()

    /// Whether a role may own tokens under this policy.
    ///
    /// Integration users always may: administrators mint for them.
    public func allowsOwner(role: BaseRole) -> Bool {
        switch role {
        case .admin: !integrationUsersOnly
        case .manager: !integrationUsersOnly && creators == .administratorsAndManagers
        case .integration: true
        case .user, .readonly: false
        }
    }
}

/// The facts of a token that a policy looks at.
public struct TokenPolicySubject: Equatable, Sendable {
    /// What the token may do.
    public var scopes: ScopeSet
    /// The address list.
    public var networks: NetworkList
    /// When the present term began: creation, extension or rotation of an expired token.
    public var termStartedAt: UTCInstant
    /// When the term ends; nil means never.
    public var expiresAt: UTCInstant?
    /// Why the token has no end.
    public var neverReason: String?
    /// When it was used last; nil means not yet.
    public var lastUsedAt: UTCInstant?

    /// Gathers the facts of a stored token or of a draft.
    public init(
        scopes: ScopeSet,
        networks: NetworkList = .any,
        termStartedAt: UTCInstant,
        expiresAt: UTCInstant?,
        neverReason: String? = nil,
        lastUsedAt: UTCInstant? = nil
    ) {
        self.scopes = scopes
        self.networks = networks
        self.termStartedAt = termStartedAt
        self.expiresAt = expiresAt
        self.neverReason = neverReason
        self.lastUsedAt = lastUsedAt
    }
}

/// One rule of the policy that a token breaks.
public enum TokenPolicyViolation: Equatable, Sendable {
    /// The term is longer than allowed.
    case termTooLong(longestDays: Int)
    /// The token has no end, and every token must.
    case neverForbidden
    /// The token has no end and no reason for it.
    case neverWithoutReason
    /// The token may write, and none may.
    case writeForbidden
    /// The token reads personal data, and none may.
    case personalDataForbidden
    /// The token has no address list, and every token needs one.
    case networksRequired
    /// The owner's role may not own tokens.
    case ownerNotAllowed(BaseRole)
    /// Only integration users may own tokens.
    case integrationUsersOnly
    /// Not used for longer than allowed.
    case idle(days: Int)

    /// The rule in words that can stand behind a colon.
    public var label: String {
        switch self {
        case .termTooLong(let days): "the term is longer than \(days) days"
        case .neverForbidden: "every token must end"
        case .neverWithoutReason: "a token without an end needs a reason"
        case .writeForbidden: "tokens may only read"
        case .personalDataForbidden: "tokens may not read personal data"
        case .networksRequired: "every token needs an address list"
        case .ownerNotAllowed: "the owner may not have tokens"
        case .integrationUsersOnly: "only integration users may have tokens"
        case .idle(let days): "not used for \(days) days"
        }
    }
}

extension TokenPolicy {
    /// The rules a token breaks, in a fixed order; the one function for preview, form and gate, so they cannot disagree.
    public func violations(
        of token: TokenPolicySubject,
        ownerRole: BaseRole,
        at now: UTCInstant
    ) -> [TokenPolicyViolation] {
        var found = termViolations(of: token)
        if widestAccess == .read, token.scopes.allowsAnyWrite {
            found.append(.writeForbidden)
        }
        if !allowsPersonalData, token.scopes.hasPersonalData {
            found.append(.personalDataForbidden)
        }
        if requiresNetworks, token.networks.isEmpty {
            found.append(.networksRequired)
        }
        if integrationUsersOnly, ownerRole != .integration {
            found.append(.integrationUsersOnly)
        } else if !allowsOwner(role: ownerRole) {
            found.append(.ownerNotAllowed(ownerRole))
        }
        let idleLimits = [idleDays, token.expiresAt == nil ? idleDaysOfNever : nil]
        if let limit = idleLimits.compactMap({ $0 }).min(),
            max(token.lastUsedAt ?? token.termStartedAt, token.termStartedAt).adding(days: limit) < now
        {
            found.append(.idle(days: limit))
        }
        return found
    }

    private func termViolations(of token: TokenPolicySubject) -> [TokenPolicyViolation] {
        guard let expiresAt = token.expiresAt else {
            switch never {
            case .allowed: return []
            case .withReason: return (token.neverReason ?? "").isEmpty ? [.neverWithoutReason] : []
            case .forbidden: return [.neverForbidden]
            }
        }
        guard let longestTermDays, expiresAt > token.termStartedAt.adding(days: longestTermDays) else { return [] }
        return [.termTooLong(longestDays: longestTermDays)]
    }
}
