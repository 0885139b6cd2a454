/// Where a request comes from, as far as it can be believed.
public enum ClientAddress: Hashable, Sendable, CustomStringConvertible {
    /// The address of the client.
    case known(NetworkAddress)
    /// No address, or one that a trusted proxy wrote in a form that names nobody.
    case unknown

    /// The address in canonical spelling, or `unknown`.
    public var description: String {
        switch self {
        case .known(let address): address.description
        case .unknown: "unknown"
        }
    }

    /// The network whose failures are counted together; nil while the address is unknown.
    public var throttleNetwork: NetworkPrefix? {
        switch self {
        case .known(let address): address.throttleNetwork
        case .unknown: nil
        }
    }
}

/// Which header of a trusted proxy carries the client's address.
public enum ForwardedHeader: String, CaseIterable, Sendable {
    /// None: the peer is the client.
    case none
    /// `X-Forwarded-For`.
    case xForwardedFor = "x-forwarded-for"
    /// `Forwarded` (RFC 7239).
    case forwarded
}

/// How the client's address is found behind proxies.
///
/// Headers count only when the socket's peer is a trusted proxy, so nobody can write an address of their choice.
public struct ClientAddressRule: Equatable, Sendable {
    /// Blocks in which the operator's own proxies lie.
    public let trustedProxies: [NetworkPrefix]
    /// The one header that is read.
    public let header: ForwardedHeader

    /// Makes a rule; without arguments the peer is the client.
    public init(trustedProxies: [NetworkPrefix] = [], header: ForwardedHeader = .none) {
        self.trustedProxies = trustedProxies
        self.header = header
    }

    /// Finds the client's address.
    ///
    /// The header is read from right to left: trusted hops are skipped and the first other address is the client. A hop
    /// that is no address makes the client unknown. When every hop is trusted, the farthest one is the client.
    /// `peer` is the socket's address with or without port and brackets; nil for a socket without one.
    public func resolve(
        peer: String?,
        headers: some Sequence<(name: String, value: String)>
    ) -> ClientAddress {
        guard let peer, let address = Self.hopAddress(Array(peer.utf8)[...]) else { return .unknown }
        guard header != .none, isTrusted(address) else { return .known(address) }
        var values: [String] = []
        for line in headers where line.name.lowercased() == header.rawValue {
            values.append(line.value)
        }
        guard let hops = hops(of: values.joined(separator: ",")) else { return .unknown }
        var farthest = address
        for hop in hops.reversed() {
            guard let hop, let address = Self.hopAddress(hop) else { return .unknown }
            guard isTrusted(address) else { return .known(address) }
            farthest = address
        }
        return .known(farthest)
    }

    private func isTrusted(_ address: NetworkAddress) -> Bool {
        trustedProxies.contains { $0.contains(address) }
    }

    /// The hops in the order written; nil for a hop without address, nil as a whole for a broken header.
    private func hops(of text: String) -> [ArraySlice<UInt8>?]? {
        let bytes = ASCII.trimmed(Array(text.utf8)[...], where: ASCII.isBlank)
        guard !bytes.isEmpty else { return [] }
        switch header {
        case .none: return []
        case .xForwardedFor: return bytes.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
        case .forwarded: return ForwardedValue.hops(bytes)
        }
    }

    /// Reads one hop: an address, with a port or in brackets.
    private static func hopAddress(_ text: ArraySlice<UInt8>) -> NetworkAddress? {
        var text = ASCII.trimmed(text, where: ASCII.isBlank)
        if text.first == UInt8(ascii: "[") {
            guard let end = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            let rest = text[(end + 1)...]
            guard rest.isEmpty || isPort(rest) else { return nil }
            text = text[(text.startIndex + 1)..<end]
            guard text.contains(UInt8(ascii: ":")) else { return nil }
        } else if let colon = text.firstIndex(of: UInt8(ascii: ":")), text[..<colon].contains(UInt8(ascii: ".")) {
            guard isPort(text[colon...]) else { return nil }
            text = text[..<colon]
        }
        return NetworkAddress.parse(text)?.unmapped
    }

    private static func isPort(_ text: ArraySlice<UInt8>) -> Bool {
        text.first == UInt8(ascii: ":") && (2...6).contains(text.count) && text.dropFirst().allSatisfy(ASCII.isDigit)
    }
}

/// Splits the header `Forwarded` into its hops (RFC 7239, 4).
enum ForwardedValue {
    /// The `for` value of each element, nil where an element has none; nil as a whole when the text is broken.
    static func hops(_ text: ArraySlice<UInt8>) -> [ArraySlice<UInt8>?]? {
        guard let elements = split(text, at: UInt8(ascii: ",")) else { return nil }
        var hops: [ArraySlice<UInt8>?] = []
        for element in elements {
            guard let pairs = split(element, at: UInt8(ascii: ";")) else { return nil }
            var found: ArraySlice<UInt8>?
            for pair in pairs {
                let pair = ASCII.trimmed(pair, where: ASCII.isBlank)
                guard let equals = pair.firstIndex(of: UInt8(ascii: "=")) else {
                    if pair.isEmpty { continue }
                    return nil
                }
                guard ASCII.isEqual(pair[..<equals], ignoringCaseOf: "for") else { continue }
                guard found == nil else { return nil }
                found = unquoted(pair[(equals + 1)...])
            }
            hops.append(found)
        }
        return hops
    }

    /// Splits outside quotation marks; nil when a quotation mark is left open.
    private static func split(_ text: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>]? {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var isQuoted = false
        var isEscaped = false
        for index in text.indices {
            let byte = text[index]
            if isEscaped {
                isEscaped = false
            } else if isQuoted, byte == UInt8(ascii: "\\") {
                isEscaped = true
            } else if byte == UInt8(ascii: "\"") {
                isQuoted.toggle()
            } else if byte == separator, !isQuoted {
                parts.append(text[start..<index])
                start = index + 1
            }
        }
        guard !isQuoted else { return nil }
        return parts + [text[start...]]
    }

    private static func unquoted(_ value: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
        let mark = UInt8(ascii: "\"")
        guard value.count >= 2, value.first == mark, value.last == mark else { return value }
        return value.dropFirst().dropLast()
    }
}
