/// A table.
public struct TableDescription: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The columns, in order.
    public var columns: [ColumnDescription]
    /// The columns of the primary key, in order.
    ///
    /// On SQLite a single integer column is the row identifier itself.
    public var primaryKey: [String]
    /// Gives no integer key a second time, even if the row that had it is gone.
    public var neverReusesKeys: Bool
    /// Indexes, unique ones among them.
    public var indexes: [IndexDescription]
    /// Foreign keys.
    public var foreignKeys: [ForeignKeyDescription]

    /// Makes a table.
    public init(
        _ name: String,
        columns: [ColumnDescription],
        primaryKey: [String],
        neverReusesKeys: Bool = false,
        indexes: [IndexDescription] = [],
        foreignKeys: [ForeignKeyDescription] = []
    ) {
        self.name = name
        self.columns = columns
        self.primaryKey = primaryKey
        self.neverReusesKeys = neverReusesKeys
        self.indexes = indexes
        self.foreignKeys = foreignKeys
    }
}

/// A column.
public struct ColumnDescription: Sendable, Hashable {
    /// What a column holds when an insert leaves it out.
    public enum Default: Sendable, Hashable {
        /// A constant.
        case value(SQLValue)
        /// A text as read back from the database.
        case native(String)
    }

    /// The name.
    public var name: String
    /// The type.
    public var type: SQLType
    /// May be null.
    public var isNullable: Bool
    /// The default; none is null.
    public var defaultValue: Default?

    /// Makes a column.
    public init(_ name: String, _ type: SQLType, isNullable: Bool = false, default defaultValue: Default? = nil) {
        self.name = name
        self.type = type
        self.isNullable = isNullable
        self.defaultValue = defaultValue
    }
}

/// An index.
public struct IndexDescription: Sendable, Hashable {
    /// A member of an index.
    public struct Member: Sendable, Hashable {
        /// The column.
        public var column: String
        /// Smallest first.
        public var isAscending: Bool

        /// Makes a member.
        public init(_ column: String, isAscending: Bool = true) {
            self.column = column
            self.isAscending = isAscending
        }
    }

    /// The name, unique in the database.
    public var name: String
    /// The members, in order.
    public var members: [Member]
    /// Refuses equal keys.
    public var isUnique: Bool
    /// Only rows for which this SQL condition holds; a text of the schema's author, never from outside.
    public var condition: String?

    /// Makes an index on columns, all ascending.
    public init(_ name: String, on columns: [String], isUnique: Bool = false, where condition: String? = nil) {
        self.init(name, members: columns.map { Member($0) }, isUnique: isUnique, where: condition)
    }

    /// Makes an index.
    public init(_ name: String, members: [Member], isUnique: Bool = false, where condition: String? = nil) {
        self.name = name
        self.members = members
        self.isUnique = isUnique
        self.condition = condition
    }
}

/// A foreign key.
public struct ForeignKeyDescription: Sendable, Hashable {
    /// What happens to this table's rows when the row they refer to goes.
    public enum DeleteRule: String, Sendable, Hashable, CaseIterable {
        /// The delete fails at the end of the statement.
        case noAction = "NO ACTION"
        /// The delete fails at once.
        case restrict = "RESTRICT"
        /// The rows go too.
        case cascade = "CASCADE"
        /// The columns become null.
        case setNull = "SET NULL"
    }

    /// The columns of this table.
    public var columns: [String]
    /// The table referred to.
    public var table: String
    /// Its columns.
    public var referencedColumns: [String]
    /// What a delete does.
    public var onDelete: DeleteRule
    /// Checked at the end of the transaction.
    public var isDeferred: Bool

    /// Makes a foreign key.
    public init(
        _ columns: [String],
        references table: String,
        _ referencedColumns: [String],
        onDelete: DeleteRule = .noAction,
        isDeferred: Bool = false
    ) {
        self.columns = columns
        self.table = table
        self.referencedColumns = referencedColumns
        self.onDelete = onDelete
        self.isDeferred = isDeferred
    }
}

/// A full-text table over columns of another table, kept up to date by triggers.
public struct FullTextTableDescription: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The table whose texts it indexes.
    public var contentTable: String
    /// The integer key of that table.
    public var contentKey: String
    /// The columns indexed.
    public var columns: [String]

    /// Makes a full-text table.
    public init(_ name: String, content contentTable: String, key contentKey: String, columns: [String]) {
        self.name = name
        self.contentTable = contentTable
        self.contentKey = contentKey
        self.columns = columns
    }
}
