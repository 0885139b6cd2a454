/// The canonical functions of the protocol (URL Conventions 5.1.1.4 to 5.1.1.12): a closed list.
///
/// A new case makes the compiler name every switch that has to learn it. The raw value is the canonical name, in small
/// letters; look-up ignores case (4.01).
public enum BuiltInFunction: String, CaseIterable, Hashable, Sendable {
    // String functions (5.1.1.5, 5.1.1.7). The first seven exist for collections too (5.1.1.6).
    case concat
    case contains
    case endswith
    case indexof
    case length
    case startswith
    case substring
    case matchespattern
    case tolower
    case toupper
    case trim

    // Collection functions (5.1.1.6).
    case hassubset
    case hassubsequence

    // Date and time functions (5.1.1.8).
    case year
    case month
    case day
    case hour
    case minute
    case second
    case fractionalseconds
    case date
    case time
    case totaloffsetminutes
    case totalseconds
    case now
    case mindatetime
    case maxdatetime

    // Arithmetic functions (5.1.1.9).
    case round
    case floor
    case ceiling

    // Type functions (5.1.1.10).
    case cast
    case isof

    // Geo functions (5.1.1.11).
    case geoDistance = "geo.distance"
    case geoLength = "geo.length"
    case geoIntersects = "geo.intersects"

    // The conditional function (5.1.1.12).
    case conditional = "case"

    /// The canonical name, as messages and documentation write it.
    public var name: String { rawValue }

    /// The function of a name as written in a URL, in any case; nil if there is none.
    public init?(ignoringCase text: String) {
        if let exact = BuiltInFunction(rawValue: text) {
            self = exact
        } else {
            self.init(rawValue: text.lowercased())
        }
    }

    /// The names of all functions, for suggestions.
    public static let names: [String] = allCases.map(\.rawValue)

    /// What kind of arguments the function works on.
    public enum Group: Hashable, Sendable {
        /// Strings.
        case string
        /// Collections.
        case collection
        /// Dates, times and durations.
        case date
        /// Numbers.
        case arithmetic
        /// Types; bound to nodes of their own, never to a call.
        case type
        /// Geography and geometry.
        case geo
        /// The conditional function; bound to a node of its own, never to a call.
        case conditional
    }

    /// The group that the protocol puts the function in.
    public var group: Group {
        switch self {
        case .concat, .contains, .endswith, .indexof, .length, .startswith, .substring, .matchespattern, .tolower,
            .toupper, .trim:
            .string
        case .hassubset, .hassubsequence: .collection
        case .year, .month, .day, .hour, .minute, .second, .fractionalseconds, .date, .time, .totaloffsetminutes,
            .totalseconds, .now, .mindatetime, .maxdatetime:
            .date
        case .round, .floor, .ceiling: .arithmetic
        case .cast, .isof: .type
        case .geoDistance, .geoLength, .geoIntersects: .geo
        case .conditional: .conditional
        }
    }

    /// Whether bound requests may hold a call of the function; type and conditional functions become nodes of their
    /// own.
    public var isCallable: Bool {
        switch group {
        case .string, .date, .arithmetic, .collection, .geo: true
        case .type, .conditional: false
        }
    }

    /// Whether the function exists for ordered collections too (5.1.1.6).
    public var hasCollectionForm: Bool {
        switch self {
        case .concat, .contains, .endswith, .indexof, .length, .startswith, .substring, .hassubset, .hassubsequence:
            true
        default: false
        }
    }

    /// Whether the function takes one part of an instant, which depends on the offset it was written with.
    public var readsComponentOfInstant: Bool {
        switch self {
        case .year, .month, .day, .hour, .minute, .second, .fractionalseconds, .date, .time, .totaloffsetminutes: true
        default: false
        }
    }
}
