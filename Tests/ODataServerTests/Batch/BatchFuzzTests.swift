import OData
import Testing

@testable import ODataServer

/// Batches with bytes changed, through both readers.
@Suite struct BatchFuzzTests {
    private static let multiparts = [
        "--b\r\nContent-Type: application/http\r\nContent-ID: 1\r\n\r\nGET Things?$top=1 HTTP/1.1\r\nAccept: */*\r\n\r\n\r\n--b--",
        "--b\r\nContent-Type: multipart/mixed; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: application/http\r\n"
            + "Content-ID: 2\r\n\r\nPOST /odata/Things HTTP/1.1\r\nContent-Length: 2\r\n\r\n{}\r\n--c\r\n"
            + "Content-Type: application/http\r\nContent-ID: 3\r\n\r\nPATCH $2 HTTP/1.1\r\n\r\n{}\r\n--c--\r\n--b--",
        "preamble\n--b\nContent-Type: application/http\n\nDELETE http://host/odata/Things(1) HTTP/1.1\n\n--b--\nepilogue",
    ]
    private static let objects = [
        ##"{"requests":[{"id":"1","method":"get","url":"Things"},{"id":"2","method":"post","url":"$1","body":{"a":[1]}}]}"##,
        ##"{"requests":[{"id":"1","atomicityGroup":"g","method":"patch","url":"/odata/Things(1)","headers":{"If-Match":"*"},"##
            + ##""body":{}},{"id":"2","dependsOn":["g"],"if":"$1/$succeeded","method":"put","url":"Things(1)/Raw/$value","##
            + ##""headers":{"content-type":"text/plain"},"body":"T0RhdGE"}]}"##,
    ]
    private static let pieces = [
        "\r\n", "\n", "\r", "--b", "--b--", "--c", "--c--", ":", " ", "HTTP/1.1", "Content-Type: multipart/mixed",
        "Content-Length: 99999999999999999999", "Content-ID: 1", "GET", "$1", "$1/$succeeded", "{", "}", "[", "]", "\"",
        ",", "null", "1e999", "\\u0000", "\"id\":\"1\",", "\"dependsOn\":[\"1\",\"2\"],", "\"atomicityGroup\":\"g\",",
        "\u{0}",
        "é", "http://other/", "//", "%", "%2F", "..", "",
    ]

    private struct Numbers: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            // Wrapping arithmetic is the algorithm (SplitMix64).
            state &+= 0x9e37_79b9_7f4a_7c15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
            return mixed ^ (mixed >> 31)
        }
    }

    private static func mutated(_ seeds: [String], _ numbers: inout Numbers) -> [UInt8] {
        var bytes = Array((seeds.randomElement(using: &numbers) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &numbers) {
            let start = Int.random(in: 0...bytes.count, using: &numbers)
            let end = min(bytes.count, start + Int.random(in: 0...12, using: &numbers))
            switch Int.random(in: 0..<5, using: &numbers) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
            case 2: bytes.insert(UInt8.random(in: 0...255, using: &numbers), at: start)
            default: bytes.replaceSubrange(start..<end, with: (pieces.randomElement(using: &numbers) ?? "").utf8)
            }
        }
        return bytes
    }

    @Test("mutated batches end in units within the limits, or in a fault", arguments: [false, true])
    func units(isJSON: Bool) {
        var numbers = Numbers(state: isJSON ? 5 : 6)
        var (accepted, refused) = (0, 0)
        for _ in 0..<8_000 {
            let bytes = Self.mutated(isJSON ? Self.objects : Self.multiparts, &numbers)
            let units: [BatchPlan.Unit]
            do throws(BatchFault) {
                units =
                    isJSON
                    ? try JSONBatchReader.units(of: bytes, limit: 4, groupLimit: 2, headerBytes: 512, json: .init())
                    : try MultipartBatchReader.units(
                        of: bytes,
                        boundary: "b",
                        limit: 4,
                        groupLimit: 2,
                        headerBytes: 512
                    )
            } catch {
                refused += 1
                continue
            }
            accepted += 1
            #expect(units.reduce(0) { $0 + $1.parts.count } <= 4)
            for part in units.flatMap(\.parts) {
                _ = BatchAddress.resolve(part.url, serviceRoot: "http://host/odata/")
                if let condition = part.condition { _ = try? ExpressionParser.parse(condition) }
            }
        }
        #expect(accepted > 400 && refused > 400)
    }
}
