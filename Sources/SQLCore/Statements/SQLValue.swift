/// A value that travels to a database as a bind, or comes back from it.
///
/// Logical types (dates, decimals, identifiers) are already in the form the dialect stores; see ``SQLType``.
public enum SQLValue: Sendable, Hashable {
    /// SQL's NULL.
    case null
    /// A 64-bit integer; also Booleans (0 and 1), scaled decimals and microseconds on SQLite.
    case integer(Int64)
    /// A double; NaN is stored as NULL by SQLite.
    case real(Double)
    /// Text, UTF-8, without NUL characters.
    case text(String)
    /// Bytes.
    case blob([UInt8])

    /// A Boolean as both dialects bind it.
    public static func boolean(_ value: Bool) -> SQLValue {
        .integer(value ? 1 : 0)
    }

    /// True for ``null`` only.
    public var isNull: Bool {
        self == .null
    }
}

extension SQLValue: ExpressibleByIntegerLiteral, ExpressibleByStringLiteral {
    /// Makes an integer value.
    public init(integerLiteral value: Int64) {
        self = .integer(value)
    }

    /// Makes a text value.
    public init(stringLiteral value: String) {
        self = .text(value)
    }
}
