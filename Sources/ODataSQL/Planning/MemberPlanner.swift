import OData
import SQLCore

/// Plans the members of a structured value whose properties have columns: of an entity, or of a complex value in it.
struct MemberPlanner {
    let shapes: ShapePlanner
    let instance: StatementScope.Instance
    let expressions: ExpressionPlanner

    private var model: EdmModel { shapes.planner.model }
    private var format: RowFormat { shapes.format }
    private var mapping: EntityMapping { instance.mapping }

    /// The types that values at one place may have.
    struct Typing {
        let mapping: TypeMapping
        /// In the order of ``EntityShape/Typing/types``.
        let types: [EdmTypeName]
        let shown: EntityShape.Typing
    }

    /// What tells the types of values apart, where there is more than one.
    ///
    /// A value of the expected type does not name its type, unless everything is named.
    func typing(
        _ mapping: TypeMapping?,
        expected: EdmTypeName,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> Typing? {
        guard let mapping, let including = mapping.including[expected], including != [expected] else { return nil }
        let types = including.filter { mapping.texts[$0] != nil }
        let column = columns.position(of: try instance.stored(mapping.column))
        let shown = types.map { type -> EntityShape.Typing.Named in
            let isNamed = format.metadata == .full || format.metadata == .minimal && type != expected
            let member = isNamed ? Array("\"\(format.prefix)type\":\"#\(type)\"".utf8) : []
            return EntityShape.Typing.Named(text: Array((mapping.texts[type] ?? "").utf8), member: member)
        }
        let name = Array("\"\(format.prefix)type\":\"#\(expected)\"".utf8)
        let typing = EntityShape.Typing(column: column, types: shown, expected: name)
        return Typing(mapping: mapping, types: types, shown: typing)
    }

    /// The members that a selection asks for, those of derived types included.
    ///
    /// Recursion is bounded: types that hold themselves have no columns.
    func members(
        of type: EdmStructuredType,
        _ select: BoundSelect,
        at prefix: String,
        _ typing: Typing?,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [EntityShape.Member] {
        var members: [EntityShape.Member] = []
        var seen: Set<String> = []
        func add(
            _ property: EdmProperty,
            _ nested: BoundSelect,
            of owner: EdmTypeName?,
            _ columns: inout ColumnCollector
        ) throws(PlanningError) {
            guard seen.insert("\(owner.map { "\($0)/" } ?? "")\(property.name)").inserted else { return }
            for member in try self.member(property, nested, at: prefix, columns: &columns) {
                guard let owner, let typing, owner != type.name else {
                    members.append(member)
                    continue
                }
                let including = typing.mapping.including[owner] ?? []
                members.append(.typed(typing.types.map { including.contains($0) }, member))
            }
        }
        func addAll(_ columns: inout ColumnCollector) throws(PlanningError) {
            for property in type.properties { try add(property, .all, of: nil, &columns) }
            for derived in derivedTypes(of: type, typing) {
                for property in derived.properties.dropFirst(baseCount(of: derived)) {
                    try add(property, .all, of: derived.name, &columns)
                }
            }
        }
        guard case .items(let items) = select else {
            try addAll(&columns)
            return members
        }
        for item in items {
            switch item {
            case .allProperties: try addAll(&columns)
            case .property(let property, let nested): try add(property, nested, of: nil, &columns)
            case .derived(let owner, let property, let nested): try add(property, nested, of: owner, &columns)
            case .computed, .navigation, .operation: continue
            }
        }
        return members
    }

    /// The members that a query asks for, with what `$compute` and `$apply` made.
    func members(
        of type: EdmStructuredType,
        _ query: BoundQuery,
        _ typing: Typing?,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [EntityShape.Member] {
        if query.shape == nil, query.compute.isEmpty {
            return try members(of: type, query.select, at: "", typing, columns: &columns)
        }
        var members: [EntityShape.Member] = []
        var seen: Set<String> = []
        let made = made(query)
        let hasDeclared = query.shape?.isEntity ?? true
        func addMade(_ wanted: (String) -> Bool, _ columns: inout ColumnCollector) throws(PlanningError) {
            for value in made where wanted(value.name) && seen.insert(value.name).inserted {
                members.append(try member(value, columns: &columns))
            }
        }
        guard case .items(let items) = query.select else {
            if hasDeclared { members = try self.members(of: type, .all, at: "", typing, columns: &columns) }
            try addMade({ _ in true }, &columns)
            return members
        }
        for item in items {
            switch item {
            case .allProperties:
                if hasDeclared {
                    let isFirst = seen.isEmpty
                    let rest = type.properties.filter { seen.insert($0.name).inserted }
                    let select: [BoundSelect.Item] = rest.map { .property($0, nested: .all) }
                    let all = BoundSelect.items(isFirst ? [item] : select)
                    members += try self.members(of: type, all, at: "", typing, columns: &columns)
                }
                try addMade({ _ in true }, &columns)
            case .property(let property, _) where made.contains { $0.name == property.name }:
                try addMade({ $0 == property.name }, &columns)
            case .property(let property, _):
                guard seen.insert(property.name).inserted else { continue }
                members += try self.members(of: type, .items([item]), at: "", typing, columns: &columns)
            case .derived(let owner, let property, _):
                guard seen.insert("\(owner)/\(property.name)").inserted else { continue }
                members += try self.members(of: type, .items([item]), at: "", typing, columns: &columns)
            case .computed(let name): try addMade({ $0 == name }, &columns)
            case .navigation, .operation: continue
            }
        }
        return members
    }

    /// A value that rows have beside what their type declares.
    private enum Made {
        /// A property that a row of `$apply` kept.
        case property(EdmProperty)
        case computed(BoundComputation)
        /// A property that `$apply` made.
        case dynamic(EdmProperty)
        /// A property that other rows of `$apply` have.
        case null(EdmProperty)

        var name: String {
            switch self {
            case .property(let property), .dynamic(let property), .null(let property): property.name
            case .computed(let item): item.name
            }
        }
    }

    private func made(_ query: BoundQuery) -> [Made] {
        let own: [Made] = (query.shape?.members ?? []).compactMap { member in
            switch member {
            case .property(let property): .property(property)
            case .dynamic(let property): .dynamic(property)
            case .null(let property): .null(property)
            case .part, .entity, .joined, .nested: nil
            }
        }
        return own + query.compute.map { .computed($0) }
    }

    private func member(_ made: Made, columns: inout ColumnCollector) throws(PlanningError) -> EntityShape.Member {
        switch made {
        case .property(let property):
            let planned = try expressions.column(property.name, of: instance)
            let column = columns.position(of: planned.sql)
            return omittingDefault(of: property, column: column, planned.storage, planned.storage)
        case .computed(let item):
            let value = try DynamicValue(item.expression, planner: expressions)
            return value.member(item.name, format: format, columns: &columns)
        case .dynamic(let property):
            let value = DynamicValue(try expressions.column(property.name, of: instance), type: property.type)
            return value.member(property.name, format: format, columns: &columns)
        case .null(let property):
            return .value(
                name: ShapePlanner.name(property.name),
                column: columns.position(of: .null),
                storage: .text,
                annotation: nil
            )
        }
    }

    private func derivedTypes(of type: EdmStructuredType, _ typing: Typing?) -> [EdmStructuredType] {
        guard let typing else { return [] }
        return (typing.mapping.including[type.name] ?? []).filter { $0 != type.name }.compactMap {
            model.entityType($0) ?? model.complexType($0)
        }
    }

    /// How many of a type's properties are inherited.
    private func baseCount(of type: EdmStructuredType) -> Int {
        type.baseType.flatMap { model.entityType($0) ?? model.complexType($0) }?.properties.count ?? 0
    }

    // MARK: Single properties

    private func member(
        _ property: EdmProperty,
        _ select: BoundSelect,
        at prefix: String,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [EntityShape.Member] {
        let path = prefix + property.name
        if property.type.type == .primitive(.stream), !property.type.isCollection {
            return try stream(property, at: path, columns: &columns)
        }
        if let structure = mapping.structures[path], case .complex(let name) = property.type.type,
            let type = model.complexType(name)
        {
            var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
            let typing = try typing(structure.typing, expected: name, columns: &columns)
            shape.typing = typing?.shown
            if typing == nil, format.metadata == .full {
                shape.opening = Array("\"\(format.prefix)type\":\"#\(name)\"".utf8)
            }
            shape.members = try members(of: type, select, at: path + "/", typing, columns: &columns)
            var presence: Int?
            if let column = structure.presence { presence = columns.position(of: try instance.stored(column)) }
            return [.structure(name: ShapePlanner.name(property.name), presence: presence, shape: shape)]
        }
        let planned = try expressions.column(path, of: instance)
        if case .members(let query) = select {
            return [.part(try part(of: property, planned, query, at: path, columns: &columns))]
        }
        let shown = try planned.storage.showing(select, model)
        return [omittingDefault(of: property, column: columns.position(of: planned.sql), planned.storage, shown)]
    }

    /// A value; where defaults are left out, with the default of its property, as its column would hold it.
    ///
    /// Keys are always shown.
    private func omittingDefault(
        of property: EdmProperty,
        column: Int,
        _ storage: ColumnStorage,
        _ shown: ColumnStorage
    ) -> EntityShape.Member {
        let name = ShapePlanner.name(property.name)
        let value = EntityShape.Member.value(
            name: name,
            column: column,
            storage: shown,
            annotation: shapes.annotation(property)
        )
        guard format.omits == .defaults, !mapping.key.contains(property.name),
            let given = PropertyDefault(model: model).value(of: property),
            let stored = try? PayloadStorage.value(.primitive(given), as: storage, of: property.name)
        else { return value }
        return .defaulted(stored, name: name, column: column, value)
    }

    /// Some members of a collection, chosen and ordered by the database.
    private func part(
        of property: EdmProperty,
        _ list: PlannedExpression,
        _ query: BoundQuery,
        at path: String,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> EntityShape.Part {
        var part = EntityShape.Part(
            name: ShapePlanner.name(property.name),
            countName: Array("\"\(property.name)\(format.prefix)count\":".utf8),
            column: columns.position(of: list.sql),
            storage: list.storage,
            annotation: shapes.annotation(property)
        )
        if query.choosesItems || !query.compute.isEmpty {
            let items = try expressions.positions(query, at: path, of: instance)
            part.positions = columns.position(of: items.positions)
            if query.count { part.count = columns.position(of: items.count) }
            part.computed = zip(query.compute, items.computed).map { item, value in
                EntityShape.ComputedMember(
                    name: item.name,
                    typeName: "\(item.name)\(format.prefix)type",
                    type: DynamicValue.typeText(value.type, format),
                    storage: value.storage,
                    column: columns.position(of: value.planned.sql)
                )
            }
            part.storage = part.storage.adding(part.computed.flatMap(\.members))
        }
        part.storage = try part.storage.showing(query.select, model)
        return part
    }

    // MARK: Streams

    /// A stream property has no value in JSON, only its media type (JSON Format 9).
    private func stream(
        _ property: EdmProperty,
        at path: String,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [EntityShape.Member] {
        guard let stream = mapping.streams[path] else {
            throw .unmappedProperty(path, entitySet: mapping.entitySet)
        }
        guard format.metadata != .none else { return [] }
        let name = Array("\"\(property.name)\(format.prefix)mediaContentType\":".utf8)
        return [.mediaType(name: name, column: columns.position(of: try instance.stored(stream.mediaType)))]
    }

    /// What a media entity says about its own content.
    func media(
        _ stream: StreamMapping?,
        columns: inout ColumnCollector
    ) throws(PlanningError) -> [EntityShape.Member] {
        guard let stream, format.metadata != .none else { return [] }
        let name = Array("\"\(format.prefix)mediaContentType\":".utf8)
        return [.mediaType(name: name, column: columns.position(of: try instance.stored(stream.mediaType)))]
    }
}
