/// One record: `GET /<set>/<key>`.
enum RecordPage {
    /// Fields that belong together.
    struct Section: Sendable, Equatable {
        let title: String
        let fields: [PageCell]
    }

    /// The first few records of another set that point here.
    struct Related: Sendable, Equatable {
        let id: String
        let title: String
        let count: String
        let all: PageLink?
        let table: PageTable?
        /// Why there is no table; without it and without rows there are simply none.
        let problem: String?

        init(id: String, title: String, count: String, all: PageLink?, table: PageTable?, problem: String? = nil) {
            self.id = id
            self.title = title
            self.count = count
            self.all = all
            self.table = table?.rows.isEmpty == false ? table : nil
            self.problem = problem
        }

        fileprivate var isEmpty: Bool { table == nil && problem == nil }
    }

    /// A step of the way a record goes.
    struct Stage: Sendable, Equatable {
        let label: String
        let isCurrent: Bool
        let isPassed: Bool
    }

    /// A field that changed, from what to what.
    struct Change: Sendable, Equatable {
        let field: String
        let old: String?
        let new: String?
    }

    /// One entry of the history.
    struct Event: Sendable, Equatable {
        let instant: PageCell.Instant
        let title: String
        let detail: String?
        let changes: [Change]
    }

    struct Model: PageModel {
        static let template = "Records/Record"
        var documentTitle: String { "\(title) · \(setLabel)" }

        let title: String
        let setLabel: String
        let setHref: String
        let kind: String
        let icon: String
        let badges: [PageBadge]
        let facts: [PageCell]
        let hasFacts: Bool
        let stages: [Stage]
        let hasStages: Bool
        let sections: [Section]
        let related: [Related]
        /// The titles of the sets without a record that points here.
        let emptySets: [String]
        let hasEmptySets: Bool
        let events: [Event]
        let hasEvents: Bool
        let olderEvents: PageLink?
        /// Such as "This company is on stop".
        let problems: [PageNotice]
        let odata: PageCopyField?

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `title`: The name of the record.
        /// - `kind`: The word for one of its set, such as "Company".
        /// - `setLabel`: The label of its set, for the breadcrumb.
        /// - `setHref`: The address of the list.
        /// - `facts`: The handful of values that matter most.
        /// - `odataURL`: The address that reads this record.
        init(
            title: String,
            kind: String,
            setLabel: String,
            setHref: String,
            icon: PageIcon,
            badges: [PageBadge] = [],
            facts: [PageCell] = [],
            stages: [Stage] = [],
            sections: [Section],
            related: [Related] = [],
            events: [Event] = [],
            olderEvents: String? = nil,
            problems: [PageNotice] = [],
            odataURL: String?
        ) {
            self.title = title
            self.kind = kind
            self.setLabel = setLabel
            self.setHref = setHref
            self.icon = icon.template
            self.badges = badges
            self.facts = facts
            hasFacts = !facts.isEmpty
            self.stages = stages
            hasStages = !stages.isEmpty
            self.sections = sections.filter { !$0.fields.isEmpty }
            self.related = related.filter { !$0.isEmpty }
            emptySets = related.filter(\.isEmpty).map(\.title)
            hasEmptySets = !emptySets.isEmpty
            self.events = events
            hasEvents = !events.isEmpty
            self.olderEvents = olderEvents.map { PageLink("Older changes", $0) }
            self.problems = problems
            odata = odataURL.map { PageCopyField(id: "odata-url", label: "OData URL of this record", value: $0) }
        }
    }
}
