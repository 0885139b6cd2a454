import CRMService
import EntityModel
import Identity

/// Shows what one of the person's own tokens sees: reads with the token's grant, through the same door as the feed.
struct TokenSeesHandler {
    let visit: PageVisit

    private static let rows = 5
    private static let mostColumns = 6

    private var services: WebServices { visit.site.services }

    func page() async throws -> PageAnswer {
        let row = try await OwnToken(visit: visit).row()
        let viewer = services.tokens.viewer(of: row, owner: visit.person)
        let view = services.reader.view(of: viewer)
        let text = RecordText(catalog: services.reader.catalog, view: VisibleFields(view), format: visit.format)
        let types = text.catalog.types.filter { view.sets.contains($0.set) }
        var sets: [TokenSeesPage.VisibleSet] = []
        for type in types { sets.append(await visible(type, text, viewer)) }
        let missing = text.catalog.types.filter { visit.view.sets.contains($0.set) && !view.sets.contains($0.set) }
        let model = TokenSeesPage.Model(
            parts: visit.parts,
            tokenID: row.id.description,
            description: row.description,
            finding: finding(sets.count, row),
            sets: sets,
            missing: missing.isEmpty
                ? nil : "You see these sets, the token does not: \(missing.map(\.pluralLabel).joined(separator: ", "))."
        )
        return try visit.page(model)
    }

    private func finding(_ count: Int, _ row: TokenRow) -> String {
        let sets = count == 1 ? "One set" : "\(count) sets"
        let state = services.tokens.state(of: row)
        let now = state == .active ? "" : " It is \(state.label.lowercased()) now, so that programs get nothing."
        return "\(sets), read with the rights of the token, five rows of each. Nobody’s use is counted.\(now)"
    }

    private func visible(_ type: EntityType, _ text: RecordText, _ viewer: Viewer) async -> TokenSeesPage.VisibleSet {
        let shown = text.fields(of: type)
        let hidden = type.fields.filter { visit.recordText.sees($0, of: type) && !text.sees($0, of: type) }
        let names = UsualColumns.names(of: type, visible: shown)
        let columns = ListColumns(type: type, text: text, chosen: Array(names.prefix(Self.mostColumns)))
        let query = ListQuery([
            ("$orderby", columns.orderBy([])), ("$expand", columns.expand), ("$select", columns.select),
        ])
        var table: PageTable?
        var problem: String?
        do {
            let page = try await services.reader.page(
                type.set,
                query: query.text,
                size: Self.rows,
                viewer: viewer,
                now: visit.now.microseconds
            )
            table = RelatedTable(text: text, type: type, columns: columns).table(page.records)
        } catch {
            _ = RecordQueries(visit: visit).problem(error)
            problem = "These could not be read. Reload the page to try again."
        }
        return TokenSeesPage.VisibleSet(
            id: "set-" + type.set,
            title: type.pluralLabel,
            columns: shown.count == 1 ? "1 column" : "\(shown.count) columns",
            hidden: hidden.isEmpty ? nil : "Hidden from it: \(hidden.map(\.label).joined(separator: ", ")).",
            table: table,
            problem: problem
        )
    }
}
