/// The start page: `GET /`.
///
/// Every figure is a link to exactly the rows it counts.
enum HomePage {
    /// One large number with what it means.
    struct Figure: Sendable, Equatable {
        let label: String
        let value: String
        let href: String
        let detail: String?
    }

    /// One line of a card: a record with a detail and something at the end.
    struct Line: Sendable, Equatable {
        let text: String
        let href: String
        let detail: String?
        let end: String?
        let badge: PageBadge?
        let hasEnd: Bool

        init(_ text: String, _ href: String, detail: String? = nil, end: String? = nil, badge: PageBadge? = nil) {
            self.text = text
            self.href = href
            self.detail = detail
            self.end = end
            self.badge = badge
            hasEnd = end != nil || badge != nil
        }
    }

    /// One card: a short list, a chart, a sentence when there is nothing, or the reason why it failed.
    struct Card: Sendable, Equatable {
        let id: String
        let title: String
        let all: PageLink?
        let lines: [Line]
        let hasLines: Bool
        let chart: BarChart?
        let empty: String?
        let problem: String?

        init(id: String, title: String, all: PageLink? = nil, lines: [Line], empty: String) {
            self.id = id
            self.title = title
            self.all = all
            self.lines = lines
            hasLines = !lines.isEmpty
            chart = nil
            self.empty = lines.isEmpty ? empty : nil
            problem = nil
        }

        init(id: String, title: String, all: PageLink? = nil, chart: BarChart, empty: String) {
            self.id = id
            self.title = title
            self.all = all
            lines = []
            hasLines = false
            self.chart = chart.bars.isEmpty ? nil : chart
            self.empty = chart.bars.isEmpty ? empty : nil
            problem = nil
        }

        /// A card whose query failed says so, and the rest of the page stands.
        init(id: String, title: String, problem: String) {
            self.id = id
            self.title = title
            all = nil
            lines = []
            hasLines = false
            chart = nil
            empty = nil
            self.problem = problem
        }
    }

    /// A step of the checklist of a fresh server.
    struct Step: Sendable, Equatable {
        let detail: String
        let link: PageLink
        let isDone: Bool
    }

    struct Model: PageModel {
        static let template = "Home/Home"
        let documentTitle = "Home"

        let greeting: String
        let summary: String?
        let figures: [Figure]
        let cards: [Card]
        let checklist: [Step]
        let hasFigures: Bool
        let hasChecklist: Bool

        init(greeting: String, summary: String? = nil, figures: [Figure], cards: [Card], checklist: [Step] = []) {
            self.greeting = greeting
            self.summary = summary
            self.figures = figures
            self.cards = cards
            self.checklist = checklist
            hasFigures = !figures.isEmpty
            hasChecklist = !checklist.isEmpty
        }
    }
}
