public import OData

/// How a complex property is stored whose members have columns of their own.
public struct StructureMapping: Sendable, Hashable {
    /// The column that is null where the value is null, else 1; nil where the value is never null.
    public var presence: String?
    /// What tells the type of the value, where it may have derived types.
    public var typing: TypeMapping?

    /// Makes a mapping.
    public init(presence: String?, typing: TypeMapping? = nil) {
        self.presence = presence
        self.typing = typing
    }
}

/// The column that names the type of a row, or of a complex value in it.
public struct TypeMapping: Sendable, Hashable {
    /// The column.
    public var column: String
    /// What the column holds for each type that is not abstract.
    public var texts: [EdmTypeName: String]
    /// The types that count as a type, by that type: itself and those derived from it.
    public var including: [EdmTypeName: [EdmTypeName]]

    /// Makes a mapping.
    public init(column: String, texts: [EdmTypeName: String], including: [EdmTypeName: [EdmTypeName]]) {
        self.column = column
        self.texts = texts
        self.including = including
    }

    /// What the column holds for values of a type and of those derived from it.
    func texts(of type: EdmTypeName) -> [String] { (including[type] ?? []).compactMap { texts[$0] } }
}

/// Where the bytes of a stream are stored.
public struct StreamMapping: Sendable, Hashable {
    /// The column of the bytes; null for no stream.
    public var content: String
    /// The column of the media type.
    public var mediaType: String
    /// The column that mirrors the number of bytes, if there is one.
    public var length: String?

    /// Makes a mapping.
    public init(content: String, mediaType: String, length: String? = nil) {
        self.content = content
        self.mediaType = mediaType
        self.length = length
    }
}

/// A piece of the address of an entity.
public enum AddressPart: Sendable, Hashable {
    /// Text as it stands in the URL, such as `Orders(` or `)/Items(`.
    case text(String)
    /// The value of a column of the entity's own table, as a URL literal.
    case key(column: String, ColumnStorage)
}
