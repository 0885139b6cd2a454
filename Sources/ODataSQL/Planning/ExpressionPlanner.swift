import OData
import SQLCore

/// Plans bound expressions as SQL.
///
/// Conditions know whether they stand in a *positive* place: at the top of a filter and below `and` and `or`, where SQL's
/// NULL and OData's false select the same rows. Elsewhere (below `not`, as an operand) a comparison that may be NULL is
/// wrapped in `IS TRUE`, because OData's comparisons are two-valued (URL Conventions 5.1.1.1).
struct ExpressionPlanner {
    let sources: any RowSources
    let scope: StatementScope
    /// The table each variable in sight stands for, by the variable's number.
    var instances: [Int: StatementScope.Instance]
    /// The rows that the option or transformation at hand works on: `$these`.
    var these: RowStage?
    /// The rows whose groups belong to nodes of hierarchies.
    var groups: RowStage?
    /// How often the conditions being planned are doubled; see ``chain(_:_:isPositive:)``.
    var doublings = 0

    init(
        sources: any RowSources,
        scope: StatementScope,
        instances: [Int: StatementScope.Instance]
    ) {
        self.sources = sources
        self.scope = scope
        self.instances = instances
    }

    /// A condition for a WHERE clause: rows count where it is true.
    func condition(_ expression: BoundExpression) throws(PlanningError) -> SQLExpression {
        try condition(expression, isPositive: true)
    }

    func condition(_ expression: BoundExpression, isPositive: Bool) throws(PlanningError) -> SQLExpression {
        switch expression.node {
        case .and(let operands): return try chain(.and, operands, isPositive: isPositive)
        case .or(let operands): return try chain(.or, operands, isPositive: isPositive)
        case .not(let operand):
            if case .not(let inner) = operand.node { return try condition(inner, isPositive: isPositive) }
            return .not(try condition(operand, isPositive: false))
        case .comparison(let comparison, let left, let right):
            return try self.comparison(comparison, left, right, isPositive: isPositive)
        case .inList(let operand, let values): return try inList(operand, values, isPositive: isPositive)
        case .lambda(let quantifier, let collection, let variable, let predicate):
            return try lambda(quantifier, collection, variable: variable, predicate: predicate)
        case .constant(.boolean(let flag)): return flag ? .true : .false
        case .constant(.null): return isPositive ? .false : .null
        case .property, .variable:
            // A Boolean column by itself: a comparison that an index can serve.
            let planned = try value(expression)
            return .equals(planned.sql, .integer(1))
        case .hierarchy(let test):
            let place = try place(test)
            return isPositive ? place : .isTrue(place)
        case .constant, .structured, .navigation, .count, .aggregate, .inCollection, .has, .arithmetic, .negate,
            .function, .cast,
            .isOf,
            .conditional:
            return try value(expression).sql
        }
    }

    /// A value, with its storage.
    func value(_ expression: BoundExpression) throws(PlanningError) -> PlannedExpression {
        switch expression.node {
        case .constant(let value):
            let (stored, storage) = ConstantPlanner.natural(value, type: expression.type)
            return PlannedExpression(sql: .bind(stored), storage: storage, isNullable: value == .null)
        case .structured(.geography): return try value(expression, as: .geography)
        case .structured: throw .notImplemented(feature: "structured values", at: expression.range)
        case .property(let path, let property): return try self.property(property, at: path)
        case .variable(let variable): return try item(variable, at: expression.range)
        case .navigation(let path): return try presence(path)
        case .count(let collection, let variable, let filter, let search):
            return try count(collection, variable: variable, filter: filter, search: search)
        case .aggregate(let aggregate): return try self.aggregate(aggregate, as: expression.type)
        case .and, .or, .not, .comparison, .inList, .lambda, .hierarchy:
            return PlannedExpression(
                sql: try condition(expression, isPositive: false),
                storage: .boolean,
                isNullable: true
            )
        case .inCollection(let operand, let collection): return try isMember(operand, of: collection)
        case .has(let operand, let flags):
            let planned = try value(operand)
            let masked = SQLExpression.arithmetic(.bitAnd, .integer, planned.sql, .bind(.integer(flags)))
            return PlannedExpression(
                sql: .equals(masked, .bind(.integer(flags))),
                storage: .boolean,
                isNullable: planned.isNullable
            )
        case .arithmetic(let operation, let left, let right):
            return try arithmetic(operation, left, right, at: expression.range)
        case .negate(let operand):
            let planned = try value(operand)
            let form = planned.numberForm ?? .integer  // a negated duration is an integer of microseconds
            return PlannedExpression(
                sql: .negate(form, planned.sql),
                storage: planned.storage,
                isNullable: planned.isNullable
            )
        case .function(let function, let arguments):
            return try self.function(function, arguments, at: expression.range)
        case .cast(let operand): return try cast(operand, to: expression.type, at: expression.range)
        case .isOf(let operand, let type): return try isOf(operand, type, at: expression.range)
        case .conditional(let branches): return try conditional(branches)
        }
    }

    // MARK: Paths

    /// The table at the end of a path, joined where the path leads over navigation properties.
    func instance(at path: BoundPath) throws(PlanningError) -> StatementScope.Instance {
        let number = path.variable.number
        var found = instances[number]
        if found == nil { found = try groups?.node(number) }
        guard var instance = found else {
            throw .unmappedProperty(path.variable.name, entitySet: path.variable.entitySet ?? "")
        }
        var inner = ""
        for step in path.steps {
            switch step {
            case .navigation(let navigation, _):
                instance = try instance.scope.join(inner + navigation.name, from: instance, sources: sources)
                inner = ""
            case .complex(let property): inner += "\(property.name)/"
            case .cast: continue
            }
        }
        return instance
    }

    /// The names of the complex properties at the end of a path, each with a slash behind it.
    static func complexPrefix(of path: BoundPath) -> String {
        var prefix = ""
        for step in path.steps {
            switch step {
            case .navigation: prefix = ""
            case .complex(let property): prefix += "\(property.name)/"
            case .cast: continue
            }
        }
        return prefix
    }

    func property(_ property: EdmProperty, at path: BoundPath) throws(PlanningError) -> PlannedExpression {
        let instance = try instance(at: path)
        guard !path.steps.isEmpty else { return try value(at: property.name, of: instance) }
        var planned = try value(at: Self.complexPrefix(of: path) + property.name, of: instance)
        planned.isNullable = true
        if let condition = try castCondition(path, instance) {
            planned.sql = .caseWhen([SQLCaseBranch(when: condition, then: planned.sql)], otherwise: nil)
        }
        return planned
    }

    /// What must hold for a value behind casts; nil where there are none.
    private func castCondition(
        _ path: BoundPath,
        _ instance: StatementScope.Instance
    ) throws(PlanningError) -> SQLExpression? {
        var conditions: [SQLExpression] = []
        var prefix = ""
        for step in path.steps {
            switch step {
            case .navigation:
                prefix = ""
                conditions = []
            case .complex(let property): prefix += "\(property.name)/"
            case .cast(let type):
                let path = String(prefix.dropLast())
                if let condition = try typeTest(type, at: path, of: instance) { conditions.append(condition) }
            }
        }
        return conditions.isEmpty ? nil : .and(conditions)
    }

    /// The value of a property by its path, complex ones included: their presence.
    func value(at path: String, of instance: StatementScope.Instance) throws(PlanningError) -> PlannedExpression {
        guard instance.mapping.columns[path] == nil, let structure = instance.mapping.structures[path] else {
            return try column(path, of: instance)
        }
        guard let presence = structure.presence else {
            return PlannedExpression(sql: .integer(1), storage: .boolean, isNullable: false)
        }
        return PlannedExpression(sql: try instance.stored(presence), storage: .boolean, isNullable: true)
    }

    /// The value of a mapped property of a table in sight.
    func column(_ property: String, of instance: StatementScope.Instance) throws(PlanningError) -> PlannedExpression {
        if let viewed = try instance.viewed(property) { return viewed }
        guard let mapping = instance.mapping.columns[property] else {
            if let inner = try member(property, of: instance) { return inner }
            throw .unmappedProperty(property, entitySet: instance.mapping.entitySet)
        }
        let sql: SQLExpression
        switch mapping.source {
        case .column(let name): sql = .column(instance.alias, name)
        case .computed(let make): sql = try make(InstanceColumnScope(instance: instance))
        }
        return PlannedExpression(sql: sql, storage: mapping.storage, isNullable: mapping.isNullable)
    }

    /// The first key column of the entity a path leads to: null where there is none.
    private func presence(_ path: BoundPath) throws(PlanningError) -> PlannedExpression {
        var planned = try presence(of: try instance(at: path))
        planned.isNullable = true
        return planned
    }

    /// A value that a row always has: of its key, or of the column that stands in for one.
    func presence(of instance: StatementScope.Instance) throws(PlanningError) -> PlannedExpression {
        if let key = instance.mapping.key.first { return try column(key, of: instance) }
        guard let column = instance.mapping.presence else {
            throw .unmappedProperty("key", entitySet: instance.mapping.entitySet)
        }
        return PlannedExpression(sql: try instance.stored(column), storage: .integer, isNullable: false)
    }

    // MARK: Logic

    /// Turns `a = 1 OR a = 2 OR …` into one IN list, which SQLite parses flatly and serves from an index.
    static func collectingEqualities(_ conditions: [SQLExpression]) -> [SQLExpression] {
        var lists: [SQLExpression: [SQLExpression]] = [:]
        for case .comparison(.equal, let left, .bind(let value)) in conditions {
            lists[left, default: []].append(.bind(value))
        }
        var emitted: Set<SQLExpression> = []
        var result: [SQLExpression] = []
        for condition in conditions {
            guard case .comparison(.equal, let left, .bind) = condition, let values = lists[left], values.count > 1
            else {
                result.append(condition)
                continue
            }
            if emitted.insert(left).inserted { result.append(.inList(left, values)) }
        }
        return result
    }

    private func conditional(_ branches: [BoundExpression.Branch]) throws(PlanningError) -> PlannedExpression {
        var planned: [(SQLExpression, PlannedExpression)] = []
        for branch in branches {
            planned.append((try condition(branch.condition, isPositive: true), try value(branch.value)))
        }
        let forms = planned.compactMap { $0.1.isNullConstant ? nil : $0.1.numberForm }
        let common = forms.count == planned.filter { !$0.1.isNullConstant }.count ? NumberForms.common(forms) : nil
        let storage = common?.storage ?? planned.first { !$0.1.isNullConstant }?.1.storage ?? .text
        let sqlBranches = planned.map { condition, result in
            SQLCaseBranch(when: condition, then: common.map { NumberForms.convert(result, to: $0) } ?? result.sql)
        }
        return PlannedExpression(sql: .caseWhen(sqlBranches, otherwise: nil), storage: storage, isNullable: true)
    }
}

extension PlannedExpression {
    var isNullConstant: Bool { sql == .bind(.null) }
}
