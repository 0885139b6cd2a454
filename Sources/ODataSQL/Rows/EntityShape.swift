/// How one entity becomes one JSON object: which members, in which order, from which result columns.
///
/// Made once for a plan; everything that does not depend on the row is encoded beforehand.
struct EntityShape: Sendable {
    /// The result column of the version, for the entity tag.
    var versionColumn: Int?
    /// What ids are made of; nil where the metadata level shows none.
    var identity: Identity?
    /// The members in the order they are written.
    var members: [Member]
    /// Control information that every row begins with, such as a context, in bytes.
    var opening: [UInt8] = []
    /// The shapes of single rows where they differ, and the column with the number of the row's.
    var variants: [EntityShape] = []
    var variantColumn = 0

    /// A member of the object.
    enum Member: Sendable {
        /// A value; `name` is `"Name":` in bytes, `annotation` the member before it that names its type.
        case value(name: [UInt8], column: Int, storage: ColumnStorage, annotation: [UInt8]?)
        /// A single related entity in the same row; there is none where the presence column is null.
        case entity(name: [UInt8], presence: Int, shape: EntityShape)
        /// A reference to a single related entity.
        case reference(name: [UInt8], presence: Int, identity: Identity)
        /// A related collection, fetched for many rows at once: the hole that ``ExpandPlan`` number `expand` fills.
        ///
        /// `owner` are the columns of the row's own key, for the link to the rest of a large collection.
        case children(expand: Int, columns: [Int], owner: [Int])
    }

    /// Where an entity's id comes from.
    struct Identity: Sendable {
        /// The start of the address: `root/Set(`.
        var prefix: [UInt8]
        /// The key's result columns; names only where there are several.
        var key: [KeyPart]
        /// `"@odata.type":"#Namespace.Type"`, for the full metadata level.
        var typeMember: [UInt8]?
        var idName: [UInt8]
        var editLinkName: [UInt8]
        /// `"Nav@odata.associationLink":"` and `"Nav@odata.navigationLink":"` with the link's last segment.
        var navigationLinks: [NavigationLink]

        /// One part of the key.
        struct KeyPart: Sendable {
            var name: [UInt8]
            var column: Int
            var storage: ColumnStorage
        }

        /// The members that link to a navigation property.
        struct NavigationLink: Sendable {
            var associationName: [UInt8]
            var navigationName: [UInt8]
            /// The end of the address: `/Nav`.
            var segment: [UInt8]
        }
    }
}
