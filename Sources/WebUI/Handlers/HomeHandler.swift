import CRMService
import EntityModel
import Identity

/// The start page: `GET /`; every figure is read from the data and leads to its rows.
struct HomeHandler {
    let visit: PageVisit

    private var text: RecordText { visit.recordText }
    private var user: Int64 { visit.person.account.id.rawValue }

    func page() async throws -> PageAnswer {
        let queries = RecordQueries(visit: visit)
        var figures: [HomePage.Figure] = []
        for figure in Self.figures where visit.view.sets.contains(figure.set) {
            if let shown = await self.figure(figure, queries) { figures.append(shown) }
        }
        var cards: [HomePage.Card] = []
        if visit.view.sets.isSuperset(of: ["Opportunities", "OpportunityStages"]) {
            cards.append(await stageCard(queries))
        }
        for card in Self.cards where visit.view.sets.contains(card.set) {
            cards.append(await self.card(card, queries))
        }
        let forename = visit.person.account.fullName.split(separator: " ").first.map(String.init) ?? ""
        let model = HomePage.Model(
            greeting: "\(greeting), \(forename)",
            summary: ValueFormat.day(visit.format.today),
            figures: figures,
            cards: cards,
            checklist: []
        )
        return try visit.page(model)
    }

    private var greeting: String {
        let hour = Int(visit.zone.text(of: visit.now).dropFirst(11).prefix(2)) ?? 12
        switch hour {
        case 5..<12: return "Good morning"
        case 12..<18: return "Good afternoon"
        default: return "Good evening"
        }
    }

    // MARK: Figures

    private struct FigureRule: Sendable {
        let label: String
        let set: String
        let filters: [String]
    }

    private static let figures = [
        FigureRule(label: "Open opportunities", set: "Opportunities", filters: ["State:eq:Open"]),
        FigureRule(
            label: "Closing this month",
            set: "Opportunities",
            filters: ["State:eq:Open", "EstimatedClose:this:month"]
        ),
        FigureRule(label: "My overdue tasks", set: "Tasks", filters: ["OwnerId:eq:me", "IsOverdue:eq:true"]),
        FigureRule(label: "New leads", set: "Leads", filters: ["StatusCode:eq:New"]),
    ]

    private func state(_ filters: [String], of type: EntityType) -> ListState? {
        let reader = FilterReader(type: type, text: text, userID: user)
        var state = ListState()
        for filter in filters.flatMap(spelledOut) {
            guard let read = try? reader.filter(filter) else { return nil }  // a hidden field hides the figure
            state.filters.append(read)
        }
        return state
    }

    /// The word `open` behind a status stands for every status that means it.
    private func spelledOut(_ filter: String) -> [String] {
        guard filter == "TaskStatuses:open" else { return [filter] }
        let open = text.catalog.list("TaskStatuses")?.items.filter { $0.meaning == "Open" } ?? []
        return open.map { "StatusCode:eq:\($0.code)" }
    }

    private func figure(_ rule: FigureRule, _ queries: RecordQueries) async -> HomePage.Figure? {
        guard let type = text.catalog.type(ofSet: rule.set), let state = state(rule.filters, of: type) else {
            return nil
        }
        let href = state.address(RecordAddress.list(of: rule.set))
        do {
            let count = try await queries.count(
                rule.set,
                key: type.key?.name ?? "",
                filter: ListFilter.odata(state.filters),
                search: nil,
                exactly: false
            )
            return HomePage.Figure(label: rule.label, value: count.text, href: href, detail: nil)
        } catch {
            _ = queries.problem(error)
            return HomePage.Figure(label: rule.label, value: "–", href: href, detail: "could not be read")
        }
    }

    // MARK: Lists

    private struct CardRule: Sendable {
        let id: String
        let title: String
        let set: String
        let filters: [String]
        let sort: ListState.Sort
        /// The fields of the second line and of the end.
        let detail: String
        let end: String
        let empty: String
    }

    private static let cards = [
        CardRule(
            id: "tasks",
            title: "My tasks due",
            set: "Tasks",
            filters: ["OwnerId:eq:me", "TaskStatuses:open", "DueDate:notnull"],
            sort: .init(field: "DueDate", isDescending: false),
            detail: "CompanyId",
            end: "DueDate",
            empty: "You have no open task with a due date."
        ),
        CardRule(
            id: "deals",
            title: "My open deals by close date",
            set: "Opportunities",
            filters: ["OwnerId:eq:me", "State:eq:Open"],
            sort: .init(field: "EstimatedClose", isDescending: false),
            detail: "CompanyId",
            end: "EstimatedClose",
            empty: "You have no open opportunity."
        ),
        CardRule(
            id: "leads",
            title: "New leads",
            set: "Leads",
            filters: ["StatusCode:eq:New"],
            sort: .init(field: "Created", isDescending: true),
            detail: "CompanyName",
            end: "Created",
            empty: "No lead waits for a first contact."
        ),
        CardRule(
            id: "recent",
            title: "Recently changed companies",
            set: "Companies",
            filters: [],
            sort: .init(field: "LastUpdatedTimestamp", isDescending: true),
            detail: "OwnerId",
            end: "LastUpdatedTimestamp",
            empty: "There are no companies yet."
        ),
    ]

    private func card(_ rule: CardRule, _ queries: RecordQueries) async -> HomePage.Card {
        guard let type = text.catalog.type(ofSet: rule.set), var state = state(rule.filters, of: type) else {
            return HomePage.Card(id: rule.id, title: rule.title, lines: [], empty: rule.empty)
        }
        state.sort = [rule.sort]
        let names = [rule.detail, rule.end].filter { name in
            type.field(name).map { text.sees($0, of: type) } ?? false
        }
        let columns = ListColumns(type: type, text: text, chosen: names)
        let query = RecordListHandler.query(state, columns: columns)
        do {
            let rows = try await queries.page(rule.set, query, size: 5).records
            let all = PageLink("All", state.address(RecordAddress.list(of: rule.set)), hidden: rule.title)
            return HomePage.Card(
                id: rule.id,
                title: rule.title,
                all: rows.isEmpty ? nil : all,
                lines: rows.map { line($0, rule, type) },
                empty: rule.empty
            )
        } catch {
            _ = queries.problem(error)
            return HomePage.Card(
                id: rule.id,
                title: rule.title,
                problem: "This could not be read. Reload to try again."
            )
        }
    }

    private func line(_ record: RecordValue, _ rule: CardRule, _ type: EntityType) -> HomePage.Line {
        func words(_ name: String) -> String? {
            guard let field = type.field(name), text.sees(field, of: type) else { return nil }
            let cell = text.cell(field, of: record, in: type)
            return cell.text ?? cell.instant?.text ?? cell.badge?.text
        }
        let key = type.key.flatMap { record[$0.name].plainText } ?? ""
        let isLate =
            rule.end == "DueDate" && CivilDay(record["DueDate"].plainText ?? "").map { $0 < visit.format.today } == true
        return HomePage.Line(
            text.title(record, of: type),
            RecordText.href(key, of: type.set),
            detail: words(rule.detail),
            end: isLate ? nil : words(rule.end),
            badge: isLate ? PageBadge("Due \(words(rule.end) ?? "")", .bad, icon: .clock) : nil
        )
    }

    // MARK: Stages

    private func stageCard(_ queries: RecordQueries) async -> HomePage.Card {
        let title = "Open opportunities by stage"
        do {
            let query = ListQuery([
                ("$filter", "State eq 'Open' and IsActive eq true"), ("$orderby", "PipelineId,Sequence"),
                ("$select", "OpportunityStageId,Name"),
            ])
            let stages = try await queries.page("OpportunityStages", query, size: 12).records
            var values: [(label: String, size: Double, text: String, href: String?)] = []
            for stage in stages {
                guard let id = stage["OpportunityStageId"].plainText, Int64(id) != nil else { continue }
                let count = try await queries.count(
                    "Opportunities",
                    key: "OpportunityId",
                    filter: "OpportunityStageId eq \(id) and State eq 'Open'",
                    search: nil,
                    exactly: true
                )
                guard case .exactly(let number) = count else { continue }
                let href = "/opportunities?f=OpportunityStageId:eq:\(id)&f=State:eq:Open"
                values.append((stage["Name"].plainText ?? id, Double(number), count.text, href))
            }
            let total = values.reduce(0) { $0 + Int($1.size) }
            let isEmpty = total == 0
            let chart = BarChart(
                finding: "\(ValueFormat.count(total)) open in \(values.count) stages",
                values: isEmpty ? [] : values
            )
            return HomePage.Card(
                id: "stages",
                title: title,
                all: PageLink("All", "/opportunities?f=State:eq:Open", hidden: "open opportunities"),
                chart: chart,
                empty: "There are no open opportunities."
            )
        } catch {
            _ = queries.problem(error)
            return HomePage.Card(id: "stages", title: title, problem: "This could not be read. Reload to try again.")
        }
    }
}
