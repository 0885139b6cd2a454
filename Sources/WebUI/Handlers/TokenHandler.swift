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
        let requests = try await service.recentRequests(of: visit.person)
        let shown = sort.sorted(rows.filter { filter.admits($0.1) }, requests: requests)
        let model = TokenListPage.Model(
            parts: visit.parts,
            feedURL: settings.feedURL,
            tabs: TokenFilter.allCases.map { tab in
                TokenListPage.Tab(label: tab.label, href: tab.href, isCurrent: tab == filter)
            },
            tokens: shown.map { row, state in
                words.token(
                    row,
                    state,
                    violations: service.violations(of: row, owner: visit.person),
                    isIdle: service.isIdle(row, owner: visit.person),
                    requests: requests[row.id] ?? 0
                )
            },
            hasAny: !rows.isEmpty,
            columns: TokenListPage.columns { key in sort.head(key, filter: filter) }
        )
        return try visit.page(model)
    }

    // MARK: One token

    func page() async throws -> PageAnswer {
        let (row, state) = try await token()
        let isIdle = service.isIdle(row, owner: visit.person)
        let usage = try await service.usage(of: row)
        let secrets = try await service.secrets(of: row)
        let model = TokenPage.Model(
            parts: visit.parts,
            tokenID: row.id.description,
            description: row.description,
            state: words.badge(row, state, service.violations(of: row, owner: visit.person)),
            facts: words.facts(row, teams: row.rowScope == .owner ? [] : try await service.teams()),
            acts: TokenAct.allCases.filter { $0.isPossible(row, state, isIdle: isIdle) }.map { $0.link(row) },
            seesHref: state.isFinal ? nil : "\(TokenAct.address(of: row.id))/sees",
            secrets: words.secrets(secrets),
            endSecret: state.isLive ? words.endSecret(secrets, of: row.id) : nil,
            usage: TokenUsageText(format: visit.format, report: usage).section,
            events: await TokenTrail(visit: visit).events(of: row.id),
            feedURL: settings.feedURL,
            kits: state.isFinal ? [] : ConnectionKits(feedURL: settings.feedURL, sets: visit.view.sets).all
        )
        return try visit.page(model)
    }

    /// Whether the newest secret was used, and if a program reached us without success, why.
    func firstUse() async throws -> PageAnswer {
        let (row, _) = try await token()
        let current = try await service.secrets(of: row).first { $0.state == .current }
        var text = "Waiting for first use…"
        if let used = current?.lastUsedAt {
            let by = current?.lastClient.map { " with \($0)" } ?? ""
            text = "Connected at \(time(used)) from \(current?.lastAddress ?? "an unknown address")\(by)"
            text += try await setsRead(row).map { ": \($0) read." } ?? "."
        } else if let denied = await TokenTrail(visit: visit).lastRefusal(of: row.id, since: current?.createdAt) {
            text = "Reached us \(denied.instant.text), but was refused: \(denied.reason ?? denied.title). "
            text += "Waiting for first use…"
        }
        let model = TokenFirstUsePage.Model(
            tokenID: row.id.description,
            text: text,
            isUsed: current?.lastUsedAt != nil
        )
        return try visit.page(model)
    }

    private func time(_ instant: UTCInstant) -> String {
        let seconds = instant.adding(seconds: Int64(visit.zone.offsetSeconds(at: instant))).rfc3339
        return String(seconds.dropFirst(11).prefix(8))
    }

    /// What was read, as far as it is written down; use is, every 30 seconds.
    private func setsRead(_ row: TokenRow) async throws -> String? {
        let days = try await service.usage(of: row).days
        if days.isEmpty { return nil }
        let sets = Set(days.map(\.entitySet)).subtracting(["$service"])
        return sets.isEmpty ? "the service document" : (sets.count == 1 ? "one set" : "\(sets.count) sets")
    }

    func kit() throws -> PageAnswer {
        let name = visit.request.segments.last ?? ""
        let kits = ConnectionKits(feedURL: settings.feedURL, sets: visit.view.sets)
        guard let file = kits.file(name) else { throw PageProblem.notFound }
        return .download(file.text, type: file.type, name: name)
    }

    // MARK: Secrets

    func endSecretQuestion() async throws -> PageAnswer {
        let (row, _) = try await token()
        let found = try await service.secrets(of: row).first { $0.keyID.text == visit.request.segments.dropLast().last }
        guard let secret = found else { throw PageProblem.notFound }
        let isLive = secret.state == .retiring && secret.isLive(at: visit.now)
        return try visit.page(endSecret(row, secret, isLive: isLive))
    }

    func endSecret() async throws -> PageAnswer {
        let (row, _) = try await token()
        guard let keyID = visit.request.segments.dropLast().last.flatMap({ TokenKeyID($0) }) else {
            throw PageProblem.notFound
        }
        do {
            try await service.endSecret(keyID, of: row.id, by: visit.person, origin: visit.request.origin)
        } catch TokenChangeError.secretEnded {
            return try await endSecretQuestion()
        }
        return .redirect(to: TokenAct.address(of: row.id))
    }

    private func endSecret(_ row: TokenRow, _ secret: TokenSecretRow, isLive: Bool) -> TokenActionPage.Model {
        let used = secret.lastUsedAt.map { "\(secret.lastClient ?? "A program") used it \(visit.format.words($0))." }
        return TokenActionPage.Model(
            title: "End a secret",
            question: "End the old secret of ‘\(row.description)’ now?",
            paragraphs: [
                "\(secret.keyID.displayText): \(used ?? "Nobody has used it.")",
                "Every refresh that still relies on it stops working. The current secret goes on.",
            ],
            notice: isLive ? nil : PageNotice("This secret has ended already.", .info),
            action: "\(TokenAct.address(of: row.id))/secrets/\(secret.keyID)/end",
            button: "End it now",
            isDanger: true,
            cancelHref: TokenAct.address(of: row.id),
            hidden: [HiddenValue("csrf", visit.person.formToken(FormName.tokenAct))]
        )
    }

    // MARK: Reveal

    /// The person has put the secret away.
    func stored() async throws -> PageAnswer {
        let (row, _) = try await token()
        try await service.confirmReveal(row.id, by: visit.person, origin: visit.request.origin)
        return .redirect(to: "/profile/tokens")
    }

    private func token() async throws -> (TokenRow, TokenState) {
        let row = try await OwnToken(visit: visit).row()
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
