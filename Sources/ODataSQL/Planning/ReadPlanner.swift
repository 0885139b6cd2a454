public import OData
import SQLCore

/// Plans bound reads as SQL for one caller.
///
/// Tables come from ``RowSources`` only, so every statement carries the caller's row predicates; names come from the
/// binder, which saw the caller's reduced model. Does not promise that a plan is cheap.
public struct ReadPlanner: Sendable {
    let model: EdmModel
    let sources: any RowSources
    let format: RowFormat
    let limits: Limits

    /// What keeps a plan small.
    public struct Limits: Sendable, Hashable {
        /// The largest number of members of one expanded collection.
        public var expandedRows: Int

        /// Makes limits.
        public init(expandedRows: Int = 10_000) {
            self.expandedRows = expandedRows
        }
    }

    /// Makes a planner for a caller's model and row sources.
    public init(
        model: EdmModel,
        sources: any RowSources,
        format: RowFormat,
        limits: Limits = Limits()
    ) {
        self.model = model
        self.sources = sources
        self.format = format
        self.limits = limits
    }

    /// Plans a read.
    public func plan(_ read: BoundRead) throws(PlanningError) -> ReadPlan {
        let source = try self.source(of: read.target.name)
        let scope = StatementScope()
        let instance = StatementScope.Instance(alias: scope.counter.alias(), mapping: source.mapping, scope: scope)
        let path = PathPlanner(sources: sources, root: read.root, steps: read.steps)
        let visible = source.conditions(alias: instance.alias)
        let conditions = try path.conditions(at: read.steps.count, instance: instance, visible: visible)
        let planner = ExpressionPlanner(
            sources: sources,
            scope: scope,
            instances: [read.query.variable.number: instance]
        )
        let existence = try path.existence()
        let target = Target(set: read.target, instance: instance, planner: planner, conditions: conditions)
        let body: ReadPlan.Body =
            switch read.shape {
            case .count: .count(PlannedStatement(try countStatement(target, query: read.query)))
            case .property(let path): .property(try valuePlan(target, path))
            case .rawValue(let path): .rawValue(try valuePlan(target, path))
            case .collection, .references(isCollection: true): .rows(try rowsPlan(target, read: read))
            case .entity, .references(isCollection: false): .entity(try rowsPlan(target, read: read))
            }
        let isOptional = if case .navigation = read.steps.last { true } else { false }
        return ReadPlan(
            entitySet: read.target.name,
            body: body,
            existence: existence.map(PlannedStatement.init),
            isOptional: isOptional
        )
    }

    /// The set at the end of a path, as a table of the statement.
    struct Target {
        let set: EdmEntitySet
        let instance: StatementScope.Instance
        let planner: ExpressionPlanner
        var conditions: [SQLExpression]
    }

    func source(of set: String) throws(PlanningError) -> RowSource {
        guard let source = sources.source(of: set) else { throw .unmappedEntitySet(set) }
        return source
    }

    // MARK: Rows

    private func rowsPlan(_ target: Target, read: BoundRead) throws(PlanningError) -> RowsPlan {
        var target = target
        try restrict(&target, by: read.query)
        var columns = ColumnCollector()
        var expands: [ExpandPlan] = []
        let order = try orderColumns(read.query, planner: target.planner, columns: &columns)
        let shapes = ShapePlanner(planner: self)
        var reference: EntityShape.Identity?
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        if case .references = read.shape {
            reference = try shapes.identity(of: target.set, instance: target.instance, into: &columns, withLinks: false)
        } else {
            shape = try shapes.shape(
                of: target.set,
                instance: target.instance,
                expressions: target.planner,
                query: read.query,
                columns: &columns,
                expands: &expands,
                depth: 0
            )
        }
        if columns.columns.isEmpty { _ = columns.position(of: .integer(1)) }
        let statement = SelectStatement(
            columns: columns.columns,
            from: .table(target.instance.mapping.table, alias: target.instance.alias),
            joins: target.instance.scope.joins,
            where: .and(target.conditions)
        )
        let count = read.query.count ? PlannedStatement(Self.count(of: statement)) : nil
        return RowsPlan(
            pages: PageStatements(base: statement, order: order),
            shape: shape,
            program: reference == nil ? RowProgram(shape, format: format) : nil,
            expands: expands,
            count: count,
            reference: reference
        )
    }

    func orderColumns(
        _ query: BoundQuery,
        planner: ExpressionPlanner,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [OrderColumn] {
        var order: [OrderColumn] = []
        for item in query.orderBy {
            let planned = try planner.value(item.expression)
            order.append(
                OrderColumn(
                    expression: planned.sql,
                    isDescending: item.isDescending,
                    isNullable: planned.isNullable,
                    column: columns.position(of: planned.sql)
                )
            )
        }
        return order
    }

    func restrict(_ target: inout Target, by query: BoundQuery) throws(PlanningError) {
        if let search = query.search {
            let counter = target.instance.scope.counter
            target.conditions.append(try SearchPlanner.condition(search, on: target.instance, counter: counter))
        }
        if let filter = query.filter {
            let condition = try target.planner.condition(filter)
            target.conditions.append(filter.canFail ? condition.guarded(by: target.conditions) : condition)
        }
    }

    // MARK: Values and counts

    private func countStatement(_ target: Target, query: BoundQuery) throws(PlanningError) -> SelectStatement {
        var target = target
        try restrict(&target, by: query)
        return SelectStatement(
            columns: [SQLResultColumn(.count())],
            from: .table(target.instance.mapping.table, alias: target.instance.alias),
            joins: target.instance.scope.joins,
            where: .and(target.conditions)
        )
    }

    private static func count(of statement: SelectStatement) -> SelectStatement {
        var count = statement
        count.columns = [SQLResultColumn(.count())]
        // Joins that nothing but result columns needed are left joins on a key: they change no count, and go.
        count.joins = statement.joins.filter { join in
            statement.filter.map { $0.mentions(join.table.alias) } ?? false
                || statement.joins.contains {
                    $0.condition.mentions(join.table.alias) && $0.table.alias != join.table.alias
                }
        }
        return count
    }

    private func valuePlan(_ target: Target, _ path: [EdmProperty]) throws(PlanningError) -> ValuePlan {
        guard let property = path.last, path.count == 1 else {
            throw .notImplemented(feature: "properties of complex values", at: nil)
        }
        var columns = ColumnCollector()
        let planned = try target.planner.column(property.name, of: target.instance)
        let column = columns.position(of: planned.sql)
        var version: Int?
        if let name = target.instance.mapping.version {
            version = columns.position(of: try target.planner.column(name, of: target.instance).sql)
        }
        let statement = SelectStatement(
            columns: columns.columns,
            from: .table(target.instance.mapping.table, alias: target.instance.alias),
            joins: target.instance.scope.joins,
            where: .and(target.conditions)
        )
        return ValuePlan(
            statement: PlannedStatement(statement),
            storage: planned.storage,
            column: column,
            versionColumn: version
        )
    }
}
