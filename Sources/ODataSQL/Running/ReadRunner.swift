import OData
public import SQLCore

/// Runs a plan on a connection and writes the answer's body.
///
/// Runs synchronously, on a thread that may block: everything a request needs is read inside one read transaction, so
/// the count, the rows and the expanded rows belong together. Memory is bounded by one chunk and one batch of parents.
public struct ReadRunner: Sendable {
    let plan: ReadPlan
    let format: RowFormat
    var page: Page
    let envelope: Envelope
    let clock: PlanClock

    /// Which part of a result is asked for.
    public struct Page: Sendable {
        /// `$top`: what is left of it on this page and the following ones.
        public var remaining: Int?
        /// Rows skipped on the first page.
        public var skip: Int
        /// The largest number of rows of this answer; more of them follow behind a link.
        public var size: Int
        /// Where the page starts; nil for the first.
        public var position: SkipToken?
        /// Makes the link to the rest from the position this page ends at.
        public var nextLink: @Sendable (_ values: [SQLValue], _ delivered: Int64, _ count: Int64?) -> String
        /// For reads whose changes are tracked.
        public var tracking: Tracking?

        /// Makes a page.
        public init(
            remaining: Int?,
            skip: Int,
            size: Int,
            position: SkipToken?,
            nextLink: @escaping @Sendable (_ values: [SQLValue], _ delivered: Int64, _ count: Int64?) -> String,
            tracking: Tracking? = nil
        ) {
            self.remaining = remaining
            self.skip = skip
            self.size = size
            self.position = position
            self.nextLink = nextLink
            self.tracking = tracking
        }
    }

    /// Where a read stands among the changes of its rows.
    public struct Tracking: Sendable {
        /// Where the changes begin; nil on the first page of a sweep, which begins with what is committed then.
        public var start: TrackingStart?
        /// The page of what a delta link answers; nil for its first, and for sweeps.
        public var page: ChangeToken.Page?
        /// Whether only the number of changes is asked for.
        public var countsOnly: Bool
        /// Looks whether changes can still be told, before the first byte, and throws where they cannot.
        public var check: @Sendable (any SQLConnection, TrackingStart) throws -> Void
        /// Makes the link to the next page of a sweep.
        public var sweepLink: @Sendable (SkipToken) -> String
        /// Makes the link to what changed since a position, or to a later page of that.
        public var changesLink: @Sendable (TrackingStart, ChangeToken.Page?) -> String

        /// Makes a description.
        public init(
            start: TrackingStart?,
            page: ChangeToken.Page? = nil,
            countsOnly: Bool = false,
            check: @escaping @Sendable (any SQLConnection, TrackingStart) throws -> Void = { _, _ in },
            sweepLink: @escaping @Sendable (SkipToken) -> String,
            changesLink: @escaping @Sendable (TrackingStart, ChangeToken.Page?) -> String
        ) {
            self.start = start
            self.page = page
            self.countsOnly = countsOnly
            self.check = check
            self.sweepLink = sweepLink
            self.changesLink = changesLink
        }
    }

    /// What stands around the rows.
    public struct Envelope: Sendable {
        /// The context URL; nil at the metadata level none.
        public var contextURL: String?
        /// The number of bytes after which a chunk is handed over.
        public var chunkBytes: Int

        /// How long one cursor is held; nil for as long as it takes.
        public var hold: Hold?

        /// Makes an envelope.
        public init(contextURL: String?, chunkBytes: Int = 262_144, hold: Hold? = nil) {
            self.contextURL = contextURL
            self.chunkBytes = chunkBytes
            self.hold = hold
        }
    }

    /// Bounds how long one cursor of a large collection is open: then it is closed, and another one goes on behind the
    /// last row written, by the sort key.
    ///
    /// Looked at between chunks, so that a slow reader counts too.
    public struct Hold: Sendable {
        /// The longest time for one cursor.
        public var limit: Duration
        /// A clock that never goes back.
        public var now: @Sendable () -> Duration
        /// Called while no cursor is open, for connections that can begin a new snapshot there.
        public var renew: @Sendable (any SQLConnection) throws -> Void

        /// Makes a bound.
        public init(
            limit: Duration,
            now: @escaping @Sendable () -> Duration,
            renew: @escaping @Sendable (any SQLConnection) throws -> Void = { _ in }
        ) {
            self.limit = limit
            self.now = now
            self.renew = renew
        }
    }

    /// How a read ended.
    public enum Outcome: Sendable, Equatable {
        /// The body was written.
        case written(Summary)
        /// The path leads to nothing.
        case notFound
        /// The path leads to a single value that is null, or to no related entity.
        case noContent
    }

    /// The position does not belong to the order of the plan, such as one of an older version of the service.
    public struct PositionMismatch: Error {}

    /// Facts about what was written.
    public struct Summary: Sendable, Equatable {
        /// Rows written, by entity set.
        public var rows: [String: Int]
        /// The version of a single entity, for its entity tag.
        public var version: Int64?
        /// Whether rows are left behind a link.
        public var hasNextLink: Bool
        /// The media type of a stream.
        public var mediaType: String?
    }

    /// Makes a runner.
    public init(plan: ReadPlan, format: RowFormat, page: Page, envelope: Envelope, clock: PlanClock) {
        self.plan = plan
        self.format = format
        self.page = page
        self.envelope = envelope
        self.clock = clock
    }

    /// Runs the plan; `sink` gets the body in chunks, and may block.
    ///
    /// Throws `SQLDatabaseError`, ``PositionMismatch``, or what the sink throws; the body is then cut.
    public func run(
        on connection: any SQLConnection,
        sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        if let existence = plan.existence {
            let cursor = try existence.query(on: connection, clock.values())
            defer { cursor.finish() }
            guard try cursor.step() else { return .notFound }
        }
        switch plan.body {
        case .rows(let rows): return try CollectionRunner(runner: self, rows: rows, connection: connection).run(sink)
        case .entity(let rows): return try entity(rows, connection, sink)
        case .property(let value): return try property(value, connection, sink)
        case .rawValue(let value): return try rawValue(value, connection, sink)
        case .stream(let value): return try stream(value, connection, sink)
        case .count(let statement): return try count([statement], connection, sink)
        case .counts(let statements): return try count(statements, connection, sink)
        case .all(let plan): return try AllRunner(runner: self, plan: plan, connection: connection).run(sink)
        case .changes(let changes):
            return try ChangesRunner(runner: self, plan: changes, connection: connection).run(sink)
        }
    }

    /// The last number given out, with the time of the request.
    func currentPosition(on connection: any SQLConnection) throws -> TrackingStart {
        guard let statement = plan.position else { throw PositionMismatch() }
        let cursor = try statement.query(on: connection, clock.values())
        defer { cursor.finish() }
        let number = try cursor.step() ? cursor.integer(0) : 0
        return TrackingStart(position: number, time: clock.nowMicroseconds)
    }

    // MARK: Single results

    private func entity(
        _ rows: RowsPlan,
        _ connection: any SQLConnection,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        let pages = rows.pages
        guard let cursor = try pages.query(on: connection, clock: clock, position: nil, skip: 0, limit: 1) else {
            throw PositionMismatch()
        }
        defer { cursor.finish() }
        guard try cursor.step() else { return plan.isOptional ? .noContent : .notFound }
        var writer = RowWriter(capacity: 4_096, format: format)
        writer.json.append(byte: UInt8(ascii: "{"))
        writeContext(into: &writer)
        let isFirst = envelope.contextURL == nil
        let version = rows.shape.versionColumn.map { cursor.integer($0) }
        if let reference = rows.reference {
            if !isFirst { writer.json.append(byte: UInt8(ascii: ",")) }
            writer.referenceMembers(reference, from: cursor)
        } else {
            writer.members(rows.shape, from: cursor, isFirst: isFirst)
        }
        writer.json.append(byte: UInt8(ascii: "}"))
        var counts = [plan.entitySet: 1]
        if rows.expands.isEmpty {
            try sink(writer.json.take())
        } else {
            let filler = ExpandRunner(connection: connection, format: format, clock: clock)
            let body = writer.json.take()
            try sink(filler.fill(body, holes: writer.holes, expands: rows.expands, counts: &counts))
        }
        return .written(Summary(rows: counts, version: version, hasNextLink: false))
    }

    private func property(
        _ value: ValuePlan,
        _ connection: any SQLConnection,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        let cursor = try value.statement.query(on: connection, clock.values())
        defer { cursor.finish() }
        guard try cursor.step() else { return .notFound }
        var writer = RowWriter(capacity: 1_024, format: format)
        writer.json.append(byte: UInt8(ascii: "{"))
        writeContext(into: &writer)
        let separator: StaticString = envelope.contextURL == nil ? "" : ","
        switch value.content {
        case .value(let column, .list(let item)):
            writer.json.append(separator)
            writer.json.append("\"value\":")
            if cursor.isNull(column) {
                writer.json.append("[]")
            } else {
                writer.value(column, .list(of: item), from: cursor)
            }
        case .value(let column, let storage):
            if cursor.isNull(column) { return .noContent }
            if case .structure = storage {
                let stored = StoredValueWriter(format: format)
                stored.writeMembers(
                    cursor.utf8(column),
                    as: storage,
                    isFirst: envelope.contextURL == nil,
                    to: &writer.json
                )
            } else {
                writer.json.append(separator)
                writer.json.append("\"value\":")
                writer.value(column, storage, from: cursor)
            }
        case .item(let column, let storage, let position):
            guard !cursor.isNull(column),
                let item = StoredValue.item(at: position, of: cursor.utf8(column))
            else { return .notFound }
            if case .null = item { return .noContent }
            writer.json.append(separator)
            writer.json.append("\"value\":")
            StoredValueWriter(format: format).write(item, as: storage, to: &writer.json)
        case .structure(let presence, let shape):
            if let presence, cursor.isNull(presence) { return .noContent }
            writer.members(shape, from: cursor, isFirst: envelope.contextURL == nil)
        case .part(let column, let storage, let positions, let count):
            writer.json.append(separator)
            if let count {
                writer.json.append(Array("\"\(format.prefix)count\":".utf8))
                writer.json.integer(cursor.integer(count))
                writer.json.append(byte: UInt8(ascii: ","))
            }
            writer.json.append("\"value\":")
            let items = StoredValue.items(of: cursor.utf8(column), at: cursor.utf8(positions))
            StoredValueWriter(format: format).write(.list(items), as: storage, to: &writer.json)
        case .count, .stream: return .notFound
        }
        writer.json.append(byte: UInt8(ascii: "}"))
        let version = value.versionColumn.map { cursor.integer($0) }
        try sink(writer.json.take())
        return .written(Summary(rows: [plan.entitySet: 1], version: version, hasNextLink: false))
    }

    private func rawValue(
        _ value: ValuePlan,
        _ connection: any SQLConnection,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        let cursor = try value.statement.query(on: connection, clock.values())
        defer { cursor.finish() }
        guard try cursor.step() else { return .notFound }
        var writer = RowWriter(capacity: 1_024, format: format)
        switch value.content {
        case .value(let column, let storage):
            if cursor.isNull(column) { return .noContent }
            writer.rawValue(column, storage, from: cursor)
        case .count(let column):
            let count = cursor.isNull(column) ? 0 : StoredValue.count(of: cursor.utf8(column))
            writer.json.integer(Int64(count))
        case .item, .part, .structure, .stream: return .notFound
        }
        let version = value.versionColumn.map { cursor.integer($0) }
        try sink(writer.json.take())
        return .written(Summary(rows: [plan.entitySet: 1], version: version, hasNextLink: false))
    }

    private func stream(
        _ value: ValuePlan,
        _ connection: any SQLConnection,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        let cursor = try value.statement.query(on: connection, clock.values())
        defer { cursor.finish() }
        guard try cursor.step(), case .stream(let content, let type) = value.content else { return .notFound }
        if cursor.isNull(content) { return .noContent }
        let mediaType =
            cursor.isNull(type) ? "application/octet-stream" : String(decoding: cursor.utf8(type), as: UTF8.self)
        let bytes = cursor.bytes(content)
        var start = 0
        // An empty stream is content too.
        repeat {
            let end = min(bytes.count, start + envelope.chunkBytes)
            try sink(Array(bytes[start..<end]))
            start = end
        } while start < bytes.count
        let version = value.versionColumn.map { cursor.integer($0) }
        return .written(Summary(rows: [plan.entitySet: 1], version: version, hasNextLink: false, mediaType: mediaType))
    }

    private func count(
        _ statements: [PlannedStatement],
        _ connection: any SQLConnection,
        _ sink: ([UInt8]) throws -> Void
    ) throws -> Outcome {
        let number = try statements.reduce(Int64(0)) { sum, statement in
            let cursor = try statement.query(on: connection, clock.values())
            defer { cursor.finish() }
            return try cursor.step() ? sum + cursor.integer(0) : sum
        }
        try sink(Array(String(number).utf8))
        return .written(Summary(rows: [plan.entitySet: 0], version: nil, hasNextLink: false))
    }

    /// `"@odata.context":"…"`, if there is one.
    func writeContext(into writer: inout RowWriter) {
        guard let contextURL = envelope.contextURL else { return }
        writer.json.append(byte: UInt8(ascii: "\""))
        writer.json.append(Array("\(format.prefix)context\":".utf8))
        writer.json.string(contextURL)
    }
}
