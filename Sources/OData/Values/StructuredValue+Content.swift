extension StructuredValue {
    /// The value of a member of a complex value or row; `null` where there is none.
    public subscript(name: String) -> StructuredValue {
        guard case .structure(let members, _) = self else { return .null }
        return members.first { $0.name == name }?.value ?? .null
    }

    /// The items of a list; none where it is no list.
    public var items: [StructuredValue] {
        guard case .list(let items) = self else { return [] }
        return items
    }

    /// The primitive or enumeration value; nil for anything else.
    public var single: EdmValue? {
        guard case .primitive(let value) = self, value != .null else { return nil }
        return value
    }

    /// A text.
    public var text: String? {
        guard case .string(let text)? = single else { return nil }
        return text
    }

    /// A whole number, or the number of an enumeration value.
    public var integer: Int64? {
        switch single {
        case .integer(let number)?, .enumeration(_, let number)?: number
        default: nil
        }
    }

    /// A number as a double; a decimal is rounded.
    public var double: Double? {
        switch single {
        case .double(let number)?: number
        case .integer(let number)?: Double(number)
        case .decimal(let number)?: Double(number.description)
        default: nil
        }
    }

    /// A Boolean.
    public var boolean: Bool? {
        guard case .boolean(let flag)? = single else { return nil }
        return flag
    }

    /// Whether there is no value.
    public var isNull: Bool {
        switch self {
        case .null, .primitive(.null): true
        default: false
        }
    }

    /// A text as a value.
    public static func text(_ text: String) -> StructuredValue { .primitive(.string(text)) }

    /// A whole number as a value.
    public static func integer(_ number: Int64) -> StructuredValue { .primitive(.integer(number)) }

    /// A double as a value.
    public static func double(_ number: Double) -> StructuredValue { .primitive(.double(number)) }
}
