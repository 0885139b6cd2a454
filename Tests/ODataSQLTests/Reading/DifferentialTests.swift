import Foundation
import OData
import ODataSQL
import SQLCore
import Testing

/// How many times the usual number of queries is tried: `TESSERA_DIFFERENTIAL_ROUNDS`, for long runs by hand.
enum DifferentialRounds {
    static let count = ProcessInfo.processInfo.environment["TESSERA_DIFFERENTIAL_ROUNDS"].flatMap { Int($0) } ?? 1
}

@Suite("Generated queries give the same rows as a plain evaluator")
struct DifferentialTests {
    @Test("Rows, order and values agree", arguments: 0..<4)
    func collections(_ part: Int) async throws {
        try await ShopDatabase.with(ShopRows(seed: UInt64(part) + 1)) { shop in
            var tally = Tally()
            for number in 0..<Tally.requests {
                var generator = QueryGenerator(seed: UInt64(part * 1_000_000 + number))
                try await compare(generator.request(), shop, &tally)
            }
            tally.check()
        }
    }

    @Test("Rows and values of $apply agree", arguments: 0..<4)
    func pipelines(_ part: Int) async throws {
        try await ShopDatabase.with(ShopRows(seed: UInt64(part) + 11)) { shop in
            var tally = Tally()
            for number in 0..<Tally.requests {
                var generator = ApplyGenerator(seed: UInt64(part * 1_000_000 + number))
                let text = number % 5 == 0 ? generator.expandRequest() : generator.request()
                try await compare(text, shop, &tally, inOrder: false)
            }
            tally.check()
        }
    }

    /// How the requests ended.
    private struct Tally {
        static let requests = 400 * DifferentialRounds.count
        var compared = 0
        var refused: [String: Int] = [:]
        var failed = 0
        var nonEmpty = 0

        func check() {
            #expect(compared > Self.requests * 8 / 10, "refused: \(refused), failed: \(failed)")
            #expect(nonEmpty > compared / 3)
        }
    }

    private func compare(
        _ text: String,
        _ shop: ShopDatabase,
        _ tally: inout Tally,
        inOrder: Bool = true
    ) async throws {
        let read: BoundRead
        do {
            read = try ShopRequest.bind(text)
        } catch {
            tally.refused[String("\(error)".prefix(90)), default: 0] += 1
            return
        }
        let expected: (rows: [String], count: Int?)
        do {
            expected = try ReferenceReader(data: shop.data).rows(read)
        } catch ReferenceEvaluator.Failure.unsupported(let name) {
            Issue.record("the reference knows no \(name): \(text)")
            return
        } catch {
            tally.failed += 1  // a division by zero or an overflow: SQL may fail too, or never look at the row
            return
        }
        let answer: ShopDatabase.Answer
        do {
            answer = try await shop.read(read)
        } catch SQLDatabaseError.arithmetic {
            tally.failed += 1
            return
        } catch {
            Issue.record("\(error) for \(text)")
            return
        }
        tally.compared += 1
        if !expected.rows.isEmpty { tally.nonEmpty += 1 }
        let reader = ReferenceReader(data: shop.data)
        guard try reader.exists(read) else {
            #expect(answer.outcome == .notFound, "\(text)")
            return
        }
        if inOrder, tally.compared % 3 == 0 {
            try await comparePages(of: read, with: answer, size: tally.compared % 7 + 1, shop, text)
        }
        if !inOrder { return Self.compareRows(expected, answer.body, text) }
        var body = "{"
        if let count = expected.count { body += "\"@odata.count\":\(count)," }
        body += "\"value\":[" + expected.rows.joined(separator: ",") + "]}"
        if body != answer.body {
            let start = max(0, zip(body.utf8, answer.body.utf8).prefix { $0 == $1 }.count - 100)
            let (wanted, found) = (body.utf8.dropFirst(start), answer.body.utf8.dropFirst(start))
            Issue.record(
                "\(text)\nexpected \(String(wanted)?.prefix(400) ?? "")\nfound    \(String(found)?.prefix(400) ?? "")"
            )
        }
    }

    /// Page after page, the rows of the whole answer.
    private func comparePages(
        of read: BoundRead,
        with whole: ShopDatabase.Answer,
        size: Int,
        _ shop: ShopDatabase,
        _ text: String
    ) async throws {
        guard let expected = Self.rows(of: whole.body) else { return }
        var asking = ShopDatabase.Asking()
        asking.size = size
        var pages: [Substring] = []
        repeat {
            let answer = try await shop.read(read, asking)
            guard let page = Self.rows(of: answer.body) else { break }
            if !page.isEmpty { pages.append(page) }
            asking.position = answer.link
        } while asking.position != nil && pages.count <= 200
        if pages.joined(separator: ",") != expected { Issue.record("pages of \(size) differ: \(text)") }
    }

    /// What stands between the brackets of the rows.
    private static func rows(of body: String) -> Substring? {
        guard let start = body.firstRange(of: "\"value\":[") else { return nil }
        let rest = body[start.upperBound...]
        for end in ["],\"@odata.nextLink\":\"next\"}", "]}"] where rest.hasSuffix(end) {
            return rest.dropLast(end.count)
        }
        return nil
    }

    /// The same rows, in whatever order: rows of groups have none that the specification gives.
    private static func compareRows(_ expected: (rows: [String], count: Int?), _ body: String, _ text: String) {
        let wanted = expected.rows.map { JSONText($0) }.sorted()
        let whole = JSONText.members(of: body)
        guard let value = whole["value"], case .array(let items) = value else {
            Issue.record("\(text)\nno rows in \(body.prefix(600))")
            return
        }
        let found = items.sorted()
        if let count = expected.count, whole["@odata.count"] != .scalar(String(count)) {
            Issue.record("\(text)\nexpected the count \(count) in \(body.prefix(200))")
        }
        if wanted != found {
            let missing = wanted.filter { !found.contains($0) }.prefix(3).map(\.text)
            let surplus = found.filter { !wanted.contains($0) }.prefix(3).map(\.text)
            Issue.record(
                "\(text)\n\(wanted.count) expected, \(found.count) found\nmissing \(missing)\nsurplus \(surplus)"
            )
        }
    }
}
