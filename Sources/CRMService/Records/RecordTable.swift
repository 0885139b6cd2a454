import EntityModel
import SQLCore

/// The statements that bulk work needs of one set: look-ups by many values at once, and updates by key.
struct RecordTable {
    let type: EntityType
    private let table: String

    init(_ type: EntityType) {
        self.type = type
        table = StorageNames.table(of: type)
    }

    /// The name of the key column.
    var keyColumn: String { type.key?.name ?? "" }

    /// Active rows whose `field` is one of the values; lists have no life cycle, so all of theirs count.
    func rows(
        where field: String,
        in values: [SQLValue],
        columns: [String],
        on connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        guard !values.isEmpty else { return [] }
        let column = SQLExpression.column("r", field)
        return try rows(
            matching: .inList(column, values.map { .bind($0) }),
            columns: columns,
            orderBy: [SQLOrdering(.column("r", keyColumn))],
            on: connection
        )
    }

    /// Active rows whose folded twin of `field` is that of one of the texts; the first column is the folded text.
    func rows(
        whereFolded field: String,
        in texts: [String],
        columns: [String],
        on connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        guard !texts.isEmpty else { return [] }
        let column = SQLExpression.column("r", StorageNames.folded(field))
        let values = texts.map { SQLExpression.function(.fold, [.bind(.text($0))]) }
        var rows: [[SQLValue]] = []
        // A folded value is an expression, not a plain bind, so the list is kept short.
        for start in stride(from: 0, to: values.count, by: 100) {
            let part = Array(values[start..<min(start + 100, values.count)])
            rows += try self.rows(
                matching: .inList(column, part),
                columns: [StorageNames.folded(field)] + columns,
                orderBy: [SQLOrdering(.column("r", keyColumn))],
                on: connection
            )
        }
        return rows
    }

    /// All active rows, for small sets.
    func all(columns: [String], on connection: any SQLConnection) throws -> [[SQLValue]] {
        try rows(
            matching: .true,
            columns: columns,
            orderBy: [SQLOrdering(.column("r", keyColumn))],
            on: connection
        )
    }

    private func rows(
        matching condition: SQLExpression,
        columns: [String],
        orderBy: [SQLOrdering],
        on connection: any SQLConnection
    ) throws -> [[SQLValue]] {
        var conditions = [condition]
        if type.isRecord { conditions.append(.isActive("r")) }
        if StorageNames.isShared(type) {
            conditions.append(.equals(.column("r", StorageNames.listColumn), .text(type.set)))
        }
        return try connection.rows(
            SelectStatement(
                columns: columns.map { SQLResultColumn(.column("r", $0)) },
                from: .table(table, alias: "r"),
                where: .and(conditions),
                orderBy: orderBy
            )
        )
    }

    /// The number of rows, deleted ones included.
    func count(on connection: any SQLConnection) throws -> Int64 {
        let statement = SelectStatement(columns: [SQLResultColumn(.count())], from: .table(table, alias: "r"))
        guard case .integer(let count)? = try connection.rows(statement).first?.first else { return 0 }
        return count
    }

    /// Changes fields of the row with a key and numbers the change.
    func update(
        key: SQLValue,
        set changes: [(field: String, value: SQLValue)],
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws {
        guard !changes.isEmpty else { return }
        var assignments: [SQLAssignment] = []
        for change in changes {
            assignments.append(SQLAssignment(change.field, .bind(change.value)))
            if type.field(change.field)?.isFolded == true {
                assignments.append(
                    SQLAssignment(StorageNames.folded(change.field), .function(.fold, [.bind(change.value)]))
                )
            }
        }
        if type.kind.carriesChangeNumber {
            let tick = clock.tick()
            try ChangeTrail.keepFormerValues(of: key, before: changes, in: type, tick: tick, on: connection)
            assignments.append(SQLAssignment("ChangeSeq", .bind(.integer(tick.sequence))))
            assignments.append(SQLAssignment("LastUpdatedTimestamp", .bind(.integer(tick.microseconds))))
        }
        var condition = SQLExpression.equals(.column(keyColumn), .bind(key))
        if StorageNames.isShared(type) {
            condition = .and([condition, .equals(.column(StorageNames.listColumn), .text(type.set))])
        }
        try connection.execute(UpdateStatement(table, set: assignments, where: condition))
    }

    /// Count, smallest and largest `day` and exact sum of `amount` of active rows, by the value of `group`.
    func summary(
        groupedBy group: String,
        in keys: [SQLValue],
        day: String,
        amount: String,
        excluding column: String,
        _ excluded: [String],
        on connection: any SQLConnection
    ) throws -> [SQLValue: RecordSummary] {
        guard !keys.isEmpty else { return [:] }
        let rows = try connection.rows(
            SelectStatement(
                columns: [
                    SQLResultColumn(.column("r", group)),
                    SQLResultColumn(.count()),
                    SQLResultColumn(.aggregate(.minimum, .column("r", day), isDistinct: false)),
                    SQLResultColumn(.aggregate(.maximum, .column("r", day), isDistinct: false)),
                    SQLResultColumn(.sum(.column("r", amount))),
                ],
                from: .table(table, alias: "r"),
                where: .and([
                    .inList(.column("r", group), keys.map { .bind($0) }),
                    .isActive("r"),
                    .not(.inList(.column("r", column), excluded.map { .text($0) })),
                ]),
                groupBy: [.column("r", group)]
            )
        )
        return Dictionary(
            rows.map { ($0[0], RecordSummary(count: $0[1], first: $0[2], last: $0[3], sum: $0[4])) }
        ) { first, _ in first }
    }
}

/// What several rows come to.
struct RecordSummary {
    let count: SQLValue
    let first: SQLValue
    let last: SQLValue
    let sum: SQLValue
}
