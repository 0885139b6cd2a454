/// The transformations of `$apply`, or of a nested sequence, in order; never empty.
public struct ApplySyntax: Sendable, Hashable {
    /// The steps.
    public var steps: [TransformationSyntax]

    /// Makes a sequence.
    public init(steps: [TransformationSyntax]) {
        self.steps = steps
    }
}

/// One transformation of `$apply`.
public indirect enum TransformationSyntax: Sendable, Hashable {
    /// `aggregate(…)`.
    case aggregate([AggregateExpressionSyntax], SourceRange)
    /// `groupby((…))` with the sequence to run per group.
    case groupBy([GroupingElementSyntax], ApplySyntax?, SourceRange)
    /// `filter(…)`.
    case filter(ExpressionSyntax, SourceRange)
    /// `search(…)`.
    case search(SearchSyntax, SourceRange)
    /// `orderby(…)`.
    case orderBy(OrderBySyntax, SourceRange)
    /// `skip(n)`.
    case skip(Int, SourceRange)
    /// `top(n)`.
    case top(Int, SourceRange)
    /// `identity`.
    case identity(SourceRange)
    /// `compute(…)`.
    case compute(ComputeSyntax, SourceRange)
    /// `topcount(n,x)` and its kin.
    case ranked(RankedSelectionSyntax, quantity: ExpressionSyntax, measure: ExpressionSyntax, SourceRange)
    /// `concat(…,…)`.
    case concat([ApplySyntax], SourceRange)
    /// `join(path as name,…)` or `outerjoin(…)`.
    case join(isOuter: Bool, path: MemberPathSyntax, name: NameSyntax, ApplySyntax?, SourceRange)
    /// `nest(… as name,…)`.
    case nest([NestedSequenceSyntax], SourceRange)
    /// `addnested(path,… as name,…)`.
    case addNested(path: MemberPathSyntax, [NestedSequenceSyntax], SourceRange)
    /// `ancestors(…)` or `descendants(…)`.
    case hierarchy(HierarchySelectionSyntax, SourceRange)
    /// `traverse(…)`.
    case traverse(HierarchyTraversalSyntax, SourceRange)
    /// A bound function as a transformation.
    case function(NameSyntax, [ArgumentSyntax], SourceRange)

    /// Where the transformation stands.
    public var range: SourceRange {
        switch self {
        case .aggregate(_, let range), .groupBy(_, _, let range), .filter(_, let range), .search(_, let range),
            .orderBy(_, let range), .skip(_, let range), .top(_, let range), .identity(let range),
            .compute(_, let range), .ranked(_, _, _, let range), .concat(_, let range),
            .join(_, _, _, _, let range), .nest(_, let range), .addNested(_, _, let range),
            .hierarchy(_, let range), .traverse(_, let range), .function(_, _, let range):
            range
        }
    }
}

/// `source [with method] [from … with method]… [as name]`.
public struct AggregateExpressionSyntax: Sendable, Hashable {
    /// What is aggregated; `$count` and `Path/$count` are paths that end in `MemberSegmentSyntax.count`.
    public var source: ExpressionSyntax
    /// The method; nil for counts and custom aggregates.
    public var method: AggregateMethodSyntax?
    /// The `from` clauses, in order.
    public var stages: [AggregateStageSyntax]
    /// The new name; nil only for custom aggregates and inside `…/aggregate(…)`.
    public var name: NameSyntax?
    /// Where it stands.
    public var range: SourceRange

    /// Makes an aggregate expression.
    public init(
        source: ExpressionSyntax,
        method: AggregateMethodSyntax?,
        stages: [AggregateStageSyntax],
        name: NameSyntax?,
        range: SourceRange
    ) {
        self.source = source
        self.method = method
        self.stages = stages
        self.name = name
        self.range = range
    }
}

/// How values are aggregated.
public enum AggregateMethodSyntax: Sendable, Hashable {
    /// `sum`.
    case sum
    /// `min`.
    case min
    /// `max`.
    case max
    /// `average`.
    case average
    /// `countdistinct`.
    case countDistinct
    /// `NS.method`.
    case custom(NameSyntax)
}

/// `from paths [with method]`.
public struct AggregateStageSyntax: Sendable, Hashable {
    /// The grouping properties.
    public var properties: [MemberPathSyntax]
    /// The method; may be absent for custom aggregates only.
    public var method: AggregateMethodSyntax?

    /// Makes a stage.
    public init(properties: [MemberPathSyntax], method: AggregateMethodSyntax?) {
        self.properties = properties
        self.method = method
    }
}

/// One member of `groupby((…))`.
public enum GroupingElementSyntax: Sendable, Hashable {
    /// A property path.
    case property(MemberPathSyntax)
    /// `rollup(a,b,…)`; with one path it names a levelled hierarchy. `withTotal` for the older `rollup(null,…)`.
    case rollup(withTotal: Bool, [MemberPathSyntax], SourceRange)
    /// `rolluprecursive(…)`.
    case rollupRecursive(HierarchyReferenceSyntax, ApplySyntax?, SourceRange)
}

/// Which rows `topcount` and its kin keep; the raw value is the spelling.
public enum RankedSelectionSyntax: String, Sendable, Hashable, CaseIterable {
    /// The greatest, by number.
    case topCount = "topcount"
    /// The greatest, by share of the sum.
    case topPercent = "toppercent"
    /// The greatest, until their sum reaches the quantity.
    case topSum = "topsum"
    /// The least, by number.
    case bottomCount = "bottomcount"
    /// The least, by share of the sum.
    case bottomPercent = "bottompercent"
    /// The least, until their sum reaches the quantity.
    case bottomSum = "bottomsum"
}

/// A sequence with the name of its result.
public struct NestedSequenceSyntax: Sendable, Hashable {
    /// The sequence.
    public var sequence: ApplySyntax
    /// The name.
    public var name: NameSyntax

    /// Makes a named sequence.
    public init(sequence: ApplySyntax, name: NameSyntax) {
        self.sequence = sequence
        self.name = name
    }
}

/// `$root/Nodes,Qualifier,path/to/node`.
public struct HierarchyReferenceSyntax: Sendable, Hashable {
    /// The collection of nodes; a path from `$root`.
    public var nodes: MemberPathSyntax
    /// The qualifier of the `RecursiveHierarchy` annotation.
    public var qualifier: NameSyntax
    /// The path to the node identifier.
    public var nodeProperty: MemberPathSyntax

    /// Makes a reference.
    public init(nodes: MemberPathSyntax, qualifier: NameSyntax, nodeProperty: MemberPathSyntax) {
        self.nodes = nodes
        self.qualifier = qualifier
        self.nodeProperty = nodeProperty
    }
}

/// The parameters of `ancestors` and `descendants`.
public struct HierarchySelectionSyntax: Sendable, Hashable {
    /// Whether the start nodes' ancestors are meant, else their descendants.
    public var isAncestors: Bool
    /// The hierarchy.
    public var reference: HierarchyReferenceSyntax
    /// The sequence that yields the start nodes.
    public var start: ApplySyntax
    /// How far to go; nil for no bound.
    public var distance: Int?
    /// Whether the start nodes belong to the result.
    public var keepsStart: Bool

    /// Makes the parameters.
    public init(
        isAncestors: Bool,
        reference: HierarchyReferenceSyntax,
        start: ApplySyntax,
        distance: Int?,
        keepsStart: Bool
    ) {
        self.isAncestors = isAncestors
        self.reference = reference
        self.start = start
        self.distance = distance
        self.keepsStart = keepsStart
    }
}

/// The parameters of `traverse`.
public struct HierarchyTraversalSyntax: Sendable, Hashable {
    /// The hierarchy.
    public var reference: HierarchyReferenceSyntax
    /// Whether parents come before their children.
    public var isPreorder: Bool
    /// The sequence that yields the start nodes.
    public var start: ApplySyntax?
    /// The order of siblings.
    public var siblings: [OrderByItemSyntax]

    /// Makes the parameters.
    public init(
        reference: HierarchyReferenceSyntax,
        isPreorder: Bool,
        start: ApplySyntax?,
        siblings: [OrderByItemSyntax]
    ) {
        self.reference = reference
        self.isPreorder = isPreorder
        self.start = start
        self.siblings = siblings
    }
}
