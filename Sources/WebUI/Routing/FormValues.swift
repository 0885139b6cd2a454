/// The names and values of a query string or a posted form, in their order.
struct FormValues: Sendable, Equatable {
    struct Pair: Sendable, Equatable {
        let name: String
        let value: String
    }

    let pairs: [Pair]

    /// The most pairs that are read; the rest is left out.
    static let mostPairs = 1_000

    /// Reads `application/x-www-form-urlencoded` text.
    init(_ text: String) {
        pairs = text.split(separator: "&", maxSplits: Self.mostPairs).prefix(Self.mostPairs).map { part in
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            return Pair(
                name: PercentText.decodeForm(halves[0]),
                value: halves.count > 1 ? PercentText.decodeForm(halves[1]) : ""
            )
        }
    }

    init(_ pairs: [(String, String)]) { self.pairs = pairs.map { Pair(name: $0.0, value: $0.1) } }

    /// The first value of a name.
    subscript(name: String) -> String? { pairs.first { $0.name == name }?.value }

    /// All values of a name, in their order.
    func all(_ name: String) -> [String] { pairs.filter { $0.name == name }.map(\.value) }

    /// The text of an entry without the white space at its ends; empty where there is none.
    func text(_ name: String) -> String {
        let value = self[name] ?? ""
        let start = value.drop(while: \.isWhitespace)
        guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
        return String(start[...end])
    }
}

/// Percent-encoding for addresses.
enum PercentText {
    /// Encodes a value for a query string; the signs OData is written with stay readable.
    static func encodeQuery(_ text: String) -> String { encode(text, keeping: "-._~$,()/:@!*'") }

    /// Encodes the value of an OData option, inside which `=` and `;` are signs of the language.
    static func encodeOption(_ text: String) -> String { encode(text, keeping: "-._~$,()/:@!*'=;") }

    /// Encodes one segment of a path.
    static func encodeSegment(_ text: String) -> String { encode(text, keeping: "-._~$,():@!*'") }

    private static func encode(_ text: String, keeping kept: String) -> String {
        let kept = Set(kept.utf8)
        var result = ""
        for byte in text.utf8 {
            let isPlain =
                (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
                || kept.contains(byte)
            if isPlain {
                result.unicodeScalars.append(Unicode.Scalar(byte))
            } else {
                let digits = String(byte, radix: 16, uppercase: true)
                result += digits.count == 1 ? "%0" + digits : "%" + digits
            }
        }
        return result
    }

    /// Decodes a form value: `+` is a blank; broken escapes stay as they are.
    static func decodeForm(_ text: Substring) -> String { decode(text, plusIsBlank: true) }

    /// Decodes a segment of a path.
    static func decodeSegment(_ text: Substring) -> String { decode(text, plusIsBlank: false) }

    private static func decode(_ text: Substring, plusIsBlank: Bool) -> String {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            if byte == UInt8(ascii: "+"), plusIsBlank {
                bytes.append(0x20)
            } else if byte == UInt8(ascii: "%"), let value = hexadecimal(rest.prefix(2)) {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(byte)
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func hexadecimal(_ digits: Substring.UTF8View) -> UInt8? {
        guard digits.count == 2, digits.allSatisfy({ isHexadecimal($0) }) else { return nil }
        return UInt8(String(decoding: digits, as: UTF8.self), radix: 16)
    }

    private static func isHexadecimal(_ byte: UInt8) -> Bool {
        (0x30...0x39).contains(byte) || (0x41...0x46).contains(byte) || (0x61...0x66).contains(byte)
    }
}
