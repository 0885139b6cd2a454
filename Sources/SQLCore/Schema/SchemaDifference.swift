/// What a database has other than what was wanted.
public struct SchemaDifference: Sendable, Equatable {
    /// One difference.
    public enum Entry: Sendable, Equatable {
        /// A table is missing.
        case missingTable(String)
        /// A table is there that nobody wants.
        case unexpectedTable(String)
        /// A column is missing.
        case missingColumn(table: String, column: String)
        /// A column is there that nobody wants.
        case unexpectedColumn(table: String, column: String)
        /// A column has another storage type.
        case columnType(table: String, column: String, wanted: String, found: String)
        /// A column may be null, or may not.
        case nullability(table: String, column: String, wanted: Bool)
        /// A column has another default, as SQL text.
        case defaultValue(table: String, column: String, wanted: String?, found: String?)
        /// A table has another primary key.
        case primaryKey(table: String, wanted: [String], found: [String])
        /// A table may give a key twice, or may not.
        case keyReuse(table: String)
        /// An index is missing.
        case missingIndex(table: String, index: String)
        /// An index is there that nobody wants.
        case unexpectedIndex(table: String, index: String)
        /// An index has other members, another condition, or is unique or not.
        case changedIndex(table: String, index: String)
        /// A foreign key is missing, or has another rule.
        case missingForeignKey(table: String, ForeignKeyDescription)
        /// A foreign key is there that nobody wants.
        case unexpectedForeignKey(table: String, ForeignKeyDescription)
        /// A full-text table is missing, or indexes something else.
        case missingFullTextTable(String)
        /// A full-text table is there that nobody wants.
        case unexpectedFullTextTable(String)
    }

    /// The differences, by table in the order of the wanted schema.
    public private(set) var entries: [Entry] = []

    /// True if the schemas agree.
    public var isEmpty: Bool { entries.isEmpty }

    /// Compares a schema with the wanted one as the dialect stores both.
    ///
    /// The order of tables, columns, indexes and foreign keys does not count; the order inside keys and indexes does.
    public init(wanted: SchemaDescription, found: SchemaDescription, dialect: any SQLDialect) {
        let existing = Dictionary(found.tables.map { ($0.name, $0) }) { first, _ in first }
        for table in wanted.tables {
            guard let other = existing[table.name] else {
                entries.append(.missingTable(table.name))
                continue
            }
            compareColumns(table, other, dialect)
            compareKeys(table, other)
            compareIndexes(table, other)
        }
        let names = Set(wanted.tables.map(\.name))
        entries += found.tables.map(\.name).filter { !names.contains($0) }.sorted().map(Entry.unexpectedTable)
        for table in wanted.fullTextTables where !found.fullTextTables.contains(table) {
            entries.append(.missingFullTextTable(table.name))
        }
        for table in found.fullTextTables where !wanted.fullTextTables.contains(table) {
            entries.append(.unexpectedFullTextTable(table.name))
        }
    }

    /// Leaves the entries out that a rule does not keep.
    public mutating func keep(where isKept: (Entry) -> Bool) {
        entries = entries.filter(isKept)
    }

    private mutating func compareColumns(
        _ wanted: TableDescription,
        _ found: TableDescription,
        _ dialect: any SQLDialect
    ) {
        let existing = Dictionary(found.columns.map { ($0.name, $0) }) { first, _ in first }
        for column in wanted.columns {
            guard let other = existing[column.name] else {
                entries.append(.missingColumn(table: wanted.name, column: column.name))
                continue
            }
            let (type, otherType) = (dialect.typeName(of: column.type), dialect.typeName(of: other.type))
            if type != otherType {
                entries.append(
                    .columnType(table: wanted.name, column: column.name, wanted: type, found: otherType)
                )
            }
            if column.isNullable != other.isNullable {
                entries.append(.nullability(table: wanted.name, column: column.name, wanted: column.isNullable))
            }
            let (text, otherText) = (column.defaultText(dialect), other.defaultText(dialect))
            if text != otherText {
                entries.append(
                    .defaultValue(table: wanted.name, column: column.name, wanted: text, found: otherText)
                )
            }
        }
        let names = Set(wanted.columns.map(\.name))
        for column in found.columns where !names.contains(column.name) {
            entries.append(.unexpectedColumn(table: wanted.name, column: column.name))
        }
    }

    private mutating func compareKeys(_ wanted: TableDescription, _ found: TableDescription) {
        if wanted.primaryKey != found.primaryKey {
            entries.append(
                .primaryKey(table: wanted.name, wanted: wanted.primaryKey, found: found.primaryKey)
            )
        }
        if wanted.neverReusesKeys != found.neverReusesKeys { entries.append(.keyReuse(table: wanted.name)) }
        for key in wanted.foreignKeys where !found.foreignKeys.contains(key) {
            entries.append(.missingForeignKey(table: wanted.name, key))
        }
        for key in found.foreignKeys where !wanted.foreignKeys.contains(key) {
            entries.append(.unexpectedForeignKey(table: wanted.name, key))
        }
    }

    private mutating func compareIndexes(_ wanted: TableDescription, _ found: TableDescription) {
        let existing = Dictionary(found.indexes.map { ($0.name, $0) }) { first, _ in first }
        for index in wanted.indexes {
            guard let other = existing[index.name] else {
                entries.append(.missingIndex(table: wanted.name, index: index.name))
                continue
            }
            if index != other { entries.append(.changedIndex(table: wanted.name, index: index.name)) }
        }
        let names = Set(wanted.indexes.map(\.name))
        for index in found.indexes where !names.contains(index.name) {
            entries.append(.unexpectedIndex(table: wanted.name, index: index.name))
        }
    }
}

extension ColumnDescription {
    /// The default as SQL text; nil without one.
    public func defaultText(_ dialect: any SQLDialect) -> String? {
        switch defaultValue {
        case .value(let value): dialect.literal(value)
        case .native(let text): text
        case nil: nil
        }
    }
}
