import OData
import SQLCore

/// Plans which members an entity's object has and from which result columns they come, expanded entities included.
struct ShapePlanner {
    let planner: ReadPlanner

    var format: RowFormat { planner.format }

    /// The shape of an entity that stands in a table of the statement; of the set's type, unless another is expected.
    func shape(
        of set: EdmEntitySet,
        as expected: EdmTypeName? = nil,
        instance: StatementScope.Instance,
        expressions: ExpressionPlanner,
        query: BoundQuery,
        columns: inout ColumnCollector,
        expands: inout [ExpandPlan],
        depth: Int,
        variant: PlannedExpression? = nil
    ) throws(PlanningError) -> EntityShape {
        // What `$apply` makes has no type of the model.
        let declared = expected.flatMap { planner.model.entityType($0) } ?? planner.model.entityType(set.entityType)
        guard let type = declared else { throw .unmappedEntitySet(set.name) }
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        if let variant, !query.variants.isEmpty {
            shape.variantColumn = columns.position(of: variant.sql)
            for single in query.variants {
                shape.variants.append(
                    try self.shape(
                        of: set,
                        as: expected,
                        instance: instance,
                        expressions: expressions,
                        query: single,
                        columns: &columns,
                        expands: &expands,
                        depth: depth
                    )
                )
            }
            return shape
        }
        let isEntity = query.shape?.isEntity ?? true
        let members = MemberPlanner(shapes: self, instance: instance, expressions: expressions)
        let typing =
            isEntity
            ? try members.typing(instance.mapping.typing, expected: type.name, columns: &columns) : nil
        shape.typing = typing?.shown
        if isEntity, let version = instance.mapping.version, format.metadata != .none {
            shape.versionColumn = columns.position(of: try expressions.column(version, of: instance).sql)
        }
        if isEntity, format.metadata == .full {
            shape.identity = try identity(of: set, instance: instance, into: &columns, withLinks: true)
            if typing != nil { shape.identity?.typeMember = nil }
            shape.identity?.operations = OperationLinks(model: planner.model).links(of: type.name, query.select)
        }
        if isEntity, type.hasStream {
            shape.members += try members.media(instance.mapping.streams[""], columns: &columns)
        }
        shape.members += try members.members(of: type, query, typing, columns: &columns)
        for item in query.expand where item.form != .link || format.metadata != .none {
            let member = try member(
                item,
                of: instance,
                columns: &columns,
                expands: &expands,
                depth: depth
            )
            try members.place(member, of: item, typing, type, in: &shape, columns: &columns)
        }
        return shape
    }

    /// An expanded navigation property as a member of its owner.
    private func member(
        _ item: BoundExpand,
        of instance: StatementScope.Instance,
        columns: inout ColumnCollector,
        expands: inout [ExpandPlan],
        depth: Int
    ) throws(PlanningError) -> EntityShape.Member {
        guard depth < 16 else { throw .notImplemented(feature: "$expand below 16 levels", at: nil) }
        if let rows = instance.collection(item.navigation.name) {
            let rest = ExpandLink(
                name: Array(",\"\(item.navigation.name)\(format.prefix)nextLink\":".utf8),
                owner: [.text(item.entitySet.name)],
                serviceRoot: format.serviceRoot,
                navigation: nil,
                query: item.query,
                limit: planner.limits.expandedRows
            )
            expands.append(try ExpandPlanner(shapes: self).plan(item, rows: rows, rest: rest, depth: depth + 1))
            return .children(expand: expands.count - 1, columns: [], owner: [])
        }
        let followed = item.source?.name ?? item.names.joined(separator: "/")
        if item.navigation.isCollection {
            guard let link = instance.mapping.navigations[followed] else {
                if item.source != nil { throw .notImplemented(feature: "nest in concat", at: nil) }
                throw .unmappedProperty(followed, entitySet: instance.mapping.entitySet)
            }
            let pairs = link.link?.source ?? link.pairs
            let keys = try pairs.map { (pair) throws(PlanningError) in
                columns.position(of: try instance.stored(pair.source))
            }
            let expressions = ExpressionPlanner(
                sources: planner.sources,
                scope: instance.scope,
                instances: [:]
            )
            var owner: [Int] = []
            var address: [ExpandLink.Part] = []
            for part in try self.address(of: instance, expressions) {
                switch part {
                case .text(let text): address.append(.text(text))
                case .key(let planned):
                    owner.append(columns.position(of: planned.sql))
                    address.append(.key(planned.storage))
                }
            }
            let rest = ExpandLink(
                name: Array(",\"\(item.navigation.name)\(format.prefix)nextLink\":".utf8),
                owner: address,
                serviceRoot: format.serviceRoot,
                navigation: (item.source?.name ?? item.text) + (item.cast.map { "/\($0)" } ?? ""),
                query: item.query,
                limit: planner.limits.expandedRows
            )
            let plan = try ExpandPlanner(shapes: self).plan(item, link: link, rest: rest, depth: depth + 1)
            expands.append(plan)
            return .children(expand: expands.count - 1, columns: keys, owner: owner)
        }
        var joined = try instance.scope.join(followed, from: instance, sources: planner.sources)
        if item.source != nil, let apply = item.query.apply { joined = try self.joined(joined, apply) }
        let expressions = ExpressionPlanner(
            sources: planner.sources,
            scope: instance.scope,
            instances: [item.query.variable.number: joined]
        )
        if item.form == .link {
            let identity = try identity(of: item.entitySet, instance: joined, into: &columns, withLinks: false)
            return .link(name: Array("\"\(item.navigation.name)\(format.prefix)navigationLink\":".utf8), identity)
        }
        // Grouping properties are there, whatever they are null.
        let isPart = item.query.shape.map { !$0.isEntity } ?? false
        var isThere = isPart ? .integer(1) : try expressions.presence(of: joined).sql
        if let cast = item.cast, let typing = joined.mapping.typing {
            isThere = .caseWhen([SQLCaseBranch(when: try typing.isOf(cast, joined), then: isThere)], otherwise: nil)
        }
        let presence = columns.position(of: isThere)
        let name = Self.name(item.navigation.name)
        if item.form == .references {
            let identity = try identity(of: item.entitySet, instance: joined, into: &columns, withLinks: false)
            return .reference(name: name, presence: presence, identity: identity)
        }
        var nested = try shape(
            of: item.entitySet,
            as: item.targetType,
            instance: joined,
            expressions: expressions,
            query: item.query,
            columns: &columns,
            expands: &expands,
            depth: depth + 1
        )
        if let shape = item.query.shape, shape.isEntity, format.metadata != .none {
            let context = contexts.nested(item.query, in: item.entitySet, isCollection: false)
            nested.opening = Array("\"\(format.prefix)context\":\"\(context)\"".utf8)
        }
        return .entity(name: name, presence: presence, shape: nested)
    }

    /// A single related entity with what a sequence adds to it.
    private func joined(
        _ instance: StatementScope.Instance,
        _ apply: BoundApply
    ) throws(PlanningError) -> StatementScope.Instance {
        let context = planner.applyContext(instance.scope.counter)
        var own = instance
        own.view = instance.view?.moved(to: instance.scope)
        let from = SQLTableReference.table(own.mapping.table, alias: own.alias)
        let stage = RowStage(context, scope: own.scope, from: from, instance: own)
        return try ApplyPlanner(context: context).plan(apply, on: stage).instance
    }

    private var contexts: ContextURL {
        ContextURL(
            model: planner.model,
            version: format.usesShortNames ? .v4_01 : .v4_0,
            serviceRoot: format.serviceRoot
        )
    }

    /// `"Name@odata.context":"…",` in front of a collection that `$apply` nested (Data Aggregation 4.4).
    func context(of item: BoundExpand) -> [UInt8] {
        guard item.source != nil, format.metadata != .none else { return [] }
        let context = contexts.nested(item.query, in: item.entitySet, isCollection: true)
        return Array("\"\(item.navigation.name)\(format.prefix)context\":\"\(context)\",".utf8)
    }

    /// What ids of a set are made of; adds the key columns to the result.
    func identity(
        of set: EdmEntitySet,
        instance: StatementScope.Instance,
        into columns: inout ColumnCollector,
        withLinks: Bool
    ) throws(PlanningError) -> EntityShape.Identity {
        let expressions = ExpressionPlanner(
            sources: planner.sources,
            scope: instance.scope,
            instances: [:]
        )
        var parts = [EntityShape.Identity.Part.text(Array(format.serviceRoot.utf8))]
        for part in try address(of: instance, expressions) {
            switch part {
            case .text(let text): parts.append(.text(Array(text.utf8)))
            case .key(let planned): parts.append(.key(columns.position(of: planned.sql), planned.storage))
            }
        }
        let type = planner.model.entityType(set.entityType)
        let navigations = withLinks ? type?.navigationProperties ?? [] : []
        return EntityShape.Identity(
            parts: parts,
            typeMember: withLinks ? Array("\"\(format.prefix)type\":\"#\(set.entityType)\"".utf8) : nil,
            idName: Array("\"\(format.prefix)id\":".utf8),
            editLinkName: Array("\"\(format.prefix)editLink\":".utf8),
            navigationLinks: navigations.map { navigation in
                EntityShape.Identity.NavigationLink(
                    associationName: Array("\"\(navigation.name)\(format.prefix)associationLink\":".utf8),
                    navigationName: Array("\"\(navigation.name)\(format.prefix)navigationLink\":".utf8),
                    segment: Array("/\(navigation.name)".utf8)
                )
            }
        )
    }

    /// A piece of an entity's address below the service root.
    enum AddressPiece {
        case text(String)
        case key(PlannedExpression)
    }

    /// The address of the entities of a table: as its mapping says, else the name of the set with the key.
    func address(
        of instance: StatementScope.Instance,
        _ expressions: ExpressionPlanner
    ) throws(PlanningError) -> [AddressPiece] {
        let mapping = instance.mapping
        if let address = mapping.address {
            return try address.map { (part) throws(PlanningError) in
                switch part {
                case .text(let text): .text(text)
                case .key(let column, let storage):
                    .key(PlannedExpression(sql: try instance.stored(column), storage: storage, isNullable: false))
                }
            }
        }
        var pieces = [AddressPiece.text("\(mapping.entitySet)(")]
        for (position, name) in mapping.key.enumerated() {
            let separator = position > 0 ? "," : ""
            if mapping.key.count > 1 { pieces.append(.text("\(separator)\(name)=")) }
            pieces.append(.key(try expressions.column(name, of: instance)))
        }
        return pieces + [.text(")")]
    }

    /// The member that names a value's type in the full metadata level, where JSON does not tell it (JSON Format 4.6.3).
    func annotation(_ property: EdmProperty) -> [UInt8]? {
        guard format.metadata == .full else { return nil }
        let name: String
        switch property.type.type {
        case .primitive(.string) where !property.type.isCollection,
            .primitive(.boolean) where !property.type.isCollection,
            .primitive(.double) where !property.type.isCollection:
            return nil
        case .primitive(let primitive): name = primitive.rawValue
        case .enumeration(let type), .complex(let type), .typeDefinition(let type): name = "\(type)"
        case .entity, .abstract: return nil
        }
        // A complex value names its type itself.
        if case .complex = property.type.type, !property.type.isCollection { return nil }
        let shown = property.type.isCollection ? "#Collection(\(name))" : "#\(name)"
        return Array("\"\(property.name)\(format.prefix)type\":\"\(shown)\"".utf8)
    }

    static func name(_ name: String) -> [UInt8] { Array("\"\(name)\":".utf8) }
}
