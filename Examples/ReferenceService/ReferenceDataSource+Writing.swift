import Foundation
import OData
import ODataSQL
import ODataServer
import SQLCore
import SQLiteDriver

extension ReferenceDataSource {
    /// Runs changes in one transaction.
    func write<Result: Sendable>(
        at now: Int64,
        _ body: @escaping @Sendable (any WriteSession) throws -> Result
    ) async throws -> Result {
        do {
            return try await service.database.write { connection in
                try body(ReferenceSession(source: self, connection: connection, now: now))
            }
        } catch let error as SQLDatabaseError {
            throw WriteError(error)
        }
    }
}

/// The rows as one request changes them, inside one transaction.
final class ReferenceSession: WriteSession {
    private let source: ReferenceDataSource
    private let connection: any SQLConnection
    private let runner: WriteRunner

    init(source: ReferenceDataSource, connection: any SQLConnection, now: Int64) {
        self.source = source
        self.connection = connection
        let service = source.service
        runner = WriteRunner(
            model: service.model,
            sources: OpenRows(mapping: service.mapping),
            store: MappedRowStore(
                model: service.model,
                facts: service.seed.changes.mapValues { $0.facts(now: now) },
                connection: connection
            ),
            clock: PlanClock(nowMicroseconds: now, today: ReferenceDataSource.today(now)),
            connection: connection
        )
    }

    func write(_ write: BoundWrite) throws(WriteError) -> WriteOutcome { try runner.run(write) }

    /// Brings everything back to the seed.
    func reseed() throws { try source.service.reseed(on: connection) }

    func read(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream {
        let (runner, tracksChanges) = try source.runner(for: read, options)
        let facts = EntityStream.Facts(omits: options.omits, tracksChanges: tracksChanges)
        var body: [UInt8] = []
        do {
            let outcome = try runner.run(on: connection) { body += $0 }
            return ReferenceDataSource.stream(outcome, body, facts)
        } catch let error as DataSourceError {
            throw error
        } catch let error as SQLDatabaseError {
            throw DataSourceError(error)
        } catch {
            throw .failed("\(error)")
        }
    }
}

extension Seed {
    /// What the service itself writes into the rows of a set.
    struct Changes: Sendable {
        /// Columns that get a new GUID, for keys that the service makes.
        var generated: [String] = []
        /// Columns that get the time of the insert.
        var stampedOnInsert: [String] = []
        /// Columns that get the time of every change.
        var stampedOnUpdate: [String] = []
        /// Columns that grow by one with every change.
        var counters: [String] = []
        /// The property that mirrors the type.
        var discriminator: MappedRowStore.Facts.Discriminator?

        /// The same for the changes of one request.
        func facts(now: Int64) -> MappedRowStore.Facts {
            var facts = MappedRowStore.Facts(counters: counters, discriminator: discriminator)
            for column in generated { facts.onInsert[column] = { .text(UUID().uuidString.lowercased()) } }
            for column in stampedOnInsert + stampedOnUpdate { facts.onInsert[column] = { .integer(now) } }
            for column in stampedOnUpdate { facts.onUpdate[column] = { .integer(now) } }
            return facts
        }
    }
}
