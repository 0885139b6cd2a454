import OData
import SQLCore

extension ExpressionPlanner {
    /// A test of a node's place: the identifier among those of a sub-select, which is made once where it does not depend on
    /// the row.
    func place(_ test: BoundHierarchyTest) throws(PlanningError) -> SQLExpression {
        let table = try HierarchyTable(test.hierarchy, sources: sources, counter: scope.counter)
        let node = try value(test.node).sql
        switch test.kind {
        case .isNode, .isRoot, .isLeaf: return .inSelect(node, table.identifiers(test.kind))
        case .isSibling(let other): return .inSelect(node, table.siblings(of: try value(other).sql))
        case .isDescendant(let other, let distance, let includesSelf):
            let walk = table.walk(
                up: false,
                from: .node(try value(other).sql),
                includesSelf: includesSelf,
                distance: distance
            )
            return .inSelect(node, Self.values(of: walk, with: [walk]))
        case .isAncestor(let other, let distance, let includesSelf):
            let walk = table.walk(
                up: true,
                from: .node(try value(other).sql),
                includesSelf: includesSelf,
                distance: distance
            )
            return .inSelect(node, Self.values(of: walk, with: [walk]))
        }
    }

    static func values(of walk: SQLCommonTable, with tables: [SQLCommonTable]) -> SelectStatement {
        SelectStatement(
            with: tables,
            columns: [SQLResultColumn(.column(HierarchyTable.value))],
            from: .table(walk.name, alias: walk.name)
        )
    }
}
