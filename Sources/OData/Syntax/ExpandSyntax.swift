/// The items of `$expand`.
public struct ExpandSyntax: Sendable, Hashable {
    /// The items in order; empty for `$expand=`.
    public var items: [ExpandItemSyntax]

    /// Makes a list of items.
    public init(items: [ExpandItemSyntax]) {
        self.items = items
    }
}

/// One item of `$expand`.
public struct ExpandItemSyntax: Sendable, Hashable {
    /// Complex properties, casts and last a navigation or stream property; empty for a bare `*` and for `$value`.
    public var path: [SelectSegmentSyntax]
    /// What stands at the end of the path.
    public var target: ExpandTargetSyntax
    /// Nested options in parentheses.
    public var options: QueryOptionsSyntax? {
        get { boxedOptions.first }
        set { boxedOptions = newValue.map { [$0] } ?? [] }
    }
    /// None or one; an array, because options in place would make every item as large as they are.
    private var boxedOptions: [QueryOptionsSyntax]
    /// Where the item stands.
    public var range: SourceRange

    /// Makes an item.
    public init(
        path: [SelectSegmentSyntax],
        target: ExpandTargetSyntax,
        options: QueryOptionsSyntax?,
        range: SourceRange
    ) {
        self.path = path
        self.target = target
        boxedOptions = options.map { [$0] } ?? []
        self.range = range
    }
}

/// What an item of `$expand` asks for.
public enum ExpandTargetSyntax: Sendable, Hashable {
    /// The related entities of the path's last property.
    case entities
    /// `/$ref`: their references.
    case references
    /// `/$count`: their number.
    case count
    /// `*`: all navigation properties at the path.
    case allEntities
    /// `*/$ref`: the references of all navigation properties at the path.
    case allReferences
    /// `$value`: the media stream.
    case mediaStream
}

/// The value of `$levels`.
public enum LevelsSyntax: Sendable, Hashable {
    /// A positive number.
    case number(Int)
    /// `max`.
    case max
}
