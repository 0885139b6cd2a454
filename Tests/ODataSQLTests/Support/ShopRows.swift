import OData

/// A row of the sample data, by property.
typealias ShopRow = [String: EdmValue]

/// The sample data: few rows, but awkward ones, the same for the same seed.
struct ShopRows: Sendable {
    var rows: [String: [ShopRow]] = [:]

    static let texts = [
        "", " ", "a", "A", "ab", "Ab", "apple pie", "Äpfel", "äpfel", "o'hara", "100%", "a_b", "x\\y", "\"quoted\"",
        "Straße", "STRASSE", "İstanbul", "日本語", "😀 smile", "e\u{301}clair", "éclair", "tab\tnew\nline", "zz top",
        "red apple", "green Apple", "\u{FFFF}", "\u{10FFFF}", "0", "10", "9",
    ]
    static let instants: [Int64] = [
        0, -1, 1, -62_135_596_800_000_000, 253_402_300_799_999_999, 1_700_000_000_123_456, -86_400_000_001,
        951_782_400_000_000, 1_709_164_800_000_000, -2_208_988_800_000_000, 1_704_067_200_000_000,
        1_703_980_800_000_000,
    ]
    static let days: [Int32] = [0, -1, 1, -719_162, 2_932_896, 19_723, 11_016, -25_567, 19_782, 19_358]
    static let doubles: [Double] = [0, -0.5, 0.1, 1e300, -1e300, 3.25, 2.5, -2.5, 1e-9, 12_345.678, 100]

    init(seed: UInt64, itemCount: Int = 60) {
        var random = SeededRandom(seed: seed)
        rows["Kinds"] = (1...12).map { id in
            [
                "ID": .integer(Int64(id)), "Title": random.text(), "Share": random.decimal(scale: 1, limit: 200),
                "ParentID": id == 1 ? .null : random.maybe(.integer(Int64(random.below(id) + 0))),
            ]
        }
        rows["Makers"] = (1...10).map { id in
            var name = random.text()
            if name == .null { name = .string("maker \(id)") }
            return [
                "ID": .integer(Int64(id)), "Name": name, "Country": random.text(), "Founded": random.day(),
                "Rating": random.double(),
            ]
        }
        rows["Items"] = (0..<itemCount).map { $0 + 1 }.map { Self.item($0, &random) }
        rows["Orders"] = (1...25).map { id in
            var placed = random.instant()
            if placed == .null { placed = .dateTimeOffset(EdmDateTimeOffset(microseconds: Int64(id) * 1_000_000)) }
            return [
                "ID": .integer(Int64(id)), "Placed": placed, "Buyer": random.text(),
                "Total": random.decimal(scale: 4, limit: 100_000), "Paid": .boolean(random.below(2) == 0),
            ]
        }
        var lines: [ShopRow] = []
        for order in 1...25 where order % 6 != 0 && itemCount > 0 {
            for number in 0..<random.below(6) {
                lines.append([
                    "OrderID": .integer(Int64(order)), "No": .string(["a", "B", "ß", "10", "9", "x'y"][number]),
                    "ItemID": random.maybe(.integer(Int64(random.below(itemCount + 5)))),
                    "Quantity": .integer(Int64(random.below(9)) - 2), "Discount": random.double(),
                    "Price": random.decimal(scale: 2, limit: 5_000),
                ])
            }
        }
        rows["Lines"] = lines
        rows["Notes"] = (1...40).map { id in
            let line = lines.isEmpty ? [:] : lines[random.below(lines.count)]
            return [
                "ID": .integer(Int64(id)), "OrderID": random.maybe(line["OrderID"] ?? .null),
                "LineNo": random.maybe(line["No"] ?? .null), "Text": random.text(),
            ]
        }
    }

    private static func item(_ id: Int, _ random: inout SeededRandom) -> ShopRow {
        let stocks: [Int64] = [0, 1, -1, 42, 9_007_199_254_740_993, .max / 4, .min / 4, 2_147_483_648]
        var cost = random.decimal(scale: 4, limit: 1_000_000)
        if cost == .null { cost = .decimal(EdmDecimal(0)) }
        return [
            "ID": .integer(Int64(id)), "Name": random.text(), "Code": .string("c\(id % 17)-\(id)"),
            "Price": random.decimal(scale: 2, limit: 10_000), "Cost": cost, "Weight": random.double(),
            "Stock": random.maybe(.integer(stocks[random.below(stocks.count)])),
            "Rank": .integer(Int64(random.below(7)) - 3),
            "Active": random.maybe(.boolean(random.below(2) == 0)), "Made": random.day(), "Seen": random.instant(),
            "Opens": random.maybe(random.time()),
            "Span": random.maybe(
                .duration(EdmDuration(microseconds: Int64(random.below(2_000_000)) * 86_401 - 9_000_000))
            ),
            "Tag": random.maybe(.guid(EdmGuid(high: UInt64(random.below(5)), low: UInt64(random.below(5)) << 60))),
            "Colour": random.maybe(.enumeration(Shop.colour.name, Int64(random.below(8)))),
            "KindID": random.maybe(.integer(Int64(random.below(14)))),
            "MakerID": random.maybe(.integer(Int64(random.below(11)))),
        ]
    }
}

/// A generator of numbers that gives the same for the same seed (SplitMix64).
struct SeededRandom {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15  // wraps by definition
        var mixed = (state ^ (state >> 30)) &* 0xBF58_476D_1CE4_E5B9  // wraps by definition
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB  // wraps by definition
        return mixed ^ (mixed >> 31)
    }

    /// 0 up to `bound` - 1; 0 for a bound below 1.
    mutating func below(_ bound: Int) -> Int { bound < 1 ? 0 : Int(next() % UInt64(bound)) }

    mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }

    /// The value, or null once in five times.
    mutating func maybe(_ value: EdmValue) -> EdmValue { below(5) == 0 ? .null : value }

    mutating func text() -> EdmValue { maybe(.string(pick(ShopRows.texts))) }

    mutating func double() -> EdmValue { maybe(.double(pick(ShopRows.doubles))) }

    mutating func day() -> EdmValue { maybe(.date(EdmDate(daysSinceEpoch: pick(ShopRows.days)))) }

    mutating func instant() -> EdmValue {
        maybe(.dateTimeOffset(EdmDateTimeOffset(microseconds: pick(ShopRows.instants))))
    }

    mutating func time() -> EdmValue {
        let micros: [Int64] = [0, 1, 86_399_999_999, 43_200_000_000, 34_200_123_000]
        return EdmTimeOfDay(microseconds: pick(micros)).map { .timeOfDay($0) } ?? .null
    }

    mutating func decimal(scale: Int, limit: Int) -> EdmValue {
        var number = Int128(below(limit) - limit / 3)
        if below(12) == 0 { number = Int128(below(2) == 0 ? 99_999_999_999_999 : -99_999_999_999_999) }
        if below(8) == 0 { number = 0 }
        return maybe(EdmDecimal(significand: number, scale: scale).map { .decimal($0) } ?? .null)
    }
}

extension ShopRows {
    /// An item with values of note.
    static let first: ShopRow = [
        "ID": .integer(1), "Code": .string("one"), "Cost": .integer(0), "Rank": .integer(0),
        "Stock": .integer(9_007_199_254_740_993), "Made": .date(EdmDate(daysSinceEpoch: -1)),
        "Price": EdmDecimal(significand: -5, scale: 2).map { .decimal($0) } ?? .null,
        "Seen": .dateTimeOffset(EdmDateTimeOffset(microseconds: -1)),
        "Opens": EdmTimeOfDay(microseconds: 34_200_123_000).map { .timeOfDay($0) } ?? .null,
        "Span": .duration(EdmDuration(microseconds: -9_000_000)), "Colour": .enumeration(Shop.colour.name, 5),
    ]

    /// Its line, whose key needs encoding.
    static let firstLine: ShopRow = [
        "OrderID": .integer(7), "No": .string("x 'ß"), "ItemID": .integer(1), "Quantity": .integer(1),
        "Price": EdmDecimal(significand: 25, scale: 1).map { .decimal($0) } ?? .null,
    ]
}
