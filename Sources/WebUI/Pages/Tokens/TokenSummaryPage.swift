/// The summary of a form for a token, drawn for the entries of the address: `GET /profile/tokens/summary`.
///
/// A script asks for it as a fragment while the form is filled in, so that the rules have one place.
enum TokenSummaryPage {
    struct Model: PageModel {
        static let template = "Tokens/TokenSummary"
        let documentTitle = "Summary"

        let summary: TokenCreatePage.Summary
    }
}
