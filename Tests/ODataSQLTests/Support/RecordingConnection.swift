import SQLCore

/// Passes everything on to a connection and remembers the queries.
final class RecordingConnection: SQLConnection {
    private let inner: any SQLConnection
    private(set) var queries: [RenderedSQL] = []
    /// How many rows were stepped to.
    fileprivate(set) var steps = 0

    init(_ inner: any SQLConnection) { self.inner = inner }

    var dialect: any SQLDialect { inner.dialect }
    var lastInsertedRowID: Int64 { inner.lastInsertedRowID }

    func query(_ statement: RenderedSQL) throws(SQLDatabaseError) -> any SQLCursor {
        queries.append(statement)
        return CountingCursor(try inner.query(statement), for: self)
    }

    func execute(_ statement: RenderedSQL) throws(SQLDatabaseError) -> Int { try inner.execute(statement) }

    func execute(script: String) throws(SQLDatabaseError) { try inner.execute(script: script) }

    func renewSnapshot() throws(SQLDatabaseError) { try inner.renewSnapshot() }

    /// What the database says about how it runs the queries, one line for each step.
    func explanations() throws(SQLDatabaseError) -> [String] {
        var lines: [String] = []
        for query in queries {
            let explain = RenderedSQL("EXPLAIN QUERY PLAN " + query.text, binds: query.binds)
            for row in try inner.rows(explain) {
                if case .text(let detail)? = row.last { lines.append(detail) }
            }
        }
        return lines
    }
}

/// Passes everything on to a cursor and counts the rows.
private final class CountingCursor: SQLCursor {
    private let inner: any SQLCursor
    private let connection: RecordingConnection

    init(_ inner: any SQLCursor, for connection: RecordingConnection) {
        self.inner = inner
        self.connection = connection
    }

    var columnCount: Int { inner.columnCount }
    var rawRow: SQLRawRow { inner.rawRow }

    func step() throws(SQLDatabaseError) -> Bool {
        let isRow = try inner.step()
        if isRow { connection.steps += 1 }
        return isRow
    }

    func columnName(_ index: Int) -> String { inner.columnName(index) }
    func finish() { inner.finish() }
    func isNull(_ index: Int) -> Bool { inner.isNull(index) }
    func integer(_ index: Int) -> Int64 { inner.integer(index) }
    func real(_ index: Int) -> Double { inner.real(index) }
    func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> { inner.utf8(index) }
    func bytes(_ index: Int) -> UnsafeBufferPointer<UInt8> { inner.bytes(index) }
    func value(_ index: Int) -> SQLValue { inner.value(index) }
}

extension ShopDatabase {
    /// The queries that a request runs, and how the database runs them.
    func trace(_ text: String, _ asking: Asking = Asking()) async throws -> (count: Int, steps: [String]) {
        let read = try ShopRequest.bind(text)
        let plan = try Self.plan(read, asking)
        return try await database.read { connection in
            let recording = RecordingConnection(connection)
            _ = try Self.run(plan, read: read, asking, on: recording)
            return (recording.queries.count, try recording.explanations())
        }
    }

    /// How many rows the database hands over for a request, and the answer.
    func steps(_ text: String) async throws -> (rows: Int, body: String) {
        let read = try ShopRequest.bind(text)
        let plan = try Self.plan(read)
        return try await database.read { connection in
            let recording = RecordingConnection(connection)
            let answer = try Self.run(plan, read: read, Asking(), on: recording)
            return (recording.steps, answer.body)
        }
    }

    /// The values of one integer property of the rows of an answer, in order.
    static func numbers(_ property: String, in body: String) -> [Int] {
        body.split(separator: "\"\(property)\":").dropFirst().compactMap { Int($0.prefix { $0.isNumber || $0 == "-" }) }
    }
}
