import OData
import SQLCore

extension WriteRunner {
    // MARK: Insert

    /// Inserts an entity with everything nested in it: what it refers to before it, what refers to it behind it.
    func insert(
        _ payload: EntityPayload,
        into set: EdmEntitySet,
        _ mapping: EntityMapping,
        given: RowValues,
        count: inout Int
    ) throws(WriteError) -> [SQLValue] {
        var values = given
        name(payload.type, mapping, &values)
        let columns = PayloadColumns(model: model, mapping: mapping, row: nil)
        for property in payload.properties { try columns.set(property, .replace, into: &values) }
        // What the address says counts more than what the body repeats.
        for column in given.columns { values[column] = given[column] }
        for navigation in payload.navigations {
            let link = try self.link(navigation.navigation, of: mapping)
            guard try isOwn(link, mapping) else { continue }
            try refer(by: navigation, link, of: mapping, from: nil, into: &values, count: &count)
        }
        try checkReferences(values, besides: given, of: mapping, payload)
        let key = try store.insert(values, into: mapping)
        count += 1
        guard !payload.navigations.isEmpty else { return key }
        let row = try reread(key, mapping)
        for navigation in payload.navigations {
            let link = try self.link(navigation.navigation, of: mapping)
            if try isOwn(link, mapping) { continue }
            try relate(navigation, link, to: row, isNew: true, count: &count)
        }
        return key
    }

    /// Names the type of a new row, where rows may have derived types.
    func name(_ type: EdmTypeName, _ mapping: EntityMapping, _ values: inout RowValues) {
        if let typing = mapping.typing, let text = typing.texts[type] { values[typing.column] = .text(text) }
    }

    /// The type that a row has; refuses a body for another one.
    private func checkedType(of row: LocatedRow, _ payload: EntityPayload) throws(WriteError) -> EdmTypeName {
        guard let typing = row.mapping.typing, case .text(let text)? = row.columns[typing.column],
            let type = typing.texts.first(where: { $0.value == text })?.key
        else { return payload.type }
        guard model.type(type, isOrDerivesFrom: payload.type) else {
            let problem = PayloadViolation.Problem.unknownType(name: payload.type.description, expected: "\(type)")
            throw .violations([PayloadViolation("@odata.type", problem)])
        }
        return type
    }

    // MARK: Update

    /// Changes an entity, and what the body nests in it.
    func update(
        _ row: LocatedRow,
        with payload: EntityPayload,
        _ style: BoundWrite.Style,
        set: EdmEntitySet,
        count: inout Int
    ) throws(WriteError) {
        var values = RowValues()
        let type = try checkedType(of: row, payload)
        let columns = PayloadColumns(model: model, mapping: row.mapping, row: row)
        for property in payload.properties where !property.isFixed {
            try columns.set(property, style, into: &values)
        }
        for navigation in payload.navigations {
            let link = try self.link(navigation.navigation, of: row.mapping)
            guard try isOwn(link, row.mapping) else { continue }
            try refer(by: navigation, link, of: row.mapping, from: row, into: &values, count: &count)
        }
        if style == .replace { try fillReplaced(&values, payload, type, columns) }
        try checkReferences(values, besides: RowValues(), of: row.mapping, payload)
        if !values.isEmpty { try store.update(row.key, of: row.mapping, to: values, style: style) }
        count += 1
        for navigation in payload.navigations {
            let link = try self.link(navigation.navigation, of: row.mapping)
            if try isOwn(link, row.mapping) { continue }
            try relate(navigation, link, to: row, isNew: false, count: &count)
        }
    }

    /// What a replacement does not name gets its default, or null; what only the service has a value for stays.
    private func fillReplaced(
        _ values: inout RowValues,
        _ payload: EntityPayload,
        _ name: EdmTypeName,
        _ columns: PayloadColumns
    ) throws(WriteError) {
        guard let type = model.entityType(name) else { return }
        let keys = Set(type.key.map(\.path))
        let given = Set(payload.properties.map(\.property.name))
        for property in type.properties
        where !keys.contains(property.name) && property.isReplaceable && !given.contains(property.name) {
            // What must be given was asked for when the body was read, or is that of a relation.
            let mayBeLeft = property.type.isNullable || property.type.isCollection || property.defaultValue != nil
            if mayBeLeft { try columns.fill(property, at: property.name, into: &values) }
        }
    }

    // MARK: References

    /// Sets the columns of a row that refer to another row, by what a body says about the navigation property.
    private func refer(
        by navigation: PayloadNavigation,
        _ link: NavigationMapping,
        of mapping: EntityMapping,
        from row: LocatedRow?,
        into values: inout RowValues,
        count: inout Int
    ) throws(WriteError) {
        guard let set = navigation.target else {
            throw .notImplemented(feature: "Writing contained entities (\(navigation.navigation.name))")
        }
        let target: LocatedRow
        switch navigation.content {
        case .nothing:
            try checkWritable(link.pairs.map { ($0.source, .null) }, of: mapping, row, navigation.navigation.name)
            for pair in link.pairs { values[pair.source] = .null }
            return
        case .references(let references):
            guard let reference = references.first else { return }
            target = try locate(reference, as: navigation.navigation.name)
        case .entity(let payload):
            target = try writeReferred(payload, set, link, from: row, navigation.navigation.name, count: &count)
        case .entities, .delta: throw .failed("a collection for a single-valued navigation property")
        }
        let columns = link.pairs.map { ($0.source, target.columns[$0.target] ?? .null) }
        try checkWritable(columns, of: mapping, row, navigation.navigation.name)
        for (column, value) in columns { values[column] = value }
    }

    /// Refuses a relation that would change columns which only the service writes, or, in a row that exists, columns
    /// that are written once; `name` is what the body or the address calls the relation.
    func checkWritable(
        _ columns: [(String, SQLValue)],
        of mapping: EntityMapping,
        _ row: LocatedRow?,
        _ name: String
    ) throws(WriteError) {
        guard let type = model.entitySet(mapping.entitySet).flatMap({ model.entityType($0.entityType) }) else { return }
        for (column, value) in columns {
            // A column that no property shows is the service's own, and one of a hidden property cannot be changed.
            guard let owner = mapping.property(ofColumn: column) else { continue }
            if let row, row.columns[column] == value { continue }
            let isWritable =
                type.property(owner).map { property in
                    let isKey = type.key.contains { $0.path == owner }
                    return row == nil ? !property.isComputed : !property.isFixed && !isKey
                } ?? false
            guard isWritable else { throw .violations([PayloadViolation(name, .notWritable)]) }
        }
    }

    /// The entity behind a single-valued navigation property: named, present or new.
    private func writeReferred(
        _ payload: EntityPayload,
        _ set: EdmEntitySet,
        _ link: NavigationMapping,
        from row: LocatedRow?,
        _ name: String,
        count: inout Int
    ) throws(WriteError) -> LocatedRow {
        let mapping = try locator.source(of: set.name).mapping
        if let existing = try existing(payload, mapping, name) {
            try updateNested(existing, payload, set, count: &count)
            return existing
        }
        if payload.key == nil, let row {
            let columns = link.pairs.map { ($0.target, row.columns[$0.source] ?? .null) }
            let isSet = columns.allSatisfy { !$0.1.isNull }
            if isSet, let current = try locator.row(mapping, columns) {
                try updateNested(current, payload, set, count: &count)
                return current
            }
        }
        return try reread(try insertNested(payload, set, mapping, given: RowValues(), count: &count), mapping)
    }

    /// The row that a nested entity names by reference or key.
    ///
    /// `owner` are columns of the entity that contains it, within which its key is unique.
    func existing(
        _ payload: EntityPayload,
        _ mapping: EntityMapping,
        _ name: String,
        owner: RowValues = RowValues()
    ) throws(WriteError) -> LocatedRow? {
        if let reference = payload.reference { return try locate(reference, as: name) }
        guard let key = payload.key else { return nil }
        var columns: [(String, SQLValue)] = owner.columns.map { ($0, owner[$0] ?? .null) }
        for part in key {
            columns.append(
                try PayloadStorage.store(PayloadProperty(part.property, .primitive(part.value)), in: mapping)
            )
        }
        return try locator.row(mapping, columns)
    }

    func updateNested(
        _ row: LocatedRow,
        _ payload: EntityPayload,
        _ set: EdmEntitySet,
        count: inout Int
    ) throws(WriteError) {
        if let tag = payload.entityTag, let current = row.entityTag, !tag.matchesWeakly(current) {
            throw .preconditionFailed
        }
        let isReference = payload.properties.allSatisfy(\.isFixed) && payload.navigations.isEmpty
        if !isReference { try update(row, with: payload, .merge, set: set, count: &count) }
    }

    func insertNested(
        _ payload: EntityPayload,
        _ set: EdmEntitySet,
        _ mapping: EntityMapping,
        given: RowValues,
        count: inout Int
    ) throws(WriteError) -> [SQLValue] {
        if let key = payload.key, !isChosen(key, of: set) {
            let text = ODataError.echo(WrittenEntity(set: set, key: key).path)
            throw .violations([
                PayloadViolation(set.name, .invalidReference(text: text, problem: "it leads to no entity"))
            ])
        }
        let supplied = Set(given.columns.compactMap { mapping.property(ofColumn: $0) })
        let missing = payload.missing.filter { !supplied.contains(String($0.target.split(separator: "/").last ?? "")) }
        guard missing.isEmpty else { throw .violations(missing) }
        return try insert(payload, into: set, mapping, given: given, count: &count)
    }

    /// The row a reference leads to; a reference to nothing is a fault of the body.
    func locate(_ reference: EntityReference, as name: String) throws(WriteError) -> LocatedRow {
        guard let row = try locator.rows(at: reference.read, limit: 1).first else {
            let text = ODataError.echo(reference.text)
            throw .violations([
                PayloadViolation(name, .invalidReference(text: text, problem: "it leads to no entity"))
            ])
        }
        return row
    }

    /// Checks that columns which refer to other rows, given as plain values, do so.
    private func checkReferences(
        _ values: RowValues,
        besides known: RowValues,
        of mapping: EntityMapping,
        _ payload: EntityPayload
    ) throws(WriteError) {
        let properties = Set(payload.properties.map(\.property.name))
        var violations: [PayloadViolation] = []
        for (_, link) in mapping.navigations.sorted(by: { $0.key < $1.key }) where try isOwn(link, mapping) {
            let sources = link.pairs.map { (column: $0.source, value: values[$0.source]) }
            guard sources.allSatisfy({ $0.value != nil && $0.value != .null && known[$0.column] == nil }),
                let name = sources.first.flatMap({ mapping.property(ofColumn: $0.column) }),
                properties.contains(name), let source = locator.sources.source(of: link.entitySet)
            else { continue }
            let columns = zip(link.pairs, sources).map { ($0.0.target, $0.1.value ?? .null) }
            if try locator.row(source.mapping, columns) == nil {
                let text = columns.map { Self.shown($0.1) }.joined(separator: ",")
                let problem = "there is no such entity in \(link.entitySet)"
                violations.append(PayloadViolation(name, .invalidReference(text: text, problem: problem)))
            }
        }
        if !violations.isEmpty { throw .violations(violations) }
    }

    private static func shown(_ value: SQLValue) -> String {
        switch value {
        case .null: "null"
        case .integer(let number): String(number)
        case .real(let number): String(number)
        case .text(let text): ODataError.echo(text)
        case .blob: "binary"
        }
    }

    // MARK: Rows

    /// Whether a relation is kept in a row's own columns, not in those of the rows it leads to.
    func isOwn(_ link: NavigationMapping, _ mapping: EntityMapping) throws(WriteError) -> Bool {
        if link.isCollection { return false }
        let key = try mapping.keyColumns
        // Entities without a key are found by what refers to them, or contained.
        if mapping.isSingle { return true }
        let target = try locator.sources.source(of: link.entitySet)?.mapping.keyColumns
        if link.pairs.map(\.target) == target { return true }
        return link.pairs.map(\.source) != key
    }

    func link(_ navigation: EdmNavigationProperty, of mapping: EntityMapping) throws(WriteError) -> NavigationMapping {
        guard let link = mapping.navigations[navigation.name] else {
            throw .notImplemented(feature: "Writing the navigation property \(navigation.name)")
        }
        return link
    }

    /// A row just written, whether the caller sees it or not.
    func reread(_ key: [SQLValue], _ mapping: EntityMapping) throws(WriteError) -> LocatedRow {
        guard let row = try locator.stored(key, mapping) else {
            throw .failed("a row of \(mapping.entitySet) is gone right after it was written")
        }
        return row
    }
}
