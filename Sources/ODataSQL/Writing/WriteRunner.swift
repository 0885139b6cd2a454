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
        case .addItem(let item, let index): return try addItem(item, at: index, write)
        case .insertStream(let bytes, let type): return try insertStream(bytes, mediaType: type, write)
        case .setStream(let bytes, let type): return try setStream(bytes, mediaType: type, write)
        case .clearStream: return try clearStream(write)
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
        try linkInserted(key, mapping, write.target)
        return WriteOutcome(.created, entity: try entity(write.target.target, mapping, key), count: count)
    }

    /// The columns that relate a new entity to the one whose collection it is added to.
    func parentValues(of target: BoundRead) throws(WriteError) -> RowValues {
        var given = RowValues()
        let last = target.steps.lastIndex { if case .cast = $0 { false } else { true } }
        guard let last else { return given }
        guard case .navigation(let navigation, _) = target.steps[last] else {
            throw .notAllowed(feature: "Adding to a filtered collection")
        }
        let owner = try owner(of: target, before: last)
        let link = try self.link(navigation, of: owner.mapping)
        // A link many to many is made when the new entity is there.
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
        let entity = try entity(write.target.target, row.mapping, row.key)
        try store.delete(row.key, from: row.mapping)
        return WriteOutcome(.deleted, entity: entity)
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
        guard let property = path.last else { throw .failed("a value without a property") }
        let name = path.map(\.name).joined(separator: "/")
        let keys = model.entityType(write.target.target.entityType)?.key.map(\.path) ?? []
        guard !path.contains(where: \.isFixed), !keys.contains(name) else {
            throw .violations([PayloadViolation(name, .notWritable)])
        }
        guard let row = try locator.rows(at: write.target, limit: 1).first else { throw .notFound }
        try write.condition.check(row.entityTag)
        if path.count > 1 || row.mapping.structures[name] != nil {
            var values = RowValues()
            let columns = PayloadColumns(model: model, mapping: row.mapping, row: row)
            try columns.makeWay(to: path, into: &values)
            try columns.set(value, of: property, at: name, style, into: &values)
            try store.update(row.key, of: row.mapping, to: values, style: .merge)
            return WriteOutcome(.changed, entity: try entity(write.target.target, row.mapping, row.key))
        }
        var count = 0
        let payload = EntityPayload(
            type: write.target.target.entityType,
            properties: [PayloadProperty(property, value)]
        )
        try update(row, with: payload, .merge, set: write.target.target, count: &count)
        return WriteOutcome(.changed, entity: try entity(write.target.target, row.mapping, row.key))
    }

    /// Adds an item to the collection-valued property (Protocol 11.4.9.4).
    private func addItem(
        _ item: PayloadValue,
        at index: Int?,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        guard case .property(let path) = write.target.shape, let property = path.last else {
            throw .failed("an item without a property")
        }
        let name = path.map(\.name).joined(separator: "/")
        guard !path.contains(where: \.isFixed) else { throw .violations([PayloadViolation(name, .notWritable)]) }
        guard let row = try locator.rows(at: write.target, limit: 1).first else { throw .notFound }
        try write.condition.check(row.entityTag)
        let columns = PayloadColumns(model: model, mapping: row.mapping, row: row)
        guard let column = row.mapping.columns[name], case .column(let stored) = column.source, column.storage.isList
        else { throw .notImplemented(feature: "Adding to \(name)") }
        var list = "[]"
        if case .text(let text) = try locator.value(of: stored, in: row) { list = text }
        guard case .text(let added) = try columns.value(.collection([item]), as: column.storage, of: property.name)
        else { throw .failed("an item that is no text") }
        var values = RowValues()
        try columns.makeWay(to: path, into: &values)
        guard let changed = StoredListText(list).inserting(added, at: index) else {
            throw .rule(
                code: "value.position-out-of-range",
                message: "$index is beyond the items that \(name) has.",
                target: "$index",
                isConflict: false
            )
        }
        values[stored] = .text(changed)
        try store.update(row.key, of: row.mapping, to: values, style: .merge)
        return WriteOutcome(.changed, entity: try entity(write.target.target, row.mapping, row.key))
    }

    // MARK: Outcomes

    /// The entity of a row that exists.
    func entity(_ set: EdmEntitySet, _ mapping: EntityMapping, _ key: [SQLValue]) throws(WriteError) -> WrittenEntity {
        guard let type = model.entityType(set.entityType) else { throw .failed("no type for \(set.name)") }
        let keyColumns = try mapping.keyColumns
        let columns =
            mapping.presence == nil
            ? Dictionary(zip(keyColumns, key)) { first, _ in first } : try reread(key, mapping).columns
        var values: [BoundRead.KeyValue] = []
        for (part, name) in zip(type.key, keyColumns) {
            guard let property = type.property(part.path), let column = mapping.columns[part.path],
                let stored = columns[name],
                let value = PayloadStorage.read(stored, as: column.storage, type: property.type.type)
            else { throw .failed("the key of \(set.name) cannot be read") }
            values.append(BoundRead.KeyValue(property: property, value: value))
        }
        var entity = WrittenEntity(set: set, key: values)
        if mapping.isSingle || set.name.contains("/") { entity.address = try address(mapping, columns) }
        return entity
    }

    /// The address of a row whose mapping says how it is made.
    private func address(_ mapping: EntityMapping, _ columns: [String: SQLValue]) throws(WriteError) -> String? {
        guard let parts = mapping.address else { return nil }
        return try parts.map { (part) throws(WriteError) -> String in
            switch part {
            case .text(let text): return text
            case .key(let column, let storage):
                guard let stored = columns[column],
                    let value = PayloadStorage.read(stored, as: storage, type: .primitive(.string))
                else { throw .failed("the address of \(mapping.entitySet) cannot be read") }
                return URLText.pathSegment(URLText.literal(value))
            }
        }
        .joined()
    }

    private func entityTag(of entity: WrittenEntity) throws(WriteError) -> EntityTag? {
        let mapping = try locator.source(of: entity.set.name).mapping
        // Keys of contained entities are unique within their owner only.
        if mapping.presence != nil, mapping.version == nil || entity.set.name.contains("/") { return nil }
        let steps: [BoundRead.Step] = mapping.isSingle ? [] : [.key(entity.key)]
        return try locator.rows(root: entity.set, steps: steps, set: entity.set.name, limit: 1).first?.entityTag
    }
}
