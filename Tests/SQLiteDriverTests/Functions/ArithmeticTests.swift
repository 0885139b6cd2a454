import SQLCore
import SQLiteDriver
import Testing

@Suite struct ArithmeticTests {
    typealias Row = (SQLArithmetic, SQLNumberForm, SQLValue, SQLValue, SQLValue)

    static let rows: [Row] = [
        (.add, .integer, 2, 3, 5), (.subtract, .integer, 2, 3, -1), (.multiply, .integer, -4, 3, -12),
        (.divide, .integer, -7, 2, -3), (.modulo, .integer, -7, 2, -1), (.modulo, .integer, .integer(.min), -1, 0),
        (.bitAnd, .integer, 6, 3, 2), (.add, .integer, .null, 1, .null), (.divide, .integer, .null, 0, .null),
        (.add, .decimal(scale: 2), 150, 25, 175), (.multiply, .decimal(scale: 2), 150, 200, 30_000),
        (.divide, .decimal(scale: 2), 100, 300, 333_333), (.divide, .decimal(scale: 8), 100, 300, 33_333_333),
        (.modulo, .decimal(scale: 2), 550, 200, 150), (.add, .double, .real(0.5), .real(1), .real(1.5)),
        (.divide, .double, .real(1), .real(0), .real(.infinity)),
        (.divide, .double, .real(-1), .real(0), .real(-.infinity)),
        (.divide, .double, .real(0), .real(0), .null), (.modulo, .double, .real(5.5), .real(2), .real(1.5)),
        (.multiply, .double, .real(2), .real(0.25), .real(0.5)), (.subtract, .double, .real(1), .real(2), .real(-1)),
    ]

    static let failures: [(SQLArithmetic, SQLNumberForm, SQLValue, SQLValue, SQLArithmeticFailure)] = [
        (.add, .integer, .integer(.max), 1, .overflow), (.subtract, .integer, .integer(.min), 1, .overflow),
        (.multiply, .decimal(scale: 4), .integer(.max), 2, .overflow), (.divide, .integer, 1, 0, .divisionByZero),
        (.divide, .integer, .integer(.min), -1, .overflow), (.modulo, .integer, 1, 0, .divisionByZero),
        (.divide, .decimal(scale: 4), 1, 0, .divisionByZero), (.modulo, .double, .real(1), .real(0), .divisionByZero),
        (.modulo, .decimal(scale: 2), 1, 0, .divisionByZero),
    ]

    @Test("arithmetic is exact for exact types and follows IEEE 754 for doubles")
    func results() async throws {
        try await withDatabase { database async throws in
            for (operation, form, left, right, result) in Self.rows {
                let expression = SQLExpression.arithmetic(operation, form, .bind(left), .bind(right))
                #expect(try await database.value(expression) == result, "\(left) \(operation) \(right) as \(form)")
            }
        }
    }

    @Test("an overflow and a zero divisor fail instead of giving a double or null")
    func failures() async throws {
        try await withDatabase { database async throws in
            for (operation, form, left, right, failure) in Self.failures {
                let expression = SQLExpression.arithmetic(operation, form, .bind(left), .bind(right))
                await #expect(throws: SQLDatabaseError.arithmetic(failure), "\(left) \(operation) \(right)") {
                    try await database.value(expression)
                }
            }
        }
    }

    @Test("a branch that is not taken cannot fail")
    func guarded() async throws {
        try await withDatabase { database async throws in
            let division = SQLExpression.arithmetic(.divide, .integer, .integer(1), .bind(.integer(0)))
            let guarded = SQLExpression.caseWhen(
                [SQLCaseBranch(when: .notEquals(.bind(.integer(0)), .integer(0)), then: division)],
                otherwise: .integer(-1)
            )
            #expect(try await database.value(guarded) == -1)
        }
    }

    @Test("negation of the smallest integer overflows")
    func negation() async throws {
        try await withDatabase { database async throws in
            #expect(try await database.value(.negate(.integer, .bind(5))) == -5)
            #expect(try await database.value(.negate(.double, .bind(.real(0.5)))) == .real(-0.5))
            await #expect(throws: SQLDatabaseError.arithmetic(.overflow)) {
                try await database.value(.negate(.decimal(scale: 2), .bind(.integer(.min))))
            }
        }
    }

    @Test("the wide sum survives an overflow on the way, the built-in one reports it")
    func sums() async throws {
        try await withDatabase { database async throws in
            let values = SQLTableReference.list(
                .text("[9223372036854775807, 5, -9223372036854775807, null]"),
                element: .integer,
                alias: "v"
            )
            func sum(_ aggregate: SQLAggregate) -> SelectStatement {
                let value = SQLExpression.column("v", SQLTableReference.listValueColumn)
                return SelectStatement(
                    columns: [SQLResultColumn(.aggregate(aggregate, value, isDistinct: false))],
                    from: values
                )
            }
            #expect(try await database.rows(sum(.wideSum)) == [[5]])
            await #expect(throws: SQLDatabaseError.arithmetic(.overflow)) { try await database.rows(sum(.sum)) }
        }
    }

    @Test("the wide sum of nothing is null, and works as a running sum")
    func wideSumForms() async throws {
        try await withDatabase { database async throws in
            let value = SQLExpression.column("v", SQLTableReference.listValueColumn)
            let ordinal = SQLOrdering(.column("v", SQLTableReference.listOrdinalColumn))
            func select(_ json: String, _ expression: SQLExpression) -> SelectStatement {
                SelectStatement(
                    columns: [SQLResultColumn(expression)],
                    from: .list(.text(json), element: .integer, alias: "v")
                )
            }
            let plain = SQLExpression.aggregate(.wideSum, value, isDistinct: false)
            #expect(try await database.rows(select("[]", plain)) == [[.null]])
            let running = SQLExpression.window(
                SQLWindow(.aggregate(.wideSum, value), order: [ordinal], frame: .precedingRows)
            )
            #expect(try await database.rows(select("[1,2,3]", running)) == [[.null], [1], [3]])
            await #expect(throws: SQLDatabaseError.arithmetic(.overflow)) {
                try await database.rows(select("[9223372036854775807, 1]", plain))
            }
        }
    }
}
