/// What a notice about an access token says; the raw value is stored.
///
/// Each is given once for a token, a kind and an occasion: the end of the term, a day, or the audit event it follows.
public enum TokenNoticeKind: String, CaseIterable, Sendable {
    /// The token was created.
    case created
    /// The token ends within thirty days.
    case expiresInThirtyDays = "expires-30"
    /// The token ends within seven days.
    case expiresInSevenDays = "expires-7"
    /// The token ends within one day.
    case expiresInOneDay = "expires-1"
    /// The term of the token is over.
    case expired
    /// The token got a new secret.
    case rotated
    /// A secret that was replaced was presented.
    case retiredSecretUsed = "retired-secret-used"
    /// The system stopped the token.
    case suspended
    /// The token will be stopped within fourteen days because nobody uses it.
    case idle
    /// A token without an end is a year older: is it still needed?
    case yearlyCheck = "yearly"
    /// The token was revoked.
    case revoked
    /// Somebody proved that they hold a leaked copy of the token.
    case exposed
    /// The token was used from an address it had not come from before.
    case newAddress = "new-address"

    /// Whether the notice can wait for the mail of the next day; what happened is told at once.
    public var isReminder: Bool {
        switch self {
        case .expiresInThirtyDays, .expiresInSevenDays, .expiresInOneDay, .idle, .yearlyCheck: true
        case .created, .expired, .rotated, .retiredSecretUsed, .suspended, .revoked, .exposed, .newAddress: false
        }
    }

    /// Whether every administrator is told too.
    public var concernsAdministrators: Bool { self == .exposed }

    /// The kind that follows an audit event, if any does.
    public init?(after action: AuditAction) {
        switch action {
        case .tokenCreated: self = .created
        case .tokenRotated: self = .rotated
        case .tokenRetiredSecretUsed: self = .retiredSecretUsed
        case .tokenSuspended: self = .suspended
        case .tokenRevoked: self = .revoked
        case .tokenExposed: self = .exposed
        case .tokenUsedFromNewAddress: self = .newAddress
        default: return nil
        }
    }

    /// The audit actions that notices follow.
    public static var actions: [AuditAction] { AuditAction.allCases.filter { TokenNoticeKind(after: $0) != nil } }
}
