/// Answers what RFC 3986 says about a text.
struct URIText {
    private let bytes: ArraySlice<UInt8>

    init(_ bytes: ArraySlice<UInt8>) {
        self.bytes = bytes
    }

    /// `scheme ":" hier-part [ "?" query ] [ "#" fragment ]`, with a path or an authority behind the scheme.
    var isURI: Bool {
        guard let colon = bytes.firstIndex(of: UInt8(ascii: ":")), Self.isScheme(bytes[..<colon]) else { return false }
        var rest = bytes[(colon + 1)...]
        if let hash = rest.firstIndex(of: UInt8(ascii: "#")) {
            guard Self.isText(rest[(hash + 1)...], extra: "/?") else { return false }
            rest = rest[..<hash]
        }
        if let mark = rest.firstIndex(of: UInt8(ascii: "?")) {
            guard Self.isText(rest[(mark + 1)...], extra: "/?") else { return false }
            rest = rest[..<mark]
        }
        guard rest.starts(with: "//".utf8) else {
            return !rest.isEmpty && Self.isText(rest, extra: "/")
        }
        rest = rest.dropFirst(2)
        let slash = rest.firstIndex(of: UInt8(ascii: "/")) ?? rest.endIndex
        return Self.isAuthority(rest[..<slash]) && Self.isText(rest[slash...], extra: "/")
    }

    static func isScheme(_ text: ArraySlice<UInt8>) -> Bool {
        guard let first = text.first, ASCIIClass.isLetter(first) else { return false }
        return text.allSatisfy {
            ASCIIClass.isLetter($0) || ASCIIClass.isDigit($0) || $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-")
                || $0 == UInt8(ascii: ".")
        }
    }

    /// `*pchar`, with further characters.
    static func isText(_ text: ArraySlice<UInt8>, extra: String = "") -> Bool {
        var index = text.startIndex
        while index < text.endIndex {
            if text[index] == UInt8(ascii: "%") {
                guard index + 2 < text.endIndex, ASCIIClass.isHex(text[index + 1]), ASCIIClass.isHex(text[index + 2])
                else { return false }
                index += 2
            } else if !URLCharacter.isPathCharacter(text[index]), !extra.utf8.contains(text[index]) {
                return false
            }
            index += 1
        }
        return true
    }

    /// `[ userinfo "@" ] host [ ":" port ]`.
    static func isAuthority(_ text: ArraySlice<UInt8>) -> Bool {
        guard let at = text.lastIndex(of: UInt8(ascii: "@")) else { return isHostAndPort(text) }
        return isText(text[..<at]) && !text[..<at].contains(UInt8(ascii: "@")) && isHostAndPort(text[(at + 1)...])
    }

    /// `host [ ":" port ]`.
    static func isHostAndPort(_ text: ArraySlice<UInt8>) -> Bool {
        if text.first == UInt8(ascii: "[") {
            guard let close = text.firstIndex(of: UInt8(ascii: "]")) else { return false }
            return isAddress(text[(text.startIndex + 1)..<close]) && isPort(text[(close + 1)...])
        }
        let colon = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        return isHostName(text[..<colon]) && isPort(text[colon...])
    }

    /// `reg-name`, which IPv4 addresses are too.
    static func isHostName(_ text: ArraySlice<UInt8>) -> Bool {
        isText(text) && !text.contains(UInt8(ascii: ":")) && !text.contains(UInt8(ascii: "@"))
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        text.isEmpty || (text.first == UInt8(ascii: ":") && text.dropFirst().allSatisfy(ASCIIClass.isDigit))
    }

    /// `IPv6address / IPvFuture`.
    static func isAddress(_ text: ArraySlice<UInt8>) -> Bool {
        if let first = text.first, first | 0x20 == UInt8(ascii: "v") { return isFutureAddress(text.dropFirst()) }
        let halves = split(text)
        guard halves.count <= 2 else { return false }
        var groups = 0
        for (number, half) in halves.enumerated() where !half.isEmpty {
            let parts = half.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false)
            for (place, part) in parts.enumerated() {
                let isLast = number == halves.count - 1 && place == parts.count - 1
                if isLast, isIPv4(part) {
                    groups += 2
                } else if (1...4).contains(part.count), part.allSatisfy(ASCIIClass.isHex) {
                    groups += 1
                } else {
                    return false
                }
            }
        }
        return halves.count == 2 ? groups <= 7 : groups == 8
    }

    /// The parts before and behind `::`.
    private static func split(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var index = start
        while index + 1 < text.endIndex {
            if text[index] == UInt8(ascii: ":"), text[index + 1] == UInt8(ascii: ":") {
                parts.append(text[start..<index])
                start = index + 2
                index = start
            } else {
                index += 1
            }
        }
        return parts + [text[start...]]
    }

    private static func isFutureAddress(_ text: ArraySlice<UInt8>) -> Bool {
        guard let dot = text.firstIndex(of: UInt8(ascii: ".")), dot > text.startIndex, dot + 1 < text.endIndex else {
            return false
        }
        let tail = text[(dot + 1)...]
        return text[..<dot].allSatisfy(ASCIIClass.isHex) && isText(tail) && !tail.contains(UInt8(ascii: "%"))
            && !tail.contains(UInt8(ascii: "@"))
    }

    static func isIPv4(_ text: ArraySlice<UInt8>) -> Bool {
        let parts = text.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return parts.count == 4
            && parts.allSatisfy { part in
                guard (1...3).contains(part.count), part.allSatisfy(ASCIIClass.isDigit),
                    let value = Int(String(decoding: part, as: UTF8.self))
                else { return false }
                return value <= 255 && (part.count == 1 || part.first != UInt8(ascii: "0"))
            }
    }
}
