import CRMService
import EntityModel
import Identity

/// The page of one record: `GET /<set>/<key>`.
struct RecordHandler {
    let visit: PageVisit
    let type: EntityType

    /// The most to-one names read with a record, so that a query stays within its bounds.
    private static let mostNames = 24
    private static let relatedRows = 5

    private var text: RecordText { visit.recordText }

    func page() async throws -> PageAnswer {
        guard visit.view.sets.contains(type.set), let key = visit.request.segments.last,
            let path = ODataText.path(key, of: type)
        else { throw PageProblem.notFound }
        let queries = RecordQueries(visit: visit)
        let query = ListQuery([("$expand", expand)])
        let found: RecordValue?
        do {
            found = try await queries.record(path, query)
        } catch {
            throw queries.problem(error)
        }
        guard let record = found else { throw PageProblem.notFound }
        let stages = try await stages(record, queries)
        let related = await related(key: key, queries)
        let events = await events(key: key, queries)
        let model = RecordPage.Model(
            title: text.title(record, of: type),
            kind: type.label,
            setLabel: type.pluralLabel,
            setHref: RecordAddress.list(of: type.set),
            icon: PageIcon.of(type.set),
            badges: badges(record),
            facts: facts(record),
            stages: stages,
            sections: RecordSections(text: text, type: type).sections(record),
            related: related,
            events: events.shown,
            olderEvents: events.all,
            problems: problems(record),
            odataURL: visit.site.settings.feedURL + path
        )
        return try visit.page(model)
    }

    private var expand: String? {
        var parts: [String] = []
        for field in text.fields(of: type) where parts.count < Self.mostNames {
            if case .expanded(let navigation, let name) = text.name(of: field, in: type) {
                parts.append("\(navigation)($select=\(name))")
            }
        }
        return parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    // MARK: Head

    private func badges(_ record: RecordValue) -> [PageBadge] {
        ["State", "StatusCode"].compactMap { type.field($0) }.compactMap { field in
            text.sees(field, of: type) ? text.cell(field, of: record, in: type).badge : nil
        }
    }

    private func facts(_ record: RecordValue) -> [PageCell] {
        let head = text.headField(of: type)?.name
        let usual = UsualColumns.names(of: type, visible: text.fields(of: type)).filter {
            $0 != head && $0 != "State" && $0 != "StatusCode"
        }
        return usual.prefix(6).compactMap { type.field($0) }.map { text.cell($0, of: record, in: type) }
            .filter { !$0.isEmpty }
    }

    private func problems(_ record: RecordValue) -> [PageNotice] {
        var notices: [PageNotice] = []
        if record["IsOnStop"] == .bool(true) { notices.append(PageNotice("This company is on stop.", .warn)) }
        if record["DoNotContact"] == .bool(true) { notices.append(PageNotice("Do not contact.", .warn)) }
        if record["StatusFlag"] == .text("D") { notices.append(PageNotice("This record was deleted.", .bad)) }
        return notices
    }

    // MARK: Stages

    private func stages(_ record: RecordValue, _ queries: RecordQueries) async throws -> [RecordPage.Stage] {
        guard type.set == "Opportunities", visit.view.sets.contains("OpportunityStages"),
            let pipeline = record["PipelineId"].plainText.flatMap({ Int64($0) }),
            let current = record["OpportunityStageId"].plainText
        else { return [] }
        let query = ListQuery([
            ("$filter", "PipelineId eq \(pipeline)"), ("$orderby", "Sequence"),
            ("$select", "OpportunityStageId,Name,Sequence,State"),
        ])
        do {
            let steps = try await queries.page("OpportunityStages", query, size: 50).records
            let place = steps.firstIndex { $0["OpportunityStageId"].plainText == current }
            return steps.enumerated().compactMap { index, step in
                let isCurrent = index == place
                // A deal passes through the open stages and ends in one of the others.
                guard step["State"].plainText == "Open" || isCurrent else { return nil }
                return RecordPage.Stage(
                    label: step["Name"].plainText ?? "",
                    isCurrent: isCurrent,
                    isPassed: place.map { index < $0 } ?? false
                )
            }
        } catch {
            throw queries.problem(error)
        }
    }

    // MARK: Related records

    private func related(key: String, _ queries: RecordQueries) async -> [RecordPage.Related] {
        var related: [RecordPage.Related] = []
        for many in type.toMany {
            guard let target = text.catalog.type(ofSet: many.set), visit.view.sets.contains(many.set),
                target.kind != .history, let field = target.field(many.field), text.sees(field, of: target),
                let number = Int64(key)
            else { continue }
            related.append(await self.related(target, many: many, key: number, queries))
        }
        return related
    }

    private func related(
        _ target: EntityType,
        many: ToMany,
        key: Int64,
        _ queries: RecordQueries
    ) async -> RecordPage.Related {
        let hidden = Set([many.field])
        let names = UsualColumns.names(of: target, visible: text.fields(of: target)).filter { !hidden.contains($0) }
        let columns = ListColumns(type: target, text: text, chosen: Array(names.prefix(4)))
        let query = ListQuery([
            ("$filter", "\(many.field) eq \(key)"), ("$orderby", columns.orderBy([])), ("$expand", columns.expand),
            ("$select", columns.select), ("$count", "true"),
        ])
        let list = RecordAddress.list(of: target.set)
        let all = "\(list)?f=\(many.field):eq:\(key)"
        do {
            let page = try await queries.page(target.set, query, size: Self.relatedRows)
            let rows = RelatedTable(text: text, type: target, columns: columns)
            return RecordPage.Related(
                id: "related-" + many.name,
                title: target.pluralLabel,
                count: ValueFormat.count(page.count ?? Int64(page.records.count)),
                all: page.records.isEmpty ? nil : PageLink("All", all, hidden: target.pluralLabel),
                table: rows.table(page.records)
            )
        } catch {
            _ = queries.problem(error)
            return RecordPage.Related(
                id: "related-" + many.name,
                title: target.pluralLabel,
                count: "–",
                all: PageLink("All", all, hidden: target.pluralLabel),
                table: nil,
                problem: "These could not be read. Reload the page to try again."
            )
        }
    }

    // MARK: History

    private func events(key: String, _ queries: RecordQueries) async -> (shown: [RecordPage.Event], all: String?) {
        let history = type.toMany.first { many in
            text.catalog.type(ofSet: many.set)?.kind == .history && visit.view.sets.contains(many.set)
        }
        guard let history, let target = text.catalog.type(ofSet: history.set), let number = Int64(key) else {
            return ([], nil)
        }
        let reader = HistoryEvents(text: text, type: target, parent: history.field)
        let query = ListQuery([
            ("$filter", "\(history.field) eq \(number)"), ("$orderby", (target.key?.name ?? "") + " desc"),
            ("$expand", reader.expand),
        ])
        do {
            let page = try await queries.page(target.set, query, size: 20)
            let all = "\(RecordAddress.list(of: target.set))?f=\(history.field):eq:\(number)"
            return (page.records.compactMap(reader.event), page.nextPosition == nil ? nil : all)
        } catch {
            _ = queries.problem(error)
            return ([], nil)
        }
    }
}
