import OData
import SQLCore

/// The reads of several sets, answered one after the other.
struct AllPlan: Sendable {
    /// One of the sets.
    struct Part: Sendable {
        var entitySet: String
        var rows: RowsPlan
    }

    var parts: [Part]
    /// Whether the number of all rows is asked for.
    var isCounted: Bool
}

/// What every row of a set begins with where its place is not clear from the whole (JSON Format 4.5.1 to 4.5.8).
struct RowLabel {
    /// The address in the metadata that says what the row is.
    var context: String
    var type: EdmTypeName
}

extension ReadPlanner {
    /// The rows of every set, each with its own context, type and id.
    func allPlan(_ read: BoundRead, _ parts: [BoundRead]) throws(PlanningError) -> ReadPlan {
        let contexts = ContextURL(
            model: model,
            version: format.usesShortNames ? .v4_01 : .v4_0,
            serviceRoot: format.serviceRoot
        )
        var counts: [PlannedStatement] = []
        var rows: [AllPlan.Part] = []
        for part in parts {
            let label = RowLabel(context: contexts.member(part), type: part.resultType)
            switch try plan(part, label: label).body {
            case .count(let statement): counts.append(statement)
            case .rows(let plan): rows.append(AllPlan.Part(entitySet: part.target.name, rows: plan))
            case .entity, .property, .rawValue, .stream, .changes, .all, .counts:
                throw .notImplemented(feature: "this form of $all", at: nil)
            }
        }
        var body = ReadPlan.Body.all(AllPlan(parts: rows, isCounted: read.query.count))
        if case .count = read.shape { body = .counts(counts) }
        return ReadPlan(entitySet: read.target.name, body: body, existence: nil, isOptional: false, position: nil)
    }

    /// Lets rows begin with what they are; nothing where no control information is asked for.
    func label(_ shape: inout EntityShape, _ label: RowLabel, _ id: EntityShape.Identity) {
        guard format.metadata != .none else { return }
        shape.opening = Array("\"\(format.prefix)context\":\"\(label.context)\"".utf8)
        if shape.identity == nil { shape.leadingID = id }
        guard shape.typing != nil else {
            if shape.identity == nil { shape.opening += Array(",\"\(format.prefix)type\":\"#\(label.type)\"".utf8) }
            return
        }
        shape.typing?.nameAll()
    }

    /// Rows that hold one row of each set; the database makes the pairs.
    func crossjoin(_ sets: [EdmEntitySet], _ apply: BoundApply?) throws(PlanningError) -> Target {
        let scope = StatementScope()
        let context = applyContext(scope.counter)
        let view = RowView(.nothing)
        var conditions: [SQLExpression] = []
        var identity: [PlannedExpression] = []
        var tables: [SQLTableReference] = []
        var first: StatementScope.Instance?
        for set in sets {
            let source = try source(of: set.name)
            let alias = scope.counter.alias()
            let instance = StatementScope.Instance(alias: alias, mapping: source.mapping, scope: scope)
            tables.append(.table(source.mapping.table, alias: alias))
            conditions += source.conditions(alias: alias)
            let planner = context.planner(scope, instances: [:])
            for name in source.mapping.key { identity.append(try planner.column(name, of: instance)) }
            view.nested[set.name] = instance
            if first == nil { first = instance }
        }
        guard let first, let table = tables.first, let set = sets.first else { throw .unmappedEntitySet("$crossjoin") }
        for other in tables.dropFirst() { scope.append(SQLJoin(.inner, other, on: .true)) }
        let row = StatementScope.Instance(alias: first.alias, mapping: first.mapping, scope: scope, view: view)
        let stage = RowStage(context, scope: scope, from: table, instance: row)
        stage.conditions = conditions
        stage.identity = identity
        guard let apply else { return target(stage, of: set) }
        return target(try ApplyPlanner(context: context).plan(apply, on: stage), of: set)
    }
}
