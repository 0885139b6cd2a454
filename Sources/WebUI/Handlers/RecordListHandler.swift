import CRMService
import EntityModel
import Identity

/// The list of one entity set: `GET /<set>`.
struct RecordListHandler {
    let visit: PageVisit
    let type: EntityType

    private var text: RecordText { visit.recordText }
    private var path: String { RecordAddress.list(of: type.set) }

    func page() async throws -> PageAnswer {
        guard visit.view.sets.contains(type.set) else { throw PageProblem.notFound }
        let reader = ListStateReader(type: type, text: text, userID: visit.person.account.id.rawValue)
        var (state, dropped) = reader.read(visit.request.query)
        var refused: AddedFilter?
        if let added = AddedFilter(visit.request.query) {
            do {
                state.filters.append(
                    try reader.conditions.filter(
                        field: added.field,
                        comparison: added.comparison,
                        value: added.value
                    )
                )
                state.firstPage()
                return .redirect(to: state.address(path))
            } catch {
                refused = added
                refused?.problem = error.sentence
            }
        }
        let columns = ListColumns(type: type, text: text, chosen: state.columns)
        let query = Self.query(state, columns: columns)
        let queries = RecordQueries(visit: visit)
        let rows: RecordPageRows
        do {
            (rows, state) = try await read(queries, query, state, &dropped)
        } catch {
            throw queries.problem(error)
        }
        let count = await count(queries, state, rows)
        await nameReferences(&state, queries)
        let parts = ListPageParts(visit: visit, type: type, state: state, columns: columns)
        let model = parts.model(rows: rows, count: count, query: query, dropped: dropped, refused: refused)
        return try visit.page(model, status: refused == nil ? 200 : 422)
    }

    /// The query of a list; the same text is read here and copied into other programs.
    static func query(_ state: ListState, columns: ListColumns) -> ListQuery {
        ListQuery([
            ("$search", ODataText.search(state.search)), ("$filter", ListFilter.odata(state.filters)),
            ("$orderby", columns.orderBy(state.sort)), ("$expand", columns.expand), ("$select", columns.select),
        ])
    }

    /// Puts the names of records into the words of conditions that hold their numbers.
    private func nameReferences(_ state: inout ListState, _ queries: RecordQueries) async {
        for (index, filter) in state.filters.enumerated().prefix(Self.mostNames) {
            guard let field = type.field(filter.field), case .reference(let set) = field.kind, filter.value != "me",
                let target = text.catalog.type(ofSet: set), let path = ODataText.path(filter.value, of: target),
                let name = text.nameField(of: target), visit.view.sets.contains(set)
            else { continue }
            // Without a name the number stays, which is right as well.
            let record = try? await queries.record(path, ListQuery([("$select", name.name)]))
            guard let words = record.map({ $0[name.name].plainText }) ?? nil, !words.isEmpty else { continue }
            state.filters[index].words = "\(field.label) \(filter.comparison.words) \(words)"
        }
    }

    private static let mostNames = 5

    /// Reads the page; where its position is no longer known, the first page.
    private func read(
        _ queries: RecordQueries,
        _ query: ListQuery,
        _ state: ListState,
        _ dropped: inout [String]
    ) async throws(RecordReadError) -> (RecordPageRows, ListState) {
        guard let after = state.after else {
            return (try await queries.page(type.set, query, size: state.size), state)
        }
        do {
            return (try await queries.page(type.set, query, size: state.size, position: after), state)
        } catch {
            dropped.append("The place in the list is not known any more; this is its beginning.")
            let first = state.changed { $0.firstPage() }
            return (try await queries.page(type.set, query, size: state.size), first)
        }
    }

    private func count(_ queries: RecordQueries, _ state: ListState, _ rows: RecordPageRows) async -> RowCount? {
        if state.after == nil, rows.nextPosition == nil { return .exactly(Int64(rows.records.count)) }
        do {
            return try await queries.count(
                type.set,
                key: type.key?.name ?? "",
                filter: ListFilter.odata(state.filters),
                search: ODataText.search(state.search),
                exactly: state.countsExactly
            )
        } catch {
            // The rows are there; that they could not be counted must not hide them.
            _ = queries.problem(error)
            return nil
        }
    }
}

/// One more condition as its form posts it.
struct AddedFilter {
    let field: String
    let comparison: String
    let value: String
    var problem: String?

    init?(_ query: FormValues) {
        guard let field = query["add-field"] else { return nil }
        self.field = field
        value = query.text("add-value")
        let word = query["add-operator"] ?? "eq"
        // The form says: leave the value empty for "is empty".
        let isEmptyMeant = value.isEmpty && ["eq", "ne"].contains(word)
        comparison = isEmptyMeant ? (word == "eq" ? "null" : "notnull") : word
    }
}

extension PageVisit {
    /// How records are written for this person.
    var recordText: RecordText {
        RecordText(catalog: site.services.reader.catalog, view: VisibleFields(view), format: format)
    }
}
