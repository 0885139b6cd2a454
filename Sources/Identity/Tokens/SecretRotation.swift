/// When the secret that a rotation replaces ends.
public enum SecretOverlap: String, CaseIterable, Sendable {
    /// 24 hours after the new one was first used, at the latest after seven days; the default.
    case afterFirstUse = "first-use"
    /// At once.
    case now
    /// After an hour.
    case hour = "1h"
    /// After a day.
    case day = "24h"
    /// After seven days.
    case week = "7d"

    /// Seconds the replaced secret is accepted at most.
    public var longestSeconds: Int64 {
        switch self {
        case .now: 0
        case .hour: 3_600
        case .day: 86_400
        case .afterFirstUse, .week: 7 * 86_400
        }
    }

    /// Seconds the replaced secret is accepted after the new one was first used; nil where that does not count.
    public var secondsAfterUse: Int64? {
        switch self {
        case .afterFirstUse: 86_400
        case .now, .hour, .day, .week: nil
        }
    }
}

/// What a rotation looks at: one secret of the token.
public struct RotatedSecret: Equatable, Sendable {
    /// The public part.
    public var keyID: TokenKeyID
    /// What it is.
    public var state: TokenSecretState
    /// When it ends; nil while it is current.
    public var validUntil: UTCInstant?
    /// Seconds it is accepted after the current one was first used; nil where that does not count.
    public var secondsAfterUse: Int64?
    /// Whether anybody has used it.
    public var isUsed: Bool

    /// Describes a secret.
    public init(
        keyID: TokenKeyID,
        state: TokenSecretState,
        validUntil: UTCInstant? = nil,
        secondsAfterUse: Int64? = nil,
        isUsed: Bool = false
    ) {
        self.keyID = keyID
        self.state = state
        self.validUntil = validUntil
        self.secondsAfterUse = secondsAfterUse
        self.isUsed = isUsed
    }

    /// Whether a request may still be made with it.
    public func isLive(at now: UTCInstant) -> Bool { state.isUsable(validUntil: validUntil, at: now) }

    fileprivate func ended(_ state: TokenSecretState, at now: UTCInstant) -> RotatedSecret {
        var secret = self
        secret.state = state
        secret.validUntil = min(validUntil ?? now, now)
        secret.secondsAfterUse = nil
        return secret
    }
}

/// The rules of a rotation with overlap: which secret ends when.
///
/// At most two secrets are accepted at a time. An overlap is never lengthened by a further rotation.
public enum SecretRotation {
    /// The secrets that change when a new one is issued, as they are afterwards.
    ///
    /// A current secret that nobody has used, while an older one is still accepted, is one whose answer was lost: it is
    /// dropped, and the older one is left alone. Otherwise the older one ends at once, and the current one begins its
    /// overlap. The secrets of a token whose term is over end, so that a new term opens nothing for an old secret.
    public static func changes(
        of secrets: [RotatedSecret],
        overlap: SecretOverlap,
        isExpired: Bool,
        at now: UTCInstant
    ) -> [RotatedSecret] {
        let live = secrets.filter { $0.isLive(at: now) }
        let current = live.first { $0.state == .current }
        let older = live.filter { $0.state == .retiring }
        if isExpired || overlap == .now {
            let isLost = current.map { !$0.isUsed } ?? false && !older.isEmpty
            return live.map { $0.ended(isLost && $0.state == .current ? .discarded : .retired, at: now) }
        }
        guard let current else { return [] }
        if !current.isUsed, !older.isEmpty {
            return [current.ended(.discarded, at: now)]
                + older.map { shortened($0, to: overlap, at: now) }.filter { !older.contains($0) }
        }
        var retiring = current
        retiring.state = .retiring
        retiring.validUntil = now.adding(seconds: overlap.longestSeconds)
        retiring.secondsAfterUse = overlap.secondsAfterUse
        return older.map { $0.ended(.retired, at: now) } + [retiring]
    }

    /// The secret as it is after the current one was used for the first time; nil where nothing changes.
    public static func afterFirstUse(_ secret: RotatedSecret, at now: UTCInstant) -> RotatedSecret? {
        guard secret.state == .retiring, let seconds = secret.secondsAfterUse, let end = secret.validUntil else {
            return nil
        }
        var lowered = secret
        lowered.validUntil = min(end, now.adding(seconds: seconds))
        return lowered == secret ? nil : lowered
    }

    private static func shortened(
        _ secret: RotatedSecret,
        to overlap: SecretOverlap,
        at now: UTCInstant
    ) -> RotatedSecret {
        let limit = now.adding(seconds: overlap.longestSeconds)
        var shorter = secret
        shorter.validUntil = min(secret.validUntil ?? limit, limit)
        return shorter
    }
}
