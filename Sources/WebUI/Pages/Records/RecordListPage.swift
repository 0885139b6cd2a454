/// The list of one entity set: `GET /<set>`; its whole state is in the query string.
///
/// Parameters it understands: `q`, `f` (repeated, `Field:operator:value`), `sort` (`-Field,Field`), `cols`
/// (repeated), `size`, `after`, `before`. The filter form adds one more condition as `add-field`, `add-operator` and
/// `add-value`; the handler answers it with 303 to the address that has the new `f`.
enum RecordListPage {
    /// One condition in words, with the address of the list without it.
    struct Chip: Sendable, Equatable {
        let text: String
        let removeHref: String
        let removeLabel: String
    }

    /// A page size, or the link to it.
    struct Size: Sendable, Equatable {
        let label: String
        let href: String?
    }

    /// The form for one more condition.
    struct FilterForm: Sendable, Equatable {
        let field: FormField
        let comparison: FormField
        let value: FormField
        let hidden: [HiddenValue]
        /// Open when the last condition was refused, so that the reason is in sight.
        let isOpen: Bool

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `fields`: Name and label of each field one may filter by.
        /// - `operators`: Word and label of each operator.
        /// - `state`: The other parameters of the list, to be kept.
        /// - `error`: Why the last condition was refused.
        init(
            fields: [FormField.Option],
            operators: [FormField.Option],
            value: String = "",
            state: [HiddenValue],
            error: String? = nil
        ) {
            field = FormField("add-field", "Field", kind: .select(fields))
            comparison = FormField("add-operator", "Condition", kind: .select(operators))
            self.value = FormField(
                "add-value",
                "Value",
                value: value,
                hint: "Dates as 2026-01-31. Leave it empty for “is empty”.",
                error: error,
                maxLength: 400,
                isOptional: true
            )
            hidden = state
            isOpen = error != nil
        }
    }

    /// The form that chooses the columns: check boxes named `cols`.
    struct ColumnsForm: Sendable, Equatable {
        let choices: FormChoiceGroup
        let hidden: [HiddenValue]

        init(columns: [(name: String, label: String, isShown: Bool)], state: [HiddenValue]) {
            choices = FormChoiceGroup(
                id: "group-cols",
                legend: "Columns",
                choices: columns.map {
                    FormChoice(.checkbox, name: "cols", value: $0.name, label: $0.label, isChecked: $0.isShown)
                }
            )
            hidden = state
        }
    }

    struct Model: PageModel {
        static let template = "Records/RecordList"
        var documentTitle: String { title }

        let title: String
        /// What the set holds, in a sentence.
        let detail: String?
        /// For instance "1,240 companies" or "10,000+ companies".
        let count: String
        let countExactly: PageLink?
        let action: String
        let query: String
        let searchHidden: [HiddenValue]
        let isSearchable: Bool
        let chips: [Chip]
        let hasChips: Bool
        let clearHref: String
        let filterForm: FilterForm?
        let columnsForm: ColumnsForm?
        let table: PageTable?
        let newer: PageLink?
        let older: PageLink?
        let sizes: [Size]
        let empty: PageEmptyState?
        /// What was wrong with the address, such as a column that does not exist.
        let problems: [PageNotice]
        let odata: PageCopyField

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `title`: The label of the set.
        /// - `path`: The address of the list without its query.
        /// - `odataURL`: The address that reads exactly these rows and columns.
        /// - `searchState`: The parameters the search form keeps.
        init(
            title: String,
            detail: String? = nil,
            count: String,
            countExactly: PageLink? = nil,
            path: String,
            query: String = "",
            searchState: [HiddenValue] = [],
            isSearchable: Bool = true,
            chips: [Chip] = [],
            filterForm: FilterForm?,
            columnsForm: ColumnsForm?,
            table: PageTable?,
            newer: String? = nil,
            older: String? = nil,
            sizes: [Size] = [],
            empty: PageEmptyState? = nil,
            problems: [PageNotice] = [],
            odataURL: String
        ) {
            self.title = title
            self.detail = detail
            self.count = count
            self.countExactly = countExactly
            action = path
            self.query = query
            searchHidden = searchState
            self.isSearchable = isSearchable
            self.chips = chips
            hasChips = !chips.isEmpty
            clearHref = path
            self.filterForm = filterForm
            self.columnsForm = columnsForm
            self.table = table
            self.newer = newer.map { PageLink("Newer", $0) }
            self.older = older.map { PageLink("Older", $0) }
            self.sizes = sizes
            self.empty = empty
            self.problems = problems
            odata = PageCopyField(
                id: "odata-url",
                label: "OData URL of this view",
                value: odataURL,
                hint: "Gives other programs exactly these rows and columns. They sign in with a personal access token."
            )
        }
    }
}
