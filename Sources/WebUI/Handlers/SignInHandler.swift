import CRMService
import Identity

/// Signs people in: `GET` and `POST /login`.
struct SignInHandler {
    let visit: OpenVisit

    func form() async throws -> PageAnswer {
        let site = visit.site
        if try await site.setupMemory.isOpen(site.services.setup) { return .redirect(to: "/setup") }
        let back = ReturnPath.checked(visit.request.query["return"])
        if try await site.person(visit.request) != nil { return .redirect(to: back ?? "/") }
        var notice: PageNotice?
        if !site.settings.mayCarrySessions {
            notice = Self.insecure
        } else if back != nil {
            notice = PageNotice("Sign in to see this page.", .info)
        }
        return try visit.page(LoginPage.Model(csrf: "", returnPath: back, notice: notice))
    }

    func submit() async throws -> PageAnswer {
        let (site, form) = (visit.site, visit.request.form)
        if try await site.setupMemory.isOpen(site.services.setup) { return .redirect(to: "/setup") }
        guard site.settings.mayCarrySessions else { return try refused(nil, status: 403, notice: Self.insecure) }
        let outcome = try await site.services.signIn.signIn(
            login: form.text("login"),
            password: form["password"] ?? "",
            remember: form["keep"] == "yes",
            origin: visit.request.origin
        )
        switch outcome {
        case .signedIn(let id, let maxAge):
            return PageAnswer.redirect(to: ReturnPath.checked(form["return"]) ?? "/")
                .adding(cookie: site.settings.cookie.setHeader(id, maxAgeSeconds: maxAge))
        case .refused:
            return try refused("The user name or the password is not right, or the account is closed.", status: 422)
        case .throttled(let seconds):
            return try refused(SignInText.wait(seconds), status: 429).setting("Retry-After", String(seconds))
        case .overloaded:
            return try refused("The server is busy. Try again in a few seconds.", status: 503)
                .setting("Retry-After", "5")
        }
    }

    private func refused(_ error: String?, status: Int, notice: PageNotice? = nil) throws -> PageAnswer {
        let form = visit.request.form
        let model = LoginPage.Model(
            csrf: "",
            returnPath: ReturnPath.checked(form["return"]),
            login: String(form.text("login").prefix(254)),
            keepsSignedIn: form["keep"] == "yes",
            error: error,
            notice: notice
        )
        return try visit.page(model, status: status)
    }

    private static let insecure = PageNotice(
        "Signing in needs https: this address is not encrypted, and passwords would be readable on the way. "
            + "An operator can allow it with the setting http.allow-insecure.",
        .warn
    )
}

/// Sentences that several forms with a password share.
enum SignInText {
    static func wait(_ seconds: Int) -> String {
        "Too many attempts. Try again in \(seconds == 1 ? "one second" : "\(seconds) seconds")."
    }
}
