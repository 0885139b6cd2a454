import CRMService
import Identity

/// The person's own access tokens: list, one token, first use, revoking, connection files.
struct TokenHandler {
    let visit: PageVisit

    private var service: TokenService { visit.site.services.tokens }
    private var settings: WebSettings { visit.site.settings }
    private var words: TokenText { TokenText(format: visit.format) }

    // MARK: List

    func list() async throws -> PageAnswer {
        let rows = try await service.tokens(of: visit.person).map { ($0, service.state(of: $0)) }
        let query = visit.request.query
        let filter = TokenFilter(rawValue: query["show"] ?? "") ?? .live
        let sort = TokenSort(query["sort"] ?? "-created")
        let shown = sort.sorted(rows.filter { filter.admits($0.1) })
        let model = TokenListPage.Model(
            parts: visit.parts,
            feedURL: settings.feedURL,
            tabs: TokenFilter.allCases.map { tab in
                TokenListPage.Tab(label: tab.label, href: tab.href, isCurrent: tab == filter)
            },
            tokens: shown.map { words.token($0.0, $0.1) },
            hasAny: !rows.isEmpty,
            columns: TokenListPage.columns { key in sort.head(key, filter: filter) }
        )
        return try visit.page(model)
    }

    // MARK: One token

    func page() async throws -> PageAnswer {
        let (row, state) = try await token()
        let model = TokenPage.Model(
            parts: visit.parts,
            tokenID: row.id.description,
            description: row.description,
            state: words.badge(row, state),
            facts: words.facts(row),
            feedURL: settings.feedURL,
            kits: ConnectionKits(feedURL: settings.feedURL, sets: visit.view.sets).all,
            isRevocable: !state.isFinal
        )
        return try visit.page(model)
    }

    func firstUse() async throws -> PageAnswer {
        let (row, _) = try await token()
        let text: String
        if let used = row.lastUsedAt {
            let time = visit.zone.text(of: used).dropFirst(11).prefix(5)
            let by = row.lastClient.map { " with \($0)" } ?? ""
            text = "Connected at \(time) from \(row.lastAddress ?? "an unknown address")\(by)."
        } else {
            text = "Waiting for first use…"
        }
        let model = TokenFirstUsePage.Model(
            tokenID: row.id.description,
            text: text,
            isUsed: row.lastUsedAt != nil
        )
        return try visit.page(model)
    }

    func kit() throws -> PageAnswer {
        let name = visit.request.segments.last ?? ""
        let kits = ConnectionKits(feedURL: settings.feedURL, sets: visit.view.sets)
        guard let file = kits.file(name) else { throw PageProblem.notFound }
        return .download(file.text, type: file.type, name: name)
    }

    // MARK: Revoking

    func revokeQuestion() async throws -> PageAnswer {
        let (row, state) = try await token()
        return try visit.page(question(row, state))
    }

    func revoke() async throws -> PageAnswer {
        let (row, state) = try await token()
        guard try await service.revoke(row.id, by: visit.person, origin: visit.request.origin) else {
            let (again, now) = state.isFinal ? (row, state) : try await token()
            return try visit.page(question(again, now))
        }
        return .redirect(to: "/profile/tokens/\(row.id)")
    }

    private func question(_ row: TokenRow, _ state: TokenState) -> TokenRevokePage.Model {
        var already: String?
        switch state {
        case .revoked(let at): already = "Already revoked at \(visit.format.exact(at))."
        case .exposed(let at): already = "Already ended, because it was exposed at \(visit.format.exact(at))."
        case .expired, .suspended, .paused, .active: break
        }
        return TokenRevokePage.Model(
            parts: visit.parts,
            tokenID: row.id.description,
            description: row.description,
            lastUse: words.lastUse(row),
            csrf: visit.person.formToken(FormName.revoke),
            already: already
        )
    }

    /// The token of the address, if it is the person's own.
    private func token() async throws -> (TokenRow, TokenState) {
        let segments = visit.request.segments
        guard segments.count > 2, let number = Int64(segments[2]),
            let row = try await service.token(TokenID(number), of: visit.person)
        else { throw PageProblem.notFound }
        return (row, service.state(of: row))
    }

    // MARK: Without the right

    func forbidden() async throws -> PageAnswer {
        let names = try await service.administratorNames()
        let model = TokenForbiddenPage.Model(
            parts: visit.parts,
            role: BaseRole.admin.label,
            ownRole: visit.person.account.role.label,
            administrators: names.map { ($0, nil) }
        )
        return try visit.page(model, status: 403)
    }
}

/// Which tokens the list shows.
enum TokenFilter: String, CaseIterable {
    case live, expired, revoked, all

    var label: String {
        switch self {
        case .live: "Live"
        case .expired: "Expired"
        case .revoked: "Revoked"
        case .all: "All"
        }
    }

    var href: String { self == .live ? "/profile/tokens" : "/profile/tokens?show=" + rawValue }

    func admits(_ state: TokenState) -> Bool {
        switch (self, state) {
        case (.all, _): true
        case (.live, .active), (.live, .paused), (.live, .suspended): true
        case (.expired, .expired): true
        case (.revoked, .revoked), (.revoked, .exposed): true
        default: false
        }
    }
}

/// The order of the list.
struct TokenSort: Equatable {
    enum Key: String, CaseIterable {
        case description, state, created, expires, used
    }

    let key: Key
    let isDescending: Bool

    /// Reads `created` or `-created`; anything else is newest first.
    init(_ text: String) {
        let name = text.hasPrefix("-") ? String(text.dropFirst()) : text
        let known = Key(rawValue: name)
        key = known ?? .created
        isDescending = known == nil || text.hasPrefix("-")
    }

    func sorted(_ rows: [(TokenRow, TokenState)]) -> [(TokenRow, TokenState)] {
        let ascending = rows.sorted { left, right in
            switch key {
            case .description: left.0.description.lowercased() < right.0.description.lowercased()
            case .state: left.1.label < right.1.label
            case .created: left.0.createdAt < right.0.createdAt
            case .expires: Self.time(left.0.life.expiresAt, .max) < Self.time(right.0.life.expiresAt, .max)
            case .used: Self.time(left.0.lastUsedAt, .min) < Self.time(right.0.lastUsedAt, .min)
            }
        }
        return isDescending ? ascending.reversed() : ascending
    }

    private static func time(_ instant: UTCInstant?, _ missing: Int64) -> Int64 { instant?.microseconds ?? missing }

    /// The sort link of a column, and the direction if it is the one in use.
    func head(_ name: String, filter: TokenFilter) -> (href: String, direction: PageTable.Column.Direction?)? {
        guard let column = Key(rawValue: name) else { return nil }
        let isCurrent = column == key
        let text = isCurrent && !isDescending ? "-" + name : name
        let show = filter == .live ? "" : "show=\(filter.rawValue)&"
        return ("/profile/tokens?\(show)sort=\(text)", isCurrent ? (isDescending ? .descending : .ascending) : nil)
    }
}

/// The words the pages use for a token.
struct TokenText {
    let format: ValueFormat

    func token(_ row: TokenRow, _ state: TokenState) -> TokenListPage.Token {
        TokenListPage.Token(
            id: row.id.description,
            description: row.description,
            detail: row.purpose,
            scope: row.scopes.shortText,
            state: badge(row, state),
            keyID: row.keyID.displayText,
            created: format.instant(row.createdAt),
            expires: row.life.expiresAt.map(format.instant),
            lastUsed: row.lastUsedAt.map(format.instant),
            lastUsedDetail: row.lastUsedAt == nil
                ? nil : [row.lastAddress, row.lastClient].compactMap { $0 }.joined(separator: " · "),
            isRevocable: !state.isFinal
        )
    }

    func badge(_ row: TokenRow, _ state: TokenState) -> PageBadge {
        switch state {
        case .exposed, .revoked: return PageBadge(state.label, .neutral, icon: .revoked)
        case .expired: return PageBadge(state.label, .bad, icon: .clock)
        case .suspended, .paused: return PageBadge(state.label, .warn, icon: .pause)
        case .active: break
        }
        guard let end = row.life.expiresAt else { return PageBadge("Never expires", .warn, icon: .infinity) }
        let days = end.microseconds(since: format.now) / 86_400_000_000
        guard days < 14 else { return PageBadge("Active", .ok) }
        return PageBadge("Expires \(format.words(end))", .warn, icon: .clock)
    }

    func facts(_ row: TokenRow) -> [PageCell] {
        [
            .text("Runs as", row.ownerName), .text("Scope", row.scopes.shortText), .text("Purpose", row.purpose),
            .code("Key id", row.keyID.displayText), .instant("Created", format.instant(row.createdAt)),
            row.life.expiresAt.map { .instant("Expires", format.instant($0)) }
                ?? .text("Expires", "Never", detail: row.neverReason),
            row.lastUsedAt.map {
                .instant(
                    "Last used",
                    format.instant($0),
                    detail: [row.lastAddress, row.lastClient].compactMap { $0 }.joined(separator: " · ")
                )
            } ?? .text("Last used", "Not used yet"),
            .number("Requests", ValueFormat.count(row.requests)),
        ]
    }

    func lastUse(_ row: TokenRow) -> String {
        guard let used = row.lastUsedAt else { return "It has not been used yet." }
        return "\(row.lastClient ?? "A program") used it \(format.words(used))."
    }
}
