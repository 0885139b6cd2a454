/// The functions a planner may use: a closed list, so that a new one makes every dialect fail to compile.
///
/// Null in any argument gives null, except in ``coalesce``. Positions and lengths count Unicode scalar values.
/// Text compares by its bytes. Forms say how an argument is stored, see ``SQLNumberForm`` and ``SQLTimeForm``.
public enum SQLFunction: Sendable, Hashable {
    // Text.

    /// (text, part): part occurs in text.
    case contains
    /// (text, part): text starts with part; a literal part is better served by a range.
    case startsWith
    /// (text, part): text ends with part.
    case endsWith
    /// (text): the number of Unicode scalar values.
    case length
    /// (text, part): the position from 0 of the first occurrence, else -1.
    case indexOf
    /// (text, start[, length]): a negative start counts from the end, past the end is empty.
    case substring
    /// (text): lower case by full Unicode mapping.
    case toLower
    /// (text): upper case by full Unicode mapping.
    case toUpper
    /// (text): without white space at both ends.
    case trim
    /// (text, pattern): the pattern matches somewhere in text, in linear time.
    case matchesPattern
    /// (text): compatibility form, without case and accents; the form of folded index columns.
    case fold

    // Time.

    /// (time): one field; seconds' fraction is a decimal of scale 6.
    case part(SQLTimePart, SQLTimeForm)
    /// (timestamp): its date in UTC.
    case dateOfTimestamp
    /// (timestamp): its time of day in UTC.
    case timeOfTimestamp
    /// (date): its midnight in UTC.
    case timestampOfDate
    /// (timestamp): the offset in minutes, which is 0 because times are kept in UTC.
    case totalOffsetMinutes
    /// (duration): seconds as a decimal of scale 6.
    case totalSeconds
    /// (time, duration): a time of the same form; dates floor to the day. Raises an overflow outside years 1 to 9999.
    case addDuration(SQLTimeForm)
    /// (time, time): first minus second, as a duration.
    case difference(SQLTimeForm)

    // Numbers.

    /// (number): to a whole number, half away from zero, in the same form.
    case round(SQLNumberForm)
    /// (number): to the next whole number below, in the same form.
    case floor(SQLNumberForm)
    /// (number): to the next whole number above, in the same form.
    case ceiling(SQLNumberForm)
    /// (decimal, decimal): the quotient of decimals of given scales, half up, at the scale `result`.
    case decimalDivide(left: Int, right: Int, result: Int)
    /// (decimal): brought from one scale to another, half up; `from: 0` makes a decimal of an integer.
    case rescale(from: Int, to: Int)
    /// (number): as a double.
    case toDouble(SQLNumberForm)
    /// (double): as an integer or a decimal, half away from zero; raises an overflow.
    case fromDouble(SQLNumberForm)
    /// (value): its OData literal form as text.
    case toText(SQLTextForm)

    // Any type.

    /// (value, …): the first that is not null.
    case coalesce
    /// (list member): the element at a position from 0, if the member is itself a list; see ``SQLTableReference/list(_:element:alias:)``.
    case listElement(Int, SQLType)
    /// (JSON object): the value of a member, null where there is none; the name has neither quotes nor backslashes.
    case objectMember(String, SQLType)

    // Collections and shapes.

    /// (JSON array, JSON array): a function on collections whose items are written alike.
    case list(SQLListFunction)
    /// (GeoJSON point, GeoJSON point): the distance; in metres on the earth, or in the units of a plane.
    case geoDistance(isPlane: Bool)
    /// (GeoJSON line): its length, likewise.
    case geoLength(isPlane: Bool)
    /// (GeoJSON point, GeoJSON polygon): whether the point is in the polygon or on its boundary.
    case geoIntersects
}

/// The functions on collections.
public enum SQLListFunction: Sendable, Hashable {
    /// (list, list): whether the first has each item of the second, as often as it has.
    case hasSubset
    /// (list, list): whether the first has the items of the second in their order, perhaps with others between them.
    case hasSubsequence
    /// (list, list): whether the items of the second stand one behind the other in the first.
    case contains
    /// (list, list): where they do so first, from 0; −1 where they do not.
    case indexOf
    /// (list, list): whether the first begins with the second.
    case startsWith
    /// (list, list): whether the first ends with the second.
    case endsWith
    /// (list): the number of items.
    case length
    /// (list, list): the items of both.
    case concat
    /// (list, start, length): some of the items; a negative length means all, a negative start counts from the end.
    case part
}

/// How a number is stored.
public enum SQLNumberForm: Sendable, Hashable {
    /// A 64-bit integer.
    case integer
    /// A decimal with a fixed scale; on SQLite an integer of value × 10^scale.
    case decimal(scale: Int)
    /// A double.
    case double
}

/// The arithmetic operators.
///
/// On integers and decimals a result that leaves 64 bits raises ``SQLDatabaseError/arithmetic(_:)``, and so does a zero
/// divisor. Both operands have the form given beside the operator; decimals have the same scale.
public enum SQLArithmetic: Sendable, Hashable, CaseIterable {
    /// Sum.
    case add
    /// Difference.
    case subtract
    /// Product; decimals of scales a and b give scale a + b, whatever scale the form says.
    case multiply
    /// Quotient: integers truncate; decimals of scale s give scale max(s, 6), half up; doubles follow IEEE 754.
    case divide
    /// Remainder with the sign of the dividend; a zero divisor raises for every form.
    case modulo
    /// Bits of both integers.
    case bitAnd
}

/// A field of a date or time.
public enum SQLTimePart: Sendable, Hashable, CaseIterable {
    /// The year.
    case year
    /// The month from 1.
    case month
    /// The day from 1.
    case day
    /// The hour from 0.
    case hour
    /// The minute from 0.
    case minute
    /// The second from 0.
    case second
    /// The fraction of the second, a decimal of scale 6.
    case fractionalSeconds
}

/// How a date or time is stored on SQLite.
public enum SQLTimeForm: Sendable, Hashable, CaseIterable {
    /// Microseconds since 1970 UTC.
    case timestamp
    /// Text `YYYY-MM-DD`.
    case date
    /// Microseconds since midnight.
    case timeOfDay
    /// Microseconds.
    case duration
}

/// Which literal form ``SQLFunction/toText(_:)`` writes.
public enum SQLTextForm: Sendable, Hashable {
    /// `true` or `false`.
    case boolean
    /// A number.
    case number(SQLNumberForm)
    /// A date or time.
    case time(SQLTimeForm)
}

extension SQLFunction {
    /// How many arguments the function takes.
    public var argumentCount: ClosedRange<Int> {
        switch self {
        case .contains, .startsWith, .endsWith, .indexOf, .matchesPattern, .addDuration, .difference, .decimalDivide:
            2...2
        case .substring: 2...3
        case .list(.length), .geoLength: 1...1
        case .list(.part): 3...3
        case .list, .geoDistance, .geoIntersects: 2...2
        case .coalesce: 1...100
        case .length, .toLower, .toUpper, .trim, .fold, .part, .dateOfTimestamp, .timeOfTimestamp, .timestampOfDate,
            .totalOffsetMinutes, .totalSeconds, .round, .floor, .ceiling, .rescale, .toDouble, .fromDouble, .toText,
            .listElement, .objectMember:
            1...1
        }
    }
}
