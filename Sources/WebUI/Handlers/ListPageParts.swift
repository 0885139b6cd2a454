import CRMService
import EntityModel
import Identity

/// Puts the page of a list together from its rows and its state.
struct ListPageParts {
    let visit: PageVisit
    let type: EntityType
    let state: ListState
    let columns: ListColumns

    private var text: RecordText { visit.recordText }
    private var path: String { RecordAddress.list(of: type.set) }

    func model(
        rows: RecordPageRows,
        count: RowCount?,
        query: ListQuery,
        dropped: [String],
        refused: AddedFilter?
    ) -> RecordListPage.Model {
        let table = rows.records.isEmpty ? nil : table(rows.records)
        return RecordListPage.Model(
            title: type.pluralLabel,
            detail: type.about.isEmpty ? nil : type.about,
            count: countText(count),
            countExactly: exactLink(count),
            path: path,
            query: state.search,
            searchState: state.hidden(without: ["q", "count"]),
            isSearchable: type.fields.contains { $0.isSearched && text.sees($0, of: type) },
            chips: chips,
            filterForm: filterForm(refused),
            columnsForm: columnsForm,
            table: table,
            newer: state.newer?.address(path),
            older: rows.nextPosition.map { state.older($0).address(path) },
            sizes: sizes,
            empty: table == nil ? empty : nil,
            problems: dropped.map { PageNotice($0, .warn) },
            odataURL: visit.site.settings.feedURL + type.set + (query.text.isEmpty ? "" : "?" + query.text)
        )
    }

    // MARK: Head

    private func countText(_ count: RowCount?) -> String {
        guard let count else { return "not counted" }
        let isOne = count == .exactly(1)
        // The labels of the other sets are names of the whole, such as "Stage history".
        guard type.kind == .record || type.kind == .list else { return "\(count.text) \(isOne ? "row" : "rows")" }
        return "\(count.text) \(Self.inSentence(isOne ? type.label : type.pluralLabel))"
    }

    /// A label inside a sentence: its first letter small, unless it is an abbreviation.
    static func inSentence(_ label: String) -> String {
        let second = label.dropFirst().first
        return second?.isUppercase == true ? label : label.prefix(1).lowercased() + label.dropFirst()
    }

    private func exactLink(_ count: RowCount?) -> PageLink? {
        guard case .moreThan = count else { return nil }
        return PageLink("count exactly", state.changed { $0.countsExactly = true }.address(path))
    }

    private var chips: [RecordListPage.Chip] {
        let filters = state.filters.enumerated().map { index, filter in
            RecordListPage.Chip(
                text: filter.words,
                removeHref: state.changed {
                    $0.filters.remove(at: index)
                    $0.firstPage()
                }.address(path),
                removeLabel: "Remove filter \(filter.words)"
            )
        }
        guard !state.search.isEmpty else { return filters }
        let search = RecordListPage.Chip(
            text: "Contains “\(state.search)”",
            removeHref: state.changed {
                $0.search = ""
                $0.firstPage()
            }.address(path),
            removeLabel: "Remove search for \(state.search)"
        )
        return [search] + filters
    }

    // MARK: Forms

    private func filterForm(_ refused: AddedFilter?) -> RecordListPage.FilterForm {
        let fields = text.fields(of: type).filter { $0.isFilterable && !UsualColumns.isFlattened($0) }
        let options = fields.map { FormField.Option($0.name, $0.label, isSelected: $0.name == refused?.field) }
        let comparisons = ListFilter.Comparison.allCases.map {
            FormField.Option($0.rawValue, Self.label($0), isSelected: $0.rawValue == refused?.comparison)
        }
        return RecordListPage.FilterForm(
            fields: options,
            operators: comparisons,
            value: refused?.value ?? "",
            state: state.hidden(without: ["count"]),
            error: refused?.problem
        )
    }

    private static func label(_ comparison: ListFilter.Comparison) -> String {
        switch comparison {
        case .greater: "is more than, is after"
        case .greaterOrEqual: "is at least, is on or after"
        case .less: "is less than, is before"
        case .lessOrEqual: "is at most, is on or before"
        case .last: "is in the last (30d, 4w)"
        case .next: "is in the next (30d, 4w)"
        case .this: "is in this (week, month, quarter, year)"
        default: comparison.words
        }
    }

    private var columnsForm: RecordListPage.ColumnsForm {
        let shown = Set(columns.fields.map(\.name))
        let fields = text.fields(of: type)
        return RecordListPage.ColumnsForm(
            columns: fields.map { field in
                let twin = fields.contains { $0.label == field.label && $0.name != field.name }
                let label = twin ? "\(field.label) (\(field.name))" : field.label
                return (field.name, label, shown.contains(field.name))
            },
            state: state.hidden(without: ["cols"])
        )
    }

    private var sizes: [RecordListPage.Size] {
        ListState.sizes.map { size in
            let other = state.changed {
                $0.size = size
                $0.firstPage()
            }
            return RecordListPage.Size(
                label: String(size),
                href: size == state.size ? nil : other.address(path)
            )
        }
    }

    // MARK: Table

    private func table(_ records: [RecordValue]) -> PageTable {
        PageTable(
            caption: type.pluralLabel,
            columns: columns.fields.map(column),
            rows: records.map { row($0) },
            isTall: true
        )
    }

    private func row(_ record: RecordValue) -> PageTable.Row {
        let key = type.key.flatMap { record[$0.name].plainText }
        let head = PageCell.text(
            columns.fields.first?.label ?? type.label,
            text.title(record, of: type),
            href: key.map { RecordText.href($0, of: type.set) }
        )
        return PageTable.Row(
            head: head,
            cells: columns.fields.dropFirst().map { text.cell($0, of: record, in: type) }
        )
    }

    private func column(_ field: Field) -> PageTable.Column {
        let current = state.sort.isEmpty ? UsualColumns.sort(of: type, visible: text.fields(of: type)) : state.sort
        let first = current.first.flatMap { $0.field == field.name ? $0 : nil }
        let turned = ListState.Sort(field: field.name, isDescending: first.map { !$0.isDescending } ?? false)
        let sorted = state.changed {
            $0.sort = [turned]
            $0.firstPage()
        }
        return PageTable.Column(
            field.label,
            sortHref: field.isSortable ? sorted.address(path) : nil,
            direction: first.map { $0.isDescending ? .descending : .ascending },
            isNumber: field.kind.isNumeric
        )
    }

    private var empty: PageEmptyState {
        let noun = Self.inSentence(type.pluralLabel)
        if state.filters.isEmpty, state.search.isEmpty { return PageEmptyState("There are no \(noun) yet.") }
        return PageEmptyState(
            "No \(noun) match all filters. Remove one of them above.",
            action: PageLink("Show all \(noun)", path)
        )
    }
}
