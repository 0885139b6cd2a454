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
            return visible + [try membership(navigation, before: count - 1, instance: instance)]
        }
        let before = try conditions(at: count - 1, instance: instance, visible: visible)
        switch steps[count - 1] {
        case .cast, .navigation: return before
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
        _ navigation: EdmNavigationProperty,
        before count: Int,
        instance: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression {
        let source = try source(at: count)
        guard let link = source.mapping.navigations[navigation.name] else {
            throw .unmappedProperty(navigation.name, entitySet: source.mapping.entitySet)
        }
        let scope = StatementScope(counter: instance.scope.counter)
        let alias = scope.counter.alias()
        let owner = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
        var conditions = try self.conditions(at: count, instance: owner, visible: source.conditions(alias: alias))
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

    /// Whether the first `count` steps lead to at most one entity.
    private func isSingle(at count: Int) -> Bool {
        guard count > 0 else { return false }
        switch steps[count - 1] {
        case .key: return true
        case .navigation(let navigation, _): return !navigation.isCollection && isSingle(at: count - 1)
        case .filter, .cast: return isSingle(at: count - 1)
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
