public import OData
public import SQLCore

/// Finds the rows a change is about, through the caller's own row sources.
struct RowLocator {
    let sources: any RowSources
    let clock: PlanClock
    let connection: any SQLConnection

    /// The rows at the end of a path, in the order of their keys; at most `limit`.
    func rows(at read: BoundRead, limit: Int) throws(WriteError) -> [LocatedRow] {
        try rows(root: read.root, steps: read.steps, set: read.target.name, limit: limit)
    }

    func rows(
        root: EdmEntitySet,
        steps: [BoundRead.Step],
        set: String,
        limit: Int
    ) throws(WriteError) -> [LocatedRow] {
        let source = try source(of: set)
        let scope = StatementScope()
        let instance = StatementScope.Instance(
            alias: scope.counter.alias(),
            mapping: source.mapping,
            scope: scope
        )
        let path = PathPlanner(sources: sources, root: root, steps: steps)
        let conditions: [SQLExpression]
        do {
            let visible = source.conditions(alias: instance.alias)
            conditions = try path.conditions(at: steps.count, instance: instance, visible: visible)
        } catch {
            throw WriteError(error)
        }
        return try rows(of: source.mapping, instance: instance, conditions, limit: limit)
    }

    /// The row with values in some columns, such as a key; nil where there is none that the caller sees.
    func row(_ mapping: EntityMapping, _ columns: [(String, SQLValue)]) throws(WriteError) -> LocatedRow? {
        try rows(mapping, columns, limit: 1).first
    }

    /// The rows with values in some columns.
    func rows(
        _ mapping: EntityMapping,
        _ columns: [(String, SQLValue)],
        limit: Int
    ) throws(WriteError) -> [LocatedRow] {
        let source = try source(of: mapping.entitySet)
        let scope = StatementScope()
        let instance = StatementScope.Instance(alias: scope.counter.alias(), mapping: source.mapping, scope: scope)
        let wanted = columns.map { SQLExpression.equals(.column(instance.alias, $0.0), .bind($0.1)) }
        let visible = source.conditions(alias: instance.alias)
        return try rows(of: source.mapping, instance: instance, visible + wanted, limit: limit)
    }

    /// A row that this very transaction has written, whether the caller sees it or not.
    func stored(_ key: [SQLValue], _ mapping: EntityMapping) throws(WriteError) -> LocatedRow? {
        let scope = StatementScope()
        let instance = StatementScope.Instance(alias: scope.counter.alias(), mapping: mapping, scope: scope)
        let wanted = zip(try mapping.rowColumns, key).map {
            SQLExpression.equals(.column(instance.alias, $0), .bind($1))
        }
        return try rows(of: mapping, instance: instance, wanted, limit: 1).first
    }

    /// What a column of a row holds.
    func value(of column: String, in row: LocatedRow) throws(WriteError) -> SQLValue {
        let wanted = zip(try row.mapping.rowColumns, row.key).map { SQLExpression.equals(.column("t", $0), .bind($1)) }
        return try values(of: .column("t", column), in: row.mapping.table, where: wanted).first ?? .null
    }

    /// Whether a table has a row with these values.
    func contains(_ row: RowValues, in table: String) throws(WriteError) -> Bool {
        let wanted = row.columns.map { SQLExpression.equals(.column("t", $0), .bind(row[$0] ?? .null)) }
        return try !values(of: .integer(1), in: table, where: wanted).isEmpty
    }

    private func values(
        of column: SQLExpression,
        in table: String,
        where conditions: [SQLExpression]
    ) throws(WriteError) -> [SQLValue] {
        let statement = SelectStatement(
            columns: [SQLResultColumn(column)],
            from: .table(table, alias: "t"),
            where: .and(conditions),
            limit: .integer(1)
        )
        do throws(SQLDatabaseError) {
            return try PlannedStatement(statement).query(on: connection, clock.values()).allRows().compactMap(\.first)
        } catch {
            throw WriteError(error)
        }
    }

    func source(of set: String) throws(WriteError) -> RowSource {
        guard let source = sources.source(of: set) else { throw .failed("the set \(set) has no rows") }
        return source
    }

    private func rows(
        of mapping: EntityMapping,
        instance: StatementScope.Instance,
        _ conditions: [SQLExpression],
        limit: Int
    ) throws(WriteError) -> [LocatedRow] {
        let key = try mapping.rowColumns
        let order = mapping.isSingle ? key : try mapping.keyColumns
        var names = key
        for name in try mapping.locatedColumns where !names.contains(name) { names.append(name) }
        let version = mapping.version.flatMap { mapping.column(of: $0) }
        let columns = names + (version.map { [$0] } ?? [])
        let statement = SelectStatement(
            columns: columns.map { SQLResultColumn(.column(instance.alias, $0)) },
            from: .table(mapping.table, alias: instance.alias),
            joins: instance.scope.joins,
            where: .and(conditions),
            orderBy: order.map { SQLOrdering(.column(instance.alias, $0)) },
            limit: .integer(Int64(limit))
        )
        let found: [[SQLValue]]
        do {
            found = try PlannedStatement(statement).query(on: connection, clock.values()).allRows()
        } catch {
            throw WriteError(error)
        }
        return found.map { row in
            var version: Int64?
            if mapping.version != nil, case .integer(let number)? = row.last { version = number }
            return LocatedRow(
                mapping: mapping,
                key: Array(row.prefix(key.count)),
                version: version,
                columns: Dictionary(zip(names, row)) { first, _ in first }
            )
        }
    }
}

extension EntityMapping {
    /// The stored column of a property; nil for a computed one, or where there is none.
    func column(of property: String) -> String? {
        if case .column(let name)? = columns[property]?.source { name } else { nil }
    }

    /// The columns of the key, in its order.
    var keyColumns: [String] {
        get throws(WriteError) {
            let names = key.compactMap { column(of: $0) }
            guard names.count == key.count else { throw .failed("the key of \(entitySet) has no columns") }
            return names
        }
    }

    /// The columns that identify a row of the table: those of the key, unless other rows may have the same one.
    var rowColumns: [String] {
        get throws(WriteError) {
            if let presence { return [presence] }
            return try keyColumns
        }
    }

    /// What changes need to know of a row.
    fileprivate var locatedColumns: [String] {
        get throws(WriteError) {
            var names = presence == nil ? [] : try keyColumns
            for link in navigations.sorted(by: { $0.key < $1.key }) {
                names += link.value.pairs.map(\.source) + (link.value.link?.source.map(\.source) ?? [])
            }
            for part in address ?? [] { if case .key(let column, _) = part { names.append(column) } }
            if let typing { names.append(typing.column) }
            for structure in structures.sorted(by: { $0.key < $1.key }) {
                names += [structure.value.presence, structure.value.typing?.column].compactMap { $0 }
            }
            return names
        }
    }

    /// The property that a stored column belongs to.
    func property(ofColumn column: String) -> String? {
        columns.first { $0.value.source.isColumn(column) }?.key
    }
}

extension ColumnMapping.Source {
    func isColumn(_ name: String) -> Bool {
        if case .column(name) = self { true } else { false }
    }
}

extension WriteError {
    /// What a failure of the database means to somebody who writes.
    public init(_ error: SQLDatabaseError) {
        switch error {
        case .constraint(.unique(let columns)):
            self = .duplicate(properties: columns.map { $0.split(separator: ".").last.map(String.init) ?? $0 })
        case .constraint(.notNull(let column)):
            let name = column.split(separator: ".").last.map(String.init) ?? column
            self = .violations([PayloadViolation(name, .required)])
        case .constraint(.foreignKey):
            self = .rule(
                code: "reference.missing",
                message: "A reference leads to an entity that does not exist.",
                target: nil,
                isConflict: false
            )
        case .constraint(.check), .constraint(.type), .constraint(.other):
            self = .rule(
                code: "value.refused",
                message: "The database refuses the values.",
                target: nil,
                isConflict: false
            )
        case .busy, .locked: self = .busy
        case .closed, .cannotOpen, .corrupt, .notADatabase, .readOnly, .diskFull: self = .unavailable
        case .interrupted: self = .cancelled
        case .timedOut: self = .timedOut
        case .tooComplex, .arithmetic, .rendering, .other: self = .failed("\(error)")
        }
    }

    /// What a failure of planning means to somebody who writes.
    init(_ error: PlanningError) {
        switch error {
        case .notImplemented(let feature, _): self = .notImplemented(feature: feature)
        case .valueOutOfRange: self = .notFound
        case .unmappedEntitySet, .unmappedProperty, .notSearchable, .invalidSkipToken: self = .failed("\(error)")
        }
    }
}
