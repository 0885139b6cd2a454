/// The person's own access tokens: `GET /profile/tokens?show=live|expired|revoked|all&sort=…`.
enum TokenListPage {
    /// A filter of the list, or the one in use.
    struct Tab: Sendable, Equatable {
        let label: String
        let href: String
        let isCurrent: Bool
    }

    /// One token, as strings.
    struct Token: Sendable, Equatable {
        let id: String
        let description: String
        /// Purpose, and the owner if it runs as an integration user.
        let detail: String?
        let scope: String
        let state: PageBadge
        /// Which rule blocks it.
        let stateDetail: String?
        /// Prefix and key id, never more.
        let keyID: String
        let created: PageCell.Instant
        /// `nil` for never.
        let expires: PageCell.Instant?
        /// `nil` for "Not used yet".
        let lastUsed: PageCell.Instant?
        /// Address and client of the last use.
        let lastUsedDetail: String?
        /// Requests in the last thirty days.
        let requests: String
        let actions: [PageLink]
    }

    struct Model: PageModel {
        static let template = "Tokens/TokenList"
        let documentTitle = "Tokens"

        let navigation: [NavigationItem]
        let feed: PageCopyField
        let create: PageLink
        let tabs: [Tab]
        let hasTabs: Bool
        let table: PageTable?
        let empty: PageEmptyState?
        let count: String

        /// Takes what the page shows.
        ///
        /// What is not plain from the names:
        /// - `parts`: The parts of My Profile this person has.
        /// - `feedURL`: The service address, ending in `/odata/v4/`.
        /// - `tokens`: The tokens of the chosen filter, in order.
        /// - `hasAny`: Whether the person has a token at all, whatever the filter.
        /// - `columns`: The eight column heads with their sort links, as ``columns(sortHref:)`` makes them.
        init(
            parts: [ProfilePart],
            feedURL: String,
            tabs: [Tab],
            tokens: [Token],
            hasAny: Bool,
            columns: [PageTable.Column] = TokenListPage.columns()
        ) {
            navigation = ProfilePart.items(current: .tokens, available: parts)
            feed = PageCopyField(
                id: "feed",
                label: "Service address",
                value: feedURL,
                hint: "Give this address to Power BI, Excel, Tableau or a script, with a token as password."
            )
            create = PageLink("Create Token", "/profile/tokens/new")
            self.tabs = hasAny ? tabs : []
            hasTabs = hasAny && !tabs.isEmpty
            count = tokens.count == 1 ? "1 token" : "\(tokens.count) tokens"
            table =
                tokens.isEmpty
                ? nil
                : PageTable(
                    caption: "Your access tokens",
                    columns: columns,
                    rows: tokens.map(\.row),
                    showsAllOnPhone: true
                )
            if hasAny {
                empty = tokens.isEmpty ? PageEmptyState("No tokens in this list.") : nil
            } else {
                empty = PageEmptyState(
                    "A token lets a reporting tool read your data without your password.",
                    action: PageLink("Create Token", "/profile/tokens/new"),
                    learn: PageLink("How to connect Power BI, Excel and Tableau", "/help/connect")
                )
            }
        }
    }

    /// The column heads; `sortHref` gives the address of the list in another order.
    static func columns(
        sortHref: (String) -> (href: String, direction: PageTable.Column.Direction?)? = { _ in nil }
    )
        -> [PageTable.Column]
    {
        let heads = [
            ("Description", "description"), ("Scope", nil), ("State", "state"), ("Created", "created"),
            ("Expires", "expires"), ("Last used", "used"), ("30 days", "requests"),
        ]
        let sorted = heads.map { label, key in
            let sort = key.flatMap(sortHref)
            return PageTable.Column(
                label,
                sortHref: sort?.href,
                direction: sort?.direction,
                isNumber: key == "requests"
            )
        }
        return sorted + [PageTable.Column("Actions", isLabelHidden: true)]
    }
}

extension TokenListPage.Token {
    fileprivate var row: PageTable.Row {
        let path = "/profile/tokens/" + id
        let model = PageLink("Use as model", "/profile/tokens/new?from=" + id, hidden: description)
        return PageTable.Row(
            head: .text("Description", description, href: path, detail: detail, code: keyID),
            cells: [
                .text("Scope", scope),
                stateDetail == nil ? .badge("State", state) : .badge("State", state, detail: stateDetail),
                .instant("Created", created),
                expires.map { .instant("Expires", $0) } ?? .text("Expires", "Never"),
                lastUsed.map { .instant("Last used", $0, detail: lastUsedDetail) }
                    ?? .text("Last used", "Not used yet"),
                .number("30 days", requests, href: path + "#usage"),
            ],
            actions: [PageLink("View", path, hidden: description)] + actions + [model]
        )
    }
}
