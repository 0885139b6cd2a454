public import Identity
public import SQLCore

/// Why the peppers are not as the database expects them.
public enum PepperProblem: Error, Equatable {
    /// The database has peppers, but none was given: tokens cannot be checked.
    case missing([PepperID])
    /// A pepper's bytes are not those the database knows.
    case different([PepperID])
}

/// Compares the peppers with the check values in the database, and makes the first one.
public struct PepperKeeper: Sendable {
    private let database: any SQLDatabase

    /// Makes a keeper for a database.
    public init(database: any SQLDatabase) {
        self.database = database
    }

    /// Whether the database knows any pepper.
    public func isEmpty() async throws -> Bool { try await checkValues().isEmpty }

    /// Records a pepper that was made just now.
    public func record(_ pepper: Pepper, now: UTCInstant) async throws {
        try await database.write { connection in
            let insert = InsertStatement(
                into: "pepper",
                columns: ["pepper_id", "check_value", "created_at"],
                rows: [
                    [
                        .bind(.integer(pepper.id.rawValue)), .bind(.blob(pepper.checkValue)),
                        .bind(.integer(now.microseconds)),
                    ]
                ]
            )
            try connection.execute(insert)
        }
    }

    /// Which peppers are missing or different.
    public func report(on ring: PepperRing) async throws -> PepperReport { ring.report(on: try await checkValues()) }

    private func checkValues() async throws -> [PepperID: [UInt8]] {
        try await database.read { connection in
            let statement = SelectStatement(
                columns: [SQLResultColumn(.column("p", "pepper_id")), SQLResultColumn(.column("p", "check_value"))],
                from: .table("pepper", alias: "p"),
                where: .isNull(.column("p", "retired_at"))
            )
            let cursor = try connection.query(statement)
            defer { cursor.finish() }
            var values: [PepperID: [UInt8]] = [:]
            while try cursor.step() { values[PepperID(cursor.integer(0))] = cursor.blob(1) }
            return values
        }
    }
}
