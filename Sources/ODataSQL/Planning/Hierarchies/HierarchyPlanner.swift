import OData
import SQLCore

/// Plans `ancestors`, `descendants` and `traverse` with recursive common table expressions (Data Aggregation 6.2).
struct HierarchyPlanner {
    let context: ApplyContext
    let hierarchy: BoundHierarchy
    private let table: HierarchyTable

    init(_ hierarchy: BoundHierarchy, context: ApplyContext) throws(PlanningError) {
        self.context = context
        self.hierarchy = hierarchy
        table = try HierarchyTable(hierarchy, sources: context.sources, counter: context.counter)
    }

    // MARK: Selection

    /// The rows whose nodes lie above or below those of the start rows; of each group on its own.
    func select(_ selection: BoundHierarchySelection, _ stage: RowStage) throws(PlanningError) -> RowStage {
        let start = try ApplyPlanner(context: context).plan(selection.start, on: stage.copy()).opened()
        let identifier = try start.planner.value(selection.node)
        let started = context.table(of: [start])
        guard let first = started.carry([identifier]) else { return stage }
        let walk = table.walk(
            up: selection.isAncestors,
            from: .rows(
                .table(started.name, alias: started.alias),
                node: first.sql,
                groups: start.partition.values.compactMap { started.carry([$0])?.sql }
            ),
            includesSelf: selection.keepsStart,
            distance: selection.distance
        )
        context.add(walk)
        let own = try stage.planner.value(selection.node).sql
        if stage.partition.values.isEmpty {
            stage.conditions.append(.inSelect(own, ExpressionPlanner.values(of: walk, with: [])))
        } else {
            join(walk, to: stage, own)
        }
        stage.partition.mayLoseGroups = true
        return stage
    }

    /// Keeps the rows whose node was reached from their own group.
    private func join(_ walk: SQLCommonTable, to stage: RowStage, _ own: SQLExpression) {
        let positions = stage.partition.values.indices
        let names = [HierarchyTable.value] + positions.map { HierarchyTable.group($0) }
        let alias = context.counter.alias()
        let reached = SelectStatement(
            isDistinct: true,
            columns: names.map { SQLResultColumn(.column(walk.name, $0), as: $0) },
            from: .table(walk.name, alias: walk.name)
        )
        let sameGroup = zip(positions, stage.partition.values).map { position, value in
            SQLExpression.isNotDistinctFrom(.column(alias, HierarchyTable.group(position)), value.sql)
        }
        let condition = [.equals(.column(alias, HierarchyTable.value), own)] + sameGroup
        stage.scope.append(SQLJoin(.inner, .select(reached, alias: alias), on: .and(condition)))
    }

    // MARK: Nodes

    /// The nodes that take part, as rows of a table: all, or what a sequence makes of them.
    func nodes(_ sequence: BoundApply?) throws(PlanningError) -> RowStage {
        let scope = StatementScope(counter: context.counter)
        let instance = table.row(in: scope)
        let stage = RowStage(context, scope: scope, from: table.reference(instance.alias), instance: instance)
        stage.conditions = table.visible(instance.alias)
        try stage.identifyByKey()
        guard let sequence else { return stage }
        return try ApplyPlanner(context: context).plan(sequence, on: stage).opened()
    }

    /// A column of the nodes' table.
    static func stored(_ column: String, of stage: RowStage) throws(PlanningError) -> PlannedExpression {
        PlannedExpression(sql: try stage.instance.stored(column), storage: .text, isNullable: true)
    }

    // MARK: Traversal

    /// The rows in tree order, and among rows of one node in the order so far.
    func traverse(_ traversal: BoundTraversal, _ stage: RowStage) throws(PlanningError) -> RowStage {
        let numbered = try numbered(traversal)
        let name = "h_" + context.counter.alias()
        let (first, next, walked) = (context.counter.alias(), context.counter.alias(), context.counter.alias())
        let above = SQLExpression.column(walked, Self.path)
        let step = SelectStatement(
            columns: Self.columns(of: next, path: .concatenation([above, Self.digits(.column(next, Self.number))])),
            from: .table(name, alias: walked),
            joins: [
                SQLJoin(
                    .inner,
                    .table(numbered.name, alias: next),
                    on: .equals(.column(next, Self.parent), .column(walked, Self.id))
                )
            ]
        )
        let base = SelectStatement(
            columns: Self.columns(of: first, path: Self.digits(.column(first, Self.number))),
            from: .table(numbered.name, alias: first),
            where: .isNull(.column(first, Self.parent)),
            unionAll: [step]
        )
        context.add(SQLCommonTable(name, as: base, isRecursive: true))
        let own = try stage.planner.value(traversal.node).sql
        let alias = context.counter.alias()
        let isNode = SQLExpression.equals(.column(alias, HierarchyTable.value), own)
        stage.scope.append(SQLJoin(.inner, .table(name, alias: alias), on: isNode))
        let path = SQLExpression.column(alias, Self.path)
        let place = PlannedExpression(
            // Behind all digits, so that what lies below comes first.
            sql: traversal.isPreorder ? path : .concatenation([path, .word("~")]),
            storage: .text,
            isNullable: false
        )
        stage.order.insert(RowStage.Ordering(value: place, isDescending: false), at: 0)
        stage.partition.mayLoseGroups = true
        return stage
    }

    private static let (id, parent, number, path) = ("i", "p", "r", "o")

    private static func columns(of alias: String, path: SQLExpression) -> [SQLResultColumn] {
        [
            SQLResultColumn(.column(alias, id), as: id),
            SQLResultColumn(.column(alias, HierarchyTable.value), as: HierarchyTable.value),
            SQLResultColumn(path, as: Self.path),
        ]
    }

    /// A number as text of a fixed width, which sorts like the number.
    private static func digits(_ number: SQLExpression) -> SQLExpression {
        .cast(.arithmetic(.add, .integer, number, .integer(10_000_000_000)), .text)
    }

    /// The nodes that take part, each with its parent among them and its place among its siblings.
    private func numbered(_ traversal: BoundTraversal) throws(PlanningError) -> SQLCommonTable {
        let stage = try nodes(traversal.nodes)
        let siblings = try traversal.siblings.map { (item) throws(PlanningError) in
            RowStage.Ordering(value: try stage.planner.value(item.expression), isDescending: item.isDescending)
        }
        let order = siblings + stage.totalOrder
        let nodes = context.table(of: [stage])
        let above = context.counter.alias()
        let id = nodes.carry([try Self.stored(table.id, of: stage)])?.sql ?? .null
        let parent = nodes.carry([try Self.stored(table.parent, of: stage)])?.sql ?? .null
        let value = nodes.carry([try Self.stored(table.node, of: stage)])?.sql ?? .null
        let orderings = order.compactMap { item in
            nodes.carry([item.value]).map { SQLOrdering($0.sql, isAscending: !item.isDescending) }
        }
        guard case .column(_, let column) = id else {
            throw .unmappedProperty(table.id, entitySet: hierarchy.entitySet.name)
        }
        let aboveID = SQLExpression.column(above, column)
        let number = SQLWindow(.rowNumber, partition: [aboveID], order: orderings)
        let numbered = SQLCommonTable(
            "h_" + context.counter.alias(),
            as: SelectStatement(
                columns: [
                    SQLResultColumn(id, as: Self.id), SQLResultColumn(value, as: HierarchyTable.value),
                    SQLResultColumn(aboveID, as: Self.parent), SQLResultColumn(.window(number), as: Self.number),
                ],
                from: .table(nodes.name, alias: nodes.alias),
                joins: [SQLJoin(.left, .table(nodes.name, alias: above), on: .equals(aboveID, parent))]
            )
        )
        context.add(numbered)
        return numbered
    }
}
