import CRMService
import Identity

/// What the audit log says of one token, as far as the person may see the log.
struct TokenTrail {
    let visit: PageVisit

    private static let most = 20
    private static let shownFields = [
        "OccurredAt", "ActorKind", "Action", "KeyId", "Reason", "IpAddress", "ClientName",
    ]

    func events(of id: TokenID) async -> [TokenPage.Event] { await events(of: id, and: "", size: Self.most) }

    /// The last time a program that proved to have the secret was refused, since the secret was issued.
    func lastRefusal(of id: TokenID, since: UTCInstant?) async -> TokenPage.Event? {
        let after = since.map { " and OccurredAt ge \($0.rfc3339)" } ?? ""
        let kinds = "Action in ('token.denied','token.presented-in-clear')"
        return await events(of: id, and: " and \(kinds)\(after)", size: 1).first
    }

    private func events(of id: TokenID, and more: String, size: Int) async -> [TokenPage.Event] {
        guard visit.view.sets.contains("AuditEvents"), let fields = visit.view.fields["AuditEvents"] else { return [] }
        let queries = RecordQueries(visit: visit)
        let query = ListQuery([
            ("$filter", "EntitySet eq 'AccessTokens' and RecordId eq \(id)\(more)"), ("$orderby", "AuditEventId desc"),
            ("$select", Self.shownFields.filter(fields.contains).joined(separator: ",")),
        ])
        do {
            let page = try await queries.page("AuditEvents", query, size: size)
            return page.records.compactMap(event)
        } catch {
            _ = queries.problem(error)
            return []
        }
    }

    private func event(_ record: RecordValue) -> TokenPage.Event? {
        guard let at = record["OccurredAt"].plainText, let instant = visit.format.instant(at),
            let action = record["Action"].plainText
        else { return nil }
        let details = ["ActorKind", "IpAddress", "ClientName", "Reason"].compactMap { record[$0].plainText }
        return TokenPage.Event(
            instant: instant,
            title: Self.title(action),
            detail: details.joined(separator: " · "),
            reason: record["Reason"].plainText
        )
    }

    /// An action as people read it: `token.first-used` is "First used".
    static func title(_ action: String) -> String {
        let words = (action.split(separator: ".").last.map(String.init) ?? action).split(separator: "-")
        let text = words.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
