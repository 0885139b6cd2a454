/// One entry of an `Accept` header, of `$format` or of a `Content-Type` (RFC 9110, 8.3.1 and 12.5.1).
struct MediaType: Hashable, Sendable {
    struct Parameter: Hashable, Sendable {
        /// In small letters.
        var name: String
        /// As written, without quotes.
        var value: String
    }

    /// In small letters; `*` for any.
    var type: String
    var subtype: String
    var parameters: [Parameter]
    /// From 0 to 1; what lies outside counts as 1.
    var quality: Double

    /// Reads one entry; nil where it is none.
    init?(_ text: String) {
        let parts = Self.split(text, at: ";")
        guard let name = parts.first?.lowercased() else { return nil }
        let halves = name.split(separator: "/", omittingEmptySubsequences: false).map(Self.trimmed)
        if halves.count == 1, halves[0] == "*" {
            type = "*"
            subtype = "*"
        } else {
            guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(Self.isTokenByte) }) else {
                return nil
            }
            type = halves[0]
            subtype = halves[1]
        }
        parameters = []
        quality = 1
        for part in parts.dropFirst() where !part.isEmpty {
            let pair = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false).map(Self.trimmed)
            let value = pair.count == 2 ? Self.unquoted(pair[1]) : ""
            if pair[0].lowercased() == "q" {
                quality = Double(value).flatMap { (0...1).contains($0) ? $0 : nil } ?? 1
            } else {
                parameters.append(Parameter(name: pair[0].lowercased(), value: value))
            }
        }
    }

    /// Reads the entries of header lines, at most 100; entries that are none are left out.
    static func list(_ lines: [String]) -> [MediaType] {
        lines.flatMap { split($0, at: ",") }.prefix(100).compactMap(MediaType.init)
    }

    /// Whether the entry covers a type, parameters aside.
    func covers(_ type: String, _ subtype: String) -> Bool {
        (self.type == "*" && self.subtype == "*")
            || (self.type == type && (self.subtype == "*" || self.subtype == subtype))
    }

    /// How exact the entry is: 0 for `*/*`, 1 for `type/*`, 2 for a type, more with parameters.
    var specificity: Int {
        if type == "*" { return 0 }
        return subtype == "*" ? 1 : 2 + parameters.count
    }

    /// Splits at a separator outside quotes and trims the parts.
    static func split(_ text: String, at separator: Character) -> [String] {
        var parts: [String] = []
        var part = ""
        var isQuoted = false
        var isEscaped = false
        for character in text {
            if isEscaped {
                isEscaped = false
                part.append(character)
            } else if character == "\\", isQuoted {
                isEscaped = true
                part.append(character)
            } else if character == "\"" {
                isQuoted.toggle()
                part.append(character)
            } else if character == separator, !isQuoted {
                parts.append(trimmed(Substring(part)))
                part = ""
            } else {
                part.append(character)
            }
        }
        parts.append(trimmed(Substring(part)))
        return parts.filter { !$0.isEmpty }
    }

    static func trimmed(_ text: Substring) -> String {
        let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
        let start = text.drop(while: isBlank)
        guard let last = start.lastIndex(where: { !isBlank($0) }) else { return "" }
        return String(start[...last])
    }

    static func unquoted(_ text: String) -> String {
        guard text.count >= 2, text.first == "\"", text.last == "\"" else { return text }
        var result = ""
        var isEscaped = false
        for character in text.dropFirst().dropLast() {
            if character == "\\", !isEscaped {
                isEscaped = true
            } else {
                isEscaped = false
                result.append(character)
            }
        }
        return result
    }

    private static func isTokenByte(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
        default: "!#$%&'*+-.^_`|~".utf8.contains(byte)
        }
    }
}
