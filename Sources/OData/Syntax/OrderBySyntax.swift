/// The items of `$orderby`.
public struct OrderBySyntax: Sendable, Hashable {
    /// The items in order; never empty.
    public var items: [OrderByItemSyntax]

    /// Makes a list of items.
    public init(items: [OrderByItemSyntax]) {
        self.items = items
    }
}

/// One item of `$orderby`.
public struct OrderByItemSyntax: Sendable, Hashable {
    /// What to sort by.
    public var expression: ExpressionSyntax
    /// Whether `desc` was written.
    public var isDescending: Bool
    /// Where the item stands.
    public var range: SourceRange

    /// Makes an item.
    public init(expression: ExpressionSyntax, isDescending: Bool, range: SourceRange) {
        self.expression = expression
        self.isDescending = isDescending
        self.range = range
    }
}
