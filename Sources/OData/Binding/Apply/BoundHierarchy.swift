/// A recursive hierarchy: the entities of a set, each below the one its parent navigation property leads to
/// (Data Aggregation 5.5.2).
public struct BoundHierarchy: Hashable, Sendable {
    /// The set whose entities are the nodes.
    public var entitySet: EdmEntitySet
    /// The property that identifies a node.
    public var node: EdmProperty
    /// The way to the parent; single-valued.
    public var parent: EdmNavigationProperty
    /// The qualifier of the annotation.
    public var qualifier: String

    /// The nodes as the instances of an expression: variable 0.
    public var shape: BoundShape { BoundShape(entities: entitySet) }
}

/// `ancestors` or `descendants` (Data Aggregation 6.2.1).
public struct BoundHierarchySelection: Hashable, Sendable {
    /// Whether ancestors are meant, else descendants.
    public var isAncestors: Bool
    /// The hierarchy.
    public var hierarchy: BoundHierarchy
    /// The node identifier of a row: a property, seen from variable 0.
    public var node: BoundExpression
    /// Which rows belong to the start nodes.
    public var start: BoundApply
    /// How far to go; nil for no bound.
    public var distance: Int?
    /// Whether rows of the start nodes stay.
    public var keepsStart: Bool
}

/// `traverse` (Data Aggregation 6.2.2).
public struct BoundTraversal: Hashable, Sendable {
    /// The hierarchy.
    public var hierarchy: BoundHierarchy
    /// The node identifier of a row: a property, seen from variable 0.
    public var node: BoundExpression
    /// Whether parents come before their children.
    public var isPreorder: Bool
    /// Which nodes take part; nil for all.
    public var nodes: BoundApply?
    /// The order of siblings; variable 0 is a node.
    public var siblings: [BoundOrdering]
}

/// `rolluprecursive` (Data Aggregation 6.3): a group for each node with the rows of the node and of those below it.
public struct BoundRollup: Hashable, Sendable {
    /// The hierarchy.
    public var hierarchy: BoundHierarchy
    /// The node identifier of a row: a property, seen from variable 0.
    public var node: BoundExpression
    /// What of the node a group's row shows: a related entity or a property; nil where it shows the whole node, since
    /// rows are nodes themselves.
    public var key: BoundExpression?
    /// Which nodes have a group; nil for all.
    public var nodes: BoundApply?
    /// Stands for the node in the sequence that runs per group.
    public var variable: BoundVariable
}

/// A function of the vocabulary `Org.OData.Aggregation.V1` that tests a node's place (Data Aggregation 5.5.2.1).
public struct BoundHierarchyTest: Hashable, Sendable {
    /// What is asked.
    public enum Kind: Hashable, Sendable {
        case isNode
        case isRoot
        case isLeaf
        case isDescendant(of: BoundExpression, distance: Int?, includesSelf: Bool)
        case isAncestor(of: BoundExpression, distance: Int?, includesSelf: Bool)
        case isSibling(of: BoundExpression)
    }

    /// The hierarchy.
    public var hierarchy: BoundHierarchy
    /// The identifier of the node that is tested.
    public var node: BoundExpression
    /// What is asked.
    public var kind: Kind

    /// The expressions the answer depends on.
    public var operands: [BoundExpression] {
        switch kind {
        case .isNode, .isRoot, .isLeaf: [node]
        case .isDescendant(let other, _, _), .isAncestor(let other, _, _), .isSibling(let other): [node, other]
        }
    }
}
