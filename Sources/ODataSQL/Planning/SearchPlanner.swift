import OData
import SQLCore

/// Plans `$search` as matches in the set's full-text table (URL Conventions 5.1.8).
///
/// Every word becomes a quoted full-text string, so that nothing a person types is full-text syntax.
enum SearchPlanner {
    static func condition(
        _ search: SearchSyntax,
        on instance: StatementScope.Instance,
        counter: StatementScope.Counter
    ) throws(PlanningError) -> SQLExpression {
        guard let mapping = instance.mapping.search, !mapping.columns.isEmpty else {
            throw .notSearchable(entitySet: instance.mapping.entitySet)
        }
        let row = try instance.stored(mapping.rowID)
        return condition(search, mapping: mapping, row: row, counter: counter)
    }

    private static func condition(
        _ search: SearchSyntax,
        mapping: SearchMapping,
        row: SQLExpression,
        counter: StatementScope.Counter
    ) -> SQLExpression {
        switch search {
        case .word(let text, _), .phrase(let text, _), .incomplete(let text, _):
            return match(text, mapping: mapping, row: row, counter: counter)
        case .not(let operand, _):
            return .not(condition(operand, mapping: mapping, row: row, counter: counter))
        case .and(let operands, _):
            return .and(operands.map { condition($0, mapping: mapping, row: row, counter: counter) })
        case .or(let operands, _):
            return .or(operands.map { condition($0, mapping: mapping, row: row, counter: counter) })
        }
    }

    private static func match(
        _ text: String,
        mapping: SearchMapping,
        row: SQLExpression,
        counter: StatementScope.Counter
    ) -> SQLExpression {
        let alias = counter.alias()
        let columns = mapping.columns.values.sorted().map(quoted).joined(separator: " ")
        let query = SQLExpression.bind(.text("{\(columns)} : \(quoted(text))"))
        let statement = SelectStatement(
            columns: [SQLResultColumn(.column(alias, "rowid"))],
            from: .table(mapping.table, alias: alias),
            where: .fullTextMatch(source: alias, table: mapping.table, query: query)
        )
        return .inSelect(row, statement)
    }

    private static func quoted(_ text: String) -> String {
        "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
