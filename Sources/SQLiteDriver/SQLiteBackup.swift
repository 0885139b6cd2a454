import GRDBSQLite
import SQLCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Copies a database page by page into a new file.
enum SQLiteBackup {
    /// Copies what `connection` sees; inside a read transaction that is one state, whatever others write.
    static func copy(_ connection: SQLiteConnection, to target: String) throws(SQLDatabaseError) {
        guard access(target, F_OK) != 0 else { throw .cannotOpen("\(target): file exists") }
        let partial = target + ".partial"
        unlink(partial)
        try SQLiteOpening.createPrivateFile(partial)
        do throws(SQLDatabaseError) {
            try copyPages(connection, to: partial)
            guard rename(partial, target) == 0 else {
                throw SQLDatabaseError.cannotOpen("\(target): \(String(cString: strerror(errno)))")
            }
        } catch {
            for suffix in ["", "-wal", "-shm", "-journal"] { unlink(partial + suffix) }
            throw error
        }
    }

    private static func copyPages(_ connection: SQLiteConnection, to path: String) throws(SQLDatabaseError) {
        var target: OpaquePointer?
        let flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        let opened = sqlite3_open_v2(path, &target, flags, nil)
        defer { sqlite3_close_v2(target) }
        guard opened == SQLITE_OK, let target else { throw .cannotOpen(path) }
        guard let backup = sqlite3_backup_init(target, "main", connection.database, "main") else {
            throw failure(of: target)
        }
        var code = SQLITE_OK
        while code == SQLITE_OK {
            if let reason = connection.statementGuard.reason {
                sqlite3_backup_finish(backup)
                throw reason
            }
            code = sqlite3_backup_step(backup, 1_000)
        }
        sqlite3_backup_finish(backup)
        guard code == SQLITE_DONE else { throw failure(of: target) }
    }

    private static func failure(of target: OpaquePointer) -> SQLDatabaseError {
        let message = sqlite3_errmsg(target).map { String(cString: $0) } ?? ""
        return SQLDatabaseError(sqliteCode: sqlite3_extended_errcode(target), message: message)
    }
}
