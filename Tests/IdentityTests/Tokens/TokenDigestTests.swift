import Identity
import Testing

@Suite struct TokenDigestTests {
    static let pepper = Pepper(id: PepperID(1), bytes: Array(0..<32))

    @Test("the digest of a vector under the test pepper is the documented one", arguments: TokenVectors.valid)
    func vectors(vector: TokenVectors.Valid) throws {
        let pepper = try #require(Self.pepper)
        let digest = TokenDigest(of: try TokenVectors.secret(vector.text), under: pepper)
        #expect(hex(digest.bytes) == vector.digest)
    }

    @Test("a digest proves its own token only")
    func proof() throws {
        let pepper = try #require(Self.pepper)
        let other = try #require(Pepper(id: PepperID(2), bytes: Array(1...32)))
        let secret = try TokenVectors.secret(TokenVectors.v3)
        let digest = TokenDigest(of: secret, under: pepper)
        #expect(TokenDigest.isProven(secret, by: digest, under: pepper))
        #expect(!TokenDigest.isProven(secret, by: digest, under: other))
        #expect(!TokenDigest.isProven(try TokenVectors.secret(TokenVectors.i9), by: digest, under: pepper))
        #expect(!TokenDigest.isProven(secret, by: nil, under: pepper))
    }

    @Test("a stored digest has 32 bytes", arguments: [0, 31, 33])
    func length(count: Int) {
        #expect(TokenDigest(bytes: [UInt8](repeating: 0, count: count)) == nil)
    }
}

@Suite struct PepperRingTests {
    static let line1 = "1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8="
    static let line2 = "2:AQIDBAUGBwgJCgsMDQ4PEBESExQVFhcYGRobHB0eHyA="

    @Test("the check value of the test pepper is the documented one")
    func checkValue() throws {
        let pepper = try #require(Pepper(id: PepperID(1), bytes: Array(0..<32)))
        #expect(hex(pepper.checkValue) == "36cad147e3c5e15940f2b3c98035beb8ca86bf3d7e723e301770579ee31f6447")
        #expect(pepper.matches(checkValue: pepper.checkValue))
        #expect(!pepper.matches(checkValue: [UInt8](repeating: 0, count: 32)))
    }

    @Test("a derived key is HKDF-SHA-256 of the pepper, and another one for every purpose")
    func derivedKeys() throws {
        let pepper = try #require(Pepper(id: PepperID(1), bytes: Array(0..<32)))
        // Computed by hand: extract with 32 zero bytes, expand with the purpose and 01.
        let expected = "90bbcb240f8c901c24e7aa0c5cee764a153963138a1394cb595e3c010dbd4333"
        #expect(hex(pepper.derivedKey(for: "links/1")) == expected)
        #expect(pepper.derivedKey(for: "links/2") != pepper.derivedKey(for: "links/1"))
    }

    @Test("the highest number is for new digests, older ones stay readable")
    func current() throws {
        let ring = try PepperRing(environmentText: "\(Self.line2), \(Self.line1)")
        #expect(ring.current.id == PepperID(2))
        #expect(ring.ids == [PepperID(1), PepperID(2)])
        #expect(ring[PepperID(1)]?.id == PepperID(1))
        #expect(ring[PepperID(3)]?.id == nil)
    }

    @Test("the file text is read back to the same ring")
    func fileRoundTrip() throws {
        let ring = try PepperRing(environmentText: "\(Self.line1),\(Self.line2)")
        let again = try PepperRing(fileText: ring.fileText())
        #expect(again.ids == ring.ids)
        #expect(again.current.checkValue == ring.current.checkValue)
        #expect(try PepperRing(fileText: "# note\r\n\r\n\(Self.line1)\r\n").ids == [PepperID(1)])
    }

    static let broken: [(String, PepperError)] = [
        ("", .empty),
        (",", .empty),
        ("1", .malformedEntry(position: 1)),
        ("\(line1),x:AA==", .malformedEntry(position: 2)),
        ("0:AA==", .malformedEntry(position: 1)),
        ("-1:AA==", .malformedEntry(position: 1)),
        ("99999999999999999999:AA==", .malformedEntry(position: 1)),
        (":AA==", .malformedEntry(position: 1)),
        ("3:secret%%%", .notBase64(PepperID(3))),
        ("4:AAECAw==", .wrongLength(PepperID(4), bytes: 4)),
        ("\(line1),\(line1)", .duplicate(PepperID(1))),
        ((1...101).map { "\($0):AA==" }.joined(separator: ","), .tooMany),
    ]

    @Test("a broken setting is refused and its error holds no bytes", arguments: broken)
    func brokenText(text: String, error: PepperError) {
        #expect(throws: error) { try PepperRing(environmentText: text) }
        #expect(!"\(error)".contains("AAEC"))
        #expect(!"\(error)".contains("secret"))
    }

    @Test("the start-up check names missing and swapped peppers")
    func report() throws {
        let ring = try PepperRing(environmentText: "\(Self.line1),\(Self.line2)")
        let right = try #require(ring[PepperID(1)]).checkValue
        let report = ring.report(on: [PepperID(1): right, PepperID(2): right, PepperID(9): right])
        #expect(report == PepperReport(missing: [PepperID(9)], different: [PepperID(2)]))
        #expect(!report.isComplete)
        #expect(ring.report(on: [PepperID(1): right]).isComplete)
    }

    @Test("printing a ring shows numbers only")
    func redaction() throws {
        let ring = try PepperRing(environmentText: Self.line1)
        var dumped = ""
        dump((ring, ring.current), to: &dumped)
        #expect("\(ring) \(ring.current)" == "peppers 1 pepper 1")
        #expect(!dumped.lowercased().contains("symmetric"))
    }
}

func hex(_ bytes: [UInt8]) -> String {
    bytes.map { byte in (byte < 16 ? "0" : "") + String(byte, radix: 16) }.joined()
}
