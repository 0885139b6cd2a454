public import Identity
import Synchronization

/// What the organisation says of itself when the server is set up (crm.md 5.2, first run).
public struct Organisation: Sendable, Equatable {
    /// The longest name, in characters.
    public static let longestName = 120

    /// Its name.
    public var name: String
    /// The zone in which its days begin and end.
    public var timeZone: ZoneRule
    /// The ISO 4217 code of the currency of its sums.
    public var baseCurrency: String

    /// Describes an organisation.
    public init(name: String, timeZone: ZoneRule, baseCurrency: String) {
        self.name = name
        self.timeZone = timeZone
        self.baseCurrency = baseCurrency
    }
}

/// What is wrong with an organisation's entries, by the name of the entry.
public enum OrganisationProblem: Error, Sendable, Equatable {
    /// No name was given.
    case nameMissing
    /// The name has more characters than the limit.
    case nameTooLong(limit: Int)
    /// The code is not one of the list of currencies.
    case unknownCurrency(String)
}

/// The organisation's zone as this process knows it: read when the services open, renewed by set-up.
public final class OrganisationZone: Sendable {
    private let zone = Mutex(ZoneRule.universal)

    /// The zone of UTC, until told otherwise.
    public init() {}

    /// The zone.
    public var current: ZoneRule { zone.withLock { $0 } }

    func set(_ new: ZoneRule) { zone.withLock { $0 = new } }
}
