public import Identity

/// A notice about an access token, as its owner reads it.
public struct TokenNotice: Sendable, Hashable {
    /// The token.
    public let token: TokenID
    /// What it says.
    public let kind: TokenNoticeKind
    /// What tells it from another of its kind.
    public let occasion: String
    /// When it was given.
    public let at: UTCInstant
    /// Whether its owner saw it.
    public let isSeen: Bool
    /// Address and client of what happened; nil for what time brings.
    public let detail: String?
    /// What people call the token.
    public let description: String
    /// The public part of the newest secret; nil where none is left.
    public let keyID: TokenKeyID?
    /// When the token ends; nil means never.
    public let expiresAt: UTCInstant?
    /// Whether it goes out by mail too: the owner chooses for new addresses.
    let isMailed: Bool

    /// The notice in one sentence, without the name of the token.
    public var sentence: String {
        switch kind {
        case .created: "A new token was created\(origin)."
        case .expiresInThirtyDays, .expiresInSevenDays, .expiresInOneDay:
            "It ends on \(day(expiresAt)); extend or rotate it before, or its reports stop."
        case .expired:
            "Its term is over, and its reports get no data any more. Rotate it for a new secret and a new term."
        case .rotated: "It got a new secret\(origin)."
        case .retiredSecretUsed: "A secret that was replaced is still in use\(origin); give the new one to that report."
        case .suspended: "The system stopped it."
        case .idle: "Nobody uses it, and it will be stopped on \(occasion)."
        case .yearlyCheck: "It never ends. Is it still needed? Keep it, set an end, or revoke it."
        case .revoked: "It was revoked\(origin), and opens nothing any more."
        case .exposed: "Somebody proved that they hold a copy of its secret. It was ended for good; make a new token."
        case .newAddress: "It was used from an address it had not come from before\(origin)."
        }
    }

    private var origin: String { detail.map { " (\($0))" } ?? "" }

    private func day(_ instant: UTCInstant?) -> String { instant.map { "\($0.day) (UTC)" } ?? "a day to come" }
}
