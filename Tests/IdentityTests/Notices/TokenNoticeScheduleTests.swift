import Testing

@testable import Identity

@Suite struct TokenNoticeScheduleTests {
    private static let start = UTCInstant(seconds: 1_800_000_000)

    struct Row: Sendable, CustomTestStringConvertible {
        var term: Int?
        var used: Int?
        /// Seconds after the start.
        var at: Int64
        var paused = false
        var suspended = false
        var kinds: [TokenNoticeKind]

        var testDescription: String {
            "term \(term.map(String.init) ?? "never"), \(at / 86_400) days and \(at % 86_400) s"
        }
    }

    private static let day: Int64 = 86_400

    static let rows: [Row] = [
        Row(term: 90, at: 0, kinds: []),
        Row(term: 90, at: 60 * day - 1, kinds: []),
        Row(term: 90, at: 60 * day, kinds: [.expiresInThirtyDays]),
        Row(term: 90, at: 83 * day - 1, kinds: [.expiresInThirtyDays]),
        Row(term: 90, at: 83 * day, kinds: [.expiresInSevenDays]),
        Row(term: 90, at: 89 * day, kinds: [.expiresInOneDay]),
        Row(term: 90, at: 90 * day - 1, kinds: [.expiresInOneDay]),
        Row(term: 90, at: 90 * day, kinds: [.expired]),
        Row(term: 90, at: 120 * day - 1, kinds: [.expired]),
        Row(term: 90, at: 120 * day, kinds: []),
        Row(term: 30, at: 0, kinds: []),
        Row(term: 30, at: 23 * day, kinds: [.expiresInSevenDays]),
        Row(term: 7, at: 0, kinds: []),
        Row(term: 7, at: 6 * day, kinds: [.expiresInOneDay]),
        Row(term: 90, at: 89 * day, paused: true, kinds: [.expiresInOneDay]),
        Row(term: 90, at: 89 * day, suspended: true, kinds: []),
        Row(term: nil, at: 165 * day, kinds: []),
        Row(term: nil, at: 166 * day, kinds: [.idle]),
        Row(term: nil, at: 180 * day, kinds: []),
        Row(term: nil, used: 100, at: 166 * day, kinds: []),
        Row(term: nil, used: 300, at: 365 * day, kinds: [.yearlyCheck]),
        Row(term: nil, used: 300, at: 365 * day - 1, kinds: []),
        Row(term: nil, used: 300, at: 395 * day, kinds: []),
        Row(term: nil, used: 700, at: 730 * day, kinds: [.yearlyCheck]),
    ]

    @Test("what is due at an instant", arguments: rows)
    func due(row: Row) {
        let facts = TokenNoticeSchedule.Facts(
            life: TokenLifeFacts(
                expiresAt: row.term.map { Self.start.adding(days: $0) },
                suspendedAt: row.suspended ? Self.start : nil,
                pausedAt: row.paused ? Self.start : nil
            ),
            termStartedAt: Self.start,
            lastUsedAt: row.used.map { Self.start.adding(days: $0) }
        )
        let due = TokenNoticeSchedule(policy: .initial).due(facts, at: Self.start.adding(seconds: row.at))
        #expect(due.map(\.kind) == row.kinds)
    }

    @Test("an extended term has notices of its own")
    func extended() {
        let schedule = TokenNoticeSchedule(policy: .initial)
        func due(_ end: Int) -> [DueNotice] {
            let life = TokenLifeFacts(expiresAt: Self.start.adding(days: end))
            let facts = TokenNoticeSchedule.Facts(life: life, termStartedAt: Self.start, lastUsedAt: nil)
            return schedule.due(facts, at: Self.start.adding(days: end - 1))
        }
        #expect(due(90).map(\.kind) == due(120).map(\.kind))
        #expect(due(90) != due(120))
    }

    @Test("an idle rule of the organisation holds for tokens with an end too")
    func idleRule() {
        var policy = TokenPolicy.initial
        policy.idleDays = 60
        let life = TokenLifeFacts(expiresAt: Self.start.adding(days: 365))
        let facts = TokenNoticeSchedule.Facts(life: life, termStartedAt: Self.start, lastUsedAt: nil)
        let due = TokenNoticeSchedule(policy: policy).due(facts, at: Self.start.adding(days: 50))
        #expect(due == [DueNotice(.idle, occasion: Self.start.adding(days: 60).day.description)])
    }
}
