/// Answers whether a text matches a rule of the OData grammar, by running the parsers in their strict reading.
///
/// The names of a model are given as lists of texts by rule, as the OASIS test cases do; what the parsers read is then
/// checked against them.
public struct GrammarCheck: Sendable {
    private let evaluator: GrammarEvaluator

    /// Makes a check.
    ///
    /// - Parameter constraints: for a rule the only texts that it may match; rules that are missing are bound by the
    ///   grammar alone.
    public init(constraints: [String: [String]]) {
        evaluator = GrammarEvaluator(model: GrammarModel(constraints: constraints))
    }

    /// Whether the whole input matches the rule; false for a rule that is not covered.
    ///
    /// - Parameters:
    ///   - rule: the name, compared without regard to case.
    ///   - input: the raw text, percent-encodings included.
    /// - Returns: whether it matches.
    public func accepts(rule: String, input: String) -> Bool {
        verdict(rule: rule, input: input) == .accepted
    }

    /// Whether the whole input matches the rule, and if not, whether the rule is covered at all.
    public func verdict(rule: String, input: String) -> GrammarVerdict {
        let name = rule.lowercased()
        let bytes = Array(input.utf8)[...]
        if let list = evaluator.model.list(name) { return list.contains(input) ? .accepted : .rejected }
        guard let matches = GrammarRules.all[name] else { return .unknownRule }
        return matches(evaluator, bytes) ? .accepted : .rejected
    }

    /// The names of all rules that are covered, in lower case and sorted.
    public static var rules: [String] { GrammarRules.all.keys.sorted() }
}

/// The answer of a `GrammarCheck`.
public enum GrammarVerdict: Sendable, Hashable {
    /// The whole input matches.
    case accepted
    /// It does not.
    case rejected
    /// The rule is not covered.
    case unknownRule
}

/// A rule as a question about a raw text.
typealias GrammarRule = @Sendable (GrammarEvaluator, ArraySlice<UInt8>) -> Bool

/// All rules that are covered.
enum GrammarRules {
    static let all: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        for part in [names, literals, expressions, memberPaths, resourcePaths, options, transformations, headers, uris]
        {
            for (name, rule) in part { table[name.lowercased()] = rule }
        }
        return table
    }()
}

/// Reads raw texts with the real parsers.
struct GrammarEvaluator: Sendable {
    let model: GrammarModel

    /// Bounds that no sensible question meets, but for nesting.
    static let limits: ParserLimits = {
        var limits = ParserLimits()
        limits.expressionNodes = 100_000
        limits.listMembers = 100_000
        limits.expandWidth = 10_000
        limits.optionItems = 10_000
        limits.pathSegments = 1000
        limits.searchTerms = 10_000
        limits.applySteps = 1000
        limits.applyBranches = 1000
        limits.crossjoinSets = 1000
        limits.queryOptions = 10_000
        limits.geoPositions = 100_000
        return limits
    }()

    /// A reader of the decoded text, or of the text as it is.
    func reader(_ raw: ArraySlice<UInt8>, decoding: Bool = true) -> SyntaxReader? {
        guard decoding else {
            return SyntaxReader(
                DecodedText(bytes: Array(raw)),
                option: "",
                rules: .grammar,
                limits: Self.limits
            )
        }
        let decoder = PercentDecoder(
            plusIsBlank: false,
            keepsEscapes: true,
            checksUTF8: false,
            option: "",
            segment: nil
        )
        guard let text = try? decoder.decode(raw) else { return nil }
        return SyntaxReader(text, option: "", rules: .grammar, limits: Self.limits)
    }

    /// What a parser makes of the whole text; nil if it does not accept it.
    func whole<Value>(
        _ raw: ArraySlice<UInt8>,
        decoding: Bool = true,
        _ parse: (inout SyntaxReader) throws(SyntaxError) -> Value?
    ) -> Value? {
        guard var reader = reader(raw, decoding: decoding) else { return nil }
        guard let value = try? parse(&reader), reader.isAtEnd else { return nil }
        return value
    }

    func expression(_ raw: ArraySlice<UInt8>) -> ExpressionSyntax? {
        whole(raw) { reader throws(SyntaxError) in try reader.expression() }
    }

    /// `commonExpr`.
    func isExpression(_ raw: ArraySlice<UInt8>) -> Bool {
        expression(raw).map(model.isExpression) ?? false
    }

    /// The text as a string.
    func text(_ raw: ArraySlice<UInt8>) -> String { String(decoding: raw, as: UTF8.self) }

    /// The rest behind a word, compared without regard to case unless `exact`; nil if the text starts otherwise.
    func rest(
        _ raw: ArraySlice<UInt8>,
        behind word: String,
        exact: Bool = false
    ) -> ArraySlice<UInt8>? {
        let head = raw.prefix(word.utf8.count)
        let matches =
            exact
            ? head.elementsEqual(word.utf8)
            : head.elementsEqual(word.utf8) { ASCIIClass.lowercased($0) == ASCIIClass.lowercased($1) }
        return matches ? raw.dropFirst(word.utf8.count) : nil
    }

    /// The rest behind white space, plain or encoded; nil if there is none and it is required.
    func restBehindBlanks(_ raw: ArraySlice<UInt8>, required: Bool) -> ArraySlice<UInt8>? {
        var rest = raw
        while true {
            if let first = rest.first, ASCIIClass.isBlank(first) {
                rest = rest.dropFirst()
            } else if let next = self.rest(rest, behind: "%20") ?? self.rest(rest, behind: "%09") {
                rest = next
            } else {
                break
            }
        }
        return required && rest.startIndex == raw.startIndex ? nil : rest
    }
}
