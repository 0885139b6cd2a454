/// A short page for what went wrong, with a way on.
enum ErrorPage {
    struct Model: PageModel {
        static let template = "Errors/Error"
        var documentTitle: String { title }

        let status: String
        let title: String
        let sentence: String
        /// What to do about it.
        let advice: String?
        let details: [String]
        let hasDetails: Bool
        let links: [PageLink]
        let hasSearch: Bool
        /// For the question "what was the number?" to an administrator.
        let requestID: String?
    }
}
