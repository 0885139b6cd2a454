import OData
import SQLCore

/// Large answers in the order of an integer key are written by two threads, each with a reader and ranges of its own.
extension CollectionRunner {
    /// What the two threads share.
    struct Split: Sendable {
        var queue: SegmentQueue
        /// What the companion has written, for the lead to send in its place.
        var parts: OrderedParts<SegmentQueue.Part>
    }

    /// How many finished segments of the companion may wait.
    private static let segmentsAhead = 2

    /// What is to be split; nil where one thread does it alone.
    func split() throws -> Split? {
        let page = runner.page
        let wanted = min(page.remaining ?? .max, page.size)
        guard rows.isSplittable, wanted >= 4 * splitSample else { return nil }
        let start = page.position?.values
        guard let first = try key(behind: start, skip: start == nil ? page.skip : 0),
            let other = try key(behind: [.integer(first)], skip: splitSample - 1)
        else { return nil }
        let density = Double(splitSample) / Double(max(other &- first, 1))
        guard density >= SegmentQueue.leastDensity, first > .min else { return nil }
        return Split(
            queue: SegmentQueue(behind: first - 1, wanted: wanted, density: density),
            parts: OrderedParts(ahead: Self.segmentsAhead)
        )
    }

    /// The companion's share: segments, until there are none or nobody takes them.
    func follow(_ split: Split) throws {
        defer { split.parts.close() }
        while let segment = try next(split) {
            let part = try written(segment)
            split.queue.finish(segment, part)
            guard split.parts.put(part, at: segment.number) else { return }
        }
    }

    /// What the lead has sent.
    private struct Sent {
        var segments = 0
        var rows = 0
        var last: Int64?
    }

    /// The lead's share: segments too, and all of them in their order to the sink.
    ///
    /// Gives the number of rows, and where the answer goes on: behind the last row on another page, or behind a key in
    /// this answer.
    func lead(
        _ split: Split,
        deadline: Duration?,
        sink: ([UInt8]) throws -> Void
    ) throws -> (rows: Int, next: [SQLValue]?, goOn: [SQLValue]?) {
        defer { split.parts.close() }
        var sent = Sent()
        func send(_ part: SegmentQueue.Part) throws {
            if part.rows > 0 {
                // The comma between rows belongs to all but the first one.
                try sink(sent.rows > 0 ? part.bytes : Array(part.bytes.dropFirst()))
            }
            sent.rows += part.rows
            sent.last = part.last ?? sent.last
            sent.segments += 1
        }
        func sendParts(before end: Int) throws {
            while sent.segments < end {
                guard let part = split.parts.take(sent.segments) else { throw CompanionStopped() }
                try send(part)
            }
        }
        while true {
            if let segment = try next(split) {
                let part = try written(segment)
                split.queue.finish(segment, part)
                try sendParts(before: segment.number)
                try send(part)
                split.parts.pass(segment.number)
                if let deadline, let hold = runner.envelope.hold, hold.now() >= deadline { split.queue.pause() }
                continue
            }
            let standing = split.queue.standing
            try sendParts(before: standing.count)
            // Segments with fewer rows than keys have left room for more.
            let now = split.queue.standing
            guard now.count == standing.count, now.end != nil || now.isFull else { continue }
            if case .paused(let key)? = now.end { return (sent.rows, nil, [.integer(key)]) }
            return (sent.rows, try nextPage(behind: now.isFull ? sent.last : nil), nil)
        }
    }

    private func nextPage(behind last: Int64?) throws -> [SQLValue]? {
        let page = runner.page
        let isLastPage = page.remaining.map { $0 <= page.size } ?? false
        guard let last, !isLastPage else { return nil }
        let position = [SQLValue.integer(last)]
        return try key(behind: position, skip: 0) == nil ? nil : position
    }

    private func next(_ split: Split) throws -> SegmentQueue.Segment? {
        try split.queue.next { try key(behind: [.integer($0)], skip: 0) }
    }

    /// The rows of a segment, each with a comma before it.
    private func written(_ segment: SegmentQueue.Segment) throws -> SegmentQueue.Part {
        let range = (segment.after, segment.upTo)
        let cursor = try rows.pages.query(on: connection, clock: runner.clock, range: range)
        defer { cursor.finish() }
        return try written(from: cursor)
    }

    private func written(from cursor: some SQLCursor) throws -> SegmentQueue.Part {
        var writer = RowWriter(capacity: runner.envelope.chunkBytes, format: runner.format)
        let row = cursor.rawRow
        var part = SegmentQueue.Part(bytes: [], rows: 0)
        let key = rows.order[0].column
        while try cursor.step() {
            writer.json.append(byte: UInt8(ascii: ","))
            write(row, into: &writer)
            part.rows += 1
            part.last = cursor.integer(key)
        }
        part.bytes = writer.json.take()
        return part
    }

    /// The key behind a position, so many rows on; nil where there are fewer.
    private func key(behind position: [SQLValue]?, skip: Int) throws -> Int64? {
        let found = try rows.pages.query(
            on: connection,
            clock: runner.clock,
            position: position,
            skip: skip,
            limit: 1
        )
        guard let cursor = found else { throw ReadRunner.PositionMismatch() }
        defer { cursor.finish() }
        return try cursor.step() ? cursor.integer(rows.order[0].column) : nil
    }
}
