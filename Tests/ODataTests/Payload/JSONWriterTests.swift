import OData
import Testing

/// A plain writer, character by character, to compare the fast one with.
enum PlainJSON {
    static func string(_ text: String) -> String {
        var result = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": result += "\\\""
            case "\\": result += "\\\\"
            case "\u{8}": result += "\\b"
            case "\u{c}": result += "\\f"
            case "\n": result += "\\n"
            case "\r": result += "\\r"
            case "\t": result += "\\t"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                result += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: result.unicodeScalars.append(scalar)
            }
        }
        return result + "\""
    }

    static func decimal(_ scaled: Int64, scale: Int) -> String {
        let digits = String(scaled.magnitude)
        let padded = String(repeating: "0", count: max(0, scale + 1 - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: -scale)
        let sign = scaled < 0 ? "-" : ""
        return scale == 0 ? sign + padded : sign + padded[..<point] + "." + padded[point...]
    }

    /// Counts the days one by one, year by year.
    static func date(_ days: Int64) -> String {
        func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }
        var year = 1970
        var rest = Int(days)
        while rest < 0 {
            year -= 1
            rest += isLeap(year) ? 366 : 365
        }
        while rest >= (isLeap(year) ? 366 : 365) {
            rest -= isLeap(year) ? 366 : 365
            year += 1
        }
        var month = 1
        let lengths = [31, isLeap(year) ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
        while rest >= lengths[month - 1] {
            rest -= lengths[month - 1]
            month += 1
        }
        return padded(year, 4) + "-" + padded(month, 2) + "-" + padded(rest + 1, 2)
    }

    static func padded(_ number: Int, _ width: Int) -> String {
        let digits = String(number)
        return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
}

/// A random stream that is the same in every run.
struct SeededNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        var mixed = state
        mixed ^= mixed >> 33
        mixed = mixed &* 0xff51_afd7_ed55_8ccd
        return mixed ^ (mixed >> 29)
    }
}

@Suite struct JSONWriterTests {
    private func written(_ write: (inout JSONWriter) -> Void) -> String {
        var writer = JSONWriter(capacity: 64)
        write(&writer)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    @Test("strings are escaped like the plain writer does, for every length and place of the special character")
    func stringsAtEveryPlace() {
        for special in ["\"", "\\", "\n", "\u{1}", "\u{1f}", "é", "😀", "\u{7f}", " ", "!", "\u{2028}", "]"] {
            for length in 0..<20 {
                for place in 0...length {
                    let text =
                        String(repeating: "a", count: place) + special + String(repeating: "z", count: length - place)
                    #expect(written { $0.string(text) } == PlainJSON.string(text))
                }
            }
        }
    }

    @Test("random strings are escaped like the plain writer does")
    func randomStrings() {
        var numbers = SeededNumbers(state: 7)
        let alphabet = Array("abcXYZ 0123\"\\/\n\t\u{0}\u{1b}äß漢😀[]{}:,".unicodeScalars)
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<70, using: &numbers) {
                text.unicodeScalars.append(alphabet.randomElement(using: &numbers) ?? "a")
            }
            #expect(written { $0.string(text) } == PlainJSON.string(text))
        }
    }

    @Test("a string of nothing but escapes outgrows the buffer without harm")
    func growingByEscapes() {
        let text = String(repeating: "\u{1}", count: 5000)
        #expect(written { $0.string(text) } == PlainJSON.string(text))
    }

    @Test(
        "integers have all their digits",
        arguments: [
            0, 1, 9, 10, 99, 100, 999, 1000, 9999, 10_000, 99_999, 100_000, 123_456_789, .max, .min, -1, -10, -12_345,
        ]
            as [Int64]
    )
    func integers(number: Int64) {
        #expect(written { $0.integer(number) } == String(number))
        #expect(written { $0.integer(number, quoted: true) } == "\"\(number)\"")
    }

    @Test("random integers and decimals are written like the plain writer does")
    func randomNumbers() {
        var numbers = SeededNumbers(state: 11)
        for _ in 0..<5000 {
            let number = Int64(truncatingIfNeeded: numbers.next()) >> Int64.random(in: 0..<63, using: &numbers)
            let scale = Int.random(in: 0...24, using: &numbers)
            #expect(written { $0.integer(number) } == String(number))
            #expect(written { $0.decimal(number, scale: scale) } == PlainJSON.decimal(number, scale: scale))
        }
    }

    @Test(
        "decimals keep the digits of their scale",
        arguments: [
            (12_345, 2, "123.45"), (5, 4, "0.0005"), (-5, 1, "-0.5"), (0, 4, "0.0000"), (100, 0, "100"), (7, -1, "7"),
            (.min, 19, "-0.9223372036854775808"), (.max, 4, "922337203685477.5807"), (1, 21, "0.000000000000000000001"),
        ] as [(Int64, Int, String)]
    )
    func decimals(scaled: Int64, scale: Int, text: String) {
        #expect(written { $0.decimal(scaled, scale: scale) } == text)
        #expect(written { $0.decimal(scaled, scale: scale, quoted: true) } == "\"\(text)\"")
    }

    @Test(
        "doubles are as short as they can be",
        arguments: [
            (0, "0"), (-0.0, "-0"), (1, "1"), (-2, "-2"), (0.1, "0.1"), (1.5, "1.5"), (1e300, "1e+300"),
            (.leastNonzeroMagnitude, "5e-324"),
            (.infinity, "\"INF\""), (-.infinity, "\"-INF\""), (.nan, "\"NaN\""), (123_456_789, "123456789"),
            (9_007_199_254_740_992, "9007199254740992"),
        ] as [(Double, String)]
    )
    func doubles(number: Double, text: String) {
        #expect(written { $0.double(number) } == text)
    }

    @Test("every double reads back equal")
    func doublesReadBack() {
        var numbers = SeededNumbers(state: 3)
        for _ in 0..<2000 {
            let number = Double(bitPattern: numbers.next())
            guard number.isFinite else { continue }
            #expect(Double(written { $0.double(number) }) == number)
        }
    }

    @Test(
        "singles are as short as a Single needs",
        arguments: [(0.1, "0.1"), (16_777_216, "16777216"), (.infinity, "\"INF\"")] as [(Float, String)]
    )
    func singles(number: Float, text: String) {
        #expect(written { $0.single(number) } == text)
    }

    @Test(
        "instants are in UTC and lose the zeros at the end of their fraction",
        arguments: [
            (0, "\"1970-01-01T00:00:00Z\""), (1_705_311_000_123_456, "\"2024-01-15T09:30:00.123456Z\""),
            (1_705_311_000_120_000, "\"2024-01-15T09:30:00.12Z\""), (-1, "\"1969-12-31T23:59:59.999999Z\""),
            (-62_135_596_800_000_000, "\"0001-01-01T00:00:00Z\""),
            (253_402_300_799_999_999, "\"9999-12-31T23:59:59.999999Z\""),
            (951_782_400_000_000, "\"2000-02-29T00:00:00Z\""),
        ] as [(Int64, String)]
    )
    func instants(microseconds: Int64, text: String) {
        #expect(written { $0.dateTimeOffset(microseconds: microseconds) } == text)
        #expect(
            written { $0.dateTimeOffset(microseconds: microseconds, quoted: false) }
                == String(text.dropFirst().dropLast())
        )
    }

    @Test("every instant can be written, the outermost too", arguments: [Int64.min, .max])
    func outermost(microseconds: Int64) {
        #expect(written { $0.dateTimeOffset(microseconds: microseconds) }.hasSuffix("Z\""))
    }

    @Test("dates are those of counting the days one by one")
    func dates() {
        for days in stride(from: Int64(-40_000), through: 40_000, by: 37) {
            #expect(written { $0.date(daysSince1970: days, quoted: false) } == PlainJSON.date(days))
        }
    }

    @Test(
        "times of day lose the zeros at the end of their fraction",
        arguments: [(0, "00:00:00"), (34_200_123_000, "09:30:00.123"), (86_399_999_999, "23:59:59.999999")]
            as [(Int64, String)]
    )
    func times(microseconds: Int64, text: String) {
        #expect(written { $0.timeOfDay(microseconds: microseconds, quoted: false) } == text)
    }

    @Test(
        "durations have days, hours, minutes and seconds",
        arguments: [
            (0, "PT0S"), (93_600_000_000, "P1DT2H"), (86_400_000_000, "P1D"), (-500_000, "-PT0.5S"),
            (61_000_000, "PT1M1S"),
            (3_600_000_001, "PT1H0.000001S"),
        ] as [(Int64, String)]
    )
    func durations(microseconds: Int64, text: String) {
        #expect(written { $0.duration(microseconds: microseconds, quoted: false) } == text)
    }

    @Test(
        "binary values are base64url without padding",
        arguments: [([], ""), ([0xfb], "-w"), ([0xff, 0xef], "_-8"), ([1, 2, 3], "AQID"), ([1, 2, 3, 4], "AQIDBA")]
            as [([UInt8], String)]
    )
    func binaries(bytes: [UInt8], text: String) {
        #expect(written { writer in bytes.withUnsafeBufferPointer { writer.binary($0) } } == "\"\(text)\"")
    }

    @Test("taking hands over the bytes and starts anew")
    func taking() {
        var writer = JSONWriter(capacity: 64)
        writer.append("{\"a\":")
        writer.append(Array(repeating: 0x20, count: 500))
        writer.bool(true)
        writer.null()
        let first = writer.take()
        #expect(first.count == 5 + 500 + 8)
        #expect(writer.count == 0)
        writer.append(byte: 0x7d)
        writer.append("xyz")
        writer.truncate(to: 1)
        #expect(writer.take() == [0x7d])
    }
}
