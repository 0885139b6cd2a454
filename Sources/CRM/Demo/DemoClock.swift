/// The time of the demo world: three years that end with the midnight before the as-of day.
struct DemoClock: Sendable {
    /// The day the world is looked at.
    let today: CivilDate
    /// The first day of the three years.
    let start: CivilDate
    private let workDays: [CivilDate]

    init(asOf: CivilDate) {
        today = asOf
        let first = asOf.adding(months: -36)
        start = first
        workDays = (first.days..<asOf.days).map(CivilDate.init(days:)).filter { $0.weekday <= 5 }
    }

    /// Now: the first instant of the as-of day.
    var now: Int64 { today.startMicroseconds }

    /// The working instant at a part of the three years, from 0 up to 1; rises with it.
    func instant(_ part: Double) -> Int64 {
        let position = min(max(part, 0), 0.999_999_9) * Double(workDays.count)
        let index = min(Int(position), workDays.count - 1)
        let second = 8 * 3600 + Int64((position - Double(index)) * 36_000)
        return instant(workDays[index], second: second)
    }

    /// The instant at which row `index` of `count` is created: working hours, rising, denser towards the end.
    func creation(_ index: Int, of count: Int, _ random: inout RandomStream) -> Int64 {
        instant(DemoMath.pow((Double(index) + random.unit()) / Double(count), 0.6))
    }

    /// A working instant near a day: on the next working day if it is none, but always before now.
    func instant(near day: CivilDate, _ random: inout RandomStream) -> Int64 {
        var day = min(day, today.adding(days: -1))
        while day.weekday > 5 { day = day.adding(days: -1) }
        return instant(day, second: 8 * 3600 + Int64(random.int(36_000)))
    }

    /// The instant of a local time of London on a day.
    func instant(_ day: CivilDate, second: Int64) -> Int64 {
        let guess = day.startMicroseconds + second * 1_000_000
        return guess - Self.offset(guess) * 1_000_000
    }

    /// How many seconds London is ahead of UTC at an instant: 3,600 in summer.
    static func offset(_ instant: Int64) -> Int64 {
        let year = CivilDate(microseconds: instant).parts.year
        let hour: Int64 = 3_600_000_000
        let spring = lastSunday(year: year, month: 3).startMicroseconds + hour
        let autumn = lastSunday(year: year, month: 10).startMicroseconds + hour
        return instant >= spring && instant < autumn ? 3600 : 0
    }

    /// The last Sunday of a month with 31 days.
    static func lastSunday(year: Int, month: Int) -> CivilDate {
        let last = CivilDate(year: year, month: month, day: 31) ?? CivilDate(days: 0)
        return last.adding(days: -(last.weekday % 7))
    }

    /// The hours of the organisation.
    static let businessHours = BusinessHours(opens: 9 * 3600, closes: 17 * 3600 + 1800, offset: offset)
}
