/// A construct that a pattern of `matchespattern` must not hold.
public enum PatternConstruct: String, Hashable, Sendable, CaseIterable {
    /// `\1`, `\k<name>`
    case backReference = "back-reference"
    /// `(?=…)`, `(?!…)`
    case lookAhead = "look-ahead"
    /// `(?<=…)`, `(?<!…)`
    case lookBehind = "look-behind"
    /// `\p{…}`, `\P{…}`
    case unicodeProperty = "Unicode property"
    /// `(?i)`, `(?i:…)`
    case inlineFlags = "inline flags"
    /// More than 512 characters.
    case length = "length over 512 characters"
    /// `{n,m}` above 1,000.
    case repetition = "repetition over 1000"
    /// Counted repetitions that, written out, are too long to run.
    case size = "nested repetitions too large"
    /// More than 63 groups inside each other.
    case nesting = "nesting over 63 groups"
}

/// Why a pattern is refused.
public enum PatternError: Error, Hashable, Sendable {
    /// The pattern is valid ECMAScript, but holds a construct that could not run in linear time; `offset` counts
    /// Unicode scalar values.
    case unsupported(PatternConstruct, offset: Int)
    /// The pattern is not valid; `expected` names what should stand at the offset.
    case malformed(expected: String, offset: Int)
}

/// A checked pattern of `matchespattern`: ECMAScript syntax without back-references and look-around.
///
/// Only such patterns reach a database, where they run in linear time and memory (URL Conventions 5.1.1.7.1). At most
/// 512 Unicode scalar values, counted repetition at most 1,000, at most 19,000 steps when repetitions are written out.
public struct PatternSyntax: Hashable, Sendable {
    /// The pattern as written.
    public let text: String

    /// The greatest number of Unicode scalar values.
    public static let maximumLength = 512
    /// The greatest count of a repetition.
    public static let maximumRepetition = 1000
    /// The greatest number of steps when counted repetitions are written out.
    public static let maximumSize = 19_000
    /// The greatest number of groups inside each other.
    public static let maximumNesting = 63

    /// Checks a pattern.
    public init(checking text: String) throws(PatternError) {
        var checker = PatternChecker(scalars: Array(text.unicodeScalars.prefix(Self.maximumLength + 1)))
        try checker.check()
        self.text = text
    }
}
