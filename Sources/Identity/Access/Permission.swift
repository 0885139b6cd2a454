/// Something a person, a token or the system may want to do; each has its row in ``PermissionTable``.
///
/// Acts on business data are two cases here; which sets and rows they reach is for ``AccessPolicy``.
public enum Permission: String, CaseIterable, Sendable {
    /// Log in and see one's own profile and sessions.
    case logIn
    /// Change one's own password, e-mail, second factor.
    case changeOwnCredentials
    /// Read business data.
    case readData
    /// Create, change and delete business data.
    case writeData
    /// Delete records for good.
    case purgeData
    /// Merge duplicates.
    case mergeRecords
    /// Import in bulk.
    case importData
    /// See the page of one's own tokens and the form for a new one.
    case seeTokensPage
    /// Create, extend or resume after idleness a token of one's own.
    case createOwnToken
    /// Pause, revoke and narrow one's own tokens.
    case stopOwnTokens
    /// Read and revoke the presented token by itself.
    case useTokenSelfService
    /// Draw a new secret for a token of one's own.
    case rotateOwnToken
    /// Create a token that runs as an integration user.
    case mintForIntegration
    /// See, pause, revoke and export the tokens of everybody.
    case stopAllTokens
    /// Change the token policy, peppers and leak settings.
    case changeTokenPolicy
    /// Read the sets AccessTokens and AccessTokenUsage.
    case readTokenInventory
    /// Read the set AuditEvents.
    case readAuditFeed
    /// Manage users, roles, teams, invitations, resets and integration users.
    case changeUsers
    /// See who is in one's team.
    case viewTeam
    /// See the audit pages.
    case viewAudit
    /// Change settings, mail, webhooks and backup.
    case changeSettings
}

/// How somebody proved who they are.
public enum AccessMeans: String, CaseIterable, Sendable {
    /// A session whose login is older than ten minutes.
    case session
    /// A session with a login of the last ten minutes.
    case freshSession
    /// An access token.
    case token
}

/// Under which further condition a role has a permission.
public enum PermissionCondition: Equatable, Sendable {
    /// Under none.
    case always
    /// For the sets, rows and fields that ``AccessPolicy`` opens.
    case byAccessPolicy
    /// Only for own records.
    case own
    /// Only for the own team and those below.
    case ownTeam
    /// If the token policy lets the role create tokens.
    case ifTokenPolicyAllows
    /// For tokens that exist already.
    case ifOwningTokens
    /// If the token carries the word.
    case ifScoped(Scope)
}
