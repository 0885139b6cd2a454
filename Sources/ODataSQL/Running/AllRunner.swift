import OData
import SQLCore

/// Writes the rows of several sets as one collection, page by page: a set is begun when the one before it has ended.
struct AllRunner {
    let runner: ReadRunner
    let plan: AllPlan
    let connection: any SQLConnection

    /// Where a page begins: at a set, behind a row of it or at its first one.
    private struct Start {
        var part = 0
        var position: [SQLValue]?
        /// Rows of the set that are passed over.
        var skip = 0
    }

    func run(_ sink: ([UInt8]) throws -> Void) throws -> ReadRunner.Outcome {
        let page = runner.page
        let count = try totalCount()
        var start = try self.start()
        var writer = RowWriter(capacity: min(runner.envelope.chunkBytes, 65_536), format: runner.format)
        runner.open(&writer, count: count)
        let wanted = min(page.remaining ?? .max, page.size)
        var counts: [String: Int] = [:]
        var rows = 0
        var next: [SQLValue]?
        while rows < wanted, next == nil, plan.parts.indices.contains(start.part) {
            let part = plan.parts[start.part]
            let given = try deliver(part, from: start, wanted: wanted - rows, behind: rows, &writer, &counts, sink)
            rows += given.rows
            next = given.position.map { [.text(part.entitySet)] + $0 }
            counts[part.entitySet, default: 0] += given.rows
            start = Start(part: start.part + 1)
        }
        if next == nil { next = try nextPart(from: start) }
        var link: String?
        if let next, wanted > 0, page.remaining.map({ rows < $0 }) ?? true {
            link = page.nextLink(next, (page.position?.delivered ?? 0) + Int64(rows), count)
        }
        runner.close(&writer, nextLink: link, start: nil)
        try sink(writer.json.take())
        return .written(ReadRunner.Summary(rows: counts, version: nil, hasNextLink: link != nil))
    }

    // MARK: Places

    private func start() throws -> Start {
        guard let position = runner.page.position else { return try skipped(runner.page.skip) }
        guard case .text(let name)? = position.values.first,
            let part = plan.parts.firstIndex(where: { $0.entitySet == name })
        else { throw ReadRunner.PositionMismatch() }
        let values = Array(position.values.dropFirst())
        return Start(part: part, position: values.isEmpty ? nil : values)
    }

    /// The place behind so many rows: whole sets are passed over by their number.
    private func skipped(_ number: Int) throws -> Start {
        var start = Start(skip: number)
        while start.skip > 0, plan.parts.indices.contains(start.part) {
            let count = Int(clamping: try self.count(of: plan.parts[start.part]))
            if start.skip < count { break }
            start.skip -= count
            start.part += 1
        }
        return start
    }

    /// The token of the first set from here on that has any row; nil where there is none.
    private func nextPart(from start: Start) throws -> [SQLValue]? {
        guard plan.parts.indices.contains(start.part) else { return nil }
        for part in plan.parts[start.part...] {
            let pages = part.rows.pages
            guard let cursor = try pages.query(on: connection, clock: runner.clock, position: nil, skip: 0, limit: 1)
            else { throw ReadRunner.PositionMismatch() }
            defer { cursor.finish() }
            if try cursor.step() { return [.text(part.entitySet)] }
        }
        return nil
    }

    // MARK: Numbers

    private func totalCount() throws -> Int64? {
        guard plan.isCounted else { return nil }
        if let known = runner.page.position?.count { return known }
        return try plan.parts.reduce(0) { sum, part in try sum + count(of: part) }
    }

    private func count(of part: AllPlan.Part) throws -> Int64 {
        guard let statement = part.rows.count else { return 0 }
        let cursor = try statement.query(on: connection, runner.clock.values())
        defer { cursor.finish() }
        return try cursor.step() ? cursor.integer(0) : 0
    }

    // MARK: Rows

    private func deliver(
        _ part: AllPlan.Part,
        from start: Start,
        wanted: Int,
        behind rows: Int,
        _ writer: inout RowWriter,
        _ counts: inout [String: Int],
        _ sink: ([UInt8]) throws -> Void
    ) throws -> CollectionRunner.Delivered {
        var inner = runner
        inner.page.remaining = nil
        inner.page.size = wanted
        inner.page.skip = start.skip
        inner.page.position = start.position.map {
            SkipToken(requestHash: 0, values: $0, delivered: 0, count: nil, pageSize: nil)
        }
        var collection = CollectionRunner(runner: inner, rows: part.rows, connection: connection)
        collection.hasRowsBefore = rows > 0
        return try collection.deliver(wanted, nil, into: &writer, counts: &counts, sink: sink)
    }
}
