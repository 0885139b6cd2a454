/// Why a scope text was refused.
public enum ScopeError: Error, Equatable, Sendable {
    /// No word at all: a token that may do nothing is a mistake.
    case empty
    /// Not a word of ``Scope``; holds at most 80 characters of it.
    case unknownWord(String)
    /// More than 8,000 characters.
    case tooLong
}

/// What a token may do at most: unique words, at least one.
///
/// A set of words means the union of what they open; a right that no word opens is refused (RFC 6749, 3.3).
public struct ScopeSet: Hashable, Sendable, CustomStringConvertible {
    /// The words in canonical order.
    public let words: [ScopeWord]
    /// The text for the database: sorted words with one space between them.
    public let canonicalText: String

    /// Characters of the longest text.
    public static let longestText = 8_000

    /// Makes a set of words; refuses none and too many.
    public init(_ words: some Sequence<ScopeWord>) throws(ScopeError) {
        let unique = Set(words).map { (word: $0, text: $0.description) }.sorted { $0.text < $1.text }
        guard !unique.isEmpty else { throw .empty }
        let text = unique.map(\.text).joined(separator: " ")
        guard text.utf8.count <= Self.longestText else { throw .tooLong }
        self.words = unique.map(\.word)
        canonicalText = text
    }

    /// Reads words with spaces between them, in any order; an unknown word refuses the whole text.
    public init(_ text: String) throws(ScopeError) {
        guard text.utf8.count <= Self.longestText else { throw .tooLong }
        var words: [ScopeWord] = []
        for part in text.split(separator: " ") {
            guard let word = ScopeWord(String(part)) else { throw .unknownWord(String(part.prefix(80))) }
            words.append(word)
        }
        try self.init(words)
    }

    private init(only word: ScopeWord) {
        words = [word]
        canonicalText = word.description
    }

    /// Reading all business sets without personal data: what the form offers first.
    public static let readOnly = ScopeSet(only: ScopeWord(whole: .odataRead))

    /// Reading and writing all business sets without personal data.
    public static let readAndWrite = ScopeSet(only: ScopeWord(whole: .odataWrite))

    /// The canonical text.
    public var description: String {
        canonicalText
    }

    /// Whether two sets have the same words.
    public static func == (left: ScopeSet, right: ScopeSet) -> Bool {
        left.canonicalText == right.canonicalText
    }

    /// Feeds the canonical text.
    public func hash(into hasher: inout Hasher) {
        hasher.combine(canonicalText)
    }

    /// Whether a word without a set is among the words.
    public func contains(_ scope: Scope) -> Bool {
        words.contains { $0.scope == scope && $0.set == nil }
    }

    /// Whether the words open an act on a business set; write includes read.
    public func allows(_ act: DataAct, on set: EntitySetName) -> Bool {
        let needed: DataAct = act == .export ? .read : act
        return words.contains { $0.scope.acts.contains(needed) && ($0.set == nil || $0.set == set) }
    }

    /// The words that are missing for an act on a set; empty when it is open.
    public func missingWords(for act: DataAct, on set: EntitySetName) -> [ScopeWord] {
        allows(act, on: set) ? [] : [ScopeWord(needed: act, on: set)]
    }

    /// Whether any business set may be written.
    public var allowsAnyWrite: Bool {
        words.contains { $0.scope == .odataWrite }
    }

    /// Whether any business set may be read.
    public var allowsAnyRead: Bool {
        words.contains { $0.scope.acts.contains(.read) }
    }

    /// Whether any class of personal data is open.
    public var hasPersonalData: Bool {
        contains(.personalContact) || contains(.personalText)
    }

    /// The sets the data words are narrowed to, in order; nil when a word opens all.
    public var namedSets: [EntitySetName]? {
        let dataWords = words.filter { $0.scope.takesSet }
        guard !dataWords.contains(where: { $0.set == nil }) else { return nil }
        return Set(dataWords.compactMap(\.set)).sorted()
    }
}
