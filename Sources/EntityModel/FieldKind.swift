/// What kind of value a field holds, and so its EDM type, its column type and its form control.
///
/// The type projections (`$metadata`, tables, forms, import) switch over this enum exhaustively: a new kind is a
/// list of compiler errors, not a search.
public enum FieldKind: Sendable, Hashable {
    /// The Int64 key of a record, counted up per set and never reused.
    case id
    /// An Int64 reference to a record of the named set.
    case reference(set: String)
    /// One line of text of at most so many characters.
    case string(maxLength: Int)
    /// Many lines of text of at most so many characters; neither sortable nor groupable.
    case text(maxLength: Int)
    /// A readable code of the named list; the set of the same name holds the list's items.
    case code(list: String)
    /// Yes or no, never null.
    case bool
    /// A whole number of 32 bits.
    case int32
    /// A whole number of 64 bits.
    case int64
    /// An amount in the record's currency, Decimal(19,4), within ±900,000,000,000,000.
    case money
    /// An amount in the base currency, Decimal(19,4), always computed.
    case baseMoney
    /// A quantity, Decimal(18,4).
    case quantity
    /// A percentage from 0 to 100, Decimal(5,2).
    case percent
    /// An exchange rate, Decimal(18,8).
    case rate
    /// Any other exact decimal number.
    case decimal(precision: Int, scale: Int)
    /// A calendar day; it never passes through a time zone.
    case date
    /// An instant in UTC with microseconds.
    case timestamp

    /// The longest text in characters, nil for what is not text.
    ///
    /// A code has at most 40 characters.
    public var maxLength: Int? {
        switch self {
        case .string(let length), .text(let length): length
        case .code: 40
        default: nil
        }
    }

    /// The number of decimal digits of a decimal kind, nil for every other.
    public var precision: Int? {
        switch self {
        case .money, .baseMoney: 19
        case .quantity, .rate: 18
        case .percent: 5
        case .decimal(let precision, _): precision
        default: nil
        }
    }

    /// The number of digits after the point of a decimal kind, nil for every other.
    public var scale: Int? {
        switch self {
        case .money, .baseMoney, .quantity: 4
        case .percent: 2
        case .rate: 8
        case .decimal(_, let scale): scale
        default: nil
        }
    }

    /// Whether the value is an exact decimal number.
    public var isDecimal: Bool { precision != nil }

    /// Whether the value is text: one line, many lines or a code.
    public var isText: Bool { maxLength != nil }

    /// Whether the value is a number one may add up: integers and decimals, but neither keys nor references.
    public var isNumeric: Bool {
        switch self {
        case .int32, .int64: true
        default: isDecimal
        }
    }

    /// The set a value points into: a record set for references, a list for codes.
    public var targetSet: String? {
        switch self {
        case .reference(let set): set
        case .code(let list): list
        default: nil
        }
    }
}
