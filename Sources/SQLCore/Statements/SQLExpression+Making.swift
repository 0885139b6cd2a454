extension SQLExpression {
    /// A column of the table with the alias `source`.
    public static func column(_ source: String, _ name: String) -> SQLExpression {
        .column(source: source, name: name)
    }

    /// A column that needs no alias.
    public static func column(_ name: String) -> SQLExpression {
        .column(source: nil, name: name)
    }

    /// The constant `NULL`.
    public static var null: SQLExpression { .literal(.null) }

    /// The constant true.
    public static var `true`: SQLExpression { .literal(.boolean(true)) }

    /// The constant false.
    public static var `false`: SQLExpression { .literal(.boolean(false)) }

    /// An integer that belongs to the shape of the statement.
    public static func integer(_ value: Int64) -> SQLExpression { .literal(.integer(value)) }

    /// A text of the program that belongs to the shape of the statement.
    public static func word(_ literal: StaticString) -> SQLExpression { .literal(.word(SQLWord(literal))) }

    /// A text bind.
    public static func text(_ value: String) -> SQLExpression { .bind(.text(value)) }

    /// `left = right`.
    public static func equals(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.equal, left, right)
    }

    /// `left <> right`.
    public static func notEquals(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.notEqual, left, right)
    }

    /// `left < right`.
    public static func less(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.less, left, right)
    }

    /// `left <= right`.
    public static func lessOrEqual(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.lessOrEqual, left, right)
    }

    /// `left > right`.
    public static func greater(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.greater, left, right)
    }

    /// `left >= right`.
    public static func greaterOrEqual(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.greaterOrEqual, left, right)
    }

    /// `left IS DISTINCT FROM right`.
    public static func isDistinctFrom(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.distinctFrom, left, right)
    }

    /// `left IS NOT DISTINCT FROM right`.
    public static func isNotDistinctFrom(_ left: SQLExpression, _ right: SQLExpression) -> SQLExpression {
        .comparison(.notDistinctFrom, left, right)
    }

    /// `operand IS NULL`.
    public static func isNull(_ operand: SQLExpression) -> SQLExpression { .test(.isNull, operand) }

    /// `operand IS NOT NULL`.
    public static func isNotNull(_ operand: SQLExpression) -> SQLExpression { .test(.isNotNull, operand) }

    /// `operand IS TRUE`.
    public static func isTrue(_ operand: SQLExpression) -> SQLExpression { .test(.isTrue, operand) }

    /// `operand IS NOT TRUE`.
    public static func isNotTrue(_ operand: SQLExpression) -> SQLExpression { .test(.isNotTrue, operand) }

    /// The number of rows, or of values of `operand` that are not null.
    public static func count(_ operand: SQLExpression? = nil, isDistinct: Bool = false) -> SQLExpression {
        .aggregate(.count, operand, isDistinct: isDistinct)
    }

    /// The sum of `operand`; null of nothing.
    public static func sum(_ operand: SQLExpression) -> SQLExpression {
        .aggregate(.sum, operand, isDistinct: false)
    }

    /// Joins two conditions flatly; an operand that is the constant true disappears.
    public func and(_ other: SQLExpression) -> SQLExpression {
        switch (self, other) {
        case (.literal(.boolean(true)), _): other
        case (_, .literal(.boolean(true))): self
        case (.and(let left), .and(let right)): .and(left + right)
        case (.and(let left), _): .and(left + [other])
        case (_, .and(let right)): .and([self] + right)
        default: .and([self, other])
        }
    }
}
