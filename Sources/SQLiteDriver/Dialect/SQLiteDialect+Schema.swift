public import SQLCore

extension SQLiteDialect {
    /// A strict table; a single integer key is the row identifier.
    public func createStatements(for table: TableDescription) -> [String] {
        var lines: [String] = []
        let rowIdentifier = Self.rowIdentifier(of: table)
        for column in table.columns {
            var line = quote(column.name) + " " + typeName(of: column.type)
            if column.name == rowIdentifier {
                line += " PRIMARY KEY" + (table.neverReusesKeys ? " AUTOINCREMENT" : "")
            } else if !column.isNullable {
                line += " NOT NULL"
            }
            if let text = column.defaultText(self) { line += " DEFAULT " + text }
            lines.append(line)
        }
        if rowIdentifier == nil, !table.primaryKey.isEmpty {
            lines.append("PRIMARY KEY (" + list(table.primaryKey) + ")")
        }
        lines += table.foreignKeys.map(text)
        let create =
            "CREATE TABLE " + quote(table.name) + " (\n    " + lines.joined(separator: ",\n    ") + "\n) STRICT"
        return [create] + table.indexes.map { createStatement(for: $0, on: table.name) }
    }

    /// An FTS5 table over the content table, with the three triggers that keep it up to date.
    public func createStatements(for table: FullTextTableDescription) -> [String] {
        let name = quote(table.name)
        let columns = list(table.columns)
        func values(_ row: String) -> String {
            ([table.contentKey] + table.columns).map { row + "." + quote($0) }.joined(separator: ", ")
        }
        let create = """
            CREATE VIRTUAL TABLE \(name) USING fts5(
                \(columns), content=\(quote(table.contentTable)), content_rowid=\(quote(table.contentKey)),
                tokenize='unicode61 remove_diacritics 2'
            )
            """
        let insert = "INSERT INTO \(name) (rowid, \(columns)) VALUES (\(values("new")));"
        let delete = "INSERT INTO \(name) (\(name), rowid, \(columns)) VALUES ('delete', \(values("old")));"
        func trigger(_ suffix: String, _ event: String, _ body: String) -> String {
            """
            CREATE TRIGGER \(quote(table.name + suffix)) AFTER \(event) ON \(quote(table.contentTable)) BEGIN
                \(body)
            END
            """
        }
        // Only changes of the texts themselves touch the index.
        let update = "UPDATE OF " + list([table.contentKey] + table.columns)
        return [
            create, trigger("_insert", "INSERT", insert), trigger("_delete", "DELETE", delete),
            trigger("_update", update, delete + "\n    " + insert),
        ]
    }

    /// Takes an index away.
    public func dropStatement(forIndex name: String) -> String { "DROP INDEX " + quote(name) }

    /// A column at the end of a table; nil for one without nulls that has no default for the rows that are there.
    public func addStatement(
        for column: ColumnDescription,
        references key: ForeignKeyDescription?,
        to table: String
    ) -> String? {
        var text = "ALTER TABLE " + quote(table) + " ADD COLUMN " + quote(column.name)
        text += " " + typeName(of: column.type)
        if !column.isNullable {
            guard key == nil, let value = column.defaultText(self) else { return nil }
            text += " NOT NULL DEFAULT " + value
        } else if let value = column.defaultText(self) {
            text += " DEFAULT " + value
        }
        return key.map { text + " " + reference(of: $0) } ?? text
    }

    /// Takes a full-text table and its triggers away where there is one, makes it, and indexes the rows that are there.
    public func replaceStatements(for table: FullTextTableDescription, exists: Bool) -> [String] {
        let name = quote(table.name)
        let drop =
            ["_insert", "_delete", "_update"].map { "DROP TRIGGER " + quote(table.name + $0) } + ["DROP TABLE " + name]
        return (exists ? drop : []) + createStatements(for: table) + [
            "INSERT INTO \(name) (\(name)) VALUES ('rebuild')"
        ]
    }

    /// Reads the schema from SQLite's own tables.
    public func readSchema(from connection: any SQLConnection) throws(SQLDatabaseError) -> SchemaDescription {
        try SQLiteSchemaReader(connection).read()
    }

    private static func rowIdentifier(of table: TableDescription) -> String? {
        guard table.primaryKey.count == 1, let key = table.primaryKey.first else { return nil }
        let column = table.columns.first { $0.name == key }
        return column.map { SQLiteDialect().typeName(of: $0.type) } == "INTEGER" ? key : nil
    }

    private func text(of key: ForeignKeyDescription) -> String {
        "FOREIGN KEY (" + list(key.columns) + ") " + reference(of: key)
    }

    private func reference(of key: ForeignKeyDescription) -> String {
        var text = "REFERENCES " + quote(key.table) + " (" + list(key.referencedColumns) + ")"
        if key.onDelete != .noAction { text += " ON DELETE " + key.onDelete.rawValue }
        return key.isDeferred ? text + " DEFERRABLE INITIALLY DEFERRED" : text
    }

    /// An index of a table that is there.
    public func createStatement(for index: IndexDescription, on table: String) -> String {
        let members = index.members.map { quote($0.column) + ($0.isAscending ? "" : " DESC") }
        var text = index.isUnique ? "CREATE UNIQUE INDEX " : "CREATE INDEX "
        text += quote(index.name) + " ON " + quote(table) + " (" + members.joined(separator: ", ") + ")"
        if let condition = index.condition { text += " WHERE " + condition }
        return text
    }

    private func list(_ names: [String]) -> String {
        names.map(quote).joined(separator: ", ")
    }
}
