public import OData
public import SQLCore

/// How an entity set is stored: its table and the columns of its properties.
public struct EntityMapping: Sendable {
    /// The name of the entity set.
    public var entitySet: String
    /// The name of the table.
    public var table: String
    /// The columns by property name, or by the path to it inside of complex properties, such as `Address/City`.
    ///
    /// A property without a column does not exist for this mapping.
    public var columns: [String: ColumnMapping]
    /// By name of the navigation property, or by the path to it inside of complex properties.
    public var navigations: [String: NavigationMapping]
    /// The names of the key properties, in the order of the key.
    public var key: [String]
    /// The property whose value makes the entity tag, if entities have one.
    public var version: String?
    /// How rows are searched; nil where they cannot be.
    public var search: SearchMapping?
    /// The aggregates of the set's own, by name (`Aggregation.CustomAggregate`).
    public var customAggregates: [String: CustomAggregateMapping]
    /// How changes are found again; nil where they are not tracked.
    public var changes: ChangeMapping?
    /// Restricts the table to the rows of this set, where several sets share one table.
    public var discriminator: (@Sendable (_ alias: String) -> SQLExpression)?
    /// The complex properties whose members have columns of their own, by path.
    public var structures: [String: StructureMapping] = [:]
    /// What tells the type of a row, where rows may have derived types.
    public var typing: TypeMapping?
    /// Where stream properties are stored, by path; the content of a media entity under the empty path.
    public var streams: [String: StreamMapping] = [:]
    /// The address of an entity below the service root; nil for the usual one, the set's name with the key.
    public var address: [AddressPart]?
    /// Whether there is at most one row, which is addressed without a key: a singleton.
    public var isSingle = false
    /// A column that is never null, for entities without a key.
    public var presence: String?

    /// Makes a mapping.
    public init(
        entitySet: String,
        table: String,
        columns: [String: ColumnMapping],
        navigations: [String: NavigationMapping] = [:],
        key: [String],
        version: String? = nil,
        search: SearchMapping? = nil,
        customAggregates: [String: CustomAggregateMapping] = [:],
        changes: ChangeMapping? = nil,
        discriminator: (@Sendable (_ alias: String) -> SQLExpression)? = nil
    ) {
        self.entitySet = entitySet
        self.table = table
        self.columns = columns
        self.navigations = navigations
        self.key = key
        self.version = version
        self.search = search
        self.customAggregates = customAggregates
        self.changes = changes
        self.discriminator = discriminator
    }
}

/// How an aggregate that a set declares is computed.
public struct CustomAggregateMapping: Sendable, Hashable {
    /// The property whose values are aggregated.
    public var property: String
    /// How they are.
    public var method: BoundAggregate.Method

    /// Makes a mapping.
    public init(property: String, method: BoundAggregate.Method) {
        self.property = property
        self.method = method
    }
}

/// Where a property's value comes from.
public struct ColumnMapping: Sendable {
    /// A stored column, or an expression over the row that is computed when read.
    public enum Source: Sendable {
        case column(String)
        case computed(@Sendable (any ColumnScope) throws(PlanningError) -> SQLExpression)
    }

    /// Where the value comes from.
    public var source: Source
    /// How it is stored.
    public var storage: ColumnStorage
    /// Whether the value can be null.
    public var isNullable: Bool

    /// Makes a mapping to a stored column.
    public init(_ column: String, _ storage: ColumnStorage, isNullable: Bool = true) {
        source = .column(column)
        self.storage = storage
        self.isNullable = isNullable
    }

    /// Makes a mapping to an expression.
    public init(
        computed: @escaping @Sendable (any ColumnScope) throws(PlanningError) -> SQLExpression,
        _ storage: ColumnStorage,
        isNullable: Bool = true
    ) {
        source = .computed(computed)
        self.storage = storage
        self.isNullable = isNullable
    }
}

extension ColumnMapping {
    /// The stored column; nil for a computed one.
    var stored: String? {
        if case .column(let name) = source { name } else { nil }
    }
}

/// What a computed column may use: the row it belongs to, related rows, and the time of the request.
public protocol ColumnScope {
    /// The alias of the row's own table.
    var alias: String { get }
    /// The instant of the request in microseconds since 1970; known when the statement runs.
    var now: SQLExpression { get }
    /// The current business date, `YYYY-MM-DD`; known when the statement runs.
    var today: SQLExpression { get }
    /// Joins a table by one equality with a column of another table of the statement, once, and answers its alias; no row
    /// predicate applies to it, so only values that everybody who sees this row may see can be taken from it.
    func leftJoin(table: String, on column: String, equals own: String, of alias: String) -> String
}

/// The columns that connect a set with the target of a navigation property.
public struct NavigationMapping: Sendable, Hashable {
    /// One pair of columns that must be equal.
    public struct Pair: Sendable, Hashable {
        /// The column of the table that the navigation starts from.
        public var source: String
        /// The column of the table that it leads to.
        public var target: String

        /// Makes a pair of a column of the source table and one of the target table.
        public init(source: String, target: String) {
            self.source = source
            self.target = target
        }
    }

    /// A table of its own that relates any rows with any others.
    public struct Link: Sendable, Hashable {
        /// The name of the table.
        public var table: String
        /// The columns of the table the navigation starts from, each with the equal one of the link table.
        public var source: [Pair]
        /// The columns of the link table, each with the equal one of the table the navigation leads to.
        public var target: [Pair]

        /// Makes a link.
        public init(table: String, source: [Pair], target: [Pair]) {
            self.table = table
            self.source = source
            self.target = target
        }
    }

    /// The target set.
    public var entitySet: String
    /// Whether it leads to any number of rows.
    public var isCollection: Bool
    /// The columns that must be equal, in the order of the target's key; empty where a link table says it.
    public var pairs: [Pair]
    /// The table that relates rows many to many; collections only.
    public var link: Link?

    /// Makes a mapping over columns of the two tables.
    public init(entitySet: String, isCollection: Bool, pairs: [Pair]) {
        self.entitySet = entitySet
        self.isCollection = isCollection
        self.pairs = pairs
    }

    /// Makes a mapping over a link table.
    public init(entitySet: String, link: Link) {
        self.entitySet = entitySet
        isCollection = true
        pairs = []
        self.link = link
    }
}

/// How `$search` finds rows of a set.
public struct SearchMapping: Sendable, Hashable {
    /// The full-text table; its rowid is the key of the set.
    public var table: String
    /// The searched properties and their columns in the full-text table.
    public var columns: [String: String]
    /// The column of the set's own table that equals the rowid.
    public var rowID: String

    /// Makes a mapping.
    public init(table: String, columns: [String: String], rowID: String) {
        self.table = table
        self.columns = columns
        self.rowID = rowID
    }
}
