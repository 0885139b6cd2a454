/// Everything the audit log can say that somebody did; the raw value is the stored action.
///
/// A new action is a case here and a test that produces it.
public enum AuditAction: String, CaseIterable, Sendable {
    /// A token was created.
    case tokenCreated = "token.created"
    /// A token's secret was shown to its creator.
    case tokenRevealed = "token.revealed"
    /// The creator confirmed having stored the secret.
    case tokenRevealConfirmed = "token.reveal-confirmed"
    /// A secret was used for the first time.
    case tokenFirstUsed = "token.first-used"
    /// A token was used from an address it had not come from before.
    case tokenUsedFromNewAddress = "token.used-from-new-address"
    /// Description, purpose or notices of a token changed.
    case tokenChanged = "token.changed"
    /// A token's term was extended.
    case tokenExtended = "token.extended"
    /// Scopes or addresses of a token were narrowed.
    case tokenNarrowed = "token.narrowed"
    /// A token was paused.
    case tokenPaused = "token.paused"
    /// A paused token was resumed.
    case tokenResumed = "token.resumed"
    /// The system suspended a token.
    case tokenSuspended = "token.suspended"
    /// A suspended token came back.
    case tokenUnsuspended = "token.unsuspended"
    /// A token got a new secret.
    case tokenRotated = "token.rotated"
    /// One secret of a token was ended.
    case tokenSecretEnded = "token.secret-ended"
    /// A replaced secret was presented.
    case tokenRetiredSecretUsed = "token.retired-secret-used"
    /// A notice about a token was sent.
    case tokenNoticeSent = "token.notice-sent"
    /// A token's term ended.
    case tokenExpired = "token.expired"
    /// A token was revoked.
    case tokenRevoked = "token.revoked"
    /// Many tokens were revoked at once.
    case tokenBulkRevoked = "token.bulk-revoked"
    /// A leak report came in.
    case tokenLeakReported = "token.leak-reported"
    /// A leaked token was proven and ended.
    case tokenExposed = "token.exposed"
    /// A token came in the query of an address.
    case tokenPresentedInURL = "token.presented-in-url"
    /// A token came over plain HTTP.
    case tokenPresentedInClear = "token.presented-in-clear"
    /// A proven token was refused for scope, address or policy; one event per token, reason and hour.
    case tokenDenied = "token.denied"
    /// Tokens from a network failed; one event per network and hour.
    case tokenFailed = "token.failed"
    /// Somebody looked at what a policy would block.
    case policyPreviewed = "policy.previewed"
    /// The token policy changed.
    case policyChanged = "policy.changed"
    /// A pepper was added.
    case pepperAdded = "pepper.added"
    /// A pepper was retired.
    case pepperRetired = "pepper.retired"
    /// Somebody logged in.
    case loginSucceeded = "login.ok"
    /// A login failed.
    case loginFailed = "login.failed"
    /// A login was refused for too many failures.
    case loginThrottled = "login.throttled"
    /// Somebody signed out.
    case logout
    /// A session was ended by the person or an administrator.
    case sessionEnded = "session.ended"
    /// Somebody confirmed who they are.
    case stepUpSucceeded = "stepup.ok"
    /// A confirmation failed.
    case stepUpFailed = "stepup.failed"
    /// A password was changed.
    case passwordChanged = "password.changed"
    /// A password reset was asked for.
    case passwordResetAsked = "password.reset-asked"
    /// A password was reset.
    case passwordReset = "password.reset"
    /// A second factor was enrolled.
    case totpEnrolled = "totp.enrolled"
    /// A second factor was removed.
    case totpRemoved = "totp.removed"
    /// A recovery code was used.
    case recoveryCodeUsed = "recovery-code.used"
    /// A user was invited.
    case userInvited = "user.invited"
    /// An invited user became active.
    case userActivated = "user.activated"
    /// A user was disabled.
    case userDisabled = "user.disabled"
    /// A user was enabled.
    case userEnabled = "user.enabled"
    /// A user's role changed.
    case userRoleChanged = "user.role-changed"
    /// A user was deleted.
    case userDeleted = "user.deleted"
    /// An integration user was created.
    case integrationUserCreated = "integration-user.created"
    /// An integration user was changed.
    case integrationUserChanged = "integration-user.changed"
    /// The first set-up was completed.
    case setupDone = "setup.done"
    /// The audit log was exported.
    case auditExported = "audit.exported"
    /// Old audit events were removed.
    case auditPruned = "audit.pruned"
    /// An import of a file began.
    case importStarted = "import.started"
    /// An import of a file ended, in whatever way.
    case importFinished = "import.finished"
    /// A business record was created.
    case recordCreated = "record.created"
    /// Fields of a business record changed.
    case recordChanged = "record.changed"
    /// A business record was deleted.
    case recordDeleted = "record.deleted"
}
