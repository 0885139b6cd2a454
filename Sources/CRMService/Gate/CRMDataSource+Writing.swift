import EntityModel
import Identity
import OData
import ODataSQL
public import ODataServer
import SQLCore

extension CRMDataSource {
    /// Runs changes in one transaction, with the viewer's rights and in the viewer's name.
    public func write<Result: Sendable>(
        at now: Int64,
        _ body: @escaping @Sendable (any WriteSession) throws -> Result
    ) async throws -> Result {
        do {
            return try await gate.database.write(deadline: .seconds(gate.limits.statementSeconds)) { connection in
                let session = try RecordSession(source: self, connection: connection, now: now)
                let result = try body(session)
                try session.finish()
                return result
            }
        } catch let error as SQLDatabaseError {
            throw WriteError(error)
        }
    }

    /// What the viewer may change.
    var permission: WritePermission {
        WritePermission(viewer: viewer, catalog: gate.catalog, mapping: gate.mapping, view: view)
    }

    /// Whether the viewer may change a set, and if not, whether anybody may.
    func access(to act: WriteAct, on entitySet: String) -> WriteAccess {
        guard let type = gate.catalog.type(ofSet: entitySet) else { return .unsupported }
        return permission.access(to: act.dataAct, on: type)
    }
}

/// The business data as one viewer changes it, inside one transaction.
final class RecordSession: WriteSession {
    private let source: CRMDataSource
    private let connection: any SQLConnection
    private let store: RecordStore
    private let runner: WriteRunner

    init(source: CRMDataSource, connection: any SQLConnection, now: Int64) throws {
        self.source = source
        self.connection = connection
        store = try RecordStore(source: source, connection: connection, now: now)
        runner = WriteRunner(
            model: source.view.model,
            sources: source.rowSources,
            store: store,
            clock: source.gate.clock(now: now),
            connection: connection
        )
    }

    func write(_ write: BoundWrite) throws(WriteError) -> WriteOutcome { try runner.run(write) }

    func read(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream {
        do {
            return try source.read(read, options: options, on: connection)
        } catch let error as DataSourceError {
            throw error
        } catch let error as SQLDatabaseError {
            throw DataSourceError(error, seconds: source.gate.limits.statementSeconds)
        } catch {
            throw .failed("\(error)")
        }
    }

    func finish() throws(WriteError) { try store.finish() }
}
