import Identity
import Testing

@Suite struct LogRedactionTests {
    static let token = TokenVectors.v3
    static let struck = "tsr_pat_ABCDEFGHIJKL_***"

    static let rows: [(String, String)] = [
        ("", ""), ("nothing to see", "nothing to see"), (token, struck), ("a \(token) b", "a \(struck) b"),
        ("\(token),\(token)", "\(struck),\(struck)"), ("\"\(token)\"", "\"\(struck)\""),
        ("Bearer \(token.dropLast(30))\n", "Bearer \(struck)\n"), ("\(token)0123456789", struck),
        ("x=\(token.prefix(20))-\(token.dropFirst(21))&y=1", "x=\(struck)&y=1"),
        ("\(token.prefix(21))\u{200B}\(token.dropFirst(21))!", "\(struck)!"),
        ("TSR_PAT_\(token.dropFirst(8))", "TSR_PAT_ABCDEFGHIJKL_***"),
        ("tsr%5Fpat%5fABCDEFGHIJKL%5F\(token.dropFirst(21))", "tsr%5Fpat%5fABCDEFGHIJKL_***"),
        (struck, struck), ("tsr_pat_ABCDEFGHIJKL_\u{2026}", struck),
        ("key tsr_pat_ABCDEFGHIJKL is", "key tsr_pat_ABCDEFGHIJKL is"),
        ("tsr_pat_short_\(token)", "tsr_pat_short_\(struck)"),
        ("tsr_pat_tsr_pat_\(token.dropFirst(8))", "tsr_pat_\(struck)"),
        ("tsr_pat_", "tsr_pat_"), ("caf\u{E9} \(token)", "caf\u{E9} \(struck)"),
    ]

    @Test("what follows a key id is struck out", arguments: rows)
    func redact(text: String, expected: String) {
        #expect(LogRedaction.redact(text) == expected)
        #expect(LogRedaction.redact(LogRedaction.redact(text)) == expected)
    }

    @Test("no ten characters of a secret survive in 2,000 random surroundings")
    func random() {
        var random = SeededRandom(seed: 21)
        for _ in 0..<2_000 {
            let text = TokenSecret.draw(using: &random).revealText()
            let noise = String(
                (0..<Int(random.next() % 20)).map { _ in Character(Unicode.Scalar(UInt8(32 + random.next() % 90))) }
            )
            let redacted = LogRedaction.redact(noise + "\t" + text + " " + noise)
            #expect(!redacted.contains(text.dropFirst(21).prefix(10)))
            #expect(redacted.contains(text.prefix(20)))
        }
    }

    @Test(
        "credential headers are dropped in any spelling",
        arguments: ["Authorization", "x-API-key", "COOKIE", "Set-Cookie"]
    )
    func headers(name: String) {
        #expect(LogRedaction.drops(headerName: name))
        #expect(!LogRedaction.drops(headerName: name + "2"))
    }
}
