/// A JSON value that has exactly one text (RFC 8785), for hashes over audit events.
///
/// Whole numbers only: amounts and decimals are kept as strings, which no reader rounds.
public indirect enum CanonicalJSON: Equatable, Sendable {
    /// The value null.
    case null
    /// True or false.
    case boolean(Bool)
    /// A whole number; outside ±(2^53−1) it is written as a string, because readers lose digits there.
    case integer(Int64)
    /// A text.
    case string(String)
    /// A list.
    case array([CanonicalJSON])
    /// Named members in any order; the text sorts them.
    case object([String: CanonicalJSON])

    /// The canonical bytes.
    public var bytes: [UInt8] {
        var output: [UInt8] = []
        write(to: &output, depth: 0)
        return output
    }

    /// The canonical text.
    public var text: String {
        String(decoding: bytes, as: UTF8.self)
    }

    /// Levels of nesting that are written; deeper values become null, so that recursion is bounded.
    private static let deepest = 64

    private func write(to output: inout [UInt8], depth: Int) {
        guard depth <= Self.deepest else {
            output += Array("null".utf8)
            return
        }
        switch self {
        case .null: output += Array("null".utf8)
        case .boolean(let value): output += Array((value ? "true" : "false").utf8)
        case .integer(let value):
            let isSafe = (-9_007_199_254_740_991...9_007_199_254_740_991).contains(value)
            output += Array((isSafe ? String(value) : "\"\(value)\"").utf8)
        case .string(let value): Self.write(value, to: &output)
        case .array(let values):
            output.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                value.write(to: &output, depth: depth + 1)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            // RFC 8785, 3.2.3: members are sorted by their UTF-16 code units.
            let sorted = members.sorted { $0.key.utf16.lexicographicallyPrecedes($1.key.utf16) }
            for (index, member) in sorted.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                Self.write(member.key, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.write(to: &output, depth: depth + 1)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    private static func write(_ text: String, to output: inout [UInt8]) {
        let digits = Array("0123456789abcdef".utf8)
        output.append(UInt8(ascii: "\""))
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""): output += [UInt8(ascii: "\\"), byte]
            case UInt8(ascii: "\\"): output += [byte, byte]
            case 8: output += Array("\\b".utf8)
            case 9: output += Array("\\t".utf8)
            case 10: output += Array("\\n".utf8)
            case 12: output += Array("\\f".utf8)
            case 13: output += Array("\\r".utf8)
            case 0..<0x20: output += Array("\\u00".utf8) + [digits[Int(byte >> 4)], digits[Int(byte & 15)]]
            default: output.append(byte)
            }
        }
        output.append(UInt8(ascii: "\""))
    }
}
