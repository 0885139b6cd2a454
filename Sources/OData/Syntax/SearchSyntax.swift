/// The value of `$search`; adjacency is `and`.
public indirect enum SearchSyntax: Sendable, Hashable {
    /// One word.
    case word(String, SourceRange)
    /// A phrase in double quotes, without them.
    case phrase(String, SourceRange)
    /// `NOT x`.
    case not(SearchSyntax, SourceRange)
    /// Two or more operands, all of which must match.
    case and([SearchSyntax], SourceRange)
    /// Two or more operands, one of which must match.
    case or([SearchSyntax], SourceRange)
    /// `'…'`: a search expression as a user is typing it, to be taken as far as it makes sense; without the quotes.
    case incomplete(String, SourceRange)

    /// Where the expression stands.
    public var range: SourceRange {
        switch self {
        case .word(_, let range), .phrase(_, let range), .not(_, let range), .and(_, let range), .or(_, let range),
            .incomplete(_, let range):
            range
        }
    }
}
