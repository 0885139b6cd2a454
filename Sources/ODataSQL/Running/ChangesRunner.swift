import OData
import SQLCore

/// Writes what a delta link answers: the present state of rows that changed, and a note for each that is gone
/// (Protocol 11.3, JSON Format 15).
struct ChangesRunner {
    let runner: ReadRunner
    let plan: ChangesPlan
    let connection: any SQLConnection

    /// How many rows get their expanded members together.
    private static let batch = 50

    private var format: RowFormat { runner.format }

    /// The window of changes and where in it this page starts.
    private struct Place {
        var start: TrackingStart
        var until: TrackingStart
        var isAmongTombstones: Bool
        var after: [SQLValue]
        var isFirst: Bool
    }

    func run(_ sink: ([UInt8]) throws -> Void) throws -> ReadRunner.Outcome {
        guard let tracking = runner.page.tracking, let start = tracking.start else {
            throw ReadRunner.PositionMismatch()
        }
        try tracking.check(connection, start)
        let until = try tracking.page?.until ?? runner.currentPosition(on: connection)
        if tracking.countsOnly {
            let number = try count(start, until)
            try sink(Array(String(number).utf8))
            return .written(ReadRunner.Summary(rows: [runner.plan.entitySet: 0], version: nil, hasNextLink: false))
        }
        var total: Int64?
        if plan.isCounted { total = try tracking.page?.count ?? count(start, until) }
        var place = Place(
            start: start,
            until: until,
            isAmongTombstones: tracking.page?.isAmongTombstones ?? false,
            after: tracking.page?.after ?? [],
            isFirst: tracking.page == nil
        )
        var output = Output(
            writer: RowWriter(capacity: min(runner.envelope.chunkBytes, 65_536), format: format),
            room: runner.page.size
        )
        open(&output.writer, count: total)
        var rest: ChangeToken.Page?
        if !place.isAmongTombstones {
            if let last = try writeRows(from: place, to: &output, sink) { rest = page(place, last, total) }
            if rest == nil, plan.tombstones != nil {
                place.isAmongTombstones = true
                place.after = [.integer(start.position)]
            }
        }
        if rest == nil, place.isAmongTombstones, let tombstones = plan.tombstones,
            let last = try writeTombstones(tombstones, from: place, to: &output, sink)
        {
            rest = page(place, last, total)
        }
        close(
            &output.writer,
            rest.map { ("nextLink", tracking.changesLink(start, $0)) }
                ?? ("deltaLink", tracking.changesLink(until, nil))
        )
        try sink(output.writer.json.take())
        output.counts[runner.plan.entitySet, default: 0] += output.written
        return .written(ReadRunner.Summary(rows: output.counts, version: nil, hasNextLink: rest != nil))
    }

    private func page(_ place: Place, _ last: [SQLValue], _ count: Int64?) -> ChangeToken.Page {
        ChangeToken.Page(
            until: place.until,
            isAmongTombstones: place.isAmongTombstones,
            after: last,
            count: count,
            size: runner.page.tracking?.page?.size
        )
    }

    /// What is being written.
    private struct Output: ~Copyable {
        var writer: RowWriter
        /// How many entries the page may still have.
        var room: Int
        var written = 0
        var counts: [String: Int] = [:]

        init(writer: consuming RowWriter, room: Int) {
            self.writer = writer
            self.room = room
        }

        /// Whether there is room for one more entry, and if so, what stands before it.
        mutating func begin() -> Bool {
            guard room > 0 else { return false }
            room -= 1
            if written > 0 { writer.json.append(byte: UInt8(ascii: ",")) }
            written += 1
            return true
        }
    }

    private func values(_ start: TrackingStart, _ until: TrackingStart, limit: Int, after: [SQLValue]) -> [SQLValue] {
        runner.clock.values() + [.integer(Int64(clamping: limit)), .integer(0)]
            + [.integer(start.position), .integer(until.position)] + after
    }

    private func count(_ start: TrackingStart, _ until: TrackingStart) throws -> Int64 {
        var total: Int64 = 0
        for statement in [plan.count, plan.tombstones?.count].compactMap({ $0 }) {
            let cursor = try statement.query(on: connection, values(start, until, limit: 0, after: []))
            defer { cursor.finish() }
            if try cursor.step() { total += cursor.integer(0) }
        }
        return total
    }

    // MARK: Entries

    /// Writes changed rows; gives the place of the last one where more follow on another page.
    private func writeRows(
        from place: Place,
        to output: inout Output,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> [SQLValue]? {
        let limit = output.room < .max ? output.room + 1 : .max
        let firstAfter = plan.isInOrderOfChange ? [SQLValue.integer(place.start.position)] : []
        let values = values(place.start, place.until, limit: limit, after: place.isFirst ? firstAfter : place.after)
        let cursor = try (place.isFirst ? plan.first : plan.later).query(on: connection, values)
        defer { cursor.finish() }
        var last: [SQLValue] = place.after
        var pending = 0
        while try cursor.step() {
            guard output.begin() else {
                try flush(&output, sink)
                return last
            }
            last = plan.order.map { cursor.value($0) }
            write(cursor, to: &output.writer)
            pending += 1
            let isFull =
                output.writer.holes.isEmpty
                ? output.writer.json.count >= runner.envelope.chunkBytes : pending >= Self.batch
            if isFull {
                try flush(&output, sink)
                pending = 0
            }
        }
        try flush(&output, sink)
        return nil
    }

    private func write(_ cursor: some SQLCursor, to writer: inout RowWriter) {
        guard cursor.isNull(plan.presence) else {
            if let program = plan.program {
                writer.row(program, from: cursor.rawRow)
            } else {
                writer.entity(plan.shape, from: cursor)
            }
            return
        }
        let isDeleted = plan.deletion.map { !cursor.isNull($0) } ?? false
        writer.removed(plan.removed, isDeleted: isDeleted, opening: removedOpening, from: cursor)
    }

    private func writeTombstones(
        _ tombstones: TombstonesPlan,
        from place: Place,
        to output: inout Output,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> [SQLValue]? {
        let limit = output.room < .max ? output.room + 1 : .max
        let values = values(place.start, place.until, limit: limit, after: place.after)
        let cursor = try tombstones.page.query(on: connection, values)
        defer { cursor.finish() }
        var last = place.after
        while try cursor.step() {
            guard output.begin() else { return last }
            last = [cursor.value(tombstones.number)]
            output.writer.removed(tombstones.removed, isDeleted: true, opening: removedOpening, from: cursor)
            if output.writer.json.count >= runner.envelope.chunkBytes { try flush(&output, sink) }
        }
        return nil
    }

    /// Hands over what was written, with the expanded members in their places.
    private func flush(_ output: inout Output, _ sink: ([UInt8]) throws -> Void) throws {
        guard output.writer.json.count > 0 else { return }
        let holes = output.writer.holes
        output.writer.holes.removeAll(keepingCapacity: true)
        let body = output.writer.json.take()
        let filler = ExpandRunner(connection: connection, format: format, clock: runner.clock)
        try sink(filler.fill(body, holes: holes, expands: plan.expands, counts: &output.counts))
    }

    // MARK: Envelope

    /// What a deleted entity begins with: its context, always in 4.0 and at the full metadata level in 4.01.
    private var removedOpening: [UInt8] {
        guard !format.usesShortNames || format.metadata == .full else { return [] }
        let set = URLText.fragment(runner.plan.entitySet)
        return Array("\"\(format.prefix)context\":\"\(format.serviceRoot)$metadata#\(set)/$deletedEntity\",".utf8)
    }

    private func open(_ writer: inout RowWriter, count: Int64?) {
        writer.json.append(byte: UInt8(ascii: "{"))
        runner.writeContext(into: &writer)
        var isFirst = runner.envelope.contextURL == nil
        if let count {
            if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
            writer.json.append(Array("\"\(format.prefix)count\":".utf8))
            writer.json.integer(count, quoted: format.ieee754Compatible)
            isFirst = false
        }
        if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
        writer.json.append("\"value\":[")
    }

    private func close(_ writer: inout RowWriter, _ link: (name: String, url: String)) {
        writer.json.append(byte: UInt8(ascii: "]"))
        writer.json.append(Array(",\"\(format.prefix)\(link.name)\":".utf8))
        writer.json.string(link.url)
        writer.json.append(byte: UInt8(ascii: "}"))
    }
}

extension RowWriter {
    /// Writes the note about an entity that is gone (JSON Format 15.3).
    mutating func removed(_ shape: RemovedShape, isDeleted: Bool, opening: [UInt8], from cursor: some SQLRow) {
        let reason = isDeleted ? "deleted" : "changed"
        json.append(byte: UInt8(ascii: "{"))
        json.append(opening)
        if shape.keys.isEmpty {
            referenceMembers(shape.identity, from: cursor)
            json.append(Array(",\"reason\":\"\(reason)\"}".utf8))
            return
        }
        json.append(Array("\"@removed\":{\"reason\":\"\(reason)\"},".utf8))
        referenceMembers(shape.identity, from: cursor)
        for key in shape.keys {
            json.append(byte: UInt8(ascii: ","))
            json.append(key.name)
            value(key.column, key.storage, from: cursor)
        }
        json.append(byte: UInt8(ascii: "}"))
    }
}
