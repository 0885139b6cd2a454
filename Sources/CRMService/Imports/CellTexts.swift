import Foundation

/// What is done to every text before it is looked at.
enum TextCleaner {
    /// Without white space at its ends, in normal form C.
    static func clean(_ text: String) -> String {
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let bytes = text.utf8
            guard let first = bytes.first, let last = bytes.last else { return text }
            return isSpace(first) || isSpace(last) ? text.trimmingCharacters(in: .whitespacesAndNewlines) : text
        }
        return text.trimmingCharacters(in: .whitespacesAndNewlines).precomposedStringWithCanonicalMapping
    }

    /// Without line ends, which become blanks.
    static func oneLine(_ text: String) -> String {
        guard text.utf8.contains(where: { $0 == 0x0A || $0 == 0x0D }) else { return text }
        return text.split(whereSeparator: \.isNewline).joined(separator: " ")
    }

    /// Without the apostrophe that an export puts before texts a spreadsheet would take for formulas.
    static func withoutGuard(_ text: String) -> String {
        guard text.utf8.first == UInt8(ascii: "'") else { return text }
        let rest = text.drop { $0 == "'" }
        guard let first = rest.unicodeScalars.first, dangerous.contains(first) else { return text }
        return String(text.dropFirst())
    }

    private static let dangerous: Set<Unicode.Scalar> = [
        "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
    ]

    private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }
}

/// Cuts a person's name: the last word is the surname.
enum NameSplit {
    static func part(_ part: ImportField.NamePart, of name: String) -> String {
        let words = name.split(whereSeparator: \.isWhitespace)
        switch part {
        case .forename: return words.dropLast().joined(separator: " ")
        case .surname: return words.last.map(String.init) ?? ""
        }
    }
}

/// Moves the decimal point of plain numbers without any arithmetic.
enum DecimalText {
    /// The number times ten to the power of `places`; nil when the text is no plain decimal number.
    static func shifted(_ text: String, by places: Int) -> String? {
        guard places != 0 else { return text }
        var sign = ""
        var digits = Substring(text)
        if let first = digits.first, first == "-" || first == "+" {
            sign = first == "-" ? "-" : ""
            digits = digits.dropFirst()
        }
        let parts = digits.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let whole = String(parts.first ?? "")
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard !(whole + fraction).isEmpty, (whole + fraction).allSatisfy({ $0.isASCII && $0.isNumber }) else {
            return nil
        }
        if places > 0 {
            let filled = fraction + String(repeating: "0", count: max(0, places - fraction.count))
            return sign + whole + filled.prefix(places) + "." + filled.dropFirst(places)
        }
        let filled = String(repeating: "0", count: max(0, -places - whole.count)) + whole
        return sign + filled.dropLast(-places) + "." + filled.suffix(-places) + fraction
    }
}
