/// The items of `$select`.
public struct SelectSyntax: Sendable, Hashable {
    /// The items in order; never empty.
    public var items: [SelectItemSyntax]

    /// Makes a list of items.
    public init(items: [SelectItemSyntax]) {
        self.items = items
    }
}

/// One item of `$select`.
public enum SelectItemSyntax: Sendable, Hashable {
    /// `*`: all structural properties.
    case all(SourceRange)
    /// `NS.*`: all operations of a namespace.
    case allOperations(namespace: NameSyntax, SourceRange)
    /// A path to a property, annotation, action or function.
    case path(SelectPathSyntax)
}

/// A path in `$select`.
public struct SelectPathSyntax: Sendable, Hashable {
    /// Properties and casts, in order; never empty.
    public var segments: [SelectSegmentSyntax]
    /// `F(p,q)`: the non-binding parameters that pick an overload.
    public var parameterNames: [NameSyntax]?
    /// Nested options in parentheses.
    public var options: QueryOptionsSyntax? {
        get { boxedOptions.first }
        set { boxedOptions = newValue.map { [$0] } ?? [] }
    }
    /// None or one; an array, because options in place would make every item as large as they are.
    private var boxedOptions: [QueryOptionsSyntax]
    /// Where the item stands.
    public var range: SourceRange

    /// Makes a path.
    public init(
        segments: [SelectSegmentSyntax],
        parameterNames: [NameSyntax]?,
        options: QueryOptionsSyntax?,
        range: SourceRange
    ) {
        self.segments = segments
        self.parameterNames = parameterNames
        boxedOptions = options.map { [$0] } ?? []
        self.range = range
    }
}

/// One step of a path in `$select` or `$expand`.
public enum SelectSegmentSyntax: Sendable, Hashable {
    /// A property or a type cast, qualified or not.
    case name(NameSyntax)
    /// An annotation.
    case annotation(AnnotationSyntax)

    /// Where the segment stands.
    public var range: SourceRange {
        switch self {
        case .name(let name): name.range
        case .annotation(let annotation): annotation.range
        }
    }
}
