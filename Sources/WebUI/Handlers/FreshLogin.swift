import CRMService
import Identity

/// The block "Confirm it is you" of forms that start something: asked where the sign-in is older than ten minutes.
struct FreshLogin {
    let visit: PageVisit

    /// What came of it.
    enum Outcome {
        /// The visit goes on, in a new session if one was begun.
        case confirmed(PageVisit, cookie: String?)
        /// What to say at the field.
        case refused(String, status: Int)
    }

    /// The field of the block; nil where the sign-in is fresh.
    static func field(for visit: PageVisit, error: String? = nil) -> FormField? {
        if visit.person.isFresh { return nil }
        return FormField(
            "confirm-password",
            "Your password",
            kind: .password,
            hint: "You signed in more than ten minutes ago. Confirm that it is you.",
            error: error,
            autocomplete: "current-password",
            maxLength: 1_024
        )
    }

    /// Checks what was posted, unless the sign-in is fresh.
    func confirm() async throws -> Outcome {
        if visit.person.isFresh { return .confirmed(visit, cookie: nil) }
        let site = visit.site
        let password = visit.request.form["confirm-password"] ?? ""
        guard !password.isEmpty else { return .refused("Write your password to confirm that it is you.", status: 422) }
        let outcome = try await site.services.signIn.confirm(
            password: password,
            session: visit.person,
            origin: visit.request.origin
        )
        switch outcome {
        case .signedIn(let id, let maxAge):
            guard let person = try await site.services.sessions.person(id) else { throw PageProblem.notSignedIn }
            return .confirmed(
                try await PageVisit(site: site, request: visit.request, person: person),
                cookie: site.settings.cookie.setHeader(id, maxAgeSeconds: maxAge)
            )
        case .refused: return .refused("The password is not right.", status: 422)
        case .throttled(let seconds): return .refused(SignInText.wait(seconds), status: 429)
        case .overloaded: return .refused("The server is busy. Try again in a few seconds.", status: 503)
        }
    }
}
