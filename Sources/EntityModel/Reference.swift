/// What becomes of a record when the record it points to is deleted, merged or purged.
public struct ReferenceRule: Sendable, Hashable {
    /// The effect of a soft delete of the target.
    public var softDelete: SoftDeleteEffect
    /// The effect of merging the target into another record.
    public var merge: MergeEffect
    /// The effect of purging the target.
    public var purge: PurgeEffect

    /// Makes a rule from its three effects.
    public init(softDelete: SoftDeleteEffect, merge: MergeEffect, purge: PurgeEffect) {
        self.softDelete = softDelete
        self.merge = merge
        self.purge = purge
    }

    /// A part lives and dies with its whole.
    public static let cascade = ReferenceRule(softDelete: .cascade, merge: .move, purge: .cascade)
    /// A part that may exist once per whole: merging drops doubles.
    public static let cascadeDroppingDoubles = ReferenceRule(
        softDelete: .cascade,
        merge: .moveDroppingDoubles,
        purge: .cascade
    )
    /// A plain reference: kept on delete, cleared on purge.
    public static let clear = ReferenceRule(softDelete: .keep, merge: .move, purge: .clear)
    /// A child that keeps its parent from being deleted, and loses the reference on purge.
    public static let refuseDelete = ReferenceRule(softDelete: .refuse, merge: .move, purge: .clear)
    /// A child that keeps its parent from being deleted and from being purged.
    public static let refuse = ReferenceRule(softDelete: .refuse, merge: .move, purge: .refuse)
    /// A reference that is kept, and keeps the target from being purged.
    public static let keep = ReferenceRule(softDelete: .keep, merge: .move, purge: .refuse)
    /// A reference to a site: the default site may not go, the others' references move to it.
    public static let defaultSite = ReferenceRule(softDelete: .moveToDefaultSite, merge: .move, purge: .clear)
    /// An attachment with several possible parents: goes with the only one, else stays.
    public static let attachment = ReferenceRule(
        softDelete: .cascadeIfOnlyParent,
        merge: .move,
        purge: .cascadeIfOnlyParent
    )
    /// History and snapshots: hidden with the parent, back on restore, gone on purge.
    public static let history = ReferenceRule(softDelete: .keep, merge: .none, purge: .cascade)
    /// A reference to a user or team, who is deactivated but never deleted.
    public static let never = ReferenceRule(softDelete: .never, merge: .none, purge: .never)

    /// Whether the physical foreign key says CASCADE; all others say RESTRICT.
    public var isPhysicalCascade: Bool { purge == .cascade }
}

/// What a soft delete of the target does to the records that point to it.
public enum SoftDeleteEffect: String, Sendable, Hashable {
    /// They are deleted in the same batch.
    case cascade
    /// They are deleted when no other parent is left.
    case cascadeIfOnlyParent
    /// They stay as they are.
    case keep
    /// They move to the company's default site; deleting the default site itself is refused.
    case moveToDefaultSite
    /// Active ones make the delete fail with their counts.
    case refuse
    /// The target is never deleted.
    case never
}

/// What a merge of the target does to the records that point to it.
public enum MergeEffect: String, Sendable, Hashable {
    /// They point to the survivor afterwards.
    case move
    /// They point to the survivor; those it already has are dropped.
    case moveDroppingDoubles
    /// They point to the survivor; those with equal names become one.
    case moveJoiningNames
    /// The target is never merged.
    case none
}

/// What a purge of the target does to the records that point to it.
public enum PurgeEffect: String, Sendable, Hashable {
    /// They are purged too.
    case cascade
    /// They are purged when no other parent is left, else the reference is cleared.
    case cascadeIfOnlyParent
    /// Their reference becomes null.
    case clear
    /// They make the purge fail.
    case refuse
    /// The target is never purged.
    case never
}
