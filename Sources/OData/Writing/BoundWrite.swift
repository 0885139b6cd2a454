/// A change of data: where, what, and under which condition; with every name and value checked against the model.
public struct BoundWrite: Hashable, Sendable {
    /// How an update treats what it does not name.
    public enum Style: Hashable, Sendable {
        /// `PATCH`: it stays.
        case merge
        /// `PUT`: it gets its default, or null.
        case replace
    }

    /// What is done at the end of the path.
    public enum Action: Hashable, Sendable {
        /// A new entity in the collection (Protocol 11.4.2).
        case insert(EntityPayload)
        /// Changes the entity, or makes it where the client chooses keys (Protocol 11.4.3 and 11.4.4).
        case update(EntityPayload, Style)
        /// Removes the entity (Protocol 11.4.5), or the whole related collection.
        case delete
        /// Gives the property at the end of the path a value (Protocol 11.4.9); null for `DELETE`.
        case setValue(PayloadValue, Style)
        /// A new media entity with these bytes (Protocol 11.4.7.1).
        case insertStream([UInt8], mediaType: String)
        /// Gives the stream at the end of the path its bytes (Protocol 11.4.7.2 and 11.4.8.1).
        case setStream([UInt8], mediaType: String)
        /// Takes the stream away (Protocol 11.4.8.2).
        case clearStream
        /// Adds an item to the collection-valued property (Protocol 11.4.9.4): at the end, or so that it has a position
        /// among the items, counted from the end where it is negative (URL Conventions 5.1.11).
        case addItem(PayloadValue, index: Int?)
        /// Relates an existing entity (Protocol 11.4.6.1), or replaces what is related (11.4.6.3 and 11.4.6.4).
        case link([EntityReference], replaces: Bool)
        /// Ends a relation; with a reference that of one member (Protocol 11.4.6.2).
        case unlink(EntityReference?)
        /// Changes every member of the collection alike (Protocol 11.4.13).
        case updateMembers(EntityPayload)
        /// Removes every member of the collection (Protocol 11.4.14).
        case deleteMembers
        /// Adds, changes and removes members of the collection one by one (Protocol 11.4.11), or makes them all of it.
        case changeMembers([PayloadChange], replaces: Bool)
    }

    /// The path, bound like that of a read.
    public var target: BoundRead
    /// What is done there.
    public var action: Action
    /// When it may be done.
    public var condition: WriteCondition

    /// Makes a change.
    public init(_ target: BoundRead, _ action: Action, condition: WriteCondition = WriteCondition()) {
        self.target = target
        self.action = action
        self.condition = condition
    }
}

/// Under which circumstances a change may be carried out (Protocol 8.2.4 and 8.2.5).
public struct WriteCondition: Hashable, Sendable {
    /// `If-Match`: the entity must exist with one of the tags.
    public var ifMatch: EntityTagCondition?
    /// `If-None-Match`: the entity must not exist with one of the tags; with `*` it must not exist.
    public var ifNoneMatch: EntityTagCondition?
    /// Whether the data ask for `If-Match` (`Core.OptimisticConcurrency`).
    public var isMatchRequired: Bool

    /// Makes a condition; none by default.
    public init(
        ifMatch: EntityTagCondition? = nil,
        ifNoneMatch: EntityTagCondition? = nil,
        isMatchRequired: Bool = false
    ) {
        self.ifMatch = ifMatch
        self.ifNoneMatch = ifNoneMatch
        self.isMatchRequired = isMatchRequired
    }

    /// Checks the tag of an entity that exists.
    public func check(_ tag: EntityTag?) throws(WriteError) {
        if let ifMatch, !ifMatch.matches(tag) { throw .preconditionFailed }
        // Who asks that the entity must not exist wants to hear that it does, not that a header is missing.
        if let ifNoneMatch, ifNoneMatch.matches(tag) { throw .preconditionFailed }
        if isMatchRequired, ifMatch == nil { throw .preconditionRequired }
    }

    /// Checks that the entity may be missing.
    public func checkMissing() throws(WriteError) {
        if ifMatch != nil { throw .preconditionFailed }
    }
}

/// What a change came to.
public struct WriteOutcome: Hashable, Sendable {
    /// What happened to the entity.
    public enum Effect: Hashable, Sendable {
        case created
        case changed
        case deleted
        /// Only relations changed, or several entities at once.
        case other
    }

    /// What happened.
    public var effect: Effect
    /// The entity, where there is a single one.
    public var entity: WrittenEntity?
    /// Entities written, nested ones included.
    public var count: Int

    /// Makes an outcome.
    public init(_ effect: Effect, entity: WrittenEntity? = nil, count: Int = 1) {
        self.effect = effect
        self.entity = entity
        self.count = count
    }
}

/// An entity that was written: enough to address it and to read it back.
public struct WrittenEntity: Hashable, Sendable {
    /// Its set.
    public var set: EdmEntitySet
    /// Its key.
    public var key: [BoundRead.KeyValue]
    /// Its tag after the change.
    public var entityTag: EntityTag?
    /// Its address below the service root where that is not the name of the set with the key: of a singleton, or of an
    /// entity that another one contains; encoded.
    public var address: String?

    /// Makes an entity.
    public init(set: EdmEntitySet, key: [BoundRead.KeyValue], entityTag: EntityTag? = nil) {
        self.set = set
        self.key = key
        self.entityTag = entityTag
    }

    /// Its address below the service root, such as `Companies(17)`; encoded.
    public var path: String {
        if let address { return address }
        let literals = key.map { URLText.pathSegment(URLText.literal($0.value)) }
        let inside =
            key.count == 1
            ? literals.joined()
            : zip(key, literals).map { URLText.pathSegment($0.property.name) + "=" + $1 }.joined(separator: ",")
        return URLText.pathSegment(set.name) + "(" + inside + ")"
    }
}
