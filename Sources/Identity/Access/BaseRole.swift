/// What a user may do with the system; data roles decide sets, levels and fields beside it.
public enum BaseRole: String, CaseIterable, Sendable, Codable {
    /// Runs the installation: users, tokens, settings, all data.
    case admin
    /// Leads a team: its data and those below it.
    case manager
    /// Works with own and shared data.
    case user
    /// Reads, never writes.
    case readonly
    /// A program that reads or writes through tokens and never logs in.
    case integration

    /// The name people read.
    public var label: String {
        switch self {
        case .admin: "Administrator"
        case .manager: "Manager"
        case .user: "User"
        case .readonly: "Read only"
        case .integration: "Integration"
        }
    }

    /// Whether the role can log in with a password.
    public var mayLogIn: Bool {
        self != .integration
    }

    /// Whether a token of such an owner can work at all; the organisation's policy may refuse more.
    public var mayOwnTokens: Bool {
        switch self {
        case .admin, .manager, .integration: true
        case .user, .readonly: false
        }
    }
}
