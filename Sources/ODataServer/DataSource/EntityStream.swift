public import OData

/// What a source read: the facts that headers need, then the finished body.
public struct EntityStream: Sendable {
    /// What there is at the end of the path.
    public enum Outcome: Sendable, Hashable {
        /// A collection, an entity, a value, a number: the body follows.
        case content
        /// A single value that is null, or a single-valued navigation that leads nowhere: 204.
        case null
        /// A key, or an entity on the way, that does not exist: 404.
        case notFound
    }

    /// What is known before the first byte.
    public struct Facts: Sendable, Hashable {
        /// What there is at the end of the path.
        public var outcome: Outcome
        /// The tag of the single entity that was read, or that holds the value that was read.
        public var entityTag: EntityTag?
        /// The page size that was granted to `maxpagesize`.
        public var appliedPageSize: Int?
        /// Whether null members are left out.
        public var omits: OmittedValues
        /// Whether the answer ends in a link to later changes, or is itself the answer of one.
        public var tracksChanges: Bool
        /// The media type of a raw value, where it is not plain text.
        public var mediaType: String?

        /// Makes facts.
        public init(
            outcome: Outcome = .content,
            entityTag: EntityTag? = nil,
            appliedPageSize: Int? = nil,
            omits: OmittedValues = .none,
            tracksChanges: Bool = false,
            mediaType: String? = nil
        ) {
            self.outcome = outcome
            self.entityTag = entityTag
            self.appliedPageSize = appliedPageSize
            self.omits = omits
            self.tracksChanges = tracksChanges
            self.mediaType = mediaType
        }
    }

    /// What headers need.
    public var facts: Facts
    /// The whole body: JSON with its context and links; for `$value` and `$count` the bare text.
    public var body: ODataBody
    /// The number of rows written so far; asked for once, at the end.
    public var rowCount: @Sendable () -> Int64

    /// Makes a stream.
    public init(facts: Facts = Facts(), body: ODataBody, rowCount: @escaping @Sendable () -> Int64 = { 0 }) {
        self.facts = facts
        self.body = body
        self.rowCount = rowCount
    }
}
