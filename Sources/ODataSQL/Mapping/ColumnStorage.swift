import OData

/// How a property's value is stored in its column (the representation table of the design; the same for every dialect
/// where the dialect's own types do not say otherwise).
public indirect enum ColumnStorage: Hashable, Sendable {
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
    /// A Decimal of more than 18 digits: 40 digits of text whose order is that of the numbers, see ``WideDecimal``.
    ///
    /// Where the scale is variable, zeros at the end are not written.
    case wideDecimal(scale: Int, isVariable: Bool = false)
    /// A geography or geometry value as GeoJSON text.
    case geography
    /// A collection: a JSON array of values as columns of their storage hold them.
    case list(of: ColumnStorage)
    /// A complex value as a JSON object, its members by property name as columns of their storage hold them; for
    /// members of collections, and for types that hold themselves.
    case structure(StructureStorage)

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

/// The members of a complex value that is stored as one JSON object.
public final class StructureStorage: Hashable, Sendable {
    /// A member of the object.
    public struct Member: Hashable, Sendable {
        /// The name of the property.
        public let name: String
        /// How its value is stored inside the object.
        public let storage: ColumnStorage

        /// Whether the property has a default, so that its null says something.
        public let hasDefault: Bool

        /// Makes a member.
        public init(_ name: String, _ storage: ColumnStorage, hasDefault: Bool = false) {
            self.name = name
            self.storage = storage
            self.hasDefault = hasDefault
        }

        /// Whether a null is left out.
        func isOmittedWhenNull(_ omitted: OmittedValues) -> Bool {
            switch omitted {
            case .none: false
            case .nulls: true
            case .defaults: !hasDefault
            }
        }
    }

    /// The complex type.
    public let type: String
    /// The members of each type a value may have, by the type's name; those of ``type`` too.
    ///
    /// A value of a derived type names it in the member `@type`. Asked for when a value is written or read, so that
    /// types may hold themselves.
    public let members: @Sendable (_ type: String) -> [Member]?
    /// The types that count as a type, by its name: itself and those derived from it.
    public let including: @Sendable (_ type: String) -> [String]

    /// Makes a storage.
    public init(
        type: String,
        including: @escaping @Sendable (_ type: String) -> [String] = { [$0] },
        members: @escaping @Sendable (_ type: String) -> [Member]?
    ) {
        self.type = type
        self.including = including
        self.members = members
    }

    /// Storages of one type are equal.
    public static func == (left: StructureStorage, right: StructureStorage) -> Bool { left.type == right.type }

    /// Hashes the type.
    public func hash(into hasher: inout Hasher) { hasher.combine(type) }
}

extension ColumnStorage {
    var isWideDecimal: Bool {
        if case .wideDecimal = self { true } else { false }
    }
}
