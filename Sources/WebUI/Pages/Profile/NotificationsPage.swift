import CRMService

/// What happened to one's tokens and what will: `GET` and `POST /profile/notifications`.
///
/// The form posts `csrf` and `last`, the instant of the newest notice that was shown.
enum NotificationsPage {
    struct Line: Sendable, Equatable {
        let href: String
        let token: String
        let sentence: String
        let at: PageCell.Instant
        let isNew: Bool
    }

    struct Model: PageModel {
        static let template = "Profile/Notifications"
        let documentTitle = "Notifications"

        let navigation: [NavigationItem]
        let lines: [Line]
        let hasNew: Bool
        let hidden: [HiddenValue]
        /// Why mail is late, for administrators.
        let mailTrouble: String?

        init(parts: [ProfilePart], csrf: String, notices: [Line], newest: Int64?, mailTrouble: MailTrouble?) {
            navigation = ProfilePart.items(current: .notifications, available: parts)
            lines = notices
            hasNew = notices.contains(where: \.isNew)
            hidden = [HiddenValue("csrf", csrf)] + (newest.map { [HiddenValue("last", String($0))] } ?? [])
            self.mailTrouble = mailTrouble.map { trouble in
                let count = trouble.waiting == 1 ? "One message waits" : "\(trouble.waiting) messages wait"
                return "Mail is late. \(count)" + (trouble.lastError.map { ": \($0)" } ?? "") + "."
            }
        }
    }
}
