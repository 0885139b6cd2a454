import GRDBSQLite
import SQLCore

/// What may stop the statements of the body that runs on a connection: cancellation and the deadline.
///
/// SQLite asks it every few thousand steps of its machine, and while it waits for a lock.
final class SQLiteStatementGuard {
    private var job: ThreadJob?
    private(set) var deadline: MonotonicInstant?
    private var lockDeadline: MonotonicInstant?
    private let lockLimit: Duration

    init(lockLimit: Duration) {
        self.lockLimit = lockLimit
    }

    func begin(_ job: ThreadJob, deadline: MonotonicInstant?) {
        self.job = job
        self.deadline = deadline
    }

    /// From here on nothing stops the connection's statements, nor is about to.
    func end() {
        job?.clearCancelHandler()
        job = nil
        deadline = nil
    }

    /// Why the running body must stop; nil if it may go on.
    var reason: SQLDatabaseError? {
        if let job, job.isCancelled { return .interrupted }
        if let deadline, deadline <= .now { return .timedOut }
        return nil
    }

    /// Waits a little for another program's lock; false if it took too long.
    func mayWaitForLock(attempt: Int32) -> Bool {
        guard reason == nil else { return false }
        if attempt == 0 { lockDeadline = .now.advanced(by: lockLimit) }
        guard let limit = lockDeadline, .now < limit else { return false }
        sqlite3_sleep(attempt < 10 ? 1 : 10)
        return true
    }

    /// Lets SQLite ask; the guard must live longer than the connection.
    func watch(_ database: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_progress_handler(
            database,
            4_000,
            { context in
                guard let context else { return 0 }
                return Unmanaged<SQLiteStatementGuard>.fromOpaque(context).takeUnretainedValue().reason == nil ? 0 : 1
            },
            context
        )
        sqlite3_busy_handler(
            database,
            { context, attempt in
                guard let context else { return 0 }
                let statementGuard = Unmanaged<SQLiteStatementGuard>.fromOpaque(context).takeUnretainedValue()
                return statementGuard.mayWaitForLock(attempt: attempt) ? 1 : 0
            },
            context
        )
    }
}
