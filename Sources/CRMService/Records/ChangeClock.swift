import SQLCore

/// Numbers changes in the order in which they are committed (`ChangeSeq`, `LastUpdatedTimestamp`).
///
/// A write transaction takes the clock before its first write; the row is locked until it commits, so commit order is
/// number order: a reader who has seen 500 has seen everything up to 500. Both numbers and times strictly rise.
struct ChangeClock {
    private(set) var sequence: Int64
    private(set) var lastMicroseconds: Int64
    private let now: Int64
    private let start: Int64

    /// Locks and reads the clock.
    init(_ connection: any SQLConnection, now: Int64) throws(SQLDatabaseError) {
        let lock = UpdateStatement(
            "change_clock",
            set: [SQLAssignment("seq", .column("seq"))],
            where: .equals(.column("id"), .integer(1)),
            returning: [SQLResultColumn(.column("seq")), SQLResultColumn(.column("last_us"))]
        )
        let cursor = try connection.query(lock)
        defer { cursor.finish() }
        guard try cursor.step() else { throw .corrupt("the change clock has no row") }
        sequence = cursor.integer(0)
        lastMicroseconds = cursor.integer(1)
        start = cursor.integer(0)
        self.now = now
    }

    /// The next number and time.
    mutating func tick() -> (sequence: Int64, microseconds: Int64) {
        sequence += 1
        lastMicroseconds = max(now, lastMicroseconds + 1)
        return (sequence, lastMicroseconds)
    }

    /// Stores the last number; to be called once before the transaction ends, and needless if nothing was numbered.
    func store(_ connection: any SQLConnection) throws(SQLDatabaseError) {
        guard sequence != start else { return }
        let update = UpdateStatement(
            "change_clock",
            set: [
                SQLAssignment("seq", .bind(.integer(sequence))),
                SQLAssignment("last_us", .bind(.integer(lastMicroseconds))),
            ],
            where: .equals(.column("id"), .integer(1))
        )
        try connection.execute(update)
    }
}
