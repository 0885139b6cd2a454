import Logging
public import SQLCore

/// Threads whose connections read the same state of the database as another reader does, for answers that two threads
/// make together.
///
/// One fewer than there are cores: a long answer may use what is idle, and is no slower than before where nothing is.
final class SQLiteCompanions: Sendable {
    private let threads: DedicatedThreads
    private let seats: SQLiteSeats

    /// How often the two try to begin at the same state while others write.
    private static let attempts = 3

    /// Makes the threads; nil where there is but one core.
    init?(path: String, configuration: SQLiteConfiguration, logger: Logger) {
        let count = DedicatedThreads.coreCount - 1
        guard count > 0 else { return nil }
        let seats = SQLiteSeats(
            count: count,
            path: path,
            role: .streamReader,
            configuration: configuration,
            logger: logger
        )
        self.seats = seats
        threads = DedicatedThreads(count: count, queueLimit: 0, waitLimit: nil, threadWillEnd: { seats.close($0) })
    }

    /// What the two tell each other.
    private struct Meeting: Sendable {
        /// Twice for each attempt: ready, then whether both see the same.
        let toLead = OrderedParts<Bool>(ahead: 2 * SQLiteCompanions.attempts)
        /// Once for each attempt: the lead has begun.
        let toCompanion = OrderedParts<Bool>(ahead: SQLiteCompanions.attempts)
        let end = OrderedParts<Result<Void, any Error>>(ahead: 1)

        func close() {
            toLead.close()
            toCompanion.close()
        }

        func finish(_ result: Result<Void, any Error>) {
            close()
            _ = end.put(result, at: 0)
            end.close()
        }
    }

    /// Runs `work` beside `body`; see ``SQLConnection/withCompanion(_:_:)``.
    func run<Result>(
        beside lead: SQLiteConnection,
        _ work: @Sendable @escaping (any SQLConnection) throws -> Void,
        _ body: () throws -> Result
    ) throws -> Result? {
        let meeting = Meeting()
        let deadline = lead.statementGuard.deadline
        let job = threads.start(
            { [self] job, thread in
                meeting.finish(Swift.Result { try attend(meeting, job, thread, deadline: deadline, work) })
            },
            refused: { meeting.finish(.success(())) }
        )
        do {
            guard try isJoined(lead, meeting) else {
                meeting.close()
                _ = meeting.end.take(0)
                return nil
            }
            let result = try body()
            if case .failure(let error)? = meeting.end.take(0) { throw error }
            return result
        } catch {
            threads.cancel(job)
            meeting.close()
            if case .failure(let cause)? = meeting.end.take(0), error is CompanionStopped { throw cause }
            throw error
        }
    }

    /// The lead's side of the meeting: begins anew until both see the same.
    private func isJoined(_ lead: SQLiteConnection, _ meeting: Meeting) throws -> Bool {
        for attempt in 0..<Self.attempts {
            guard meeting.toLead.take(2 * attempt) != nil else { return false }
            try lead.renewSnapshot()
            _ = try lead.dataVersion()
            guard meeting.toCompanion.put(true, at: attempt), let isSame = meeting.toLead.take(2 * attempt + 1) else {
                return false
            }
            if isSame { return true }
        }
        return false
    }

    /// The companion's side: its version of the data from before the lead began must still be that of its transaction.
    private func attend(
        _ meeting: Meeting,
        _ job: ThreadJob,
        _ thread: Int,
        deadline: MonotonicInstant?,
        _ work: @Sendable (any SQLConnection) throws -> Void
    ) throws {
        let connection = try seats.connection(thread)
        defer { connection.statementGuard.end() }
        let handle = SQLiteInterruptHandle(connection.database)
        for attempt in 0..<Self.attempts {
            connection.statementGuard.begin(job, deadline: deadline)
            job.onCancel { handle.interrupt() }
            let before = try connection.dataVersion()
            guard meeting.toLead.put(true, at: 2 * attempt), meeting.toCompanion.take(attempt) != nil else { return }
            let isOver = try connection.transaction(.read) { inside in
                let isSame = try connection.dataVersion() == before
                guard meeting.toLead.put(isSame, at: 2 * attempt + 1) else { return true }
                if isSame { try work(inside) }
                return isSame
            }
            if isOver { return }
        }
    }

    func shutDown() async {
        await threads.shutDown()
    }
}

extension SQLiteConnection {
    private static let dataVersion = RenderedSQL("PRAGMA data_version")

    /// A number that differs from an earlier one of this connection if another connection has committed in between;
    /// begins the snapshot of a transaction.
    fileprivate func dataVersion() throws(SQLDatabaseError) -> Int64 {
        let cursor = try query(Self.dataVersion)
        defer { cursor.finish() }
        return try cursor.step() ? cursor.integer(0) : 0
    }

    /// Runs two bodies at once on the same state of the database; see `SQLConnection`.
    public func withCompanion<Result>(
        _ work: @Sendable @escaping (any SQLConnection) throws -> Void,
        _ body: () throws -> Result
    ) throws -> Result? {
        guard isQueryOnly, let companions else { return nil }
        return try companions.run(beside: self, work, body)
    }
}
