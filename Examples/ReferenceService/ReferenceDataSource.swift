import OData
import ODataSQL
import ODataServer
import SQLCore
import SQLiteDriver
import Synchronization

/// Reads rows with SQL: plans a bound read, runs it on a thread of the database and hands over the finished body.
struct ReferenceDataSource: DataSource {
    let service: ReferenceService
    let sealer: any TokenSealer

    func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream {
        let (runner, tracksChanges) = try runner(for: read, options)
        var facts = EntityStream.Facts(omits: options.omits)
        facts.tracksChanges = tracksChanges
        do {
            guard case .collection = read.shape else { return try await whole(runner, facts) }
            facts.appliedPageSize = options.maxPageSize.map { min($0, options.limits.largestPageSize) }
            return try await streamed(runner, facts)
        } catch let error as DataSourceError {
            throw error
        } catch let error as SQLDatabaseError {
            throw DataSourceError(error)
        } catch is CancellationError {
            throw .cancelled
        } catch {
            throw .failed("\(error)")
        }
    }

    /// What carries a read out, and whether it follows changes.
    func runner(
        for read: BoundRead,
        _ options: ReadOptions
    ) throws(DataSourceError) -> (runner: ReadRunner, tracksChanges: Bool) {
        let format = RowFormat(options)
        let planner = ReadPlanner(
            model: service.model,
            sources: OpenRows(mapping: service.mapping),
            format: format,
            limits: ReadPlanner.Limits(expandedRows: options.limits.rowsPerExpand)
        )
        do {
            let reading = try changeReading(read, options, planner)
            let runner = ReadRunner(
                plan: try planner.plan(read, tracking: reading.plan),
                format: format,
                page: try page(of: read, options, reading),
                envelope: ReadRunner.Envelope(contextURL: options.contextURL),
                clock: PlanClock(nowMicroseconds: options.now, today: Self.today(options.now))
            )
            return (runner, reading.plan != .none)
        } catch let error as PlanningError {
            throw DataSourceError(error)
        } catch let error as DataSourceError {
            throw error
        } catch {
            throw .failed("\(error)")
        }
    }

    static func today(_ now: Int64) -> String {
        EdmDateTimeOffset(microseconds: now).date.description
    }

    // MARK: Running

    /// An answer in one piece.
    private func whole(_ runner: ReadRunner, _ facts: EntityStream.Facts) async throws -> EntityStream {
        let (outcome, body) = try await service.database.read(.short, deadline: nil) { connection in
            var body: [UInt8] = []
            let outcome = try runner.run(on: connection) { body += $0 }
            return (outcome, body)
        }
        return Self.stream(outcome, body, facts)
    }

    static func stream(_ outcome: ReadRunner.Outcome, _ body: [UInt8], _ facts: EntityStream.Facts) -> EntityStream {
        var facts = facts
        switch outcome {
        case .notFound: facts.outcome = .notFound
        case .noContent: facts.outcome = .null
        case .written(let summary):
            facts.entityTag = summary.version.map { EntityTag(String($0)) }
            facts.mediaType = summary.mediaType
            let rows = Int64(summary.rows.values.reduce(0, +))
            return EntityStream(facts: facts, body: .bytes(body), rowCount: { rows })
        }
        return EntityStream(facts: facts, body: .empty)
    }

    /// An answer chunk by chunk; the first chunk is waited for, so that what fails before it has its own status.
    private func streamed(_ runner: ReadRunner, _ facts: EntityStream.Facts) async throws -> EntityStream {
        let progress = Progress()
        let chunks: SQLChunkStream<[UInt8]> = service.database.stream { connection, handoff in
            let ended = try runner.run(on: connection) { try handoff.put($0) }
            progress.outcome.withLock { $0 = ended }
        }
        guard let first = try await chunks.next() else {
            return Self.stream(progress.outcome.withLock { $0 } ?? .notFound, [], facts)
        }
        progress.head.withLock { $0 = first }
        let body = ODataByteStream(
            next: {
                if let chunk = progress.head.withLock({ chunk in
                    defer { chunk = nil }
                    return chunk
                }) {
                    return chunk
                }
                do {
                    return try await chunks.next()
                } catch let error as SQLDatabaseError {
                    throw DataSourceError(error)
                }
            },
            cancel: { chunks.cancel() }
        )
        return EntityStream(facts: facts, body: .stream(body))
    }

    /// How far a stream has come, told from the thread that reads to the task that answers.
    private final class Progress: Sendable {
        let outcome = Mutex<ReadRunner.Outcome?>(nil)
        /// The first chunk, until it is taken.
        let head = Mutex<[UInt8]?>(nil)
    }

    // MARK: Pages

    private func page(
        of read: BoundRead,
        _ options: ReadOptions,
        _ reading: ChangeReading
    ) throws(DataSourceError) -> ReadRunner.Page {
        let hash = Self.hash(options.requestText)
        var position: SkipToken?
        if let text = options.skipToken, options.deltaToken == nil {
            guard let opened = SkipToken.opened(text, by: sealer), opened.requestHash == hash else {
                throw .skipTokenInvalid
            }
            position = opened
        }
        var asked = options.maxPageSize ?? position?.pageSize
        if case .changes(let token) = reading { asked = asked ?? token.page?.size }
        let usual = read.query.top == nil ? options.limits.defaultPageSize : options.limits.largestUnpagedTop
        let (sealer, pageSize) = (sealer, asked)
        return ReadRunner.Page(
            remaining: read.query.top.map { max(0, $0 - Int(clamping: position?.delivered ?? 0)) },
            skip: position == nil ? read.query.skip ?? 0 : 0,
            size: min(
                asked.map { min(max($0, 1), options.limits.largestPageSize) } ?? usual,
                options.limits.rowsPerResponse
            ),
            position: position,
            nextLink: { values, delivered, count in
                let token = SkipToken(
                    requestHash: hash,
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

    /// FNV-1a of what all pages of one sweep share.
    static func hash(_ text: String) -> UInt64 {
        text.utf8.reduce(0xcbf2_9ce4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }  // FNV-1a wraps by definition
    }
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
