/// Percent-encoding for the URLs that answers contain.
public enum URLText {
    /// A key predicate's value as it stands in a URL path: `42`, `'O''Neil'`, `duration'PT1S'`, reserved characters
    /// not yet encoded.
    public static func literal(_ value: EdmValue) -> String {
        switch value {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .integer(let number): String(number)
        case .decimal(let number): number.description
        case .double(let number): doubleText(number)
        case .string(let text): "'" + doubled(text) + "'"
        case .guid(let guid): guid.description
        case .date(let date): date.description
        case .timeOfDay(let time): time.description
        case .dateTimeOffset(let instant): instant.description
        case .duration(let duration): "duration'\(duration)'"
        case .binary(let bytes): "binary'" + base64URL(bytes) + "'"
        case .enumeration(let type, let number): "\(type)'\(number)'"
        }
    }

    /// A complex value, a collection or a shape as it stands in an expression; reserved characters not yet encoded.
    ///
    /// Recursion is bounded by the depth of the value.
    public static func literal(_ value: StructuredValue, isGeometry: Bool = false) -> String {
        switch value {
        case .null: "null"
        case .primitive(let primitive): literal(primitive)
        case .geography(let shape): "\(isGeometry ? "geometry" : "geography")'\(shape)'"
        case .list(let items): "[" + items.map { literal($0) }.joined(separator: ",") + "]"
        case .structure(let members, _):
            "{" + members.map { "\"\($0.name)\":" + literal($0.value) }.joined(separator: ",") + "}"
        }
    }

    /// Text as one segment of a path: everything but unreserved characters and `!$&'()*+,;=:@` encoded.
    public static func pathSegment(_ text: String) -> String {
        encoded(text) { isUnreserved($0) || "!$&'()*+,;=:@".utf8.contains($0) }
    }

    /// Text as part of a fragment: what a URI allows there stays, the rest is encoded.
    public static func fragment(_ text: String) -> String {
        encoded(text) { isUnreserved($0) || "!$&'()*+,;=:@/?".utf8.contains($0) }
    }

    /// Text as the value of a query option: nothing in it ends the option, and `+` stays a plus.
    public static func queryValue(_ text: String) -> String {
        encoded(text) { isUnreserved($0) || "!$'()*,;:@/?".utf8.contains($0) }
    }

    /// The text behind percent-encoding; nil where that is broken or not UTF-8.
    public static func decoded(_ text: some StringProtocol, plusIsBlank: Bool) -> String? {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var rest = text.utf8.makeIterator()
        while let byte = rest.next() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(plusIsBlank && byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            guard let high = rest.next().flatMap(ASCIIClass.hexValue),
                let low = rest.next().flatMap(ASCIIClass.hexValue)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func encoded(_ text: String, keeping isKept: (UInt8) -> Bool) -> String {
        if text.utf8.allSatisfy(isKept) { return text }
        let digits = Array("0123456789ABCDEF".utf8)
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count + 16)
        for byte in text.utf8 {
            if isKept(byte) {
                bytes.append(byte)
            } else {
                bytes.append(UInt8(ascii: "%"))
                bytes.append(digits[Int(byte >> 4)])
                bytes.append(digits[Int(byte & 15)])
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func isUnreserved(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x2d, 0x2e, 0x5f, 0x7e: true
        default: false
        }
    }

    private static func doubled(_ text: String) -> String {
        guard text.utf8.contains(0x27) else { return text }
        return text.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''")
    }

    private static func doubleText(_ number: Double) -> String {
        if number.isNaN { return "NaN" }
        if number.isInfinite { return number < 0 ? "-INF" : "INF" }
        return number.description
    }

    private static func base64URL(_ bytes: [UInt8]) -> String {
        var writer = JSONWriter(capacity: bytes.count * 2 + 64)
        bytes.withUnsafeBufferPointer { writer.binary($0) }
        return String(decoding: writer.take().dropFirst().dropLast(), as: UTF8.self)
    }
}
