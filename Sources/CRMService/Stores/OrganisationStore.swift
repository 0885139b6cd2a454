import Identity
import SQLCore

/// Reads and writes what is known of the organisation; every call belongs to the transaction of its caller.
enum OrganisationStore {
    private static let name = "organisation.name"
    private static let zone = "organisation.time-zone"

    /// Stores an organisation and makes its currency the base, active, and the only one.
    static func store(_ organisation: Organisation, on connection: any SQLConnection) throws {
        try setState(name, organisation.name, on: connection)
        try setState(zone, organisation.timeZone.identifier, on: connection)
        let code = SQLExpression.equals(.column("Code"), .text(organisation.baseCurrency))
        let demote = UpdateStatement(
            "Currencies",
            set: [SQLAssignment("IsBase", .integer(0))],
            where: .and([.equals(.column("IsBase"), .integer(1)), .not(code)])
        )
        let promote = UpdateStatement(
            "Currencies",
            set: [SQLAssignment("IsBase", .integer(1)), SQLAssignment("IsActive", .integer(1))],
            where: code
        )
        try connection.execute(demote)
        guard try connection.execute(promote) == 1 else {
            throw OrganisationProblem.unknownCurrency(organisation.baseCurrency)
        }
    }

    /// The name given at set-up; nil where none was.
    static func storedName(on connection: any SQLConnection) throws(SQLDatabaseError) -> String? {
        try state(name, on: connection)
    }

    /// The zone given at set-up; nil where none was, or none that this system knows.
    static func storedZone(on connection: any SQLConnection) throws(SQLDatabaseError) -> ZoneRule? {
        try state(zone, on: connection).flatMap { ZoneRule(identifier: $0) }
    }

    private static func setState(_ name: String, _ value: String, on connection: any SQLConnection) throws {
        let insert = InsertStatement(
            into: "service_state",
            columns: ["name", "value"],
            rows: [[.bind(.text(name)), .bind(.text(value))]],
            onConflict: .update(
                target: ["name"],
                set: [SQLAssignment("value", SQLConflictAction.excluded("value"))],
                where: nil
            )
        )
        try connection.execute(insert)
    }

    private static func state(_ name: String, on connection: any SQLConnection) throws(SQLDatabaseError) -> String? {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("s", "value"))],
            from: .table("service_state", alias: "s"),
            where: .equals(.column("s", "name"), .bind(.text(name)))
        )
        let cursor = try connection.query(statement)
        defer { cursor.finish() }
        return try cursor.step() ? cursor.string(0) : nil
    }
}
