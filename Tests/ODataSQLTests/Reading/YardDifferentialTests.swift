import OData
import ODataSQL
import Testing

/// Derived types, complex values and collections, which the shop does not have.
@Suite("Generated queries over derived types and structured values")
struct YardDifferentialTests {
    @Test("Rows, order and counts are those of a plain evaluation", arguments: 0..<2)
    func rows(_ part: Int) async throws {
        let fleet = YardVehicle.fleet(seed: UInt64(part) + 3)
        try await Yard.with(fleet) { yard in
            var nonEmpty = 0
            let requests = 400 * DifferentialRounds.count
            for number in 0..<requests {
                var generator = YardGenerator(seed: UInt64(part * 1_000_000 + number))
                let request = generator.request(fleet)
                let body: String
                do {
                    body = try await yard.read(Self.encoded(request.text), metadata: .none)
                } catch {
                    Issue.record("\(error) for \(request.text)")
                    continue
                }
                let numbers = body.split(separator: "\"Id\":").dropFirst().map { $0.prefix { $0.isNumber } }
                    .compactMap { Int64($0) }
                if numbers != request.numbers {
                    Issue.record("\(request.text)\nexpected \(request.numbers)\nfound    \(numbers)")
                }
                if !body.contains("count\":\(request.count),") {
                    Issue.record("\(request.text)\nexpected the count \(request.count) in \(body.prefix(80))")
                }
                if !numbers.isEmpty { nonEmpty += 1 }
            }
            #expect(nonEmpty > requests / 3)
        }
    }

    private static func encoded(_ text: String) -> String {
        text.utf8.map { byte in
            let isPlain = byte > 0x20 && byte < 0x7f && !"%+#\"<>\\^`{|}".utf8.contains(byte)
            return isPlain
                ? String(Unicode.Scalar(byte)) : "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
        }
        .joined()
    }
}
