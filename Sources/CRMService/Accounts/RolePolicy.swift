import CRM
import EntityModel
import Identity
import Synchronization

/// Turns the product's data roles, which speak of groups of sets, into the policy's, which speaks of sets.
///
/// A policy says something about every set, so it is made once for each combination of roles and team and kept.
final class RolePolicy: Sendable {
    private struct Key: Hashable {
        var role: BaseRole
        var codes: [String]
        var team: TeamID?
    }

    private let policies = Mutex<[Key: AccessPolicy]>([:])

    /// So many combinations are kept.
    static let most = 1_024

    /// The policy of a role, data roles and team.
    func policy(role: BaseRole, dataRoles codes: [String], team: TeamID?) -> AccessPolicy {
        let key = Key(role: role, codes: codes, team: team)
        if let known = policies.withLock({ $0[key] }) { return known }
        let policy = Self.policy(role: role, dataRoles: codes, team: team)
        policies.withLock { policies in
            if policies.count >= Self.most { policies.removeAll(keepingCapacity: true) }
            policies[key] = policy
        }
        return policy
    }

    static func policy(role: BaseRole, dataRoles codes: [String], team: TeamID?) -> AccessPolicy {
        AccessPolicy(role: role, team: team, dataRoles: codes.compactMap(dataRole))
    }

    private static func dataRole(_ code: String) -> Identity.DataRole? {
        guard let role = DefaultRoles.role(code: code) else { return nil }
        var sets: [EntitySetName: SetAccess] = [:]
        for type in CRMModel.types + CRMModel.lists.map(\.entityType) {
            guard let name = EntitySetName(type.set) else { continue }
            sets[name] = type.access == .parent ? .asParent : access(role.access(to: type.access))
        }
        let fields = FieldVisibility(
            contactDetails: role.marks.contains(.contact),
            freeText: role.marks.contains(.freeText),
            confidential: role.seesConfidential
        )
        return Identity.DataRole(name: role.label, sets: sets, fields: fields)
    }

    private static func access(_ access: ObjectAccess) -> SetAccess {
        SetAccess(
            read: level(access.read),
            update: level(access.update),
            delete: level(access.delete),
            mayCreate: access.canCreate,
            mayExport: access.canExport
        )
    }

    private static func level(_ level: CRM.AccessLevel) -> Identity.AccessLevel {
        switch level {
        case .none: .none
        case .own: .own
        case .team: .team
        case .all: .all
        }
    }
}
