import CRM
import EntityModel
import SQLCore
import Synchronization

/// Facts that rules need at every change and that seldom change themselves: codes, rates, who owns what nobody owns.
struct RuleFacts: Sendable {
    let lists: ListFacts
    let rates: ExchangeRateTable
    /// The active user with the smallest key.
    let firstUser: Int64?

    init(catalog: EntityCatalog, on connection: any SQLConnection) throws {
        lists = try ListFacts(catalog: catalog, on: connection)
        var rates = ExchangeRateTable(baseCurrency: lists.baseCurrency)
        if let type = catalog.type(ofSet: "ExchangeRates") {
            for row in try RecordTable(type).all(columns: ["CurrencyCode", "RateDate", "RateToBase"], on: connection) {
                guard case .text(let currency) = row[0], case .text(let day) = row[1], case .integer(let rate) = row[2],
                    let date = CivilDate(isoText: day)
                else { continue }
                rates.add(currency: currency, day: date, rate: rate)
            }
        }
        self.rates = rates
        var first: Int64?
        if let type = catalog.type(ofSet: "Users") {
            let users = try RecordTable(type).all(columns: ["UserId", "IsActive"], on: connection)
            if case .integer(let key)? = users.first(where: { $0[1] == .boolean(true) })?[0] { first = key }
        }
        firstUser = first
    }
}

/// Keeps the facts between changes, for as long as nobody has written to what they come from.
///
/// Other programs write to the same file, so the newest change numbers and the counts of the tables decide.
final class RuleFactsCache: Sendable {
    private struct Entry {
        let stamp: [SQLValue]
        let facts: RuleFacts
    }

    private let entry = Mutex<Entry?>(nil)

    func facts(catalog: EntityCatalog, on connection: any SQLConnection) throws -> RuleFacts {
        let stamp = try Self.stamp(catalog, on: connection)
        if let known = entry.withLock({ $0 }), known.stamp == stamp { return known.facts }
        let facts = try RuleFacts(catalog: catalog, on: connection)
        entry.withLock { $0 = Entry(stamp: stamp, facts: facts) }
        return facts
    }

    private static func stamp(_ catalog: EntityCatalog, on connection: any SQLConnection) throws -> [SQLValue] {
        var tables: [String] = []
        for type in catalog.types where type.kind == .list || ["ExchangeRates", "Users"].contains(type.set) {
            let table = StorageNames.table(of: type)
            if !tables.contains(table) { tables.append(table) }
        }
        var stamp: [SQLValue] = []
        for table in tables {
            let statement = SelectStatement(
                columns: [
                    SQLResultColumn(.count()),
                    SQLResultColumn(.aggregate(.maximum, .column("t", "ChangeSeq"), isDistinct: false)),
                ],
                from: .table(table, alias: "t")
            )
            stamp += try connection.rows(statement).first ?? []
        }
        return stamp
    }
}
