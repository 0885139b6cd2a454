import Testing

@testable import ODataSQL

@Suite("Dealing out ranges of keys")
struct SegmentQueueTests {
    /// Deals out the rows with these keys, with some segments being written at once, and gives those dealt out in order.
    private static func deal(
        _ keys: [Int64],
        wanted: Int,
        atOnce: Int,
        density: Double = 1
    ) throws -> (
        keys: [Int64], standing: SegmentQueue.Standing
    ) {
        let queue = SegmentQueue(behind: (keys.first ?? 1) - 1, wanted: wanted, density: density)
        var pending: [SegmentQueue.Segment] = []
        var dealt: [(Int, [Int64])] = []
        func finish(_ segment: SegmentQueue.Segment) {
            let rows = keys.filter { $0 > segment.after && $0 <= segment.upTo }
            dealt.append((segment.number, rows))
            let bytes = [UInt8](repeating: 0, count: rows.count * 2_000)
            queue.finish(segment, SegmentQueue.Part(bytes: bytes, rows: rows.count, last: rows.last))
        }
        while true {
            if let segment = try queue.next(first: { key in keys.first { $0 > key } }) {
                pending.append(segment)
                if pending.count == atOnce { finish(pending.removeLast()) }
            } else if pending.isEmpty {
                break
            } else {
                pending.forEach(finish)
                pending = []
            }
        }
        #expect(dealt.map(\.0).sorted() == Array(0..<dealt.count))
        return (dealt.sorted { $0.0 < $1.0 }.flatMap(\.1), queue.standing)
    }

    @Test(
        "Every wanted row is dealt out once, whatever gaps the keys have",
        arguments: [1, 3],
        [100, 1_000, 5_000, .max]
    )
    func all(atOnce: Int, wanted: Int) throws {
        let gaps: [[Int64]] = [
            Array(1...3_000),
            (1...3_000).map { $0 * 2 },
            (1...3_000).map { $0 < 1_500 ? $0 : $0 + 1_000_000_000 },
            (1...3_000).map { $0 / 7 * 9 + $0 % 7 },
            (1...3_000).map { $0 == 3_000 ? .max : $0 - 5_000 },
        ]
        for keys in gaps {
            let (dealt, standing) = try Self.deal(keys, wanted: wanted, atOnce: atOnce)
            let most = min(wanted, keys.count)
            if case .paused(let key)? = standing.end {
                #expect(dealt == keys.filter { $0 <= key })
                #expect(dealt.count <= most)
            } else {
                #expect(dealt == Array(keys.prefix(most)))
                #expect(standing.isFull || standing.end == .exhausted)
            }
        }
    }

    @Test("Where few of the keys are in use the rest is left to one thread")
    func sparse() throws {
        let keys = (1...3_000).map { Int64($0 < 1_000 ? $0 : $0 * 50) }
        let (dealt, standing) = try Self.deal(keys, wanted: .max, atOnce: 2)
        guard case .paused(let key)? = standing.end else {
            Issue.record("dealt out \(dealt.count) rows to the end")
            return
        }
        #expect(key < 150_000)
        #expect(dealt == keys.filter { $0 <= key })
    }
}
