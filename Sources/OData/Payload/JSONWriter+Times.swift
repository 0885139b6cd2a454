extension JSONWriter {
    /// Appends an instant in UTC: `"2024-01-15T09:30:00.123456Z"`, the fraction without trailing zeros.
    ///
    /// - Parameters:
    ///   - microseconds: Microseconds since 1970-01-01T00:00:00Z.
    ///   - quoted: Whether to put it in quotes, as JSON needs it.
    public mutating func dateTimeOffset(microseconds: Int64, quoted: Bool = true) {
        reserve(48)
        let (days, inDay) = Self.floorDivision(microseconds, by: Self.microsecondsPerDay)
        if quoted { put(0x22) }
        date(days: days)
        put(0x54)
        time(UInt64(inDay))
        put(0x5a)
        if quoted { put(0x22) }
    }

    /// Appends a calendar date: `"2024-01-15"`.
    ///
    /// - Parameters:
    ///   - daysSince1970: Days since 1970-01-01 in the proleptic Gregorian calendar.
    ///   - quoted: Whether to put it in quotes, as JSON needs it.
    public mutating func date(daysSince1970: Int64, quoted: Bool = true) {
        reserve(48)
        if quoted { put(0x22) }
        date(days: daysSince1970)
        if quoted { put(0x22) }
    }

    /// Appends a time of day: `"09:30:00"`, `"09:30:00.123"`, the fraction without trailing zeros.
    ///
    /// - Parameters:
    ///   - microseconds: Microseconds since midnight; taken modulo a day.
    ///   - quoted: Whether to put it in quotes, as JSON needs it.
    public mutating func timeOfDay(microseconds: Int64, quoted: Bool = true) {
        reserve(48)
        if quoted { put(0x22) }
        time(UInt64(Self.floorDivision(microseconds, by: Self.microsecondsPerDay).remainder))
        if quoted { put(0x22) }
    }

    /// Appends a duration: `"P1DT2H"`, `"-PT0.5S"`, `"PT0S"`, without years and months (CSDL 3.3).
    ///
    /// - Parameters:
    ///   - microseconds: The length in microseconds.
    ///   - quoted: Whether to put it in quotes, as JSON needs it.
    public mutating func duration(microseconds: Int64, quoted: Bool = true) {
        reserve(64)
        if quoted { put(0x22) }
        if microseconds < 0 { put(0x2d) }
        put(0x50)
        let (days, time) = microseconds.magnitude.quotientAndRemainder(dividingBy: UInt64(Self.microsecondsPerDay))
        if days > 0 {
            digits(days)
            put(0x44)
        }
        if time > 0 || days == 0 {
            put(0x54)
            let (hours, rest) = time.quotientAndRemainder(dividingBy: 3_600_000_000)
            if hours > 0 {
                digits(hours)
                put(0x48)
            }
            let (minutes, secondsRest) = rest.quotientAndRemainder(dividingBy: 60_000_000)
            if minutes > 0 {
                digits(minutes)
                put(0x4d)
            }
            if secondsRest > 0 || time == 0 {
                digits(secondsRest / 1_000_000)
                fraction(secondsRest % 1_000_000)
                put(0x53)
            }
        }
        if quoted { put(0x22) }
    }

    // MARK: Parts; callers have reserved room

    @usableFromInline static let microsecondsPerDay: Int64 = 86_400_000_000

    private static func floorDivision(_ value: Int64, by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
        let (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
    }

    private mutating func time(_ microseconds: UInt64) {
        let (seconds, fractionPart) = microseconds.quotientAndRemainder(dividingBy: 1_000_000)
        paddedDigits(seconds / 3600, width: 2)
        put(0x3a)
        paddedDigits(seconds / 60 % 60, width: 2)
        put(0x3a)
        paddedDigits(seconds % 60, width: 2)
        fraction(fractionPart)
    }

    private mutating func fraction(_ microseconds: UInt64) {
        guard microseconds > 0 else { return }
        put(0x2e)
        paddedDigits(microseconds, width: 6)
        while base.load(fromByteOffset: used - 1, as: UInt8.self) == 0x30 { used -= 1 }
    }

    /// The civil date of a day number, by whole eras of 400 years that begin on 1 March, so that leap days come last.
    private mutating func date(days: Int64) {
        let (era, dayOfEra) = Self.floorDivision(days + 719_468, by: 146_097)
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * dayOfYear + 2) / 153
        let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        if year < 0 { put(0x2d) }
        if year.magnitude < 10_000 { paddedDigits(year.magnitude, width: 4) } else { digits(year.magnitude) }
        put(0x2d)
        paddedDigits(month.magnitude, width: 2)
        put(0x2d)
        paddedDigits(day.magnitude, width: 2)
    }
}
