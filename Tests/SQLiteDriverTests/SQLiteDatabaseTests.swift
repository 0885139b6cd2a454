import Foundation
import GRDBSQLite
import SQLCore
import SQLiteDriver
import Testing

@Suite struct SQLiteDatabaseTests {
    @Test("values of every kind come back as they went in")
    func values() async throws {
        try await withDatabase { database async throws in
            let values: [SQLValue] = [
                .null, .integer(.min), .integer(.max), .real(0.1), .real(.infinity), "", "a\u{0}b", "Zürich 😀",
                .blob([]), .blob([0, 255]),
            ]
            let row = try await database.rows(SelectStatement(columns: values.map { SQLResultColumn(.bind($0)) }))
            #expect(row == [values])
        }
    }

    @Test("columns can be read without a copy, and null reads as nothing")
    func accessors() async throws {
        try await withDatabase { database async throws in
            try await database.read { connection in
                let cursor = try connection.query(
                    RenderedSQL("SELECT 'é' AS t, 7 AS i, 1.5 AS r, x'01' AS b, NULL AS n")
                )
                #expect(cursor.columnCount == 5)
                #expect(cursor.columnName(0) == "t")
                #expect(cursor.columnName(9) == "")
                #expect(try cursor.step())
                #expect(Array(cursor.utf8(0)) == [0xc3, 0xa9])
                #expect(cursor.integer(1) == 7)
                #expect(cursor.boolean(1))
                #expect(cursor.real(2) == 1.5)
                #expect(cursor.blob(3) == [1])
                #expect(cursor.isNull(4) && cursor.utf8(4).isEmpty && cursor.optionalString(4) == nil)
                #expect(cursor.isNull(99) && cursor.value(-1) == .null)
                #expect(try !cursor.step())
                #expect(try !cursor.step())
                #expect(cursor.value(0) == .null)
            }
        }
    }

    @Test("a word of the program serves a partial index, and the statement is prepared once for all its runs")
    func words() async throws {
        try await withDatabase { database async throws in
            try await database.script(
                """
                CREATE TABLE t (x INTEGER, y INTEGER, s TEXT);
                CREATE UNIQUE INDEX i ON t (x) WHERE s = 'A';
                """
            )
            let statement = SelectStatement(
                columns: [SQLResultColumn(.column("y"))],
                from: .table("t", alias: "t"),
                where: .and([.equals(.column("x"), .parameter(0)), .equals(.column("s"), .word("A"))])
            )
            let rendered = try database.dialect.render(statement)
            #expect(rendered.text.hasSuffix(#""s" = 'A'"#))
            let plan = RenderedSQL("EXPLAIN QUERY PLAN " + rendered.text, binds: [.integer(1)])
            #expect("\(try await database.read { try $0.rows(plan) })".contains("USING INDEX i"))
            #expect(try Self.preparations(of: rendered.text, in: database.path) == 0)
        }
    }

    /// How often SQLite prepares a statement anew while it runs with three different values.
    private static func preparations(of text: String, in path: String) throws -> Int32 {
        var handle: OpaquePointer?
        var statement: OpaquePointer?
        sqlite3_open_v2(path, &handle, SQLITE_OPEN_READONLY, nil)
        defer { sqlite3_close_v2(handle) }
        sqlite3_prepare_v2(handle, text, -1, &statement, nil)
        defer { sqlite3_finalize(statement) }
        for number in 1...3 {
            sqlite3_bind_int64(statement, 1, Int64(number))
            #expect(sqlite3_step(statement) == SQLITE_DONE)
            sqlite3_reset(statement)
        }
        return sqlite3_stmt_status(statement, SQLITE_STMTSTATUS_REPREPARE, 0)
    }

    @Test("a statement whose parameters have no values is refused")
    func unfilledParameters() async throws {
        try await withDatabase { database async throws in
            let statement = SelectStatement(columns: [SQLResultColumn(.parameter(3))])
            await #expect(throws: SQLDatabaseError.rendering(.missingParameter(3))) {
                try await database.read { connection in try connection.rows(statement) }
            }
            let rendered = try database.dialect.render(statement)
            await #expect(throws: SQLDatabaseError.rendering(.missingParameter(3))) {
                try await database.read { connection in try connection.rows(rendered) }
            }
        }
    }

    @Test("a read that renews its snapshot sees what was committed meanwhile; a write has none to renew")
    func renewedSnapshot() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)")
            let count = RenderedSQL("SELECT count(*) FROM t")
            let handoff = ChunkHandoff<SQLValue>(stallLimit: .seconds(60))
            async let reader: Void = database.read { connection in
                // The third is put when the second was taken, which is after the insert.
                for _ in 0..<3 { try handoff.put(connection.rows(count)[0][0]) }
                let open = try connection.query(RenderedSQL("SELECT x FROM t"))
                _ = try open.step()
                try connection.renewSnapshot()
                #expect(throws: SQLDatabaseError.closed) { try open.step() }
                try handoff.put(connection.rows(count)[0][0])
                handoff.finish()
            }
            #expect(try await handoff.next() == 1)
            try await database.script("INSERT INTO t VALUES (2)")
            #expect(try await handoff.next() == 1)
            #expect(try await handoff.next() == 1)
            #expect(try await handoff.next() == 2)
            try await reader
            await #expect(throws: SQLDatabaseError.self) {
                try await database.write { connection in try connection.renewSnapshot() }
            }
        }
    }

    @Test("all queries of a read see the same state, and a write is seen after its commit")
    func snapshot() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (1)")
            let count = RenderedSQL("SELECT count(*) FROM t")
            let handoff = ChunkHandoff<SQLValue>(stallLimit: .seconds(60))
            async let reader: Void = database.read { connection in
                for _ in 0..<3 { try handoff.put(connection.rows(count)[0][0]) }
                handoff.finish()
            }
            #expect(try await handoff.next() == 1)
            try await database.script("INSERT INTO t VALUES (2)")
            #expect(try await handoff.next() == 1)
            #expect(try await handoff.next() == 1)
            try await reader
            #expect(try await database.read { try $0.rows(count) } == [[2]])
        }
    }

    @Test("a write that fails leaves nothing, and the next one works")
    func rollback() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x INTEGER PRIMARY KEY)")
            await #expect(throws: SQLDatabaseError.constraint(.unique(columns: ["t.x"]))) {
                try await database.script("INSERT INTO t VALUES (1); INSERT INTO t VALUES (1)")
            }
            await #expect(throws: CancellationError.self) {
                try await database.write { connection in
                    try connection.execute(script: "INSERT INTO t VALUES (2)")
                    throw CancellationError()
                }
            }
            try await database.script("INSERT INTO t VALUES (3)")
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[3]])
        }
    }

    @Test("a savepoint undoes its own changes alone, also inside another")
    func savepoints() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x INTEGER PRIMARY KEY)")
            try await database.write { connection in
                func insert(_ value: Int64) throws {
                    try connection.execute(RenderedSQL("INSERT INTO t VALUES (?)", binds: [.integer(value)]))
                }
                try insert(1)
                try connection.savepoint {
                    try insert(2)
                    #expect(throws: SQLDatabaseError.constraint(.unique(columns: ["t.x"]))) {
                        try connection.savepoint {
                            try insert(3)
                            try insert(1)
                        }
                    }
                    try insert(4)
                }
            }
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[1], [2], [4]])
        }
    }

    @Test("a hundred writers that add one to a counter lose none")
    func writers() async throws {
        // Nobody is turned away, however slow the machine is.
        var configuration = SQLiteConfiguration()
        configuration.waitLimit = .seconds(300)
        try await withDatabase(configuration) { database async throws in
            try await database.script("CREATE TABLE t (x INTEGER); INSERT INTO t VALUES (0)")
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<100 {
                    group.addTask {
                        try await database.write { connection in
                            guard case .integer(let value) = try connection.rows(RenderedSQL("SELECT x FROM t"))[0][0]
                            else { return }
                            try connection.execute(
                                UpdateStatement("t", set: [SQLAssignment("x", .bind(.integer(value + 1)))], where: nil)
                            )
                        }
                    }
                }
                try await group.waitForAll()
            }
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[100]])
        }
    }

    @Test("a read cannot write")
    func readsOnly() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x)")
            await #expect(throws: SQLDatabaseError.readOnly) {
                try await database.read { try $0.execute(script: "INSERT INTO t VALUES (1)") }
            }
        }
    }

    @Test("a cursor ends with its transaction, and the same text can run twice at once")
    func cursors() async throws {
        try await withDatabase { database async throws in
            let numbers = RenderedSQL("SELECT value FROM json_each('[1,2,3]')")
            try await database.read { connection in
                let (one, other) = (try connection.query(numbers), try connection.query(numbers))
                _ = try one.step()
                while try other.step() {}
                #expect(try one.step())
                #expect(one.integer(0) == 2)
                one.finish()
                one.finish()
                #expect(throws: SQLDatabaseError.closed) { try one.step() }
            }
        }
    }

    @Test(
        "exactly one statement with the right number of binds is a query",
        arguments: ["SELECT 1; SELECT 2", "", "SELECT ?"]
    )
    func misuse(text: String) async throws {
        try await withDatabase { database async throws in
            let error = await #expect(throws: SQLDatabaseError.self) {
                try await database.read { _ = try $0.query(RenderedSQL(text)) }
            }
            guard case .other = error else {
                Issue.record("\(String(describing: error))")
                return
            }
        }
    }

    @Test("more statements than the cache holds work as well")
    func cache() async throws {
        try await withDatabase(.changed { $0.statementCacheSize = 3 }) { database async throws in
            try await database.read { connection in
                for number in 0..<50 {
                    let rows = try connection.rows(
                        RenderedSQL("SELECT \(number % 7), ?", binds: [.integer(Int64(number))])
                    )
                    #expect(rows == [[.integer(Int64(number % 7)), .integer(Int64(number))]])
                }
            }
        }
    }

    @Test("status tells sizes, and closing refuses what comes after")
    func statusAndClose() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let database = try await SQLiteDatabase.open(path: folder.file(), logger: quietLogger)
        try await database.script("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('y')")
        let status = try await database.status()
        #expect(status.location == folder.file())
        #expect(status.logBytes > 0)
        try await database.optimize()
        try await database.checkpoint()
        #expect(try await database.status().bytes >= 8_192)
        await database.close()
        await #expect(throws: SQLDatabaseError.closed) { try await database.read { _ in } }
        #expect(!FileManager.default.fileExists(atPath: folder.file("test.sqlite-wal")))
    }

    @Test("a new file belongs to its owner alone")
    func permissions() async throws {
        try await withDatabase { database async throws in
            let attributes = try FileManager.default.attributesOfItem(atPath: database.path)
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test("a backup is one state, complete, and not written over a file")
    func backup() async throws {
        try await withDatabase { database async throws in
            try await database.script(
                "CREATE TABLE t (x); WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 20000) INSERT INTO t SELECT i FROM n"
            )
            let target = database.path + ".backup"
            try await database.backUp(to: target)
            await #expect(throws: SQLDatabaseError.cannotOpen("\(target): file exists")) {
                try await database.backUp(to: target)
            }
            let copy = try await SQLiteDatabase.open(path: target, logger: quietLogger)
            #expect(try await copy.read { try $0.rows(RenderedSQL("SELECT count(*) FROM t")) } == [[20_000]])
            #expect(try await copy.findings() == [])
            await copy.close()
        }
    }

    @Test("a row without the row it refers to is refused, and found if it is there all the same")
    func findings() async throws {
        try await withDatabase { database async throws in
            try await database.script(
                """
                CREATE TABLE a (id INTEGER PRIMARY KEY);
                CREATE TABLE b (a REFERENCES a (id) DEFERRABLE INITIALLY DEFERRED);
                """
            )
            await #expect(throws: SQLDatabaseError.constraint(.foreignKey)) {
                try await database.script("INSERT INTO b VALUES (7)")
            }
            #expect(try await database.findings() == [])
            #expect(Self.insertCarelessly(into: database.path) == SQLITE_OK)
            #expect(try await database.findings() == ["row 1 of b refers to a missing row of a"])
        }
    }

    /// Writes the way a foreign tool does that does not check references.
    private static func insertCarelessly(into path: String) -> Int32 {
        var other: OpaquePointer?
        defer { sqlite3_close(other) }
        guard sqlite3_open_v2(path, &other, SQLITE_OPEN_READWRITE, nil) == SQLITE_OK else { return SQLITE_CANTOPEN }
        return sqlite3_exec(other, "PRAGMA foreign_keys = OFF; INSERT INTO b VALUES (7)", nil, nil, nil)
    }
}
