/// The templates that must be there before the server may start.
enum PageTemplates {
    static let pages: [any PageModel.Type] = [
        LoginPage.Model.self, SetupPage.Model.self, HomePage.Model.self, DataIndexPage.Model.self,
        RecordListPage.Model.self, RecordPage.Model.self, SearchPage.Model.self, ProfilePage.Model.self,
        SecurityPage.Model.self, NotificationsPage.Model.self, TokenListPage.Model.self, TokenCreatePage.Model.self,
        TokenRevealPage.Model.self,
        TokenPage.Model.self, TokenActionPage.Model.self, TokenSummaryPage.Model.self, TokenSeesPage.Model.self,
        TokenTrialPage.Model.self, ConnectPage.Model.self, TokenExistsPage.Model.self, TokenFirstUsePage.Model.self,
        TokenForbiddenPage.Model.self, ErrorPage.Model.self,
    ]

    static let all: [String] =
        pages.map { $0.template } + PageLayout.allCases.map(\.template) + PageIcon.allCases.map(\.template)
}

/// What surrounds a page.
enum PageLayout: CaseIterable, Sendable {
    /// Navigation, search and profile menu: for people who are signed in.
    case signedIn
    /// The product's name and one narrow column: signing in, set-up, errors for strangers.
    case plain
    /// Nothing: for a script that puts the region into a page that is already there.
    case fragment

    var template: String {
        switch self {
        case .signedIn: "Layout/SignedIn"
        case .plain: "Layout/Plain"
        case .fragment: "Layout/Fragment"
        }
    }
}
