import OData
import SQLCore

/// The rows between two transformations of `$apply`: one SELECT being put together.
///
/// A stage that is grouped or cut to some rows is closed: what comes after works on its rows as a sub-select.
final class RowStage {
    /// One member of the order.
    struct Ordering {
        var value: PlannedExpression
        var isDescending: Bool

        var sql: SQLOrdering { SQLOrdering(value.sql, isAscending: !isDescending) }
    }

    let context: ApplyContext
    let scope: StatementScope
    let from: SQLTableReference
    /// The row itself: variable 0.
    var instance: StatementScope.Instance
    var conditions: [SQLExpression] = []
    /// The groups, none for one row of everything; nil where rows are not grouped.
    var groupBy: [SQLExpression]?
    var isDistinct = false
    var limit: Int64?
    var offset: Int64?
    /// The order the rows have so far; ``identity`` decides between rows that are equal in it.
    var order: [Ordering] = []
    /// What tells rows apart.
    var identity: [PlannedExpression] = []
    /// Which of several structures a row has.
    var variant: PlannedExpression?
    /// The groups around, for a sequence that runs per group.
    var partition = Partition()
    /// Whether each row is an entity that no other row is.
    var isEntitySet = false
    /// Whether a value of the row can fail for rows that the conditions leave out.
    var canFail = false
    /// The nodes of the groups around, as far as they are joined.
    private var nodes: [Int: StatementScope.Instance] = [:]

    init(_ context: ApplyContext, scope: StatementScope, from: SQLTableReference, instance: StatementScope.Instance) {
        self.context = context
        self.scope = scope
        self.from = from
        self.instance = instance
    }

    /// Plans expressions over the rows.
    var planner: ExpressionPlanner {
        var planner = context.planner(scope, instances: [0: instance])
        planner.these = self
        planner.groups = self
        return planner
    }

    // MARK: Names

    /// The instance that rows hold at a path of names; nil where they hold none.
    func part(at path: [String]) -> StatementScope.Instance? {
        var current = instance
        for name in path {
            guard let next = current.part(name) else { return nil }
            current = next
        }
        return current
    }

    /// The instance at a path of names: part of the rows, or related to them where other rows have it as a part.
    private func reached(at path: [String]) throws(PlanningError) -> StatementScope.Instance {
        var current = instance
        for name in path {
            if current.part(name) == nil, current.mapping.navigations[name]?.isCollection != false {
                throw .unmappedProperty(name, entitySet: current.mapping.entitySet)
            }
            current = try current.scope.join(name, from: current, sources: context.sources)
        }
        return current
    }

    /// A property at a path; nil where the rows do not have it.
    func value(_ property: String, at path: [String]) throws(PlanningError) -> PlannedExpression? {
        do {
            let instance = try reached(at: path)
            return try planner.column(property, of: instance)
        } catch .unmappedProperty {
            return nil
        }
    }

    /// A column of the set's table at a path; nil where the rows do not have it.
    func stored(_ column: String, at path: [String]) throws(PlanningError) -> PlannedExpression? {
        do {
            let instance = try reached(at: path)
            // Columns of links are compared only, never written.
            return PlannedExpression(sql: try instance.stored(column), storage: .text, isNullable: true)
        } catch .unmappedProperty {
            return nil
        }
    }

    /// The node of the group around that a variable stands for, joined where it is asked for; nil for other variables.
    func node(_ variable: Int) throws(PlanningError) -> StatementScope.Instance? {
        if let known = nodes[variable] { return known }
        guard let place = partition.nodes[variable] else { return nil }
        let node = place.table.row(in: scope)
        let own = SQLExpression.column(node.alias, place.column)
        let condition = [.equals(own, partition.values[place.position].sql)] + place.table.visible(node.alias)
        scope.append(SQLJoin(.left, place.table.reference(node.alias), on: .and(condition)))
        nodes[variable] = node
        return node
    }

    /// The view of the row, made where there is none yet.
    func view() -> RowView {
        if let view = instance.view { return view }
        let view = RowView(.table)
        instance.view = view
        return view
    }

    // MARK: Text

    /// The order in full.
    var totalOrder: [Ordering] { order + identity.map { Ordering(value: $0, isDescending: false) } }

    /// Whether transformations must work on the rows as a sub-select.
    var isClosed: Bool { groupBy != nil || isDistinct || limit != nil || offset != nil }

    func statement(columns: [SQLResultColumn]) -> SelectStatement {
        var columns = columns
        if columns.isEmpty {
            // Without an aggregate there would be a row for each row.
            let single = groupBy?.isEmpty == true ? SQLExpression.count() : .integer(1)
            columns = [SQLResultColumn(single, as: "n")]
        }
        return SelectStatement(
            isDistinct: isDistinct,
            columns: columns,
            from: from,
            joins: scope.joins,
            where: conditions.isEmpty ? nil : .and(conditions),
            groupBy: groupBy ?? [],
            orderBy: limit != nil || offset != nil ? totalOrder.map(\.sql) : [],
            limit: limit.map { .bind(.integer($0)) },
            offset: offset.map { .bind(.integer($0)) }
        )
    }

    // MARK: Stages

    /// A stage on the rows of this one, or this one where it is still open.
    func opened() -> RowStage { isClosed ? sealed() : self }

    /// A stage on the rows of this one.
    func sealed() -> RowStage { context.stage(on: context.table(of: [self])) }

    /// The rows without what tells them apart, each combination of the columns asked for once.
    func distinct() -> DerivedTable {
        isDistinct = true
        order = []
        identity = []
        variant = nil
        return context.table(of: [self])
    }

    /// A stage of the same rows that may go another way.
    func copy() -> RowStage {
        let scope = scope.copy()
        let copy = RowStage(context, scope: scope, from: from, instance: instance.moved(to: scope))
        copy.conditions = conditions
        copy.groupBy = groupBy
        copy.isDistinct = isDistinct
        copy.limit = limit
        copy.offset = offset
        copy.order = order
        copy.identity = identity
        copy.variant = variant
        copy.partition = partition
        copy.isEntitySet = isEntitySet
        copy.canFail = canFail
        copy.nodes = nodes.mapValues { $0.moved(to: scope) }
        return copy
    }
}

/// The groups that a sequence runs in, each on its own.
struct Partition {
    /// What tells groups apart.
    var values: [PlannedExpression] = []
    /// Which names the values stand for, so that a group's row can have them.
    var keys: [GroupingKey] = []
    /// Where the nodes of hierarchies that groups belong to are found, by the number of their variable.
    var nodes: [Int: NodePlace] = [:]
    /// All groups: rows of which each group has at least one, with the same values in the same order.
    var domain: RowStage?
    /// Whether the sequence may have left a group without rows.
    var mayLoseGroups = false
}

/// What the stages of one statement share.
final class ApplyContext {
    let sources: any RowSources
    let counter: StatementScope.Counter
    /// The caller's model.
    private let model: EdmModel
    private var tables: [Table] = []

    /// A common table expression; the columns of derived ones are known in the end only.
    private enum Table {
        case derived(DerivedTable)
        case common(SQLCommonTable)
    }

    init(model: EdmModel, sources: any RowSources, counter: StatementScope.Counter) {
        self.model = model
        self.sources = sources
        self.counter = counter
    }

    /// Whether the caller's model has a property of a set.
    func has(_ property: String, of set: String) -> Bool {
        model.entitySet(set).flatMap { model.entityType($0.entityType) }?.property(property) != nil
    }

    func planner(_ scope: StatementScope, instances: [Int: StatementScope.Instance]) -> ExpressionPlanner {
        ExpressionPlanner(sources: sources, scope: scope, instances: instances)
    }

    /// The rows of some stages as a sub-select; inner ones come first.
    func table(of branches: [RowStage]) -> DerivedTable {
        let alias = counter.alias()
        let table = DerivedTable(name: "a_\(alias)", alias: alias, branches: branches)
        tables.append(.derived(table))
        return table
    }

    /// Adds a common table expression behind those it uses.
    func add(_ table: SQLCommonTable) { tables.append(.common(table)) }

    /// A stage on the rows of a sub-select; of one with several branches, which have equal partitions, order and identity
    /// are the caller's to give.
    func stage(on table: DerivedTable) -> RowStage {
        let branches = table.branches
        let scope = StatementScope(counter: counter)
        let first = branches[0]
        let instance = StatementScope.Instance(
            alias: table.alias,
            mapping: first.instance.mapping,
            scope: scope,
            view: RowView(.derived(table, path: []))
        )
        let stage = RowStage(self, scope: scope, from: .table(table.name, alias: table.alias), instance: instance)
        stage.partition = first.partition
        stage.partition.values = first.partition.values.indices.compactMap { position in
            table.carry(branches.map { $0.partition.values[position] })
        }
        stage.canFail = branches.contains { $0.canFail }
        guard branches.count == 1 else { return stage }
        stage.order = first.order.compactMap { item in
            table.carry([item.value]).map { RowStage.Ordering(value: $0, isDescending: item.isDescending) }
        }
        stage.identity = first.identity.compactMap { table.carry([$0]) }
        stage.variant = first.variant.flatMap { table.carry([$0]) }
        stage.isEntitySet = first.isEntitySet
        return stage
    }

    /// The common table expressions, once everything that uses them is planned.
    var common: [SQLCommonTable] {
        tables.map { table in
            switch table {
            case .derived(let table): table.common
            case .common(let table): table
            }
        }
    }
}
