/// A value of a record as pages show it: numbers keep their digits as text.
public indirect enum RecordValue: Sendable, Equatable {
    case null
    case bool(Bool)
    /// A number exactly as the feed writes it.
    case number(String)
    case text(String)
    case record([String: RecordValue])
    case list([RecordValue])

    /// The value as plain text; nil for null, records and lists.
    public var plainText: String? {
        switch self {
        case .null, .record, .list: nil
        case .bool(let flag): flag ? "true" : "false"
        case .number(let digits): digits
        case .text(let text): text
        }
    }

    /// A member of a record; null where there is none.
    public subscript(_ name: String) -> RecordValue {
        if case .record(let members) = self { members[name] ?? .null } else { .null }
    }
}

/// Reads the service's own JSON back into values, without a detour through binary floating point.
///
/// Only for what this program has written itself; depth is bounded all the same.
struct RecordValueReader {
    private let bytes: [UInt8]
    private var place = 0

    private static let deepest = 64

    /// Something in the text is not the JSON it should be.
    struct Malformed: Error {}

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// The one value of the whole text.
    static func read(_ bytes: [UInt8]) throws -> RecordValue {
        var reader = RecordValueReader(bytes)
        return try reader.value(depth: 0)
    }

    private mutating func value(depth: Int) throws -> RecordValue {
        guard depth < Self.deepest else { throw Malformed() }
        switch try peek() {
        case UInt8(ascii: "{"): return .record(try members(depth: depth))
        case UInt8(ascii: "["): return .list(try items(depth: depth))
        case UInt8(ascii: "\""): return .text(try string())
        case UInt8(ascii: "t"): return try word("true", .bool(true))
        case UInt8(ascii: "f"): return try word("false", .bool(false))
        case UInt8(ascii: "n"): return try word("null", .null)
        default: return .number(try number())
        }
    }

    private mutating func members(depth: Int) throws -> [String: RecordValue] {
        place += 1
        var members: [String: RecordValue] = [:]
        while try peek() != UInt8(ascii: "}") {
            if bytes[place] == UInt8(ascii: ",") { place += 1 }
            let name = try string()
            guard try peek() == UInt8(ascii: ":") else { throw Malformed() }
            place += 1
            members[name] = try value(depth: depth + 1)
        }
        place += 1
        return members
    }

    private mutating func items(depth: Int) throws -> [RecordValue] {
        place += 1
        var items: [RecordValue] = []
        while try peek() != UInt8(ascii: "]") {
            if bytes[place] == UInt8(ascii: ",") { place += 1 }
            items.append(try value(depth: depth + 1))
        }
        place += 1
        return items
    }

    private mutating func word(_ text: StaticString, _ value: RecordValue) throws -> RecordValue {
        guard place + text.utf8CodeUnitCount <= bytes.count else { throw Malformed() }
        place += text.utf8CodeUnitCount
        return value
    }

    private mutating func number() throws -> String {
        let start = place
        let allowed = Set("+-.0123456789eE".utf8)
        while place < bytes.count, allowed.contains(bytes[place]) { place += 1 }
        guard place > start else { throw Malformed() }
        return String(decoding: bytes[start..<place], as: UTF8.self)
    }

    private mutating func string() throws -> String {
        guard try peek() == UInt8(ascii: "\"") else { throw Malformed() }
        place += 1
        var text: [UInt8] = []
        while try next() != UInt8(ascii: "\"") {
            let byte = bytes[place]
            place += 1
            if byte == UInt8(ascii: "\\") { try escape(into: &text) } else { text.append(byte) }
        }
        place += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func escape(into text: inout [UInt8]) throws {
        let byte = try next()
        place += 1
        switch byte {
        case UInt8(ascii: "n"): text.append(10)
        case UInt8(ascii: "r"): text.append(13)
        case UInt8(ascii: "t"): text.append(9)
        case UInt8(ascii: "b"): text.append(8)
        case UInt8(ascii: "f"): text.append(12)
        case UInt8(ascii: "u"): try scalar(into: &text)
        default: text.append(byte)
        }
    }

    /// The service escapes control characters only, so a surrogate never comes.
    private mutating func scalar(into text: inout [UInt8]) throws {
        guard place + 4 <= bytes.count,
            let number = UInt32(String(decoding: bytes[place..<place + 4], as: UTF8.self), radix: 16),
            let scalar = Unicode.Scalar(number)
        else { throw Malformed() }
        place += 4
        text.append(contentsOf: String(scalar).utf8)
    }

    private func next() throws -> UInt8 {
        guard place < bytes.count else { throw Malformed() }
        return bytes[place]
    }

    private mutating func peek() throws -> UInt8 {
        while place < bytes.count, [32, 9, 10, 13].contains(bytes[place]) { place += 1 }
        return try next()
    }
}
