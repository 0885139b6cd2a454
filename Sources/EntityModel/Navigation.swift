/// A navigation property of an entity, derived from references, codes and calendar dates.
public struct Navigation: Sendable, Hashable {
    /// The name in `$metadata`.
    public let name: String
    /// The set it leads to.
    public let target: String
    /// How rows find their counterparts.
    public let join: NavigationJoin
    /// The navigation back, where there is one.
    public let partner: String?

    /// Makes a navigation.
    public init(name: String, target: String, join: NavigationJoin, partner: String? = nil) {
        self.name = name
        self.target = target
        self.join = join
        self.partner = partner
    }

    /// Whether it leads to many rows.
    public var isCollection: Bool {
        if case .toMany = join { return true }
        return false
    }
}

/// How the two ends of a navigation meet.
public enum NavigationJoin: Sendable, Hashable {
    /// This row's field equals the target's key; the target may be hidden or missing, so it is nullable.
    case toOne(field: String)
    /// The target rows' field equals this row's key.
    case toMany(field: String)
}

/// A declared way from a record to the many that point to it.
public struct ToMany: Sendable, Hashable {
    /// The name in `$metadata`, the set's name.
    public let name: String
    /// The set the many are in.
    public let set: String
    /// The field of theirs that points back.
    public let field: String

    /// Declares a way to the rows of `set` whose `field` points here; the navigation bears the set's name.
    public init(_ set: String, by field: String) {
        name = set
        self.set = set
        self.field = field
    }
}
