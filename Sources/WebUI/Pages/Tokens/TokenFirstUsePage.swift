/// The line that tells whether a token was used yet: `GET /profile/tokens/<id>/first-use`.
///
/// A script asks for it as a fragment every two seconds; without script it is a small page of its own.
enum TokenFirstUsePage {
    struct Model: PageModel {
        static let template = "Tokens/TokenFirstUse"
        let documentTitle = "First use"

        let href: String
        let text: String
        let isUsed: Bool

        init(tokenID: String, text: String, isUsed: Bool) {
            href = "/profile/tokens/\(tokenID)/first-use"
            self.text = text
            self.isUsed = isUsed
        }
    }
}
