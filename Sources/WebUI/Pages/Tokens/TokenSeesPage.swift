/// What a token sees, read with the token's own rights: `GET /profile/tokens/<id>/sees`.
enum TokenSeesPage {
    /// One visible set with its first rows.
    struct VisibleSet: Sendable, Equatable {
        let id: String
        let title: String
        /// How many columns it has for the token, and which it does not.
        let columns: String
        let hidden: String?
        let table: PageTable?
        /// Why there is no table.
        let problem: String?

        init(id: String, title: String, columns: String, hidden: String?, table: PageTable?, problem: String?) {
            self.id = id
            self.title = title
            self.columns = columns
            self.hidden = hidden
            self.table = table?.rows.isEmpty == false ? table : nil
            self.problem = problem
        }
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenSees"
        let documentTitle = "What this token sees"

        let navigation: [NavigationItem]
        let description: String
        let tokenHref: String
        let finding: String
        let sets: [VisibleSet]
        /// The sets the person sees and the token does not.
        let missing: String?

        init(
            parts: [ProfilePart],
            tokenID: String,
            description: String,
            finding: String,
            sets: [VisibleSet],
            missing: String?
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            self.description = description
            tokenHref = "/profile/tokens/" + tokenID
            self.finding = finding
            self.sets = sets
            self.missing = missing
        }
    }
}
