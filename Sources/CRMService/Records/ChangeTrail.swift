import EntityModel
import ODataSQL
import SQLCore

/// What is kept of changes beside the rows themselves, so that delta links can tell what a reader no longer sees.
///
/// A row carries the number of its last change, and deleted records stay in their tables. Kept beside them are the keys
/// of rows that left their table (`change_tombstone`) and the values that a record's references, its privacy and its
/// life had before (`change_move`). Both go when no delta link is old enough to ask for them.
enum ChangeTrail {
    /// The column with the number of a row's last change.
    static let numberColumn = "ChangeSeq"
    private static let statusColumn = "StatusFlag"
    private static let tombstones = "change_tombstone"
    private static let moves = "change_move"

    // MARK: Mapping

    /// How the changes of a set are found; nil for sets whose rows carry no number.
    static func mapping(of type: EntityType) -> ChangeMapping? {
        guard type.kind.carriesChangeNumber else { return nil }
        let set = type.set
        let kept = Set(type.storedFields.filter { keeps($0, of: type) }.map(\.name))
        let isHistory = type.kind == .history
        // The row is locked from the first number to the commit, see ``ChangeClock``.
        let position = SelectStatement(
            columns: [SQLResultColumn(.column("k", "seq"))],
            from: .table("change_clock", alias: "k")
        )
        var mapping = ChangeMapping(column: numberColumn, position: position)
        if type.isRecord {
            mapping.isDeleted = { alias in .notEquals(.column(alias, statusColumn), .word("A")) }
        }
        if type.kind == .list {
            mapping.tombstones = TombstoneMapping(
                table: tombstones,
                column: "seq",
                key: ["record_key"],
                condition: { alias in .equals(.column(alias, "entity_set"), .text(set)) }
            )
        }
        mapping.formerValues = { (column: String, since: SQLExpression) -> SelectStatement? in
            // Rows of histories never move; those of records are kept.
            if isHistory { return nothing }
            return kept.contains(column) ? formerValues(of: column, in: set, since: since) : nil
        }
        return mapping
    }

    private static let nothing = SelectStatement(columns: [SQLResultColumn(.null)], where: .false)

    /// Whether the former values of a field are kept: references to records, and what else decides who sees a record.
    private static func keeps(_ field: Field, of type: EntityType) -> Bool {
        guard type.isRecord, field.isStored, !field.isKey else { return false }
        if case .reference = field.kind { return true }
        return field.name == "IsPrivate" || field.name == statusColumn
    }

    private static func formerValues(of column: String, in set: String, since: SQLExpression) -> SelectStatement {
        SelectStatement(
            columns: [SQLResultColumn(.column("m", "old_value"))],
            from: .table(moves, alias: "m"),
            where: .and([moved(in: set, since), .equals(.column("m", "field"), .text(column))])
        )
    }

    private static func moved(in set: String, _ since: SQLExpression) -> SQLExpression {
        .and([.equals(.column("m", "entity_set"), .text(set)), .greater(.column("m", "seq"), since)])
    }

    // MARK: Looking back

    /// The keys of records that moved since a position: that belong to others now, are no longer private, were deleted or
    /// restored; with `field` those for which the value it had fulfils a condition.
    static func records(
        of set: String,
        movedSince since: SQLExpression,
        field: (name: String, test: (SQLExpression) -> SQLExpression)? = nil
    ) -> SelectStatement {
        var conditions = [moved(in: set, since)]
        if let field {
            conditions.append(.equals(.column("m", "field"), .text(field.name)))
            conditions.append(field.test(.column("m", "old_value")))
        }
        return SelectStatement(
            columns: [SQLResultColumn(.column("m", "record_id"))],
            from: .table(moves, alias: "m"),
            where: .and(conditions)
        )
    }

    /// Whether teams were put under others since a position, which changes what belongs to a team without a trace in the
    /// records of it.
    static func teamsMoved(since position: Int64, on connection: any SQLConnection) throws -> Bool {
        var moved = records(of: "Teams", movedSince: .bind(.integer(position)), field: ("ParentTeamId", { _ in .true }))
        moved.limit = .integer(1)
        return try !connection.rows(moved).isEmpty
    }

    // MARK: Keeping

    /// Keeps the values that a record is about to lose; to be called before the record is written.
    static func keepFormerValues(
        of key: SQLValue,
        before changes: [(field: String, value: SQLValue)],
        in type: EntityType,
        tick: (sequence: Int64, microseconds: Int64),
        on connection: any SQLConnection
    ) throws {
        guard let keyColumn = type.key?.name else { return }
        for change in changes {
            guard let field = type.field(change.field), keeps(field, of: type) else { continue }
            // Only that it changed is of interest there; who sees deleted records is another matter.
            let old: SQLExpression = field.name == statusColumn ? .null : .column("r", field.name)
            let row = SelectStatement(
                columns: [
                    SQLResultColumn(.text(type.set)), SQLResultColumn(.bind(.integer(tick.sequence))),
                    SQLResultColumn(.column("r", keyColumn)), SQLResultColumn(.text(field.name)), SQLResultColumn(old),
                    SQLResultColumn(.bind(.integer(tick.microseconds))),
                ],
                from: .table(StorageNames.table(of: type), alias: "r"),
                where: .and([
                    .equals(.column("r", keyColumn), .bind(key)),
                    .isDistinctFrom(.column("r", field.name), .bind(change.value)),
                ])
            )
            try connection.execute(
                InsertStatement(
                    into: moves,
                    columns: ["entity_set", "seq", "record_id", "field", "old_value", "at"],
                    source: .select(row)
                )
            )
        }
    }

    /// Keeps the key of a row that left its table.
    static func keepTombstone(
        of key: SQLValue,
        in type: EntityType,
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        let tick = clock.tick()
        let row: [SQLExpression] = [
            .text(type.set), .bind(.integer(tick.sequence)), .bind(key), .bind(.integer(tick.microseconds)),
        ]
        try connection.execute(
            InsertStatement(into: tombstones, columns: ["entity_set", "seq", "record_key", "at"], rows: [row])
        )
    }

    /// Drops what was kept before a time, in microseconds since 1970.
    static func forget(before time: Int64, on connection: any SQLConnection) throws {
        for table in [tombstones, moves] {
            try connection.execute(DeleteStatement(from: table, where: .less(.column("at"), .bind(.integer(time)))))
        }
    }
}
