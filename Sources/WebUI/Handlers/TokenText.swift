import CRMService
import Identity

/// The words the pages use for a token.
struct TokenText {
    let format: ValueFormat

    func token(
        _ row: TokenRow,
        _ state: TokenState,
        violations: [TokenPolicyViolation],
        isIdle: Bool,
        requests: Int64
    ) -> TokenListPage.Token {
        TokenListPage.Token(
            id: row.id.description,
            description: row.description,
            detail: row.purpose,
            scope: row.scopes.shortText,
            state: badge(row, state, violations),
            stateDetail: state == .active ? violations.first?.label : nil,
            keyID: row.keyID.displayText,
            created: format.instant(row.createdAt),
            expires: row.life.expiresAt.map(format.instant),
            lastUsed: row.lastUsedAt.map(format.instant),
            lastUsedDetail: row.lastUsedAt == nil ? nil : place(row.lastAddress, row.lastClient),
            requests: ValueFormat.count(requests),
            actions: TokenAct.listed.filter { $0.isPossible(row, state, isIdle: isIdle) }
                .map { $0.link(row, hidden: row.description) }
        )
    }

    func badge(_ row: TokenRow, _ state: TokenState, _ violations: [TokenPolicyViolation] = []) -> PageBadge {
        switch state {
        case .exposed, .revoked: return PageBadge(state.label, .neutral, icon: .revoked)
        case .expired: return PageBadge(state.label, .bad, icon: .clock)
        case .suspended, .paused: return PageBadge(state.label, .warn, icon: .pause)
        case .active where !violations.isEmpty: return PageBadge("Blocked by policy", .bad, icon: .shield)
        case .active: break
        }
        guard let end = row.life.expiresAt else { return PageBadge("Never expires", .warn, icon: .infinity) }
        let days = end.microseconds(since: format.now) / 86_400_000_000
        guard days < 14 else { return PageBadge("Active", .ok) }
        return PageBadge("Expires \(format.words(end))", .warn, icon: .clock)
    }

    func facts(_ row: TokenRow, teams: [TeamChoice]) -> [PageCell] {
        [
            .text("Runs as", row.ownerName), .text("Scope", row.scopes.shortText),
            .text("Rows", rows(row.rowScope, teams: teams)), .text("Allowed addresses", networks(row.networks)),
            .text("Purpose", row.purpose), .code("Key id", row.keyID.displayText),
            .instant("Created", format.instant(row.createdAt)),
            row.life.expiresAt.map { .instant("Expires", format.instant($0)) }
                ?? .text("Expires", "Never", detail: row.neverReason),
            row.lastUsedAt.map {
                .instant("Last used", format.instant($0), detail: place(row.lastAddress, row.lastClient))
            } ?? .text("Last used", "Not used yet"),
            .number("Requests", ValueFormat.count(row.requests)),
        ]
    }

    func place(_ address: String?, _ client: String?) -> String {
        [address, client].compactMap { $0 }.joined(separator: " · ")
    }

    func networks(_ list: NetworkList) -> String {
        list.isEmpty ? "Any" : list.prefixes.map(\.description).joined(separator: ", ")
    }

    /// The secrets of a token: those that are accepted, and the last ones that were.
    func secrets(_ secrets: [TokenSecretRow]) -> PageTable {
        let rows = secrets.prefix(10).map { secret in
            PageTable.Row(
                head: .text("Key id", secret.keyID.displayText),
                cells: [
                    .badge("State", badge(secret)),
                    .instant("Issued", format.instant(secret.createdAt)),
                    secret.lastUsedAt.map {
                        .instant("Last used", format.instant($0), detail: place(secret.lastAddress, secret.lastClient))
                    } ?? .text("Last used", "Not used yet"),
                    ending(secret),
                ]
            )
        }
        return PageTable(
            caption: "Secrets of this token",
            columns: ["Key id", "State", "Issued", "Last used", "Ends"].map { PageTable.Column($0) },
            rows: Array(rows),
            showsAllOnPhone: true
        )
    }

    /// The way to end the replaced secret, while it is accepted.
    func endSecret(_ secrets: [TokenSecretRow], of id: TokenID) -> PageLink? {
        secrets.first { $0.state == .retiring && $0.isLive(at: format.now) }.map { secret in
            PageLink(
                "End the old one now",
                "\(TokenAct.address(of: id))/secrets/\(secret.keyID)/end",
                isDanger: true,
                opensDialog: true
            )
        }
    }

    private func badge(_ secret: TokenSecretRow) -> PageBadge {
        switch secret.state {
        case .current: PageBadge("Current", .ok)
        case .retiring where secret.isLive(at: format.now): PageBadge("Old, still accepted", .warn, icon: .clock)
        case .retiring, .retired: PageBadge("Ended", .neutral, icon: .revoked)
        case .discarded: PageBadge("Dropped unused", .neutral, icon: .revoked)
        }
    }

    private func ending(_ secret: TokenSecretRow) -> PageCell {
        guard let end = secret.validUntil else { return .text("Ends", "With the token") }
        let waits = secret.state == .retiring && secret.secondsAfterUse != nil && secret.isLive(at: format.now)
        return .instant(
            "Ends",
            format.instant(end),
            detail: waits ? "or 24 hours after the first use of the current one" : nil
        )
    }

    /// What the entries of a form mean, with what should be thought over before.
    func summary(_ entries: TokenEntries, sets: [String], address: ClientAddress) -> TokenCreatePage.Summary {
        guard let scopes = try? entries.choice(visible: sets).scopeSet() else {
            return TokenCreatePage.Summary("This token reads nothing yet.")  // an empty choice has no scope
        }
        var parts = [scopes.allowsAnyRead ? "This token \(scopes.summaryText)" : "This token reads no business data"]
        if entries.team != nil { parts.append("in the rows of one team and those below") }
        if scopes.contains(.tokensRead) { parts.append("sees the inventory of tokens") }
        if scopes.contains(.auditRead) { parts.append("sees the audit log") }
        if scopes.contains(.rotateSelf) { parts.append("renews itself") }
        var notes: [String] = []
        if scopes.allowsAnyWrite {
            notes.append("Whoever has this token can change and delete data. Choose “Read only” for reports.")
        }
        if entries.expires == "never" {
            notes.append("A token without an end stays open until somebody thinks of it. Prefer a date.")
        }
        if let networks = try? NetworkList(entries.addresses), !networks.isEmpty {  // its faults are told at the field
            parts.append("from \(networks.prefixes.count == 1 ? "one network" : "\(networks.prefixes.count) networks")")
            if !networks.admits(address) {
                notes.append(
                    "The list leaves out the address you use now (\(address)): a program on this computer is refused."
                )
            }
        }
        return TokenCreatePage.Summary(
            parts.joined(separator: ", ") + ".",
            risk: TokenFormFields.risk(scopes.risk),
            notes: notes
        )
    }

    func rows(_ scope: TokenRowScope, teams: [TeamChoice]) -> String {
        switch scope {
        case .owner: return "All rows the owner may see"
        case .team(let id):
            let name = teams.first { $0.id == id }?.name ?? "Team \(id)"
            return "\(name) and the teams below"
        }
    }

    func lastUse(_ row: TokenRow) -> String {
        guard let used = row.lastUsedAt else { return "It has not been used yet." }
        return "\(row.lastClient ?? "A program") used it \(format.words(used))."
    }
}
