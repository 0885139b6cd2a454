/// Where one is signed in: `GET /profile/security`; `POST /profile/security/sessions/end` and `…/end-others`.
///
/// The forms post `csrf` and, for one session, `session`.
enum SecurityPage {
    struct Session: Sendable, Equatable {
        let device: String
        let address: String
        let started: PageCell.Instant
        let lastSeen: PageCell.Instant
        let isCurrent: Bool
        let hidden: [HiddenValue]

        init(
            id: String,
            csrf: String,
            device: String,
            address: String,
            started: PageCell.Instant,
            lastSeen: PageCell.Instant,
            isCurrent: Bool
        ) {
            self.device = device
            self.address = address
            self.started = started
            self.lastSeen = lastSeen
            self.isCurrent = isCurrent
            hidden = [HiddenValue("csrf", csrf), HiddenValue("session", id)]
        }
    }

    struct Model: PageModel {
        static let template = "Profile/Security"
        let documentTitle = "Security"

        let navigation: [NavigationItem]
        let sessions: [Session]
        let hasOthers: Bool
        let hidden: [HiddenValue]

        init(parts: [ProfilePart], csrf: String, sessions: [Session]) {
            navigation = ProfilePart.items(current: .security, available: parts)
            self.sessions = sessions
            hasOthers = sessions.contains { !$0.isCurrent }
            hidden = [HiddenValue("csrf", csrf)]
        }
    }
}
