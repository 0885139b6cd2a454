import Foundation
import Identity
import Testing

@Suite struct TokenCodecTests {
    @Test("a valid vector is read and gives its key id", arguments: TokenVectors.valid)
    func validVector(vector: TokenVectors.Valid) throws {
        let secret = try TokenCodec.decode(vector.text)
        #expect(secret.keyID.text == vector.text.dropFirst(8).prefix(12))
        #expect(secret.revealText() == vector.text)
    }

    @Test("an invalid vector is refused for its reason", arguments: TokenVectors.invalid)
    func invalidVector(vector: TokenVectors.Invalid) {
        #expect(throws: vector.error) { try TokenCodec.decode(vector.text) }
    }

    /// The long runs belong to the night: `script/test --nightly` sets the variable.
    private static let isNight = ProcessInfo.processInfo.environment["TESSERA_NIGHTLY"] == "1"
    private static let roundTrips = isNight ? 1_000_000 : 100_000
    private static let fuzzedInputs = isNight ? 10_000_000 : 200_000

    @Test("drawn tokens are read back unchanged")
    func roundTrip() throws {
        var random = SeededRandom(seed: 1)
        for _ in 0..<Self.roundTrips {
            let drawn = TokenSecret.draw(using: &random)
            let text = drawn.revealText()
            #expect(text.utf8.count == TokenCodec.length)
            #expect(try TokenCodec.decode(text).keyID == drawn.keyID)
        }
    }

    @Test("no altered token is accepted: substitutions, swaps, case flips, deletions, cuts")
    func alterations() {
        let base62 = Array("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz".utf8)
        var random = SeededRandom(seed: 2)
        var tried = 0
        var accepted: [String] = []
        func attempt(_ bytes: [UInt8], _ original: [UInt8]) {
            guard bytes != original else { return }
            tried += 1
            let text = String(decoding: bytes, as: UTF8.self)
            if (try? TokenCodec.decode(text)) != nil { accepted.append(text) }
        }
        for _ in 0..<20 {
            let token = Array(TokenSecret.draw(using: &random).revealText().utf8)
            for index in token.indices {
                for character in base62 {
                    var changed = token
                    changed[index] = character
                    attempt(changed, token)
                }
                var shorter = token
                shorter.remove(at: index)
                attempt(shorter, token)
                attempt(Array(token[..<index]), token)
                var swapped = token
                swapped.swapAt(index, min(index + 1, token.count - 1))
                attempt(swapped, token)
                var flipped = token
                let isLetter = (65...90).contains(token[index] & 0xDF)
                flipped[index] ^= isLetter ? 0x20 : 0
                attempt(flipped, token)
            }
        }
        #expect(tried > 85_000)
        #expect(accepted.isEmpty)
    }

    @Test("seeded inputs neither trap nor pass: 200,000 by day, ten million by night")
    func fuzz() {
        var random = SeededRandom(seed: 3)
        let base = Array(TokenVectors.v4.utf8)
        var accepted = 0
        for round in 0..<Self.fuzzedInputs {
            var bytes = base
            if round % 2 == 0 {
                // A randomly filled string of right form.
                for index in bytes.indices where index >= 8 && index != 20 {
                    bytes[index] = base[8 + Int(random.next() % 12)]
                }
            } else {
                for _ in 0...(random.next() % 6) {
                    bytes[Int(random.next() % UInt64(bytes.count))] = UInt8(truncatingIfNeeded: random.next())
                }
                if random.next() % 4 == 0 { bytes.removeLast(Int(random.next() % 60)) }
            }
            let text = String(decoding: bytes, as: UTF8.self)
            if text != TokenVectors.v4, (try? TokenCodec.decode(text)) != nil { accepted += 1 }
        }
        #expect(accepted == 0)
    }

    @Test("a scan finds tokens with their checksum's verdict and leaves longer words alone")
    func scan() {
        let text =
            "a=\(TokenVectors.v4)\nb=tsr_pat_EXAMPLE0TOKE_ThisIsOnlyAPictureOfATokenAndNeverWorks0000000000, x\(TokenVectors.v3)"
        let matches = TokenCodec.scan(Array(text.utf8))
        #expect(matches.map(\.keyID.text) == ["7Kq2VbN9xTfH", "EXAMPLE0TOKE"])
        #expect(matches.map(\.isChecksumRight) == [true, false])
        #expect(matches.map(\.offset) == [2, 75])
    }
}

@Suite struct TokenSecretTests {
    @Test("no printing of a secret shows more than its key id")
    func redaction() throws {
        let secret = try TokenVectors.secret(TokenVectors.v3)
        let digest = TokenDigest(of: secret, under: try #require(Pepper(id: PepperID(1), bytes: Array(0..<32))))
        var dumped = ""
        dump((secret, [secret], digest), to: &dumped)
        let texts = [
            "\(secret)", String(reflecting: secret), String(describing: [secret]), "\(Optional(secret) as Any)", dumped,
        ]
        for text in texts {
            #expect(!text.contains("56789ABCDE"))
            #expect(!text.contains("809"))
        }
        #expect("\(secret)" == "tsr_pat_ABCDEFGHIJKL_***")
    }

    @Test("characters are drawn without bias: chi-square over 62 cells")
    func chiSquare() {
        var random = SeededRandom(seed: 4)
        var counts: [UInt8: Int] = [:]
        let drawn = 1_000_000
        for character in SecretDrawing.base62(count: drawn, using: &random) {
            counts[character, default: 0] += 1
        }
        let expected = Double(drawn) / 62
        let sum = counts.values.reduce(0.0) { $0 + (Double($1) - expected) * (Double($1) - expected) / expected }
        #expect(counts.count == 62)
        #expect(sum < 129)
    }

    @Test("bytes of 62 and 63 are drawn again, never folded")
    func rejection() {
        var random = FixedRandom([0x3F3E_7F7E_BFBE_FFFE, 0x0000_0000_0000_3D00])
        #expect(String(decoding: SecretDrawing.base62(count: 3, using: &random), as: UTF8.self) == "0z0")
    }

    @Test(
        "a key id has exactly twelve base62 characters",
        arguments: ["", "ABCDEFGHIJK", "ABCDEFGHIJKLM", "ABCDEFGHIJK-"]
    )
    func keyIDForm(text: String) {
        #expect(TokenKeyID(text) == nil)
    }
}
