/// The part of a request's URL behind the service root, read.
///
/// The order of decoding is that of URL conventions 2: the raw text is split at `/`, `&` and the first `=`, and only
/// then percent-decoded, once. `+` is a blank in the query and a plus in the path.
public struct RequestURL: Sendable, Hashable {
    /// The resource path.
    public let path: ResourcePathSyntax
    /// The query options.
    public let options: QueryOptionsSyntax
    /// The query options as written, in order, custom ones included.
    public let optionTexts: [QueryOptionText]

    /// Reads a URL.
    ///
    /// - Parameters:
    ///   - path: the raw path behind the service root, with or without its first slash.
    ///   - query: the raw query behind `?`; for a `/$query` request the URL's and the body's, joined by `&`.
    ///   - limits: bounds on depth and size.
    ///   - strict: whether to refuse what the grammar does not say (`odata.md` 20).
    ///   - parameters: names that are parameters of the function called, even where an option without `$` has the name.
    /// - Throws: `SyntaxError` for the first thing that is wrong.
    public init(
        path: String,
        query: String?,
        limits: ParserLimits = ParserLimits(),
        strict: Bool = false,
        parameters: Set<String> = []
    ) throws(SyntaxError) {
        let rules: SyntaxRules = strict ? .strict : .tolerant
        self.path = try PathParser(rules: rules, limits: limits).read(Array(path.utf8)[...])
        var parser = QueryParser(rules: rules, limits: limits)
        parser.parameters = parameters
        if let query, !query.isEmpty { try parser.read(Array(query.utf8)[...]) }
        options = parser.options
        optionTexts = parser.texts
    }
}

/// One query option as written.
public struct QueryOptionText: Sendable, Hashable {
    /// The name: `$filter` in its usual spelling for the protocol's options, else as written, decoded.
    public var name: String
    /// The decoded value.
    public var text: String

    /// Makes an option.
    public init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}
