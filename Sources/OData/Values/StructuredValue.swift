/// A value of a property, complex values and collections included.
public indirect enum StructuredValue: Hashable, Sendable {
    case null
    /// A primitive or enumeration value.
    case primitive(EdmValue)
    case geography(EdmGeography)
    /// A complex value; of the declared type unless a derived one is named.
    case structure([Member], type: EdmTypeName? = nil)
    case list([StructuredValue])

    /// A member of a complex value.
    public struct Member: Hashable, Sendable {
        /// The name of the property.
        public var name: String
        /// The value.
        public var value: StructuredValue

        /// Makes a member.
        public init(_ name: String, _ value: StructuredValue) {
            self.name = name
            self.value = value
        }
    }
}
