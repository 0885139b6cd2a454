import SQLCore

/// Reads what tables, indexes and keys a SQLite database really has.
struct SQLiteSchemaReader {
    private let connection: any SQLConnection

    init(_ connection: any SQLConnection) {
        self.connection = connection
    }

    func read() throws(SQLDatabaseError) -> SchemaDescription {
        var schema = SchemaDescription()
        let listed = try rows("SELECT name, type FROM pragma_table_list WHERE schema = 'main' ORDER BY name")
        for row in listed {
            guard case .text(let name) = row[0], case .text(let type) = row[1] else { continue }
            guard !name.hasPrefix("sqlite_"), name != MigrationRunner.tableName else { continue }
            if type == "table" {
                schema.tables.append(try table(name))
            } else if type == "virtual", let table = try fullTextTable(name) {
                schema.fullTextTables.append(table)
            }
        }
        return schema
    }

    private func table(_ name: String) throws(SQLDatabaseError) -> TableDescription {
        let sql = "SELECT name, type, \"notnull\", dflt_value, pk FROM pragma_table_xinfo(?) ORDER BY cid"
        var columns: [ColumnDescription] = []
        var key: [(position: Int64, column: String)] = []
        let cursor = try connection.query(RenderedSQL(sql, binds: [.text(name)]))
        while try cursor.step() {
            let column = cursor.string(0)
            let position = cursor.integer(4)
            if position > 0 { key.append((position, column)) }
            columns.append(
                ColumnDescription(
                    column,
                    .native(cursor.string(1)),
                    isNullable: cursor.integer(2) == 0 && position == 0,
                    default: cursor.optionalString(3).map { .native($0) }
                )
            )
        }
        return TableDescription(
            name,
            columns: columns,
            primaryKey: key.sorted { $0.position < $1.position }.map(\.column),
            neverReusesKeys: try source(name).contains("AUTOINCREMENT"),
            indexes: try indexes(of: name),
            foreignKeys: try foreignKeys(of: name)
        )
    }

    private func indexes(of table: String) throws(SQLDatabaseError) -> [IndexDescription] {
        let sql = "SELECT name, \"unique\", partial FROM pragma_index_list(?) WHERE origin <> 'pk' ORDER BY name"
        var indexes: [IndexDescription] = []
        for row in try rows(sql, table) {
            guard case .text(let name) = row[0] else { continue }
            var members: [IndexDescription.Member] = []
            let memberSQL = "SELECT name, \"desc\" FROM pragma_index_xinfo(?) WHERE key = 1 ORDER BY seqno"
            let cursor = try connection.query(RenderedSQL(memberSQL, binds: [.text(name)]))
            while try cursor.step() {
                let column = cursor.optionalString(0) ?? "(expression)"
                members.append(IndexDescription.Member(column, isAscending: cursor.integer(1) == 0))
            }
            var condition: String?
            if row[2] == .integer(1) {
                condition = try source(name).split(separator: " WHERE ", maxSplits: 1).dropFirst().first.map(
                    String.init
                )
            }
            indexes.append(
                IndexDescription(name, members: members, isUnique: row[1] == .integer(1), where: condition)
            )
        }
        return indexes
    }

    private func foreignKeys(of table: String) throws(SQLDatabaseError) -> [ForeignKeyDescription] {
        let sql = """
            SELECT id, "from", "table", "to", on_delete FROM pragma_foreign_key_list(?) ORDER BY id DESC, seq
            """
        let text = try source(table)
        var keys: [(id: Int64, key: ForeignKeyDescription)] = []
        let cursor = try connection.query(RenderedSQL(sql, binds: [.text(table)]))
        while try cursor.step() {
            let id = cursor.integer(0)
            if keys.last?.id != id {
                let rule = ForeignKeyDescription.DeleteRule(rawValue: cursor.string(4)) ?? .noAction
                keys.append((id, ForeignKeyDescription([], references: cursor.string(2), [], onDelete: rule)))
            }
            keys[keys.count - 1].key.columns.append(cursor.string(1))
            keys[keys.count - 1].key.referencedColumns.append(cursor.string(3))
        }
        return keys.map { entry in
            var key = entry.key
            key.isDeferred = Self.isDeferred(key, in: text)
            return key
        }
    }

    /// SQLite reports nothing about deferral, so the key's own words are looked up in the table's text: behind the
    /// columns, or, for a column that was added later, behind that column.
    private static func isDeferred(_ key: ForeignKeyDescription, in text: String) -> Bool {
        let dialect = SQLiteDialect()
        let columns = key.columns.map(dialect.quote)
        let head = "FOREIGN KEY (" + columns.joined(separator: ", ") + ")"
        if let range = text.split(separator: head, maxSplits: 1).dropFirst().first {
            let own = range.split(separator: "FOREIGN KEY", maxSplits: 1).first ?? range
            return own.contains("INITIALLY DEFERRED")
        }
        guard columns.count == 1, let rest = text.split(separator: columns[0] + " ", maxSplits: 1).dropFirst().first
        else { return false }
        let own = rest.prefix { $0 != "," }
        return own.contains("REFERENCES") && own.contains("INITIALLY DEFERRED")
    }

    private func fullTextTable(_ name: String) throws(SQLDatabaseError) -> FullTextTableDescription? {
        let text = try source(name)
        guard text.contains("fts5") else { return nil }
        func option(_ option: String) -> String {
            let rest = text.split(separator: option + "=\"", maxSplits: 1).dropFirst().first
            return rest?.split(separator: "\"", maxSplits: 1).first.map(String.init) ?? ""
        }
        let columns = try rows("SELECT name FROM pragma_table_xinfo(?) WHERE hidden = 0 ORDER BY cid", name)
        let names = columns.compactMap { row -> String? in
            if case .text(let column) = row[0] { column } else { nil }
        }
        return FullTextTableDescription(name, content: option("content"), key: option("content_rowid"), columns: names)
    }

    private func source(_ name: String) throws(SQLDatabaseError) -> String {
        guard case .text(let sql) = try rows("SELECT sql FROM sqlite_schema WHERE name = ?", name).first?.first else {
            return ""
        }
        return sql
    }

    private func rows(_ sql: String, _ name: String? = nil) throws(SQLDatabaseError) -> [[SQLValue]] {
        try connection.rows(RenderedSQL(sql, binds: name.map { [.text($0)] } ?? []))
    }
}
