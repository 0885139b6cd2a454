import OData
import SQLCore

/// Writes the rows of a collection, page by page and chunk by chunk.
struct CollectionRunner {
    let runner: ReadRunner
    let rows: RowsPlan
    let connection: any SQLConnection

    /// How many parents get their expanded rows together.
    private static let largestBatch = 500
    /// A batch shrinks when its expanded rows were larger than this.
    private static let batchBytes = 4_194_304
    /// The members of a batch are read again for half of it when one collection of theirs is larger than this.
    var largestMembers = 16_777_216
    /// An answer of fewer rows is not split between two threads.
    var splitSample = 512
    /// Whether rows of another set stand before in the same collection.
    var hasRowsBefore = false

    func run(_ sink: ([UInt8]) throws -> Void) throws -> ReadRunner.Outcome {
        guard let split = try split() else { return try run(nil, sink) }
        let (runner, rows) = (runner, rows)
        let outcome = try connection.withCompanion(
            { try CollectionRunner(runner: runner, rows: rows, connection: $0).follow(split) },
            { try run(split, sink) }
        )
        return try outcome ?? run(nil, sink)
    }

    private func run(_ split: Split?, _ sink: ([UInt8]) throws -> Void) throws -> ReadRunner.Outcome {
        let page = runner.page
        // Before the first row is read: a change between the two is told twice rather than never.
        let start = try trackingStart()
        let count = try totalCount()
        var writer = RowWriter(capacity: min(runner.envelope.chunkBytes, 65_536), format: runner.format)
        runner.open(&writer, count: count)
        let wanted = min(page.remaining ?? .max, page.size)
        guard wanted > 0 else {
            runner.close(&writer, nextLink: nil, start: nil)
            try sink(writer.json.take())
            return .written(ReadRunner.Summary(rows: [:], version: nil, hasNextLink: false))
        }
        var counts: [String: Int] = [:]
        let delivered = try deliver(wanted, split, into: &writer, counts: &counts, sink: sink)
        var link: String?
        if let last = delivered.position {
            let soFar = (page.position?.delivered ?? 0) + Int64(delivered.rows)
            link = nextLink(last, soFar, count, start)
        }
        counts[runner.plan.entitySet, default: 0] += delivered.rows
        runner.close(&writer, nextLink: link, start: start)
        try sink(writer.json.take())
        return .written(ReadRunner.Summary(rows: counts, version: nil, hasNextLink: link != nil))
    }

    // MARK: Tracking

    private func trackingStart() throws -> TrackingStart? {
        guard let tracking = runner.page.tracking else { return nil }
        let start = try tracking.start ?? runner.currentPosition(on: connection)
        try tracking.check(connection, start)
        return start
    }

    private func nextLink(_ last: [SQLValue], _ delivered: Int64, _ count: Int64?, _ start: TrackingStart?) -> String {
        guard let tracking = runner.page.tracking, let start else {
            return runner.page.nextLink(last, delivered, count)
        }
        return tracking.sweepLink(
            SkipToken(
                requestHash: 0,
                values: last,
                delivered: delivered,
                count: count,
                pageSize: runner.page.position?.pageSize,
                tracking: start
            )
        )
    }

    /// Writes the rows, with as many cursors one after the other as the time that one may be held asks for.
    func deliver(
        _ wanted: Int,
        _ split: Split?,
        into writer: inout RowWriter,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws -> Delivered {
        let page = runner.page
        let isLastPage = page.remaining.map { $0 <= wanted } ?? false
        var start = page.position?.values
        var delivered = Delivered()
        if let split {
            try sink(writer.json.take())
            let deadline = runner.envelope.hold.map { $0.now() + $0.limit }
            let led = try lead(split, deadline: deadline, sink: sink)
            (delivered.rows, delivered.position) = (led.rows, led.next)
            guard let goOn = led.goOn else { return delivered }
            start = goOn
            try runner.envelope.hold?.renew(connection)
        }
        while true {
            let limit = wanted - delivered.rows
            let more = isLastPage || limit == .max ? limit : limit + 1
            delivered.paused = nil
            delivered.deadline = runner.envelope.hold.map { $0.now() + $0.limit }
            let found = try rows.pages.query(
                on: connection,
                clock: runner.clock,
                position: start,
                skip: start == nil ? page.skip : 0,
                limit: more
            )
            guard let cursor = found else { throw ReadRunner.PositionMismatch() }
            defer { cursor.finish() }
            try write(from: cursor, wanted: wanted, delivered: &delivered, into: &writer, counts: &counts, sink: sink)
            guard let paused = delivered.paused else { return delivered }
            start = paused
            cursor.finish()
            try runner.envelope.hold?.renew(connection)
        }
    }

    private func totalCount() throws -> Int64? {
        guard let statement = rows.count else { return nil }
        if let known = runner.page.position?.count { return known }
        let cursor = try statement.query(on: connection, runner.clock.values())
        defer { cursor.finish() }
        return try cursor.step() ? cursor.integer(0) : 0
    }

    // MARK: Rows

    /// How far the rows have come.
    struct Delivered {
        var rows = 0
        /// The sort key of the last row, if more follow on another page.
        var position: [SQLValue]?
        /// The sort key of the last row, if the cursor was held too long.
        var paused: [SQLValue]?
        /// When the cursor has been held too long.
        var deadline: Duration?
    }

    private func write(
        from cursor: some SQLCursor,
        wanted: Int,
        delivered: inout Delivered,
        into writer: inout RowWriter,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws {
        if rows.expands.isEmpty {
            try plain(from: cursor, wanted: wanted, delivered: &delivered, into: &writer, sink: sink)
        } else {
            try expanded(
                from: cursor,
                wanted: wanted,
                delivered: &delivered,
                into: &writer,
                counts: &counts,
                sink: sink
            )
        }
    }

    /// Whether the cursor, which stands on a row that was written, must be opened anew.
    private func mustPause(_ delivered: Delivered, wanted: Int) -> Bool {
        // What $apply makes would be computed anew.
        guard let deadline = delivered.deadline, let hold = runner.envelope.hold, !rows.order.isEmpty,
            rows.pages.base.with.isEmpty
        else {
            return false
        }
        return delivered.rows < wanted && hold.now() >= deadline
    }

    private func sortKey(of cursor: some SQLCursor) -> [SQLValue] { rows.order.map { cursor.value($0.column) } }

    private func plain(
        from cursor: some SQLCursor,
        wanted: Int,
        delivered: inout Delivered,
        into writer: inout RowWriter,
        sink: ([UInt8]) throws -> Void
    ) throws {
        var last: [SQLValue] = []
        let row = cursor.rawRow
        let chunkBytes = runner.envelope.chunkBytes
        while try cursor.step() {
            if delivered.rows == wanted {
                delivered.position = last
                return
            }
            if delivered.rows > 0 || hasRowsBefore { writer.json.append(byte: UInt8(ascii: ",")) }
            write(row, into: &writer)
            delivered.rows += 1
            if delivered.rows == wanted { last = sortKey(of: cursor) }
            guard writer.json.count >= chunkBytes else { continue }
            try sink(writer.json.take())
            if mustPause(delivered, wanted: wanted) {
                delivered.paused = sortKey(of: cursor)
                return
            }
        }
    }

    func write(_ row: SQLRawRow, into writer: inout RowWriter) {
        if let program = rows.program {
            writer.row(program, from: row)
        } else if let reference = rows.reference {
            writer.reference(reference, from: row)
        } else {
            writer.entity(rows.shape, from: row)
        }
    }

    /// Rows with expanded collections: a batch of parents, then their members with one statement for each collection.
    private func expanded(
        from cursor: some SQLCursor,
        wanted: Int,
        delivered: inout Delivered,
        into writer: inout RowWriter,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws {
        var last: [SQLValue] = []
        let row = cursor.rawRow
        var size = 50
        var ends: [Int] = []
        func flush(_ writer: inout RowWriter, _ counts: inout [String: Int]) throws {
            let holes = writer.holes
            writer.holes.removeAll(keepingCapacity: true)
            let batch = Batch(body: writer.json.take()[...], holes: holes[...], ends: ends[...])
            let largest = try fill(batch, counts: &counts, sink: sink)
            size = largest > Self.batchBytes ? max(1, size / 4) : min(Self.largestBatch, size * 2)
            ends.removeAll(keepingCapacity: true)
        }
        while try cursor.step() {
            if delivered.rows == wanted {
                delivered.position = last
                break
            }
            if delivered.rows > 0 || hasRowsBefore { writer.json.append(byte: UInt8(ascii: ",")) }
            write(row, into: &writer)
            ends.append(writer.json.count)
            delivered.rows += 1
            if delivered.rows == wanted { last = sortKey(of: cursor) }
            guard ends.count >= size else { continue }
            try flush(&writer, &counts)
            if mustPause(delivered, wanted: wanted) {
                delivered.paused = sortKey(of: cursor)
                return
            }
        }
        if !writer.holes.isEmpty { try flush(&writer, &counts) }
    }

    /// Rows written with holes, and where each row ends.
    private struct Batch {
        var body: ArraySlice<UInt8>
        var holes: ArraySlice<RowHole>
        var ends: ArraySlice<Int>
    }

    /// Fills a batch and hands it over; one whose members are too large for memory in two halves, down to single rows.
    ///
    /// Gives the size of the largest part.
    private func fill(
        _ batch: Batch,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws -> Int {
        let start = batch.body.startIndex
        var filler = ExpandRunner(connection: connection, format: runner.format, clock: runner.clock)
        if batch.ends.count > 1 { filler.largestBytes = largestMembers }
        var tried = counts
        do {
            let holes = batch.holes.map { hole in
                var moved = hole
                moved.offset -= start
                return moved
            }
            let body = try filler.fill(Array(batch.body), holes: holes, expands: rows.expands, counts: &tried)
            counts = tried
            try sink(body)
            return body.count
        } catch is ExpandRunner.TooLarge {
            let middle = batch.ends.startIndex + batch.ends.count / 2
            let cut = batch.ends[middle - 1]
            let split = batch.holes.firstIndex { $0.offset >= cut } ?? batch.holes.endIndex
            let first = Batch(body: batch.body[..<cut], holes: batch.holes[..<split], ends: batch.ends[..<middle])
            let second = Batch(body: batch.body[cut...], holes: batch.holes[split...], ends: batch.ends[middle...])
            let size = try fill(first, counts: &counts, sink: sink)
            return try max(size, fill(second, counts: &counts, sink: sink))
        }
    }
}
