/// How much a request may ask of the parsers; each bound is checked while parsing, before memory is spent.
public struct ParserLimits: Sendable, Hashable {
    /// Nesting of an expression: parentheses, arguments, lambdas, operator chains other than `and` and `or`.
    public var expressionDepth = 64
    /// Nodes of one expression: operands, operators and path segments.
    public var expressionNodes = 2000
    /// Members of one list behind `in`.
    public var listMembers = 5000
    /// Nesting of `$expand` and of options in parentheses.
    public var expandDepth = 8
    /// Items of one `$expand` or `$select` level.
    public var expandWidth = 32
    /// Items of one `$select`, `$orderby` or `$compute`.
    public var optionItems = 500
    /// Segments of the resource path.
    public var pathSegments = 32
    /// Words and phrases of one `$search`.
    public var searchTerms = 32
    /// Transformations of one `$apply`, nested ones included.
    public var applySteps = 32
    /// Branches of one `concat`, and members of one `groupby`.
    public var applyBranches = 16
    /// Entity sets in one `$crossjoin`.
    public var crossjoinSets = 4
    /// Query options of one request, nested ones not counted.
    public var queryOptions = 100
    /// Positions of one geography or geometry literal.
    public var geoPositions = 1000

    /// Makes the default limits.
    public init() {}
}

/// A bound of `ParserLimits` that a request went over.
public enum SyntaxLimit: Sendable, Hashable, CaseIterable {
    /// `ParserLimits.expressionDepth`.
    case expressionDepth
    /// `ParserLimits.expressionNodes`.
    case expressionNodes
    /// `ParserLimits.listMembers`.
    case listMembers
    /// `ParserLimits.expandDepth`.
    case expandDepth
    /// `ParserLimits.expandWidth`.
    case expandWidth
    /// `ParserLimits.optionItems`.
    case optionItems
    /// `ParserLimits.pathSegments`.
    case pathSegments
    /// `ParserLimits.searchTerms`.
    case searchTerms
    /// `ParserLimits.applySteps`.
    case applySteps
    /// `ParserLimits.applyBranches`.
    case applyBranches
    /// `ParserLimits.crossjoinSets`.
    case crossjoinSets
    /// `ParserLimits.queryOptions`.
    case queryOptions
    /// `ParserLimits.geoPositions`.
    case geoPositions
}
