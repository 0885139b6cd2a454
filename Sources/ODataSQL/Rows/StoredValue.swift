/// A value inside of a list or an object that one column holds as JSON.
indirect enum StoredValue {
    case null
    case integer(Int64)
    case real(Double)
    case boolean(Bool)
    case text(String)
    case list([StoredValue])
    case object([(name: String, value: StoredValue)])

    /// Reads what a column holds; null for what is no JSON, which no writer leaves there.
    static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> StoredValue {
        var reader = StoredValueReader(bytes)
        return reader.value(depth: 0) ?? .null
    }

    /// Adds members to an object; anything else stays as it is.
    mutating func append(_ members: [(name: String, value: StoredValue)]) {
        if case .object(let own) = self { self = .object(own + members) }
    }

    /// The number of items of a list.
    static func count(of bytes: UnsafeBufferPointer<UInt8>) -> Int {
        if case .list(let items) = read(bytes) { items.count } else { 0 }
    }

    /// The items of a list at the positions that another list names, in its order.
    static func items(of bytes: UnsafeBufferPointer<UInt8>, at positions: UnsafeBufferPointer<UInt8>) -> [StoredValue] {
        guard case .list(let items) = read(bytes), case .list(let positions) = read(positions) else { return [] }
        return positions.compactMap { position in
            guard case .integer(let index) = position, items.indices.contains(Int(index)) else { return nil }
            return items[Int(index)]
        }
    }

    /// An item of a list by its position, from the end where it is negative; nil where there is none.
    static func item(at position: Int, of bytes: UnsafeBufferPointer<UInt8>) -> StoredValue? {
        guard case .list(let items) = read(bytes) else { return nil }
        let index = position < 0 ? items.count + position : position
        return items.indices.contains(index) ? items[index] : nil
    }
}

/// Reads JSON that this library wrote; nesting beyond 64 levels is refused.
private struct StoredValueReader {
    private let bytes: UnsafeBufferPointer<UInt8>
    private var index = 0

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    private var current: UInt8? { index < bytes.count ? bytes[index] : nil }

    private mutating func skipBlanks() {
        while let byte = current, byte == 0x20 || byte == 0x0a || byte == 0x0d || byte == 0x09 { index += 1 }
    }

    private mutating func take(_ byte: UInt8) -> Bool {
        skipBlanks()
        guard current == byte else { return false }
        index += 1
        return true
    }

    private mutating func take(word: StaticString) -> Bool {
        let length = word.utf8CodeUnitCount
        guard index + length <= bytes.count,
            word.withUTF8Buffer({ $0.elementsEqual(bytes[index..<index + length]) })
        else { return false }
        index += length
        return true
    }

    mutating func value(depth: Int) -> StoredValue? {
        guard depth < 64 else { return nil }
        skipBlanks()
        switch current {
        case UInt8(ascii: "["): return list(depth: depth)
        case UInt8(ascii: "{"): return object(depth: depth)
        case UInt8(ascii: "\""): return string().map { .text($0) }
        case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
        case UInt8(ascii: "t"): return take(word: "true") ? .boolean(true) : nil
        case UInt8(ascii: "f"): return take(word: "false") ? .boolean(false) : nil
        default: return number()
        }
    }

    private mutating func list(depth: Int) -> StoredValue? {
        index += 1
        var items: [StoredValue] = []
        if take(UInt8(ascii: "]")) { return .list(items) }
        repeat {
            guard let item = value(depth: depth + 1) else { return nil }
            items.append(item)
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "]")) ? .list(items) : nil
    }

    private mutating func object(depth: Int) -> StoredValue? {
        index += 1
        var members: [(name: String, value: StoredValue)] = []
        if take(UInt8(ascii: "}")) { return .object(members) }
        repeat {
            skipBlanks()
            guard current == UInt8(ascii: "\""), let name = string(), take(UInt8(ascii: ":")),
                let value = value(depth: depth + 1)
            else { return nil }
            members.append((name, value))
        } while take(UInt8(ascii: ","))
        return take(UInt8(ascii: "}")) ? .object(members) : nil
    }

    private mutating func number() -> StoredValue? {
        let start = index
        while let byte = current, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { index += 1 }
        let text = String(decoding: bytes[start..<index], as: UTF8.self)
        return Int64(text).map { .integer($0) } ?? Double(text).map { .real($0) }
    }

    private mutating func string() -> String? {
        index += 1
        var text: [UInt8] = []
        while let byte = current, byte != UInt8(ascii: "\"") {
            index += 1
            guard byte == UInt8(ascii: "\\") else {
                text.append(byte)
                continue
            }
            guard let escape = current else { return nil }
            index += 1
            switch escape {
            case UInt8(ascii: "b"): text.append(0x08)
            case UInt8(ascii: "f"): text.append(0x0c)
            case UInt8(ascii: "n"): text.append(0x0a)
            case UInt8(ascii: "r"): text.append(0x0d)
            case UInt8(ascii: "t"): text.append(0x09)
            case UInt8(ascii: "u"):
                guard let scalar = scalar() else { return nil }
                text += Array(String(Character(scalar)).utf8)
            default: text.append(escape)
            }
        }
        guard current != nil else { return nil }
        index += 1
        return String(decoding: text, as: UTF8.self)
    }

    private mutating func scalar() -> Unicode.Scalar? {
        guard let first = hex() else { return nil }
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard take(word: "\\u"), let second = hex(), (0xd800..<0xdc00).contains(first),
            (0xdc00..<0xe000).contains(second)
        else { return nil }
        return Unicode.Scalar(0x1_0000 + (first - 0xd800) << 10 + (second - 0xdc00))
    }

    private mutating func hex() -> UInt32? {
        guard index + 4 <= bytes.count else { return nil }
        defer { index += 4 }
        return UInt32(String(decoding: bytes[index..<index + 4], as: UTF8.self), radix: 16)
    }
}
