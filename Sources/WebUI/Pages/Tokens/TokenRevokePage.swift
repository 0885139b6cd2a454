/// The question before a token is revoked: `GET` and `POST /profile/tokens/<id>/revoke`.
///
/// The form posts `csrf`. A script shows the same question as a dialog.
enum TokenRevokePage {
    struct Model: PageModel {
        static let template = "Tokens/TokenRevoke"
        let documentTitle = "Revoke token"

        let navigation: [NavigationItem]
        let question: String
        let consequence: String
        /// "Already revoked at …": shown in place of the form.
        let already: PageNotice?
        let showsForm: Bool
        let action: String
        let cancelHref: String
        let hidden: [HiddenValue]

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `description`: The words the token is known by.
        /// - `lastUse`: For instance "Power Query used it 4 minutes ago." or "It has not been used yet."
        /// - `already`: When it was revoked before.
        init(
            parts: [ProfilePart],
            tokenID: String,
            description: String,
            lastUse: String,
            csrf: String,
            already: String? = nil
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            question = "Revoke ‘\(description)’?"
            consequence =
                "\(lastUse) Every refresh that relies on it stops working, and there is no way back: "
                + "a program that still needs the data needs a new token."
            self.already = already.map { PageNotice($0, .info) }
            showsForm = already == nil
            action = "/profile/tokens/\(tokenID)/revoke"
            cancelHref = "/profile/tokens"
            hidden = [HiddenValue("csrf", csrf)]
        }
    }
}
