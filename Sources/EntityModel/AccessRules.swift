/// The group of sets a reporting token sees by default.
public enum ReportingGroup: String, Sendable, Hashable, CaseIterable {
    /// What happened and what is counted: shown by default.
    case facts
    /// Append-only trails of the business: shown by default.
    case history
    /// What facts are grouped by: shown by default.
    case dimensions
    /// Small helper sets: shown on choice.
    case small
    /// Sets with a scope word of their own or for administrators only.
    case administration

    /// Whether a new reporting token shows these sets without being asked.
    public var isReportedByDefault: Bool {
        switch self {
        case .facts, .history, .dimensions: true
        case .small, .administration: false
        }
    }
}

/// The row of the permission matrix that decides about a set.
public enum AccessGroup: String, Sendable, Hashable, CaseIterable {
    /// Companies, divisions, contacts.
    case companies
    /// Leads.
    case leads
    /// Opportunities with their contacts and lines.
    case opportunities
    /// Quotes and sales orders with their lines.
    case quotesAndOrders
    /// Products, prices, categories.
    case products
    /// Activities and tasks.
    case activities
    /// Cases.
    case cases
    /// Campaigns and their members.
    case campaigns
    /// Sales targets.
    case salesTargets
    /// Users, teams, territories, lists, pipelines, rates, calendar: everybody reads, administrators change.
    case organisation
    /// Documents, history, snapshots, tag assignments, merges, deletions: decided by the record they belong to.
    case parent
    /// Import runs and audit events: administrators only.
    case administration
}

/// Which rows of a set a person sees, given the level (all, team, own) of the set's access group.
public enum RowAccess: Sendable, Hashable {
    /// Rows have no owner: level all sees them, lower levels see none.
    case everyone
    /// Rows belong to the user in one field and the team in the other.
    case owned(user: String, team: String)
    /// The row is a part: it takes the predicate of the record the field points to.
    case part(of: String)
    /// Own rows, or any row one of whose named parents is visible.
    case ownedOrParent(user: String, team: String, parents: [String])
    /// Visible when any of the named parents is.
    case anyParent([String])
    /// The record named by a set name and an id decides.
    case record(set: String, id: String)
    /// Administrators only.
    case administrators
}
