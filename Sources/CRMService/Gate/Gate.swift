import CRM
public import EntityModel
import Identity
public import OData
public import ODataSQL
public import SQLCore
import Synchronization

/// The one door to the business data: whoever reads or writes, does it through here.
///
/// Feed, pages, console and jobs get a ``CRMDataSource`` for a viewer. It binds names against the viewer's reduced
/// model
/// and takes tables only together with the viewer's row predicates, so `$expand`, `any`, `all`, `$search` and `$count`
/// cannot reach further than a plain list.
public final class Gate: Sendable {
    /// The entity model.
    public let catalog: EntityCatalog
    /// The OData model of somebody who sees everything.
    public let wholeModel: EdmModel
    let database: any SQLDatabase
    let mapping: RelationalMapping
    let sealer: any TokenSealer
    let limits: QueryLimits
    let monotonic: @Sendable () -> Duration
    let ruleFacts = RuleFactsCache()
    private let businessDay: @Sendable (Int64) -> String
    private let views = Mutex<[String: ModelView]>([:])

    /// How many shapes of viewers are remembered.
    private static let mostViews = 512

    /// Makes the gate.
    ///
    /// - Parameters:
    ///   - catalog: the entity model.
    ///   - database: the database with the tables of the catalog.
    ///   - pageRoot: the public address of the pages, without a slash at its end.
    ///   - sealer: seals the positions in links to further pages.
    ///   - limits: how long reads may take.
    ///   - monotonic: a clock that never goes back, for how long a stream holds one state of the data.
    ///   - businessDay: the date, `YYYY-MM-DD`, that an instant in microseconds since 1970 falls on where the
    ///     organisation is.
    public init(
        catalog: EntityCatalog,
        database: any SQLDatabase,
        pageRoot: String,
        sealer: any TokenSealer,
        limits: QueryLimits = QueryLimits(),
        monotonic: @escaping @Sendable () -> Duration,
        businessDay: @escaping @Sendable (Int64) -> String
    ) {
        self.catalog = catalog
        self.database = database
        self.sealer = sealer
        self.limits = limits
        self.monotonic = monotonic
        self.businessDay = businessDay
        wholeModel = EdmProjection(catalog: catalog).model()
        mapping = MappingProjection(catalog: catalog, pageRoot: pageRoot).mapping()
    }

    /// What a viewer sees of the model; made once for each shape.
    public func view(of viewer: Viewer) -> ModelView {
        if let known = views.withLock({ $0[viewer.shape] }) { return known }
        let view = ModelView(viewer: viewer, catalog: catalog, whole: wholeModel)
        views.withLock { views in
            if views.count >= Self.mostViews { views.removeAll(keepingCapacity: true) }
            views[viewer.shape] = view
        }
        return view
    }

    /// The rows of a viewer.
    public func source(for viewer: Viewer) -> CRMDataSource {
        CRMDataSource(gate: self, viewer: viewer, view: view(of: viewer))
    }

    /// The day an instant falls on where the organisation is.
    func businessDate(at now: Int64) -> CivilDate {
        CivilDate(isoText: businessDay(now)) ?? CivilDate(microseconds: now)
    }

    func clock(now: Int64) -> PlanClock {
        PlanClock(nowMicroseconds: now, today: businessDay(now))
    }
}

/// How long and how much one read may take.
public struct QueryLimits: Sendable, Hashable {
    /// The longest time one statement of a short read may run.
    public var statementSeconds: Int
    /// The longest time an answer may stay open.
    public var readSeconds: Int
    /// A read of at most so many rows is answered in one piece from the short lane.
    public var shortRows: Int
    /// How long a stream holds one state of the data; then it goes on behind its last row from a newer one.
    public var holdSeconds: Int
    /// How many days a delta link is good for.
    public var deltaDays: Int

    static let microsecondsPerDay: Int64 = 86_400_000_000

    /// The longest age of a delta link in microseconds.
    var longestDelta: Int64 { Int64(clamping: deltaDays) * Self.microsecondsPerDay }

    /// Makes limits; the defaults are those of the settings.
    public init(
        statementSeconds: Int = 30,
        readSeconds: Int = 600,
        shortRows: Int = 500,
        holdSeconds: Int = 30,
        deltaDays: Int = 90
    ) {
        self.statementSeconds = statementSeconds
        self.readSeconds = readSeconds
        self.shortRows = shortRows
        self.holdSeconds = holdSeconds
        self.deltaDays = deltaDays
    }
}
