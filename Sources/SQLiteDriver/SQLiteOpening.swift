import GRDBSQLite
import SQLCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens files and sets what every connection needs.
enum SQLiteOpening {
    static func open(
        _ path: String,
        _ role: SQLiteConnection.Role,
        _ configuration: SQLiteConfiguration
    ) throws(SQLDatabaseError) -> OpaquePointer {
        let isNew = access(path, F_OK) != 0
        if isNew, role == .writer, !configuration.isReadOnly { try createPrivateFile(path) }
        // One thread per connection, so SQLite needs no lock of its own; extended result codes.
        var flags = SQLITE_OPEN_NOMUTEX | SQLITE_OPEN_EXRESCODE
        flags |= configuration.isReadOnly ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE
        var database: OpaquePointer?
        let code = sqlite3_open_v2(path, &database, flags, nil)
        guard code == SQLITE_OK, let database else {
            let reason = String(cString: sqlite3_errstr(code))
            sqlite3_close_v2(database)
            throw .cannotOpen("\(path): \(reason)")
        }
        _disableDoubleQuotedStringLiterals(database)
        return database
    }

    static func configure(
        _ connection: SQLiteConnection,
        _ role: SQLiteConnection.Role,
        _ configuration: SQLiteConfiguration
    ) throws(SQLDatabaseError) {
        let handle = connection.database
        // The first statement that reads the file: it tells a foreign or encrypted file.
        try connection.run("PRAGMA schema_version")
        if role == .writer, !configuration.isReadOnly {
            guard sqlite3_db_readonly(handle, "main") == 0 else { throw .readOnly }
            let mode = try connection.rows(RenderedSQL("PRAGMA journal_mode = WAL"))
            guard mode == [[.text("wal")]] else {
                throw .cannotOpen("no write-ahead log is possible where the database is")
            }
            let logBytes = max(configuration.logMebibytes, 1) * 1_048_576
            try connection.run(
                """
                PRAGMA synchronous = FULL;
                PRAGMA wal_autocheckpoint = \(logBytes / 4_096);
                PRAGMA journal_size_limit = \(logBytes);
                """
            )
        } else {
            try connection.run("PRAGMA query_only = ON")
        }
        let cache = role == .streamReader ? 4 : max(configuration.cacheMebibytes / (configuration.readers + 1), 2)
        try connection.run(
            """
            PRAGMA foreign_keys = ON;
            PRAGMA cache_size = \(-cache * 1_024);
            PRAGMA mmap_size = \(max(configuration.mappedMebibytes, 0) * 1_048_576);
            """
        )
        if let limit = configuration.pageLimit { try connection.run("PRAGMA max_page_count = \(limit)") }
    }

    /// Makes the file readable by its owner alone before SQLite would make it readable by all.
    static func createPrivateFile(_ path: String) throws(SQLDatabaseError) {
        #if canImport(Glibc)
            let descriptor = Glibc.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        #else
            let descriptor = Darwin.open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
        #endif
        guard descriptor >= 0 else {
            let reason = String(cString: strerror(errno))
            throw errno == EACCES || errno == EROFS ? .readOnly : .cannotOpen("\(path): \(reason)")
        }
        close(descriptor)
    }
}
