import OData
import ODataSQL
import ODataServer

/// Delta links: rows with numbers, and a sealed position among them.
extension ReferenceDataSource {
    /// How long a delta link holds: a day, in microseconds.
    static let longestDelta: Int64 = 86_400_000_000

    /// What a read does about changes.
    enum ChangeReading {
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

    /// What a request asks for, as far as it can be granted.
    func changeReading(
        _ read: BoundRead,
        _ options: ReadOptions,
        _ planner: ReadPlanner
    ) throws(DataSourceError) -> ChangeReading {
        if let text = options.deltaToken {
            guard let token = ChangeToken.opened(text, by: sealer) else { throw .deltaTokenInvalid }
            guard token.requestHash == Self.hash(options.changesText), planner.tracks(read),
                options.now - token.start.time <= Self.longestDelta
            else { throw .deltaExpired(address(of: read, options)) }
            return .changes(token)
        }
        if let text = options.skipToken, let start = SkipToken.opened(text, by: sealer)?.tracking {
            return .sweep(start)
        }
        return options.tracksChanges && planner.tracks(read) ? .sweep(nil) : .none
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
        let address = address(of: read, options)
        var countsOnly = false
        if case .count = read.shape { countsOnly = true }
        let (sealer, changes, pages) = (sealer, Self.hash(options.changesText), Self.hash(options.requestText))
        return ReadRunner.Tracking(
            start: start,
            page: token?.page,
            countsOnly: countsOnly,
            check: { connection, start in
                guard try ChangeNumbers.knows(since: start.position, on: connection) else {
                    throw DataSourceError.deltaExpired(address)
                }
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
                return options.deltaLinkPrefix
                    + ChangeToken(requestHash: changes, start: start, page: page).sealed(by: sealer)
            }
        )
    }

    /// Where to read a set anew.
    private func address(of read: BoundRead, _ options: ReadOptions) -> String {
        options.serviceRoot + URLText.pathSegment(read.root.name)
    }
}
