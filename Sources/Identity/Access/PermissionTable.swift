/// What the table says about one permission, role and means.
public enum PermissionAnswer: Equatable, Sendable {
    /// Allowed under a condition that the caller checks.
    case allowed(PermissionCondition)
    /// The role does not have it.
    case refusedToRole
    /// The role has it, but not by these means.
    case refusedToMeans
    /// The role has it with a session, once the login is fresh.
    case needsFreshLogin

    /// Whether the answer is an allowance.
    public var isAllowed: Bool {
        switch self {
        case .allowed: true
        case .refusedToRole, .refusedToMeans, .needsFreshLogin: false
        }
    }
}

/// One row of the table: who has a permission, and by which means.
public struct PermissionRow: Sendable {
    /// The roles that have it, each with its condition; a role that is left out does not.
    public let roles: [BaseRole: PermissionCondition]
    /// The means that suffice; a means that is left out does not, but a fresh session counts as a session.
    public let means: Set<AccessMeans>
}

/// Who may do what, as code: what stands in no row is refused.
public enum PermissionTable {
    /// The row of a permission.
    public static func row(of permission: Permission) -> PermissionRow {
        let (roles, means) = entry(of: permission)
        return PermissionRow(roles: roles, means: means)
    }

    /// Whether a role has a permission by some means.
    public static func answer(_ permission: Permission, role: BaseRole, means: AccessMeans) -> PermissionAnswer {
        let row = row(of: permission)
        guard let condition = row.roles[role] else { return .refusedToRole }
        if row.means.contains(means) || (means == .freshSession && row.means.contains(.session)) {
            return .allowed(condition)
        }
        return means == .session && row.means.contains(.freshSession) ? .needsFreshLogin : .refusedToMeans
    }

    /// The roles that have a permission, for pages that say whom to ask.
    public static func roles(having permission: Permission) -> [BaseRole] {
        let row = row(of: permission)
        return BaseRole.allCases.filter { row.roles[$0] != nil }
    }

    private typealias Entry = (roles: [BaseRole: PermissionCondition], means: Set<AccessMeans>)

    private static let people: [BaseRole] = [.admin, .manager, .user, .readonly]
    private static let administrator: [BaseRole: PermissionCondition] = [.admin: .always]

    private static func entry(of permission: Permission) -> Entry {
        switch permission {
        case .logIn, .changeOwnCredentials, .readData, .writeData, .purgeData, .mergeRecords, .importData:
            dataEntry(of: permission)
        case .seeTokensPage, .createOwnToken, .stopOwnTokens, .useTokenSelfService, .rotateOwnToken,
            .mintForIntegration,
            .stopAllTokens, .changeTokenPolicy, .readTokenInventory:
            tokenEntry(of: permission)
        case .readAuditFeed: ([.admin: .always], [.session, .token])
        case .changeUsers: (administrator, [.freshSession])
        case .viewTeam: ([.admin: .always, .manager: .ownTeam], [.session])
        case .viewAudit: ([.admin: .always, .manager: .ownTeam, .user: .own, .readonly: .own], [.session])
        case .changeSettings: (administrator, [.freshSession])
        }
    }

    private static func dataEntry(of permission: Permission) -> Entry {
        switch permission {
        case .logIn: (Dictionary(uniqueKeysWithValues: people.map { ($0, .always) }), [.session])
        case .changeOwnCredentials: (Dictionary(uniqueKeysWithValues: people.map { ($0, .own) }), [.freshSession])
        case .readData:
            (Dictionary(uniqueKeysWithValues: BaseRole.allCases.map { ($0, .byAccessPolicy) }), [.session, .token])
        case .writeData:
            (
                [
                    .admin: .byAccessPolicy, .manager: .byAccessPolicy, .user: .byAccessPolicy,
                    .integration: .byAccessPolicy,
                ],
                [.session, .token]
            )
        case .purgeData, .mergeRecords, .importData: ([.admin: .always, .manager: .ownTeam], [.session])
        default: ([:], [])
        }
    }

    private static func tokenEntry(of permission: Permission) -> Entry {
        switch permission {
        case .seeTokensPage: ([.admin: .always, .manager: .ifTokenPolicyAllows], [.session])
        case .createOwnToken: ([.admin: .always, .manager: .ifTokenPolicyAllows], [.freshSession])
        case .stopOwnTokens: ([.admin: .always, .manager: .ifOwningTokens], [.session])
        case .useTokenSelfService: ([.admin: .always, .manager: .always, .integration: .always], [.token])
        case .rotateOwnToken:
            (
                [.admin: .always, .manager: .ifTokenPolicyAllows, .integration: .ifScoped(.rotateSelf)],
                [.freshSession, .token]
            )
        case .mintForIntegration: (administrator, [.freshSession])
        case .stopAllTokens: (administrator, [.session])
        case .changeTokenPolicy: (administrator, [.freshSession])
        case .readTokenInventory: (administrator, [.session, .token])
        default: ([:], [])
        }
    }
}
