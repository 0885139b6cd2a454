import OData
import SQLCore

/// The rows of one or several statements, seen from a statement around them: a common table expression.
///
/// Columns are added as they are asked for, so that no more is read than is used.
final class DerivedTable {
    let name: String
    let alias: String
    let branches: [RowStage]
    /// What the columns hold in each branch.
    private var columns: [[SQLExpression]] = []
    private var positions: [[SQLExpression]: Int] = [:]

    init(name: String, alias: String, branches: [RowStage]) {
        self.name = name
        self.alias = alias
        self.branches = branches
    }

    // MARK: Columns

    /// A value of all branches as a column, null in a branch without it; nil where no branch has it.
    func carry(_ values: [PlannedExpression?]) -> PlannedExpression? {
        let known = values.compactMap { $0 }
        guard let first = known.first else { return nil }
        let storage = Self.common(known) ?? first.storage
        let unified = values.map { value -> SQLExpression in
            guard let value else { return .null }
            guard let form = storage.numberForm, value.storage != storage else { return value.sql }
            return NumberForms.convert(value, to: form)
        }
        let position: Int
        if let found = positions[unified] {
            position = found
        } else {
            position = columns.count
            positions[unified] = position
            columns.append(unified)
        }
        return PlannedExpression(
            sql: .column(alias, "c\(position)"),
            storage: storage,
            isNullable: known.count < values.count || known.contains { $0.isNullable }
        )
    }

    /// The storage that holds the values of all branches.
    private static func common(_ values: [PlannedExpression]) -> ColumnStorage? {
        guard let first = values.first, values.dropFirst().contains(where: { $0.storage != first.storage }) else {
            return values.first?.storage
        }
        if values.allSatisfy({ $0.numberForm == .integer }) { return .wideInteger }
        let forms = values.compactMap { $0.numberForm }
        return forms.count == values.count ? NumberForms.common(forms)?.storage : nil
    }

    // MARK: Names

    func value(_ property: String, at path: [String]) throws(PlanningError) -> PlannedExpression? {
        var values: [PlannedExpression?] = []
        for branch in branches { values.append(try branch.value(property, at: path)) }
        return carry(values)
    }

    func stored(_ column: String, at path: [String]) throws(PlanningError) -> PlannedExpression? {
        var values: [PlannedExpression?] = []
        for branch in branches { values.append(try branch.stored(column, at: path)) }
        return carry(values)
    }

    /// The mapping of the instance that the rows hold at a path; nil where they hold none.
    func mapping(at path: [String]) -> EntityMapping? {
        for branch in branches {
            if let instance = branch.part(at: path) { return instance.mapping }
        }
        return nil
    }

    // MARK: Text

    var common: SQLCommonTable {
        var statements = branches.enumerated().map { number, branch in
            branch.statement(
                columns: columns.enumerated().map { position, column in
                    SQLResultColumn(column[number], as: "c\(position)")
                }
            )
        }
        var first = statements.removeFirst()
        first.unionAll = statements
        return SQLCommonTable(name, as: first)
    }
}
