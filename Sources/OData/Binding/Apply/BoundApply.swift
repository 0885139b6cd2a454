/// `$apply`, or a sequence nested in it, bound (Data Aggregation 3).
///
/// Expressions of a step speak of the rows that come into the step: variable 0.
public struct BoundApply: Hashable, Sendable {
    /// The transformations in order; `identity` leaves none.
    public var steps: [BoundTransformation]
    /// The structure of the rows that come out.
    public var shape: BoundShape
    /// The sequence as text, for links that ask for the rest of the rows.
    public var text: String
    /// The parameter aliases that the text uses, as `@name=value`.
    public var aliases: [String]

    /// Makes a sequence.
    public init(steps: [BoundTransformation], shape: BoundShape, text: String = "", aliases: [String] = []) {
        self.steps = steps
        self.shape = shape
        self.text = text
        self.aliases = aliases
    }
}

extension BoundApply {
    /// How many times a row may come out: the branches of its `concat` and `rollup`, multiplied where one follows another.
    ///
    /// Recursion is bounded by the number of transformations, which the parser limits; the number stops at `Int32.max`.
    var branches: Int {
        var count = 1
        for step in steps {
            switch step {
            case .concat(let branches, _): count *= branches.reduce(0) { min($0 + $1.branches, Int(Int32.max)) }
            case .groupBy(_, _, let sequence): count *= sequence?.branches ?? 1
            case .join(let join): count *= join.sequence.branches
            case .filter, .search, .orderBy, .skip, .top, .compute, .aggregate, .ranked, .addNested, .nest, .hierarchy,
                .traverse:
                continue
            }
            count = min(count, Int(Int32.max))
        }
        return count
    }
}

/// One transformation of `$apply`, bound.
public indirect enum BoundTransformation: Hashable, Sendable {
    /// The rows for which a condition is true.
    case filter(BoundExpression)
    /// The rows that match; only rows that are entities.
    case search(SearchSyntax)
    /// A stable sort.
    case orderBy([BoundOrdering])
    /// All but so many rows at the front.
    case skip(Int)
    /// So many rows at the front.
    case top(Int)
    /// Further properties; later ones may use earlier ones.
    case compute([BoundComputation])
    /// One row with the aggregated values.
    case aggregate([BoundAggregate])
    /// One row for each combination of the keys, or what the sequence makes of the rows of each.
    ///
    /// Each rollup adds the nodes of a hierarchy to the keys.
    case groupBy([BoundExpression], rollups: [BoundRollup], BoundApply?)
    /// The rows of greatest or least measure.
    case ranked(RankedSelectionSyntax, quantity: BoundExpression, measure: BoundExpression)
    /// The results of several sequences over the same rows, one after the other.
    ///
    /// `isUniform`: all results have the same structure.
    case concat([BoundApply], isUniform: Bool)
    /// One row for each related entity.
    case join(BoundJoin)
    /// Collections inside the rows, which only their representation shows.
    case addNested([BoundNesting])
    /// One row with collections inside, which hold what the sequences make of all rows.
    case nest([BoundNesting])
    /// The rows above or below others in a hierarchy.
    case hierarchy(BoundHierarchySelection)
    /// The rows in the order of a hierarchy; only those that belong to a node of it.
    case traverse(BoundTraversal)
}

/// `join` or `outerjoin` (Data Aggregation 3.5.1).
public struct BoundJoin: Hashable, Sendable {
    /// Whether a row without related entities stays.
    public var isOuter: Bool
    /// The related entities, seen from variable 0.
    public var collection: BoundCollection
    /// The property that holds one of them.
    public var alias: EdmNavigationProperty
    /// What is done with the related entities of each row first.
    public var sequence: BoundApply
}

/// One `… as Name` of `addnested` or `nest` (Data Aggregation 3.4.3 and 3.5.2).
public struct BoundNesting: Hashable, Sendable {
    /// The related entities, seen from variable 0; nil for the rows themselves.
    public var navigation: EdmNavigationProperty?
    /// The set they come from.
    public var entitySet: EdmEntitySet
    /// The property that holds the result.
    public var alias: EdmNavigationProperty
    /// What is done with the entities or rows.
    public var sequence: BoundApply
}

/// One member of `aggregate` (Data Aggregation 3.2.1).
public struct BoundAggregate: Hashable, Sendable {
    /// The ways to make one value of many.
    public enum Method: String, Hashable, Sendable {
        case sum
        case min
        case max
        case average
        case countDistinct = "countdistinct"
        /// The number of rows.
        case count = "$count"
    }

    /// What is aggregated.
    public enum Source: Hashable, Sendable {
        /// The rows themselves, for counting.
        case rows
        /// A value of each row, or a related entity for counting.
        case value(BoundExpression)
        /// A custom aggregate of the set.
        case custom(String)
    }

    /// A step over a collection: each entity reached counts once.
    public struct Hop: Hashable, Sendable {
        /// The collection, seen from the variable of the hop before.
        public var collection: BoundCollection
        /// Stands for its members.
        public var variable: BoundVariable
    }

    /// `from … with …`: the values of the stage before are taken per group and aggregated again.
    public struct Stage: Hashable, Sendable {
        /// The groups.
        public var keys: [BoundExpression]
        /// How their values are aggregated.
        public var method: Method
        /// The type of the result.
        public var type: EdmTypeReference
    }

    /// The property that holds the result.
    public var name: String
    /// Collections on the way from the row to the values; mostly none.
    public var hops: [Hop]
    /// What is aggregated.
    public var source: Source
    /// How; of a custom aggregate without meaning.
    public var method: Method
    /// The type of the first aggregation.
    public var firstType: EdmTypeReference
    /// What follows on it.
    public var stages: [Stage]

    /// The type of the result.
    public var type: EdmTypeReference { stages.last?.type ?? firstType }
}
