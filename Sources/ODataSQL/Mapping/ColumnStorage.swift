/// How a property's value is stored in its column (the representation table of the design; the same for every dialect
/// where the dialect's own types do not say otherwise).
public enum ColumnStorage: Hashable, Sendable {
    /// Int16, Int32, Byte and SByte: integers that every JSON reader holds exactly.
    case integer
    /// Int64: a JSON string where the client asks for `IEEE754Compatible`.
    case wideInteger
    /// A Decimal as an integer: value × 10^scale.
    case scaledDecimal(scale: Int)
    /// Double and Single.
    case real
    /// 0 or 1.
    case boolean
    case text
    /// `YYYY-MM-DD`.
    case date
    /// Microseconds since 1970-01-01T00:00:00Z.
    case timestamp
    /// Microseconds since midnight.
    case timeOfDay
    /// Microseconds.
    case duration
    /// 36 small characters.
    case guid
    case blob
    /// The member's number; the members in the order of their values.
    case enumeration([Member])

    /// A member of an enumeration type.
    public struct Member: Hashable, Sendable {
        /// The name in answers.
        public let name: String
        /// The number in the column.
        public let value: Int64

        /// Makes a member.
        public init(name: String, value: Int64) {
            self.name = name
            self.value = value
        }
    }
}
