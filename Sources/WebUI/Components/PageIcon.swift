/// An icon of our own, drawn by the template of the same name.
enum PageIcon: String, CaseIterable, Sendable {
    case home, company, contact, lead, opportunity, quote, order, product, task, campaign, activity, more, record
    case list, history, calendar, search, menu, close, plus, filter, columns, previous, next, copy, link, key
    case shield, profile, bell, ok, info, warning, bad, revoked, clock, pause, infinity, lock, download, external
    case document, tag, team, money
    case caseRecord = "case"
    case importRun = "import"
    case sortUp = "sort-up"
    case sortDown = "sort-down"
    case chevronDown = "chevron-down"
    case signOut = "sign-out"

    /// The name of its template.
    var template: String { "Icons/" + rawValue }
}
