/// One value of a record as plain data, independent of any database and payload.
public enum EntityValue: Sendable, Hashable {
    /// No value.
    case null
    /// An Int32, an Int64, a key or a reference.
    case integer(Int64)
    /// Text or a code.
    case text(String)
    /// Yes or no.
    case bool(Bool)
    /// An exact decimal as its digits: the number times ten to the power of its field's scale (money: 4).
    case decimal(Int64)
    /// A calendar day as days since 1970-01-01.
    case date(Int32)
    /// An instant as microseconds since 1970-01-01T00:00:00Z.
    case timestamp(Int64)
}
