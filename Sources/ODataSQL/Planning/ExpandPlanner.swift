import OData
import SQLCore

/// Plans expanded collections: one statement for many parents, with their keys as one JSON list.
struct ExpandPlanner {
    let shapes: ShapePlanner

    private var planner: ReadPlanner { shapes.planner }

    func plan(
        _ item: BoundExpand,
        link: NavigationMapping,
        rest: ExpandLink,
        depth: Int
    ) throws(PlanningError) -> ExpandPlan {
        let source = try planner.source(of: link.entitySet)
        let scope = StatementScope()
        let alias = scope.counter.alias()
        let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
        let expressions = ExpressionPlanner(
            sources: planner.sources,
            scope: scope,
            instances: [item.query.variable.number: instance]
        )
        var target = ReadPlanner.Target(
            set: item.entitySet,
            instance: instance,
            planner: expressions,
            conditions: Self.parents(link, alias: alias) + source.conditions(alias: alias)
        )
        if let cast = item.cast { target.conditions.append(source.mapping.isOf(cast, alias: alias)) }
        let tables = Self.tables(link, .table(source.mapping.table, alias: alias), alias: alias)
        for join in tables.joins { scope.append(join) }
        var parentKeys = Self.owners(link, alias: alias)
        if let apply = item.query.apply {
            target = try applied(apply, to: target, from: tables.from, parents: parentKeys)
            parentKeys = target.rows?.partition.values.map(\.sql) ?? parentKeys
        }
        return try plan(item, target, from: tables.from, parents: parentKeys, rest: rest, depth: depth)
    }

    /// A collection that has no parent: the result of `nest`.
    func plan(
        _ item: BoundExpand,
        rows: RowStage,
        rest: ExpandLink,
        depth: Int
    ) throws(PlanningError) -> ExpandPlan {
        let target = planner.target(rows, of: item.entitySet)
        return try plan(item, target, from: target.from, parents: [], rest: rest, depth: depth)
    }

    private func plan(
        _ item: BoundExpand,
        _ rows: ReadPlanner.Target,
        from: SQLTableReference,
        parents: [SQLExpression],
        rest: ExpandLink,
        depth: Int
    ) throws(PlanningError) -> ExpandPlan {
        var target = rows
        try planner.restrict(&target, by: item.query)
        var columns = ColumnCollector()
        for key in parents { _ = columns.position(of: key) }
        let keyColumns = columns.columns.count
        let order = try planner.orderColumns(item.query, target, columns: &columns)
        var expands: [ExpandPlan] = []
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        var reference: EntityShape.Identity?
        switch item.form {
        case .entities:
            shape = try shapes.shape(
                of: item.entitySet,
                as: item.targetType,
                instance: target.instance,
                expressions: target.planner,
                query: item.query,
                columns: &columns,
                expands: &expands,
                depth: depth,
                variant: target.rows?.variant
            )
        case .references:
            reference = try shapes.identity(
                of: item.entitySet,
                instance: target.instance,
                into: &columns,
                withLinks: false
            )
        case .count, .link: break
        }
        let base = SelectStatement(
            with: target.rows?.context.common ?? [],
            columns: columns.columns,
            from: target.rows?.from ?? from,
            joins: target.instance.scope.joins,
            where: .and(target.conditions)
        )
        let form: ExpandPlan.Form =
            switch item.form {
            case .entities: .entities
            case .references: .references
            case .count, .link: .count
            }
        return ExpandPlan(
            name: shapes.context(of: item) + ShapePlanner.name(item.navigation.name),
            countName: Array("\"\(item.navigation.name)\(planner.format.prefix)count\":".utf8),
            entitySet: item.entitySet.name,
            form: form,
            statement: PlannedStatement(limited(base, keyColumns: keyColumns, order: order, query: item.query)),
            keyColumns: keyColumns,
            count: item.query.count || item.form == .count
                ? PlannedStatement(Self.count(base, keyColumns: keyColumns)) : nil,
            shape: shape,
            program: item.form == .entities ? RowProgram(shape, format: planner.format) : nil,
            expands: expands,
            reference: reference,
            link: rest
        )
    }

    /// The rows that `$apply` makes of the members of each parent; a parent without members is a group, too.
    private func applied(
        _ apply: BoundApply,
        to target: ReadPlanner.Target,
        from: SQLTableReference,
        parents: [SQLExpression]
    ) throws(PlanningError) -> ReadPlanner.Target {
        let context = planner.applyContext(target.instance.scope.counter)
        let rows = RowStage(context, scope: target.instance.scope, from: from, instance: target.instance)
        rows.conditions = target.conditions
        try rows.identifyByKey()
        rows.partition.values = parents.map(Self.compared)
        rows.partition.mayLoseGroups = true
        let keys = StatementScope.Instance(
            alias: Self.keys.alias,
            mapping: target.instance.mapping,
            scope: StatementScope(counter: target.instance.scope.counter),
            view: RowView(.nothing)
        )
        let domain = RowStage(context, scope: keys.scope, from: Self.keys, instance: keys)
        domain.partition.values = parents.indices.map { position in
            Self.compared(parents.count == 1 ? Self.key : .function(.listElement(position, .text), [Self.key]))
        }
        rows.partition.domain = domain
        return planner.target(try ApplyPlanner(context: context).plan(apply, on: rows), of: target.set)
    }

    /// Keys are compared only, never written.
    private static func compared(_ sql: SQLExpression) -> PlannedExpression {
        PlannedExpression(sql: sql, storage: .text, isNullable: true)
    }

    private static let keys = SQLTableReference.list(PlanParameter.parentKeys.expression, element: .integer, alias: "k")
    private static let key = SQLExpression.column("k", SQLTableReference.listValueColumn)

    private static let linkAlias = "l"

    /// The columns beside the members that equal the key of their parent.
    private static func owners(_ link: NavigationMapping, alias: String) -> [SQLExpression] {
        if let table = link.link { return table.source.map { .column(linkAlias, $0.target) } }
        return link.pairs.map { .column(alias, $0.target) }
    }

    /// The members of all parents whose keys are given; keys of several parts are joined instead, so that they
    /// need no condition here.
    private static func parents(_ link: NavigationMapping, alias: String) -> [SQLExpression] {
        let owners = owners(link, alias: alias)
        guard let owner = owners.first, owners.count == 1 else { return [] }
        let keys = SelectStatement(columns: [SQLResultColumn(key)], from: keys)
        return [.inSelect(owner, keys)]
    }

    /// The table of the members, perhaps behind a link table; for keys of several parts, joined to the list of the
    /// parents' keys.
    private static func tables(
        _ link: NavigationMapping,
        _ table: SQLTableReference,
        alias: String
    ) -> (from: SQLTableReference, joins: [SQLJoin]) {
        var tables = [(table, SQLExpression.true)]
        if let related = link.link {
            let equal = related.target.map { pair in
                SQLExpression.equals(.column(alias, pair.target), .column(linkAlias, pair.source))
            }
            tables = [(.table(related.table, alias: linkAlias), .true), (table, .and(equal))]
        }
        let owners = owners(link, alias: alias)
        if owners.count > 1 {
            let equal = owners.enumerated().map { position, owner in
                SQLExpression.equals(owner, .function(.listElement(position, .text), [key]))
            }
            tables[0].1 = .and(equal)
            tables.insert((keys, .true), at: 0)
        }
        return (tables[0].0, tables.dropFirst().map { SQLJoin(.inner, $0.0, on: $0.1) })
    }

    /// The rows in order, each parent's numbered so that `$skip`, `$top` and the largest size apply to each parent.
    private func limited(
        _ base: SelectStatement,
        keyColumns: Int,
        order: [OrderColumn],
        query: BoundQuery
    ) -> SelectStatement {
        let parents = base.columns.prefix(keyColumns).map(\.expression)
        let number = SQLExpression.window(
            SQLWindow(.rowNumber, partition: Array(parents), order: order.map(\.ordering))
        )
        let skip = Int64(query.skip ?? 0)
        // One more than is shown tells whether there are more.
        let largest = planner.limits.expandedRows
        let size = Int64(min(query.top ?? .max, largest < .max ? largest + 1 : largest))
        if query.top == nil, query.skip == nil {
            // Nobody asked for a part: an order by parent, without a number for each row, is cheaper.
            var whole = base
            whole.orderBy = parents.map { SQLOrdering($0) } + order.map(\.ordering)
            return whole
        }
        var inner = base
        inner.columns.append(SQLResultColumn(number, as: "n"))
        let rowNumber = SQLExpression.column("x", "n")
        let last = skip.addingReportingOverflow(size)
        let range = [
            SQLExpression.greater(rowNumber, .bind(.integer(skip))),
            .lessOrEqual(rowNumber, .bind(.integer(last.overflow ? .max : last.partialValue))),
        ]
        return SelectStatement(
            columns: base.columns.indices.map { SQLResultColumn(.column("x", "c\($0)"), as: "c\($0)") },
            from: .select(inner, alias: "x"),
            where: .and(range),
            orderBy: (0..<keyColumns).map { SQLOrdering(.column("x", "c\($0)")) } + [SQLOrdering(rowNumber)]
        )
    }

    private static func count(_ base: SelectStatement, keyColumns: Int) -> SelectStatement {
        var count = base
        let keys = Array(base.columns.prefix(keyColumns))
        count.columns = keys + [SQLResultColumn(.count(), as: "n")]
        count.groupBy = keys.map(\.expression)
        return count
    }
}
