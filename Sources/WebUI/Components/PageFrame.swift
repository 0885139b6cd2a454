/// What stands around a page: navigation, search, the profile menu, notices.
struct PageFrame: Sendable, Equatable {
    /// Who is signed in, as the profile menu shows it.
    struct Person: Sendable, Equatable {
        let name: String
        let initials: String
        /// The second line: role, or e-mail address.
        let detail: String
        /// The hidden value that lets the sign-out form through.
        let signOutToken: String
    }

    var layout: PageLayout = .plain
    /// Only set when the person chose one; otherwise the system decides.
    var theme: PageTheme?
    /// The path of the page, to mark the current entry of the navigation.
    var path: String = "/"
    var person: Person?
    /// The words in the search box.
    var search: String = ""
    var notices: [PageNotice] = []
    /// Which entity sets the person may see; the navigation leaves out the rest.
    var visibleSets: Set<String>?
    /// Whether the plain layout should use its wide column.
    var isWide = false
    /// How many notices wait to be seen; none shows no bell.
    var unseenNotices = 0
}

/// A colour scheme chosen by the person.
enum PageTheme: String, Sendable, CaseIterable {
    case light, dark
}

extension PageFrame {
    /// The frame as templates see it.
    struct Content: Sendable {
        let layout: String
        let title: String
        let theme: String?
        let isWide: Bool
        let styleURL: String
        let scriptURL: String
        let iconURL: String
        let mainNavigation: [NavigationItem]
        let moreNavigation: [NavigationItem]
        let bottomNavigation: [NavigationItem]
        let person: Person?
        let search: String
        let notices: [PageNotice]
        /// The number at the bell; nil for no bell.
        let bell: String?
    }

    func content(title: String, files: StaticFiles) -> Content {
        Content(
            layout: layout.template,
            title: title.isEmpty ? "Tessera" : title + " · Tessera",
            theme: theme?.rawValue,
            isWide: isWide,
            styleURL: files.url(for: "app.css"),
            scriptURL: files.url(for: "app.js"),
            iconURL: files.url(for: "favicon.svg"),
            mainNavigation: NavigationItem.items(SiteNavigation.main, path: path, visibleSets: visibleSets),
            moreNavigation: NavigationItem.items(SiteNavigation.more, path: path, visibleSets: visibleSets),
            bottomNavigation: NavigationItem.items(SiteNavigation.bottom, path: path, visibleSets: visibleSets),
            person: person,
            search: search,
            notices: notices,
            bell: unseenNotices > 0 ? (unseenNotices > 99 ? "99+" : String(unseenNotices)) : nil
        )
    }
}

/// One entry of a navigation, ready to be shown.
struct NavigationItem: Sendable, Equatable {
    let label: String
    let href: String
    let icon: String
    let isCurrent: Bool

    static func items(_ entries: [SiteNavigation], path: String, visibleSets: Set<String>?) -> [NavigationItem] {
        entries.compactMap { entry in
            if let set = entry.entitySet, let visibleSets, !visibleSets.contains(set) { return nil }
            return NavigationItem(
                label: entry.label,
                href: entry.href,
                icon: entry.icon.template,
                isCurrent: entry.contains(path)
            )
        }
    }
}

/// The places of the site that have an entry in a navigation.
struct SiteNavigation: Sendable, Equatable {
    let label: String
    let href: String
    let icon: PageIcon
    /// The entity set it leads to; without the right to see that set the entry is left out.
    var entitySet: String?

    func contains(_ path: String) -> Bool {
        href == "/" ? path == "/" : path == href || path.hasPrefix(href + "/")
    }

    static let main: [SiteNavigation] = [
        home,
        SiteNavigation(label: "Companies", href: "/companies", icon: .company, entitySet: "Companies"),
        SiteNavigation(label: "Contacts", href: "/contacts", icon: .contact, entitySet: "Contacts"),
        SiteNavigation(label: "Leads", href: "/leads", icon: .lead, entitySet: "Leads"),
        opportunities,
        SiteNavigation(label: "Quotes", href: "/quotes", icon: .quote, entitySet: "Quotes"),
        SiteNavigation(label: "Orders", href: "/sales-orders", icon: .order, entitySet: "SalesOrders"),
        SiteNavigation(label: "Products", href: "/products", icon: .product, entitySet: "Products"),
        tasks,
        SiteNavigation(label: "Cases", href: "/cases", icon: .caseRecord, entitySet: "Cases"),
        SiteNavigation(label: "Campaigns", href: "/campaigns", icon: .campaign, entitySet: "Campaigns"),
    ]

    static let more: [SiteNavigation] = [
        SiteNavigation(label: "More data", href: "/data", icon: .more)
    ]

    static let bottom: [SiteNavigation] = [
        home,
        SiteNavigation(label: "Search", href: "/search", icon: .search),
        opportunities,
        tasks,
    ]

    private static let home = SiteNavigation(label: "Home", href: "/", icon: .home)
    private static let opportunities = SiteNavigation(
        label: "Opportunities",
        href: "/opportunities",
        icon: .opportunity,
        entitySet: "Opportunities"
    )
    private static let tasks = SiteNavigation(label: "Tasks", href: "/tasks", icon: .task, entitySet: "Tasks")
}
