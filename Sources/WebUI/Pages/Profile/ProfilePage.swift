/// What the product knows of the person who is signed in: `GET /profile`.
enum ProfilePage {
    struct Model: PageModel {
        static let template = "Profile/Profile"
        let documentTitle = "My Profile"

        let navigation: [NavigationItem]
        let name: String
        let initials: String
        let role: String
        let facts: [PageCell]

        init(parts: [ProfilePart], name: String, initials: String, role: String, facts: [PageCell]) {
            navigation = ProfilePart.items(current: .profile, available: parts)
            self.name = name
            self.initials = initials
            self.role = role
            self.facts = facts
        }
    }
}
