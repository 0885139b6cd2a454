import SQLCore

/// The values a plan gets when it is run: whatever differs between two runs of the same plan.
enum PlanParameter: Int {
    /// The keys of the parents of expanded rows, as a JSON list.
    case parentKeys
    /// The instant of the request, in microseconds since 1970-01-01T00:00:00Z.
    case now
    /// The business date, `YYYY-MM-DD`.
    case today
    /// The largest number of rows.
    case limit
    /// The number of rows passed over.
    case offset
    /// The first value of the position of a page; the others follow.
    case position

    /// The place of the value in a statement.
    var expression: SQLExpression { .parameter(rawValue) }

    /// The place of one of the values of a position.
    static func position(_ index: Int) -> SQLExpression { .parameter(position.rawValue + index) }

    /// In a statement for changes: the number after which they are asked for.
    static var since: SQLExpression { position(0) }
    /// In a statement for changes: the number up to which they are.
    static var until: SQLExpression { position(1) }
    /// In a statement for changes: one of the values behind which the page starts.
    static func after(_ index: Int) -> SQLExpression { position(2 + index) }
}

/// The time a request counts as now: one instant for all of its statements.
public struct PlanClock: Sendable, Hashable {
    /// Microseconds since 1970-01-01T00:00:00Z.
    public var nowMicroseconds: Int64
    /// The business date, `YYYY-MM-DD`.
    public var today: String

    /// Makes a clock that stands.
    public init(nowMicroseconds: Int64, today: String) {
        self.nowMicroseconds = nowMicroseconds
        self.today = today
    }

    /// The values of the parameters up to ``PlanParameter/today``.
    func values(parentKeys: SQLValue = .null) -> [SQLValue] {
        [parentKeys, .integer(nowMicroseconds), .text(today)]
    }
}
