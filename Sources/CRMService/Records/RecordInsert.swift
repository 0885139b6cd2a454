import EntityModel
import SQLCore

/// An insert of many rows of one set, rendered once: folded twins are made by the database, change numbers are given.
struct RecordInsert {
    private let rendered: RenderedSQL
    private let columnCount: Int
    private let numbersChanges: Bool

    /// Prepares an insert.
    ///
    /// `columns` are the fields the rows have, in order, all of them stored fields of the set. With `keepsExisting` a row
    /// whose key exists is left as it is.
    init(
        into type: EntityType,
        columns: [String],
        dialect: any SQLDialect,
        keepsExisting: Bool = false
    ) throws(SQLRenderingError) {
        var names = columns
        var values: [SQLExpression] = columns.indices.map { .parameter($0) }
        for (position, column) in columns.enumerated() where type.field(column)?.isFolded == true {
            names.append(StorageNames.folded(column))
            values.append(.function(.fold, [.parameter(position)]))
        }
        var next = columns.count
        numbersChanges = type.kind.carriesChangeNumber
        if numbersChanges {
            names += ["ChangeSeq", "LastUpdatedTimestamp"]
            values += [.parameter(next), .parameter(next + 1)]
            next += 2
        }
        if StorageNames.isShared(type) {
            names.append(StorageNames.listColumn)
            values.append(.text(type.set))
        }
        columnCount = columns.count
        rendered = try dialect.render(
            InsertStatement(
                into: StorageNames.table(of: type),
                columns: names,
                rows: [values],
                onConflict: keepsExisting ? .nothing(target: []) : nil
            )
        )
    }

    /// Inserts one row; gives whether it was new.
    @discardableResult
    func insert(
        _ values: [EntityValue],
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws -> Bool {
        try insert(stored: values.map(\.stored), clock: &clock, on: connection)
    }

    /// Inserts one row of values as their columns hold them; gives whether it was new.
    @discardableResult
    func insert(
        stored values: [SQLValue],
        clock: inout ChangeClock,
        on connection: any SQLConnection
    ) throws -> Bool {
        var binds = values
        guard binds.count == columnCount else { throw SQLDatabaseError.rendering(.missingParameter(binds.count)) }
        if numbersChanges {
            let tick = clock.tick()
            binds += [.integer(tick.sequence), .integer(tick.microseconds)]
        }
        return try connection.execute(rendered.filling(binds)) > 0
    }
}
