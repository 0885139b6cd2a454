/// Exchange rates by currency and day; the newest one not after a day counts.
public struct ExchangeRateTable: Sendable {
    /// The base currency, whose rate is always 1.
    public let baseCurrency: String
    private var ratesByCurrency: [String: [(day: CivilDate, rate: Int64)]] = [:]

    /// One, as a rate of scale 8.
    public static let one: Int64 = 100_000_000

    /// Makes an empty table.
    public init(baseCurrency: String) { self.baseCurrency = baseCurrency }

    /// Adds a rate (scale 8, greater than zero); a second one of the same day replaces the first.
    public mutating func add(currency: String, day: CivilDate, rate: Int64) {
        var rates = ratesByCurrency[currency] ?? []
        let place = Self.firstIndex(in: rates, after: day)
        if place > 0, rates[place - 1].day == day {
            rates[place - 1].rate = rate
        } else {
            rates.insert((day, rate), at: place)
        }
        ratesByCurrency[currency] = rates
    }

    /// The rate that counts on a business day, scale 8; `currency.no-rate` when there is none so early.
    public func rate(of currency: String, on day: CivilDate) throws(RuleViolation) -> Int64 {
        if currency == baseCurrency { return Self.one }
        let rates = ratesByCurrency[currency] ?? []
        let place = Self.firstIndex(in: rates, after: day)
        guard place > 0 else { throw .noRate(currency: currency, day: day) }
        return rates[place - 1].rate
    }

    private static func firstIndex(in rates: [(day: CivilDate, rate: Int64)], after day: CivilDate) -> Int {
        var low = 0
        var high = rates.count
        while low < high {
            let middle = (low + high) / 2
            if rates[middle].day <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
