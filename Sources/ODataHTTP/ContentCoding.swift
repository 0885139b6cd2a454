/// How the bytes of an answer are coded on the way (RFC 9110, 8.4.1).
enum ContentCoding: String, Sendable {
    case identity
    case gzip

    /// Gzip where the client takes it by name or by `*`, and does not like the plain form better.
    static func choose(_ lines: [String]) -> ContentCoding {
        var gzip: Double?
        var identity: Double?
        var any: Double?
        for entry in lines.flatMap({ $0.split(separator: ",") }).prefix(50) {
            let parts = entry.split(separator: ";").map { trimmed($0) }
            guard let name = parts.first?.lowercased() else { continue }
            let weight = parts.dropFirst().compactMap { quality(of: $0) }.first ?? 1
            switch name {
            case "gzip", "x-gzip": gzip = max(gzip ?? 0, weight)
            case "identity": identity = weight
            case "*": any = weight
            default: continue
            }
        }
        let wanted = gzip ?? any ?? 0
        return wanted > 0 && wanted >= identity ?? 0 ? .gzip : .identity
    }

    private static func quality(of parameter: String) -> Double? {
        let pair = parameter.split(separator: "=", maxSplits: 1).map { trimmed($0) }
        guard pair.count == 2, pair[0].lowercased() == "q" else { return nil }
        return Double(pair[1]).flatMap { (0...1).contains($0) ? $0 : nil } ?? 1
    }

    private static func trimmed(_ text: Substring) -> String {
        let start = text.drop { $0 == " " || $0 == "\t" }
        guard let last = start.lastIndex(where: { $0 != " " && $0 != "\t" }) else { return "" }
        return String(start[...last])
    }
}
