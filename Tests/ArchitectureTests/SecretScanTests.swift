import Testing

/// Keeps real tokens out of the repository: a text with a token's form and the right checksum may be a test vector only.
@Suite struct SecretScanTests {
    /// The test vectors; every other token in documents, tests and demo data has a wrong checksum.
    static let vectors: [String] = [
        "000000000000", "zzzzzzzzzzzz", "ABCDEFGHIJKL", "7Kq2VbN9xTfH", "nd98ZMa0AuUF",
    ]

    @Test("no file holds a token with a right checksum besides the test vectors")
    func noTokens() throws {
        let endings: Set<String> = [
            "swift", "md", "py", "toml", "txt", "json", "mustache", "js", "css", "yaml", "yml", "csv", "xml", "", "ini",
        ]
        var findings: [Finding] = []
        for path in Repository.files(under: "", endings: endings) {
            guard let text = try? Repository.text(of: path) else { continue }  // Not text, so no token a person pasted.
            findings += try Self.tokens(in: text).filter { !Self.vectors.contains($0.keyID) }.map {
                Finding(path: path, line: $0.line, message: "a token with key id \($0.keyID)")
            }
        }
        expectNone(findings)
    }

    @Test("the scan finds a valid token and leaves one with a wrong checksum alone")
    func scanWorks() throws {
        let valid = "tsr_pat_" + "ABCDEFGHIJKL" + "_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809"
        let altered = "tsr_pat_" + "ABCDEFGHIJKL" + "_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv808"
        let found = try Self.tokens(in: "a\n\(altered)\n'\(valid)'\n")
        #expect(found.map(\.keyID) == ["ABCDEFGHIJKL"])
        #expect(found.map(\.line) == [3])
    }

    @Test(
        "the checksum agrees with the published values",
        arguments: [("123456789", UInt32(0xCBF4_3926)), ("", 0)]
    )
    func checksum(text: String, value: UInt32) {
        #expect(Self.crc32(text) == value)
    }

    static func tokens(in text: String) throws -> [(keyID: String, line: Int)] {
        let search = try TextSearch(#"(?<![0-9A-Za-z])tsr_pat_([0-9A-Za-z]{12})_[0-9A-Za-z]{49}(?![0-9A-Za-z])"#)
        return search.matches(in: text).filter { match in
            base62(crc32(String(match.text.dropLast(6)))) == match.text.suffix(6)
        }.map { ($0.groups[1], $0.line) }
    }

    /// CRC-32/ISO-HDLC, bit by bit: slow, short and independent of the product's own.
    static func crc32(_ text: String) -> UInt32 {
        ~text.utf8.reduce(UInt32.max) { sum, byte in
            (0..<8).reduce(sum ^ UInt32(byte)) { value, _ in
                value & 1 == 1 ? (value >> 1) ^ 0xEDB8_8320 : value >> 1
            }
        }
    }

    static func base62(_ value: UInt32) -> String {
        let digits = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        var rest = value
        var text: [Character] = []
        for _ in 0..<6 {
            text.append(digits[Int(rest % 62)])
            rest /= 62
        }
        return String(text.reversed())
    }
}
