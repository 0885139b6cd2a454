import OData
import ODataSQL
import SQLCore
import Testing

@Suite("The examples of the Data Aggregation extension", .enabled(if: SalesExamples.areThere))
struct AggregationExampleTests {
    /// What is refused with 501 so far, by number.
    private static let pending: Set<String> = ["51b", "74", "113"]
    /// Whose context lists what the rows printed there do not have.
    private static let otherContext: Set<String> = ["111"]
    /// What shows rows without a part of what they hold.
    private static let different: Set<String> = ["82", "91"]

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
            if let context = example.context, !Self.otherContext.contains(example.number) {
                #expect(answer.context.map(Self.items) == Self.items(context), "\(example.request)")
            }
            guard let wanted = example.rows else { return }
            let isSame =
                example.isOrdered
                ? wanted.count == answer.rows.count
                    && zip(wanted, answer.rows).allSatisfy { $0.matches($1, exactly: example.isExact) }
                : Self.matches(wanted, answer.rows, example)
            #expect(isSame, "\(example.request)\nexpected \(wanted)\nfound \(answer.rows)")
        }
    }

    @Test("A custom aggregate of a hidden property is none")
    func hiddenCustomAggregate() async throws {
        try await SalesDatabase.with { sales in
            let all = try await sales.read("Sales?$apply=aggregate(Amount)").rows
            #expect(all.count == 1)
            let hidden = EdmReduction(keepsSet: { _ in true }, keepsProperty: { $1 != "Amount" })
            let reduced = SalesDatabase(
                model: sales.model.reduced(by: hidden),
                mapping: sales.mapping,
                database: sales.database
            )
            await #expect(throws: PlanningError.notImplemented(feature: "the custom aggregate Amount", at: nil)) {
                _ = try await reduced.read("Sales?$apply=aggregate(Amount)")
            }
        }
    }

    /// The members of a context's list in any order, without the star that stands for all declared ones.
    private static func items(_ context: String) -> [String] {
        var depth = 0
        let items = context.split { character in
            if character == ")" { depth -= 1 }
            defer { if character == "(" { depth += 1 } }
            return depth <= 1 && (character == "," || character == "(") || depth == 0 && character == ")"
        }
        return items.map { String($0) }.filter { $0 != "*" }.sorted()
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
            #expect(example.status == 400 || example.rows == nil || example.needsMore, "\(example.request): \(error)")
        default: Issue.record("\(example.request): \(error)")
        }
    }
}
