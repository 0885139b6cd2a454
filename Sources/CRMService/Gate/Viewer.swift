public import Identity

/// Somebody who reads: who it is, and what the policy lets them see.
public struct Viewer: Sendable {
    /// Who reads.
    public let principal: Principal
    /// What the roles of the reader, or of the owner of a token, allow.
    public let policy: AccessPolicy
    /// A short text that two viewers share only if they see the same sets and fields; never the name of a person.
    public let shape: String

    /// Makes a viewer; `roles` are the codes of the data roles behind the policy.
    public init(_ principal: Principal, policy: AccessPolicy, roles: [String]) {
        self.principal = principal
        self.policy = policy
        var shape = "\(policy.role.rawValue)/\(roles.sorted().joined(separator: "+"))"
        if case .token(_, let grant) = principal { shape += "/\(grant.scopes.canonicalText)" }
        self.shape = shape
    }

    /// The program itself: everything.
    public static func system(_ reason: String) -> Viewer {
        Viewer(.system(reason: reason), policy: AccessPolicy(role: .admin, team: nil, dataRoles: []), roles: ["system"])
    }
}
