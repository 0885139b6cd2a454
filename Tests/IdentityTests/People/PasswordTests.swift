import Identity
import Testing

@Suite struct PasswordHashTests {
    static func password(_ text: String) throws -> Password {
        try #require(Password(text))
    }

    @Test("a hash in the format of RFC 7914's third vector verifies")
    func vector() throws {
        // "pleaseletmein", "SodiumChloride", N = 16384, r = 8, p = 1; the first 32 bytes of the vector.
        let hash = try PasswordHash(
            of: Self.password("pleaseletmein"),
            salt: Array("SodiumChloride".utf8),
            parameters: try #require(PasswordHash.Parameters(logarithm: 14, blockSize: 8, parallelism: 1))
        )
        let expected: [UInt8] = [
            0x70, 0x23, 0xBD, 0xCB, 0x3A, 0xFD, 0x73, 0x48, 0x46, 0x1C, 0x06, 0xCD, 0x81, 0xFD, 0x38, 0xEB,
            0xFD, 0xA8, 0xFB, 0xBA, 0x90, 0x4F, 0x8E, 0x3E, 0xA9, 0xB5, 0x43, 0xF6, 0x54, 0x5D, 0xA1, 0xF2,
        ]
        let salt = Base64Text.encode(Array("SodiumChloride".utf8), isPadded: false)
        #expect(hash.storedText == "$scrypt$ln=14,r=8,p=1$\(salt)$\(Base64Text.encode(expected, isPadded: false))")
    }

    @Test("a new hash uses the documented parameters, verifies its password and no other")
    func current() throws {
        var random = SeededRandom(seed: 31)
        let salt = SecretDrawing.bytes(count: PasswordHash.saltByteCount, using: &random)
        let made = try PasswordHash(of: Self.password("Gr\u{FC}n wie das Meer"), salt: salt)
        #expect(made.storedText.hasPrefix("$scrypt$ln=15,r=8,p=3$"))
        let stored = try PasswordHash(storedText: made.storedText)
        #expect(stored.storedText == made.storedText)
        #expect(!stored.needsRehash)
        // The same text with a combining mark is the same password.
        #expect(try stored.verify(Self.password("Gru\u{308}n wie das Meer")))
        #expect(try !stored.verify(Self.password("gr\u{FC}n wie das Meer")))
    }

    @Test("nothing verifies against the dummy, which has the present parameters")
    func dummy() throws {
        #expect(!PasswordHash.dummy.needsRehash)
        #expect(try !PasswordHash.dummy.verify(Self.password("correct horse")))
    }

    @Test("other parameters are replaced at the next login")
    func rehash() throws {
        let weak = try #require(PasswordHash.Parameters(logarithm: 4, blockSize: 8, parallelism: 1))
        let hash = try PasswordHash(of: Self.password("x"), salt: Array(repeating: 1, count: 16), parameters: weak)
        #expect(hash.needsRehash)
        #expect(try hash.verify(Self.password("x")))
    }

    static let salt = "AAAAAAAAAAAAAAAAAAAAAA"
    static let hash = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    static let broken: [(String, PasswordHashError)] = [
        ("", .malformed), ("plain", .malformed), ("$scrypt$ln=15,r=8,p=3$\(salt)", .malformed),
        ("$argon2id$v=19,m=1,t=1$\(salt)$\(hash)", .malformed), ("$scrypt$ln=15,r=8$\(salt)$\(hash)", .malformed),
        ("$scrypt$r=8,ln=15,p=3$\(salt)$\(hash)", .malformed), ("$scrypt$ln=-5,r=8,p=3$\(salt)$\(hash)", .malformed),
        ("$scrypt$ln=15,r=8,p=3$%$\(hash)", .malformed), ("$scrypt$ln=15,r=8,p=3$\(salt)$AAAA", .malformed),
        ("x$scrypt$ln=15,r=8,p=3$\(salt)$\(hash)", .malformed), ("$scrypt$ln=15,r=8,p=3$\(salt)$\(hash)$", .malformed),
        ("$scrypt$ln=31,r=8,p=3$\(salt)$\(hash)", .parametersRefused),
        ("$scrypt$ln=999,r=8,p=3$\(salt)$\(hash)", .parametersRefused),
        ("$scrypt$ln=15,r=0,p=3$\(salt)$\(hash)", .parametersRefused),
        ("$scrypt$ln=17,r=8,p=1$\(salt)$\(hash)", .parametersRefused),
        ("$scrypt$ln=15,r=8,p=99$\(salt)$\(hash)", .parametersRefused),
        (String(repeating: "$", count: 300), .malformed),
    ]

    @Test("a broken or costly row is refused before any work", arguments: broken)
    func brokenText(text: String, error: PasswordHashError) {
        #expect(throws: error) { try PasswordHash(storedText: text) }
    }

    @Test("a password longer than 4,096 bytes is not taken, and none is printed")
    func bounds() throws {
        #expect(Password(String(repeating: "x", count: 4_097)) == nil)
        let password = try Self.password("shown nowhere")
        var dumped = ""
        dump(password, to: &dumped)
        #expect(!"\(password) \(String(reflecting: password)) \(dumped)".contains("shown"))
    }
}

@Suite struct PasswordRulesTests {
    static let names = ["Tessera", "Northwind Traders", "Anna Schmidt", "anna.schmidt@example.com"]

    struct Row: Sendable {
        let text: String
        let problems: [PasswordProblem]

        init(_ text: String, _ problems: [PasswordProblem] = []) {
            self.text = text
            self.problems = problems
        }
    }

    static let rows: [Row] = [
        Row("violet kettle on the roof"),
        Row("Xk7#pQ2v!mZ9"),
        Row("vier blaue Fahrr\u{E4}der"),
        Row("\u{65E5}\u{672C}\u{8A9E}\u{306E}\u{30D1}\u{30B9}\u{30EF}\u{30FC}\u{30C9}\u{3067}\u{3059}\u{3088}"),
        Row(" spaces count too "),
        Row(String(repeating: "ab9z?", count: 51) + "q"),
        Row("", [.tooShort(count: 0), .pattern]),
        Row("short-one!!", [.tooShort(count: 11)]),
        Row(String(repeating: "ab9z?", count: 51) + "qq", [.tooLong]),
        Row("password1234", [.common]),
        Row("PassWord1234", [.common]),
        Row("P@ssw0rd!!!!", [.common]),
        Row("12welcome3456", [.common]),
        Row("passwordpassword", [.common]),
        Row("passwordpassword1", [.common]),
        Row("administrator", [.common]),
        Row("correct horse battery staple", [.common]),
        Row("qwertyuiop12", [.common]),
        Row("123456789012", [.pattern, .common]),
        Row("aaaaaaaaaaaaaaaa", [.pattern]),
        Row("xyzxyzxyzxyz", [.pattern]),
        Row("abcdefghijklm", [.pattern]),
        Row("zyxwvutsrqpon", [.pattern]),
        Row("890123456789", [.pattern]),
        Row("Tessera-2026!", [.builtFromName("tessera")]),
        Row("t3ss3ra-2026!", [.builtFromName("tessera")]),
        Row("northwind2026", [.builtFromName("northwind")]),
        Row("AnnaSchmidt12", [.builtFromName("schmidt")]),
        Row("anna.schmidt.1", [.builtFromName("schmidt")]),
        Row("anna likes green tea"),
        Row("tessera lives in a lighthouse"),
    ]

    @Test("a password breaks exactly these rules", arguments: rows)
    func problems(row: Row) throws {
        let password = try #require(Password(row.text))
        #expect(PasswordRules.problems(of: password, names: Self.names) == row.problems)
    }
}
