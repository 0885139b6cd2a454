import GRDBSQLite
import SQLCore

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What functions of ours report to SQLite, and how it is recognised when SQLite reports it to us.
enum SQLiteFunctionFailure: String, Error, CaseIterable {
    case divisionByZero = "odata: division by zero"
    case overflow = "odata: out of range"
    case invalidArgument = "odata: invalid argument"

    var failure: SQLArithmeticFailure {
        switch self {
        case .divisionByZero: .divisionByZero
        case .overflow: .overflow
        case .invalidArgument: .invalidArgument
        }
    }
}

extension SQLDatabaseError {
    /// The error of a connection's last call.
    ///
    /// - Parameters:
    ///   - code: The extended result code.
    ///   - message: What `sqlite3_errmsg` says.
    ///   - systemError: What `errno` says; it counts for errors of input and output only, and only where it fits.
    init(sqliteCode code: Int32, message: String, systemError: Int32 = 0) {
        switch code & 0xff {
        // SQLite itself tells only one kind of "no room" from other failures.
        case SQLITE_IOERR where [ENOSPC, EFBIG, EDQUOT].contains(systemError): self = .diskFull
        case SQLITE_IOERR: self = .cannotOpen(message)
        case SQLITE_BUSY, SQLITE_LOCKED: self = .locked
        case SQLITE_READONLY, SQLITE_PERM: self = .readOnly
        case SQLITE_FULL: self = .diskFull
        case SQLITE_CORRUPT: self = .corrupt(message)
        case SQLITE_NOTADB: self = .notADatabase
        case SQLITE_CANTOPEN: self = .cannotOpen(message)
        case SQLITE_INTERRUPT: self = .interrupted
        case SQLITE_TOOBIG: self = .tooComplex(message)
        case SQLITE_CONSTRAINT: self = .constraint(SQLConstraint(sqliteCode: code, message: message))
        case SQLITE_ERROR: self = Self.plainError(code, message)
        default: self = .other(code: Int(code), message: message)
        }
    }

    private static func plainError(_ code: Int32, _ message: String) -> SQLDatabaseError {
        if let failure = SQLiteFunctionFailure(rawValue: message) { return .arithmetic(failure.failure) }
        if message == "integer overflow" { return .arithmetic(.overflow) }
        let tooComplex = [
            "parser stack overflow", "Expression tree is too large", "too many terms", "too many SQL variables",
            "at most ", "too many columns", "too many references",
        ]
        if tooComplex.contains(where: message.hasPrefix) { return .tooComplex(message) }
        return .other(code: Int(code), message: message)
    }
}

extension SQLConstraint {
    /// Reads SQLite's sentence, such as `UNIQUE constraint failed: contact.email` or `cannot store TEXT value in INTEGER
    /// column contact.size`.
    init(sqliteCode code: Int32, message: String) {
        let detail = message.split(separator: ": ", maxSplits: 1).dropFirst().first.map(String.init) ?? ""
        // SQLITE_CONSTRAINT_… are macros the importer does not show: SQLITE_CONSTRAINT | (n << 8).
        switch code >> 8 {
        case 8, 6, 10: self = .unique(columns: detail.split(separator: ", ").map(String.init))
        case 5: self = .notNull(column: detail)
        case 3: self = .foreignKey
        case 1: self = .check(detail)
        case 12: self = .type(column: message.split(separator: " ").last.map(String.init) ?? "")
        default: self = .other(message)
        }
    }
}
