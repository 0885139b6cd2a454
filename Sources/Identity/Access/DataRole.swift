/// An act on records of an entity set.
public enum DataAct: String, CaseIterable, Sendable {
    /// Read, count, filter, aggregate.
    case read
    /// Create a record.
    case create
    /// Change a record.
    case update
    /// Delete a record, to the recycle bin where the set has one.
    case delete
    /// Export many records at once from the pages.
    case export
}

/// How far an act reaches; a higher level includes the lower ones.
public enum AccessLevel: Int, Comparable, CaseIterable, Sendable {
    /// Not at all.
    case none
    /// Records one owns.
    case own
    /// Records of one's team and the teams below, and one's own.
    case team
    /// All records.
    case all

    /// Orders levels by how far they reach.
    public static func < (left: AccessLevel, right: AccessLevel) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// What one role may do with one set.
public struct SetAccess: Equatable, Sendable {
    /// Which records may be read.
    public var read: AccessLevel
    /// Which records may be changed.
    public var update: AccessLevel
    /// Which records may be deleted.
    public var delete: AccessLevel
    /// Whether records may be created.
    public var mayCreate: Bool
    /// Whether records may be exported.
    public var mayExport: Bool
    /// Whether a row is reached exactly when its parent row is, as for parts, history and documents.
    public var followsParent: Bool

    /// Gathers the levels; what is left out is closed.
    public init(
        read: AccessLevel = .none,
        update: AccessLevel = .none,
        delete: AccessLevel = .none,
        mayCreate: Bool = false,
        mayExport: Bool = false,
        followsParent: Bool = false
    ) {
        self.read = read
        self.update = update
        self.delete = delete
        self.mayCreate = mayCreate
        self.mayExport = mayExport
        self.followsParent = followsParent
    }

    /// Nothing.
    public static let none = SetAccess()
    /// Everything.
    public static let full = SetAccess(read: .all, update: .all, delete: .all, mayCreate: true, mayExport: true)
    /// Whatever the parent row allows.
    public static let asParent = SetAccess(
        read: .all,
        update: .all,
        delete: .all,
        mayCreate: true,
        mayExport: true,
        followsParent: true
    )

    /// How far an act reaches; creating and exporting reach as far as reading once they are allowed.
    public func level(of act: DataAct) -> AccessLevel {
        switch act {
        case .read: read
        case .update: min(update, read)
        case .delete: min(delete, read)
        case .create: mayCreate ? .all : .none
        case .export: mayExport ? read : .none
        }
    }

    /// The most generous of two; a set follows its parent only if both say so.
    public func merged(with other: SetAccess) -> SetAccess {
        // A role without any right on the set says nothing about parents.
        if self == .none { return other }
        if other == .none { return self }
        return SetAccess(
            read: max(read, other.read),
            update: max(update, other.update),
            delete: max(delete, other.delete),
            mayCreate: mayCreate || other.mayCreate,
            mayExport: mayExport || other.mayExport,
            followsParent: followsParent && other.followsParent
        )
    }
}

/// Which marked fields are visible; an invisible field is absent everywhere.
public struct FieldVisibility: Equatable, Sendable {
    /// Names of people and ways to reach them (marks P1 and P2).
    public var contactDetails: Bool
    /// Free text that may hold personal data (mark P3).
    public var freeText: Bool
    /// Confidential figures such as costs and margins (mark K).
    public var confidential: Bool

    /// Gathers the three; what is left out is hidden.
    public init(contactDetails: Bool = false, freeText: Bool = false, confidential: Bool = false) {
        self.contactDetails = contactDetails
        self.freeText = freeText
        self.confidential = confidential
    }

    /// Hides all marked fields.
    public static let none = FieldVisibility()
    /// Shows all marked fields.
    public static let full = FieldVisibility(contactDetails: true, freeText: true, confidential: true)

    /// What either shows.
    public func union(_ other: FieldVisibility) -> FieldVisibility {
        FieldVisibility(
            contactDetails: contactDetails || other.contactDetails,
            freeText: freeText || other.freeText,
            confidential: confidential || other.confidential
        )
    }

    /// What both show.
    public func intersection(_ other: FieldVisibility) -> FieldVisibility {
        FieldVisibility(
            contactDetails: contactDetails && other.contactDetails,
            freeText: freeText && other.freeText,
            confidential: confidential && other.confidential
        )
    }
}

/// A data role: levels for sets and visibility of marked fields, granted to users beside their base role.
public struct DataRole: Equatable, Sendable {
    /// The name people read.
    public var name: String
    /// The sets the role names.
    public var sets: [EntitySetName: SetAccess]
    /// The marked fields the role shows.
    public var fields: FieldVisibility

    /// Makes a role.
    public init(name: String, sets: [EntitySetName: SetAccess], fields: FieldVisibility) {
        self.name = name
        self.sets = sets
        self.fields = fields
    }
}
