/// The index of all entity sets a person may see, by group: `GET /data`.
enum DataIndexPage {
    struct EntitySetLink: Sendable, Equatable {
        let label: String
        let href: String
        let detail: String?
    }

    struct Group: Sendable, Equatable {
        let id: String
        let title: String
        let detail: String
        let sets: [EntitySetLink]
    }

    struct Model: PageModel {
        static let template = "Records/DataIndex"
        let documentTitle = "More data"

        let groups: [Group]
        let empty: PageEmptyState?
        let feed: PageCopyField?

        /// - Parameters:
        ///   - groups: Facts, history, dimensions, lists, administration; empty groups are left out.
        ///   - feedURL: The address of the service for other programs.
        init(groups: [Group], feedURL: String?) {
            self.groups = groups.filter { !$0.sets.isEmpty }
            empty = self.groups.isEmpty ? PageEmptyState("There is no data you may see. Ask an administrator.") : nil
            feed = feedURL.map { PageCopyField(id: "feed", label: "OData service address", value: $0) }
        }
    }
}
