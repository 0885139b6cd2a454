import CRMService
import EntityModel

/// Search over the main sets: `GET /search?q=`.
struct SearchHandler {
    let visit: PageVisit

    private static let sets = [
        "Companies", "Contacts", "Leads", "Opportunities", "Quotes", "SalesOrders", "Products", "Tasks", "Cases",
        "Campaigns", "Activities",
    ]
    private static let hits = 5

    func page() async throws -> PageAnswer {
        let words = String(visit.request.query.text("q").prefix(200))
        guard !words.isEmpty else {
            return try visit.page(SearchPage.Model(query: "", summary: "", groups: []))
        }
        let letters = words.filter { $0.isLetter || $0.isNumber }.count
        guard letters >= 2, let search = ODataText.search(words) else {
            let model = SearchPage.Model(
                query: words,
                summary: "",
                groups: [],
                error: "Write two letters or digits at least."
            )
            return try visit.page(model, status: 422, search: words)
        }
        let queries = RecordQueries(visit: visit)
        var groups: [SearchPage.Group] = []
        var total: Int64 = 0
        for set in Self.sets where visit.view.sets.contains(set) {
            guard let type = visit.recordText.catalog.type(ofSet: set) else { continue }
            let (group, count) = try await group(type, words: words, search: search, queries)
            if let group { groups.append(group) }
            total += count
        }
        let results = total == 1 ? "1 result" : "\(ValueFormat.count(total)) results"
        let summary = groups.isEmpty ? "" : "\(results) in \(groups.count == 1 ? "1 group" : "\(groups.count) groups")"
        return try visit.page(SearchPage.Model(query: words, summary: summary, groups: groups), search: words)
    }

    private func group(
        _ type: EntityType,
        words: String,
        search: String,
        _ queries: RecordQueries
    ) async throws -> (SearchPage.Group?, Int64) {
        let text = visit.recordText
        let searched = text.fields(of: type).filter { $0.isSearched && !UsualColumns.isLongText($0) }
        let columns = ListColumns(type: type, text: text, chosen: searched.map(\.name))
        let query = ListQuery([
            ("$search", search), ("$orderby", columns.orderBy([])), ("$select", columns.select), ("$count", "true"),
        ])
        let page: RecordPageRows
        do {
            page = try await queries.page(type.set, query, size: Self.hits)
        } catch {
            throw queries.problem(error)
        }
        guard !page.records.isEmpty else { return (nil, 0) }
        let count = page.count ?? Int64(page.records.count)
        let all = ListState().changed { $0.search = words }.address(RecordAddress.list(of: type.set))
        let group = SearchPage.Group(
            id: "group-" + type.set,
            title: type.pluralLabel,
            icon: PageIcon.of(type.set),
            count: ValueFormat.count(count),
            all: PageLink("All \(ListPageParts.inSentence(type.pluralLabel))", all),
            hits: page.records.map { hit($0, type, searched: searched, words: words) }
        )
        return (group, count)
    }

    private func hit(_ record: RecordValue, _ type: EntityType, searched: [Field], words: String) -> SearchPage.Hit {
        let text = visit.recordText
        let title = text.title(record, of: type)
        let parts = words.lowercased().split(whereSeparator: \.isWhitespace)
        let matched = searched.first { field in
            guard let value = record[field.name].plainText?.lowercased(), value != title.lowercased() else {
                return false
            }
            return parts.contains { value.contains($0) }
        }
        let detail = matched.flatMap { field in record[field.name].plainText.map { "\(field.label): \($0)" } }
        let key = type.key.flatMap { record[$0.name].plainText } ?? ""
        return SearchPage.Hit(text: title, href: RecordText.href(key, of: type.set), detail: detail)
    }
}

/// The rows of the service; the name `RecordPage` belongs to the page of a record here.
typealias RecordPageRows = CRMService.RecordPage
