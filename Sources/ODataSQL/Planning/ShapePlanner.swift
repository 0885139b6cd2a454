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
        depth: Int
    ) throws(PlanningError) -> EntityShape {
        guard let type = planner.model.entityType(set.entityType) else { throw .unmappedEntitySet(set.name) }
        var shape = EntityShape(versionColumn: nil, identity: nil, members: [])
        if let version = instance.mapping.version, format.metadata != .none {
            shape.versionColumn = columns.position(of: try expressions.column(version, of: instance).sql)
        }
        if format.metadata == .full {
            shape.identity = try identity(of: set, instance: instance, into: &columns, withLinks: true)
        }
        for property in selected(query.select, of: type) {
            let planned = try expressions.column(property.name, of: instance)
            shape.members.append(
                .value(
                    name: Self.name(property.name),
                    column: columns.position(of: planned.sql),
                    storage: planned.storage,
                    annotation: annotation(property)
                )
            )
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

    /// The structural properties of a selection, in the order of the declaration for `*` and of the request otherwise.
    private func selected(_ select: BoundSelect, of type: EdmStructuredType) -> [EdmProperty] {
        guard case .items(let items) = select else { return type.properties }
        var seen: Set<String> = []
        var properties: [EdmProperty] = []
        for item in items {
            switch item {
            case .allProperties: properties += type.properties.filter { seen.insert($0.name).inserted }
            case .property(let property, _): if seen.insert(property.name).inserted { properties.append(property) }
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
        if item.navigation.isCollection {
            guard let link = instance.mapping.navigations[item.navigation.name] else {
                throw .unmappedProperty(item.navigation.name, entitySet: instance.mapping.entitySet)
            }
            let keys = link.pairs.map { columns.position(of: .column(instance.alias, $0.source)) }
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
                navigation: item.navigation.name,
                query: item.query,
                limit: planner.limits.expandedRows
            )
            let plan = try ExpandPlanner(shapes: self).plan(item, link: link, rest: rest, depth: depth + 1)
            expands.append(plan)
            return .children(expand: expands.count - 1, columns: keys, owner: owner)
        }
        let joined = try instance.scope.join(item.navigation, from: instance, sources: planner.sources)
        let expressions = ExpressionPlanner(
            sources: planner.sources,
            scope: instance.scope,
            instances: [item.query.variable.number: joined]
        )
        guard let key = joined.mapping.key.first else { throw .unmappedEntitySet(joined.mapping.entitySet) }
        let presence = columns.position(of: try expressions.column(key, of: joined).sql)
        let name = Self.name(item.navigation.name)
        if item.form == .references {
            let identity = try identity(of: item.entitySet, instance: joined, into: &columns, withLinks: false)
            return .reference(name: name, presence: presence, identity: identity)
        }
        let nested = try shape(
            of: item.entitySet,
            instance: joined,
            expressions: expressions,
            query: item.query,
            columns: &columns,
            expands: &expands,
            depth: depth + 1
        )
        return .entity(name: name, presence: presence, shape: nested)
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
