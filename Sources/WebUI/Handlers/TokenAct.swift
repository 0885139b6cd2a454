import CRMService
import Identity

/// What the owner of a token may do with it; the raw value is the last part of its address.
enum TokenAct: String, CaseIterable, Sendable {
    case rotate, pause, resume, edit, extend, narrow, revoke

    var label: String {
        switch self {
        case .rotate: "Rotate"
        case .pause: "Pause"
        case .resume: "Resume"
        case .edit: "Edit"
        case .extend: "Extend"
        case .narrow: "Narrow"
        case .revoke: "Revoke"
        }
    }

    /// Whether a token in this state lets it happen; the service decides again.
    func isPossible(_ row: TokenRow, _ state: TokenState, isIdle: Bool) -> Bool {
        switch self {
        case .rotate, .edit, .narrow, .revoke: !state.isFinal
        case .extend: state.isLive
        case .pause: row.life.pausedAt == nil && !isIdle && state.isLive
        case .resume: state.isLive && (row.life.pausedAt != nil || isIdle)
        }
    }

    /// Those that stand in the list.
    static let listed: [TokenAct] = [.pause, .resume, .rotate, .revoke]

    static func address(of id: TokenID) -> String { "/profile/tokens/\(id)" }

    func link(_ row: TokenRow, hidden: String? = nil) -> PageLink {
        PageLink(
            label,
            "\(Self.address(of: row.id))/\(rawValue)",
            hidden: hidden,
            isDanger: self == .revoke,
            opensDialog: opensDialog
        )
    }

    /// Longer forms are pages of their own.
    private var opensDialog: Bool {
        switch self {
        case .pause, .resume, .revoke, .rotate, .edit: true
        case .extend, .narrow: false
        }
    }
}
