import Identity
import SQLCore

/// A change of a token's row; each is one update that also counts the version up.
enum TokenChange {
    /// Another secret; with a new term where the old one is over.
    case secret(term: TokenTerm?, at: UTCInstant)
    /// One of its secrets ended.
    case secretEnded
    case paused(at: UTCInstant)
    /// No longer paused; `isIdle` also lifts a suspension for want of use and lets the days count anew.
    case resumed(isIdle: Bool, at: UTCInstant)
    case words(TokenDescription, purpose: String?)
    case term(TokenTerm, at: UTCInstant)
    case narrowed(ScopeSet, rows: TokenRowScope, networks: NetworkList)
    /// Somebody proved to hold a copy of its secret.
    case exposed(at: UTCInstant)

    var assignments: [SQLAssignment] {
        switch self {
        case .secret(let term, let now): term.map { Self.assignments($0, at: now) } ?? []
        case .secretEnded: []
        case .paused(let now): [Self.instant("paused_at", now)]
        case .resumed(let isIdle, let now):
            [Self.instant("paused_at", nil)]
                + (isIdle
                    ? [
                        Self.instant("suspended_at", nil), SQLAssignment("suspend_reason", .bind(.null)),
                        Self.instant("term_started_at", now),
                    ] : [])
        case .words(let description, let purpose):
            [SQLAssignment("description", .text(description.text)), Self.text("purpose", purpose)]
        case .term(let term, let now): Self.assignments(term, at: now)
        case .narrowed(let scopes, let rows, let networks):
            [
                SQLAssignment("scopes", .text(scopes.canonicalText)),
                SQLAssignment("row_scope", .text(rows.storedText)),
                SQLAssignment("networks", .text(networks.description)),
            ]
        case .exposed(let now): [Self.instant("exposed_at", now)]
        }
    }

    private static func assignments(_ term: TokenTerm, at now: UTCInstant) -> [SQLAssignment] {
        [
            instant("expires_at", term.expiresAt), instant("term_started_at", now),
            text("never_reason", term.neverReason),
        ]
    }

    private static func instant(_ column: String, _ instant: UTCInstant?) -> SQLAssignment {
        SQLAssignment(column, .bind(instant.map { .integer($0.microseconds) } ?? .null))
    }

    private static func text(_ column: String, _ text: String?) -> SQLAssignment {
        SQLAssignment(column, .bind(text.map { .text($0) } ?? .null))
    }
}
