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

    /// Plans a read; one that tracks changes must be one that ``tracks(_:)`` answers for.
    public func plan(_ read: BoundRead, tracking: ChangeTracking = .none) throws(PlanningError) -> ReadPlan {
        switch read.span {
        case .path: return try plan(read, tracking: tracking, label: nil)
        case .all(let parts): return try allPlan(read, parts)
        case .crossjoin(let sets):
            let target = try crossjoin(sets, read.query.apply)
            let body: ReadPlan.Body =
                if case .count = read.shape {
                    .count(PlannedStatement(try countStatement(target, query: read.query)))
                } else {
                    .rows(try rowsPlan(target, read: read))
                }
            return ReadPlan(entitySet: read.target.name, body: body, existence: nil, isOptional: false, position: nil)
        }
    }

    /// Plans a read along a path; with a label each row says what it is.
    func plan(
        _ read: BoundRead,
        tracking: ChangeTracking = .none,
        label: RowLabel?
    ) throws(PlanningError) -> ReadPlan {
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
        var target = Target(set: read.target, instance: instance, planner: planner, conditions: conditions)
        if let apply = read.query.apply {
            // The link to the rest of what is nested has no place for a path.
            if !read.steps.isEmpty, apply.nests { throw .notImplemented(feature: "nest behind a path", at: nil) }
            target = try applied(apply, to: target)
        } else {
            target.planner.these = rows(of: target)
        }
        let body: ReadPlan.Body =
            switch read.shape {
            case _ where tracking == .changes: .changes(try changesPlan(target, source, read))
            case .count: .count(PlannedStatement(try countStatement(target, query: read.query)))
            case .property(let path): .property(try valuePlan(target, path, .value, read.query))
            case .item(let path, let position): .property(try valuePlan(target, path, .item(position), read.query))
            case .rawValue(let path): .rawValue(try valuePlan(target, path, .value, read.query))
            case .valueCount(let path): .rawValue(try valuePlan(target, path, .count, read.query))
            case .stream(let path): .stream(try valuePlan(target, path, .stream, read.query))
            case .collection, .references(isCollection: true):
                .rows(try rowsPlan(target, read: read, isTracked: tracking == .sweep, label: label))
            case .entity, .references(isCollection: false): .entity(try rowsPlan(target, read: read))
            }
        let isOptional = if case .navigation = read.steps.last { true } else { false }
        return ReadPlan(
            entitySet: read.target.name,
            body: body,
            existence: existence.map(PlannedStatement.init),
            isOptional: isOptional,
            position: tracking == .none ? nil : source.mapping.changes.map { PlannedStatement($0.position) }
        )
    }

    /// The set at the end of a path, as a table of the statement.
    struct Target {
        let set: EdmEntitySet
        let instance: StatementScope.Instance
        var planner: ExpressionPlanner
        var conditions: [SQLExpression]
        /// The result of `$apply`; nil where the table itself is read.
        var rows: RowStage?

        var from: SQLTableReference { rows?.from ?? .table(instance.mapping.table, alias: instance.alias) }
    }

    /// The rows that `$apply` makes of a set.
    private func applied(_ apply: BoundApply, to target: Target) throws(PlanningError) -> Target {
        let rows = rows(of: target)
        try rows.identifyByKey()
        return self.target(try ApplyPlanner(context: rows.context).plan(apply, on: rows), of: target.set)
    }

    /// The rows of a table as a first stage.
    private func rows(of target: Target) -> RowStage {
        let context = applyContext(target.instance.scope.counter)
        let rows = RowStage(context, scope: target.instance.scope, from: target.from, instance: target.instance)
        rows.conditions = target.conditions
        return rows
    }

    func applyContext(_ counter: StatementScope.Counter) -> ApplyContext {
        ApplyContext(model: model, sources: sources, counter: counter)
    }

    /// The rows of `$apply` as what the other options work on.
    func target(_ result: RowStage, of set: EdmEntitySet) -> Target {
        let rows = result.opened()
        return Target(
            set: set,
            instance: rows.instance,
            planner: rows.planner,
            conditions: rows.conditions,
            rows: rows
        )
    }

    func source(of set: String) throws(PlanningError) -> RowSource {
        guard let source = sources.source(of: set) else { throw .unmappedEntitySet(set) }
        return source
    }

    // MARK: Rows

    private func rowsPlan(
        _ target: Target,
        read: BoundRead,
        isTracked: Bool = false,
        label: RowLabel? = nil
    ) throws(PlanningError) -> RowsPlan {
        var target = target
        try restrict(&target, by: read.query)
        var columns = ColumnCollector()
        var expands: [ExpandPlan] = []
        let order = try orderColumns(read.query, target, columns: &columns)
        let shapes = ShapePlanner(planner: self)
        var reference: EntityShape.Identity?
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        if case .references = read.shape {
            reference = try shapes.identity(of: target.set, instance: target.instance, into: &columns, withLinks: false)
        } else {
            shape = try shapes.shape(
                of: target.set,
                as: read.resultType,
                instance: target.instance,
                expressions: target.planner,
                query: read.query,
                columns: &columns,
                expands: &expands,
                depth: 0,
                variant: target.rows?.variant
            )
            if isTracked || label != nil {
                let id = try shapes.identity(
                    of: target.set,
                    instance: target.instance,
                    into: &columns,
                    withLinks: false
                )
                if isTracked { lead(&shape, by: id, of: target.instance.mapping) }
                if let label { self.label(&shape, label, id) }
            }
        }
        if columns.columns.isEmpty { _ = columns.position(of: .integer(1)) }
        let statement = SelectStatement(
            with: target.rows?.context.common ?? [],
            columns: columns.columns,
            from: target.from,
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
            reference: reference,
            isSplittable: try isSplittable(read, target, order: order) && expands.isEmpty
        )
    }

    /// A whole set in the order of its key, one integer: any range of keys can be read by itself.
    private func isSplittable(
        _ read: BoundRead,
        _ target: Target,
        order: [OrderColumn]
    ) throws(PlanningError) -> Bool {
        let query = read.query
        guard read.steps.isEmpty, target.rows == nil, query.filter == nil, query.search == nil,
            target.instance.mapping.key.count == 1, order.count == 1, !order[0].isDescending, !order[0].isNullable
        else { return false }
        let key = try target.planner.column(target.instance.mapping.key[0], of: target.instance)
        return key.sql == order[0].expression && (key.storage == .integer || key.storage == .wideInteger)
    }

    func orderColumns(
        _ query: BoundQuery,
        _ target: Target,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [OrderColumn] {
        var items = try query.orderBy.map { (item) throws(PlanningError) in
            RowStage.Ordering(value: try target.planner.value(item.expression), isDescending: item.isDescending)
        }
        if let rows = target.rows { items += rows.totalOrder }
        var order: [OrderColumn] = []
        for item in items where !order.contains(where: { $0.expression == item.value.sql }) {
            order.append(
                OrderColumn(
                    expression: item.value.sql,
                    isDescending: item.isDescending,
                    isNullable: item.value.isNullable,
                    column: columns.position(of: item.value.sql)
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
            let mustGuard = filter.canFail || target.rows?.canFail == true
            target.conditions.append(mustGuard ? condition.guarded(by: target.conditions) : condition)
        }
    }

    // MARK: Values and counts

    private func countStatement(_ target: Target, query: BoundQuery) throws(PlanningError) -> SelectStatement {
        var target = target
        try restrict(&target, by: query)
        return SelectStatement(
            with: target.rows?.context.common ?? [],
            columns: [SQLResultColumn(.count())],
            from: target.from,
            joins: target.instance.scope.joins,
            where: .and(target.conditions)
        )
    }

    private static func count(of statement: SelectStatement) -> SelectStatement {
        var count = statement
        count.columns = [SQLResultColumn(.count())]
        let derived = Set(statement.with.map(\.name))
        func isDerived(_ table: SQLTableReference) -> Bool {
            if case .table(let name, _) = table { derived.contains(name) } else { true }
        }
        // Joins that nothing but result columns needed are left joins on a key: they change no count, and go.
        count.joins = statement.joins.filter { join in
            join.kind != .left || isDerived(join.table)
                || statement.filter.map { $0.mentions(join.table.alias) } ?? false
                || statement.joins.contains {
                    $0.condition.mentions(join.table.alias) && $0.table.alias != join.table.alias
                }
        }
        return count
    }

    /// What of a property is asked for.
    private enum ValuePart {
        case value
        case item(Int)
        case count
        case stream
    }

    private func valuePlan(
        _ target: Target,
        _ properties: [EdmProperty],
        _ part: ValuePart,
        _ query: BoundQuery
    ) throws(PlanningError) -> ValuePlan {
        let path = properties.map(\.name).joined(separator: "/")
        var columns = ColumnCollector()
        let content: ValuePlan.Content
        if case .stream = part {
            guard let stream = target.instance.mapping.streams[path] else {
                throw .unmappedProperty(path, entitySet: target.set.name)
            }
            let alias = target.instance.alias
            let bytes = columns.position(of: .column(alias, stream.content))
            content = .stream(bytes, mediaType: columns.position(of: .column(alias, stream.mediaType)))
        } else if let structure = target.instance.mapping.structures[path],
            case .complex(let name)? = properties.last?.type.type, let type = model.complexType(name)
        {
            let select = query.select
            content = try structurePlan(structure, type, select, at: path, of: target, columns: &columns)
        } else {
            let planned = try target.planner.value(at: path, of: target.instance)
            let column = columns.position(of: planned.sql)
            switch (part, planned.storage) {
            case (.item(let position), .list(let item)): content = .item(column, item, position: position)
            case (.count, _):
                if query.filter != nil {
                    let count = try target.planner.positions(query, at: path, of: target.instance).count
                    content = .value(columns.position(of: count), .wideInteger)
                } else {
                    content = .count(column)
                }
            case (.value, .list) where query.choosesItems:
                let items = try target.planner.positions(query, at: path, of: target.instance)
                let count = query.count ? columns.position(of: items.count) : nil
                let positions = columns.position(of: items.positions)
                let storage = try planned.storage.showing(query.select, model)
                content = .part(column, storage, positions: positions, count: count)
            default: content = .value(column, try planned.storage.showing(query.select, model))
            }
        }
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
        return ValuePlan(statement: PlannedStatement(statement), content: content, versionColumn: version)
    }

    /// A complex property at the end of the path.
    private func structurePlan(
        _ structure: StructureMapping,
        _ type: EdmStructuredType,
        _ select: BoundSelect,
        at path: String,
        of target: Target,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> ValuePlan.Content {
        let members = MemberPlanner(
            shapes: ShapePlanner(planner: self),
            instance: target.instance,
            expressions: target.planner
        )
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        let typing = try members.typing(structure.typing, expected: type.name, columns: &columns)
        shape.typing = typing?.shown
        shape.members = try members.members(of: type, select, at: path + "/", typing, columns: &columns)
        let presence = structure.presence.map { columns.position(of: .column(target.instance.alias, $0)) }
        if columns.columns.isEmpty { _ = columns.position(of: .integer(1)) }
        return .structure(presence: presence, shape)
    }
}

extension BoundQuery {
    /// Whether some items of a collection of values are asked for, or all of them in an order of their own.
    var choosesItems: Bool {
        filter != nil || !orderBy.isEmpty || top != nil || skip != nil || count
    }
}

extension BoundApply {
    /// Whether the rows are put into one row.
    fileprivate var nests: Bool { steps.contains { if case .nest = $0 { true } else { false } } }
}
