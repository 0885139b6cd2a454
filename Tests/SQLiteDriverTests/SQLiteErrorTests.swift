import Foundation
import SQLCore
import SQLiteDriver
import Testing

@Suite struct SQLiteErrorTests {
    static let schema = """
        CREATE TABLE p (id INTEGER PRIMARY KEY) STRICT;
        CREATE TABLE t (
            id INTEGER PRIMARY KEY, a TEXT NOT NULL, b INTEGER UNIQUE, c INTEGER CHECK (c > 0),
            d INTEGER, p INTEGER REFERENCES p (id), UNIQUE (a, d)
        ) STRICT;
        CREATE TABLE u (x TEXT);
        CREATE UNIQUE INDEX u_lower ON u (lower(x));
        INSERT INTO u VALUES ('a');
        INSERT INTO t VALUES (1, 'x', 1, 1, 1, NULL);
        """

    static let brokenRules: [(String, SQLConstraint)] = [
        ("INSERT INTO t VALUES (1, 'y', 2, 1, 1, NULL)", .unique(columns: ["t.id"])),
        ("INSERT INTO t VALUES (2, 'y', 1, 1, 1, NULL)", .unique(columns: ["t.b"])),
        ("INSERT INTO t VALUES (2, 'x', 2, 1, 1, NULL)", .unique(columns: ["t.a", "t.d"])),
        ("INSERT INTO u VALUES ('A')", .unique(columns: ["index 'u_lower'"])),
        ("INSERT INTO t VALUES (2, NULL, 2, 1, 1, NULL)", .notNull(column: "t.a")),
        ("INSERT INTO t VALUES (2, 'y', 2, 0, 1, NULL)", .check("c > 0")),
        ("INSERT INTO t VALUES (2, 'y', 2, 1, 1, 9)", .foreignKey),
        ("INSERT INTO t VALUES (2, 'y', 'z', 1, 1, NULL)", .type(column: "t.b")),
    ]

    @Test("a broken rule is named with its columns", arguments: brokenRules)
    func constraints(script: String, constraint: SQLConstraint) async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema)
            await #expect(throws: SQLDatabaseError.constraint(constraint)) { try await database.script(script) }
        }
    }

    @Test("a missing folder, a folder and a foreign file are told apart")
    func opening() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        func open(_ path: String) async throws(SQLDatabaseError) {
            await (try SQLiteDatabase.open(path: path, logger: quietLogger)).close()
        }
        let missing = folder.file("none/test.sqlite")
        await #expect(throws: SQLDatabaseError.cannotOpen("\(missing): No such file or directory")) {
            try await open(missing)
        }
        await #expect(throws: SQLDatabaseError.cannotOpen("\(folder.path): unable to open database file")) {
            try await open(folder.path)
        }
        let foreign = folder.file("foreign")
        try Data(repeating: 65, count: 4_096).write(to: URL(fileURLWithPath: foreign))
        await #expect(throws: SQLDatabaseError.notADatabase) { try await open(foreign) }
        #expect(try Data(contentsOf: URL(fileURLWithPath: foreign)) == Data(repeating: 65, count: 4_096))
    }

    @Test("a damaged page is reported as damage")
    func corruption() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let path = folder.file()
        let database = try await SQLiteDatabase.open(path: path, logger: quietLogger)
        try await database.script("CREATE TABLE t (x TEXT); INSERT INTO t VALUES ('y')")
        await database.close()
        let file = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        try file.seek(toOffset: 4_096)
        try file.write(contentsOf: Data(repeating: 0xff, count: 4_096))
        try file.close()
        let again = try await SQLiteDatabase.open(path: path, logger: quietLogger)
        await #expect(throws: SQLDatabaseError.corrupt("database disk image is malformed")) {
            try await again.read { try $0.rows(RenderedSQL("SELECT * FROM t")) }
        }
        #expect(try await again.findings() != [])
        await again.close()
    }

    @Test("a database opened for reading reads, and refuses to write")
    func readOnly() async throws {
        try await withDatabase { database async throws in
            try await database.script("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
            var configuration = SQLiteConfiguration()
            configuration.isReadOnly = true
            let reader = try await SQLiteDatabase.open(
                path: database.path,
                configuration: configuration,
                logger: quietLogger
            )
            #expect(try await reader.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[1]])
            await #expect(throws: SQLDatabaseError.readOnly) { try await reader.script("INSERT INTO t VALUES (2)") }
            await reader.close()
        }
    }

    @Test(
        "a file without the right to write is refused when it is opened",
        .disabled(if: geteuid() == 0, "root may write every file")
    )
    func readOnlyFile() async throws {
        let folder = try TemporaryFolder()
        defer { folder.remove() }
        let database = try await SQLiteDatabase.open(path: folder.file(), logger: quietLogger)
        await database.close()
        try FileManager.default.setAttributes([.posixPermissions: 0o400], ofItemAtPath: folder.file())
        await #expect(throws: SQLDatabaseError.readOnly) {
            await (try SQLiteDatabase.open(path: folder.file(), logger: quietLogger)).close()
        }
    }

    @Test("another program's lock is waited for, then reported, and cancelling ends the wait", .timeLimit(.minutes(5)))
    func locked() async throws {
        try await withDatabase(.changed { $0.waitLimit = .milliseconds(50) }) { database async throws in
            try await database.script("CREATE TABLE t (x)")
            var patient = SQLiteConfiguration()
            patient.waitLimit = .seconds(600)
            let other = try await SQLiteDatabase.open(
                path: database.path,
                configuration: patient,
                logger: quietLogger
            )
            let handoff = ChunkHandoff<Int>(stallLimit: nil)
            let holder = Task {
                try await database.write { _ in
                    try handoff.put(1)
                    try handoff.put(2)
                    try? handoff.put(3)
                }
            }
            _ = try await handoff.next()
            var impatient = SQLiteConfiguration()
            impatient.waitLimit = .milliseconds(50)
            let third = try await SQLiteDatabase.open(
                path: database.path,
                configuration: impatient,
                logger: quietLogger
            )
            await #expect(throws: SQLDatabaseError.locked) { try await third.script("INSERT INTO t VALUES (1)") }
            #expect(try await third.read { try $0.rows(RenderedSQL("SELECT * FROM t")) } == [])
            let waiting = Task { try await other.script("INSERT INTO t VALUES (1)") }
            waiting.cancel()
            await #expect(throws: SQLDatabaseError.interrupted) { try await waiting.value }
            handoff.cancel()
            try await holder.value
            try await other.script("INSERT INTO t VALUES (1)")
            await other.close()
            await third.close()
        }
    }

    @Test("a full file is reported, rolled back, and the database goes on")
    func full() async throws {
        try await withDatabase(.changed { $0.pageLimit = 20 }) { database async throws in
            try await database.script("CREATE TABLE t (x BLOB); INSERT INTO t VALUES (1)")
            await #expect(throws: SQLDatabaseError.diskFull) {
                try await database.script("INSERT INTO t VALUES (2); INSERT INTO t VALUES (zeroblob(200000))")
            }
            try await database.script("INSERT INTO t VALUES (3)")
            #expect(try await database.read { try $0.rows(RenderedSQL("SELECT x FROM t")) } == [[1], [3]])
        }
    }

    @Test("what is too deep for the parser is too complex, and so is too much text")
    func tooComplex() async throws {
        try await withDatabase { database async throws in
            let deep = String(repeating: "(", count: 300) + "1" + String(repeating: ")", count: 300)
            await #expect(throws: SQLDatabaseError.tooComplex("parser stack overflow")) {
                try await database.read { try $0.rows(RenderedSQL("SELECT " + deep)) }
            }
            let long = "SELECT 1" + String(repeating: " + 1", count: 2_000)
            await #expect(throws: SQLDatabaseError.tooComplex("Expression tree is too large (maximum depth 1000)")) {
                try await database.read { try $0.rows(RenderedSQL(long)) }
            }
        }
    }

    @Test("a misspelled column is an error, not a text")
    func quotedText() async throws {
        try await withDatabase { database async throws in
            await #expect(throws: SQLDatabaseError.other(code: 1, message: "no such column: x")) {
                try await database.read { try $0.rows(RenderedSQL("SELECT \"x\"")) }
            }
        }
    }
}
