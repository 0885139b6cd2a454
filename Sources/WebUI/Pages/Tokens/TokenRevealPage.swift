/// The only showing of a new secret: the answer 200 to `POST /profile/tokens` and `POST /profile/tokens/<id>/rotate`.
///
/// Its answer must be `no-store`, uncompressed and without a referrer. The model lives for one request and is never
/// logged.
enum TokenRevealPage {
    /// How one program is connected.
    struct Kit: Sendable, Equatable {
        let id: String
        let title: String
        let steps: [String]
        let hasSteps: Bool
        let downloads: [PageLink]
        let hasDownloads: Bool
        let code: String?
        let hasCode: Bool
        let codeLabel: String
        /// The part of the code a script may replace by the secret on request.
        let placeholder: String?
        let note: String?

        init(
            id: String,
            title: String,
            steps: [String] = [],
            downloads: [PageLink] = [],
            code: String? = nil,
            placeholder: String? = nil,
            note: String? = nil
        ) {
            self.id = id
            self.title = title
            self.steps = steps
            hasSteps = !steps.isEmpty
            self.downloads = downloads
            hasDownloads = !downloads.isEmpty
            self.code = code
            hasCode = code != nil
            codeLabel = "\(title): text to copy"
            self.placeholder = placeholder
            self.note = note
        }
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenReveal"
        let documentTitle: String

        let navigation: [NavigationItem]
        let secret: String
        let facts: [PageCell]
        let feed: PageCopyField
        let kits: [Kit]
        let firstUse: TokenFirstUsePage.Model
        let tokenHref: String
        let seesHref: String?
        let testHref: String
        let revokeHref: String
        let doneHref: String
        let hidden: [HiddenValue]

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `tokenID`: The id of the token in addresses.
        /// - `secret`: The token, whole.
        /// - `facts`: When it expires, its scopes, its rows.
        /// - `seesHref`: The page that shows what the token sees, if there is one.
        init(
            parts: [ProfilePart],
            title: String = "Token created",
            tokenID: String,
            secret: String,
            facts: [PageCell],
            feedURL: String,
            kits: [Kit],
            csrf: String,
            seesHref: String? = nil
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            documentTitle = title
            self.secret = secret
            self.facts = facts
            feed = PageCopyField(id: "feed", label: "Service address", value: feedURL)
            self.kits = kits
            firstUse = TokenFirstUsePage.Model(tokenID: tokenID, text: "Waiting for first use…", isUsed: false)
            tokenHref = "/profile/tokens/" + tokenID
            self.seesHref = seesHref
            testHref = tokenHref + "/test"
            revokeHref = tokenHref + "/revoke"
            doneHref = tokenHref + "/stored"
            hidden = [HiddenValue("csrf", csrf)]
        }
    }
}
