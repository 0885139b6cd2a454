import OData
import SQLCore

/// Plans the resource path: which rows of a set the path leads to, as semi-joins from the end back to the root.
struct PathPlanner {
    let sources: any RowSources
    let root: EdmEntitySet
    let steps: [BoundRead.Step]

    /// The conditions for the rows reached by the first `count` steps, given the table that stands for them and the
    /// conditions under which its rows can be seen at all.
    ///
    /// Recursion is bounded by the number of path segments, which the parser limits.
    func conditions(
        at count: Int,
        instance: StatementScope.Instance,
        visible: [SQLExpression]
    ) throws(PlanningError) -> [SQLExpression] {
        guard count > 0 else { return visible }
        if case .navigation(let navigation, _) = steps[count - 1] {
            var start = count - 1
            var path = navigation.name
            while start > 0, case .complex(let property) = steps[start - 1] {
                path = "\(property.name)/\(path)"
                start -= 1
            }
            return visible + [try membership(path, before: start, instance: instance)]
        }
        let before = try conditions(at: count - 1, instance: instance, visible: visible)
        switch steps[count - 1] {
        case .complex, .navigation: return before
        case .slice(let slice):
            guard slice.top != nil || slice.skip > 0 else { return before }
            return before + [try self.slice(slice, before: count - 1, instance: instance)]
        case .cast(let type): return before + [instance.mapping.isOf(type, alias: instance.alias)]
        case .key(let values): return try before + keyConditions(values, instance: instance)
        case .filter(let expression, let variable):
            let planner = ExpressionPlanner(
                sources: sources,
                scope: instance.scope,
                instances: [variable.number: instance]
            )
            let condition = try planner.condition(expression)
            return before + [expression.canFail ? condition.guarded(by: before) : condition]
        }
    }

    /// The rows that the entities reached by the first `count` steps are related to.
    private func membership(
        _ path: String,
        before count: Int,
        instance: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression {
        let source = try source(at: count)
        guard let link = source.mapping.navigations[path] else {
            throw .unmappedProperty(path, entitySet: source.mapping.entitySet)
        }
        let scope = StatementScope(counter: instance.scope.counter)
        let alias = scope.counter.alias()
        let owner = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
        var conditions = try self.conditions(at: count, instance: owner, visible: source.conditions(alias: alias))
        if let table = link.link {
            return linked(table, to: instance, from: owner, conditions)
        }
        let isOne = isSingle(at: count)
        if !isOne, link.pairs.count > 1 {
            conditions += link.pairs.map { .equals(.column(instance.alias, $0.target), .column(alias, $0.source)) }
        }
        func select(_ result: SQLExpression) -> SelectStatement {
            SelectStatement(
                columns: [SQLResultColumn(result)],
                from: .table(source.mapping.table, alias: alias),
                joins: scope.joins,
                where: .and(conditions)
            )
        }
        // Of one entity the value itself is compared, which keeps the order of an index.
        if isOne {
            return .and(
                link.pairs.map { pair in
                    .equals(.column(instance.alias, pair.target), .scalar(select(.column(alias, pair.source))))
                }
            )
        }
        guard let pair = link.pairs.first, link.pairs.count == 1 else { return .exists(select(.integer(1))) }
        return .inSelect(.column(instance.alias, pair.target), select(.column(alias, pair.source)))
    }

    /// The rows among the first in an order.
    private func slice(
        _ slice: BoundSlice,
        before count: Int,
        instance: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression {
        let source = try source(at: count)
        let scope = StatementScope(counter: instance.scope.counter)
        let inner = StatementScope.Instance(alias: scope.counter.alias(), mapping: source.mapping, scope: scope)
        let visible = source.conditions(alias: inner.alias)
        let conditions = try self.conditions(at: count, instance: inner, visible: visible)
        let planner = ExpressionPlanner(sources: sources, scope: scope, instances: [slice.variable.number: inner])
        var order: [SQLOrdering] = []
        for item in slice.orderBy {
            order.append(SQLOrdering(try planner.value(item.expression).sql, isAscending: !item.isDescending))
        }
        let names =
            source.mapping.presence.map { [$0] } ?? source.mapping.key.compactMap { source.mapping.columns[$0]?.stored }
        let columns = names.enumerated().map { SQLResultColumn(.column(inner.alias, $1), as: "k\($0)") }
        let statement = SelectStatement(
            columns: columns,
            from: .table(source.mapping.table, alias: inner.alias),
            joins: scope.joins,
            where: .and(conditions),
            orderBy: order,
            limit: .bind(.integer(slice.top.map { Int64($0) } ?? -1)),
            offset: slice.skip > 0 ? .bind(.integer(Int64(slice.skip))) : nil
        )
        if let name = names.first, names.count == 1 { return .inSelect(.column(instance.alias, name), statement) }
        let alias = scope.counter.alias()
        let equal = names.enumerated().map { position, name in
            SQLExpression.equals(.column(alias, "k\(position)"), .column(instance.alias, name))
        }
        return .exists(
            SelectStatement(
                columns: [SQLResultColumn(.integer(1))],
                from: .select(statement, alias: alias),
                where: .and(equal)
            )
        )
    }

    /// The rows that a link table relates with the rows of `owner` that satisfy conditions.
    private func linked(
        _ link: NavigationMapping.Link,
        to instance: StatementScope.Instance,
        from owner: StatementScope.Instance,
        _ conditions: [SQLExpression]
    ) -> SQLExpression {
        let alias = owner.scope.counter.alias()
        let related = SQLExpression.and(
            link.source.map { .equals(.column(alias, $0.target), .column(owner.alias, $0.source)) }
        )
        func select(_ result: SQLExpression, _ more: [SQLExpression]) -> SelectStatement {
            SelectStatement(
                columns: [SQLResultColumn(result)],
                from: .table(owner.mapping.table, alias: owner.alias),
                joins: [SQLJoin(.inner, .table(link.table, alias: alias), on: related)] + owner.scope.joins,
                where: .and(conditions + more)
            )
        }
        if let pair = link.target.first, link.target.count == 1 {
            return .inSelect(.column(instance.alias, pair.target), select(.column(alias, pair.source), []))
        }
        let equal = link.target.map { pair in
            SQLExpression.equals(.column(instance.alias, pair.target), .column(alias, pair.source))
        }
        return .exists(select(.integer(1), equal))
    }

    /// Whether the first `count` steps lead to at most one entity.
    private func isSingle(at count: Int) -> Bool {
        guard count > 0 else { return sources.source(of: root.name)?.mapping.isSingle ?? false }
        switch steps[count - 1] {
        case .key: return true
        case .navigation(let navigation, _): return !navigation.isCollection && isSingle(at: count - 1)
        case .filter, .cast, .complex, .slice: return isSingle(at: count - 1)
        }
    }

    /// Finds the entity from which the last navigation starts; nil where the path has none behind a key.
    func existence() throws(PlanningError) -> SelectStatement? {
        let last = steps.lastIndex { if case .navigation = $0 { true } else { false } }
        guard let last, last > 0 else { return nil }
        let source = try source(at: last)
        let scope = StatementScope()
        let alias = scope.counter.alias()
        let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
        let conditions = try self.conditions(at: last, instance: instance, visible: source.conditions(alias: alias))
        return SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(source.mapping.table, alias: alias),
            joins: scope.joins,
            where: .and(conditions),
            limit: .integer(1)
        )
    }

    private func source(at count: Int) throws(PlanningError) -> RowSource {
        var set = root.name
        for step in steps.prefix(count) {
            if case .navigation(_, let target) = step { set = target.name }
        }
        guard let source = sources.source(of: set) else { throw .unmappedEntitySet(set) }
        return source
    }

    private func keyConditions(
        _ values: [BoundRead.KeyValue],
        instance: StatementScope.Instance
    ) throws(PlanningError) -> [SQLExpression] {
        let planner = ExpressionPlanner(sources: sources, scope: instance.scope, instances: [:])
        var conditions: [SQLExpression] = []
        for key in values {
            let planned = try planner.column(key.property.name, of: instance)
            if case .exact(let value) = try ConstantPlanner.store(key.value, as: planned.storage, at: nil) {
                conditions.append(.equals(planned.sql, .bind(value)))
            } else {
                conditions.append(.false)  // no stored value can equal it: the entity does not exist
            }
        }
        return conditions
    }
}
