import CRMService
import EntityModel
import Identity

/// Creates a token and shows its secret once: `GET /profile/tokens/new`, `POST /profile/tokens`.
struct TokenCreateHandler {
    let visit: PageVisit

    private var service: TokenService { visit.site.services.tokens }

    /// The sets a token may be narrowed to: the business sets this person sees.
    private var sets: [EntityType] {
        visit.recordText.catalog.types.filter { visit.view.sets.contains($0.set) && $0.group != .administration }
    }

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
        if !visit.person.isFresh {
            switch try await confirm(form["confirm-password"] ?? "") {
            case .refused(let problem, let status):
                var problems = TokenProblems()
                problems.password = problem
                return try await self.form(entries, problems, status: status)
            case .confirmed(let person, let header):
                visit = PageVisit(site: visit.site, request: visit.request, person: person)
                // The one-time number belongs to the session that has just ended.
                nonce = try await service.issueNonce(for: person)
                cookie = header
            }
        }
        let answer = try await TokenCreateHandler(visit: visit).create(entries, nonce: nonce)
        return cookie.map { answer.adding(cookie: $0) } ?? answer
    }

    // MARK: Confirming

    private enum Confirmation {
        case refused(String, status: Int)
        case confirmed(SignedInPerson, cookie: String)
    }

    private func confirm(_ password: String) async throws -> Confirmation {
        let site = visit.site
        guard !password.isEmpty else { return .refused("Write your password to confirm that it is you.", status: 422) }
        let outcome = try await site.services.signIn.confirm(
            password: password,
            session: visit.person,
            origin: visit.request.origin
        )
        switch outcome {
        case .signedIn(let id, let maxAge):
            guard let person = try await site.services.sessions.person(id) else { throw PageProblem.notSignedIn }
            return .confirmed(person, cookie: site.settings.cookie.setHeader(id, maxAgeSeconds: maxAge))
        case .refused: return .refused("The password is not right.", status: 422)
        case .throttled(let seconds): return .refused(SignInText.wait(seconds), status: 429)
        case .overloaded: return .refused("The server is busy. Try again in a few seconds.", status: 503)
        }
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
            zone: visit.zone
        )
        do {
            let minted = try await service.create(draft, nonce: nonce, by: visit.person, origin: visit.request.origin)
            return try reveal(minted)
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

    /// The one showing of the secret.
    private func reveal(_ minted: MintedToken) throws -> PageAnswer {
        let feed = visit.site.settings.feedURL
        let expires: PageCell =
            minted.term.expiresAt.map { .short("Expires", visit.format.exact($0)) }
            ?? .text("Expires", "Never", detail: minted.term.neverReason)
        let model = TokenRevealPage.Model(
            parts: visit.parts,
            tokenID: minted.id.description,
            secret: minted.secret.revealText(),
            facts: [
                .text("Description", minted.description), expires, .text("Scope", minted.scopes.shortText),
                .text("Rows", "All rows you may see"),
            ],
            feedURL: feed,
            kits: ConnectionKits(feedURL: feed, sets: visit.view.sets).all
        )
        return try visit.page(model)
            .setting("Content-Security-Policy", PageAnswer.secretPolicy)
            .setting("Referrer-Policy", "no-referrer")
            .setting("Cache-Control", "no-store")
    }

    // MARK: The form

    private func form(_ entries: TokenEntries, _ problems: TokenProblems, status: Int) async throws -> PageAnswer {
        let nonce = try await service.issueNonce(for: visit.person)
        let fields = TokenFormFields(
            entries: entries,
            problems: problems,
            sets: sets,
            seesAudit: visit.view.sets.contains("AuditEvents"),
            format: visit.format,
            policy: service.policy
        )
        let scopes = try? entries.choice(visible: sets.map(\.set)).scopeSet()  // an empty choice has no summary
        let model = TokenCreatePage.Model(
            parts: visit.parts,
            csrf: visit.person.formToken(FormName.token),
            nonce: nonce,
            owner: "you, \(visit.person.account.fullName)",
            scopes: fields.scopes,
            summary: scopes?.summaryText ?? "reads nothing yet",
            risk: scopes.map { TokenFormFields.risk($0.risk) },
            description: fields.description,
            descriptionLink: problems.twin.map { PageLink("Show that token", "/profile/tokens/\($0)") },
            purpose: fields.purpose,
            expiry: fields.expiry,
            confirm: visit.person.isFresh ? nil : fields.confirm,
            formErrors: problems.form,
            refusal: problems.limit.map {
                PageNotice(
                    "You have \($0) live tokens, which is the limit. Revoke one you no longer need.",
                    .warn,
                    link: PageLink("Show your tokens", "/profile/tokens?sort=used")
                )
            }
        )
        return try visit.page(model, status: status)
    }
}
