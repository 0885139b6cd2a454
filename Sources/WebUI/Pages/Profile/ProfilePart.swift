/// The navigation of My Profile.
///
/// A part that is not there for this person has no entry.
enum ProfilePart: CaseIterable, Sendable {
    case profile, security, tokens, notifications

    static func items(current: ProfilePart, available: [ProfilePart]) -> [NavigationItem] {
        allCases.filter { available.contains($0) }
            .map { part in
                NavigationItem(
                    label: part.label,
                    href: part.href,
                    icon: part.icon.template,
                    isCurrent: part == current
                )
            }
    }

    var href: String {
        switch self {
        case .profile: "/profile"
        case .security: "/profile/security"
        case .notifications: "/profile/notifications"
        case .tokens: "/profile/tokens"
        }
    }

    private var label: String {
        switch self {
        case .profile: "Profile"
        case .security: "Security"
        case .notifications: "Notifications"
        case .tokens: "Tokens"
        }
    }

    private var icon: PageIcon {
        switch self {
        case .profile: .profile
        case .security: .shield
        case .notifications: .bell
        case .tokens: .key
        }
    }
}
