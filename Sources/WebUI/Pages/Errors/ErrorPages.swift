/// Draws the page for a problem: the one table of what the pages say when something goes wrong.
public struct ErrorPages: Sendable {
    private let renderer: PageRenderer

    /// - Parameter renderer: What draws the pages.
    public init(renderer: PageRenderer) {
        self.renderer = renderer
    }

    /// The whole page in the plain frame, for errors that happen before or outside of a session.
    ///
    /// - Parameters:
    ///   - problem: What went wrong.
    ///   - requestID: The number in the log, shown for faults of ours.
    /// - Returns: An HTML document. If even the templates are gone, a bare one.
    public func html(for problem: PageProblem, requestID: String? = nil) -> String {
        html(for: problem, requestID: requestID, in: PageFrame())
    }

    func html(for problem: PageProblem, requestID: String? = nil, in frame: PageFrame) -> String {
        let model = ErrorPage.Model(problem, requestID: requestID, isSignedIn: frame.person != nil)
        do {
            return try renderer.render(model, in: frame)
        } catch {
            // Only possible while templates are reloaded for somebody who is writing them.
            return
                "<!DOCTYPE html><html lang=\"en\"><title>\(problem.status)</title><h1>Error \(problem.status)</h1></html>"
        }
    }
}

extension ErrorPage.Model {
    init(_ problem: PageProblem, requestID: String?, isSignedIn: Bool) {
        let text = problem.text
        status = String(problem.status)
        title = text.title
        sentence = text.sentence
        advice = text.advice
        details = problem.details
        hasDetails = !details.isEmpty
        switch problem {
        case .notSignedIn: links = [PageLink("Sign in", "/login")]
        default: links = [isSignedIn ? PageLink("Go to Home", "/") : PageLink("Go to the start page", "/")]
        }
        hasSearch = isSignedIn && [404, 410].contains(problem.status)
        self.requestID = problem.status >= 500 ? requestID : nil
    }
}

extension PageProblem {
    /// Points listed below the sentence.
    fileprivate var details: [String] {
        switch self {
        case .forbidden(_, let administrators): administrators
        case .invalid(let reasons): reasons
        case .badRequest, .notSignedIn, .staleForm, .notFound, .methodNotAllowed, .conflict, .gone, .tooLarge,
            .unsupportedContent, .throttled, .failed, .unavailable:
            []
        }
    }

    /// What the page says: what happened, and what to do.
    fileprivate var text: (title: String, sentence: String, advice: String?) {
        switch self {
        case .badRequest(let reason): ("This address does not work", reason, "Check the address, or start again.")
        case .notSignedIn: ("Please sign in", "This page is for people who are signed in.", nil)
        case .forbidden(let right, let administrators):
            (
                "You may not see this page", "It needs \(right).",
                administrators.isEmpty ? "An administrator can give it to you." : "These people can give it to you:"
            )
        case .staleForm:
            (
                "The form is out of date",
                "Nothing was changed, because the form did not come from a page you have open now.",
                "Go back, reload the page and try again. What you typed is still there."
            )
        case .notFound:
            ("There is nothing here", "The page does not exist, or it is not one you may see.", "Check the address.")
        case .methodNotAllowed: ("This does not work here", "The page cannot be used in this way.", nil)
        case .conflict(let reason): ("Something changed meanwhile", reason, "Reload the page and look again.")
        case .gone(let reason): ("This record is gone", reason, nil)
        case .tooLarge(let limit): ("That is too much", "The server takes at most \(limit).", nil)
        case .unsupportedContent: ("This kind of content is not taken", "Nothing was changed.", nil)
        case .invalid:
            ("Please check your entries", "Nothing was changed.", "Go back; what you typed is still there.")
        case .throttled(let seconds):
            ("Too many attempts", "Try again in \(seconds == 1 ? "one second" : "\(seconds) seconds").", nil)
        case .failed:
            (
                "Something went wrong on our side", "Nothing you did caused this, and it has been written to the log.",
                "Try again. If it happens again, tell an administrator."
            )
        case .unavailable(let seconds):
            (
                "The server is not ready", "The database is away or being changed.",
                "Try again in \(seconds == 1 ? "one second" : "\(seconds) seconds")."
            )
        }
    }
}
