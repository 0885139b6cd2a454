import Foundation
import Testing

/// What no honest client sends.
@Suite struct HostileTests {
    /// Pieces of addresses, right and wrong, from which random ones are put together.
    private static let pieces = [
        "Companies", "Opportunities", "$metadata", "$count", "$value", "$ref", "(1)", "('x')", "()", "(", ")", "/",
        "//", "?",
        "&", "=", "$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$search", "$apply", "$compute", "@p=1",
        "%20eq%20", "%20and%20", "not%20", "any(x:", "x/Name", "null", "'", "1", "-1", "1e999", "99999999999999999999",
        "duration'P1D'", "%00", "%", "%zz", "%ff", "%2f", "%27", "+", "contains(", "cast(", ";", ",", ":", ".", "*",
        "$it",
        "matchesPattern(Name,'(a+)+$')", "json", "<script>", "../", "~", "!",
    ]

    @Test("2,000 random addresses give no 5xx but 501")
    func randomAddresses() async throws {
        let server = try await DemoServer.shared()
        var random = Seeded(state: 20_261_122)
        var bad: [String] = []
        for _ in 0..<2_000 {
            let count = Int(random.next() % 10) + 1
            var path = random.next() % 2 == 0 ? "/odata/v4/" : "/odata/v4/Companies?$filter="
            for _ in 0..<count { path += Self.pieces[Int(random.next() % UInt64(Self.pieces.count))] }
            let answer = try await server.request("GET", path.replacingOccurrences(of: " ", with: "%20"))
            if answer.status >= 500, answer.status != 501 { bad.append("\(answer.status) \(path)") }
        }
        #expect(bad.prefix(5).isEmpty, "\(bad.count) of 2,000: \(bad.prefix(5))")
        #expect(try await server.feed("/Companies?$top=1").status == 200)
    }

    @Test(
        "too long an address is 414 and too large headers are 431, for feed and pages",
        arguments: [
            ("/odata/v4/Companies?$filter=" + String(repeating: "a", count: 20_000), "X: y", 414),
            ("/login?x=" + String(repeating: "a", count: 20_000), "X: y", 414),
            ("/odata/v4/Companies", "X: " + String(repeating: "a", count: 20_000), 431),
            ("/login", "X: " + String(repeating: "a", count: 20_000), 431),
        ]
    )
    func bounds(path: String, field: String, status: Int) async throws {
        let answer = try await DemoServer.shared().request("GET", path, fields: [field])
        #expect(answer.status == status)
    }

    @Test(
        "half requests and garbage get no 5xx, and the next one is served",
        arguments: [
            "GET /odata/v4/Comp", "GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nAuthor", "\0\u{1}hello\r\n\r\n",
            "POST /odata/v4/Companies HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\n{",
            "GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
            "GET /odata/v4/ HTTP/1.1\r\nHost: x\r\nX: \(String(repeating: "a", count: 300_000))\r\n\r\n",
        ]
    )
    func garbage(text: String) async throws {
        let server = try await DemoServer.shared()
        // The server may close the connection while the text is still being sent.
        let bytes = (try? await server.exchange(text, endsSending: true)) ?? []
        if let answer = RawAnswer(bytes) { #expect(answer.status < 500) }
        #expect(try await server.feed("/Companies?$top=1").status == 200)
    }

    @Test("no line of the log holds a token")
    func logHoldsNoSecret() async throws {
        let server = try await DemoServer.shared()
        _ = try await server.feed("/Companies?x=\(server.token)")
        _ = try await server.request("GET", "/odata/v4/\(server.token)")
        _ = try await server.request("GET", "/\(server.token)")
        let log = server.log.text
        #expect(log.contains("\"path\":\"/odata/v4/") && !log.contains(server.token))
        #expect(!log.contains(server.password))
        #expect(!log.contains(String(server.token.suffix(30))))
    }
}

/// A small generator with a seed, so that every run sends the same.
struct Seeded: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // SplitMix64 wraps by definition.
        state &+= 0x9e37_79b9_7f4a_7c15
        var value = state
        value = (value ^ (value >> 30)) &* 0xbf58_476d_1ce4_e5b9
        value = (value ^ (value >> 27)) &* 0x94d0_49bb_1331_11eb
        return value ^ (value >> 31)
    }
}
