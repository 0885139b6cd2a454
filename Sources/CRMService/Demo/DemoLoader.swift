public import CRM
public import EntityModel
public import SQLCore

/// Loads a `DemoWorld` into a migrated database without records.
public struct DemoLoader: Sendable {
    /// Told after every batch: rows done, rows of all, and what people call the records being loaded.
    public typealias Progress = @Sendable (_ done: Int, _ total: Int, _ label: String) -> Void

    let database: any SQLDatabase
    let catalog: EntityCatalog

    /// Sets of which a server without records may have rows already.
    private static let keptSets: Set<String> = ["Calendar", "Pipelines", "OpportunityStages"]
    /// Sets that must be empty.
    private static let guardedSets = ["Users", "Companies", "ImportRuns"]
    /// The longest time a load may take.
    static let deadline: Duration = .seconds(4 * 3600)

    /// Makes a loader.
    public init(database: any SQLDatabase, catalog: EntityCatalog) {
        self.database = database
        self.catalog = catalog
    }

    /// Loads the reference data, then the world, and gives the number of rows of the world.
    ///
    /// All rows are one transaction: the world's sets refer to each other in circles, so that foreign keys hold at its
    /// end only; and a load that is killed leaves nothing behind. `now`, in microseconds since 1970, is the time of the
    /// load as readers of changes see it. Throws ``DemoLoadError`` or `SQLDatabaseError`.
    @discardableResult
    public func load(_ world: DemoWorld, now: Int64, progress: Progress? = nil) async throws -> Int {
        try await ReferenceData(catalog: catalog)
            .complete(database, baseCurrency: CRMModel.initialBaseCurrency, now: now)
        let loader = self
        return try await database.write(deadline: Self.deadline) { connection in
            try loader.requireNoRecords(connection)
            var clock = try ChangeClock(connection, now: now)
            // The world has the same pipelines, founded with its organisation and not at this start.
            try InitialPipelineRows(catalog: loader.catalog)?.removeIfUnchanged(on: connection)
            try loader.activateCurrencies(&clock, on: connection)
            let rows = try loader.insert(world, clock: &clock, on: connection, progress: progress)
            try loader.closeRun(rows: rows, clock: &clock, on: connection)
            try clock.store(connection)
            return rows
        }
    }

    private func insert(
        _ world: DemoWorld,
        clock: inout ChangeClock,
        on connection: any SQLConnection,
        progress: Progress?
    ) throws -> Int {
        var set = ""
        var label = ""
        var insert: RecordInsert?
        var done = 0
        for batch in world.batches(ofAtMost: 1000) {
            if batch.set != set || insert == nil {
                let type = try type(batch.set)
                set = batch.set
                label = type.pluralLabel
                insert = try RecordInsert(
                    into: type,
                    columns: batch.columns,
                    dialect: connection.dialect,
                    keepsExisting: Self.keptSets.contains(set)
                )
            }
            for row in batch.rows { try insert?.insert(row, clock: &clock, on: connection) }
            done = batch.rowsSoFar
            progress?(done, batch.totalRows, label)
        }
        return done
    }

    private func requireNoRecords(_ connection: any SQLConnection) throws {
        for set in Self.guardedSets {
            guard try RecordTable(type(set)).count(on: connection) == 0 else { throw DemoLoadError.notEmpty(set: set) }
        }
    }

    /// Makes the currencies of the world choosable.
    private func activateCurrencies(_ clock: inout ChangeClock, on connection: any SQLConnection) throws {
        let currencies = try RecordTable(type("Currencies"))
        let rows = try currencies.rows(
            where: "Code",
            in: DemoWorld.currencies.map { .text($0) },
            columns: ["Code", "IsActive"],
            on: connection
        )
        for row in rows where row[1] != .boolean(true) {
            try currencies.update(key: row[0], set: [("IsActive", .boolean(true))], clock: &clock, on: connection)
        }
    }

    /// Writes the number of rows on the run they all belong to.
    private func closeRun(rows: Int, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        let count = SQLValue.integer(Int64(rows))
        try RecordTable(type("ImportRuns")).update(
            key: .integer(1),
            set: [("RowCount", count), ("CreatedCount", count)],
            clock: &clock,
            on: connection
        )
    }

    func type(_ set: String) throws(DemoLoadError) -> EntityType {
        guard let type = catalog.type(ofSet: set) else { throw .unknownSet(set) }
        return type
    }
}
