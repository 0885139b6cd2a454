/// Which rows a token is held to, beside what its owner may see.
public enum TokenRowScope: Equatable, Sendable {
    /// All rows the owner may see.
    case owner
    /// Rows of one team and those below, as far as the owner may see them.
    case team(TeamID)

    /// Reads the stored text, `owner` or `team:<id>`; nil for anything else.
    public init?(storedText text: String) {
        if text == "owner" {
            self = .owner
        } else if text.hasPrefix("team:"), let number = Int64(text.dropFirst(5)), number > 0 {
            self = .team(TeamID(number))
        } else {
            return nil
        }
    }

    /// The text for the database.
    public var storedText: String {
        switch self {
        case .owner: "owner"
        case .team(let id): "team:\(id)"
        }
    }
}

/// What a proven token brings to a request; a token principal cannot exist without one.
///
/// Holds no secret. Its scopes are an upper bound: ``AccessPolicy`` answers with what the owner may do now and these
/// scopes together.
public struct TokenGrant: Equatable, Sendable {
    /// The token.
    public let tokenID: TokenID
    /// The secret that was presented, by its public part.
    public let keyID: TokenKeyID
    /// The owner's base role at this request.
    public let ownerRole: BaseRole
    /// What the token may do at most.
    public let scopes: ScopeSet
    /// The rows it is held to.
    public let rowScope: TokenRowScope
    /// When its term ends; nil means never.
    public let expiresAt: UTCInstant?
    /// Whether the presented secret was replaced and is in its overlap.
    public let isRetiring: Bool

    /// Gathers what verification found.
    public init(
        tokenID: TokenID,
        keyID: TokenKeyID,
        ownerRole: BaseRole,
        scopes: ScopeSet,
        rowScope: TokenRowScope,
        expiresAt: UTCInstant?,
        isRetiring: Bool = false
    ) {
        self.tokenID = tokenID
        self.keyID = keyID
        self.ownerRole = ownerRole
        self.scopes = scopes
        self.rowScope = rowScope
        self.expiresAt = expiresAt
        self.isRetiring = isRetiring
    }

    /// The header lines that a successful answer carries: the end of the term, and a warning when it or the secret is
    /// about to end.
    ///
    /// `expiring` is said in the last 14 days of the term.
    public func noticeHeaders(at now: UTCInstant) -> [ResponseHeader] {
        var headers: [ResponseHeader] = []
        if let expiresAt {
            headers.append(ResponseHeader("Tessera-Token-Expires", expiresAt.rfc3339))
        }
        if isRetiring {
            headers.append(ResponseHeader("Tessera-Token-Warning", "retiring"))
        } else if let expiresAt, expiresAt <= now.adding(days: 14) {
            headers.append(ResponseHeader("Tessera-Token-Warning", "expiring"))
        }
        return headers
    }
}
