import CRMService
import EntityModel
import Identity

/// Makes the first administrator: `GET` and `POST /setup`.
struct SetupHandler {
    let visit: OpenVisit

    func form() async throws -> PageAnswer {
        try await requireOpen()
        let key = visit.request.query["key"] ?? ""
        guard try await visit.site.services.setup.isValid(key) else { return try withoutLink() }
        return try visit.page(model(key: key, entries: [:], problems: [:]), isWide: true)
    }

    func submit() async throws -> PageAnswer {
        try await requireOpen()
        let (site, form) = (visit.site, visit.request.form)
        let key = form["key"] ?? ""
        guard try await site.services.setup.isValid(key) else { return try withoutLink() }
        let entries = Dictionary(form.pairs.map { ($0.name, $0.value) }) { first, _ in first }
        var problems: [String: String] = [:]
        let zone = ZoneRule(identifier: form.text("time-zone"))
        if zone == nil { problems["time-zone"] = "Choose one of the time zones." }
        let organisation = Organisation(
            name: form.text("organisation"),
            timeZone: zone ?? .universal,
            baseCurrency: form.text("currency")
        )
        if let problem = site.services.setup.problem(organisation) {
            problems.merge(SetupText.problem(problem)) { first, _ in first }
        }
        let demo = form["demo"].flatMap { SetupDemo(rawValue: $0) }
        if demo != nil, organisation.baseCurrency != SetupDemo.currency {
            problems["demo"] = "The amounts of the demo data are in \(SetupDemo.currency): choose it, or no demo data."
        }
        let draft = UserDraft(
            userName: form.text("user-name"),
            email: form.text("email"),
            forename: form.text("forename"),
            surname: form.text("surname"),
            role: .admin,
            timeZone: zone?.identifier
        )
        let password = form["password"] ?? ""
        let personal = try site.services.setup.problems(draft, password: password)
        problems.merge(SetupText.problems(personal)) { first, _ in first }
        guard problems.isEmpty else { return try refused(key, entries, problems) }
        do {
            if let demo { try await site.services.setup.load(demo, link: key) }
            let id = try await site.services.setup.createAdministrator(
                draft,
                organisation: organisation,
                password: password,
                link: key,
                origin: visit.request.origin
            )
            if id == nil { return try withoutLink() }
        } catch UserServiceError.invalid(let problems) {
            return try refused(key, entries, SetupText.problems(problems))
        }
        return try await signedIn(draft.userName, password)
    }

    private func signedIn(_ name: String, _ password: String) async throws -> PageAnswer {
        let site = visit.site
        guard site.settings.mayCarrySessions else { return .redirect(to: "/login") }
        let outcome = try await site.services.signIn.signIn(
            login: name,
            password: password,
            remember: false,
            origin: visit.request.origin
        )
        guard case .signedIn(let id, let maxAge) = outcome else { return .redirect(to: "/login") }
        return PageAnswer.redirect(to: "/")
            .adding(cookie: site.settings.cookie.setHeader(id, maxAgeSeconds: maxAge))
    }

    private func requireOpen() async throws {
        guard try await visit.site.setupMemory.isOpen(visit.site.services.setup) else { throw PageProblem.notFound }
    }

    private func refused(
        _ key: String,
        _ entries: [String: String],
        _ problems: [String: String]
    ) throws -> PageAnswer {
        try visit.page(model(key: key, entries: entries, problems: problems), status: 422, isWide: true)
    }

    private func model(key: String, entries: [String: String], problems: [String: String]) -> SetupPage.Model {
        SetupPage.Model(
            csrf: "",
            key: key,
            entries: entries,
            problems: problems,
            currencies: visit.site.services.setup.currencies,
            timeZones: ZoneRule.knownIdentifiers
        )
    }

    private func withoutLink() throws -> PageAnswer {
        let model = ErrorPage.Model(
            status: "403",
            title: "This server is not set up yet",
            sentence: "Open the one-time link that the server printed when it started; it works for an hour.",
            advice: "Without access to the server's terminal, ask the person who installed it. "
                + "The command “tessera setup-link” prints a new link.",
            details: [],
            hasDetails: false,
            links: [],
            hasSearch: false,
            requestID: nil
        )
        return try visit.page(model, status: 403)
    }
}

/// The sentences for what is wrong with a user's entries, by form field.
enum SetupText {
    static func problems(_ problems: [UserDraftProblem]) -> [String: String] {
        var sentences: [String: String] = [:]
        for problem in problems {
            let (field, sentence) = text(problem)
            sentences[field] = sentences[field].map { $0 + " " + sentence } ?? sentence
        }
        return sentences
    }

    static func problem(_ problem: OrganisationProblem) -> [String: String] {
        switch problem {
        case .nameMissing: ["organisation": "Fill this in."]
        case .nameTooLong(let limit): ["organisation": "At most \(limit) characters."]
        case .unknownCurrency: ["currency": "Choose one of the currencies."]
        }
    }

    private static let fieldNames = [
        "UserName": "user-name", "Email": "email", "Forename": "forename", "Surname": "surname",
    ]

    private static func text(_ problem: UserDraftProblem) -> (String, String) {
        switch problem {
        case .required(let field): (fieldNames[field] ?? "", "Fill this in.")
        case .tooLong(let field, let limit): (fieldNames[field] ?? "", "At most \(limit) characters.")
        case .emailMalformed: ("email", "Write an e-mail address such as ada@example.com.")
        case .userNameTaken: ("user-name", "Somebody has this user name already.")
        case .emailTaken: ("email", "Somebody has this e-mail address already.")
        case .unknownDataRole(let code): ("", "There is no data role \(code).")
        case .password(let problems): ("password", problems.map(text).joined(separator: " "))
        }
    }

    private static func text(_ problem: PasswordProblem) -> String {
        switch problem {
        case .tooShort(let count): "It has \(count) characters; take 12 or more."
        case .tooLong: "At most 256 characters."
        case .common: "This is one of the passwords that everybody tries."
        case .builtFromName(let name): "It is little more than the name “\(name)”."
        case .pattern: "It is a repetition or a run of characters."
        }
    }
}
