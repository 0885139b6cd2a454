import OData
import SQLCore

/// Plans which members an entity's object has and from which result columns they come, expanded entities included.
struct ShapePlanner {
    let planner: ReadPlanner

    private var format: RowFormat { planner.format }

    /// The shape of an entity that stands in a table of the statement.
    func shape(
        of set: EdmEntitySet,
        instance: StatementScope.Instance,
        expressions: ExpressionPlanner,
        query: BoundQuery,
        columns: inout ColumnCollector,
        expands: inout [ExpandPlan],
        depth: Int,
        variant: PlannedExpression? = nil
    ) throws(PlanningError) -> EntityShape {
        guard let type = planner.model.entityType(set.entityType) else { throw .unmappedEntitySet(set.name) }
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        if let variant, !query.variants.isEmpty {
            shape.variantColumn = columns.position(of: variant.sql)
            for single in query.variants {
                shape.variants.append(
                    try self.shape(
                        of: set,
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
        if isEntity, let version = instance.mapping.version, format.metadata != .none {
            shape.versionColumn = columns.position(of: try expressions.column(version, of: instance).sql)
        }
        if isEntity, format.metadata == .full {
            shape.identity = try identity(of: set, instance: instance, into: &columns, withLinks: true)
        }
        for shown in selected(query, of: type) {
            switch shown {
            case .property(let property):
                let planned = try expressions.column(property.name, of: instance)
                shape.members.append(
                    .value(
                        name: Self.name(property.name),
                        column: columns.position(of: planned.sql),
                        storage: planned.storage,
                        annotation: annotation(property)
                    )
                )
            case .computed(let item):
                let value = try DynamicValue(item.expression, planner: expressions)
                shape.members.append(value.member(item.name, format: format, columns: &columns))
            case .dynamic(let property):
                let value = DynamicValue(try expressions.column(property.name, of: instance), type: property.type)
                shape.members.append(value.member(property.name, format: format, columns: &columns))
            case .null(let property):
                shape.members.append(
                    .value(
                        name: Self.name(property.name),
                        column: columns.position(of: .null),
                        storage: .text,
                        annotation: nil
                    )
                )
            }
        }
        for item in query.expand {
            let member = try member(
                item,
                of: instance,
                columns: &columns,
                expands: &expands,
                depth: depth
            )
            shape.members.append(member)
        }
        return shape
    }

    /// A property that rows show.
    private enum Shown {
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

    /// All properties of rows.
    private func all(_ query: BoundQuery, of type: EdmStructuredType) -> [Shown] {
        let computed = query.compute.map { Shown.computed($0) }
        guard let shape = query.shape else { return type.properties.map { .property($0) } + computed }
        let own: [Shown] = shape.members.compactMap { member in
            switch member {
            case .property(let property): .property(property)
            case .dynamic(let property): .dynamic(property)
            case .null(let property): .null(property)
            case .part, .entity, .joined, .nested: nil
            }
        }
        return (shape.isEntity ? type.properties.map { .property($0) } : []) + own + computed
    }

    /// The properties of a selection, in the order of the declaration for `*` and of the request otherwise.
    private func selected(_ query: BoundQuery, of type: EdmStructuredType) -> [Shown] {
        let all = all(query, of: type)
        guard case .items(let items) = query.select else { return all }
        var seen: Set<String> = []
        var properties: [Shown] = []
        for item in items {
            switch item {
            case .allProperties: properties += all.filter { seen.insert($0.name).inserted }
            case .property(let property, _):
                guard seen.insert(property.name).inserted else { continue }
                properties.append(all.first { $0.name == property.name } ?? .property(property))
            case .computed(let name):
                guard seen.insert(name).inserted else { continue }
                properties += all.filter { $0.name == name }
            case .navigation, .operation: continue
            }
        }
        return properties
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
                prefix: "\(format.serviceRoot)\(item.entitySet.name)",
                key: [],
                navigation: nil,
                query: item.query,
                limit: planner.limits.expandedRows
            )
            expands.append(try ExpandPlanner(shapes: self).plan(item, rows: rows, rest: rest, depth: depth + 1))
            return .children(expand: expands.count - 1, columns: [], owner: [])
        }
        if item.navigation.isCollection {
            let followed = (item.source ?? item.navigation).name
            guard let link = instance.mapping.navigations[followed] else {
                if item.source != nil { throw .notImplemented(feature: "nest in concat", at: nil) }
                throw .unmappedProperty(followed, entitySet: instance.mapping.entitySet)
            }
            let keys = try link.pairs.map { (pair) throws(PlanningError) in
                columns.position(of: try instance.stored(pair.source))
            }
            let expressions = ExpressionPlanner(
                sources: planner.sources,
                scope: instance.scope,
                instances: [:]
            )
            var owner: [Int] = []
            var key: [ExpandLink.KeyPart] = []
            for name in instance.mapping.key {
                let planned = try expressions.column(name, of: instance)
                owner.append(columns.position(of: planned.sql))
                let label = instance.mapping.key.count > 1 ? "\(name)=" : ""
                key.append(ExpandLink.KeyPart(name: label, storage: planned.storage))
            }
            let rest = ExpandLink(
                name: Array(",\"\(item.navigation.name)\(format.prefix)nextLink\":".utf8),
                prefix: "\(format.serviceRoot)\(instance.mapping.entitySet)(",
                key: key,
                navigation: followed,
                query: item.query,
                limit: planner.limits.expandedRows
            )
            let plan = try ExpandPlanner(shapes: self).plan(item, link: link, rest: rest, depth: depth + 1)
            expands.append(plan)
            return .children(expand: expands.count - 1, columns: keys, owner: owner)
        }
        var joined = try instance.scope.join(
            item.source ?? item.navigation,
            from: instance,
            sources: planner.sources
        )
        if item.source != nil, let apply = item.query.apply { joined = try self.joined(joined, apply) }
        let expressions = ExpressionPlanner(
            sources: planner.sources,
            scope: instance.scope,
            instances: [item.query.variable.number: joined]
        )
        guard let key = joined.mapping.key.first else { throw .unmappedEntitySet(joined.mapping.entitySet) }
        // Grouping properties are there, whatever they are null.
        let isPart = item.query.shape.map { !$0.isEntity } ?? false
        let presence = columns.position(of: isPart ? .integer(1) : try expressions.column(key, of: joined).sql)
        let name = Self.name(item.navigation.name)
        if item.form == .references {
            let identity = try identity(of: item.entitySet, instance: joined, into: &columns, withLinks: false)
            return .reference(name: name, presence: presence, identity: identity)
        }
        var nested = try shape(
            of: item.entitySet,
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
        var key: [EntityShape.Identity.KeyPart] = []
        for name in instance.mapping.key {
            let planned = try expressions.column(name, of: instance)
            let label = instance.mapping.key.count > 1 ? "\(name)=" : ""
            let column = columns.position(of: planned.sql)
            key.append(EntityShape.Identity.KeyPart(name: Array(label.utf8), column: column, storage: planned.storage))
        }
        let type = planner.model.entityType(set.entityType)
        let navigations = withLinks ? type?.navigationProperties ?? [] : []
        return EntityShape.Identity(
            prefix: Array("\(format.serviceRoot)\(set.name)(".utf8),
            key: key,
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

    /// The member that names a value's type in the full metadata level, where JSON does not tell it (JSON Format 4.6.3).
    private func annotation(_ property: EdmProperty) -> [UInt8]? {
        guard format.metadata == .full, let primitive = property.type.primitive else { return nil }
        switch primitive {
        case .string, .boolean, .double: return nil
        default: return Array("\"\(property.name)\(format.prefix)type\":\"#\(primitive.rawValue)\"".utf8)
        }
    }

    static func name(_ name: String) -> [UInt8] { Array("\"\(name)\":".utf8) }
}
