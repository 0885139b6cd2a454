import CRM
import Testing

/// Numbers for random documents; the same in every run.
struct TestRandom {
    var state: UInt64

    mutating func below(_ limit: Int64) -> Int64 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int64((state >> 33) % UInt64(limit))
    }
}

@Suite struct QuoteTotalsTests {
    static let nets: [(quantity: Int64, price: Int64, line: Int64, document: Int64, digits: Int, net: Int64)] = [
        (10_000, 100_000, 0, 0, 2, 100_000), (30_000, 99_900, 0, 0, 2, 299_700), (10_000, 100_500, 1000, 0, 2, 90_500),
        (10_000, 100_000, 1000, 1000, 2, 81_000), (10_000, 3_333, 5000, 0, 2, 1_700), (1, 50, 0, 0, 2, 0),
        (1, 500_000, 0, 0, 2, 100), (10_000, 1_005_000, 0, 0, 0, 1_010_000), (-10_000, 1_005_000, 0, 0, 0, -1_010_000),
        (10_000, 100_000, 10_000, 0, 2, 0),
    ]

    @Test("a line is worth quantity times price less both discounts, rounded once", arguments: nets)
    func net(row: (quantity: Int64, price: Int64, line: Int64, document: Int64, digits: Int, net: Int64)) throws {
        let line = LineInput(quantity: row.quantity, unitPrice: row.price, discountPercent: row.line)
        #expect(
            try QuoteTotals.net(of: line, documentDiscount: row.document, minorDigits: row.digits) == row.net
        )
    }

    @Test("a line beyond the range of money is refused")
    func overflow() {
        let line = LineInput(quantity: 900_000_000_000_000_000, unitPrice: 8_999_999_999_999_999_999)
        #expect(throws: RuleViolation.moneyOutOfRange(field: "NetValue")) {
            try QuoteTotals.net(of: line, documentDiscount: 0, minorDigits: 2)
        }
    }

    @Test("tax is rounded once per code and the cents go to the largest remainders")
    func taxByRemainder() throws {
        // Three lines of 0.33 at 20 %: 0.198 together, so 0.20, while each alone would be 0.07.
        let line = LineInput(quantity: 10_000, unitPrice: 3300, taxCode: "Standard", taxRate: 2000)
        let totals = try QuoteTotals.totals(of: [line, line, line])
        #expect(totals.tax == 2000)
        #expect(totals.lines.map(\.tax) == [700, 700, 600])
        #expect(totals.gross == 11_900)
    }

    @Test("optional lines have values of their own but are not added up")
    func excludedLines() throws {
        let line = LineInput(quantity: 20_000, unitPrice: 50_000, costPrice: 30_000, taxCode: "Standard", taxRate: 2000)
        var optional = line
        optional.isExcluded = true
        let totals = try QuoteTotals.totals(of: [line, optional])
        #expect(totals.net == 100_000 && totals.tax == 20_000 && totals.cost == 60_000 && totals.margin == 40_000)
        #expect(totals.lines[1].gross == 120_000)
        #expect(totals.marginPercentage == 4000)
    }

    @Test("a document without value has no margin percentage")
    func emptyDocument() throws {
        #expect(try QuoteTotals.totals(of: []).marginPercentage == nil)
    }

    @Test("net, tax and gross of the lines add up to the document, over 10,000 random documents")
    func invariants() throws {
        var random = TestRandom(state: 20_260_630)
        for document in 0..<10_000 {
            let digits = [0, 2, 2, 3, 4][Int(random.below(5))]
            let lines = (0..<(1 + random.below(8))).map { _ in
                let code = ["Standard", "Reduced", "Zero"][Int(random.below(3))]
                return LineInput(
                    quantity: random.below(5_000_000) + 1,
                    unitPrice: random.below(9_000_000) - 500_000,
                    costPrice: random.below(3) == 0 ? nil : random.below(6_000_000),
                    discountPercent: random.below(4) == 0 ? random.below(10_001) : 0,
                    taxCode: code,
                    taxRate: ["Standard": 2000, "Reduced": 575, "Zero": 0][code] ?? 0,
                    isExcluded: random.below(6) == 0
                )
            }
            let totals = try QuoteTotals.totals(
                of: lines,
                documentDiscount: random.below(3) == 0 ? random.below(5000) : 0,
                minorDigits: digits
            )
            let counted = zip(lines, totals.lines).filter { !$0.0.isExcluded }.map(\.1)
            let step = ExactArithmetic.power10(4 - digits)
            #expect(counted.map(\.net).reduce(0, +) == totals.net, "document \(document)")
            #expect(counted.map(\.tax).reduce(0, +) == totals.tax, "document \(document)")
            #expect(counted.map(\.gross).reduce(0, +) == totals.gross, "document \(document)")
            #expect(totals.net + totals.tax == totals.gross && totals.net - totals.cost == totals.margin)
            #expect(totals.lines.allSatisfy { $0.net % step == 0 && $0.tax % step == 0 }, "document \(document)")
            for rate in Set(lines.map(\.taxRate)) {
                let group = zip(lines, totals.lines).filter { $0.0.taxRate == rate && !$0.0.isExcluded }.map(\.1)
                let exact = Int128(group.map(\.net).reduce(0, +)) * Int128(rate)
                let rounded = ExactArithmetic.divide(exact, by: 10_000 * Int128(step)) * Int128(step)
                #expect(Int128(group.map(\.tax).reduce(0, +)) == rounded, "document \(document), rate \(rate)")
            }
        }
    }
}
