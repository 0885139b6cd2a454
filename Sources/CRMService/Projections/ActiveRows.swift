import SQLCore

extension SQLExpression {
    /// The record is not deleted; spelt like the condition of the partial indexes, which serve no other spelling.
    static func isActive(_ alias: String) -> SQLExpression {
        .equals(.column(alias, "StatusFlag"), .word("A"))
    }
}
