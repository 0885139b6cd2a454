import CRMService
import Identity

/// My Profile → Notifications: what happened to one's tokens and what will.
struct NotificationsHandler {
    let visit: PageVisit

    private static let address = "/profile/notifications"
    private var service: NoticeService { visit.site.services.notices }

    func page() async throws -> PageAnswer {
        let notices = try await service.notices(of: visit.person)
        let trouble = visit.person.account.role == .admin ? try await service.mailTrouble() : nil
        let model = NotificationsPage.Model(
            parts: visit.parts,
            csrf: visit.person.formToken(FormName.notifications),
            notices: notices.map { notice in
                NotificationsPage.Line(
                    href: "/profile/tokens/\(notice.token.rawValue)",
                    token: notice.description,
                    sentence: notice.sentence,
                    at: visit.format.instant(notice.at),
                    isNew: !notice.isSeen
                )
            },
            newest: notices.map(\.at.microseconds).max(),
            mailTrouble: trouble
        )
        return try visit.page(model)
    }

    /// Marks what the page showed as seen; what came since stays new.
    func markSeen() async throws -> PageAnswer {
        if let last = Int64(visit.request.form["last"] ?? "") {
            try await service.markSeen(of: visit.person, until: UTCInstant(microseconds: last))
        }
        return .redirect(to: Self.address)
    }
}
