import GRDBSQLite
import SQLCore

/// The arguments and the result of one call of a function of ours.
struct SQLiteFunctionCall {
    fileprivate let context: OpaquePointer
    fileprivate let arguments: UnsafeMutablePointer<OpaquePointer?>
    let count: Int

    func isNull(_ index: Int) -> Bool {
        sqlite3_value_type(arguments[index]) == SQLITE_NULL
    }

    func integer(_ index: Int) -> Int64 {
        sqlite3_value_int64(arguments[index])
    }

    func real(_ index: Int) -> Double {
        sqlite3_value_double(arguments[index])
    }

    /// The argument as UTF-8, valid during the call.
    func utf8(_ index: Int) -> UnsafeBufferPointer<UInt8> {
        let start = sqlite3_value_text(arguments[index])
        return UnsafeBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_value_bytes(arguments[index])))
    }

    func string(_ index: Int) -> String {
        String(decoding: utf8(index), as: UTF8.self)
    }

    func give(_ value: Int64) {
        sqlite3_result_int64(context, value)
    }

    func give(_ value: Double) {
        sqlite3_result_double(context, value)
    }

    func give(_ value: Bool) {
        sqlite3_result_int(context, value ? 1 : 0)
    }

    func give(_ text: String) {
        var text = text
        text.withUTF8 { give($0) }
    }

    func give(_ utf8: UnsafeBufferPointer<UInt8>) {
        guard let start = utf8.baseAddress, !utf8.isEmpty else {
            return sqlite3_result_text(context, "", 0, SQLiteBinding.transient)
        }
        let characters = UnsafeRawPointer(start).assumingMemoryBound(to: CChar.self)
        sqlite3_result_text64(
            context,
            characters,
            UInt64(utf8.count),
            SQLiteBinding.transient,
            UInt8(SQLITE_UTF8)
        )
    }
}

/// A function that SQLite can call; null in any argument gives null without a call.
struct SQLiteFunction {
    let name: String
    let argumentCount: Int
    let body: (SQLiteFunctionCall) throws(SQLiteFunctionFailure) -> Void

    init(
        _ name: String,
        _ argumentCount: Int,
        _ body: @escaping (SQLiteFunctionCall) throws(SQLiteFunctionFailure) -> Void
    ) {
        self.name = name
        self.argumentCount = argumentCount
        self.body = body
    }
}

/// Registers the functions on a connection.
enum SQLiteFunctions {
    static func register(on database: OpaquePointer) throws(SQLDatabaseError) {
        let functions =
            TextFunctions.all + TextFunctions.pattern() + TimeFunctions.all + DecimalFunctions.all + GeoFunctions.all
            + ListFunctions.all
        for function in functions { try register(function, on: database) }
        try WideSum.register(on: database)
    }

    private final class Box {
        let function: SQLiteFunction

        init(_ function: SQLiteFunction) {
            self.function = function
        }
    }

    private static func register(_ function: SQLiteFunction, on database: OpaquePointer) throws(SQLDatabaseError) {
        let box = Unmanaged.passRetained(Box(function)).toOpaque()
        // SQLite calls the destructor also when the registration fails.
        let code = sqlite3_create_function_v2(
            database,
            function.name,
            Int32(clamping: function.argumentCount),
            SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_INNOCUOUS,
            box,
            { context, count, arguments in
                guard let context, let arguments, let box = sqlite3_user_data(context) else { return }
                for index in 0..<Int(count) where sqlite3_value_type(arguments[index]) == SQLITE_NULL {
                    return sqlite3_result_null(context)
                }
                let function = Unmanaged<Box>.fromOpaque(box).takeUnretainedValue().function
                do throws(SQLiteFunctionFailure) {
                    try function.body(
                        SQLiteFunctionCall(context: context, arguments: arguments, count: Int(count))
                    )
                } catch {
                    sqlite3_result_error(context, error.rawValue, -1)
                }
            },
            nil,
            nil,
            { box in
                guard let box else { return }
                Unmanaged<Box>.fromOpaque(box).release()
            }
        )
        guard code == SQLITE_OK else { throw .other(code: Int(code), message: "cannot register \(function.name)") }
    }
}
