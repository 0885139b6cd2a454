/// Why an act was refused.
public enum AccessRefusal: Error, Equatable, Sendable {
    /// Nobody is signed in.
    case notSignedIn
    /// What the user may do does not include it.
    case notPermitted
    /// The owner may do it, but the token lacks these words.
    case scopesMissing([ScopeWord])
    /// The login is older than ten minutes.
    case freshLoginNeeded
    /// Not by these means, such as a page's act by token.
    case wrongMeans
    /// The token policy does not let the role create tokens.
    case tokenPolicyForbids
}

/// What one user may do with business data: base role and data roles put together.
///
/// The most generous data role wins, and none lifts a ban of the base role. A set that no data role names has the level
/// of the base role. Every answer for a token is what its owner may do **and** what its scopes open.
public struct AccessPolicy: Equatable, Sendable {
    /// The base role.
    public let role: BaseRole
    /// The user's team.
    public let team: TeamID?
    /// The marked fields the user sees.
    public let fields: FieldVisibility
    private let sets: [EntitySetName: SetAccess]

    /// Puts the roles of a user together.
    public init(role: BaseRole, team: TeamID?, dataRoles: [DataRole]) {
        self.role = role
        self.team = team
        var sets: [EntitySetName: SetAccess] = [:]
        for dataRole in dataRoles {
            sets.merge(dataRole.sets) { $0.merged(with: $1) }
        }
        self.sets = sets
        fields =
            dataRoles.isEmpty
            ? Self.fields(ofBase: role)
            : dataRoles.reduce(role == .admin ? .full : .none) { $0.union($1.fields) }
    }

    /// What the user may do with a set.
    public func access(to set: EntitySetName) -> SetAccess {
        let named = sets[set] ?? Self.access(ofBase: role)
        switch role {
        case .admin: return named.followsParent ? .asParent : .full
        case .manager, .user, .integration: return named
        case .readonly:
            return SetAccess(read: named.read, mayExport: named.mayExport, followsParent: named.followsParent)
        }
    }

    /// The rows of a set that a principal reaches with an act.
    ///
    /// The caller hands in the policy of the principal's own user. A refusal names missing words only when the owner
    /// could do it, so that nothing beyond the owner's own view is confirmed.
    public func rows(
        for act: DataAct,
        on set: EntitySetName,
        by principal: Principal
    ) throws(AccessRefusal) -> RowRule {
        switch principal {
        case .anonymous: throw .notSignedIn
        case .system: return .all
        case .person(let user, _):
            guard let rule = ownRule(for: act, on: set, user: user) else { throw .notPermitted }
            return rule
        case .token(let owner, let grant):
            guard act != .export, let rule = ownRule(for: act, on: set, user: owner) else { throw .notPermitted }
            let missing = grant.scopes.missingWords(for: act, on: set)
            guard missing.isEmpty else { throw .scopesMissing(missing) }
            return rule.and(Self.rule(of: grant.rowScope))
        }
    }

    /// The marked fields that a principal sees.
    public func fields(for principal: Principal) -> FieldVisibility {
        switch principal {
        case .anonymous: .none
        case .system: .full
        case .person: fields
        case .token(_, let grant):
            fields.intersection(
                FieldVisibility(
                    contactDetails: grant.scopes.contains(.personalContact),
                    freeText: grant.scopes.contains(.personalText),
                    confidential: true
                )
            )
        }
    }

    /// Whether a principal has a permission beside business data; throws why not.
    ///
    /// Returns the condition that stays for the caller, such as "own team only".
    @discardableResult
    public static func require(
        _ permission: Permission,
        of principal: Principal,
        at now: UTCInstant,
        tokenPolicy: TokenPolicy
    ) throws(AccessRefusal) -> PermissionCondition {
        if case .system = principal { return .always }
        guard let role = principal.role, let means = principal.means(at: now) else { throw .notSignedIn }
        let condition: PermissionCondition
        switch PermissionTable.answer(permission, role: role, means: means) {
        case .refusedToRole: throw .notPermitted
        case .refusedToMeans: throw .wrongMeans
        case .needsFreshLogin: throw .freshLoginNeeded
        case .allowed(let found): condition = found
        }
        if condition == .ifTokenPolicyAllows, !tokenPolicy.allowsOwner(role: role) { throw .tokenPolicyForbids }
        if case .token(_, let grant) = principal { try requireScope(of: permission, in: grant.scopes) }
        return condition
    }

    /// A token needs the word of a permission beside the owner's right; data acts are judged set by set instead.
    private static func requireScope(of permission: Permission, in scopes: ScopeSet) throws(AccessRefusal) {
        switch permission {
        case .readData:
            guard scopes.allowsAnyRead else { throw .scopesMissing([ScopeWord(whole: .odataRead)]) }
        case .writeData:
            guard scopes.allowsAnyWrite else { throw .scopesMissing([ScopeWord(whole: .odataWrite)]) }
        case .useTokenSelfService: return
        default:
            // A permission that tokens may use and no word names would be open to all tokens; so it is closed.
            guard let scope = Scope.allCases.first(where: { $0.permission == permission }) else { throw .wrongMeans }
            guard scopes.contains(scope) else { throw .scopesMissing([ScopeWord(whole: scope)]) }
        }
    }

    private func ownRule(for act: DataAct, on set: EntitySetName, user: UserID) -> RowRule? {
        let access = access(to: set)
        let level = access.level(of: act)
        guard level != .none else { return nil }
        return access.followsParent ? .asParent : RowRule(level: level, user: user, team: team)
    }

    private static func rule(of scope: TokenRowScope) -> RowRule {
        switch scope {
        case .owner: .all
        case .team(let team): .teamAndBelow(team)
        }
    }

    /// The level of a set that no data role names.
    private static func access(ofBase role: BaseRole) -> SetAccess {
        switch role {
        case .admin: .full
        case .manager: SetAccess(read: .team, update: .team, delete: .team, mayCreate: true, mayExport: true)
        case .user: SetAccess(read: .own, update: .own, delete: .own, mayCreate: true)
        case .readonly: SetAccess(read: .own)
        // Cut to its row scope and its words by the token, without which it cannot act.
        case .integration: SetAccess(read: .all, update: .all, delete: .all, mayCreate: true)
        }
    }

    private static func fields(ofBase role: BaseRole) -> FieldVisibility {
        switch role {
        case .admin, .manager: .full
        case .user, .integration: FieldVisibility(contactDetails: true, freeText: true)
        case .readonly: .none
        }
    }
}
