import ODataServer
import Testing

@testable import ODataHTTP

@Suite struct ContentCodingTests {
    static let rows: [([String], ContentCoding)] = [
        ([], .identity), ([""], .identity), (["gzip"], .gzip), (["GZIP"], .gzip), (["gzip, deflate, br"], .gzip),
        (["x-gzip"], .gzip), (["deflate"], .identity), (["identity"], .identity), (["*"], .gzip),
        (["*;q=0"], .identity),
        (["gzip;q=0"], .identity), (["gzip;q=0.5"], .gzip), (["gzip;q=0.5, identity"], .identity),
        (["identity;q=0.5, gzip;q=1.0"], .gzip), (["gzip;q=0, *"], .identity), (["deflate", "gzip"], .gzip),
        (["gzip;q=7"], .gzip), ([" gzip ; q=1 "], .gzip), (["gzipped"], .identity),
    ]

    @Test("gzip is used where the client asks for it", arguments: rows.indices)
    func choice(index: Int) {
        let (lines, coding) = Self.rows[index]
        #expect(ContentCoding.choose(lines) == coding, "\(lines)")
    }
}

@Suite struct GzipTests {
    @Test("what is compressed in pieces reads back the same, in pieces of any size", arguments: [1, 7, 1000, 100_000])
    func roundTrip(size: Int) throws {
        let bytes = (0..<50_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        let writer = try #require(GzipWriter())
        var packed: [UInt8] = []
        for start in stride(from: 0, to: bytes.count, by: size) {
            packed += writer.compress(Array(bytes[start..<min(start + size, bytes.count)]))
        }
        packed += writer.finish()
        let reader = try #require(GunzipReader(limit: 100_000))
        var read: [UInt8] = []
        for start in stride(from: 0, to: packed.count, by: size) {
            try reader.append(Array(packed[start..<min(start + size, packed.count)]), to: &read)
        }
        #expect(reader.isComplete)
        #expect(read == bytes)
    }

    @Test("a damaged, cut or endless body is refused")
    func damages() throws {
        let packed = try #require(GzipWriter.whole(Array(repeating: 0x61, count: 1000)))
        var damaged = packed
        damaged[packed.count - 6] ^= 0xff
        for (bytes, limit, failure) in [
            (damaged, 10_000, .malformed), (packed + [0], 10_000, .malformed), (packed, 999, .tooLarge(limit: 999)),
            (Array("plain".utf8), 10, .malformed),
        ] as [([UInt8], Int, ODataRequestBody.Failure)] {
            let reader = try #require(GunzipReader(limit: limit))
            var read: [UInt8] = []
            #expect(throws: failure) { try reader.append(bytes, to: &read) }
        }
        let cut = try #require(GunzipReader(limit: 10_000))
        var read: [UInt8] = []
        try cut.append(Array(packed.dropLast(3)), to: &read)
        #expect(!cut.isComplete)
    }
}
