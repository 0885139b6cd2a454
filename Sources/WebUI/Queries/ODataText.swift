import EntityModel

/// Writes OData text; the one place where values of people are quoted.
enum ODataText {
    /// A string literal.
    static func string(_ text: String) -> String {
        "'"
            + text.split(separator: "'", omittingEmptySubsequences: false)
            .joined(separator: "''") + "'"
    }

    /// The words of a person as a search expression: each word a phrase, all of them needed; nil when there is none.
    ///
    /// Phrases hold any sign but the quote and the backslash, which are taken as blanks.
    static func search(_ words: String) -> String? {
        let parts = words.split { $0.isWhitespace || $0 == "\"" || $0 == "\\" }.prefix(20)
        return parts.isEmpty ? nil : parts.map { "\"\($0)\"" }.joined(separator: " ")
    }

    /// A path to one record; nil where the text cannot be a key of the set.
    static func path(_ key: String, of type: EntityType) -> String? {
        guard let kind = type.key?.kind else { return nil }
        let literal: String
        switch kind {
        case .id, .reference, .int32, .int64:
            guard let number = Int64(key), String(number) == key else { return nil }
            literal = key
        case .date:
            let bytes = Array(key.utf8)
            let isDay =
                bytes.count == 10
                && bytes.enumerated().allSatisfy { index, byte in
                    index == 4 || index == 7 ? byte == 0x2d : (0x30...0x39).contains(byte)
                }
            guard isDay else { return nil }
            literal = key
        case .string, .text, .code:
            guard !key.isEmpty, key.utf8.count <= 400 else { return nil }
            literal = PercentText.encodeSegment(string(key))
        case .bool, .money, .baseMoney, .quantity, .percent, .rate, .decimal, .timestamp: return nil
        }
        return "\(type.set)(\(literal))"
    }
}

/// The query of a list: what is asked of the data, and what "Copy OData URL" gives.
struct ListQuery: Sendable, Equatable {
    /// The options in their order, values not yet encoded.
    let options: [(name: String, value: String)]

    init(_ options: [(name: String, value: String?)]) {
        self.options = options.compactMap { option in option.value.map { (option.name, $0) } }
    }

    /// The query part of an address.
    var text: String { options.map { "\($0.name)=\(PercentText.encodeOption($0.value))" }.joined(separator: "&") }

    static func == (left: ListQuery, right: ListQuery) -> Bool { left.text == right.text }
}
