public import OData
public import SQLCore

/// Carries out bound changes inside one transaction: finds the rows, orders nested writes, keeps references right.
///
/// Rows are found through the caller's ``RowSources``, so that nothing can be changed that the caller does not see, and
/// written by a ``RowStore``, which may refuse more. Runs synchronously on the transaction's thread. After an error the
/// transaction has to be rolled back.
public struct WriteRunner {
    /// How much one change may touch.
    public struct Limits: Sendable, Hashable {
        /// Members of a collection that one request changes or removes.
        public var members = 10_000

        /// Makes the default limits.
        public init() {}
    }

    let model: EdmModel
    let locator: RowLocator
    let store: any RowStore
    let limits: Limits

    /// Makes a runner for one transaction.
    public init(
        model: EdmModel,
        sources: any RowSources,
        store: any RowStore,
        clock: PlanClock,
        connection: any SQLConnection,
        limits: Limits = Limits()
    ) {
        self.model = model
        locator = RowLocator(sources: sources, clock: clock, connection: connection)
        self.store = store
        self.limits = limits
    }

    /// Carries out a change; the tag of the outcome is that of the row after everything that followed from it.
    public func run(_ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        var outcome = try carryOut(write)
        try store.settle()
        if outcome.effect != .deleted, let entity = outcome.entity {
            outcome.entity?.entityTag = try entityTag(of: entity)
        }
        return outcome
    }

    private func carryOut(_ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        switch write.action {
        case .insert(let payload): return try insert(payload, write)
        case .update(let payload, let style): return try update(payload, style, write)
        case .delete: return try delete(write)
        case .setValue(let value, let style): return try setValue(value, style, write)
        case .addItem: throw .notImplemented(feature: "Adding to collections of values")
        case .link(let references, let replaces): return try link(references, replaces: replaces, write)
        case .unlink(let reference): return try unlink(reference, write)
        case .updateMembers(let payload): return try updateMembers(payload, write)
        case .deleteMembers: return try deleteMembers(write)
        case .changeMembers(let changes, let replaces):
            return try changeMembers(changes, replaces: replaces, write)
        }
    }

    // MARK: Single entities

    private func insert(_ payload: EntityPayload, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        let mapping = try locator.source(of: write.target.target.name).mapping
        let given = try parentValues(of: write.target)
        var count = 0
        let key = try insert(payload, into: write.target.target, mapping, given: given, count: &count)
        return WriteOutcome(.created, entity: try entity(write.target.target, mapping, key), count: count)
    }

    /// The columns that relate a new entity to the one whose collection it is added to.
    private func parentValues(of target: BoundRead) throws(WriteError) -> RowValues {
        var given = RowValues()
        let last = target.steps.lastIndex { if case .cast = $0 { false } else { true } }
        guard let last else { return given }
        guard case .navigation(let navigation, _) = target.steps[last] else {
            throw .notAllowed(feature: "Adding to a filtered collection")
        }
        let owner = try owner(of: target, before: last)
        let link = try self.link(navigation, of: owner.mapping)
        for pair in link.pairs { given[pair.target] = owner.columns[pair.source] ?? .null }
        return given
    }

    /// The entity that a navigation of the path starts from.
    func owner(of target: BoundRead, before position: Int) throws(WriteError) -> LocatedRow {
        var set = target.root
        for step in target.steps.prefix(position) {
            if case .navigation(_, let next) = step { set = next }
        }
        let steps = Array(target.steps.prefix(position))
        let rows = try locator.rows(root: target.root, steps: steps, set: set.name, limit: 2)
        guard let row = rows.first else { throw .notFound }
        guard rows.count == 1 else { throw .notAllowed(feature: "Writing to the members of many entities") }
        return row
    }

    private func update(
        _ payload: EntityPayload,
        _ style: BoundWrite.Style,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        var count = 0
        guard let row = try locator.rows(at: write.target, limit: 1).first else {
            return try upsert(payload, write)
        }
        try write.condition.check(row.entityTag)
        try update(row, with: payload, style, set: write.target.target, count: &count)
        let entity = try entity(write.target.target, row.mapping, row.key)
        return WriteOutcome(.changed, entity: entity, count: count)
    }

    /// A change of an entity that does not exist makes it, where its key is the client's choice (Protocol 11.4.4).
    private func upsert(_ payload: EntityPayload, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        let set = write.target.target
        guard case .key(let key)? = write.target.steps.last, isChosen(key, of: set) else { throw .notFound }
        try write.condition.checkMissing()
        let mapping = try locator.source(of: set.name).mapping
        var given = try parentValues(
            of: BoundRead(
                root: write.target.root,
                steps: Array(write.target.steps.dropLast()),
                shape: .collection,
                target: set,
                query: write.target.query
            )
        )
        for part in key {
            let stored = try PayloadStorage.store(PayloadProperty(part.property, .primitive(part.value)), in: mapping)
            given[stored.column] = stored.value
        }
        guard payload.missing.isEmpty else { throw .violations(payload.missing) }
        var count = 0
        let stored = try insert(payload, into: set, mapping, given: given, count: &count)
        return WriteOutcome(.created, entity: try entity(set, mapping, stored), count: count)
    }

    /// Whether clients choose the key: none of its properties is computed.
    func isChosen(_ key: [BoundRead.KeyValue], of set: EdmEntitySet) -> Bool {
        guard let type = model.entityType(set.entityType) else { return false }
        let isAlternate = key.map(\.property.name) != type.key.map(\.path)
        if isAlternate { return key.allSatisfy { !$0.property.isComputed } }
        return key.allSatisfy { !$0.property.isComputed }
    }

    private func delete(_ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        guard let row = try locator.rows(at: write.target, limit: 1).first else { throw .notFound }
        try write.condition.check(row.entityTag)
        try store.delete(row.key, from: row.mapping)
        return WriteOutcome(.deleted, entity: try entity(write.target.target, row.mapping, row.key))
    }

    private func setValue(
        _ value: PayloadValue,
        _ style: BoundWrite.Style,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        let path: [EdmProperty]
        switch write.target.shape {
        case .property(let properties), .rawValue(let properties): path = properties
        default: throw .failed("a value without a property")
        }
        guard let property = path.first, path.count == 1 else {
            throw .notImplemented(feature: "Writing properties of complex values")
        }
        let keys = model.entityType(write.target.target.entityType)?.key.map(\.path) ?? []
        guard !property.isFixed, !keys.contains(property.name) else {
            throw .violations([PayloadViolation(property.name, .notWritable)])
        }
        guard let row = try locator.rows(at: write.target, limit: 1).first else { throw .notFound }
        try write.condition.check(row.entityTag)
        var count = 0
        let payload = EntityPayload(
            type: write.target.target.entityType,
            properties: [PayloadProperty(property, value)]
        )
        try update(row, with: payload, .merge, set: write.target.target, count: &count)
        return WriteOutcome(.changed, entity: try entity(write.target.target, row.mapping, row.key))
    }

    // MARK: Outcomes

    func entity(_ set: EdmEntitySet, _ mapping: EntityMapping, _ key: [SQLValue]) throws(WriteError) -> WrittenEntity {
        guard let type = model.entityType(set.entityType) else { throw .failed("no type for \(set.name)") }
        var values: [BoundRead.KeyValue] = []
        for (part, stored) in zip(type.key, key) {
            guard let property = type.property(part.path), let column = mapping.columns[part.path],
                let value = PayloadStorage.read(stored, as: column.storage, type: property.type.type)
            else { throw .failed("the key of \(set.name) cannot be read") }
            values.append(BoundRead.KeyValue(property: property, value: value))
        }
        return WrittenEntity(set: set, key: values)
    }

    private func entityTag(of entity: WrittenEntity) throws(WriteError) -> EntityTag? {
        let step = BoundRead.Step.key(entity.key)
        let rows = try locator.rows(root: entity.set, steps: [step], set: entity.set.name, limit: 1)
        return rows.first?.entityTag
    }
}
