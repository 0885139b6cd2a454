/// The query options of a request, or those in parentheses behind an item of `$expand`, `$select` or `$count`.
///
/// An option that was not written is nil or empty.
public struct QueryOptionsSyntax: Sendable, Hashable {
    /// `$filter`.
    public var filter: ExpressionSyntax?
    /// `$select`.
    public var select: SelectSyntax?
    /// `$expand`.
    public var expand: ExpandSyntax?
    /// `$orderby`.
    public var orderBy: OrderBySyntax?
    /// `$top`; not negative.
    public var top: Int?
    /// `$skip`; not negative.
    public var skip: Int?
    /// `$count`.
    public var count: Bool?
    /// `$search`.
    public var search: SearchSyntax?
    /// `$compute`.
    public var compute: ComputeSyntax?
    /// `$apply`.
    public var apply: ApplySyntax?
    /// `$levels`; only in parentheses.
    public var levels: LevelsSyntax?
    /// `$format`, as written.
    public var format: String?
    /// `$skiptoken`.
    public var skipToken: String?
    /// `$deltatoken`.
    public var deltaToken: String?
    /// `$schemaversion`.
    public var schemaVersion: String?
    /// `$index`.
    public var index: Int?
    /// `$id`.
    public var id: String?
    /// `@name=value`, in order.
    public var aliases: [AliasSyntax] = []
    /// Options that are not the protocol's, in order, decoded; a duplicate stays.
    ///
    /// Values of implicit parameter aliases (4.01: `Function?parameter=value`) are here too; read them with
    /// `QueryOptionsParser.parameterValue`.
    public var custom: [CustomOptionSyntax] = []

    /// Makes an empty set of options.
    public init() {}
}

/// A parameter alias and its value.
public struct AliasSyntax: Sendable, Hashable {
    /// The name without the `@`.
    public var name: String
    /// The value; its ranges are offsets in `text`, or for an alias in parentheses in the text of the outer option.
    public var value: ExpressionSyntax
    /// The decoded value as written.
    public var text: String

    /// Makes an alias.
    public init(name: String, value: ExpressionSyntax, text: String) {
        self.name = name
        self.value = value
        self.text = text
    }
}

/// A custom query option, decoded.
public struct CustomOptionSyntax: Sendable, Hashable {
    /// The name.
    public var name: String
    /// The value; nil without `=`.
    public var value: String?

    /// Makes an option.
    public init(name: String, value: String?) {
        self.name = name
        self.value = value
    }
}
