public import Identity
import SQLCore

/// The teams whose rows a token may be held to.
public struct TeamChoice: Sendable, Equatable {
    /// The number of the team.
    public let id: TeamID
    /// Its name.
    public let name: String

    static func exists(_ team: TeamID, on connection: any SQLConnection) throws(SQLDatabaseError) -> Bool {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table("Teams", alias: "t"),
            where: .and([.equals(.column("t", "TeamId"), .bind(.integer(team.rawValue))), .isActive("t")])
        )
        return try !connection.rows(statement).isEmpty
    }

    /// The active teams by name; at most 500.
    static func all(on connection: any SQLConnection) throws(SQLDatabaseError) -> [TeamChoice] {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column("t", "TeamId")), SQLResultColumn(.column("t", "Name"))],
            from: .table("Teams", alias: "t"),
            where: .isActive("t"),
            orderBy: [SQLOrdering(.column("t", "Name"))],
            limit: .integer(500)
        )
        return try connection.rows(statement).compactMap { row in
            guard case .integer(let id)? = row.first, case .text(let name)? = row.last else { return nil }
            return TeamChoice(id: TeamID(id), name: name)
        }
    }
}
