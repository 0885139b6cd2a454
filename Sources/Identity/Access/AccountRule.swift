/// Why a change of an account was refused.
public enum AccountRefusal: Error, Equatable, Sendable {
    /// Nobody changes their own role.
    case ownRole
    /// The last active administrator stays one.
    case lastAdministrator
}

/// Rules about accounts that no permission can lift; checked inside the transaction that makes the change.
public enum AccountRule {
    /// Checks a change of role or activity.
    ///
    /// `otherActiveAdministrators` counts active administrators without the account that is changed.
    public static func check(
        actor: UserID?,
        subject: UserID,
        from role: BaseRole,
        wasActive: Bool,
        to newRole: BaseRole,
        isActive: Bool,
        otherActiveAdministrators: Int
    ) throws(AccountRefusal) {
        if actor == subject, role != newRole { throw .ownRole }
        let stopsBeing = role == .admin && wasActive && (newRole != .admin || !isActive)
        if stopsBeing, otherActiveAdministrators < 1 { throw .lastAdministrator }
    }
}
