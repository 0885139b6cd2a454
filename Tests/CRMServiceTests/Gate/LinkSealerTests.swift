import Testing

@testable import CRMService

@Suite struct LinkSealerTests {
    @Test("what was sealed opens again with the same key only")
    func roundTrip() {
        let (one, two) = (
            LinkSealer(key: Array(repeating: 1, count: 32)), LinkSealer(key: Array(repeating: 2, count: 32))
        )
        for length in 1...40 {
            let bytes = (0..<length).map { UInt8($0 * 7 & 255) }
            let sealed = one.seal(bytes)
            #expect(one.open(sealed) == bytes)
            #expect(two.open(sealed) == nil)
        }
    }

    @Test("no other text of the same length opens: each character counts, to the last bit")
    func everyCharacter() {
        let sealer = LinkSealer(key: Array(repeating: 1, count: 32))
        for length in 1...3 {
            let sealed = Array(sealer.seal(Array(repeating: 5, count: length)))
            for place in sealed.indices {
                for character in "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=%"
                where character != sealed[place] {
                    var changed = sealed
                    changed[place] = character
                    #expect(sealer.open(String(changed)) == nil)
                }
            }
            #expect(sealer.open(String(sealed) + "A") == nil)
            #expect(sealer.open(String(sealed.dropLast())) == nil)
        }
    }

    @Test("texts that are no positions do not open")
    func nonsense() {
        let sealer = LinkSealer(key: Array(repeating: 1, count: 32))
        for text in ["", "A", "é", String(repeating: "A", count: 21), String(repeating: "A", count: 22)] {
            #expect(sealer.open(text) == nil)
        }
    }
}
