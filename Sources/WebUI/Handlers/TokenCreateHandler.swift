import CRMService
import EntityModel
import Identity

/// Creates a token and shows its secret once: `GET /profile/tokens/new`, `POST /profile/tokens`.
struct TokenCreateHandler {
    let visit: PageVisit

    private var service: TokenService { visit.site.services.tokens }

    private var sets: [EntityType] { OwnToken(visit: visit).sets }

    func form() async throws -> PageAnswer {
        var entries = TokenEntries(link: visit.request.query)
        if let number = visit.request.query["from"].flatMap({ Int64($0) }),
            let row = try await service.token(TokenID(number), of: visit.person)
        {
            entries = TokenEntries(like: row)
        }
        return try await form(entries, TokenProblems(), status: 200)
    }

    func submit() async throws -> PageAnswer {
        let form = visit.request.form
        let entries = TokenEntries(form: form)
        var visit = visit
        var nonce = form["nonce"] ?? ""
        var cookie: String?
        switch try await FreshLogin(visit: visit).confirm() {
        case .refused(let problem, let status):
            var problems = TokenProblems()
            problems.password = problem
            return try await self.form(entries, problems, status: status)
        case .confirmed(_, nil): break
        case .confirmed(let fresh, let header):
            visit = fresh
            // The one-time number belongs to the session that has just ended.
            nonce = try await service.issueNonce(for: fresh.person)
            cookie = header
        }
        let answer = try await TokenCreateHandler(visit: visit).create(entries, nonce: nonce)
        return cookie.map { answer.adding(cookie: $0) } ?? answer
    }

    // MARK: Creating

    private func create(_ entries: TokenEntries, nonce: String) async throws -> PageAnswer {
        guard let expiry = entries.expiry else {
            var problems = TokenProblems()
            problems.day = "Write a day such as \(visit.format.today.adding(days: 90))."
            return try await form(entries, problems, status: 422)
        }
        let draft = TokenDraft(
            description: entries.description,
            purpose: entries.purpose,
            scope: entries.choice(visible: sets.map(\.set)),
            expiry: expiry,
            zone: visit.zone,
            rows: entries.rows,
            networks: entries.addresses
        )
        do {
            let minted = try await service.create(draft, nonce: nonce, by: visit.person, origin: visit.request.origin)
            return try await TokenReveal(visit: visit).page(minted)
        } catch let error as TokenCreationError {
            switch error {
            case .invalid(let problems):
                let read = TokenProblems(problems, entries: entries, now: visit.now, zone: visit.zone)
                return try await form(entries, read, status: 422)
            case .alreadyCreated(let id): return try await exists(id)
            case .refused: return try await TokenHandler(visit: visit).forbidden()
            }
        }
    }

    private func exists(_ id: TokenID?) async throws -> PageAnswer {
        guard let id, let row = try await service.token(id, of: visit.person) else { throw PageProblem.staleForm }
        let model = TokenExistsPage.Model(
            parts: visit.parts,
            tokenID: id.description,
            description: row.description,
            isRevocable: !service.state(of: row).isFinal
        )
        return try visit.page(model, status: 409)
    }

    // MARK: The form

    /// The summary of the entries in the address, for the script that shows it while the form is filled in.
    func summary() throws -> PageAnswer {
        try visit.page(TokenSummaryPage.Model(summary: summary(TokenEntries(form: visit.request.query))))
    }

    private func summary(_ entries: TokenEntries) -> TokenCreatePage.Summary {
        TokenText(format: visit.format).summary(
            entries,
            sets: sets.map(\.set),
            address: visit.request.origin.address
        )
    }

    private func form(_ entries: TokenEntries, _ problems: TokenProblems, status: Int) async throws -> PageAnswer {
        let nonce = try await service.issueNonce(for: visit.person)
        let fields = TokenFormFields(
            entries: entries,
            problems: problems,
            sets: sets,
            seesAudit: visit.view.sets.contains("AuditEvents"),
            teams: try await service.teams(),
            address: visit.request.origin.address,
            format: visit.format,
            policy: service.policy
        )
        let model = TokenCreatePage.Model(
            parts: visit.parts,
            csrf: visit.person.formToken(FormName.token),
            nonce: nonce,
            owner: "you, \(visit.person.account.fullName)",
            presets: TokenPreset.allCases.map { PageLink($0.label, "/profile/tokens/new?preset=\($0.rawValue)") },
            scopes: fields.scopes,
            summary: summary(entries),
            description: fields.description,
            descriptionLink: problems.twin.map { PageLink("Show that token", "/profile/tokens/\($0)") },
            purpose: fields.purpose,
            expiry: fields.expiry,
            addresses: fields.addresses,
            confirm: FreshLogin.field(for: visit, error: problems.password),
            formErrors: problems.form,
            refusal: try await limit(problems).map {
                PageNotice(
                    "You have \($0) live tokens, which is the limit. Revoke one you no longer need.",
                    .warn,
                    link: PageLink("Show the least used first", "/profile/tokens?sort=used")
                )
            }
        )
        return try visit.page(model, status: status)
    }

    /// The number of live tokens, where the person has as many as one may have.
    private func limit(_ problems: TokenProblems) async throws -> Int? {
        if let limit = problems.limit { return limit }
        let live = try await service.tokens(of: visit.person).filter { service.state(of: $0).isLive }
        return live.count >= service.policy.liveTokensPerOwner ? live.count : nil
    }
}
