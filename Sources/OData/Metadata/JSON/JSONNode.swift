/// A JSON value as a tree, for documents that are small and written seldom; objects keep their order.
indirect enum JSONNode: Equatable {
    case null
    case bool(Bool)
    /// A number by its text.
    case number(String)
    case string(String)
    case array([JSONNode])
    case object([Member])

    struct Member: Equatable {
        var name: String
        var value: JSONNode

        init(_ name: String, _ value: JSONNode) {
            self.name = name
            self.value = value
        }
    }

    /// The document's bytes; nesting beyond 256 levels is cut, which no document that was read has.
    var bytes: [UInt8] {
        var writer = JSONWriter(capacity: 64 * 1024)
        write(to: &writer, depth: 0)
        return writer.take()
    }

    private func write(to writer: inout JSONWriter, depth: Int) {
        guard depth < 256 else { return writer.null() }
        switch self {
        case .null: writer.null()
        case .bool(let flag): writer.bool(flag)
        case .number(let text): writer.append(Array(text.utf8))
        case .string(let text): writer.string(text)
        case .array(let items):
            writer.append(byte: UInt8(ascii: "["))
            for (position, item) in items.enumerated() {
                if position > 0 { writer.append(byte: UInt8(ascii: ",")) }
                item.write(to: &writer, depth: depth + 1)
            }
            writer.append(byte: UInt8(ascii: "]"))
        case .object(let members):
            writer.append(byte: UInt8(ascii: "{"))
            for (position, member) in members.enumerated() {
                if position > 0 { writer.append(byte: UInt8(ascii: ",")) }
                writer.string(member.name)
                writer.append(byte: UInt8(ascii: ":"))
                member.value.write(to: &writer, depth: depth + 1)
            }
            writer.append(byte: UInt8(ascii: "}"))
        }
    }
}

extension [JSONNode.Member] {
    /// Adds a member where there is a value.
    mutating func add(_ name: String, _ value: JSONNode?) {
        if let value { append(JSONNode.Member(name, value)) }
    }

    /// Adds a member `true` where the flag is set; absent means false.
    mutating func add(_ name: String, flag: Bool) {
        if flag { append(JSONNode.Member(name, .bool(true))) }
    }
}
