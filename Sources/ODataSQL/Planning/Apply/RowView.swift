import OData
import SQLCore

/// How the names of a row lead to SQL, where the row is not simply one of a table: it has further values, was grouped, or
/// comes out of a sub-select.
final class RowView {
    /// Where names lead that the view itself does not hold.
    enum Origin {
        /// To the columns of the instance's own table.
        case table
        /// To the rows of a sub-select, at a path of nested instances.
        case derived(DerivedTable, path: [String])
        /// Nowhere: the row holds nothing else.
        case nothing
    }

    let base: Origin
    /// Computed, aggregated and grouping values.
    var values: [String: PlannedExpression] = [:]
    /// Single instances that are part of the row.
    var nested: [String: StatementScope.Instance] = [:]
    /// Columns that lead to related entities, by the name they have in the table of the set.
    var stored: [String: PlannedExpression] = [:]
    /// Collections that the row holds, as rows of their own.
    var collections: [String: RowStage] = [:]

    init(_ base: Origin) {
        self.base = base
    }

    /// The same view for a copy of the statement it belongs to.
    ///
    /// Recursion is bounded by the length of paths.
    func moved(to scope: StatementScope) -> RowView {
        let copy = RowView(base)
        copy.values = values
        copy.stored = stored
        copy.collections = collections
        copy.nested = nested.mapValues { $0.moved(to: scope) }
        return copy
    }
}

extension StatementScope.Instance {
    /// The instance as part of a copy of its statement.
    func moved(to scope: StatementScope) -> StatementScope.Instance {
        StatementScope.Instance(alias: alias, mapping: mapping, scope: scope, view: view?.moved(to: scope))
    }

    /// A value that the row has without its table; nil where the table's columns count.
    func viewed(_ property: String) throws(PlanningError) -> PlannedExpression? {
        guard let view else { return nil }
        if let value = view.values[property] { return value }
        switch view.base {
        case .table: return nil
        case .derived(let table, let path):
            if let value = try table.value(property, at: path) { return value }
        case .nothing: break
        }
        throw .unmappedProperty(property, entitySet: mapping.entitySet)
    }

    /// A column of the set's table as this statement has it.
    func stored(_ column: String) throws(PlanningError) -> SQLExpression {
        guard let view else { return .column(alias, column) }
        if let known = view.stored[column] { return known.sql }
        switch view.base {
        case .table: return .column(alias, column)
        case .derived(let table, let path):
            if let value = try table.stored(column, at: path) { return value.sql }
        case .nothing: break
        }
        throw .unmappedProperty(column, entitySet: mapping.entitySet)
    }

    /// The rows of a collection that is part of the row; nil where the name leads to related entities.
    func collection(_ name: String) -> RowStage? {
        if let known = view?.collections[name] { return known }
        guard case .derived(let table, let path)? = view?.base, path.isEmpty, table.branches.count == 1 else {
            return nil
        }
        return table.branches[0].instance.collection(name)
    }

    /// A single instance that is part of the row; nil where the name leads to a related entity.
    func part(_ name: String) -> StatementScope.Instance? {
        guard let view else { return nil }
        if let known = view.nested[name] { return known }
        guard case .derived(let table, let path) = view.base, let mapping = table.mapping(at: path + [name]) else {
            return nil
        }
        let part = StatementScope.Instance(
            alias: alias,
            mapping: mapping,
            scope: scope,
            view: RowView(.derived(table, path: path + [name]))
        )
        view.nested[name] = part
        return part
    }
}
