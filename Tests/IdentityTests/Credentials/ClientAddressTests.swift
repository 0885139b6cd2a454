import Identity
import Testing

@Suite struct ClientAddressTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let peer: String?
        let header: ForwardedHeader
        let lines: [(name: String, value: String)]
        let client: String

        init(
            _ header: ForwardedHeader,
            _ values: [String],
            _ client: String,
            peer: String? = "10.0.0.1",
            also: [(name: String, value: String)] = []
        ) {
            self.peer = peer
            self.header = header
            lines = values.map { (header == .forwarded ? "Forwarded" : "X-Forwarded-For", $0) } + also
            self.client = client
        }

        var testDescription: String { "\(peer ?? "no peer") \(header) \(lines) -> \(client)" }
    }

    static let stranger = "198.51.100.9"
    static let rows: [Row] = [
        // The peer decides when no header is read.
        Row(.none, ["203.0.113.7"], "10.0.0.1"),
        Row(.none, [], stranger, peer: stranger),
        Row(.none, [], "2001:db8::1", peer: "[2001:db8::1]:4711"),
        Row(.none, [], "192.0.2.1", peer: "::ffff:192.0.2.1"),
        Row(.none, [], "192.0.2.1", peer: "192.0.2.1:80"),
        Row(.none, [], "unknown", peer: nil),
        Row(.none, [], "unknown", peer: "/run/tessera.sock"),
        // Spoofed headers from untrusted peers are ignored.
        Row(.xForwardedFor, ["127.0.0.1"], stranger, peer: stranger),
        Row(.xForwardedFor, ["10.0.0.1"], stranger, peer: stranger),
        Row(.forwarded, ["for=127.0.0.1"], stranger, peer: stranger),
        Row(.xForwardedFor, ["127.0.0.1"], "unknown", peer: nil),
        Row(.xForwardedFor, [], "203.0.113.7", peer: "203.0.113.7", also: [("X-Real-IP", "1.1.1.1")]),
        // Chains of none to four proxies, read from right to left.
        Row(.xForwardedFor, [], "10.0.0.1"),
        Row(.xForwardedFor, ["203.0.113.7"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7, 10.0.0.3, 10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7,10.0.0.4,10.0.0.3,10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7,10.9.0.4,2001:db8:a::5,10.0.0.3"], "203.0.113.7"),
        Row(.xForwardedFor, ["1.1.1.1, 203.0.113.7, 10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["127.0.0.1, 203.0.113.7"], "203.0.113.7"),
        Row(.xForwardedFor, ["unknown, 203.0.113.7"], "203.0.113.7"),
        Row(.xForwardedFor, ["1.1.1.1", "203.0.113.7"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7", "10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["10.0.0.3, 10.0.0.2"], "10.0.0.3"),
        Row(.xForwardedFor, ["203.0.113.7"], "203.0.113.7", also: [("Forwarded", "for=9.9.9.9")]),
        Row(.forwarded, ["for=203.0.113.7"], "203.0.113.7", also: [("X-Forwarded-For", "9.9.9.9")]),
        // Mapped IPv4, ports and brackets.
        Row(.xForwardedFor, ["::ffff:203.0.113.7"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7, ::ffff:10.0.0.2"], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7:49152"], "203.0.113.7"),
        Row(.xForwardedFor, ["[2001:db8::7]:49152"], "2001:db8::7"),
        Row(.xForwardedFor, ["[2001:db8::7]"], "2001:db8::7"),
        Row(.xForwardedFor, ["2001:db8::7"], "2001:db8::7"),
        Row(.xForwardedFor, [" \t203.0.113.7\t "], "203.0.113.7"),
        Row(.xForwardedFor, ["203.0.113.7"], "203.0.113.7", peer: "[::ffff:10.0.0.1]:5000"),
        // A hop that names nobody makes the client unknown.
        Row(.xForwardedFor, ["unknown"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7, unknown"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7, unknown, 10.0.0.2"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7,"], "unknown"),
        Row(.xForwardedFor, [","], "unknown"),
        Row(.xForwardedFor, ["crm.example"], "unknown"),
        Row(.xForwardedFor, ["fe80::1%eth0"], "unknown"),
        Row(.xForwardedFor, ["_hidden"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7:port"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7:123456"], "unknown"),
        Row(.xForwardedFor, ["[203.0.113.7]"], "unknown"),
        Row(.xForwardedFor, ["[2001:db8::7"], "unknown"),
        Row(.xForwardedFor, ["[2001:db8::7]x"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.007"], "unknown"),
        Row(.xForwardedFor, ["203.0.113.7 10.0.0.2"], "unknown"),
        Row(.xForwardedFor, [String(repeating: "9", count: 8_000)], "unknown"),
        // RFC 7239.
        Row(.forwarded, ["for=203.0.113.7;proto=https;by=10.0.0.1"], "203.0.113.7"),
        Row(.forwarded, ["proto=https;FOR=\"203.0.113.7:47011\""], "203.0.113.7"),
        Row(.forwarded, ["for=\"[2001:db8::7]:47011\""], "2001:db8::7"),
        Row(.forwarded, ["for=1.1.1.1, for=203.0.113.7, for=10.0.0.2"], "203.0.113.7"),
        Row(.forwarded, ["for=203.0.113.7", "for=10.0.0.2"], "203.0.113.7"),
        Row(.forwarded, ["for=\"203.0.113.7, 9.9.9.9\""], "unknown"),
        Row(.forwarded, ["for=_gazonk"], "unknown"),
        Row(.forwarded, ["for=unknown"], "unknown"),
        Row(.forwarded, ["by=10.0.0.1"], "unknown"),
        Row(.forwarded, ["for=203.0.113.7;for=9.9.9.9"], "unknown"),
        Row(.forwarded, ["for=\"203.0.113.7"], "unknown"),
        Row(.forwarded, ["203.0.113.7"], "unknown"),
        Row(.forwarded, ["host=\"a,b;c\\\"d\";for=203.0.113.7"], "203.0.113.7"),
    ]

    @Test("the client's address is found, or is unknown, as the row says", arguments: rows)
    func resolve(row: Row) throws {
        let proxies = try ["10.0.0.0/8", "2001:db8:a::/48"].map { try #require(NetworkPrefix($0)) }
        let rule = ClientAddressRule(trustedProxies: proxies, header: row.header)
        let client = rule.resolve(peer: row.peer, headers: row.lines)
        #expect(client.description == row.client)
    }

    @Test("there are at least 60 rows")
    func rowCount() {
        #expect(Self.rows.count >= 60)
    }
}
