public import OData
public import SQLCore

/// Writes rows as they are mapped: plain SQL, with the values that a service adds itself.
///
/// Rules of the schema (unique and foreign keys, cascades) do the rest.
public final class MappedRowStore: RowStore {
    /// What the service adds to the rows of a set.
    public struct Facts: Sendable {
        /// Values of a new row by column, such as a generated key; each is asked for once for each row.
        public var onInsert: [String: @Sendable () -> SQLValue]
        /// Values of a changed row by column.
        public var onUpdate: [String: @Sendable () -> SQLValue]
        /// Columns that grow by one with every change.
        public var counters: [String]
        /// The column that the database numbers, where the key is such a one.
        public var numbered: String?

        /// Makes facts; none by default.
        public init(
            onInsert: [String: @Sendable () -> SQLValue] = [:],
            onUpdate: [String: @Sendable () -> SQLValue] = [:],
            counters: [String] = [],
            numbered: String? = nil
        ) {
            self.onInsert = onInsert
            self.onUpdate = onUpdate
            self.counters = counters
            self.numbered = numbered
        }
    }

    private let model: EdmModel
    private let facts: [String: Facts]
    private let connection: any SQLConnection

    /// Makes a store for one transaction; `facts` are by entity set.
    public init(model: EdmModel, facts: [String: Facts], connection: any SQLConnection) {
        self.model = model
        self.facts = facts
        self.connection = connection
    }

    /// Adds a row with the client's values, the model's defaults and the service's own values.
    public func insert(_ values: RowValues, into mapping: EntityMapping) throws(WriteError) -> [SQLValue] {
        var row = values
        let facts = facts[mapping.entitySet] ?? Facts()
        try addDefaults(to: &row, mapping)
        for column in facts.counters where row[column] == nil { row[column] = .integer(1) }
        for (column, value) in facts.onInsert.sorted(by: { $0.key < $1.key }) { row[column] = value() }
        if let numbered = facts.numbered { row[numbered] = nil }
        do {
            try connection.execute(
                InsertStatement(
                    into: mapping.table,
                    columns: row.columns,
                    rows: [row.columns.map { .bind(row[$0] ?? .null) }]
                )
            )
        } catch {
            throw WriteError(error)
        }
        if let numbered = facts.numbered { row[numbered] = .integer(connection.lastInsertedRowID) }
        return try mapping.keyColumns.map { row[$0] ?? .null }
    }

    private func addDefaults(to row: inout RowValues, _ mapping: EntityMapping) throws(WriteError) {
        guard let set = model.entitySet(mapping.entitySet), let type = model.entityType(set.entityType) else { return }
        let defaults = PropertyDefault(model: model)
        for property in type.properties {
            guard let column = mapping.columns[property.name], case .column(let name) = column.source,
                row[name] == nil, let value = defaults.value(of: property)
            else { continue }
            row[name] = try PayloadStorage.value(.primitive(value), as: column.storage, of: property.name)
        }
    }

    /// Changes columns of a row.
    public func update(
        _ key: [SQLValue],
        of mapping: EntityMapping,
        to values: RowValues,
        style: BoundWrite.Style
    ) throws(WriteError) {
        let facts = facts[mapping.entitySet] ?? Facts()
        var assignments = values.columns.map { SQLAssignment($0, .bind(values[$0] ?? .null)) }
        for column in facts.counters {
            assignments.append(
                SQLAssignment(column, .arithmetic(.add, .integer, .column(column), .integer(1)))
            )
        }
        for (column, value) in facts.onUpdate.sorted(by: { $0.key < $1.key }) {
            assignments.append(SQLAssignment(column, .bind(value())))
        }
        guard !assignments.isEmpty else { return }
        let condition = try condition(key, mapping)
        do {
            try connection.execute(UpdateStatement(mapping.table, set: assignments, where: condition))
        } catch {
            throw WriteError(error)
        }
    }

    /// Refuses nothing: who may write is decided elsewhere.
    public func permitUpdates(of mapping: EntityMapping) throws(WriteError) {}

    /// Removes a row; what the schema cascades goes with it.
    public func delete(_ key: [SQLValue], from mapping: EntityMapping) throws(WriteError) {
        let condition = try condition(key, mapping)
        do {
            try connection.execute(DeleteStatement(from: mapping.table, where: condition))
        } catch SQLDatabaseError.constraint(.foreignKey) {
            throw .hasDependents("they refer to this entity of \(mapping.entitySet)")
        } catch {
            throw WriteError(error)
        }
    }

    /// Does nothing: plain rows have no consequences.
    public func settle() throws(WriteError) {}

    private func condition(_ key: [SQLValue], _ mapping: EntityMapping) throws(WriteError) -> SQLExpression {
        .and(zip(try mapping.keyColumns, key).map { .equals(.column($0), .bind($1)) })
    }
}
