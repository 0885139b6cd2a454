/// A JSON value as a body holds it: numbers keep their digits, members their order.
public indirect enum JSONValue: Hashable, Sendable {
    case null
    case boolean(Bool)
    /// A number exactly as it was written.
    case number(String)
    case string(String)
    case array([JSONItem])
    case object(JSONObject)

    /// What the value is, for messages: `a string`, `null`.
    public var kind: String {
        switch self {
        case .null: "null"
        case .boolean: "a Boolean"
        case .number: "a number"
        case .string: "a string"
        case .array: "an array"
        case .object: "an object"
        }
    }
}

/// A value of an array or object, with the place it has in the body.
public struct JSONItem: Hashable, Sendable {
    /// The value.
    public var value: JSONValue
    /// The bytes of the value in the body, without white space around it.
    public var range: Range<Int>

    /// Makes an item.
    public init(_ value: JSONValue, range: Range<Int> = 0..<0) {
        self.value = value
        self.range = range
    }
}

/// The members of an object, in the order of the body; no two have the same name.
public struct JSONObject: Hashable, Sendable {
    /// A member.
    public struct Member: Hashable, Sendable {
        /// The name, with escapes resolved.
        public var name: String
        /// The value and its place.
        public var item: JSONItem

        /// The value.
        public var value: JSONValue { item.value }

        /// Makes a member.
        public init(_ name: String, _ item: JSONItem) {
            self.name = name
            self.item = item
        }
    }

    /// The members.
    public var members: [Member]

    /// Makes an object; the caller sees to it that names are unique.
    public init(_ members: [Member] = []) {
        self.members = members
    }

    /// The value of a member; takes time proportional to the number of members.
    public subscript(name: String) -> JSONValue? {
        members.first { $0.name == name }?.value
    }
}
