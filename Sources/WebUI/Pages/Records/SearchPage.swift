/// Search over all sets: `GET /search?q=`.
enum SearchPage {
    struct Hit: Sendable, Equatable {
        let text: String
        let href: String
        /// The field that matched, with its words.
        let detail: String?
    }

    struct Group: Sendable, Equatable {
        let id: String
        let title: String
        let icon: String
        let count: String
        let all: PageLink?
        let hits: [Hit]

        init(id: String, title: String, icon: PageIcon, count: String, all: PageLink?, hits: [Hit]) {
            self.id = id
            self.title = title
            self.icon = icon.template
            self.count = count
            self.all = all
            self.hits = hits
        }
    }

    struct Model: PageModel {
        static let template = "Records/Search"
        var documentTitle: String { query.isEmpty ? "Search" : "Search for \(query)" }

        let query: String
        let field: FormField
        let summary: String
        let groups: [Group]
        let empty: PageEmptyState?

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `query`: What was asked; empty for the page without a question.
        /// - `summary`: For instance "12 results in 3 groups".
        /// - `error`: Why the question cannot be answered, such as a single letter.
        init(query: String, summary: String, groups: [Group], error: String? = nil) {
            self.query = query
            field = FormField(
                "q",
                "Search for",
                kind: .search,
                value: query,
                hint: "Two letters at least: a name, a number, an e-mail address.",
                error: error,
                maxLength: 200
            )
            self.summary = summary
            self.groups = groups
            let isAnswered = !query.isEmpty && error == nil
            empty =
                isAnswered && groups.isEmpty
                ? PageEmptyState("Nothing for “\(query)”. Try fewer letters, a number or an e-mail address.") : nil
        }
    }
}
