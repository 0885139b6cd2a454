/// The items of `$compute`.
public struct ComputeSyntax: Sendable, Hashable {
    /// The items in order; never empty.
    public var items: [ComputeItemSyntax]

    /// Makes a list of items.
    public init(items: [ComputeItemSyntax]) {
        self.items = items
    }
}

/// `expression as name`.
public struct ComputeItemSyntax: Sendable, Hashable {
    /// The expression.
    public var expression: ExpressionSyntax
    /// The new name.
    public var name: NameSyntax
    /// Where the item stands.
    public var range: SourceRange

    /// Makes an item.
    public init(expression: ExpressionSyntax, name: NameSyntax, range: SourceRange) {
        self.expression = expression
        self.name = name
        self.range = range
    }
}
