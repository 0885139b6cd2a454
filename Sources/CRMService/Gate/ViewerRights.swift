import Identity

/// Everything about a viewer that shapes what a read may see: two viewers with equal rights get the same statements.
///
/// Made from what was read for the request itself, so that comparing it is no memory of what was allowed before.
struct ViewerRights: Hashable, Sendable {
    private enum Reader: Hashable {
        case nobody
        case program
        case person(UserID)
        case token(owner: UserID, rows: String, scopes: ScopeSet)
    }

    private let reader: Reader
    private let policy: AccessPolicy

    init(_ viewer: Viewer) {
        policy = viewer.policy
        switch viewer.principal {
        case .anonymous: reader = .nobody
        case .system: reader = .program
        case .person(let user, _): reader = .person(user)
        case .token(let owner, let grant):
            reader = .token(owner: owner, rows: grant.rowScope.storedText, scopes: grant.scopes)
        }
    }

    static func == (left: ViewerRights, right: ViewerRights) -> Bool {
        left.reader == right.reader && left.policy == right.policy
    }

    /// The policy's sets are compared, not hashed: there are some sixty of them.
    func hash(into hasher: inout Hasher) {
        hasher.combine(reader)
        hasher.combine(policy.role)
        hasher.combine(policy.team)
    }
}
