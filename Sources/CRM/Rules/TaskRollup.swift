/// An open task, as far as its parents are concerned.
public struct OpenTask: Sendable, Hashable {
    /// The task's key.
    public let id: Int64
    /// The day it is due, nil for some day.
    public let due: CivilDate?

    /// Makes an open task.
    public init(id: Int64, due: CivilDate?) {
        self.id = id
        self.due = due
    }
}

/// Facts that parents keep of their tasks and activities.
public enum TaskRollup {
    /// The task that is next: the smallest by day and key; tasks without a day come last.
    public static func next(of tasks: some Sequence<OpenTask>) -> OpenTask? { tasks.min(by: isBefore) }

    /// Whether one open task comes before another.
    public static func isBefore(_ left: OpenTask, _ right: OpenTask) -> Bool {
        switch (left.due, right.due) {
        case (let first?, let second?): (first, left.id) < (second, right.id)
        case (nil, nil): left.id < right.id
        case (let first, _): first != nil
        }
    }

    /// Whether an open task is overdue.
    public static func isOverdue(due: CivilDate?, today: CivilDate) -> Bool { due.map { $0 < today } ?? false }

    /// The length of an activity in whole minutes, nil without an end.
    ///
    /// - Parameters:
    ///   - start: microseconds since 1970.
    ///   - end: microseconds since 1970.
    /// - Returns: the minutes, the rest cut off.
    /// - Throws: `activity.ends-before-start`.
    public static func durationMinutes(start: Int64, end: Int64?) throws(RuleViolation) -> Int32? {
        guard let end else { return nil }
        guard end >= start else { throw .endsBeforeStart }
        return Int32(clamping: (end - start) / 60_000_000)
    }
}
