import CRMService
import Identity

/// My Profile and signing out.
struct ProfileHandler {
    let visit: PageVisit

    func page() async throws -> PageAnswer {
        let account = visit.person.account
        let organisation = try await visit.site.services.setup.organisationName()
        let model = ProfilePage.Model(
            parts: visit.parts,
            name: account.fullName,
            initials: account.initials ?? String(account.fullName.prefix(1)),
            role: account.role.label,
            facts: [
                .text("User name", account.userName), .email("E-mail", account.email),
                .text("Role", account.role.label), .text("Time zone", visit.zone.identifier),
            ] + (organisation.map { [.text("Organisation", $0)] } ?? [])
        )
        return try visit.page(model)
    }

    func signOut() async throws -> PageAnswer {
        let site = visit.site
        try await site.services.sessions.signOut(visit.person, origin: visit.request.origin)
        return PageAnswer.redirect(to: "/login").adding(cookie: site.settings.cookie.clearHeader)
    }
}
