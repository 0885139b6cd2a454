import OData
import SQLCore

/// The table with the nodes of a hierarchy, as far as the caller may see them: what is hidden is no node, and what lies
/// below it is out of reach.
struct HierarchyTable {
    private let source: RowSource
    private let counter: StatementScope.Counter
    /// The column that parents are found by.
    let id: String
    /// The column that holds the parent's ``id``.
    let parent: String
    /// The column with the node's identifier.
    let node: String

    init(
        _ hierarchy: BoundHierarchy,
        sources: any RowSources,
        counter: StatementScope.Counter
    ) throws(PlanningError) {
        let set = hierarchy.entitySet.name
        guard let source = sources.source(of: set) else { throw .unmappedEntitySet(set) }
        guard let link = source.mapping.navigations[hierarchy.parent.name],
            let mapped = source.mapping.columns[hierarchy.node.name]
        else { throw .unmappedProperty(hierarchy.parent.name, entitySet: set) }
        guard let pair = link.pairs.first, link.pairs.count == 1, link.entitySet == set,
            case .column(let node) = mapped.source
        else { throw .notImplemented(feature: "the hierarchy \(hierarchy.qualifier)", at: nil) }
        self.source = source
        self.counter = counter
        self.node = node
        id = pair.target
        parent = pair.source
    }

    /// How the set is stored.
    var mapping: EntityMapping { source.mapping }

    /// The table under a new alias.
    func alias() -> String { counter.alias() }

    func reference(_ alias: String) -> SQLTableReference { .table(source.mapping.table, alias: alias) }

    /// The conditions for rows that the caller may see.
    func visible(_ alias: String) -> [SQLExpression] { source.conditions(alias: alias) }

    /// A row of the table, to be joined in a statement.
    func row(in scope: StatementScope) -> StatementScope.Instance {
        StatementScope.Instance(alias: alias(), mapping: source.mapping, scope: scope)
    }

    private func name() -> String { "h_" + counter.alias() }

    private func join(_ alias: String, on condition: SQLExpression) -> SQLJoin {
        SQLJoin(.inner, reference(alias), on: .and([condition] + visible(alias)))
    }

    // MARK: Walks

    /// Where a walk along the hierarchy begins.
    enum Start {
        /// At the node of an identifier.
        case node(SQLExpression)
        /// At the nodes of the identifiers in a table, each with the values of its group.
        case rows(SQLTableReference, node: SQLExpression, groups: [SQLExpression])
    }

    /// The nodes above or below others: a table with ``value`` and the columns of ``group(_:)``.
    ///
    /// Rows drop out once they repeat, so a circle of parents ends the walk; with a distance it goes round as often as the
    /// distance allows.
    func walk(
        up: Bool,
        from start: Start,
        includesSelf: Bool,
        distance: Int?
    ) -> SQLCommonTable {
        let name = name()
        let (first, next, walked) = (alias(), alias(), alias())
        var base = SelectStatement(columns: [], isUnionDistinct: true)
        var groups: [SQLExpression] = []
        switch start {
        case .node(let identifier):
            base.from = reference(first)
            base.filter = .and([.equals(.column(first, node), identifier)] + visible(first))
        case .rows(let table, let identifier, let values):
            base.from = table
            base.joins = [join(first, on: .equals(.column(first, node), identifier))]
            groups = values
        }
        var begin = first
        if !includesSelf {
            begin = alias()
            let isNext =
                up
                ? SQLExpression.equals(.column(begin, id), .column(first, parent))
                : .equals(.column(begin, parent), .column(first, id))
            base.joins.append(join(begin, on: isNext))
        }
        base.columns = columns(
            of: begin,
            up: up,
            distance: distance.map { _ in .integer(includesSelf ? 0 : 1) },
            groups
        )
        let link = SQLExpression.equals(.column(next, up ? id : parent), .column(walked, Self.link))
        let taken = SQLExpression.column(walked, Self.distance)
        base.unionAll = [
            SelectStatement(
                columns: columns(
                    of: next,
                    up: up,
                    distance: distance.map { _ in .arithmetic(.add, .integer, taken, .integer(1)) },
                    groups.indices.map { .column(walked, Self.group($0)) }
                ),
                from: .table(name, alias: walked),
                joins: [join(next, on: link)],
                where: distance.map { .less(taken, .bind(.integer(Int64($0)))) }
            )
        ]
        return SQLCommonTable(name, as: base, isRecursive: true)
    }

    /// The column with the identifier of a node.
    static let value = "v"
    /// The column that a further step starts from.
    private static let link = "l"
    private static let distance = "d"

    /// The column with a value of the group.
    static func group(_ position: Int) -> String { "g\(position)" }

    private func columns(
        of alias: String,
        up: Bool,
        distance: SQLExpression?,
        _ groups: [SQLExpression]
    ) -> [SQLResultColumn] {
        [
            SQLResultColumn(.column(alias, up ? parent : id), as: Self.link),
            SQLResultColumn(.column(alias, node), as: Self.value),
        ] + (distance.map { [SQLResultColumn($0, as: Self.distance)] } ?? [])
            + groups.enumerated().map { SQLResultColumn($1, as: Self.group($0)) }
    }

    // MARK: Pairs

    /// The columns of ``closure()``: the identifier of a node, then key and identifier of it or of one above it.
    static let (lower, upperID, upper) = ("n", "i", "a")

    /// Each node with itself and all that lie above it.
    func closure() -> SQLCommonTable {
        let name = name()
        let (first, next, walked) = (alias(), alias(), alias())
        func columns(_ alias: String, lower: SQLExpression) -> [SQLResultColumn] {
            [
                SQLResultColumn(lower, as: Self.lower), SQLResultColumn(.column(alias, id), as: Self.upperID),
                SQLResultColumn(.column(alias, node), as: Self.upper),
                SQLResultColumn(.column(alias, parent), as: Self.link),
            ]
        }
        let step = SelectStatement(
            columns: columns(next, lower: .column(walked, Self.lower)),
            from: .table(name, alias: walked),
            joins: [join(next, on: .equals(.column(next, id), .column(walked, Self.link)))]
        )
        let base = SelectStatement(
            columns: columns(first, lower: .column(first, node)),
            from: reference(first),
            where: .and(visible(first)),
            unionAll: [step],
            isUnionDistinct: true
        )
        return SQLCommonTable(name, as: base, isRecursive: true)
    }

    // MARK: Nodes

    /// The identifiers of the nodes; of roots or leaves only.
    func identifiers(_ kind: BoundHierarchyTest.Kind) -> SelectStatement {
        let (own, other) = (alias(), alias())
        var conditions = visible(own)
        func exists(_ condition: SQLExpression) -> SQLExpression {
            .exists(
                SelectStatement(
                    columns: [SQLResultColumn(.integer(1))],
                    from: reference(other),
                    where: .and([condition] + visible(other))
                )
            )
        }
        switch kind {
        case .isRoot: conditions.append(.not(exists(.equals(.column(other, id), .column(own, parent)))))
        case .isLeaf: conditions.append(.not(exists(.equals(.column(other, parent), .column(own, id)))))
        case .isNode, .isDescendant, .isAncestor, .isSibling: break
        }
        return SelectStatement(
            columns: [SQLResultColumn(.column(own, node))],
            from: reference(own),
            where: .and(conditions)
        )
    }

    /// The identifiers of the other nodes below the parent of one; roots are siblings of each other.
    func siblings(of identifier: SQLExpression) -> SelectStatement {
        let (own, other, ownParent, otherParent) = (alias(), alias(), alias(), alias())
        func up(_ upper: String, from lower: String) -> SQLJoin {
            let link = SQLExpression.equals(.column(upper, id), .column(lower, parent))
            return SQLJoin(.left, reference(upper), on: .and([link] + visible(upper)))
        }
        let isOther = SQLExpression.notEquals(.column(own, id), .column(other, id))
        return SelectStatement(
            columns: [SQLResultColumn(.column(own, node))],
            from: reference(own),
            joins: [
                SQLJoin(.inner, reference(other), on: .and([isOther] + visible(other))),
                up(ownParent, from: own), up(otherParent, from: other),
            ],
            where: .and(
                [
                    .equals(.column(other, node), identifier),
                    .isNotDistinctFrom(.column(ownParent, id), .column(otherParent, id)),
                ] + visible(own)
            )
        )
    }
}
