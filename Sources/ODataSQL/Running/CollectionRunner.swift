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

    func run(_ sink: ([UInt8]) throws -> Void) throws -> ReadRunner.Outcome {
        let page = runner.page
        let count = try totalCount()
        var writer = RowWriter(capacity: min(runner.envelope.chunkBytes, 65_536), format: runner.format)
        open(&writer, count: count)
        let wanted = min(page.remaining ?? .max, page.size)
        guard wanted > 0 else {
            close(&writer, nextLink: nil)
            try sink(writer.json.take())
            return .written(ReadRunner.Summary(rows: [:], version: nil, hasNextLink: false))
        }
        let mayHaveMore = page.remaining.map { $0 > wanted } ?? true
        guard let statement = try statement(limit: mayHaveMore ? wanted + 1 : wanted) else {
            throw SQLDatabaseError.rendering(.missingParameter(0))
        }
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        var counts: [String: Int] = [:]
        let delivered = try write(from: cursor, wanted: wanted, into: &writer, counts: &counts, sink: sink)
        var link: String?
        if let last = delivered.position {
            let soFar = (page.position?.delivered ?? 0) + Int64(delivered.rows)
            link = page.nextLink(last, soFar, count)
        }
        counts[runner.plan.entitySet, default: 0] += delivered.rows
        close(&writer, nextLink: link)
        try sink(writer.json.take())
        return .written(ReadRunner.Summary(rows: counts, version: nil, hasNextLink: link != nil))
    }

    /// The rows of this page in order; nil where the position does not fit the order.
    private func statement(limit: Int) throws -> SelectStatement? {
        var statement = rows.statement
        statement.orderBy = rows.order.map(\.ordering)
        statement.limit = .bind(.integer(Int64(limit)))
        if let position = runner.page.position {
            guard let after = Keyset.after(position.values, order: rows.order) else { return nil }
            statement.filter = (statement.filter ?? .true).and(after)
        } else if runner.page.skip > 0 {
            statement.offset = .bind(.integer(Int64(runner.page.skip)))
        }
        return statement
    }

    private func totalCount() throws -> Int64? {
        guard let statement = rows.count else { return nil }
        if let known = runner.page.position?.count { return known }
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        return try cursor.step() ? cursor.integer(0) : 0
    }

    // MARK: Rows

    /// How many rows were written, and the sort key of the last one if more follow.
    private struct Delivered {
        var rows = 0
        var position: [SQLValue]?
    }

    private func write(
        from cursor: any SQLCursor,
        wanted: Int,
        into writer: inout RowWriter,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws -> Delivered {
        if rows.expands.isEmpty { return try plain(from: cursor, wanted: wanted, into: &writer, sink: sink) }
        return try expanded(from: cursor, wanted: wanted, into: &writer, counts: &counts, sink: sink)
    }

    private func plain(
        from cursor: some SQLCursor,
        wanted: Int,
        into writer: inout RowWriter,
        sink: ([UInt8]) throws -> Void
    ) throws -> Delivered {
        var delivered = Delivered()
        var last: [SQLValue] = []
        let chunkBytes = runner.envelope.chunkBytes
        while try cursor.step() {
            if delivered.rows == wanted {
                delivered.position = last
                break
            }
            if delivered.rows > 0 { writer.json.append(byte: UInt8(ascii: ",")) }
            row(from: cursor, into: &writer)
            delivered.rows += 1
            if delivered.rows == wanted { last = rows.order.map { cursor.value($0.column) } }
            if writer.json.count >= chunkBytes { try sink(writer.json.take()) }
        }
        return delivered
    }

    private func row(from cursor: some SQLCursor, into writer: inout RowWriter) {
        if let program = rows.program {
            writer.row(program, from: cursor)
        } else if let reference = rows.reference {
            writer.reference(reference, from: cursor)
        } else {
            writer.entity(rows.shape, from: cursor)
        }
    }

    /// Rows with expanded collections: a batch of parents, then their members with one statement for each collection.
    private func expanded(
        from cursor: some SQLCursor,
        wanted: Int,
        into writer: inout RowWriter,
        counts: inout [String: Int],
        sink: ([UInt8]) throws -> Void
    ) throws -> Delivered {
        var delivered = Delivered()
        var last: [SQLValue] = []
        var batch = 50
        var inBatch = 0
        let filler = ExpandRunner(connection: connection, format: runner.format)
        func flush(_ writer: inout RowWriter) throws {
            let holes = writer.holes
            writer.holes.removeAll(keepingCapacity: true)
            let body = try filler.fill(writer.json.take(), holes: holes, expands: rows.expands, counts: &counts)
            batch = body.count > Self.batchBytes ? max(1, batch / 4) : min(Self.largestBatch, batch * 2)
            inBatch = 0
            try sink(body)
        }
        while try cursor.step() {
            if delivered.rows == wanted {
                delivered.position = last
                break
            }
            if delivered.rows > 0 { writer.json.append(byte: UInt8(ascii: ",")) }
            row(from: cursor, into: &writer)
            delivered.rows += 1
            inBatch += 1
            if delivered.rows == wanted { last = rows.order.map { cursor.value($0.column) } }
            if inBatch >= batch { try flush(&writer) }
        }
        if !writer.holes.isEmpty { try flush(&writer) }
        return delivered
    }

    // MARK: Envelope

    private func open(_ writer: inout RowWriter, count: Int64?) {
        writer.json.append(byte: UInt8(ascii: "{"))
        runner.writeContext(into: &writer)
        var isFirst = runner.envelope.contextURL == nil
        if let count {
            if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
            writer.json.append(Array("\"\(runner.format.prefix)count\":".utf8))
            writer.json.integer(count, quoted: runner.format.ieee754Compatible)
            isFirst = false
        }
        if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
        writer.json.append("\"value\":[")
    }

    private func close(_ writer: inout RowWriter, nextLink: String?) {
        writer.json.append(byte: UInt8(ascii: "]"))
        if let nextLink {
            writer.json.append(Array(",\"\(runner.format.prefix)nextLink\":".utf8))
            writer.json.string(nextLink)
        }
        writer.json.append(byte: UInt8(ascii: "}"))
    }
}
