import Identity
import Testing

@Suite struct UTCInstantTests {
    static let texts: [(Int64, String)] = [
        (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59.999999Z"), (951_782_400_000_000, "2000-02-29T00:00:00Z"),
        (1_709_164_799_000_001, "2024-02-28T23:59:59.000001Z"), (-62_135_596_800_000_000, "0001-01-01T00:00:00Z"),
        (253_402_300_799_999_999, "9999-12-31T23:59:59.999999Z"), (4_107_542_400_000_000, "2100-03-01T00:00:00Z"),
    ]

    @Test("an instant is written in RFC 3339", arguments: texts)
    func text(microseconds: Int64, expected: String) {
        #expect(UTCInstant(microseconds: microseconds).rfc3339 == expected)
    }

    @Test("arithmetic saturates at both ends")
    func saturation() {
        let last = UTCInstant(microseconds: .max)
        let first = UTCInstant(microseconds: .min)
        #expect(last.adding(seconds: 1) == last)
        #expect(first.adding(days: -1) == first)
        #expect(last.adding(days: .max) == last)
        #expect(first.adding(seconds: .min) == first)
        #expect(last.microseconds(since: first) == .max)
        #expect(first.microseconds(since: last) == .min)
        #expect(first.rfc3339.hasPrefix("0001-01-01T"))
        #expect(UTCInstant(seconds: 0).secondsToWait(until: first) == 1)
    }

    @Test("a wait is rounded up to whole seconds", arguments: [(1, 1), (1_000_000, 1), (1_000_001, 2), (-5, 1)])
    func wait(microseconds: Int64, expected: Int) {
        #expect(Sample.now.secondsToWait(until: Sample.now.adding(microseconds: microseconds)) == expected)
    }
}

@Suite struct CivilDayTests {
    @Test("every day of 800 years has the number after the day before it")
    func consecutive() throws {
        var day = try #require(CivilDay(year: 1_700, month: 1, day: 1))
        for _ in 0..<292_194 {
            let next = CivilDay(dayNumber: day.dayNumber + 1)
            guard next > day, next.dayNumber == day.dayNumber + 1,
                CivilDay(year: next.year, month: next.month, day: next.day) == next
            else {
                Issue.record("after \(day) comes \(next)")
                return
            }
            day = next
        }
        #expect(day.description == "2500-01-01")
    }

    static let refused = [
        "2027-02-29", "2100-02-29", "2027-04-31", "2027-13-01", "2027-00-10", "2027-1-01", "27-01-01", "0000-01-01",
        "2027-01-1x", "", "2027/01/01", "+027-01-01",
    ]

    @Test("a day that the calendar lacks is refused", arguments: refused)
    func refusal(text: String) {
        #expect(CivilDay(text) == nil)
    }

    @Test(
        "leap days exist every fourth year but not in most centuries",
        arguments: ["2024-02-29", "2000-02-29", "2028-02-29"]
    )
    func leap(text: String) {
        #expect(CivilDay(text)?.description == text)
    }

    @Test("days are held inside the calendar")
    func bounds() throws {
        let day = try #require(CivilDay("9999-12-31"))
        #expect(day.adding(days: 1) == day)
        #expect(day.adding(days: .max) == day)
        #expect(CivilDay(dayNumber: .min).description == "0001-01-01")
        #expect(try #require(CivilDay("2027-05-03")).englishText == "3 May 2027")
    }

    @Test("a zone tells day, offset and local text")
    func zones() throws {
        let zone = try #require(ZoneRule(identifier: "America/New_York"))
        let instant = UTCInstant(seconds: 1_809_316_800)
        #expect(instant.rfc3339 == "2027-05-03T04:00:00Z")
        #expect(zone.text(of: instant) == "2027-05-03 00:00 -04:00")
        #expect(zone.text(of: instant.adding(seconds: -1)) == "2027-05-02 23:59 -04:00")
        #expect(ZoneRule(identifier: "Mars/Olympus") == nil)
        #expect(ZoneRule(identifier: String(repeating: "x", count: 65)) == nil)
        #expect(ZoneRule.universal.text(of: instant) == "2027-05-03 04:00 +00:00")
    }
}

@Suite struct Base64TextTests {
    static let vectors: [(String, String)] = [
        ("", ""), ("f", "Zg=="), ("fo", "Zm8="), ("foo", "Zm9v"), ("foob", "Zm9vYg=="), ("fooba", "Zm9vYmE="),
        ("foobar", "Zm9vYmFy"),
    ]

    @Test("the vectors of RFC 4648 hold with and without padding", arguments: vectors)
    func rfcVector(plain: String, encoded: String) {
        #expect(Base64Text.encode(Array(plain.utf8)) == encoded)
        #expect(Base64Text.decode(encoded) == Array(plain.utf8))
        let bare = String(encoded.prefix { $0 != "=" })
        #expect(Base64Text.encode(Array(plain.utf8), isPadded: false) == bare)
        #expect(Base64Text.decode(bare) == Array(plain.utf8))
    }

    static let refused = [
        "Z", "Zg=", "Zg===", "Z===", "=", "====", "Zh==", "Zm9", "Zm9v=", "Zm 9v", "Zm9v\n", "Zm-_", "Zm9v%", "é",
    ]

    @Test("a broken text is refused", arguments: refused)
    func refusal(text: String) {
        #expect(Base64Text.decode(text) == nil)
    }

    @Test("both alphabets carry all bytes")
    func alphabets() {
        let bytes = (0...255).map { UInt8($0) }
        for alphabet in [Base64Text.Alphabet.standard, .url] {
            for length in 250...256 {
                let text = Base64Text.encode(Array(bytes.prefix(length)), alphabet: alphabet, isPadded: false)
                #expect(Base64Text.decode(text, alphabet: alphabet) == Array(bytes.prefix(length)))
            }
        }
        #expect(Base64Text.encode([0xFB, 0xFF], alphabet: .url, isPadded: false) == "-_8")
        #expect(Base64Text.decode("+/8", alphabet: .url) == nil)
    }
}
