/// What someone sees who may not create tokens and knows the address: 403 with the way to get there.
enum TokenForbiddenPage {
    struct Administrator: Sendable, Equatable {
        let name: String
        let email: PageCell?
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenForbidden"
        let documentTitle = "Tokens are for administrators"

        let navigation: [NavigationItem]
        let role: String
        let ownRole: String
        let administrators: [Administrator]
        let hasAdministrators: Bool

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `role`: The role that is needed.
        /// - `ownRole`: The role the person has.
        /// - `administrators`: Whom to ask: name and e-mail address.
        init(parts: [ProfilePart], role: String, ownRole: String, administrators: [(name: String, email: String?)]) {
            navigation = ProfilePart.items(current: .profile, available: parts).map {
                NavigationItem(label: $0.label, href: $0.href, icon: $0.icon, isCurrent: false)
            }
            self.role = role
            self.ownRole = ownRole
            self.administrators = administrators.map { person in
                Administrator(name: person.name, email: person.email.map { .email("E-mail", $0) })
            }
            hasAdministrators = !administrators.isEmpty
        }
    }
}
