public import EntityModel

/// How far a right reaches: nothing, own rows, the team's rows, all rows.
public enum AccessLevel: Int, Sendable, Hashable, Comparable, CaseIterable {
    /// No row.
    case none
    /// Rows the person owns.
    case own
    /// Own rows and those of the own team and the teams below it.
    case team
    /// Every row.
    case all

    /// Orders levels by how much they allow.
    public static func < (left: AccessLevel, right: AccessLevel) -> Bool { left.rawValue < right.rawValue }
}

/// What a role may do with the sets of one access group.
public struct ObjectAccess: Sendable, Hashable {
    /// The rows it may read.
    public let read: AccessLevel
    /// The rows it may change.
    public let update: AccessLevel
    /// The rows it may delete.
    public let delete: AccessLevel
    /// Whether it may create rows.
    public let canCreate: Bool
    /// Whether it may export what it reads.
    public let canExport: Bool

    /// Makes access from its parts.
    public init(
        read: AccessLevel,
        update: AccessLevel = .none,
        delete: AccessLevel = .none,
        canCreate: Bool = false,
        canExport: Bool = false
    ) {
        self.read = read
        self.update = update
        self.delete = delete
        self.canCreate = canCreate
        self.canExport = canExport
    }

    /// No access at all.
    public static let nothing = ObjectAccess(read: .none)

    /// The more generous of two accesses, part by part.
    public func union(_ other: ObjectAccess) -> ObjectAccess {
        ObjectAccess(
            read: max(read, other.read),
            update: max(update, other.update),
            delete: max(delete, other.delete),
            canCreate: canCreate || other.canCreate,
            canExport: canExport || other.canExport
        )
    }
}

/// Rights that are not about one set.
public enum RoleRight: String, Sendable, Hashable, CaseIterable {
    /// Import files; pages and command line only.
    case importing
    /// Merge records; pages and command line only.
    case merging
    /// Purge records for good; pages and command line only.
    case purging
    /// Change many records at once.
    case massEdit
    /// Give records to another owner.
    case reassigning
    /// See deleted rows.
    case deletedRows
    /// Reopen closed opportunities.
    case reopening
    /// Reopen closed cases.
    case reopeningCases
    /// Accept expired quotes.
    case quoteOverride
}

/// A role that decides which sets, rows and fields a person sees; the most generous of several wins.
public struct DataRole: Sendable, Hashable {
    /// The stable code.
    public let code: String
    /// What people read.
    public let label: String
    /// The base role people with this data role usually have (admin, manager, user, readonly, integration).
    public let baseRole: String
    /// Access by group; a missing group means none, `parent` is decided by the record a row belongs to.
    public let access: [AccessGroup: ObjectAccess]
    /// Rights with their reach; a missing right means none.
    public let rights: [RoleRight: AccessLevel]
    /// The classes of personal fields it sees.
    public let marks: Set<PersonalMark>
    /// Whether it sees confidential fields.
    public let seesConfidential: Bool

    /// Makes a role from its parts.
    public init(
        code: String,
        label: String,
        baseRole: String,
        access: [AccessGroup: ObjectAccess],
        rights: [RoleRight: AccessLevel],
        marks: Set<PersonalMark>,
        seesConfidential: Bool
    ) {
        self.code = code
        self.label = label
        self.baseRole = baseRole
        self.access = access
        self.rights = rights
        self.marks = marks
        self.seesConfidential = seesConfidential
    }

    /// The access to the sets of a group.
    public func access(to group: AccessGroup) -> ObjectAccess { access[group] ?? .nothing }

    /// How far a right reaches.
    public func reach(of right: RoleRight) -> AccessLevel { rights[right] ?? .none }

    /// Whether it may see a field, given that it sees the set.
    public func mayRead(_ field: Field) -> Bool {
        if let mark = field.mark, !marks.contains(mark) { return false }
        return seesConfidential || !field.isConfidential
    }
}
