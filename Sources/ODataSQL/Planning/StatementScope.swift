import OData
import SQLCore

/// The tables of one SELECT while it is being planned: gives out aliases and collects joins, each once.
///
/// A sub-select gets a scope of its own that shares the counter of aliases; a path that starts at an outer variable adds
/// its joins to the scope the variable belongs to.
final class StatementScope {
    /// A table of a statement, seen as instances of an entity set.
    struct Instance {
        let alias: String
        let mapping: EntityMapping
        let scope: StatementScope
        /// How names lead to SQL where the instance is not simply a row of the table.
        var view: RowView?
    }

    /// What tells joins along navigation properties apart.
    private struct NavigationKey: Hashable {
        let sources: [SQLExpression]
        let navigation: String
    }

    /// Hands out the aliases of a whole statement, sub-selects included.
    final class Counter {
        private var next = 0

        func alias() -> String {
            defer { next += 1 }
            return "t\(next)"
        }
    }

    let counter: Counter
    private(set) var joins: [SQLJoin] = []
    private var navigationJoins: [NavigationKey: Instance] = [:]
    private var columnJoins: [String: String] = [:]

    init(counter: Counter = Counter()) {
        self.counter = counter
    }

    /// Joins the target of a single-valued navigation, once, together with the caller's predicate for it.
    ///
    /// `path` is the name of the navigation property, behind those of complex properties on the way.
    func join(
        _ path: String,
        from instance: Instance,
        sources: any RowSources
    ) throws(PlanningError) -> Instance {
        if let part = instance.part(path) { return part }
        guard let link = instance.mapping.navigations[path] else {
            throw .unmappedProperty(path, entitySet: instance.mapping.entitySet)
        }
        let own = try link.pairs.map { (pair) throws(PlanningError) in try instance.stored(pair.source) }
        let key = NavigationKey(sources: own, navigation: "\(path)>\(link.entitySet)")
        if let known = navigationJoins[key] { return known }
        guard let source = sources.source(of: link.entitySet) else { throw .unmappedEntitySet(link.entitySet) }
        let alias = counter.alias()
        let pairs = zip(link.pairs, own).map { SQLExpression.equals(.column(alias, $0.target), $1) }
        let condition = pairs + source.conditions(alias: alias)
        joins.append(SQLJoin(.left, .table(source.mapping.table, alias: alias), on: .and(condition)))
        let joined = Instance(alias: alias, mapping: source.mapping, scope: self)
        navigationJoins[key] = joined
        return joined
    }

    /// Joins what is no related entity.
    func append(_ join: SQLJoin) { joins.append(join) }

    /// The same tables for a statement that goes another way; aliases stay, since statements do not see each other's.
    func copy() -> StatementScope {
        let copy = StatementScope(counter: counter)
        copy.joins = joins
        copy.columnJoins = columnJoins
        copy.navigationJoins = navigationJoins.mapValues { $0.moved(to: copy) }
        return copy
    }

    /// Joins a table for a computed column, once.
    func join(table: String, on column: String, equals own: String, of alias: String) -> String {
        let key = "\(alias).\(own)=\(table).\(column)"
        if let known = columnJoins[key] { return known }
        let joined = counter.alias()
        joins.append(
            SQLJoin(
                .left,
                .table(table, alias: joined),
                on: .equals(.column(joined, column), .column(alias, own))
            )
        )
        columnJoins[key] = joined
        return joined
    }
}

extension EntityMapping {
    /// The condition for rows of a type, or of one derived from it.
    func isOf(_ type: EdmTypeName, alias: String) -> SQLExpression {
        typing?.isOf(type, alias: alias) ?? .true
    }
}

extension TypeMapping {
    /// The condition for values of a type, or of one derived from it.
    func isOf(_ type: EdmTypeName, alias: String) -> SQLExpression { isOf(type, .column(alias, column)) }

    /// The same for an instance that may come out of a sub-select.
    func isOf(_ type: EdmTypeName, _ instance: StatementScope.Instance) throws(PlanningError) -> SQLExpression {
        isOf(type, try instance.stored(column))
    }

    private func isOf(_ type: EdmTypeName, _ column: SQLExpression) -> SQLExpression {
        let texts = texts(of: type)
        guard let first = texts.first else { return .false }
        if texts.count == 1 { return .equals(column, .bind(.text(first))) }
        return .inList(column, texts.map { .bind(.text($0)) })
    }
}

extension RowSource {
    /// The caller's predicate and the discriminator as conditions for an alias; empty where every row counts.
    func conditions(alias: String) -> [SQLExpression] {
        var conditions: [SQLExpression] = []
        if let discriminator = mapping.discriminator { conditions.append(discriminator(alias)) }
        switch predicate {
        case .all: break
        case .nothing: conditions.append(.false)
        case .matching(let condition): conditions.append(condition(alias))
        }
        return conditions
    }
}

/// What a computed column sees of the statement.
struct InstanceColumnScope: ColumnScope {
    let instance: StatementScope.Instance

    var alias: String { instance.alias }
    var now: SQLExpression { PlanParameter.now.expression }
    var today: SQLExpression { PlanParameter.today.expression }

    func leftJoin(table: String, on column: String, equals own: String, of alias: String) -> String {
        instance.scope.join(table: table, on: column, equals: own, of: alias)
    }
}
