import Identity
import Testing

@Suite struct NetworkAddressTests {
    static let spellings: [(String, String)] = [
        ("0.0.0.0", "0.0.0.0"), ("255.255.255.255", "255.255.255.255"), ("192.0.2.1", "192.0.2.1"),
        ("::", "::"), ("::1", "::1"), ("2001:DB8:0:0:0:0:0:1", "2001:db8::1"), ("2001:db8::", "2001:db8::"),
        ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"),
        ("::ffff:192.0.2.1", "192.0.2.1"), ("::FFFF:c000:0201", "192.0.2.1"),
        ("64:ff9b::192.0.2.33", "64:ff9b::c000:221"),
        ("1:2:3:4:5:6:7::", "1:2:3:4:5:6:7:0"), ("fe80::0001", "fe80::1"),
    ]

    @Test("an address has one canonical spelling", arguments: spellings)
    func canonical(text: String, expected: String) throws {
        let address = try #require(NetworkAddress(text))
        #expect(address.description == expected)
        #expect(NetworkAddress(expected) == address)
    }

    static let refused = [
        "", "1", "1.2.3", "1.2.3.4.5", "256.0.0.1", "01.2.3.4", "1.2.3.4 ", "1.2.3.a", "1.2.3.4:80", "[::1]",
        "::1%eth0",
        ":::", "::1::2", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "12345::", "g::", "1.2.3.4::",
        "::1.2.3", "localhost", "unknown", "_hidden", "0x7f.0.0.1", "2130706433", "１.2.3.4", "1:2:3:4:5:6:7:1.2.3.4",
        ":1", "1:",
        String(repeating: ":", count: 40), String(repeating: "1", count: 5_000),
    ]

    @Test("a text that is no plain address is refused", arguments: refused)
    func refusal(text: String) {
        #expect(NetworkAddress(text) == nil)
    }

    @Test("throttling counts one IPv4 address and one IPv6 /64")
    func throttleNetwork() {
        #expect(NetworkAddress("192.0.2.9")?.throttleNetwork.description == "192.0.2.9/32")
        #expect(NetworkAddress("2001:db8:1:2:3:4:5:6")?.throttleNetwork.description == "2001:db8:1:2::/64")
    }
}

@Suite struct NetworkListTests {
    @Test("entries are normalised, made unique and joined by one space")
    func canonical() throws {
        let list = try NetworkList(" 10.1.2.3/8, 192.0.2.7\n2001:DB8::5/32;10.0.0.0/8  ::ffff:10.0.0.0/104 ")
        #expect(list.description == "10.0.0.0/8 192.0.2.7/32 2001:db8::/32")
        #expect(try NetworkList(list.description) == list)
        #expect(try NetworkList("").isEmpty)
    }

    static let refused: [(String, NetworkListError)] = [
        ("0.0.0.0/0", .everyAddress(entry: "0.0.0.0/0")),
        ("::/0", .everyAddress(entry: "::/0")),
        ("::ffff:0.0.0.0/96", .everyAddress(entry: "::ffff:0.0.0.0/96")),
        ("10.0.0.0/33", .malformed(entry: "10.0.0.0/33")),
        ("::/129", .malformed(entry: "::/129")),
        ("10.0.0.0/", .malformed(entry: "10.0.0.0/")),
        ("10.0.0.0/08", .malformed(entry: "10.0.0.0/08")),
        ("10.0.0.0/8/8", .malformed(entry: "10.0.0.0/8/8")),
        ("example.com", .malformed(entry: "example.com")),
        (String(repeating: "9", count: 500), .malformed(entry: String(repeating: "9", count: 80))),
        ((0...50).map { "10.0.0.\($0)" }.joined(separator: " "), .tooMany(51)),
    ]

    @Test("a broken list is refused and names the entry", arguments: refused)
    func refusal(text: String, error: NetworkListError) {
        #expect(throws: error) { try NetworkList(text) }
    }

    static let membership: [(String, String?, Bool)] = [
        ("", "203.0.113.1", true), ("", nil, true),
        ("203.0.113.0/24", "203.0.113.255", true), ("203.0.113.0/24", "203.0.114.0", false),
        ("203.0.113.0/24", nil, false), ("203.0.113.7", "::ffff:203.0.113.7", true),
        ("203.0.113.0/25", "203.0.113.128", false), ("10.0.0.0/7", "11.255.255.255", true),
        ("2001:db8::/32", "2001:db8:ffff::1", true), ("2001:db8::/32", "2001:db9::", false),
        ("2001:db8::/65", "2001:db8:0:0:8000::", false), ("2001:db8::/128", "2001:db8::", true),
        ("::/1", "203.0.113.1", false), ("128.0.0.0/1", "203.0.113.1", true),
    ]

    @Test("a list admits exactly its blocks, and no unknown address", arguments: membership)
    func admits(list: String, address: String?, expected: Bool) throws {
        let client = address.flatMap(NetworkAddress.init).map { ClientAddress.known($0) } ?? .unknown
        #expect(try NetworkList(list).admits(client) == expected)
    }
}
