import SQLCore

/// The result columns of a statement while it is being planned; equal expressions share one column.
struct ColumnCollector {
    private(set) var columns: [SQLResultColumn] = []
    private var positions: [SQLExpression: Int] = [:]

    /// The position of an expression among the result columns; added if it is new.
    mutating func position(of expression: SQLExpression) -> Int {
        if let known = positions[expression] { return known }
        let position = columns.count
        columns.append(SQLResultColumn(expression, as: "c\(position)"))
        positions[expression] = position
        return position
    }
}
