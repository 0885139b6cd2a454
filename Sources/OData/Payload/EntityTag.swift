/// An entity tag: weak or strong, with its opaque text (RFC 9110, 8.8.3).
public struct EntityTag: Hashable, Sendable, CustomStringConvertible {
    /// The text between the quotes.
    public let opaque: String
    /// Whether the tag stands for equivalent content and not for equal bytes.
    public let isWeak: Bool

    /// Makes a tag; weak unless said otherwise.
    ///
    /// Characters that a tag may not hold (quotes, spaces, controls, everything beyond ASCII) become `_`.
    public init(_ opaque: String, isWeak: Bool = true) {
        self.opaque = String(opaque.unicodeScalars.map { Self.isAllowed($0) ? Character($0) : "_" })
        self.isWeak = isWeak
    }

    /// The tag as a header and a payload show it: `W/"5"`.
    public var description: String { isWeak ? "W/\"\(opaque)\"" : "\"\(opaque)\"" }

    /// Whether two tags mean equivalent content, weak or not (RFC 9110, 8.8.3.2).
    public func matchesWeakly(_ other: EntityTag) -> Bool { opaque == other.opaque }

    private static func isAllowed(_ scalar: Unicode.Scalar) -> Bool {
        scalar.value == 0x21 || (0x23...0x7e).contains(scalar.value)
    }
}

/// The value of `If-Match` or `If-None-Match` (RFC 9110, 13.1.1 and 13.1.2).
public enum EntityTagCondition: Hashable, Sendable {
    /// `*`: any current representation.
    case any
    case tags([EntityTag])

    /// Reads header lines; nil where there is none.
    ///
    /// A line that is not a list of tags counts as a list that matches
    /// nothing, so that a precondition never passes by mistake.
    ///
    /// At most 100 tags are read. Tags without quotes are taken as they stand, because clients send them.
    public init?(lines: [String]) {
        guard !lines.isEmpty else { return nil }
        var tags: [EntityTag] = []
        for line in lines {
            var reader = EntityTagReader(line)
            while tags.count < 100, let item = reader.next() {
                switch item {
                case .star:
                    self = .any
                    return
                case .tag(let tag): tags.append(tag)
                }
            }
        }
        self = .tags(tags)
    }

    /// Whether a tag satisfies the condition; `nil` stands for an entity that has no tag.
    public func matches(_ tag: EntityTag?) -> Bool {
        switch self {
        case .any: true
        case .tags(let tags): tag.map { current in tags.contains { $0.matchesWeakly(current) } } ?? false
        }
    }
}

/// Takes one tag after the other from a header line.
private struct EntityTagReader {
    enum Item {
        case star
        case tag(EntityTag)
    }

    private var rest: Substring.UTF8View

    init(_ line: String) {
        rest = Substring(line).utf8
    }

    mutating func next() -> Item? {
        while let byte = rest.first, byte == 0x20 || byte == 0x09 || byte == 0x2c { rest.removeFirst() }
        guard let first = rest.first else { return nil }
        if first == 0x2a {
            rest.removeFirst()
            return .star
        }
        var isWeak = false
        if rest.starts(with: [0x57, 0x2f]) || rest.starts(with: [0x77, 0x2f]) {
            isWeak = true
            rest.removeFirst(2)
        }
        if rest.first == 0x22 {
            rest.removeFirst()
            let text = rest.prefix { $0 != 0x22 }
            rest = rest[text.endIndex...].dropFirst()
            return .tag(EntityTag(String(Substring(text)), isWeak: isWeak))
        }
        let text = rest.prefix { $0 != 0x2c }
        rest = rest[text.endIndex...]
        let trimmed = text.reversed().drop { $0 == 0x20 || $0 == 0x09 }.reversed()
        return .tag(EntityTag(String(decoding: Array(trimmed), as: UTF8.self), isWeak: isWeak))
    }
}
