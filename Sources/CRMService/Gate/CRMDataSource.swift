import Identity
public import OData
import ODataSQL
public import ODataServer
import SQLCore
import Synchronization

/// The business data as one viewer sees it, for the protocol engine and for pages alike.
public struct CRMDataSource: DataSource {
    let gate: Gate
    let viewer: Viewer
    let view: ModelView
    /// Where the request came from, for the trail of changes.
    var origin = WriteOrigin()
    /// The connection on which the viewer was admitted, while the visit lasts.
    var loan: ConnectionLoan?

    /// Plans and runs a read that was bound against the viewer's model.
    public func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
        let reading = try changeReading(read, options)
        let page = try page(of: read, options: options, reading)
        let isShort = isShort(read, page: page)
        let hold = isShort || options.isSnapshot ? nil : hold
        let runner = try runner(read, options, page: page, hold: hold, reading.plan)
        let facts = facts(read, options, reading)
        do {
            if isShort {
                let deadline = Duration.seconds(gate.limits.statementSeconds)
                return try await gate.database.read(.short, deadline: deadline) { connection in
                    try Self.buffered(runner, facts: facts, on: connection)
                }
            }
            return try await streamed(runner, facts: facts, of: read)
        } catch {
            throw failure(error)
        }
    }

    /// Runs a small read on the connection on which the viewer was admitted.
    public func readAtOnce(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream? {
        guard let loan else { return nil }
        let reading = try changeReading(read, options)
        let page = try page(of: read, options: options, reading)
        guard isShort(read, page: page) else { return nil }
        let runner = try runner(read, options, page: page, hold: nil, reading.plan)
        let facts = facts(read, options, reading)
        do {
            return try loan.use { connection in try Self.buffered(runner, facts: facts, on: connection) }
        } catch {
            throw failure(error)
        }
    }

    private func failure(_ error: any Error) -> DataSourceError {
        switch error {
        case let error as DataSourceError: error
        case let error as SQLDatabaseError: DataSourceError(error, seconds: gate.limits.statementSeconds)
        case is ReadRunner.PositionMismatch: .skipTokenInvalid
        case is CancellationError: .cancelled
        default: .failed("\(error)")
        }
    }

    private func facts(_ read: BoundRead, _ options: ReadOptions, _ reading: ChangeReading) -> EntityStream.Facts {
        var facts = EntityStream.Facts(omits: options.omits)
        facts.tracksChanges = reading.plan != .none
        if case .collection = read.shape {
            facts.appliedPageSize = options.maxPageSize.map { min($0, options.limits.largestPageSize) }
        }
        return facts
    }

    // MARK: Plans

    /// What a plan follows from, beside the read.
    private struct PlanKey: Hashable {
        var rights: ViewerRights
        var format: RowFormat
        var expandedRows: Int
        var tracking: ChangeTracking
    }

    /// Plans a read, or takes the plan from the notes of a read that is asked for again.
    private func plan(
        _ read: BoundRead,
        _ options: ReadOptions,
        format: RowFormat,
        _ tracking: ChangeTracking
    ) throws(DataSourceError) -> ReadPlan {
        let key = PlanKey(
            rights: ViewerRights(viewer),
            format: format,
            expandedRows: options.limits.rowsPerExpand,
            tracking: tracking
        )
        if let known = options.notes?.note(key, as: ReadPlan.self) { return known }
        do {
            let plan = try planner(options, format: format).plan(read, tracking: tracking)
            options.notes?.keep(plan, under: key)
            return plan
        } catch {
            throw DataSourceError(error)
        }
    }

    private func runner(
        _ read: BoundRead,
        _ options: ReadOptions,
        page: ReadRunner.Page,
        hold: ReadRunner.Hold?,
        _ tracking: ChangeTracking
    ) throws(DataSourceError) -> ReadRunner {
        let format = RowFormat(options)
        let plan = try plan(read, options, format: format, tracking)
        let envelope = ReadRunner.Envelope(contextURL: options.contextURL, hold: hold)
        return ReadRunner(
            plan: plan,
            format: format,
            page: page,
            envelope: envelope,
            clock: gate.clock(now: options.now)
        )
    }

    /// A stream lets go of its state of the data now and then, so that the write-ahead log can be moved into the file
    /// however long a client takes.
    private var hold: ReadRunner.Hold {
        ReadRunner.Hold(
            limit: .seconds(gate.limits.holdSeconds),
            now: gate.monotonic,
            renew: { connection in try connection.renewSnapshot() }
        )
    }

    /// The viewer's tables.
    var rowSources: PrincipalRowSources {
        PrincipalRowSources(viewer: viewer, catalog: gate.catalog, mapping: gate.mapping, view: view)
    }

    func planner(_ options: ReadOptions, format: RowFormat) -> ReadPlanner {
        ReadPlanner(
            model: view.model,
            sources: rowSources,
            format: format,
            limits: ReadPlanner.Limits(expandedRows: options.limits.rowsPerExpand)
        )
    }

    /// Small answers are read in one piece: one hop to a thread of the short lane, and the length is known.
    private func isShort(_ read: BoundRead, page: ReadRunner.Page) -> Bool {
        switch read.shape {
        case .entity, .property, .rawValue, .stream, .item, .count, .valueCount, .references(isCollection: false):
            true
        case .collection, .references(isCollection: true):
            // What is aggregated may be much more than what is answered.
            read.span == .path && read.query.apply == nil
                && min(page.remaining ?? .max, page.size) <= gate.limits.shortRows
                && read.query.expand.allSatisfy { !$0.navigation.isCollection }
        }
    }

    /// Reads in one piece on a connection, such as one that has just written.
    func read(_ read: BoundRead, options: ReadOptions, on connection: any SQLConnection) throws -> EntityStream {
        let reading = try changeReading(read, options)
        let page = try page(of: read, options: options, reading)
        let runner = try runner(read, options, page: page, hold: nil, reading.plan)
        let facts = facts(read, options, reading)
        return try Self.buffered(runner, facts: facts, on: connection, atMost: Self.longestHeld)
    }

    /// The bytes of an answer that is held until a transaction ends.
    private static let longestHeld = 32 * 1024 * 1024

    private static func buffered(
        _ runner: ReadRunner,
        facts: EntityStream.Facts,
        on connection: any SQLConnection,
        atMost limit: Int = .max
    ) throws -> EntityStream {
        var body: [UInt8] = []
        let outcome = try runner.run(on: connection) { chunk in
            guard body.count + chunk.count <= limit else {
                throw DataSourceError.tooComplex("the answer is larger than \(limit) bytes; ask for less at once")
            }
            if body.isEmpty { body = chunk } else { body += chunk }
        }
        var facts = facts
        switch outcome {
        case .notFound:
            facts.outcome = .notFound
            return EntityStream(facts: facts, body: .empty)
        case .noContent:
            facts.outcome = .null
            return EntityStream(facts: facts, body: .empty)
        case .written(let summary):
            facts.entityTag = summary.version.map { EntityTag(String($0)) }
            facts.mediaType = summary.mediaType
            let rows = Int64(summary.rows.values.reduce(0, +))
            return EntityStream(facts: facts, body: .bytes(body), rowCount: { rows })
        }
    }

    /// Large answers come from the stream lane chunk by chunk; the first chunk is awaited here, so that what fails
    /// before it keeps its own status.
    private func streamed(
        _ runner: ReadRunner,
        facts: EntityStream.Facts,
        of read: BoundRead
    ) async throws -> EntityStream {
        let progress = StreamProgress()
        // The combinations of several sets may be many more than anybody waits for.
        let seconds = read.span.isCrossjoin ? gate.limits.statementSeconds : gate.limits.readSeconds
        let chunks: SQLChunkStream<[UInt8]> = gate.database.stream(.stream, deadline: .seconds(seconds)) {
            connection,
            handoff in
            let outcome = try runner.run(on: connection) { chunk in try handoff.put(chunk) }
            progress.end(outcome)
        }
        let first: [UInt8]?
        do {
            first = try await chunks.next()
        } catch let error as SQLDatabaseError {
            throw DataSourceError(error, seconds: seconds)
        }
        guard let first else {
            var facts = facts
            facts.outcome = progress.outcome == .noContent ? .null : .notFound
            return EntityStream(facts: facts, body: .empty)
        }
        let head = Mutex<[UInt8]?>(first)
        let stream = ODataByteStream(
            next: {
                if let chunk = head.withLock({ chunk in
                    defer { chunk = nil }
                    return chunk
                }) {
                    return chunk
                }
                do {
                    return try await chunks.next()
                } catch let error as SQLDatabaseError {
                    throw DataSourceError(error, seconds: seconds)
                }
            },
            cancel: { chunks.cancel() }
        )
        return EntityStream(facts: facts, body: .stream(stream), rowCount: { progress.rows })
    }

    // MARK: Pages

    /// Which part of the result this request gets, and how the link to the rest is made.
    private func page(
        of read: BoundRead,
        options: ReadOptions,
        _ reading: ChangeReading
    ) throws(DataSourceError) -> ReadRunner.Page {
        let reader = viewer.principal.userID.map { String($0.rawValue) } ?? ""
        var hash = Self.hash(options.requestText, viewer.shape, reader)
        var asked = options.maxPageSize
        if case .sweep = reading { hash = sweepHash(options) }
        if case .changes(let token) = reading { asked = asked ?? token.page?.size }
        var position: SkipToken?
        if let text = options.skipToken, options.deltaToken == nil {
            guard let opened = SkipToken.opened(text, by: gate.sealer) else { throw .skipTokenInvalid }
            guard opened.requestHash == hash else {
                throw opened.tracking == nil ? .skipTokenInvalid : .linkExpired
            }
            position = opened
        }
        let limits = options.limits
        asked = asked ?? position?.pageSize
        let size: Int
        if let asked {
            size = min(max(asked, 1), limits.largestPageSize)
        } else {
            size = read.query.top == nil ? limits.defaultPageSize : limits.largestUnpagedTop
        }
        let remaining = read.query.top.map { max(0, $0 - Int(clamping: position?.delivered ?? 0)) }
        let (sealer, pageSize, requestHash) = (gate.sealer, asked, hash)
        return ReadRunner.Page(
            remaining: remaining,
            skip: position == nil ? read.query.skip ?? 0 : 0,
            size: min(size, limits.rowsPerResponse),
            position: position,
            nextLink: { values, delivered, count in
                let token = SkipToken(
                    requestHash: requestHash,
                    values: values,
                    delivered: delivered,
                    count: count,
                    pageSize: pageSize
                )
                return options.nextLinkPrefix + token.sealed(by: sealer)
            },
            tracking: tracking(reading, read, options, pageSize: pageSize)
        )
    }

    /// FNV-1a of what two pages of one sweep share.
    static func hash(_ texts: String...) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for text in texts {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }  // FNV-1a wraps by definition
            hash = (hash ^ 0xff) &* 0x100_0000_01b3  // FNV-1a wraps by definition
        }
        return hash
    }
}

/// How far a stream has come, told from the thread that reads to the task that answers.
private final class StreamProgress: Sendable {
    private let state = Mutex<ReadRunner.Outcome?>(nil)

    var outcome: ReadRunner.Outcome? { state.withLock { $0 } }

    var rows: Int64 {
        guard case .written(let summary) = outcome else { return 0 }
        return Int64(summary.rows.values.reduce(0, +))
    }

    func end(_ outcome: ReadRunner.Outcome) { state.withLock { $0 = outcome } }
}

extension RowFormat {
    init(_ options: ReadOptions) {
        let metadata: Metadata =
            switch options.metadata {
            case .minimal: .minimal
            case .full: .full
            case .none: .none
            }
        self.init(
            metadata: metadata,
            usesShortNames: options.version == .v4_01,
            ieee754Compatible: options.ieee754Compatible,
            omits: options.omits,
            serviceRoot: options.serviceRoot
        )
    }
}
