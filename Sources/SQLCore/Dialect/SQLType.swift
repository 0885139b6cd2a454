/// A logical column type; each dialect names its storage for it.
public enum SQLType: Sendable, Hashable {
    /// True or false.
    case boolean
    /// A 64-bit integer.
    case integer
    /// A double.
    case double
    /// A decimal of at most 18 safe digits with a fixed scale; on SQLite an integer of value × 10^scale.
    case decimal(precision: Int, scale: Int)
    /// Text, compared by its bytes.
    case text
    /// Bytes.
    case blob
    /// A calendar date.
    case date
    /// A time of day with microseconds.
    case timeOfDay
    /// A point in time with microseconds, UTC.
    case timestamp
    /// A duration in microseconds.
    case duration
    /// A UUID; on SQLite 36 small letters.
    case guid
    /// A JSON document.
    case json
    /// A type known by its database name only, as read back from a schema.
    case native(String)
}
