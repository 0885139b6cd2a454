/// What a program would get with a token now: `GET /profile/tokens/<id>/test`.
///
/// A script shows it as a dialog, so that the page with a new secret stays.
enum TokenTrialPage {
    /// One request a program would make.
    struct Step: Sendable, Equatable {
        let address: String
        let outcome: PageBadge
        let finding: String
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenTrial"
        let documentTitle = "Test connection"

        let summary: PageNotice
        let steps: [Step]
        let tokenHref: String

        init(tokenID: String, summary: PageNotice, steps: [Step]) {
            self.summary = summary
            self.steps = steps
            tokenHref = "/profile/tokens/" + tokenID
        }
    }
}
