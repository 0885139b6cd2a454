import CRMService
import EntityModel

/// All sets a person may see, by group: `GET /data`.
struct DataIndexHandler {
    let visit: PageVisit

    func page() throws -> PageAnswer {
        let types = visit.recordText.catalog.types.filter { visit.view.sets.contains($0.set) }
        let groups = ReportingGroup.allCases.map { group in
            let (title, detail) = Self.words(group)
            return DataIndexPage.Group(
                id: "group-" + group.rawValue,
                title: title,
                detail: detail,
                sets: types.filter { $0.group == group }.map { type in
                    DataIndexPage.EntitySetLink(
                        label: type.pluralLabel,
                        href: RecordAddress.list(of: type.set),
                        detail: type.about.isEmpty ? nil : type.about
                    )
                }
            )
        }
        return try visit.page(DataIndexPage.Model(groups: groups, feedURL: visit.site.settings.feedURL))
    }

    private static func words(_ group: ReportingGroup) -> (String, String) {
        switch group {
        case .facts: ("Facts", "What happens: deals, documents, activities, cases.")
        case .history: ("History", "How things changed over time.")
        case .dimensions: ("Dimensions", "Whom and what it happens to, and when.")
        case .small: ("Lists", "Codes with their labels.")
        case .administration: ("Administration", "How the installation itself is run.")
        }
    }
}
