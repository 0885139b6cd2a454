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
        /// The property that mirrors the type of the entity.
        public var discriminator: Discriminator?

        /// A column that says in words of its own what type a row has; clients may choose it for a new one.
        public struct Discriminator: Sendable {
            /// The column.
            public var column: String
            /// What it holds for each type.
            public var texts: [EdmTypeName: String]

            /// Makes a discriminator.
            public init(column: String, texts: [EdmTypeName: String]) {
                self.column = column
                self.texts = texts
            }
        }

        /// Makes facts; none by default.
        public init(
            onInsert: [String: @Sendable () -> SQLValue] = [:],
            onUpdate: [String: @Sendable () -> SQLValue] = [:],
            counters: [String] = [],
            numbered: String? = nil,
            discriminator: Discriminator? = nil
        ) {
            self.onInsert = onInsert
            self.onUpdate = onUpdate
            self.counters = counters
            self.numbered = numbered
            self.discriminator = discriminator
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
        if let discriminator = facts.discriminator { discriminator.decide(&row, mapping) }
        try addDefaults(to: &row, mapping)
        for column in facts.counters where row[column] == nil { row[column] = .integer(1) }
        for (column, value) in facts.onInsert.sorted(by: { $0.key < $1.key }) { row[column] = value() }
        let numbered = facts.numbered ?? mapping.presence
        if let numbered { row[numbered] = nil }
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
        if let numbered { row[numbered] = .integer(connection.lastInsertedRowID) }
        return try mapping.rowColumns.map { row[$0] ?? .null }
    }

    /// The model's defaults for what was not given, also inside of complex values that are always there.

    private func addDefaults(to row: inout RowValues, _ mapping: EntityMapping) throws(WriteError) {
        guard let set = model.source(named: mapping.entitySet) else { return }
        let name = mapping.typing.flatMap { typing in
            typing.texts.first { row[typing.column] == .text($0.value) }?.key
        }
        guard let type = model.entityType(name ?? set.entityType) else { return }
        let columns = PayloadColumns(model: model, mapping: mapping, row: nil)
        for property in type.properties {
            let isStructure = mapping.structures[property.name] != nil
            if isStructure ? !property.type.isNullable : property.defaultValue != nil {
                try columns.fill(property, at: property.name, into: &row)
            }
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
        var values = values
        // What an entity is stays.
        if let discriminator = facts.discriminator { values[discriminator.column] = nil }
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

    /// Adds a row to a link table, unless it is there.
    public func relate(_ pair: RowValues, in link: NavigationMapping.Link) throws(WriteError) {
        do {
            try connection.execute(
                InsertStatement(
                    into: link.table,
                    columns: pair.columns,
                    rows: [pair.columns.map { .bind(pair[$0] ?? .null) }],
                    onConflict: .nothing(target: [])
                )
            )
        } catch {
            throw WriteError(error)
        }
    }

    /// Removes rows from a link table.
    public func unrelate(_ values: RowValues, in link: NavigationMapping.Link) throws(WriteError) {
        let wanted = values.columns.map { SQLExpression.equals(.column($0), .bind(values[$0] ?? .null)) }
        do {
            try connection.execute(DeleteStatement(from: link.table, where: .and(wanted)))
        } catch {
            throw WriteError(error)
        }
    }

    /// Does nothing: plain rows have no consequences.
    public func settle() throws(WriteError) {}

    private func condition(_ key: [SQLValue], _ mapping: EntityMapping) throws(WriteError) -> SQLExpression {
        .and(zip(try mapping.rowColumns, key).map { .equals(.column($0), .bind($1)) })
    }
}

extension MappedRowStore.Facts.Discriminator {
    /// Takes the type of a new row from the address or the body, else from the column itself; the column follows.
    fileprivate func decide(_ row: inout RowValues, _ mapping: EntityMapping) {
        guard let typing = mapping.typing else { return }
        func type(_ value: SQLValue?, in texts: [EdmTypeName: String]) -> EdmTypeName? {
            texts.first { .text($0.value) == value }?.key
        }
        guard var chosen = type(row[typing.column], in: typing.texts) else { return }
        // The type that all others derive from says nothing of its own.
        let isPlain = typing.including[chosen]?.count == typing.including.count
        if isPlain, let wanted = type(row[column], in: texts), let text = typing.texts[wanted] {
            chosen = wanted
            row[typing.column] = .text(text)
        }
        if let text = texts[chosen] { row[column] = .text(text) }
    }
}
