/// The statements that bring a database to a wanted schema, as far as a machine can tell: what is missing is made.
///
/// Nothing that holds data is taken away or changed; what that would need is left to a person.
public struct SchemaChange: Sendable, Equatable {
    /// The statements, in an order in which they can run.
    public private(set) var statements: [String] = []
    /// The differences that stay.
    public private(set) var byHand: [SchemaDifference.Entry] = []

    /// Makes the change that leads from the found schema of a difference to the wanted one.
    public init(_ difference: SchemaDifference, to wanted: SchemaDescription, dialect: any SQLDialect) {
        let tables = Dictionary(wanted.tables.map { ($0.name, $0) }) { first, _ in first }
        let fullText = Dictionary(wanted.fullTextTables.map { ($0.name, $0) }) { first, _ in first }
        var last: [String] = []
        for entry in difference.entries {
            switch entry {
            case .missingTable(let name):
                statements += tables[name].map(dialect.createStatements(for:)) ?? []
            case .missingColumn(let table, let column):
                guard let statement = Self.add(column, to: tables[table], dialect) else {
                    byHand.append(entry)
                    continue
                }
                statements.append(statement)
            case .missingIndex(let table, let name):
                guard let index = tables[table]?.indexes.first(where: { $0.name == name }) else { continue }
                last.append(dialect.createStatement(for: index, on: table))
            case .changedIndex(let table, let name):
                guard let index = tables[table]?.indexes.first(where: { $0.name == name }) else { continue }
                last += [dialect.dropStatement(forIndex: name), dialect.createStatement(for: index, on: table)]
            case .unexpectedIndex(_, let name): last.append(dialect.dropStatement(forIndex: name))
            case .missingForeignKey(let table, let key):
                // The key of a new column comes with the column.
                let isNew = difference.entries.contains(.missingColumn(table: table, column: key.columns.first ?? ""))
                if key.columns.count > 1 || !isNew { byHand.append(entry) }
            case .missingFullTextTable(let name):
                guard let table = fullText[name] else { continue }
                let exists = difference.entries.contains(.unexpectedFullTextTable(name))
                last += dialect.replaceStatements(for: table, exists: exists)
            case .unexpectedFullTextTable(let name): if fullText[name] == nil { byHand.append(entry) }
            case .unexpectedTable, .unexpectedColumn, .columnType, .nullability, .defaultValue, .primaryKey, .keyReuse,
                .unexpectedForeignKey:
                byHand.append(entry)
            }
        }
        statements += last
    }

    private static func add(_ name: String, to table: TableDescription?, _ dialect: any SQLDialect) -> String? {
        guard let table, let column = table.columns.first(where: { $0.name == name }) else { return nil }
        let key = table.foreignKeys.first { $0.columns == [name] }
        return dialect.addStatement(for: column, references: key, to: table.name)
    }
}

extension SchemaDifference.Entry: CustomStringConvertible {
    /// The difference in words.
    public var description: String {
        switch self {
        case .missingTable(let table): "the table \(table) is missing"
        case .unexpectedTable(let table): "the table \(table) is not wanted"
        case .missingColumn(let table, let column): "the column \(table).\(column) is missing"
        case .unexpectedColumn(let table, let column): "the column \(table).\(column) is not wanted"
        case .columnType(let table, let column, let wanted, let found):
            "the column \(table).\(column) is \(found) and should be \(wanted)"
        case .nullability(let table, let column, let wanted):
            "the column \(table).\(column) \(wanted ? "should take nulls" : "should take no nulls")"
        case .defaultValue(let table, let column, let wanted, let found):
            "the column \(table).\(column) has the default \(found ?? "none") and should have \(wanted ?? "none")"
        case .primaryKey(let table, let wanted, let found):
            "the primary key of \(table) is \(found.joined(separator: ", ")) and should be \(wanted.joined(separator: ", "))"
        case .keyReuse(let table): "the table \(table) has the wrong rule about keys that were used before"
        case .missingIndex(_, let index): "the index \(index) is missing"
        case .unexpectedIndex(_, let index): "the index \(index) is not wanted"
        case .changedIndex(_, let index): "the index \(index) is another one"
        case .missingForeignKey(let table, let key):
            "the foreign key \(table).\(key.columns.joined(separator: ", ")) to \(key.table) is missing"
        case .unexpectedForeignKey(let table, let key):
            "the foreign key \(table).\(key.columns.joined(separator: ", ")) to \(key.table) is not wanted"
        case .missingFullTextTable(let table): "the full-text table \(table) is missing"
        case .unexpectedFullTextTable(let table): "the full-text table \(table) is not wanted"
        }
    }
}
