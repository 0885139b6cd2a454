/// An expression whose names are resolved and whose types are known at every node.
///
/// Nothing is left to the implicit conversions of a database: operands are promoted here (URL Conventions 5.1.1.18),
/// and `isNullable` of ``type`` says whether the node can be null.
public struct BoundExpression: Hashable, Sendable {
    /// What the node is.
    public var node: Node
    /// The type of its value; promoted, never a type definition.
    public var type: EdmTypeReference
    /// Where the node stands in the text of its query option.
    public var range: SourceRange

    /// Makes a node.
    public init(_ node: Node, type: EdmTypeReference, range: SourceRange) {
        self.node = node
        self.type = type
        self.range = range
    }

    /// The comparison operators (URL Conventions 5.1.1.1).
    public enum Comparison: String, Hashable, Sendable { case eq, ne, gt, ge, lt, le }

    /// The arithmetic operators (URL Conventions 5.1.1.2).
    public enum Arithmetic: String, Hashable, Sendable { case add, sub, mul, div, divby, mod }

    /// The lambda operators (URL Conventions 5.1.1.13).
    public enum Quantifier: String, Hashable, Sendable { case any, all }

    /// What a node is.
    public indirect enum Node: Hashable, Sendable {
        case constant(EdmValue)
        /// A complex value, a collection, or a shape, written out.
        case structured(StructuredValue)
        /// A primitive, enumeration or complex property at the end of a path; also a collection of them as a whole.
        case property(BoundPath, EdmProperty)
        /// The value of a variable itself: the member of a primitive collection.
        case variable(BoundVariable)
        /// Whether a single-valued navigation leads anywhere is asked by comparing it with null.
        case navigation(BoundPath)
        /// The number of members, after the filter and the search (URL Conventions 4.8).
        case count(BoundCollection, variable: BoundVariable?, filter: BoundExpression?, search: SearchSyntax?)
        /// The members of a collection made one value (Data Aggregation 3.6).
        case aggregate(BoundCollectionAggregate)
        /// Where a node stands in a hierarchy (Data Aggregation 5.5.2.1).
        case hierarchy(BoundHierarchyTest)
        /// Flat chains: two or more operands.
        case and([BoundExpression])
        case or([BoundExpression])
        case not(BoundExpression)
        case comparison(Comparison, BoundExpression, BoundExpression)
        /// Members have the type of the left side; null may be among them.
        case inList(BoundExpression, [EdmValue])
        case inCollection(BoundExpression, BoundCollection)
        /// All flags of the constant are set on the left side.
        case has(BoundExpression, Int64)
        case arithmetic(Arithmetic, BoundExpression, BoundExpression)
        case negate(BoundExpression)
        case function(BuiltInFunction, [BoundExpression])
        case lambda(Quantifier, BoundCollection, variable: BoundVariable?, predicate: BoundExpression?)
        /// An explicit or implied conversion to the node's type; a conversion that fails gives null.
        case cast(BoundExpression)
        case isOf(BoundExpression, EdmTypeName)
        /// The first true condition decides; none: null.
        case conditional([Branch])
    }

    /// `path/aggregate(…)` or `$these/aggregate(…)`.
    public struct BoundCollectionAggregate: Hashable, Sendable {
        /// The collection; nil for the rows that the option or transformation works on (`$these`).
        public var collection: BoundCollection?
        /// Stands for a member.
        public var variable: BoundVariable
        /// Which members count.
        public var filter: BoundExpression?
        /// A value of each member; nil for the members themselves.
        public var value: BoundExpression?
        /// How the values are aggregated.
        public var method: BoundAggregate.Method
    }

    /// One pair of `case(…)`.
    public struct Branch: Hashable, Sendable {
        /// A Boolean.
        public var condition: BoundExpression
        /// The value if the condition is true; of the type of the whole.
        public var value: BoundExpression

        /// Makes a pair.
        public init(condition: BoundExpression, value: BoundExpression) {
            self.condition = condition
            self.value = value
        }
    }
}
