/// Why a request was refused before or by its authority; one case for every row of the response table.
///
/// The cases keep their data; ``AuthResponse`` turns them into status, headers and text in one place.
public enum AuthRefusal: Error, Equatable, Sendable {
    /// No credential, an empty one or a foreign scheme.
    case credentialRequired
    /// Something else in the place of a token.
    case notAToken(CredentialHint)
    /// Wrong shape or checksum.
    case tokenMalformed
    /// Unknown key id or wrong secret; never told apart.
    case tokenInvalid
    /// The secret was replaced and its overlap is over.
    case secretRetired(at: UTCInstant?)
    /// The term is over.
    case tokenExpired(at: UTCInstant)
    /// Revoked by a person.
    case tokenRevoked(at: UTCInstant)
    /// Reported as leaked.
    case tokenExposed
    /// Paused by a person.
    case tokenPaused(at: UTCInstant)
    /// Suspended by the system, or about to be.
    case tokenSuspended(at: UTCInstant?)
    /// Blocked by a rule of the organisation.
    case policyBlocks(TokenPolicyViolation)
    /// The client's address is not on the token's list.
    case addressNotAllowed
    /// The token came over plain HTTP.
    case sentInClear
    /// The token lacks words that the owner's rights would cover.
    case scopeMissing([ScopeWord])
    /// More than one credential.
    case credentialAmbiguous
    /// A token in the query of the address.
    case credentialInQuery
    /// Too many failures from this network.
    case tooManyFailures(retryAfterSeconds: Int)
    /// The token's own quota is used up.
    case quotaExceeded(TokenQuotaAnswer)
    /// The credential store or a pepper is missing.
    case unavailable
}

extension PresentedCredential {
    /// The refusal that follows from the request alone; nil for a token that is worth looking up.
    public var refusal: AuthRefusal? {
        switch self {
        case .none: .credentialRequired
        case .token: nil
        case .incomplete: .tokenMalformed
        case .notAToken(let hint): .notAToken(hint)
        case .ambiguous: .credentialAmbiguous
        case .inQuery: .credentialInQuery
        }
    }
}

extension AuthRefusal {
    /// Whether the refusal counts as a failure of the network it came from.
    ///
    /// Unproven credentials count; a request without one is a tool's first probe, and what follows after the proof
    /// concerns a known token.
    public var countsAsFailure: Bool {
        switch self {
        case .notAToken, .tokenMalformed, .tokenInvalid, .credentialAmbiguous, .credentialInQuery: true
        case .credentialRequired, .secretRetired, .tokenExpired, .tokenRevoked, .tokenExposed, .tokenPaused,
            .tokenSuspended, .policyBlocks, .addressNotAllowed, .sentInClear, .scopeMissing, .tooManyFailures,
            .quotaExceeded, .unavailable:
            false
        }
    }
}
