import HTTPTypes
import OData

/// Reads the multipart format (Protocol 11.7.7): parts with one request each, and change sets that are multipart again.
struct MultipartBatchReader {
    private let body: [UInt8]
    private let limit: Int
    private let groupLimit: Int
    private let headerBytes: Int

    /// The units of a body; at most `limit` requests, at most `groupLimit` in one change set, and at most `headerBytes`
    /// of header lines in front of each part and of each request.
    static func units(
        of body: [UInt8],
        boundary: String,
        limit: Int,
        groupLimit: Int,
        headerBytes: Int
    ) throws(BatchFault) -> [BatchPlan.Unit] {
        let reader = MultipartBatchReader(body: body, limit: limit, groupLimit: groupLimit, headerBytes: headerBytes)
        var units: [BatchPlan.Unit] = []
        var ids = Set<String>()
        var count = 0
        for range in try reader.split(0..<body.count, at: boundary) {
            let unit = try reader.unit(range, number: units.count)
            count += max(1, unit.parts.count)
            guard count <= limit else { throw BatchFault("it has more than \(limit) requests.", limit: limit) }
            for id in unit.parts.compactMap(\.id) {
                guard ids.insert(id).inserted else {
                    throw BatchFault("the Content-ID '\(ODataError.echo(id))' occurs twice.")
                }
            }
            units.append(unit)
        }
        return units
    }

    // MARK: Parts

    private func unit(_ range: Range<Int>, number: Int) throws(BatchFault) -> BatchPlan.Unit {
        var place = range.lowerBound
        let outer = try headers(&place, before: range.upperBound)
        let type = outer.first { $0.name.lowercased() == "content-type" }.flatMap { MediaType($0.value) }
        guard let type else { throw BatchFault("a part has no Content-Type.") }
        guard type.type == "multipart" else { return .part(try part(range)) }
        guard type.subtype == "mixed", let boundary = type.parameters.first(where: { $0.name == "boundary" })?.value
        else { throw BatchFault("a change set has no boundary.") }
        return try changeSet(place..<range.upperBound, boundary: boundary, id: "changeset-\(number + 1)")
    }

    private func changeSet(
        _ range: Range<Int>,
        boundary: String,
        id: String
    ) throws(BatchFault) -> BatchPlan.Unit {
        var parts: [BatchPlan.Part] = []
        for inner in try split(range, at: boundary) {
            var place = inner.lowerBound
            let type = try headers(&place, before: inner.upperBound)
                .first { $0.name.lowercased() == "content-type" }.flatMap { MediaType($0.value) }
            if type?.type == "multipart" { throw BatchFault("a change set holds another one.") }
            parts.append(try part(inner))
            guard parts.count <= groupLimit else {
                throw BatchFault("a change set has more than \(groupLimit) requests.", limit: groupLimit)
            }
        }
        // Only changes make a change set (Protocol 11.7.7.1).
        if parts.contains(where: { $0.method == "GET" || $0.method == "HEAD" }) {
            return .refusedGroup(id: id, problem: "a change set holds a GET.")
        }
        return .group(id: id, parts: parts)
    }

    private func part(_ range: Range<Int>) throws(BatchFault) -> BatchPlan.Part {
        var place = range.lowerBound
        let outer = try headers(&place, before: range.upperBound)
        let type = outer.first { $0.name.lowercased() == "content-type" }.flatMap { MediaType($0.value) }
        guard let type, type.type == "application", type.subtype == "http" else {
            throw BatchFault("a part is not of the type application/http.")
        }
        var requestLine = ""
        while place < range.upperBound, requestLine.isEmpty { requestLine = line(&place, before: range.upperBound) }
        let words = requestLine.split(separator: " ").map(String.init)
        guard words.count == 3, words[2].uppercased().hasPrefix("HTTP/") else {
            throw BatchFault("a part does not begin with a request line.")
        }
        var fields = HTTPFields()
        for (name, value) in try headers(&place, before: range.upperBound) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let inner = HTTPField.Name("Content-ID").flatMap { fields[$0] }
        let id = outer.first { $0.name.lowercased() == "content-id" }?.value
        return BatchPlan.Part(
            id: id ?? inner,
            method: words[0].uppercased(),
            url: words[1],
            fields: fields,
            body: Array(content(place..<max(place, range.upperBound), length: fields[.contentLength]))
        )
    }

    /// The body of a request: as many bytes as it says, where only blank lines follow, which some clients add.
    private func content(_ range: Range<Int>, length: String?) -> ArraySlice<UInt8> {
        guard let length, length.utf8.count <= 9, let count = Int(length), (0..<range.count).contains(count),
            body[range.dropFirst(count)].allSatisfy({ $0 == 0x0d || $0 == 0x0a })
        else { return body[range] }
        return body[range.prefix(count)]
    }

    // MARK: Bytes

    /// The parts between the boundary lines of a range, without the line end in front of each boundary (RFC 2046, 5.1).
    private func split(_ range: Range<Int>, at boundary: String) throws(BatchFault) -> [Range<Int>] {
        guard !boundary.isEmpty, boundary.utf8.count <= 70 else {
            throw BatchFault("the boundary is missing or too long.")
        }
        let mark = Array(("--" + boundary).utf8)
        var parts: [Range<Int>] = []
        var start: Int?
        var next = lineStart(of: mark, from: range.lowerBound, before: range.upperBound)
        while let begin = next {
            var place = begin
            let rest = Self.trimmed(lineBytes(&place, before: range.upperBound).dropFirst(mark.count))
            next = lineStart(of: mark, from: place, before: range.upperBound)
            guard rest.isEmpty || rest == "--" else { continue }
            if let first = start { parts.append(first..<max(first, withoutLineEnd(begin, from: first))) }
            if rest == "--" {
                if parts.isEmpty { throw BatchFault("it has no parts.") }
                return parts
            }
            start = place
            guard parts.count <= limit else { throw BatchFault("it has more than \(limit) requests.", limit: limit) }
        }
        throw BatchFault(start == nil ? "the boundary does not occur." : "the last boundary is missing.")
    }

    /// The beginning of the next line that begins with a mark.
    ///
    /// `start` is the beginning of a line; each byte behind it is looked at once.
    private func lineStart(of mark: [UInt8], from start: Int, before end: Int) -> Int? {
        body.withUnsafeBufferPointer { bytes in
            var place = start
            while end - place >= mark.count {
                if bytes[place] == mark[0], bytes[place..<place + mark.count].elementsEqual(mark) { return place }
                while place < end, bytes[place] != 0x0a { place += 1 }
                place += 1
            }
            return nil
        }
    }

    private func withoutLineEnd(_ end: Int, from start: Int) -> Int {
        guard end > start, body[end - 1] == 0x0a else { return end }
        return end - 1 > start && body[end - 2] == 0x0d ? end - 2 : end - 1
    }

    /// The header lines up to the first empty line, which is taken too.
    private func headers(
        _ place: inout Int,
        before end: Int
    ) throws(BatchFault) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        let start = place
        while place < end {
            let bytes = lineBytes(&place, before: end)
            guard place - start <= headerBytes else { throw BatchFault(headerLimit: headerBytes) }
            let text = Self.trimmed(bytes)
            if text.isEmpty { break }
            let pair = text.split(separator: ":", maxSplits: 1)
            if pair.count == 2 { result.append((MediaType.trimmed(pair[0]), MediaType.trimmed(pair[1]))) }
        }
        return result
    }

    private func line(_ place: inout Int, before end: Int) -> String {
        Self.trimmed(lineBytes(&place, before: end))
    }

    /// The line at hand without its end; the place moves behind it.
    private func lineBytes(_ place: inout Int, before end: Int) -> ArraySlice<UInt8> {
        let start = place
        guard let next = body[start..<end].firstIndex(of: 0x0a) else {
            place = end
            return body[start..<end]
        }
        place = next + 1
        return next > start && body[next - 1] == 0x0d ? body[start..<next - 1] : body[start..<next]
    }

    private static func trimmed(_ line: ArraySlice<UInt8>) -> String {
        MediaType.trimmed(Substring(String(decoding: line, as: UTF8.self)))
    }
}
