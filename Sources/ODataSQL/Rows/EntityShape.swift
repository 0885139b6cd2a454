import SQLCore

/// How one entity becomes one JSON object: which members, in which order, from which result columns.
///
/// Made once for a plan; everything that does not depend on the row is encoded beforehand.
struct EntityShape: Sendable {
    /// The result column of the version, for the entity tag.
    var versionColumn: Int?
    /// What ids are made of; nil where the metadata level shows none.
    var identity: Identity?
    /// The id that every row begins with, where its members do not show the whole key and a client has to tell rows
    /// apart.
    var leadingID: Identity?
    /// The members in the order they are written.
    var members: [Member]
    /// Control information that every row begins with, such as a context, in bytes.
    var opening: [UInt8] = []
    /// The shapes of single rows where they differ, and the column with the number of the row's.
    var variants: [EntityShape] = []
    var variantColumn = 0
    /// What tells the type of a value, where it may be a derived one.
    var typing: Typing?

    /// The types a value may have.
    struct Typing: Sendable {
        /// A type: what its column holds, and the member that names it, empty where none does.
        struct Named: Sendable {
            var text: [UInt8]
            var member: [UInt8]
        }

        /// The column that names the type.
        var column: Int
        var types: [Named]
        /// The same with the expected type named too.
        var expected: [UInt8] = []

        /// Lets values of the expected type name it, as those of others do.
        mutating func nameAll() {
            for index in types.indices where types[index].member.isEmpty { types[index].member = expected }
        }
    }

    /// A member of the object.
    enum Member: Sendable {
        /// A value; `name` is `"Name":` in bytes, `annotation` the member before it that names its type.
        case value(name: [UInt8], column: Int, storage: ColumnStorage, annotation: [UInt8]?)
        /// Some members of a collection of values.
        case part(Part)
        /// A single related entity in the same row; there is none where the presence column is null.
        case entity(name: [UInt8], presence: Int, shape: EntityShape)
        /// A reference to a single related entity.
        case reference(name: [UInt8], presence: Int, identity: Identity)
        /// The address of a single related entity that is always there.
        case link(name: [UInt8], Identity)
        /// A related collection, fetched for many rows at once: the hole that ``ExpandPlan`` number `expand` fills.
        ///
        /// `owner` are the columns of the row's own key, for the link to the rest of a large collection.
        case children(expand: Int, columns: [Int], owner: [Int])
        /// A complex value in the same row; there is none where the presence column is null.
        case structure(name: [UInt8], presence: Int?, shape: EntityShape)
        /// A member that values of some types have only, by the number of the type.
        indirect case typed([Bool], Member)
        /// A value that is left out where it is the default of its property; a null is shown.
        indirect case defaulted(SQLValue, name: [UInt8], column: Int, Member)
        /// The media type of a stream; nothing where there is none.
        case mediaType(name: [UInt8], column: Int)
    }

    /// Some members of a collection-valued property.
    struct Part: Sendable {
        /// `"Name":`, and the name of the count.
        var name: [UInt8]
        var countName: [UInt8]
        /// The whole list.
        var column: Int
        var storage: ColumnStorage
        /// The member before it that names its type.
        var annotation: [UInt8]?
        /// The positions of the members that are shown; nil for all.
        var positions: Int?
        /// The number of members before limits.
        var count: Int?
        /// What every shown member has beside what its type declares.
        var computed: [ComputedMember] = []
    }

    /// A property of `$compute` of the members of a collection.
    struct ComputedMember: Sendable {
        var name: String
        /// The name of the control information that names the type, and its text; nil where none is shown.
        var typeName: String
        var type: String?
        var storage: ColumnStorage
        /// The values of all shown members, as a list.
        var column: Int

        /// How the object of a member holds it.
        var members: [StructureStorage.Member] {
            let value = StructureStorage.Member(name, storage)
            return type == nil ? [value] : [StructureStorage.Member(typeName, .text), value]
        }

        /// What the object of a member holds.
        func content(_ value: StoredValue) -> [(name: String, value: StoredValue)] {
            let content = (name: name, value: value)
            return type.map { [(name: typeName, value: .text($0)), content] } ?? [content]
        }
    }

    /// Where an entity's id comes from.
    struct Identity: Sendable {
        /// The address, with the key's result columns in it.
        var parts: [Part]
        /// `"@odata.type":"#Namespace.Type"`, for the full metadata level.
        var typeMember: [UInt8]?
        var idName: [UInt8]
        var editLinkName: [UInt8]
        /// `"Nav@odata.associationLink":"` and `"Nav@odata.navigationLink":"` with the link's last segment.
        var navigationLinks: [NavigationLink]
        /// The operations that can be called on the entity.
        var operations: [OperationLink] = []

        /// The columns of the key.
        var key: [(column: Int, storage: ColumnStorage)] {
            parts.compactMap { if case .key(let column, let storage) = $0 { (column, storage) } else { nil } }
        }

        /// The same address from other columns, in the order of the key.
        func moved(to columns: [Int]) -> Identity {
            var (moved, rest) = (self, columns[...])
            moved.parts = parts.map { part in
                guard case .key(let column, let storage) = part else { return part }
                return .key(rest.popFirst() ?? column, storage)
            }
            return moved
        }

        /// A piece of the address.
        enum Part: Sendable {
            case text([UInt8])
            case key(Int, ColumnStorage)
        }

        /// The members that link to a navigation property.
        struct NavigationLink: Sendable {
            var associationName: [UInt8]
            var navigationName: [UInt8]
            /// The end of the address: `/Nav`.
            var segment: [UInt8]
        }

        /// The member that offers an operation (JSON Format 16 and 17).
        struct OperationLink: Sendable {
            /// `"#NS.Name":{"title":"Name","target":`.
            var opening: [UInt8]
            /// The end of the address: `/NS.Name`.
            var segment: [UInt8]
        }
    }
}
