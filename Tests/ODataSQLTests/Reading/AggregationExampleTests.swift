import OData
import ODataSQL
import SQLCore
import Testing

@Suite("The examples of the Data Aggregation extension", .enabled(if: SalesExamples.areThere))
struct AggregationExampleTests {
    /// What is refused with 501 so far, by number.
    private static let pending: Set<String> = [
        "47", "51b", "54", "55", "57", "58", "60", "62", "63", "65", "67a", "67b", "74", "99", "107", "108",
        "110a",
        "110b", "111", "113",
    ]
    /// What needs a search of another kind, or shows rows without a part of what they hold.
    private static let different: Set<String> = ["33", "82", "91"]

    @Test("Each gives its rows and its context, or is refused by name", arguments: try SalesExamples.examples())
    func example(_ example: SalesExamples.Example) async throws {
        if example.isUnclear || Self.different.contains(example.number) { return }
        try await SalesDatabase.with { sales in
            let answer: SalesDatabase.Answer
            do {
                answer = try await sales.read(example.request)
            } catch {
                Self.check(error, example)
                return
            }
            #expect(!Self.pending.contains(example.number), "\(example.number) is executed now")
            #expect(example.status == nil)
            if let context = example.context { #expect(answer.context == context, "\(example.request)") }
            guard let wanted = example.rows else { return }
            let isSame =
                example.isOrdered
                ? wanted.count == answer.rows.count
                    && zip(wanted, answer.rows).allSatisfy { $0.matches($1, exactly: example.isExact) }
                : Self.matches(wanted, answer.rows, example)
            #expect(isSame, "\(example.request)\nexpected \(wanted)\nfound \(answer.rows)")
        }
    }

    private static func matches(
        _ wanted: [ExampleValue],
        _ found: [ExampleValue],
        _ example: SalesExamples.Example
    ) -> Bool {
        let surplus = ExampleValue.surplus(of: found, over: wanted, exactly: example.isExact)
        return surplus?.allSatisfy { row in example.optional.contains { $0.matches(row, exactly: false) } } ?? false
    }

    private static func check(_ error: any Error, _ example: SalesExamples.Example) {
        switch error {
        case BindingError.notImplemented, PlanningError.notImplemented:
            #expect(pending.contains(example.number), "\(example.number) \(example.request): \(error)")
        case let error as BindingError:
            #expect(example.status == 400 || example.rows == nil, "\(example.request): \(error)")
        default: Issue.record("\(example.request): \(error)")
        }
    }
}
