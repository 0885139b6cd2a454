/// Which rows of a set somebody reaches, before it becomes a predicate.
///
/// The planner takes no table without one, so "all rows" is an explicit case.
public enum RowRule: Hashable, Sendable {
    /// Every row.
    case all
    /// No row.
    case none
    /// Rows whose owner is this user.
    case owner(UserID)
    /// Rows of this team and the teams below it.
    case teamAndBelow(TeamID)
    /// Rows whose parent row is reached.
    case asParent
    /// Rows that at least one rule reaches.
    indirect case anyOf([RowRule])
    /// Rows that every rule reaches.
    indirect case allOf([RowRule])

    /// The rows of a level for one user; a user without a team reaches their own rows where others reach their team's.
    public init(level: AccessLevel, user: UserID, team: TeamID?) {
        switch level {
        case .none: self = .none
        case .own: self = .owner(user)
        case .team: self = team.map { .anyOf([.owner(user), .teamAndBelow($0)]) } ?? .owner(user)
        case .all: self = .all
        }
    }

    /// The rows both rules reach, in the simplest form.
    public func and(_ other: RowRule) -> RowRule {
        switch (self, other) {
        case (.all, let rule), (let rule, .all): rule
        case (.none, _), (_, .none): .none
        case (.allOf(let rules), _): .allOf(rules + [other])
        case (_, .allOf(let rules)): .allOf([self] + rules)
        case (_, _) where self == other: self
        case (_, _): .allOf([self, other])
        }
    }
}
