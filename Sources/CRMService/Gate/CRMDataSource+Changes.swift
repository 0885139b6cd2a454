import Identity
import OData
import ODataSQL
import ODataServer
import SQLCore

/// What a read does about changes.
enum ChangeReading: Sendable {
    /// Nothing.
    case none
    /// Reads all rows, from the first page or, with a start, from a later one.
    case sweep(TrackingStart?)
    /// Reads what changed.
    case changes(ChangeToken)

    var plan: ChangeTracking {
        switch self {
        case .none: .none
        case .sweep: .sweep
        case .changes: .changes
        }
    }
}

extension CRMDataSource {
    /// What a request asks for, as far as it can be granted.
    func changeReading(_ read: BoundRead, _ options: ReadOptions) throws(DataSourceError) -> ChangeReading {
        if let text = options.deltaToken {
            guard let token = ChangeToken.opened(text, by: gate.sealer) else { throw .deltaTokenInvalid }
            let age = options.now - token.start.time
            guard token.requestHash == changesHash(options), age <= gate.limits.longestDelta, tracks(read, options)
            else {
                throw .deltaExpired(address(of: read, options))
            }
            return .changes(token)
        }
        if let text = options.skipToken, let start = SkipToken.opened(text, by: gate.sealer)?.tracking {
            return .sweep(start)
        }
        return options.tracksChanges && tracks(read, options) ? .sweep(nil) : .none
    }

    private func tracks(_ read: BoundRead, _ options: ReadOptions) -> Bool {
        planner(options, format: RowFormat(options)).tracks(read)
    }

    /// What the runner needs to follow the changes of a read; nil for a plain one.
    func tracking(
        _ reading: ChangeReading,
        _ read: BoundRead,
        _ options: ReadOptions,
        pageSize: Int?
    ) -> ReadRunner.Tracking? {
        let token: ChangeToken?
        let start: TrackingStart?
        switch reading {
        case .none: return nil
        case .sweep(let known): (token, start) = (nil, known)
        case .changes(let found): (token, start) = (found, found.start)
        }
        let (sealer, hash, pages) = (gate.sealer, changesHash(options), sweepHash(options))
        let address = address(of: read, options)
        let isNarrow = !seesEverything
        var countsOnly = false
        if case .count = read.shape { countsOnly = true }
        return ReadRunner.Tracking(
            start: start,
            page: token?.page,
            countsOnly: countsOnly,
            check: { connection, start in
                guard isNarrow, try ChangeTrail.teamsMoved(since: start.position, on: connection) else { return }
                throw DataSourceError.deltaExpired(address)
            },
            sweepLink: { position in
                var position = position
                position.requestHash = pages
                position.pageSize = pageSize
                return options.nextLinkPrefix + position.sealed(by: sealer)
            },
            changesLink: { start, page in
                var page = page
                page?.size = pageSize
                let token = ChangeToken(requestHash: hash, start: start, page: page)
                return options.deltaLinkPrefix + token.sealed(by: sealer)
            }
        )
    }

    /// Where to read a set anew.
    private func address(of read: BoundRead, _ options: ReadOptions) -> String {
        options.serviceRoot + URLText.pathSegment(read.root.name)
    }

    private var seesEverything: Bool {
        if case .system = viewer.principal { true } else { false }
    }

    // MARK: Rights

    /// What a delta link belongs to: path and options, reader, and everything the reader may see.
    private func changesHash(_ options: ReadOptions) -> UInt64 {
        Self.hash(options.changesText, rightsText)
    }

    /// What the pages of a sweep that tracks changes belong to.
    func sweepHash(_ options: ReadOptions) -> UInt64 { Self.hash(options.requestText, rightsText) }

    /// The reader's rights in one text: whose they are, and of each set the rule for its rows and the visible fields.
    ///
    /// Rows come into sight and go out of it when rights change, and nothing about the rows tells so; a reader with other
    /// rights than those of its delta link begins anew.
    private var rightsText: String {
        let reader = viewer.principal.userID.map { String($0.rawValue) } ?? ""
        let sets = view.sets.sorted().map { set in
            let rule = EntitySetName(set).flatMap { try? viewer.policy.rows(for: .read, on: $0, by: viewer.principal) }
            let fields = (view.fields[set] ?? []).sorted().joined(separator: ",")
            return "\(set):\(rule.map { "\($0)" } ?? "-"):\(fields)"
        }
        return "\(reader)/\(viewer.shape)/" + sets.joined(separator: ";")
    }
}

extension Gate {
    /// Drops what is kept of changes that no valid delta link asks for any more; `now` in microseconds since 1970.
    public func forgetOldChanges(now: Int64) async throws {
        // A day more, so that a link that is read at its last moment finds all.
        let time = now - limits.longestDelta - QueryLimits.microsecondsPerDay
        try await database.write { connection in try ChangeTrail.forget(before: time, on: connection) }
    }
}
