import OData
import ODataSQL
import SQLCore

/// Numbers the changes of the sets whose model promises that they are tracked (`Capabilities.ChangeTracking`).
///
/// Triggers give every new and every changed row the next number of one counter and keep the keys of rows that left
/// their table, whoever removed them: requests, cascades of the schema, or the return to the seed.
struct ChangeNumbers {
    private let sets: [EntityMapping]
    private let model: EdmModel

    private static let column = "$changed"
    private static let clock = "$clock"

    /// Finds the tracked sets of a model.
    init(model: EdmModel, storage: ModelStorage) {
        self.model = model
        sets = (model.container?.entitySets ?? []).filter(\.promisesChangeTracking).compactMap {
            storage.mapping[$0.name]
        }
    }

    /// The mapping, which knows where the numbers are.
    func mapping(_ mapping: RelationalMapping) -> RelationalMapping {
        let tracked = sets.map { set in
            var set = set
            set.changes = ChangeMapping(
                column: Self.column,
                position: SelectStatement(
                    columns: [SQLResultColumn(.column("value"))],
                    from: .table(Self.clock, alias: "clock")
                ),
                tombstones: TombstoneMapping(table: gone(set), column: Self.column, key: key(set))
            )
            return set
        }
        // Of two entries for one set the first counts.
        return RelationalMapping(tracked + mapping.entities)
    }

    private func gone(_ set: EntityMapping) -> String { "\(set.table)$gone" }

    private func key(_ set: EntityMapping) -> [String] { set.key }

    // MARK: Beginning anew

    /// Forgets all changes so far: delta links from before have nothing to go on from.
    func beginAnew(on connection: any SQLConnection) throws {
        guard !sets.isEmpty else { return }
        try connection.execute(UpdateStatement(Self.clock, set: [SQLAssignment("start", .column("value"))], where: nil))
        for set in sets { try connection.execute(DeleteStatement(from: gone(set), where: .true)) }
    }

    /// Whether the changes since a number are still known.
    static func knows(since number: Int64, on connection: any SQLConnection) throws -> Bool {
        let start = SelectStatement(
            columns: [SQLResultColumn(.column("start"))],
            from: .table(clock, alias: "clock")
        )
        let cursor = try connection.query(start)
        defer { cursor.finish() }
        return try cursor.step() && cursor.integer(0) <= number
    }

    // MARK: Tables

    /// What is added to the tables of the model, in the SQL of SQLite.
    var statements: [String] {
        guard !sets.isEmpty else { return [] }
        let clock = Self.quoted(Self.clock)
        return [
            "CREATE TABLE \(clock) (value INTEGER NOT NULL, start INTEGER NOT NULL)",
            "INSERT INTO \(clock) VALUES (0, 0)",
        ]
            + sets.flatMap(statements(for:))
    }

    private func statements(for set: EntityMapping) -> [String] {
        let table = Self.quoted(set.table)
        let gone = Self.quoted(gone(set))
        let number = Self.quoted(Self.column)
        let names = key(set)
        let columns = names.map(Self.quoted).joined(separator: ", ")
        let row = Self.quoted(set.presence ?? "rowid")
        let tick = "UPDATE \(Self.quoted(Self.clock)) SET value = value + 1;"
        let last = "(SELECT value FROM \(Self.quoted(Self.clock)))"
        let sameKey = names.map { "\(Self.quoted($0)) = NEW.\(Self.quoted($0))" }.joined(separator: " AND ")
        let oldKey = names.map { "OLD.\(Self.quoted($0))" }.joined(separator: ", ")
        let stamp = "UPDATE \(table) SET \(number) = \(last) WHERE \(row) = NEW.\(row);"
        func trigger(_ name: String, _ event: String, _ body: String) -> String {
            "CREATE TRIGGER \(Self.quoted("\(set.table)$\(name)")) AFTER \(event) BEGIN \(body) END"
        }
        return [
            "ALTER TABLE \(table) ADD COLUMN \(number) INTEGER NOT NULL DEFAULT 0",
            "CREATE INDEX \(Self.quoted("\(set.table)$changes")) ON \(table) (\(number))",
            "CREATE TABLE \(gone) AS SELECT \(number), \(columns) FROM \(table) WHERE 0",
            "CREATE INDEX \(Self.quoted("\(set.table)$gone$changes")) ON \(gone) (\(number))",
            trigger(
                "inserted",
                "INSERT ON \(table)",
                "\(tick) \(stamp) DELETE FROM \(gone) WHERE \(sameKey);"
            ),
            // The stamp itself is no change.
            trigger("updated", "UPDATE ON \(table) WHEN NEW.\(number) = OLD.\(number)", "\(tick) \(stamp)"),
            trigger(
                "deleted",
                "DELETE ON \(table)",
                "\(tick) INSERT INTO \(gone) (\(number), \(columns)) VALUES (\(last), \(oldKey));"
            ),
        ]
    }

    private static func quoted(_ name: String) -> String {
        "\"\(name.replacing("\"", with: "\"\""))\""
    }
}

extension EdmEntitySet {
    fileprivate var promisesChangeTracking: Bool {
        let term = StandardVocabulary.capabilities.term("ChangeTracking")
        guard case .record(_, let properties, _)? = annotations.first(where: { $0.term == term })?.value else {
            return false
        }
        return !properties.contains { $0.name == "Supported" && $0.value == .bool(false) }
    }
}
