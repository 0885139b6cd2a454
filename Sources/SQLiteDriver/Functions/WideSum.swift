import GRDBSQLite
import SQLCore

/// A sum of integers in 128 bits, for groups whose built-in sum overflows on the way; also as a window function.
enum WideSum {
    /// What SQLite keeps per group, zero at the start; two words, since its memory is aligned to eight bytes.
    private struct State {
        var low: UInt64
        var high: Int64
        var count: Int64

        var sum: Int128 {
            get { Int128(high) << 64 | Int128(low) }
            set {
                low = UInt64(truncatingIfNeeded: newValue)
                high = Int64(truncatingIfNeeded: newValue >> 64)
            }
        }
    }

    static func register(on database: OpaquePointer) throws(SQLDatabaseError) {
        let code = sqlite3_create_window_function(
            database,
            "odata_sum128",
            1,
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
            nil,
            { context, _, arguments in WideSum.add(arguments?[0], sign: 1, context) },
            { context in WideSum.give(context) },
            { context in WideSum.give(context) },
            { context, _, arguments in WideSum.add(arguments?[0], sign: -1, context) },
            nil
        )
        guard code == SQLITE_OK else { throw .other(code: Int(code), message: "cannot register odata_sum128") }
    }

    private static func add(_ value: OpaquePointer?, sign: Int64, _ context: OpaquePointer?) {
        guard let value, sqlite3_value_type(value) != SQLITE_NULL, let state = state(context, isNew: true) else {
            return
        }
        // 2^63 rows of 64 bits fit 128 bits.
        state.pointee.sum += Int128(sqlite3_value_int64(value)) * Int128(sign)
        state.pointee.count += sign
    }

    private static func give(_ context: OpaquePointer?) {
        guard let state = state(context, isNew: false), state.pointee.count > 0 else {
            return sqlite3_result_null(context)
        }
        guard let sum = Int64(exactly: state.pointee.sum) else {
            return sqlite3_result_error(context, SQLiteFunctionFailure.overflow.rawValue, -1)
        }
        sqlite3_result_int64(context, sum)
    }

    private static func state(_ context: OpaquePointer?, isNew: Bool) -> UnsafeMutablePointer<State>? {
        sqlite3_aggregate_context(context, isNew ? Int32(MemoryLayout<State>.size) : 0)?
            .assumingMemoryBound(to: State.self)
    }
}
