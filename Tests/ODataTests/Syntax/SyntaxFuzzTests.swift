import Testing

@testable import OData

/// A small generator of numbers with a fixed seed (SplitMix64), so that every run tries the same inputs.
private struct FuzzNumbers: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        // Wrapping arithmetic is the algorithm.
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}

@Suite struct SyntaxFuzzTests {
    private static let seeds: [String] =
        GrammarTable.rows.map(\.input) + SyntaxPrinterTests.expressions.map { "$filter=" + $0 }

    private static let pieces: [String] = [
        "(", ")", "'", "\"", "/", ",", ";", "%", "%20", "%00", "%ff", "%C3%A4", "$", "@", "$it", "$count", "$filter=",
        "$expand=",
        "any(x:", " and ", " not ", "-", "9223372036854775808", "1e999", "2024-02-30", "{", "[", "}", "]", ":", "\\u",
        "\u{0}",
        "ä", "😀", "NaN", "geography'SRID=", "duration'P", "$apply=groupby((", " with sum as ", "&", "=", "+",
    ]

    @Test("20,000 mutated inputs end in a tree that prints and reads back, or in an error")
    func mutations() throws {
        var numbers = FuzzNumbers(state: 7)
        var accepted = 0
        for _ in 0..<20_000 {
            var text = Array((Self.seeds.randomElement(using: &numbers) ?? "").utf8)
            for _ in 0..<Int.random(in: 1...4, using: &numbers) {
                let start = Int.random(in: 0...text.count, using: &numbers)
                let end = min(text.count, start + Int.random(in: 0...6, using: &numbers))
                let piece = Bool.random(using: &numbers) ? Self.pieces.randomElement(using: &numbers) ?? "" : ""
                text.replaceSubrange(start..<end, with: piece.utf8)
            }
            let input = String(decoding: text, as: UTF8.self)
            _ = try? RequestURL(path: input, query: input)
            _ = try? RequestURL(path: "A", query: input, strict: true)
            _ = try? ExpressionParser.parse(input)
            guard let options = try? QueryOptionsParser.parse(input) else { continue }
            accepted += 1
            let printed = SyntaxPrinter.query(of: options)
            let again = try QueryOptionsParser.parse(printed)
            #expect(SyntaxPrinter.query(of: again) == printed, "\(input)")
        }
        #expect(accepted > 1000)
    }
}
