import OData

/// The form of an answer that client and service agree on (Protocol 8.2.1, 8.2.2 and 11.2.12).
struct ContentFormat: Hashable, Sendable {
    /// The families of formats.
    enum Kind: Hashable, Sendable { case json, xml, text }

    var kind: Kind
    var metadata: MetadataLevel = .minimal
    var ieee754Compatible = false
    /// Whether the client asked for a charset and so gets it named.
    var namesCharset = false
    /// Whether the client named streaming, which is then named in the answer too.
    var streaming: Bool?

    /// The value of `Content-Type`.
    func contentType(version: ODataVersion) -> String {
        switch kind {
        case .xml: return "application/xml" + (namesCharset ? ";charset=utf-8" : "")
        case .text: return "text/plain;charset=utf-8"
        case .json:
            let prefix = version == .v4_0 ? "odata." : ""
            var text = "application/json;\(prefix)metadata=\(metadata.rawValue)"
            if let streaming { text += ";\(prefix)streaming=\(streaming)" }
            if ieee754Compatible { text += ";IEEE754Compatible=true" }
            if namesCharset { text += ";charset=utf-8" }
            return text
        }
    }
}

/// What a resource can be answered with.
enum ContentOffer: Sendable {
    /// JSON only: data and the service document.
    case json
    /// XML, or JSON for those who prefer it: `$metadata`.
    case metadata
    /// Plain text: `/$count` and `/$value`. Clients that ask for JSON everywhere get it too.
    case text
    /// Whatever the stream holds: whether it suits is known when it was read.
    case any
}

/// Chooses the form of an answer; `$format` overrules `Accept`.
enum ContentNegotiation {
    /// Throws ``EngineError/formatNotAcceptable(_:)`` or ``EngineError/charsetNotAcceptable(_:)``.
    static func choose(
        _ offer: ContentOffer,
        accept: [String],
        acceptCharset: [String],
        format: String?
    ) throws(EngineError) -> ContentFormat {
        let charsetAsked = try charset(acceptCharset)
        var chosen: ContentFormat
        if let format {
            guard let match = named(format, offer) else { throw .formatNotAcceptable(format) }
            chosen = match
        } else if accept.allSatisfy({ MediaType.trimmed(Substring($0)).isEmpty }) {
            chosen = usual(offer)
        } else {
            guard let match = best(MediaType.list(accept), offer) else {
                throw .formatNotAcceptable(accept.joined(separator: ","))
            }
            chosen = match
        }
        if charsetAsked { chosen.namesCharset = true }
        return chosen
    }

    /// Whether a stream of a media type suits the client; without `Accept` everything does.
    static func accepts(_ mediaType: String, accept lines: [String]) -> Bool {
        let entries = MediaType.list(lines)
        guard !entries.isEmpty, let found = MediaType(mediaType) else { return true }
        return entries.contains { $0.quality > 0 && $0.covers(found.type, found.subtype) }
    }

    private static func usual(_ offer: ContentOffer) -> ContentFormat {
        switch offer {
        case .json: ContentFormat(kind: .json)
        case .metadata: ContentFormat(kind: .xml)
        case .text, .any: ContentFormat(kind: .text)
        }
    }

    private static func named(_ format: String, _ offer: ContentOffer) -> ContentFormat? {
        switch format.lowercased() {
        case "json":
            if case .text = offer { return ContentFormat(kind: .text) }
            return ContentFormat(kind: .json)
        case "xml":
            if case .metadata = offer { return ContentFormat(kind: .xml) }
            return nil
        default: return MediaType(format).flatMap { match($0, offer) }
        }
    }

    private static func best(_ entries: [MediaType], _ offer: ContentOffer) -> ContentFormat? {
        let ranked = entries.enumerated().filter { $0.element.quality > 0 }.sorted { left, right in
            if left.element.quality != right.element.quality { return left.element.quality > right.element.quality }
            if left.element.specificity != right.element.specificity {
                return left.element.specificity > right.element.specificity
            }
            return left.offset < right.offset
        }
        for entry in ranked {
            if let format = match(entry.element, offer) { return format }
        }
        return nil
    }

    private static func match(_ entry: MediaType, _ offer: ContentOffer) -> ContentFormat? {
        switch offer {
        case .json: return entry.covers("application", "json") ? json(entry) : nil
        case .metadata:
            if entry.covers("application", "xml") || entry.covers("text", "xml"), let charset = plainCharset(entry) {
                return ContentFormat(kind: .xml, namesCharset: charset)
            }
            return entry.covers("application", "json") ? json(entry) : nil
        case .any: return ContentFormat(kind: .text)
        case .text:
            if entry.covers("text", "plain") || entry.covers("application", "octet-stream") {
                return ContentFormat(kind: .text)
            }
            return entry.covers("application", "json") ? ContentFormat(kind: .text) : nil
        }
    }

    /// Whether the only parameter, if any, is a charset that fits; nil for an entry with other parameters.
    private static func plainCharset(_ entry: MediaType) -> Bool? {
        var isNamed = false
        for parameter in entry.parameters {
            guard parameter.name == "charset", isUTF8(parameter.value) else { return nil }
            isNamed = true
        }
        return isNamed
    }

    /// The JSON that an entry asks for; nil where it has a parameter we do not know or cannot grant (JSON Format 3).
    private static func json(_ entry: MediaType) -> ContentFormat? {
        var format = ContentFormat(kind: .json)
        for parameter in entry.parameters {
            let value = parameter.value.lowercased()
            switch parameter.name {
            case "odata.metadata", "metadata":
                guard let level = MetadataLevel(rawValue: value) else { return nil }
                format.metadata = level
            case "ieee754compatible":
                guard value == "true" || value == "false" else { return nil }
                format.ieee754Compatible = value == "true"
            case "exponentialdecimals":
                guard value == "true" || value == "false" else { return nil }
            case "odata.streaming", "streaming":
                guard value == "true" || value == "false" else { return nil }
                format.streaming = value == "true"
            case "charset":
                guard isUTF8(value) else { return nil }
                format.namesCharset = true
            default: return nil
            }
        }
        return format
    }

    private static func isUTF8(_ text: String) -> Bool {
        let name = text.lowercased()
        return name == "utf-8" || name == "utf8"
    }

    /// Whether UTF-8 was asked for by name; throws where it is refused.
    private static func charset(_ lines: [String]) throws(EngineError) -> Bool {
        let entries = lines.flatMap { MediaType.split($0, at: ",") }.prefix(50)
        if entries.isEmpty { return false }
        var isCovered = false
        for entry in entries {
            let parts = MediaType.split(entry, at: ";")
            let name = parts.first?.lowercased() ?? ""
            let isRefused = parts.dropFirst().contains {
                ["q=0", "q=0.0", "q=0.00", "q=0.000"].contains($0.lowercased())
            }
            if isRefused { continue }
            if isUTF8(name) { return true }
            if name == "*" || name == "us-ascii" { isCovered = true }
        }
        guard isCovered else { throw .charsetNotAcceptable(lines.joined(separator: ",")) }
        return false
    }
}
