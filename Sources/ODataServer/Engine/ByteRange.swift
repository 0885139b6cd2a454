import HTTPTypes

/// One range of bytes that a client asks for (RFC 9110, 14.2); several at once are answered as if none were asked for.
enum ByteRange: Equatable {
    /// Positions of the first byte and of the one behind the last.
    case part(Range<Int>)
    /// Nothing of the body is in it: 416.
    case unsatisfiable

    /// The range of a header line over a body of a length; nil where the line is none, or of another unit.
    init?(_ line: String, length: Int) {
        guard let equals = line.firstIndex(of: "="), line[..<equals].lowercased() == "bytes" else { return nil }
        let parts = line[line.index(after: equals)...].split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2 else { return nil }
        let (first, last) = (Self.number(parts[0]), Self.number(parts[1]))
        switch (parts[0].isEmpty, parts[1].isEmpty, first, last) {
        case (true, false, _, let count?): self = Self.within(max(0, length - count)..<length, length)
        case (false, true, let start?, _): self = Self.within(start..<max(start, length), length)
        case (false, false, let start?, let end?) where start <= end:
            self = Self.within(start..<max(start, min(end &+ 1, length)), length)
        default: return nil
        }
    }

    private static func within(_ range: Range<Int>, _ length: Int) -> ByteRange {
        range.isEmpty ? .unsatisfiable : .part(range)
    }

    private static func number(_ text: Substring) -> Int? {
        let digits = text.filter { $0 != " " }
        guard !digits.isEmpty, digits.utf8.count < 18, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(digits)
    }

    /// Cuts the body of an answer down to the range.
    func cut(_ bytes: [UInt8], in response: inout ODataResponse) {
        switch self {
        case .part(let range):
            response.status = .partialContent
            response.fields[.contentRange] = "bytes \(range.lowerBound)-\(range.upperBound - 1)/\(bytes.count)"
            response.body = .bytes(Array(bytes[range]))
        case .unsatisfiable:
            response.status = .rangeNotSatisfiable
            response.fields[.contentRange] = "bytes */\(bytes.count)"
            response.fields[.contentType] = nil
            response.body = .empty
        }
    }
}
