import Identity

/// Instants and values that many tests share.
enum Sample {
    /// 2027-05-03T12:00:00Z.
    static let now = UTCInstant(seconds: 1_809_345_600)
    static let user = UserID(7)
    static let team = TeamID(3)
    static let contacts = EntitySetName(needed: "Contacts")
    static let companies = EntitySetName(needed: "Companies")

    static func grant(
        _ scopes: ScopeSet = .readOnly,
        role: BaseRole = .admin,
        rows: TokenRowScope = .owner,
        expiresAt: UTCInstant? = nil,
        isRetiring: Bool = false
    ) -> TokenGrant {
        TokenGrant(
            tokenID: TokenID(1),
            keyID: TokenVectors.keyID,
            ownerRole: role,
            scopes: scopes,
            rowScope: rows,
            expiresAt: expiresAt,
            isRetiring: isRetiring
        )
    }

    static func session(role: BaseRole, loginAge seconds: Int64 = 0) -> SessionFacts {
        SessionFacts(
            reference: "0a1b2c3d",
            authenticatedAt: now.adding(seconds: -seconds),
            hasSecondFactor: false,
            role: role
        )
    }
}

extension EntitySetName {
    init(needed text: String) {
        guard let name = EntitySetName(text) else { preconditionFailure("not a set name: \(text)") }
        self = name
    }
}
