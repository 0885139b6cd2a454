/// Tables, indexes and keys as values: what a projection wants, or what a database has.
public struct SchemaDescription: Sendable, Hashable {
    /// The tables.
    public var tables: [TableDescription]
    /// The full-text tables.
    public var fullTextTables: [FullTextTableDescription]

    /// Makes a schema.
    public init(tables: [TableDescription] = [], fullTextTables: [FullTextTableDescription] = []) {
        self.tables = tables
        self.fullTextTables = fullTextTables
    }

    /// The statements that make the schema in an empty database, in the order of the tables.
    public func createStatements(for dialect: any SQLDialect) -> [String] {
        tables.flatMap(dialect.createStatements(for:)) + fullTextTables.flatMap(dialect.createStatements(for:))
    }
}
