/// One token without its secret: `GET /profile/tokens/<id>`.
enum TokenPage {
    struct Model: PageModel {
        static let template = "Tokens/Token"
        var documentTitle: String { "Token \(description)" }

        let navigation: [NavigationItem]
        let description: String
        let state: PageBadge
        let facts: [PageCell]
        let kits: [TokenRevealPage.Kit]
        let hasKits: Bool
        let feed: PageCopyField
        let revoke: PageLink?
        let createLike: PageLink

        init(
            parts: [ProfilePart],
            tokenID: String,
            description: String,
            state: PageBadge,
            facts: [PageCell],
            feedURL: String,
            kits: [TokenRevealPage.Kit],
            isRevocable: Bool
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            self.description = description
            self.state = state
            self.facts = facts
            self.kits = kits
            hasKits = !kits.isEmpty
            feed = PageCopyField(id: "feed", label: "Service address", value: feedURL)
            revoke =
                isRevocable
                ? PageLink("Revoke", "/profile/tokens/\(tokenID)/revoke", isDanger: true, opensDialog: true) : nil
            createLike = PageLink("Create another like it", "/profile/tokens/new?from=\(tokenID)")
        }
    }
}
