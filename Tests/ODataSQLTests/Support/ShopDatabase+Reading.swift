import OData
import ODataSQL
import SQLCore
import SQLiteDriver

extension ShopDatabase {
    /// What an answer holds.
    struct Answer: Sendable {
        var body = ""
        var outcome = ReadRunner.Outcome.notFound
        var link: Link?

        /// Where the next page starts.
        struct Link: Sendable {
            var values: [SQLValue]
            var delivered: Int64
            var count: Int64?
        }
    }

    /// How a read is asked for.
    struct Asking: Sendable {
        var sources = ShopSources()
        var format = RowFormat(serviceRoot: "http://shop/")
        var limits = ReadPlanner.Limits()
        var size = 100_000
        var position: Answer.Link?
        var hold: ReadRunner.Hold?
        var chunkBytes = 4_096
        var contextURL: String?
    }

    /// Plans a request.
    static func plan(_ text: String, _ asking: Asking = Asking()) throws -> ReadPlan {
        try plan(try ShopRequest.bind(text), asking)
    }

    static func plan(_ read: BoundRead, _ asking: Asking = Asking()) throws -> ReadPlan {
        let planner = ReadPlanner(
            model: Shop.model,
            sources: asking.sources,
            format: asking.format,
            limits: asking.limits
        )
        return try planner.plan(read)
    }

    func read(_ text: String, _ asking: Asking = Asking()) async throws -> Answer {
        try await read(try ShopRequest.bind(text), asking)
    }

    func read(_ read: BoundRead, _ asking: Asking = Asking()) async throws -> Answer {
        let plan = try Self.plan(read, asking)
        return try await database.read { connection in
            try Self.run(plan, read: read, asking, on: connection)
        }
    }

    static func run(
        _ plan: ReadPlan,
        read: BoundRead,
        _ asking: Asking,
        on connection: any SQLConnection
    ) throws -> Answer {
        let box = LinkBox()
        let position = asking.position.map {
            SkipToken(requestHash: 0, values: $0.values, delivered: $0.delivered, count: $0.count, pageSize: nil)
        }
        let page = ReadRunner.Page(
            remaining: read.query.top.map { max(0, $0 - Int(position?.delivered ?? 0)) },
            skip: position == nil ? read.query.skip ?? 0 : 0,
            size: asking.size,
            position: position
        ) { values, delivered, count in
            box.link = Answer.Link(values: values, delivered: delivered, count: count)
            return "next"
        }
        let runner = ReadRunner(
            plan: plan,
            format: asking.format,
            page: page,
            envelope: ReadRunner.Envelope(
                contextURL: asking.contextURL,
                chunkBytes: asking.chunkBytes,
                hold: asking.hold
            ),
            clock: clock
        )
        var body: [UInt8] = []
        var answer = Answer()
        answer.outcome = try runner.run(on: connection) { body += $0 }
        answer.body = String(decoding: body, as: UTF8.self)
        answer.link = box.link
        return answer
    }

    /// Holds the link that a page ended with; used on one thread.
    private final class LinkBox: @unchecked Sendable {
        var link: Answer.Link?
    }
}
