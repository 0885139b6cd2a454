import SQLCore

/// Passes everything on to a connection and remembers the queries.
final class RecordingConnection: SQLConnection {
    private let inner: any SQLConnection
    private(set) var queries: [RenderedSQL] = []

    init(_ inner: any SQLConnection) { self.inner = inner }

    var dialect: any SQLDialect { inner.dialect }
    var lastInsertedRowID: Int64 { inner.lastInsertedRowID }

    func query(_ statement: RenderedSQL) throws(SQLDatabaseError) -> any SQLCursor {
        queries.append(statement)
        return try inner.query(statement)
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

    /// The values of one integer property of the rows of an answer, in order.
    static func numbers(_ property: String, in body: String) -> [Int] {
        body.split(separator: "\"\(property)\":").dropFirst().compactMap { Int($0.prefix { $0.isNumber || $0 == "-" }) }
    }
}
