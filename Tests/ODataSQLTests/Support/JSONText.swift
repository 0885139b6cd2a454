/// JSON for comparison: members of objects and nested collections without regard to their order.
enum JSONText: Hashable, Comparable {
    case scalar(String)
    case array([JSONText])
    case object([String: JSONText])

    init(_ text: String) {
        var reader = Reader(bytes: Array(text.utf8))
        self = reader.value()
    }

    /// The members of an object.
    static func members(of text: String) -> [String: JSONText] {
        guard case .object(let members) = JSONText(text) else { return [:] }
        return members
    }

    /// Written again, with sorted names.
    var text: String {
        switch self {
        case .scalar(let text): text
        case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.sorted { $0.key < $1.key }.map { "\($0.key):\($0.value.text)" }.joined(separator: ",") + "}"
        }
    }

    static func < (left: JSONText, right: JSONText) -> Bool { left.text < right.text }

    /// Reads what our own writer has written; recursion is bounded by the tests.
    private struct Reader {
        var bytes: [UInt8]
        var index = 0

        mutating func value() -> JSONText {
            switch bytes[index] {
            case UInt8(ascii: "{"):
                var members: [String: JSONText] = [:]
                index += 1
                while bytes[index] != UInt8(ascii: "}") {
                    if bytes[index] == UInt8(ascii: ",") { index += 1 }
                    let name = scalar()
                    index += 1
                    members[String(name.dropFirst().dropLast())] = value()
                }
                index += 1
                return .object(members)
            case UInt8(ascii: "["):
                var items: [JSONText] = []
                index += 1
                while bytes[index] != UInt8(ascii: "]") {
                    if bytes[index] == UInt8(ascii: ",") { index += 1 }
                    items.append(value())
                }
                index += 1
                return .array(items.sorted())
            default: return .scalar(scalar())
            }
        }

        private mutating func scalar() -> String {
            let start = index
            if bytes[index] == UInt8(ascii: "\"") {
                index += 1
                while bytes[index] != UInt8(ascii: "\"") { index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1 }
                index += 1
            } else {
                while index < bytes.count, !",]}".utf8.contains(bytes[index]) { index += 1 }
            }
            return String(decoding: bytes[start..<index], as: UTF8.self)
        }
    }
}
