public import OData
public import SQLCore

/// Tables for any model, and how its sets are mapped to them.
///
/// Every entity set, singleton and containment has a table of its own, with one row for each entity, derived types
/// included. Complex properties are columns `Path/Member`, collections one JSON column. Names with `$` are the storage's
/// own; no name of a model has one.
///
/// - `$row` numbers the rows; `$type` names the type where there is more than one.
/// - `Path$` is 1 where a nullable complex value is there; `Path$type` names its type.
/// - `Path$content` and `Path$mediaType` hold a stream; without a path that of a media entity.
/// - `Nav$Key` refers to the related entity where no property does.
/// - `$owner1`, `$owner2`, … are the key of the entity that contains the row.
/// - A table `Set$Nav` relates entities many to many.
///
/// Deleting follows `OnDelete`; where that says nothing, references become null if they may be. Dynamic properties of
/// open types are not stored.
public struct ModelStorage: Sendable {
    /// What a model does not say about its sets; by the name of the set.
    public struct Facts: Sendable, Hashable {
        /// The property whose value makes the entity tag.
        public var version: String?
        /// The paths of the properties that `$search` looks into.
        public var searched: [String]
        /// Properties whose values together are unique.
        public var unique: [[String]]
        /// The property that mirrors the media type of a media entity.
        public var mediaType: String?
        /// The property that mirrors the number of bytes of a media entity.
        public var mediaLength: String?

        /// Makes facts; none by default.
        public init(
            version: String? = nil,
            searched: [String] = [],
            unique: [[String]] = [],
            mediaType: String? = nil,
            mediaLength: String? = nil
        ) {
            self.version = version
            self.searched = searched
            self.unique = unique
            self.mediaType = mediaType
            self.mediaLength = mediaLength
        }
    }

    /// The mapping for planners and stores.
    public let mapping: RelationalMapping
    /// The tables, for an empty database.
    public let schema: SchemaDescription

    /// Designs tables for a model; `facts` are by name of the set.
    ///
    /// Throws where a type cannot be stored; the model should have no `EdmModel.faults()`.
    public init(_ model: EdmModel, facts: [String: Facts] = [:]) throws(ModelStorageError) {
        var designer = StorageDesigner(model: model, facts: facts)
        try designer.design()
        mapping = RelationalMapping(designer.sets.map(\.mapping))
        schema = designer.schema
    }
}

/// Why a model cannot be stored.
public enum ModelStorageError: Error, Hashable, Sendable, CustomStringConvertible {
    /// A property without a type that columns can hold, such as `Edm.Untyped`.
    case unsupportedType(String, at: String)
    /// Properties of two derived types with one name and different types.
    case conflictingProperties(String, in: String)
    /// A set whose type is not declared, or a containment that leads back into itself.
    case unknownType(EdmTypeName, at: String)
    /// Containments are nested more than eight deep.
    case nestedTooDeep(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .unsupportedType(let type, let place): "\(place): values of type \(type) cannot be stored."
        case .conflictingProperties(let name, let set):
            "\(set): two derived types declare '\(name)' with different types, which one table cannot hold."
        case .unknownType(let name, let place): "\(place): the type \(name) is not declared."
        case .nestedTooDeep(let set): "\(set): containments are nested more than eight deep."
        }
    }
}
