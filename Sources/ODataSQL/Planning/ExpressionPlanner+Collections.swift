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
        let owner = try instance(at: collection.base)
        let prefix = Self.complexPrefix(of: collection.base)
        let navigation: EdmNavigationProperty
        switch collection.member {
        case .navigation(let property, _): navigation = property
        case .property(let property): return try items(at: prefix + property.name, of: owner, variable: variable)
        }
        guard let link = owner.mapping.navigations[prefix + navigation.name] else {
            throw .unmappedProperty(prefix + navigation.name, entitySet: owner.mapping.entitySet)
        }
        guard let source = sources.source(of: link.entitySet) else { throw .unmappedEntitySet(link.entitySet) }
        let inner = StatementScope(counter: scope.counter)
        let alias = inner.counter.alias()
        let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: inner)
        var instances = self.instances
        if let variable { instances[variable.number] = instance }
        var planner = ExpressionPlanner(sources: sources, scope: inner, instances: instances)
        planner.groups = groups
        var correlation = try link.pairs.map { (pair) throws(PlanningError) in
            SQLExpression.equals(.column(alias, pair.target), try owner.stored(pair.source))
        }
        if let table = link.link { correlation.append(try linked(table, to: instance, from: owner)) }
        return Members(
            instance: instance,
            planner: planner,
            from: .table(source.mapping.table, alias: alias),
            conditions: correlation + source.conditions(alias: alias)
        )
    }

    /// Whether a link table relates the outer row with the inner one.
    private func linked(
        _ link: NavigationMapping.Link,
        to inner: StatementScope.Instance,
        from owner: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression {
        let alias = scope.counter.alias()
        let own = try link.source.map { (pair) throws(PlanningError) in
            SQLExpression.equals(.column(alias, pair.target), try owner.stored(pair.source))
        }
        if let pair = link.target.first, link.target.count == 1 {
            let related = SelectStatement(
                columns: [SQLResultColumn(.column(alias, pair.source))],
                from: .table(link.table, alias: alias),
                where: .and(own)
            )
            return .inSelect(.column(inner.alias, pair.target), related)
        }
        let both = link.target.map { pair in
            SQLExpression.equals(.column(inner.alias, pair.target), .column(alias, pair.source))
        }
        return .exists(
            SelectStatement(
                columns: [SQLResultColumn(.integer(1))],
                from: .table(link.table, alias: alias),
                where: .and(own + both)
            )
        )
    }

    // MARK: Collections of values

    /// The name under which the value of an item stands in the mapping of a list.
    static let itemColumn = "$item"

    /// The items of a collection-valued property, which is stored as a list.
    func items(
        at path: String,
        of owner: StatementScope.Instance,
        variable: BoundVariable?
    ) throws(PlanningError) -> Members {
        let list = try column(path, of: owner)
        guard case .list(let storage) = list.storage else {
            throw .unmappedProperty(path, entitySet: owner.mapping.entitySet)
        }
        let inner = StatementScope(counter: scope.counter)
        let alias = inner.counter.alias()
        let value = SQLExpression.column(alias, SQLTableReference.listValueColumn)
        let item = ColumnMapping(computed: { _ throws(PlanningError) in value }, storage)
        // Nothing but the item's own value: members of complex items are taken out of it.
        let mapping = EntityMapping(entitySet: path, table: "", columns: [Self.itemColumn: item], key: [])
        let instance = StatementScope.Instance(alias: alias, mapping: mapping, scope: inner)
        var instances = self.instances
        if let variable { instances[variable.number] = instance }
        return Members(
            instance: instance,
            planner: ExpressionPlanner(sources: sources, scope: inner, instances: instances),
            from: .list(list.sql, element: storage.sqlType, alias: alias),
            conditions: []
        )
    }

    /// Items of a list that a query asks for.
    struct ChosenItems {
        /// Their positions as a JSON array of numbers.
        var positions: SQLExpression
        /// How many there are without `$top` and `$skip`.
        var count: SQLExpression
        /// What `$compute` makes of them: the SQL is a JSON array of the values in the same order, the storage one value's.
        var computed: [DynamicValue] = []
    }

    /// The items of a list that a query asks for.
    func positions(
        _ query: BoundQuery,
        at path: String,
        of owner: StatementScope.Instance
    ) throws(PlanningError) -> ChosenItems {
        var members = try items(at: path, of: owner, variable: query.variable)
        if let filter = query.filter {
            let wanted = try members.planner.condition(filter)
            members.conditions.append(filter.canFail ? wanted.guarded(by: members.conditions) : wanted)
        }
        let count = members.statement(columns: [SQLResultColumn(.count())])
        let position = SQLExpression.column(members.instance.alias, SQLTableReference.listOrdinalColumn)
        var columns = [SQLResultColumn(position, as: "p")]
        var computed: [DynamicValue] = []
        for (number, item) in query.compute.enumerated() {
            let value = try DynamicValue(item.expression, planner: members.planner)
            switch value.storage {
            // JSON of the database has fewer digits than a Double, and no bytes.
            case .real, .blob: throw .notImplemented(feature: "\(value.type.name) in $compute of collections", at: nil)
            default: computed.append(value)
            }
            columns.append(SQLResultColumn(value.planned.sql, as: "v\(number)"))
        }
        let lists = columns.count
        // What it is ordered by is a column: SQLite knows the row around in columns, but not in the order.
        var order: [SQLOrdering] = []
        for (number, ordering) in query.orderBy.enumerated() {
            let value = try members.planner.value(ordering.expression)
            columns.append(SQLResultColumn(value.sql, as: "o\(number)"))
            order.append(SQLOrdering(.column(source: nil, name: "o\(number)"), isAscending: !ordering.isDescending))
        }
        var statement = members.statement(columns: columns)
        statement.orderBy = order + [SQLOrdering(position, isAscending: true)]
        if query.top != nil || query.skip != nil {
            statement.limit = .integer(query.top.map { Int64($0) } ?? -1)
            statement.offset = query.skip.map { .integer(Int64($0)) }
        }
        let results = (0..<lists).map { number in
            let alias = scope.counter.alias()
            let name = number == 0 ? "p" : "v\(number - 1)"
            let list = SelectStatement(
                columns: [SQLResultColumn(.aggregate(.list, .column(alias, name), isDistinct: false))],
                from: .select(statement, alias: alias)
            )
            return SQLExpression.scalar(list)
        }
        for (number, list) in results.dropFirst().enumerated() { computed[number].planned.sql = list }
        return ChosenItems(positions: results[0], count: .scalar(count), computed: computed)
    }

    /// The value of a range variable over a collection of values.
    func item(_ variable: BoundVariable, at range: SourceRange) throws(PlanningError) -> PlannedExpression {
        guard let instance = instances[variable.number], instance.mapping.columns[Self.itemColumn] != nil else {
            throw .notImplemented(feature: "an entity as a value", at: range)
        }
        return try column(Self.itemColumn, of: instance)
    }

    /// A member of a complex value that is stored as an object; nil where the path leads into none.
    func member(_ path: String, of instance: StatementScope.Instance) throws(PlanningError) -> PlannedExpression? {
        var rest = path.split(separator: "/").map(String.init)
        var found: PlannedExpression?
        if instance.mapping.columns[Self.itemColumn] != nil {
            found = try column(Self.itemColumn, of: instance)
        } else {
            for length in stride(from: rest.count - 1, to: 0, by: -1) {
                let name = rest.prefix(length).joined(separator: "/")
                guard instance.mapping.columns[name] != nil else { continue }
                found = try column(name, of: instance)
                rest.removeFirst(length)
                break
            }
        }
        guard var planned = found else { return nil }
        for name in rest {
            guard case .structure(let structure) = planned.storage,
                let member = structure.member(name)
            else { return nil }
            planned = PlannedExpression(
                sql: .function(.objectMember(name, member.storage.sqlType), [planned.sql]),
                storage: member.storage,
                isNullable: true
            )
        }
        return planned
    }

    /// `value in collection`: null is found among null items.
    func isMember(_ operand: BoundExpression, of collection: BoundCollection) throws(PlanningError) -> PlannedExpression
    {
        let planned = try value(operand)
        var members = try self.members(of: collection, variable: nil)
        let item = try column(Self.itemColumn, of: members.instance)
        members.conditions.append(.isNotDistinctFrom(item.sql, planned.sql))
        let statement = members.statement(columns: [SQLResultColumn(.integer(1))])
        return PlannedExpression(sql: .exists(statement), storage: .boolean, isNullable: false)
    }

    // MARK: Types

    /// Whether an instance, a related entity or a complex value has a type; false where there is none.
    func isOf(
        _ operand: BoundExpression,
        _ type: EdmTypeName,
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        let path: BoundPath
        var inner = ""
        switch operand.node {
        case .variable(let variable): path = BoundPath(variable)
        case .navigation(let navigation): path = navigation
        case .property(let base, let property):
            path = base
            inner = Self.complexPrefix(of: base) + property.name
        default: throw .notImplemented(feature: "isof of a computed value", at: range)
        }
        let condition = try typeTest(type, at: inner, of: try instance(at: path))
        let sql = condition.map { SQLExpression.isTrue($0) } ?? .false
        return PlannedExpression(sql: sql, storage: .boolean, isNullable: false)
    }

    /// The condition for the type of an instance, or of a complex value in it; nil where it has only one.
    func typeTest(
        _ type: EdmTypeName,
        at path: String,
        of instance: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression? {
        if instance.mapping.columns[Self.itemColumn] == nil {
            if path.isEmpty { return try instance.mapping.typing?.isOf(type, instance) }
            if let structure = instance.mapping.structures[path] {
                return try structure.typing?.isOf(type, instance)
            }
        }
        // A value that is stored as an object, which names its type only where that is not the declared one.
        let value = try column(path.isEmpty ? Self.itemColumn : path, of: instance)
        guard case .structure(let structure) = value.storage else { return nil }
        let names = structure.including(type.description)
        if names.contains(structure.type) { return .isNotNull(value.sql) }
        let name = SQLExpression.function(.objectMember("@type", .text), [value.sql])
        return names.isEmpty ? .false : .inList(name, names.map { .bind(.text($0)) })
    }

    /// A sub-select being put together.
    struct Members {
        let instance: StatementScope.Instance
        let planner: ExpressionPlanner
        let from: SQLTableReference
        var conditions: [SQLExpression]

        func statement(columns: [SQLResultColumn]) -> SelectStatement {
            SelectStatement(
                columns: columns,
                from: from,
                joins: planner.scope.joins,
                where: .and(conditions)
            )
        }
    }
}
