/// What a used form gives: the token exists, and its secret was not kept.
enum TokenExistsPage {
    struct Model: PageModel {
        static let template = "Tokens/TokenExists"
        let documentTitle = "This token already exists"

        let navigation: [NavigationItem]
        let description: String
        let tokenHref: String
        let createHref = "/profile/tokens/new"
        let revokeHref: String?

        init(parts: [ProfilePart], tokenID: String, description: String, isRevocable: Bool) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            self.description = description
            tokenHref = "/profile/tokens/" + tokenID
            revokeHref = isRevocable ? tokenHref + "/revoke" : nil
        }
    }
}
