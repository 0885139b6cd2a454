import NIOCore

/// Whether the client of one connection does its part: sends what it began, and takes what it asked for.
///
/// A plain value that is told what happens and how much time passes, so that its rules can be tested without a clock.
struct ConnectionProgress {
    /// How long a client may take.
    struct Limits: Sendable {
        /// For a whole head, from the opening of the connection or from the head's first byte.
        var head: TimeAmount
        /// For the next ``leastBodyBytes`` of a body, or its end.
        var body: TimeAmount
        /// For taking anything of an answer that waits to be sent.
        var write: TimeAmount
        /// What counts as progress of a body; a byte now and then is none.
        var leastBodyBytes = 1_024

        /// How often progress is looked at.
        var tick: TimeAmount {
            .nanoseconds(max(min(head, body, write).nanoseconds / 4, TimeAmount.milliseconds(50).nanoseconds))
        }
    }

    /// What does not go on.
    enum Stall: Equatable {
        case head
        case body
        case write
    }

    private enum Reading {
        case nothing
        case head
        case body(bytes: Int)
    }

    private let limits: Limits
    private var reading = Reading.head
    /// How long the present part was waited for.
    private var waited = TimeAmount.zero
    private var unsent = 0
    private var unsentFor = TimeAmount.zero
    private var headsRead = 0
    private var answersSent = 0

    init(_ limits: Limits) {
        self.limits = limits
    }

    /// Bytes came in.
    mutating func received(_ count: Int) {
        switch reading {
        case .nothing: begin(.head)
        case .head: break
        case .body(let bytes): reading = .body(bytes: bytes + count)
        }
    }

    /// A head was complete; its body follows.
    mutating func headEnded() {
        headsRead += 1
        begin(.body(bytes: 0))
    }

    /// A body was complete.
    mutating func bodyEnded() { begin(.nothing) }

    /// An answer was written to its end, though perhaps not sent.
    mutating func answerEnded() {
        answersSent += 1
        if isAnswered { waited = .zero }
    }

    /// Time passed.
    ///
    /// `isReading` tells whether bytes were wanted at its end: a client is not to blame while we do not read. `unsent`
    /// is the number of bytes that wait to be sent.
    mutating func passed(_ time: TimeAmount, isReading: Bool, unsent now: Int) -> Stall? {
        unsentFor = now > 0 && now >= unsent ? unsentFor + time : .zero
        unsent = now
        if unsentFor >= limits.write { return .write }
        switch reading {
        case .nothing: return nil
        case .head:
            if isReading { waited = waited + time }
            return waited >= limits.head ? .head : nil
        case .body(let bytes):
            // What follows an answer nobody looks at any more; it has as long as a head.
            if isAnswered {
                waited = waited + time
                return waited >= limits.head ? .body : nil
            }
            if isReading { waited = waited + time }
            guard waited >= limits.body else { return nil }
            guard bytes >= limits.leastBodyBytes else { return .body }
            begin(.body(bytes: 0))
            return nil
        }
    }

    private var isAnswered: Bool { answersSent >= headsRead }

    private mutating func begin(_ next: Reading) {
        reading = next
        waited = .zero
    }
}
