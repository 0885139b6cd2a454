import CRMService
import EntityModel
import Identity

/// The acts on one of the person's own tokens: `GET` asks, `POST` does, `/profile/tokens/<id>/<act>`.
struct TokenActionHandler {
    let visit: PageVisit
    let act: TokenAct

    private var service: TokenService { visit.site.services.tokens }
    private var words: TokenText { TokenText(format: visit.format) }
    private var form: FormValues { visit.request.form }

    // MARK: Requests

    func ask() async throws -> PageAnswer {
        let row = try await OwnToken(visit: visit).row()
        return try await question(row, entries: TokenActionEntries(row), problems: TokenProblems(), status: 200)
    }

    func perform() async throws -> PageAnswer {
        let row = try await OwnToken(visit: visit).row()
        let entries = TokenActionEntries(form: form)
        guard needsFreshLogin(row) else { return try await perform(row, entries) }
        switch try await FreshLogin(visit: visit).confirm() {
        case .refused(let problem, let status):
            var problems = TokenProblems()
            problems.password = problem
            return try await question(row, entries: entries, problems: problems, status: status)
        case .confirmed(let fresh, let cookie):
            let answer = try await TokenActionHandler(visit: fresh, act: act).perform(row, entries)
            return cookie.map { answer.adding(cookie: $0) } ?? answer
        }
    }

    /// Starting is hard, stopping is easy.
    private func needsFreshLogin(_ row: TokenRow) -> Bool {
        switch act {
        case .rotate, .extend: true
        case .resume: service.isIdle(row, owner: visit.person)
        case .pause, .edit, .narrow, .revoke: false
        }
    }

    private func perform(_ row: TokenRow, _ entries: TokenActionEntries) async throws -> PageAnswer {
        do {
            return try await act(on: row, entries)
        } catch let error as TokenChangeError {
            return try await answer(to: error, row, entries)
        }
    }

    private func act(on row: TokenRow, _ entries: TokenActionEntries) async throws -> PageAnswer {
        let (person, origin) = (visit.person, visit.request.origin)
        switch act {
        case .rotate:
            let rotation = try await service.rotate(
                row.id,
                version: entries.version,
                overlap: entries.overlap,
                by: person,
                origin: origin
            )
            return try await TokenReveal(visit: visit).page(rotation)
        case .pause: try await service.pause(row.id, by: person, origin: origin)
        case .resume: try await service.resume(row.id, by: person, origin: origin)
        case .edit:
            let (name, purpose) = (entries.token.description, entries.token.purpose)
            try await service.describe(row.id, description: name, purpose: purpose, by: person, origin: origin)
        case .extend:
            guard let expiry = entries.token.expiry else {
                var problems = TokenProblems()
                problems.day = "Write a day such as \(visit.format.today.adding(days: 90))."
                return try await question(row, entries: entries, problems: problems, status: 422)
            }
            try await service.extend(row.id, to: expiry, zone: visit.zone, by: person, origin: origin)
        case .narrow:
            let narrowing = TokenNarrowing(
                scope: entries.token.choice(visible: OwnToken(visit: visit).sets.map(\.set)),
                rows: entries.token.rows,
                networks: entries.token.addresses
            )
            try await service.narrow(row.id, to: narrowing, by: person, origin: origin)
        case .revoke:
            let isRevoked = try await service.revoke(row.id, by: person, origin: origin, reason: entries.reason)
            // Somebody was faster: the page says when.
            if !isRevoked { return try await ask() }
        }
        return .redirect(to: TokenAct.address(of: row.id))
    }

    // MARK: Refusals

    private func answer(
        to error: TokenChangeError,
        _ row: TokenRow,
        _ entries: TokenActionEntries
    ) async throws -> PageAnswer {
        switch error {
        case .unknown: throw PageProblem.notFound
        case .refused: return try await TokenHandler(visit: visit).forbidden()
        case .invalid(let found):
            let problems = TokenProblems(found, entries: entries.token, now: visit.now, zone: visit.zone)
            return try await question(row, entries: entries, problems: problems, status: 422)
        case .wider:
            var problems = TokenProblems()
            problems.form = [
                "Rights, rows and addresses can only be taken away here. Create another token to add some."
            ]
            return try await question(row, entries: entries, problems: problems, status: 422)
        case .changedMeanwhile:
            let text =
                act == .rotate
                ? "This token was changed meanwhile, perhaps by this very form; a secret it made was not kept. Look at "
                    + "the token, and rotate again if you have no secret: one that nobody has used is dropped."
                : "This token was changed meanwhile. Look at it, and try again."
            return try notice(row, text)
        case .notPossible(let state): return try notice(row, Self.impossible(state))
        case .secretEnded: return try notice(row, "This secret has ended already.")
        }
    }

    private func notice(_ row: TokenRow, _ text: String) throws -> PageAnswer {
        let model = TokenActionPage.Model(
            title: "\(act.label) token",
            question: question(row),
            notice: PageNotice(text, .warn),
            action: "",
            button: "",
            cancelHref: TokenAct.address(of: row.id),
            hidden: []
        )
        return try visit.page(model, status: 409)
    }

    static func impossible(_ state: TokenState) -> String {
        switch state {
        case .exposed: "This token was reported as leaked and has ended for good. Create another one."
        case .revoked: "This token was revoked and has ended for good. Create another one."
        case .expired: "The term of this token is over. Rotate it to get a new secret and a new term."
        case .suspended: "The system stopped this token; it comes back when the cause ends. Ask an administrator."
        case .paused, .active: "This is not possible with the token as it is now."
        }
    }

    // MARK: Questions

    private func question(_ row: TokenRow) -> String {
        switch act {
        case .rotate, .pause, .resume, .revoke: "\(act.label) ‘\(row.description)’?"
        case .edit: "Edit ‘\(row.description)’"
        case .extend: "Another end for ‘\(row.description)’"
        case .narrow: "Narrow ‘\(row.description)’"
        }
    }

    private func question(
        _ row: TokenRow,
        entries: TokenActionEntries,
        problems: TokenProblems,
        status: Int
    ) async throws -> PageAnswer {
        let state = service.state(of: row)
        let isIdle = service.isIdle(row, owner: visit.person)
        if let refusal = refusal(row, state, isIdle: isIdle) {
            return try refusal.status == 200
                ? visit.page(refusal.page) : visit.page(refusal.page, status: refusal.status)
        }
        let own = OwnToken(visit: visit)
        let fields = try await own.fields(row, entries.token, problems)
        let model = TokenActionPage.Model(
            title: "\(act.label) token",
            question: question(row),
            paragraphs: try await paragraphs(row, state),
            formErrors: problems.form,
            groups: act == .rotate && state.isLive ? [overlaps(entries)] : [],
            scopes: act == .narrow ? fields.scopes : nil,
            expiry: act == .extend ? fields.expiry : nil,
            fields: shown(fields, entries),
            confirm: needsFreshLogin(row) ? FreshLogin.field(for: visit, error: problems.password) : nil,
            action: "\(TokenAct.address(of: row.id))/\(act.rawValue)",
            button: act == .edit || act == .narrow || act == .extend ? "Save" : act.label,
            isDanger: act == .revoke,
            cancelHref: TokenAct.address(of: row.id),
            hidden: [
                HiddenValue("csrf", visit.person.formToken(FormName.tokenAct)),
                HiddenValue("version", String(row.version)),
            ]
        )
        return try visit.page(model, status: status)
    }

    /// The page in place of a form that could not succeed.
    private func refusal(
        _ row: TokenRow,
        _ state: TokenState,
        isIdle: Bool
    ) -> (page: TokenActionPage.Model, status: Int)? {
        if act.isPossible(row, state, isIdle: isIdle) { return nil }
        let text: String
        switch (act, state) {
        case (.revoke, .revoked(let at)): text = "Already revoked at \(visit.format.exact(at))."
        case (.revoke, .exposed(let at)): text = "Already ended, because it was exposed at \(visit.format.exact(at))."
        case (.pause, _) where row.life.pausedAt != nil: text = "This token is paused already."
        case (.resume, .active): text = "This token is active."
        default: text = Self.impossible(state)
        }
        let page = TokenActionPage.Model(
            title: "\(act.label) token",
            question: question(row),
            notice: PageNotice(text, .info),
            action: "",
            button: "",
            cancelHref: TokenAct.address(of: row.id),
            hidden: []
        )
        return (page, 200)
    }

    private func shown(_ fields: TokenFormFields, _ entries: TokenActionEntries) -> [FormField] {
        switch act {
        case .edit: return [fields.description, fields.purpose]
        case .narrow: return [fields.addresses]
        case .revoke:
            return [
                FormField(
                    "reason",
                    "Reason",
                    value: entries.reason,
                    autocomplete: "off",
                    maxLength: 200,
                    isOptional: true,
                    isSpelled: true
                )
            ]
        case .rotate, .pause, .resume, .extend: return []
        }
    }

    private func paragraphs(_ row: TokenRow, _ state: TokenState) async throws -> [String] {
        switch act {
        case .revoke:
            return [
                "\(words.lastUse(row)) Every refresh that relies on it stops working, and there is no way back: "
                    + "a program that still needs the data needs a new token. For a break, choose Pause."
            ]
        case .pause: return ["\(words.lastUse(row)) Requests are refused until you resume it."]
        case .resume:
            return service.isIdle(row, owner: visit.person)
                ? ["It was stopped because nobody used it. Its days without use count anew from now."]
                : ["Programs that have its secret can use it again at once."]
        case .rotate: return try await rotation(row, state)
        case .edit: return []
        case .extend:
            let now = row.life.expiresAt.map { "It ends on \(visit.format.exact($0)) now." } ?? "It has no end now."
            return ["\(now) The new term counts from today; the secret stays the same."]
        case .narrow:
            return [
                "What you take away is gone from the next request on, also for programs that use it now. "
                    + "Nothing can be added: create another token for that."
            ]
        }
    }

    private func rotation(_ row: TokenRow, _ state: TokenState) async throws -> [String] {
        guard state.isLive else {
            let term = service.newTerm(after: row)
            let end = term?.expiresAt.map { " until \(visit.format.exact($0))" } ?? ""
            return [
                "The term of this token is over. You get a new secret and a new term\(end). The old secret stays ended."
            ]
        }
        let secrets = try await service.secrets(of: row).filter { $0.isLive(at: visit.now) }
        let first = "You get a new secret on the same token. It is shown once."
        guard let older = secrets.first(where: { $0.state == .retiring }) else { return [first] }
        let isLost = secrets.contains { $0.state == .current && $0.firstUsedAt == nil }
        return [
            first,
            isLost
                ? "Nobody has used the newest secret \(row.keyID.displayText) yet: it is dropped, and the older one, "
                    + "\(older.keyID.displayText), is left alone."
                : "The older secret \(older.keyID.displayText) ends at once, since at most two are accepted.",
        ]
    }

    private func overlaps(_ entries: TokenActionEntries) -> FormChoiceGroup {
        FormChoiceGroup(
            id: "group-overlap",
            legend: "The old secret ends",
            choices: SecretOverlap.allCases.map { overlap in
                FormChoice(
                    .radio,
                    name: "overlap",
                    value: overlap.rawValue,
                    label: Self.label(overlap),
                    hint: hint(overlap),
                    isChecked: overlap == entries.overlap
                )
            }
        )
    }

    private static func label(_ overlap: SecretOverlap) -> String {
        switch overlap {
        case .afterFirstUse: "24 hours after the new one is first used"
        case .now: "Now"
        case .hour: "In one hour"
        case .day: "In 24 hours"
        case .week: "In 7 days"
        }
    }

    private func hint(_ overlap: SecretOverlap) -> String? {
        let end = visit.format.dayAndTime(visit.now.adding(seconds: overlap.longestSeconds))
        switch overlap {
        case .afterFirstUse: return "At the latest on \(end)."
        case .now: return "Every refresh that relies on it stops working at once."
        case .hour, .day, .week: return nil
        }
    }
}

/// What stands in the form of an act.
struct TokenActionEntries: Sendable {
    var token: TokenEntries
    var overlap = SecretOverlap.afterFirstUse
    var reason = ""
    /// That of the token as the page showed it; 0 where the form has none.
    var version: Int64 = 0

    /// What the token is now.
    init(_ row: TokenRow) {
        token = TokenEntries(like: row)
        token.description = row.description
        version = row.version
    }

    /// What was posted.
    init(form: FormValues) {
        token = TokenEntries(form: form)
        overlap = SecretOverlap(rawValue: form["overlap"] ?? "") ?? .afterFirstUse
        reason = String(form.text("reason").prefix(200))
        version = Int64(form["version"] ?? "") ?? 0
    }
}
