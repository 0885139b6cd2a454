import HTTPTypes
import OData

/// Reads the multipart format (Protocol 11.7.7).
struct MultipartBatchReader {
    private let lines: [ArraySlice<UInt8>]
    private let boundary: [UInt8]
    private let limit: Int

    /// The parts of a body; at most `limit`.
    static func parts(of body: [UInt8], boundary: String, limit: Int) throws(BatchFault) -> [BatchPlan.Part] {
        guard !boundary.isEmpty, boundary.utf8.count <= 70 else {
            throw BatchFault("the boundary is missing or too long.")
        }
        let reader = MultipartBatchReader(
            lines: body.split(separator: 0x0a, omittingEmptySubsequences: false).map {
                $0.last == 0x0d ? $0.dropLast() : $0
            },
            boundary: Array(("--" + boundary).utf8),
            limit: limit
        )
        return try reader.read()
    }

    private func read() throws(BatchFault) -> [BatchPlan.Part] {
        var parts: [BatchPlan.Part] = []
        var start: Int?
        for (index, line) in lines.enumerated() where line.starts(with: boundary) {
            let rest = trimmed(line.dropFirst(boundary.count))
            guard rest.isEmpty || rest == "--" else { continue }
            if let first = start { parts.append(try part(lines[first..<index])) }
            if parts.count > limit { throw BatchFault("it has more than \(limit) requests.") }
            if rest == "--" {
                if parts.isEmpty { throw BatchFault("it has no parts.") }
                return parts
            }
            start = index + 1
        }
        throw BatchFault(start == nil ? "the boundary does not occur." : "the last boundary is missing.")
    }

    private func part(_ lines: ArraySlice<ArraySlice<UInt8>>) throws(BatchFault) -> BatchPlan.Part {
        var rest = lines
        let outer = headers(&rest)
        let id = outer.first { $0.name.lowercased() == "content-id" }?.value
        let type = outer.first { $0.name.lowercased() == "content-type" }.flatMap { MediaType($0.value) }
        guard let type else { throw BatchFault("a part has no Content-Type.") }
        if type.type == "multipart" {
            return BatchPlan.Part(id: id, method: "POST", url: "", fields: HTTPFields(), missingFeature: "A change set")
        }
        guard type.type == "application", type.subtype == "http" else {
            throw BatchFault("a part is not of the type application/http.")
        }
        while let line = rest.first, line.isEmpty { rest.removeFirst() }
        let words = rest.popFirst().map { trimmed($0).split(separator: " ").map(String.init) } ?? []
        guard words.count == 3, words[2].uppercased().hasPrefix("HTTP/") else {
            throw BatchFault("a part does not begin with a request line.")
        }
        var fields = HTTPFields()
        for (name, value) in headers(&rest) {
            if let name = HTTPField.Name(name) { fields.append(HTTPField(name: name, value: value)) }
        }
        let inner = HTTPField.Name("Content-ID").flatMap { fields[$0] }
        return BatchPlan.Part(id: id ?? inner, method: words[0].uppercased(), url: words[1], fields: fields)
    }

    /// The header lines up to the first empty line, which is taken too.
    private func headers(_ rest: inout ArraySlice<ArraySlice<UInt8>>) -> [(name: String, value: String)] {
        var result: [(name: String, value: String)] = []
        while let line = rest.popFirst(), !line.isEmpty {
            let pair = String(decoding: line, as: UTF8.self).split(separator: ":", maxSplits: 1)
            if pair.count == 2 { result.append((MediaType.trimmed(pair[0]), MediaType.trimmed(pair[1]))) }
        }
        return result
    }

    private func trimmed(_ line: ArraySlice<UInt8>) -> String {
        MediaType.trimmed(Substring(String(decoding: line, as: UTF8.self)))
    }
}
