import Foundation

/// Why a chosen expiry was refused.
public enum ExpiryError: Error, Equatable, Sendable {
    /// The day is over in the person's zone.
    case past(today: CivilDay)
    /// The day lies after the policy's limit; `latest` is the last day allowed.
    case afterLimit(latest: CivilDay)
    /// Every token must end.
    case neverForbidden
    /// Never needs a reason.
    case reasonMissing
    /// The reason has more than 200 characters.
    case reasonTooLong
}

/// When a token ends, resolved to an instant.
public struct TokenTerm: Equatable, Sendable {
    /// The first instant that no longer belongs to the term; nil means never.
    public let expiresAt: UTCInstant?
    /// Why there is no end.
    public let neverReason: String?

    /// Makes a term.
    public init(expiresAt: UTCInstant?, neverReason: String?) {
        self.expiresAt = expiresAt
        self.neverReason = neverReason
    }
}

/// What a person chose in the field "Expires".
public enum ExpiryChoice: Equatable, Sendable {
    /// One of the offered numbers of days.
    case days(Preset)
    /// The end of a day in the person's zone.
    case endOf(CivilDay)
    /// No end, with the reason for it.
    case never(reason: String)

    /// The offered numbers of days.
    public enum Preset: Int, CaseIterable, Sendable {
        /// A week.
        case week = 7
        /// Thirty days.
        case month = 30
        /// Sixty days.
        case twoMonths = 60
        /// Ninety days, the default.
        case quarter = 90
        /// Half a year.
        case halfYear = 180
        /// A year.
        case year = 365
    }

    /// The longest reason for Never, in characters.
    public static let longestReason = 200

    /// Resolves the choice to an instant.
    ///
    /// Presets count 86,400 seconds a day from now. A day counts in full: the term ends with the first instant of the
    /// next local day, or the next instant that exists when the clock jumps over midnight.
    public func term(at now: UTCInstant, zone: ZoneRule, policy: TokenPolicy) throws(ExpiryError) -> TokenTerm {
        switch self {
        case .days(let preset):
            let expiresAt = now.adding(days: preset.rawValue)
            try Self.check(expiresAt, at: now, zone: zone, policy: policy)
            return TokenTerm(expiresAt: expiresAt, neverReason: nil)
        case .endOf(let day):
            let expiresAt = zone.firstInstant(of: day.adding(days: 1))
            guard expiresAt > now else { throw .past(today: zone.day(at: now)) }
            try Self.check(expiresAt, at: now, zone: zone, policy: policy)
            return TokenTerm(expiresAt: expiresAt, neverReason: nil)
        case .never(let reason):
            let trimmed = reason.trimmingCharacters(in: .whitespacesAndNewlines)
            switch policy.never {
            case .forbidden: throw .neverForbidden
            case .withReason where trimmed.isEmpty: throw .reasonMissing
            case .withReason, .allowed: break
            }
            guard trimmed.unicodeScalars.count <= Self.longestReason else { throw .reasonTooLong }
            return TokenTerm(expiresAt: nil, neverReason: trimmed.isEmpty ? nil : trimmed)
        }
    }

    /// The last day a person may choose under a policy; nil when there is no limit.
    public static func latestDay(at now: UTCInstant, zone: ZoneRule, policy: TokenPolicy) -> CivilDay? {
        policy.longestTermDays.map { days in
            let limit = now.adding(days: days)
            let day = zone.day(at: limit)
            return zone.firstInstant(of: day.adding(days: 1)) <= limit ? day : day.adding(days: -1)
        }
    }

    private static func check(
        _ expiresAt: UTCInstant,
        at now: UTCInstant,
        zone: ZoneRule,
        policy: TokenPolicy
    ) throws(ExpiryError) {
        guard let days = policy.longestTermDays, let latest = latestDay(at: now, zone: zone, policy: policy),
            expiresAt > now.adding(days: days)
        else { return }
        throw .afterLimit(latest: latest)
    }
}
