/// One token without its secret: `GET /profile/tokens/<id>`.
enum TokenPage {
    /// What it was used for in the last thirty days.
    struct Usage: Sendable, Equatable {
        let chart: DayChart
        let days: PageTable?
        let sets: PageTable?
        let addresses: PageTable?
    }

    /// One entry of what the audit log says of it.
    struct Event: Sendable, Equatable {
        let instant: PageCell.Instant
        let title: String
        let detail: String
        /// Why it happened; part of the detail.
        var reason: String?
    }

    struct Model: PageModel {
        static let template = "Tokens/Token"
        var documentTitle: String { "Token \(description)" }

        let navigation: [NavigationItem]
        let description: String
        let state: PageBadge
        let facts: [PageCell]
        let acts: [PageLink]
        let seesHref: String?
        let testHref: String?
        let secrets: PageTable
        /// Ends the replaced secret, while it is accepted.
        let endSecret: PageLink?
        let usage: Usage
        let events: [Event]
        let hasEvents: Bool
        let kits: [TokenRevealPage.Kit]
        let hasKits: Bool
        let feed: PageCopyField
        let createLike: PageLink

        init(
            parts: [ProfilePart],
            tokenID: String,
            description: String,
            state: PageBadge,
            facts: [PageCell],
            acts: [PageLink],
            seesHref: String?,
            secrets: PageTable,
            endSecret: PageLink?,
            usage: Usage,
            events: [Event],
            feedURL: String,
            kits: [TokenRevealPage.Kit]
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            self.description = description
            self.state = state
            self.facts = facts
            self.acts = acts
            self.seesHref = seesHref
            testHref = seesHref.map { _ in "/profile/tokens/\(tokenID)/test" }
            self.secrets = secrets
            self.endSecret = endSecret
            self.usage = usage
            self.events = events
            hasEvents = !events.isEmpty
            self.kits = kits
            hasKits = !kits.isEmpty
            feed = PageCopyField(id: "feed", label: "Service address", value: feedURL)
            createLike = PageLink("Create another like it", "/profile/tokens/new?from=\(tokenID)")
        }
    }
}
