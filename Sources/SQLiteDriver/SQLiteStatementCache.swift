import GRDBSQLite
import SQLCore

/// Prepared statements that nobody uses just now, by their text; the longest unused one goes first.
///
/// A statement in use is not in the cache, so the same text can run twice at once.
struct SQLiteStatementCache {
    private struct Entry {
        let statement: OpaquePointer
        let lastUse: UInt64
    }

    private let limit: Int
    private var entries: [StatementText: Entry] = [:]
    private var clock: UInt64 = 0

    init(limit: Int) {
        self.limit = max(limit, 1)
    }

    mutating func take(_ text: StatementText) -> OpaquePointer? {
        entries.removeValue(forKey: text)?.statement
    }

    /// Takes a statement back, reset and without its binds.
    mutating func give(_ statement: OpaquePointer, text: StatementText) {
        sqlite3_reset(statement)
        sqlite3_clear_bindings(statement)
        clock += 1
        if let other = entries.updateValue(Entry(statement: statement, lastUse: clock), forKey: text) {
            sqlite3_finalize(other.statement)
        }
        guard entries.count > limit, let oldest = entries.min(by: { $0.value.lastUse < $1.value.lastUse }) else {
            return
        }
        entries[oldest.key] = nil
        sqlite3_finalize(oldest.value.statement)
    }

    mutating func removeAll() {
        for entry in entries.values { sqlite3_finalize(entry.statement) }
        entries = [:]
    }

    var count: Int { entries.count }
}
