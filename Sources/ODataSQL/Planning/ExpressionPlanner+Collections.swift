import OData
import SQLCore

extension ExpressionPlanner {
    /// `any` as EXISTS, `all` as NOT EXISTS of a member that does not satisfy; never a join, so nothing doubles.
    func lambda(
        _ quantifier: BoundExpression.Quantifier,
        _ collection: BoundCollection,
        variable: BoundVariable?,
        predicate: BoundExpression?
    ) throws(PlanningError) -> SQLExpression {
        var members = try self.members(of: collection, variable: variable)
        if let predicate {
            let condition = try members.planner.condition(predicate, isPositive: quantifier == .any)
            let wanted = quantifier == .any ? condition : SQLExpression.isNotTrue(condition)
            members.conditions.append(predicate.canFail ? wanted.guarded(by: members.conditions) : wanted)
        }
        let statement = members.statement(columns: [SQLResultColumn(.integer(1))])
        return quantifier == .any ? .exists(statement) : .not(.exists(statement))
    }

    /// The number of members, as a scalar sub-select.
    func count(
        _ collection: BoundCollection,
        variable: BoundVariable?,
        filter: BoundExpression?,
        search: SearchSyntax?
    ) throws(PlanningError) -> PlannedExpression {
        var members = try self.members(of: collection, variable: variable)
        if let filter {
            let wanted = try members.planner.condition(filter)
            members.conditions.append(filter.canFail ? wanted.guarded(by: members.conditions) : wanted)
        }
        if let search {
            members.conditions.append(try SearchPlanner.condition(search, on: members.instance, counter: scope.counter))
        }
        let statement = members.statement(columns: [SQLResultColumn(.count())])
        return PlannedExpression(sql: .scalar(statement), storage: .integer, isNullable: false)
    }

    /// One value of the members, or of the rows at hand, as a scalar sub-select.
    func aggregate(
        _ aggregate: BoundExpression.BoundCollectionAggregate,
        as type: EdmTypeReference
    ) throws(PlanningError) -> PlannedExpression {
        guard let collection = aggregate.collection else { return try ofThese(aggregate, as: type) }
        var members = try self.members(of: collection, variable: aggregate.variable)
        if let filter = aggregate.filter {
            let wanted = try members.planner.condition(filter)
            members.conditions.append(filter.canFail ? wanted.guarded(by: members.conditions) : wanted)
        }
        var planned = try members.planner.aggregated(aggregate, as: type)
        planned.sql = .scalar(members.statement(columns: [SQLResultColumn(planned.sql)]))
        return planned
    }

    private func ofThese(
        _ aggregate: BoundExpression.BoundCollectionAggregate,
        as type: EdmTypeReference
    ) throws(PlanningError) -> PlannedExpression {
        guard let these, these.partition.values.isEmpty else {
            throw .notImplemented(feature: "$these inside groups and $expand", at: aggregate.value?.range)
        }
        // Names inside hide those around; nothing inside refers to the row around.
        let rows = these.copy()
        var planner = rows.planner
        planner.these = nil
        planner.instances = [aggregate.variable.number: rows.instance]
        var planned = try planner.aggregated(aggregate, as: type)
        let column = SQLResultColumn(planned.sql)
        if rows.isClosed { throw .notImplemented(feature: "$these of rows that are cut", at: aggregate.value?.range) }
        planned.sql = .scalar(rows.statement(columns: [column]))
        return planned
    }

    private func aggregated(
        _ aggregate: BoundExpression.BoundCollectionAggregate,
        as type: EdmTypeReference
    ) throws(PlanningError) -> PlannedExpression {
        guard let value = aggregate.value else { return Aggregation.count }
        if case .navigation(let path) = value.node, try instance(at: path).mapping.key.count > 1 {
            throw .notImplemented(feature: "countdistinct of entities with a key of several parts", at: value.range)
        }
        return try Aggregation.value(try self.value(value), aggregate.method, type)
    }

    /// The members of a related collection as a sub-select that refers to the outer row.
    private func members(of collection: BoundCollection, variable: BoundVariable?) throws(PlanningError) -> Members {
        guard case .navigation(let navigation, _) = collection.member else {
            throw .notImplemented(feature: "collections of primitive or complex values in expressions", at: nil)
        }
        let owner = try instance(at: collection.base)
        guard let link = owner.mapping.navigations[navigation.name] else {
            throw .unmappedProperty(navigation.name, entitySet: owner.mapping.entitySet)
        }
        guard let source = sources.source(of: link.entitySet) else { throw .unmappedEntitySet(link.entitySet) }
        let inner = StatementScope(counter: scope.counter)
        let alias = inner.counter.alias()
        let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: inner)
        var instances = self.instances
        if let variable { instances[variable.number] = instance }
        var planner = ExpressionPlanner(sources: sources, scope: inner, instances: instances)
        planner.groups = groups
        let correlation = try link.pairs.map { (pair) throws(PlanningError) in
            SQLExpression.equals(.column(alias, pair.target), try owner.stored(pair.source))
        }
        return Members(instance: instance, planner: planner, conditions: correlation + source.conditions(alias: alias))
    }

    /// A sub-select being put together.
    private struct Members {
        let instance: StatementScope.Instance
        let planner: ExpressionPlanner
        var conditions: [SQLExpression]

        func statement(columns: [SQLResultColumn]) -> SelectStatement {
            SelectStatement(
                columns: columns,
                from: .table(instance.mapping.table, alias: instance.alias),
                joins: planner.scope.joins,
                where: .and(conditions)
            )
        }
    }
}
