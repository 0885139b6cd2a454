import NIOCore
import Testing

@testable import TesseraApp

/// Which clients are given up, by what happens in which second.
@Suite struct ConnectionProgressTests {
    /// What happens; numbers are bytes.
    enum Step: Sendable {
        case bytes(Int)
        case headEnded
        case bodyEnded
        case answerEnded
        /// Seconds that pass while we read and nothing waits to be sent.
        case seconds(Int)
        /// Seconds that pass while we do not read.
        case busy(Int)
        /// Seconds that pass, one by one, with these numbers of bytes waiting to be sent.
        case unsent([Int])
    }

    static let rows: [(name: String, steps: [Step], stall: ConnectionProgress.Stall?)] = [
        ("silence from the start", [.seconds(10)], .head),
        ("silence shorter than the limit", [.seconds(9)], nil),
        ("a head, byte by byte", dripped(10, bytes: 1), .head),
        ("a head in time", [.seconds(9), .bytes(100), .headEnded, .bodyEnded, .seconds(100)], nil),
        ("nothing between two requests", request + [.seconds(1_000)], nil),
        ("half a head after a request", request + [.bytes(5), .seconds(10)], .head),
        ("a body that never comes", [.bytes(9), .headEnded, .seconds(30)], .body),
        ("a body, byte by byte", [.headEnded] + dripped(30, bytes: 1), .body),
        ("a slow body that goes on", [.headEnded] + dripped(90, bytes: 100), nil),
        ("a body we do not read", [.headEnded, .busy(1_000)], nil),
        ("a long wait for an answer", [.headEnded, .bodyEnded, .busy(1_000)], nil),
        ("the rest of a body after its answer", [.headEnded, .answerEnded] + dripped(10, bytes: 100_000), .body),
        ("an answer that nobody takes", request + [.unsent(Array(repeating: 9_000, count: 61))], .write),
        ("an answer that is taken slowly", request + [.unsent((0..<500).map { 9_000 - $0 })], nil),
        ("an answer taken at last", request + [.unsent(Array(repeating: 9_000, count: 50) + [0, 0, 0])], nil),
    ]

    private static let request: [Step] = [.bytes(100), .headEnded, .bodyEnded, .answerEnded]

    private static func dripped(_ seconds: Int, bytes: Int) -> [Step] {
        (0..<seconds).flatMap { _ in [.bytes(bytes), .seconds(1)] }
    }

    @Test("a client that does not go on is given up, one that is slow or waits is not", arguments: rows.indices)
    func stalls(index: Int) {
        let row = Self.rows[index]
        var progress = ConnectionProgress(
            ConnectionProgress.Limits(head: .seconds(10), body: .seconds(30), write: .seconds(60))
        )
        var stall: ConnectionProgress.Stall?
        func pass(_ seconds: Int, isReading: Bool) {
            for _ in 0..<seconds where stall == nil {
                stall = progress.passed(.seconds(1), isReading: isReading, unsent: 0)
            }
        }
        for step in row.steps where stall == nil {
            switch step {
            case .bytes(let count): progress.received(count)
            case .headEnded: progress.headEnded()
            case .bodyEnded: progress.bodyEnded()
            case .answerEnded: progress.answerEnded()
            case .seconds(let count): pass(count, isReading: true)
            case .busy(let count): pass(count, isReading: false)
            case .unsent(let counts):
                for count in counts where stall == nil {
                    stall = progress.passed(.seconds(1), isReading: true, unsent: count)
                }
            }
        }
        #expect(stall == row.stall, "\(row.name)")
    }
}
