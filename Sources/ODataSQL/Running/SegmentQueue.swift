import Synchronization

/// Deals out the rows of one answer in ranges of their key, to two threads that write them at the same time.
///
/// The ranges follow each other without gaps, and both connections see the same state: the segments in their order are
/// the rows of the undivided answer. A range of so many keys has at most so many rows, so that never more are dealt out
/// than are wanted; what a range has fewer is dealt out again.
final class SegmentQueue: Sendable {
    /// The rows of a range of keys.
    struct Segment: Sendable, Equatable {
        /// From 0, in the order of the answer.
        var number: Int
        /// The range starts behind this key.
        var after: Int64
        /// The last key of the range.
        var upTo: Int64

        fileprivate var width: Int { Int(clamping: upTo &- after) }
    }

    /// A written segment.
    struct Part: Sendable {
        var bytes: [UInt8]
        var rows: Int
        /// The key of the last row.
        var last: Int64?
    }

    /// Why no more segments are dealt out.
    enum End: Sendable, Equatable {
        /// There are no more rows.
        case exhausted
        /// The rest, behind this key, is written in another way.
        case paused(behind: Int64)
    }

    private struct State {
        var frontier: Int64
        /// Rows written, and the most that the segments being written can have.
        var reserved = 0
        var count = 0
        var rowsPerSegment = 256
        /// How many rows there are for each key of a range, as far as known.
        var density: Double
        /// Whether the keys behind the frontier may all be unused.
        var mayBeEmpty = false
        var mustPause = false
        var end: End?
    }

    /// How the dealing stands.
    struct Standing: Sendable {
        var count: Int
        var end: End?
        /// Whether all rows wanted were dealt out.
        var isFull: Bool
    }

    private let wanted: Int
    private let state: Mutex<State>

    /// A segment's text is about so long.
    private static let segmentBytes = 393_216
    /// Ranges with fewer rows for each key are better read by one thread.
    static let leastDensity = 0.4

    /// Makes the queue of so many rows behind a key.
    init(behind key: Int64, wanted: Int, density: Double) {
        self.wanted = wanted
        state = Mutex(State(frontier: key, density: max(density, Self.leastDensity)))
    }

    /// How the dealing stands.
    var standing: Standing {
        state.withLock { Standing(count: $0.count, end: $0.end, isFull: $0.reserved >= wanted) }
    }

    /// Deals out no more than what has been.
    func pause() { state.withLock { $0.mustPause = true } }

    /// The next segment; nil when there is none just now, because all rows wanted may be in those dealt out.
    ///
    /// `first` gives the first key in use behind another.
    func next(first: (_ behind: Int64) throws -> Int64?) throws -> Segment? {
        try state.withLock { state throws -> Segment? in
            let room = wanted - state.reserved
            guard state.end == nil, room > 0 else { return nil }
            if state.mustPause {
                state.end = .paused(behind: state.frontier)
                return nil
            }
            if state.mayBeEmpty {
                guard let key = try first(state.frontier) else {
                    state.end = .exhausted
                    return nil
                }
                state.frontier = key - 1
                state.mayBeEmpty = false
            }
            let fitting = Int(Double(state.rowsPerSegment) / state.density)
            let (upTo, isOver) = state.frontier.addingReportingOverflow(Int64(min(fitting, room)))
            let segment = Segment(number: state.count, after: state.frontier, upTo: isOver ? .max : upTo)
            state.count += 1
            state.reserved += segment.width
            state.frontier = segment.upTo
            if isOver { state.mayBeEmpty = true }
            return segment
        }
    }

    /// Takes note of what a segment turned out to have.
    func finish(_ segment: Segment, _ part: Part) {
        state.withLock { state in
            state.reserved -= segment.width - part.rows
            guard part.rows > 0 else {
                state.mayBeEmpty = true
                return
            }
            state.rowsPerSegment = min(max(Self.segmentBytes / max(part.bytes.count / part.rows, 1), 16), 4_096)
            let density = Double(part.rows) / Double(max(segment.width, 1))
            state.density = max((state.density + density) / 2, 0.01)
            if state.density < Self.leastDensity / 2 { state.mustPause = true }
        }
    }
}
