public import OData
import SQLCore

extension ReadPlanner {
    /// Whether the changes of a read's result can be tracked.
    public func tracks(_ read: BoundRead) -> Bool {
        TrackedRead(sources: sources, mayNest: format.usesShortNames).isTracked(read)
    }

    /// One statement over all rows that changed, those that the caller no longer sees included: whether a row belongs to
    /// the result is one of its columns.
    func changesPlan(_ target: Target, _ source: RowSource, _ read: BoundRead) throws(PlanningError) -> ChangesPlan {
        guard let changes = source.mapping.changes else { throw .unmappedEntitySet(source.mapping.entitySet) }
        let instance = target.instance
        let present = try presence(target, read.query)
        var columns = ColumnCollector()
        var expands: [ExpandPlan] = []
        let shapes = ShapePlanner(planner: self)
        var identity = try shapes.identity(of: target.set, instance: instance, into: &columns, withLinks: false)
        var shape = try shapes.shape(
            of: target.set,
            instance: instance,
            expressions: target.planner,
            query: read.query,
            columns: &columns,
            expands: &expands,
            depth: 0
        )
        lead(&shape, by: identity, of: instance.mapping)
        let presence = columns.position(
            of: .caseWhen([SQLCaseBranch(when: present, then: .integer(1))], otherwise: nil)
        )
        let deletion = changes.isDeleted.map { isDeleted in
            columns.position(
                of: .caseWhen([SQLCaseBranch(when: isDeleted(instance.alias), then: .integer(1))], otherwise: nil)
            )
        }
        let own = SQLExpression.column(instance.alias, changes.column)
        var others = try ChangedRows(planner: self).others(source, instance.alias, read.query, instance.scope.counter)
        if !others.isEmpty, let isDeleted = changes.isDeleted {
            // A row that was deleted before tells nothing new, whatever becomes of others.
            others = [.and([.or(others), .not(isDeleted(instance.alias))])]
        }
        let keys = identity.key.map { columns.columns[$0.column].expression }
        let order = others.isEmpty ? [columns.position(of: own)] : identity.key.map(\.column)
        let members = keyMembers(identity, of: instance.mapping)
        identity.idName = removedIDName
        var visible: [SQLExpression] = []
        if let discriminator = source.mapping.discriminator { visible.append(discriminator(instance.alias)) }
        if !source.isWhole, let sight = source.sight {
            visible.append(.or([present, sight.seen(instance.alias, PlanParameter.since)]))
        }
        func statement(_ window: [SQLExpression]) -> SelectStatement {
            SelectStatement(
                columns: columns.columns,
                from: target.from,
                joins: instance.scope.joins,
                where: .and(window + visible)
            )
        }
        let changed = [SQLExpression.greater(own, PlanParameter.since)]
        let whole = others.isEmpty ? changed + [.lessOrEqual(own, PlanParameter.until)] : [.or(changed + others)]
        let later: [SQLExpression]
        if others.isEmpty {
            later = [.greater(own, PlanParameter.after(0)), .lessOrEqual(own, PlanParameter.until)]
        } else if keys.count == 1 {
            later = whole + [.greater(keys[0], PlanParameter.after(0))]
        } else {
            later = whole + [.rowComparison(.greater, keys, keys.indices.map { PlanParameter.after($0) })]
        }
        var count = statement(whole)
        count.columns = [SQLResultColumn(.count())]
        return ChangesPlan(
            first: page(of: statement(others.isEmpty ? later : whole), order: order, columns),
            later: page(of: statement(later), order: order, columns),
            count: PlannedStatement(count),
            isCounted: read.query.count,
            order: order,
            isInOrderOfChange: others.isEmpty,
            presence: presence,
            deletion: deletion,
            removed: RemovedShape(identity: identity, keys: members),
            shape: shape,
            program: RowProgram(shape, format: format),
            expands: expands,
            tombstones: try tombstonesPlan(target, source)
        )
    }

    /// Whether a row belongs to the result now: the conditions of a plain read.
    private func presence(_ target: Target, _ query: BoundQuery) throws(PlanningError) -> SQLExpression {
        var target = target
        try restrict(&target, by: query)
        return .and(target.conditions)
    }

    private func page(of statement: SelectStatement, order: [Int], _ columns: ColumnCollector) -> PlannedStatement {
        var statement = statement
        statement.orderBy = order.map { SQLOrdering(columns.columns[$0].expression) }
        statement.limit = PlanParameter.limit.expression
        return PlannedStatement(statement)
    }

    // MARK: Ids

    /// Lets rows begin with their id where they do not show the whole key (JSON Format 15.2).
    func lead(_ shape: inout EntityShape, by identity: EntityShape.Identity, of mapping: EntityMapping) {
        guard shape.identity == nil else { return }
        let shown = shape.members.compactMap { member -> [UInt8]? in
            if case .value(let name, _, _, _) = member { name } else { nil }
        }
        if !mapping.key.allSatisfy({ shown.contains(ShapePlanner.name($0)) }) { shape.leadingID = identity }
    }

    /// In 4.0 the id of a deleted entity is a property, in 4.01 control information (JSON Format 15.3).
    private var removedIDName: [UInt8] { Array((format.usesShortNames ? "\"@id\":" : "\"id\":").utf8) }

    private func keyMembers(_ identity: EntityShape.Identity, of mapping: EntityMapping) -> [RemovedShape.Key] {
        guard format.usesShortNames else { return [] }
        return zip(mapping.key, identity.key).map { name, part in
            RemovedShape.Key(name: ShapePlanner.name(name), column: part.column, storage: part.storage)
        }
    }

    // MARK: Tombstones

    /// Rows that left the table; not those whose key is in use again, which are among the changed ones.
    private func tombstonesPlan(_ target: Target, _ source: RowSource) throws(PlanningError) -> TombstonesPlan? {
        guard let mapping = source.mapping.changes?.tombstones else { return nil }
        let scope = StatementScope()
        let alias = scope.counter.alias()
        let inner = scope.counter.alias()
        let instance = StatementScope.Instance(alias: inner, mapping: source.mapping, scope: scope)
        var columns = ColumnCollector()
        var rows = ColumnCollector()
        var identity = try ShapePlanner(planner: self).identity(
            of: target.set,
            instance: instance,
            into: &rows,
            withLinks: false
        )
        var again = source.mapping.discriminator.map { [$0(inner)] } ?? []
        for (part, name) in zip(identity.key, mapping.key) {
            again.append(.equals(rows.columns[part.column].expression, .column(alias, name)))
        }
        identity = identity.moved(to: mapping.key.map { columns.position(of: .column(alias, $0)) })
        identity.idName = removedIDName
        let number = SQLExpression.column(alias, mapping.column)
        let inUse = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(source.mapping.table, alias: inner),
            where: .and(again)
        )
        let own = mapping.condition.map { [$0(alias)] } ?? []
        func statement(after: SQLExpression) -> SelectStatement {
            let window = [SQLExpression.greater(number, after), .lessOrEqual(number, PlanParameter.until)]
            return SelectStatement(
                columns: columns.columns,
                from: .table(mapping.table, alias: alias),
                where: .and(own + window + [.not(.exists(inUse))])
            )
        }
        let position = columns.position(of: number)
        var count = statement(after: PlanParameter.since)
        count.columns = [SQLResultColumn(.count())]
        return TombstonesPlan(
            page: page(of: statement(after: PlanParameter.after(0)), order: [position], columns),
            count: PlannedStatement(count),
            number: position,
            removed: RemovedShape(identity: identity, keys: keyMembers(identity, of: source.mapping))
        )
    }
}

/// Rows that count as changed because of other rows: those that are expanded, and those that decide who sees what.
private struct ChangedRows {
    let planner: ReadPlanner

    /// The conditions for rows of a source; empty where only the rows themselves count.
    ///
    /// Recursion is bounded by the depth of `$expand`, which ``TrackedRead`` has looked at.
    func others(
        _ source: RowSource,
        _ alias: String,
        _ query: BoundQuery,
        _ counter: StatementScope.Counter
    ) throws(PlanningError) -> [SQLExpression] {
        var conditions: [SQLExpression] = []
        if let touched = source.sight?.touched { conditions.append(touched(alias, PlanParameter.since)) }
        for expand in query.expand {
            guard let link = source.mapping.navigations[expand.navigation.name], let pair = link.pairs.first else {
                throw .unmappedProperty(expand.navigation.name, entitySet: source.mapping.entitySet)
            }
            let target = try planner.source(of: link.entitySet)
            guard let changes = target.mapping.changes else { throw .unmappedEntitySet(link.entitySet) }
            let inner = counter.alias()
            var changed = [SQLExpression.greater(.column(inner, changes.column), PlanParameter.since)]
            changed += try others(target, inner, expand.query, counter)
            var wanted = target.mapping.discriminator.map { [$0(inner)] } ?? []
            wanted.append(.or(changed))
            let own = SQLExpression.column(alias, pair.source)
            let related = SelectStatement(
                columns: [SQLResultColumn(.column(inner, pair.target))],
                from: .table(target.mapping.table, alias: inner),
                where: .and(wanted)
            )
            conditions.append(.inSelect(own, related))
            guard expand.navigation.isCollection else { continue }
            if let former = changes.formerValues?(pair.target, PlanParameter.since) {
                conditions.append(.inSelect(own, former))
            }
        }
        return conditions
    }
}
