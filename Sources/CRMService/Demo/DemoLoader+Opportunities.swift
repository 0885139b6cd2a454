import CRM
import EntityModel
import SQLCore

extension DemoLoader {
    /// Adds opportunities until the set has `count` rows, for measurements; gives the number added.
    ///
    /// Each is made of one that is there, in another size and for another day, so that references, states and derived
    /// values hold; histories, lines and snapshots are not made. Transactions have 10,000 rows. Throws
    /// ``DemoLoadError/nothingToMultiply`` in a database without opportunities.
    @discardableResult
    public func loadOpportunities(count: Int, now: Int64, progress: Progress? = nil) async throws -> Int {
        let type = try type("Opportunities")
        let given: Set = [type.key?.name, "ChangeSeq", "LastUpdatedTimestamp"]
        let columns = type.storedFields.map(\.name).filter { !given.contains($0) }
        let (patterns, present) = try await database.read { connection in
            let table = RecordTable(type)
            return (try table.all(columns: columns, on: connection), Int(try table.count(on: connection)))
        }
        guard let multiplier = OpportunityMultiplier(patterns: patterns, columns: columns) else {
            throw DemoLoadError.nothingToMultiply
        }
        var done = present
        while done < count {
            let start = done
            let end = min(count, done + 10_000)
            try await database.write(deadline: Self.deadline) { connection in
                let insert = try RecordInsert(into: type, columns: columns, dialect: connection.dialect)
                var clock = try ChangeClock(connection, now: now)
                for index in start..<end {
                    try insert.insert(stored: multiplier.row(index), clock: &clock, on: connection)
                }
                try clock.store(connection)
            }
            done = end
            progress?(done, count, type.pluralLabel)
        }
        return done - present
    }
}

/// Makes many opportunities of a few.
private struct OpportunityMultiplier: Sendable {
    private let patterns: [[SQLValue]]
    private let name: Int
    private let reference: Int
    private let probability: Int
    private let rate: Int
    private let value: Int
    private let derived: (base: Int, weighted: Int, baseWeighted: Int)
    private let days: [Int]
    private let state: Int

    init?(patterns: [[SQLValue]], columns: [String]) {
        func place(_ name: String) -> Int? { columns.firstIndex(of: name) }
        guard !patterns.isEmpty, let name = place("Name"), let reference = place("AlternateReference"),
            let probability = place("Probability"), let rate = place("ExchangeRate"), let value = place("Value"),
            let base = place("BaseValue"), let weighted = place("WeightedValue"),
            let baseWeighted = place("BaseWeightedValue"), let state = place("State"),
            let estimated = place("EstimatedClose"), let original = place("OriginalEstimatedClose")
        else { return nil }
        self.patterns = patterns
        (self.name, self.reference, self.probability, self.rate) = (name, reference, probability, rate)
        (self.value, self.state) = (value, state)
        derived = (base, weighted, baseWeighted)
        days = [estimated, original]
    }

    func row(_ index: Int) -> [SQLValue] {
        var row = patterns[index % patterns.count]
        row[reference] = .null
        if case .text(let text) = row[name] { row[name] = .text("\(text.prefix(180)) \(index + 1)") }
        if case .integer(let amount) = row[value], amount < 1_000_000_000_000 {
            // From 50 % to 149 % of the pattern, in cents.
            let scaled = amount / 100 * Int64(50 + (index / patterns.count) % 100) / 100 * 100
            row[value] = .integer(scaled)
            derive(scaled, &row)
        }
        if row[state] == .text("Open") {
            for day in days { row[day] = Self.moved(row[day], by: (index / patterns.count) % 60) }
        }
        return row
    }

    private func derive(_ amount: Int64, _ row: inout [SQLValue]) {
        guard case .integer(let percent) = row[probability] else { return }
        let weighted = OpportunityValues.weighted(amount, probability: percent)
        row[derived.weighted] = .integer(weighted)
        guard case .integer(let rate) = row[rate], let base = try? OpportunityValues.base(amount, rate: rate),
            let baseWeighted = try? OpportunityValues.base(weighted, rate: rate)
        else { return }
        row[derived.base] = .integer(base)
        row[derived.baseWeighted] = .integer(baseWeighted)
    }

    private static func moved(_ day: SQLValue, by days: Int) -> SQLValue {
        guard case .text(let text) = day, let date = CivilDate(isoText: text) else { return day }
        return .text(date.adding(days: days).text)
    }
}
