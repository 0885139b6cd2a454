public import Identity
import SQLCore

/// What the page of a token tells of its use.
public struct TokenUsageReport: Sendable, Equatable {
    /// The first of the days told of, in UTC.
    public let since: CivilDay
    /// The last of them: today.
    public let until: CivilDay
    /// What was read, by day and set in their order; days without use are left out.
    public let days: [TokenUsageDay]
    /// The five addresses seen last.
    public let addresses: [TokenAddress]
}

extension TokenService {
    /// How many days, today among them, pages tell of.
    public static let usageDays = 30

    private var firstDay: CivilDay { shared.effects.now().day.adding(days: 1 - Self.usageDays) }

    /// The requests of each of the person's own tokens in the last thirty days.
    public func recentRequests(of person: SignedInPerson) async throws -> [TokenID: Int64] {
        let (owner, since) = (person.account.id, firstDay)
        return try await shared.database.read { connection in
            try TokenUsageReading.requests(owner: owner, since: since, on: connection)
        }
    }

    /// What one token was used for in the last thirty days.
    public func usage(of row: TokenRow) async throws -> TokenUsageReport {
        let (id, since, until) = (row.id, firstDay, shared.effects.now().day)
        return try await shared.database.read { connection in
            TokenUsageReport(
                since: since,
                until: until,
                days: try TokenUsageReading.days(of: id, since: since, on: connection),
                addresses: try TokenUsageReading.addresses(of: id, on: connection)
            )
        }
    }
}
