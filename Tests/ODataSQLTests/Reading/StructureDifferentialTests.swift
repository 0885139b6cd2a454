import OData
import Testing

@Suite("Generated queries over types, structures and collections give the rows that were written down beside them")
struct StructureDifferentialTests {
    private static let requests = 400 * DifferentialRounds.count

    @Test("Rows, order and values agree", arguments: 0..<4)
    func rows(_ part: Int) async throws {
        let world = YardWorld(seed: UInt64(part) + 1)
        try await Yard.with(world.rows, twins: world.links) { yard in
            var nonEmpty = 0
            var refused = 0
            for number in 0..<Self.requests {
                let request = YardRequest(seed: UInt64(part * 1_000_000 + number), world: world)
                let parts = request.text.split(separator: "?", maxSplits: 1).map { ShopRequest.encode($0) }
                let body: String
                do {
                    body = try await yard.read(parts.joined(separator: "?"))
                } catch BindingError.unrelatedType {
                    refused += 1  // a cast from one type to a sibling, which no value has
                    continue
                } catch {
                    Issue.record("\(error) for \(request.text)")
                    continue
                }
                var expected = request.count.map { "\"@count\":\($0)," } ?? ""
                expected += "\"value\":" + YardText.list(request.rows) + "}"
                let start = body.firstRange(of: "\",\"")?.lowerBound ?? body.startIndex
                if !request.rows.isEmpty { nonEmpty += 1 }
                #expect(body[start...].dropFirst(2) == expected, "\(request.text)")
            }
            #expect(refused < Self.requests / 20)
            #expect(nonEmpty > Self.requests / 2)
        }
    }
}
