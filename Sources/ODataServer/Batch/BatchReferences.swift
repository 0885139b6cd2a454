import OData

/// What earlier requests of a batch have made and answered, by their ids: `$1` stands for it (Protocol 11.7.6).
struct BatchReferences: Sendable {
    /// What one request leaves behind for others.
    struct Entry: Sendable {
        /// The address of its entity or resource, below the service root or absolute; nil after a failure.
        var address: String?
        var entityTag: EntityTag?
        /// Whether it was answered with a 2xx status.
        var hasSucceeded = true
        /// The body of the answer, if it is JSON and others may ask for it.
        var body: JSONValue?
    }

    private var entries: [String: Entry] = [:]

    mutating func add(_ id: String, _ entry: Entry) { entries[id] = entry }

    /// Whether a request or group has failed.
    func hasFailed(_ id: String) -> Bool { entries[id]?.hasSucceeded == false }

    // MARK: Addresses and tags

    /// An address with a leading `$id` replaced; nil where the id names nothing that can be addressed.
    ///
    /// Other texts stay as they are.
    func resolve(_ text: String) -> String? {
        guard let (id, rest) = Self.reference(in: text) else { return text }
        return entries[id]?.address.map { $0 + rest }
    }

    /// Header lines of tags with each `$id` replaced by the tag of that request's answer; one that has none stays and
    /// matches nothing.
    func resolveTags(_ lines: [String]) -> [String] {
        guard !entries.isEmpty else { return lines }
        return lines.map { line in
            guard line.hasPrefix("$"), let tag = entries[String(line.dropFirst())]?.entityTag else { return line }
            return tag.description
        }
    }

    /// The id in front of an address and what follows it; nil for one that begins otherwise, `$metadata` included.
    static func reference(in text: String) -> (id: String, rest: String)? {
        guard text.hasPrefix("$") else { return nil }
        let id = text.dropFirst().prefix { $0 != "/" && $0 != "?" && $0 != "(" }
        guard !id.isEmpty, !systemNames.contains(String(id)) else { return nil }
        return (String(id), String(text[id.endIndex...]))
    }

    /// Adds what stands behind each dollar sign of a text, encoded or not.
    static func collectNames(in text: String, into names: inout Set<String>) {
        guard text.utf8.count <= longestText else { return }  // too long to be answered anyway
        for piece in text.replacing("%24", with: "$").split(separator: "$", omittingEmptySubsequences: false)
            .dropFirst()
        {
            let name = piece.prefix { isNameCharacter($0) || $0 == "-" }
            if !name.isEmpty { names.insert(String(name)) }
        }
    }

    private static let systemNames: Set<String> = ["metadata", "batch", "all", "crossjoin", "entity", "root", "id"]

    // MARK: Values

    /// A query with values of earlier answers put in: `$1/Building` becomes `'B 12'`, `$1/$succeeded` becomes `true`.
    ///
    /// Only values behind `=` are looked at, and texts in quotes stay. Nil where an answer has no such value.
    func resolveQuery(_ query: String, plusIsBlank: Bool) -> String? {
        guard !entries.isEmpty, query.contains("$") || query.contains("%24") else { return query }
        var parts: [String] = []
        for option in query.split(separator: "&", omittingEmptySubsequences: false) {
            guard let equals = option.firstIndex(of: "="),
                let text = URLText.decoded(option[option.index(after: equals)...], plusIsBlank: plusIsBlank)
            else {
                parts.append(String(option))  // what is badly encoded is for the parser to say
                continue
            }
            guard let value = resolveValues(in: text) else { return nil }
            parts.append(value == text ? String(option) : String(option[...equals]) + URLText.queryValue(value))
        }
        return parts.joined(separator: "&")
    }

    /// The bytes of a text with its values put in; a short one could ask for the same long value many times.
    private static let longestText = 65_536

    /// A text with each reference to a value replaced by a literal; nil where there is no such value, or where the text
    /// would grow beyond 64 KB.
    func resolveValues(in text: String) -> String? {
        var result = ""
        var added = 0
        var rest = Substring(text)
        var isQuoted = false
        var last: Character = " "
        while let character = rest.first {
            if character == "'" { isQuoted.toggle() }
            if character == "$", !isQuoted, !Self.isNameCharacter(last), let (id, path, end) = Self.value(in: rest),
                let entry = entries[id]
            {
                guard let literal = Self.literal(of: entry, path) else { return nil }
                added += literal.utf8.count
                guard added <= Self.longestText else { return nil }
                result += literal
                rest = end
                last = ")"
                continue
            }
            last = character
            result.append(character)
            rest.removeFirst()
        }
        return result
    }

    /// `$id/Path/To` at the beginning of a text: the id, the names, and what follows.
    private static func value(in text: Substring) -> (id: String, path: [String], rest: Substring)? {
        let id = text.dropFirst().prefix { isNameCharacter($0) || $0 == "-" }
        guard !id.isEmpty else { return nil }
        var path: [String] = []
        var rest = text[id.endIndex...]
        while rest.first == "/" {
            let name = rest.dropFirst().prefix { isNameCharacter($0) || $0 == "$" || $0 == "@" }
            if name.isEmpty { break }
            path.append(String(name))
            rest = rest[name.endIndex...]
        }
        return path.isEmpty ? nil : (String(id), path, rest)
    }

    private static func isNameCharacter(_ character: Character) -> Bool {
        character.isLetter || character.isNumber || character == "_" || character == "."
    }

    private static func literal(of entry: Entry, _ path: [String]) -> String? {
        if path == ["$succeeded"] { return entry.hasSucceeded ? "true" : "false" }
        var value = entry.body
        for name in path {
            guard case .object(let object)? = value else { return nil }
            value = object[name]
        }
        switch value {
        case .null?: return "null"
        case .boolean(let flag)?: return flag ? "true" : "false"
        case .number(let digits)?: return digits
        case .string(let text)?: return URLText.literal(.string(text))
        case .array?, .object?, nil: return nil
        }
    }
}
