/// The structure of rows between and behind the transformations of `$apply`.
public struct BoundShape: Hashable, Sendable {
    /// The name by which variables refer to it: that of an entity type, or one of the binder's own.
    public var name: EdmTypeName
    /// The set that the rows come from.
    public var entitySet: EdmEntitySet
    /// Whether rows are entities of the set, with all that its type declares; ``members`` then holds what is new.
    public var isEntity: Bool
    /// What rows have, in the order of the answer.
    public var members: [Member]
    /// The structures of single rows where they differ; empty where all rows have one structure.
    ///
    /// ``members`` then holds what some of them have.
    public var variants: [BoundShape]

    /// One member of a row.
    public enum Member: Hashable, Sendable {
        /// A property that the model declares.
        case property(EdmProperty)
        /// A property that was computed or aggregated.
        case dynamic(EdmProperty)
        /// A grouping property that is not grouped by in this row, shown as null.
        case null(EdmProperty)
        /// Some properties of a related entity.
        case part(EdmNavigationProperty, BoundShape)
        /// A related entity as a whole.
        case entity(EdmNavigationProperty, EdmEntitySet)
        /// A single related instance that a join brought.
        case joined(EdmNavigationProperty, BoundShape)
        /// A nested collection.
        case nested(BoundNesting)

        /// The name of the member.
        public var name: String {
            switch self {
            case .property(let property), .dynamic(let property), .null(let property): property.name
            case .part(let navigation, _), .entity(let navigation, _), .joined(let navigation, _): navigation.name
            case .nested(let nesting): nesting.alias.name
            }
        }
    }

    /// The namespace of the names that are the binder's own.
    public static let namespace = "$apply"

    /// Whether rows are entities of the set and nothing else.
    public var isPlain: Bool { isEntity && members.isEmpty && variants.isEmpty }

    /// The entities of a set.
    public init(entities set: EdmEntitySet) {
        name = set.entityType
        entitySet = set
        isEntity = true
        members = []
        variants = []
    }

    init(_ name: EdmTypeName, of set: EdmEntitySet, isEntity: Bool, members: [Member], variants: [BoundShape] = []) {
        self.name = name
        entitySet = set
        self.isEntity = isEntity
        self.members = members
        self.variants = variants
    }

    /// The member of a name.
    public func member(_ name: String) -> Member? { members.first { $0.name == name } }

    /// The properties among the members.
    public var properties: [EdmProperty] {
        members.compactMap { member in
            switch member {
            case .property(let property), .dynamic(let property), .null(let property): property
            case .part, .entity, .joined, .nested: nil
            }
        }
    }

    /// The navigation properties among the members.
    public var navigations: [EdmNavigationProperty] {
        members.compactMap { member in
            switch member {
            case .part(let navigation, _), .entity(let navigation, _), .joined(let navigation, _): navigation
            case .nested(let nesting): nesting.alias
            case .property, .dynamic, .null: nil
            }
        }
    }

    /// Whether two shapes have the same members, whatever their names.
    func isSame(as other: BoundShape) -> Bool {
        entitySet.name == other.entitySet.name && isEntity == other.isEntity && members.count == other.members.count
            && variants.count == other.variants.count && zip(members, other.members).allSatisfy { $0.isSame(as: $1) }
            && zip(variants, other.variants).allSatisfy { $0.isSame(as: $1) }
    }
}

extension BoundShape.Member {
    /// Recursion is bounded by the length of paths.
    fileprivate func isSame(as other: BoundShape.Member) -> Bool {
        switch (self, other) {
        case (.property(let left), .property(let right)), (.dynamic(let left), .dynamic(let right)),
            (.null(let left), .null(let right)):
            left.name == right.name && left.type == right.type
        case (.part(let name, let left), .part(let otherName, let right)),
            (.joined(let name, let left), .joined(let otherName, let right)):
            name.name == otherName.name && left.isSame(as: right)
        case (.entity(let left, _), .entity(let right, _)): left == right
        case (.nested(let left), .nested(let right)): left == right
        default: false
        }
    }
}
