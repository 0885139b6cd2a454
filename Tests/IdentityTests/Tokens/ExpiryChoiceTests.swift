import Identity
import Testing

@Suite struct ExpiryChoiceTests {
    struct Row: Sendable, CustomTestStringConvertible {
        let zone: String
        let day: String
        let ends: String

        var testDescription: String { "\(zone) \(day)" }
    }

    static let rows: [Row] = [
        // No change of the clock.
        Row(zone: "UTC", day: "2027-05-10", ends: "2027-05-11T00:00:00Z"),
        Row(zone: "Asia/Kolkata", day: "2027-05-10", ends: "2027-05-10T18:30:00Z"),
        Row(zone: "Asia/Kathmandu", day: "2027-05-10", ends: "2027-05-10T18:15:00Z"),
        Row(zone: "Pacific/Kiritimati", day: "2027-05-10", ends: "2027-05-10T10:00:00Z"),
        Row(zone: "Pacific/Pago_Pago", day: "2027-05-10", ends: "2027-05-11T11:00:00Z"),
        // Berlin: clock forward on 28 March 2027, back on 31 October 2027, both after midnight.
        Row(zone: "Europe/Berlin", day: "2027-03-27", ends: "2027-03-27T23:00:00Z"),
        Row(zone: "Europe/Berlin", day: "2027-03-28", ends: "2027-03-28T22:00:00Z"),
        Row(zone: "Europe/Berlin", day: "2027-10-30", ends: "2027-10-30T22:00:00Z"),
        Row(zone: "Europe/Berlin", day: "2027-10-31", ends: "2027-10-31T23:00:00Z"),
        // New York: 14 March and 7 November 2027.
        Row(zone: "America/New_York", day: "2027-03-13", ends: "2027-03-14T05:00:00Z"),
        Row(zone: "America/New_York", day: "2027-03-14", ends: "2027-03-15T04:00:00Z"),
        Row(zone: "America/New_York", day: "2027-11-06", ends: "2027-11-07T04:00:00Z"),
        Row(zone: "America/New_York", day: "2027-11-07", ends: "2027-11-08T05:00:00Z"),
        // Lord Howe moves by half an hour: forward on 3 October 2027, back on 4 April 2027.
        Row(zone: "Australia/Lord_Howe", day: "2027-10-03", ends: "2027-10-03T13:00:00Z"),
        Row(zone: "Australia/Lord_Howe", day: "2027-04-04", ends: "2027-04-04T13:30:00Z"),
        // São Paulo skipped the midnight of 4 November 2018 and repeated 23:00 on 17 February 2018.
        Row(zone: "America/Sao_Paulo", day: "2018-11-03", ends: "2018-11-04T03:00:00Z"),
        Row(zone: "America/Sao_Paulo", day: "2018-02-17", ends: "2018-02-18T03:00:00Z"),
        // Samoa left out the whole of 30 December 2011.
        Row(zone: "Pacific/Apia", day: "2011-12-29", ends: "2011-12-30T10:00:00Z"),
        // Leap day, its neighbours, end of month and of year.
        Row(zone: "Europe/Berlin", day: "2028-02-28", ends: "2028-02-28T23:00:00Z"),
        Row(zone: "Europe/Berlin", day: "2028-02-29", ends: "2028-02-29T23:00:00Z"),
        Row(zone: "America/New_York", day: "2027-04-30", ends: "2027-05-01T04:00:00Z"),
        Row(zone: "UTC", day: "2027-12-31", ends: "2028-01-01T00:00:00Z"),
    ]

    @Test("a chosen day counts in full in the person's zone", arguments: rows)
    func endOfDay(row: Row) throws {
        let zone = try #require(ZoneRule(identifier: row.zone))
        let day = try #require(CivilDay(row.day))
        let before = UTCInstant(seconds: 1_000_000_000)
        let term = try ExpiryChoice.endOf(day).term(at: before, zone: zone, policy: .initial)
        #expect(term.expiresAt?.rfc3339 == row.ends)
        // The instant before still lies in the chosen day, the instant itself does not.
        let end = try #require(term.expiresAt)
        #expect(zone.day(at: end) > day)
        #expect(zone.day(at: end.adding(microseconds: -1)) == day)
    }

    @Test("presets count days of 86,400 seconds from now", arguments: ExpiryChoice.Preset.allCases)
    func presets(preset: ExpiryChoice.Preset) throws {
        let term = try ExpiryChoice.days(preset).term(at: Sample.now, zone: .universal, policy: .initial)
        #expect(term.expiresAt == Sample.now.adding(seconds: Int64(preset.rawValue) * 86_400))
        #expect(term.neverReason == nil)
    }

    @Test("today can be chosen as long as it lasts, yesterday cannot")
    func today() throws {
        let zone = try #require(ZoneRule(identifier: "Europe/Berlin"))
        let today = try #require(CivilDay("2027-05-03"))
        let term = try ExpiryChoice.endOf(today).term(at: Sample.now, zone: zone, policy: .initial)
        #expect(term.expiresAt?.rfc3339 == "2027-05-03T22:00:00Z")
        #expect(throws: ExpiryError.past(today: today)) {
            try ExpiryChoice.endOf(today.adding(days: -1)).term(at: Sample.now, zone: zone, policy: .initial)
        }
    }

    @Test("a day after the limit is refused with the last day allowed, and that day is allowed")
    func limit() throws {
        let zone = try #require(ZoneRule(identifier: "America/New_York"))
        let policy = TokenPolicy(longestTermDays: 30)
        let latest = try #require(ExpiryChoice.latestDay(at: Sample.now, zone: zone, policy: policy))
        #expect(latest.description == "2027-06-01")
        let allowed = try ExpiryChoice.endOf(latest).term(at: Sample.now, zone: zone, policy: policy)
        #expect(allowed.expiresAt?.rfc3339 == "2027-06-02T04:00:00Z")
        #expect(throws: ExpiryError.afterLimit(latest: latest)) {
            try ExpiryChoice.endOf(latest.adding(days: 1)).term(at: Sample.now, zone: zone, policy: policy)
        }
        #expect(throws: ExpiryError.afterLimit(latest: latest)) {
            try ExpiryChoice.days(.twoMonths).term(at: Sample.now, zone: zone, policy: policy)
        }
        let month = try ExpiryChoice.days(.month).term(at: Sample.now, zone: zone, policy: policy)
        #expect(month.expiresAt == Sample.now.adding(days: 30))
    }

    static let never: [(TokenPolicy.NeverRule, String, ExpiryError?)] = [
        (.withReason, "nightly export", nil), (.withReason, "  ", .reasonMissing), (.allowed, "", nil),
        (.forbidden, "x", .neverForbidden), (.allowed, String(repeating: "r", count: 201), .reasonTooLong),
        (.withReason, String(repeating: "r", count: 200), nil),
    ]

    @Test("Never follows the policy", arguments: never)
    func neverRule(rule: TokenPolicy.NeverRule, reason: String, error: ExpiryError?) throws {
        let policy = TokenPolicy(never: rule)
        let choice = ExpiryChoice.never(reason: reason)
        if let error {
            #expect(throws: error) { try choice.term(at: Sample.now, zone: .universal, policy: policy) }
        } else {
            let term = try choice.term(at: Sample.now, zone: .universal, policy: policy)
            #expect(term == TokenTerm(expiresAt: nil, neverReason: reason.isEmpty ? nil : reason))
        }
    }
}
