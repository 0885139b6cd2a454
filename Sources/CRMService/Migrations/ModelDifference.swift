public import EntityModel
public import SQLCore

/// How a database differs from the entity model, apart from what the model does not speak of.
///
/// Tables of the service itself have names in small letters. A default that the model does not know is no difference: a
/// column without nulls that was added later needs one for the rows that were there, and every insert names its columns.
public struct ModelDifference: Sendable, Equatable {
    /// The differences.
    public let entries: [SchemaDifference.Entry]
    /// The statements that make the database like the model, as far as a machine can tell.
    public let statements: [String]
    /// The differences that stay after them, for a person to decide.
    public let byHand: [SchemaDifference.Entry]

    /// Compares a schema that was read from a database with that of a catalog.
    ///
    /// Rows that are there get the field's own default in a new column without nulls. A new folded twin is filled from
    /// the text it belongs to. Throws where the dialect cannot render that.
    public init(catalog: EntityCatalog, found: SchemaDescription, dialect: any SQLDialect) throws(SQLRenderingError) {
        let wanted = TableProjection(catalog: catalog).schema()
        var difference = SchemaDifference(wanted: wanted, found: found, dialect: dialect)
        difference.keep { entry in
            switch entry {
            case .unexpectedTable(let name): name != name.lowercased()
            case .defaultValue(_, _, let wanted, _): wanted != nil
            default: true
            }
        }
        entries = difference.entries
        let fillers = ColumnFillers(catalog: catalog)
        var filled = wanted
        var fillings: [String] = []
        for case .missingColumn(let table, let column) in difference.entries {
            fillers.addDefault(table: table, column: column, to: &filled)
            guard let filling = fillers.filling(table: table, column: column) else { continue }
            fillings.append(try dialect.render(filling).text)
        }
        let change = SchemaChange(difference, to: filled, dialect: dialect)
        statements = change.statements + fillings
        byHand = change.byHand
    }
}

/// What rows that are there hold in a column that is added without nulls.
private struct ColumnFillers {
    private var fields: [String: [String: Field]] = [:]

    init(catalog: EntityCatalog) {
        for type in catalog.types {
            for field in type.storedFields { fields[StorageNames.table(of: type), default: [:]][field.name] = field }
        }
    }

    /// Gives a column without nulls the default that rows that are there get, where the model knows one.
    func addDefault(table: String, column: String, to schema: inout SchemaDescription) {
        guard let index = schema.tables.firstIndex(where: { $0.name == table }),
            let position = schema.tables[index].columns.firstIndex(where: { $0.name == column }),
            !schema.tables[index].columns[position].isNullable, let value = value(table: table, column: column)
        else { return }
        schema.tables[index].columns[position].defaultValue = .value(value)
    }

    private func value(table: String, column: String) -> SQLValue? {
        guard let field = fields[table]?[column] else {
            return foldedField(table: table, column: column) == nil ? nil : .text("")
        }
        return field.constantDefault?.stored
    }

    /// What fills a new folded twin; nil for any other column.
    func filling(table: String, column: String) -> UpdateStatement? {
        foldedField(table: table, column: column).map { field in
            UpdateStatement(
                table,
                set: [SQLAssignment(column, .function(.fold, [.column(field.name)]))],
                where: .not(.isNull(.column(field.name)))
            )
        }
    }

    private func foldedField(table: String, column: String) -> Field? {
        fields[table]?.values.first { $0.isFolded && StorageNames.folded($0.name) == column }
    }
}
