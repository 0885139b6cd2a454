import SQLCore
import SQLiteDriver
import Testing

/// A function, its arguments and what SQLite must answer.
struct FunctionRow: Sendable, CustomTestStringConvertible {
    let function: SQLFunction
    let arguments: [SQLValue]
    let result: SQLValue

    init(_ function: SQLFunction, _ arguments: [SQLValue], _ result: SQLValue) {
        self.function = function
        self.arguments = arguments
        self.result = result
    }

    var testDescription: String { "\(function) \(arguments) = \(result)" }
}

@Suite struct FunctionTests {
    static let text: [FunctionRow] = [
        .init(.contains, ["Zürich", "ür"], 1), .init(.contains, ["Zürich", "UR"], 0), .init(.contains, ["a", ""], 1),
        .init(.contains, [.null, "a"], .null), .init(.contains, ["a", .null], .null),
        .init(.startsWith, ["Ärger", "Ä"], 1), .init(.startsWith, ["Ärger", "ä"], 0), .init(.startsWith, ["", ""], 1),
        .init(.startsWith, ["a", "ab"], 0), .init(.startsWith, [.null, ""], .null),
        .init(.endsWith, ["Straße", "ße"], 1), .init(.endsWith, ["e", "ße"], 0), .init(.endsWith, ["x", ""], 1),
        .init(.length, ["Zürich"], 6), .init(.length, ["👨‍👩‍👧"], 5), .init(.length, ["a\u{0}b"], 3),
        .init(.length, [""], 0),
        .init(.indexOf, ["Zürich", "rich"], 2), .init(.indexOf, ["abc", "x"], -1), .init(.indexOf, ["abc", ""], 0),
        .init(.substring, ["Zürich", 1], "ürich"), .init(.substring, ["Zürich", -2], "ch"),
        .init(.substring, ["abc", 99], ""), .init(.substring, ["abc", -99], "abc"),
        .init(.substring, ["Zürich", 1, 2], "ür"), .init(.substring, ["abc", 1, 99], "bc"),
        .init(.substring, ["abc", 0, 0], ""), .init(.substring, ["abc", 0, -1], ""),
        .init(.substring, ["abc", .integer(.min)], "abc"), .init(.substring, ["abc", .integer(.max), 1], ""),
        .init(.substring, ["abc", 0, .integer(.max)], "abc"), .init(.substring, ["", -1, 1], ""),
        .init(.toLower, ["ÄÖÜ ΑΣ İ"], "äöü ασ i̇"), .init(.toUpper, ["straße ﬁn"], "STRASSE FIN"),
        .init(.trim, ["\u{2003}\t a b \u{a0}\n"], "a b"), .init(.trim, ["  "], ""), .init(.trim, [""], ""),
        .init(.fold, ["Ångström Ç ﬁ ²"], "angstrom c fi 2"), .init(.fold, ["STRASSE straße"], "strasse strasse"),
        .init(.fold, ["Zoë SMITH"], "zoe smith"), .init(.fold, ["가"], "가"), .init(.fold, [.null], .null),
        .init(.coalesce, [.null, "b"], "b"), .init(.coalesce, ["a"], "a"),
    ]

    static let times: [FunctionRow] = [
        .init(.part(.year, .timestamp), [0], 1970), .init(.part(.year, .timestamp), [-1], 1969),
        .init(.part(.month, .timestamp), [-1], 12), .init(.part(.day, .timestamp), [-1], 31),
        .init(.part(.hour, .timestamp), [-1], 23), .init(.part(.minute, .timestamp), [-1], 59),
        .init(.part(.second, .timestamp), [-1], 59), .init(.part(.fractionalSeconds, .timestamp), [-1], 999_999),
        .init(.part(.year, .timestamp), [253_402_300_799_999_999], 9999),
        .init(.part(.year, .timestamp), [-62_135_596_800_000_000], 1),
        .init(.part(.day, .timestamp), [951_782_400_000_000], 29),
        .init(.part(.month, .timestamp), [951_782_400_000_000], 2),
        .init(.part(.year, .date), ["0001-01-01"], 1), .init(.part(.month, .date), ["9999-12-31"], 12),
        .init(.part(.day, .date), ["2024-02-29"], 29), .init(.part(.hour, .timeOfDay), [86_399_999_999], 23),
        .init(.part(.fractionalSeconds, .timeOfDay), [1_500_000], 500_000), .init(.part(.year, .date), [.null], .null),
        .init(.dateOfTimestamp, [-1], "1969-12-31"), .init(.dateOfTimestamp, [253_402_300_799_999_999], "9999-12-31"),
        .init(.timeOfTimestamp, [-1], 86_399_999_999), .init(.timestampOfDate, ["1969-12-31"], -86_400_000_000),
        .init(.totalOffsetMinutes, [5], 0), .init(.totalOffsetMinutes, [.null], .null),
        .init(.totalSeconds, [1_500_000], 1_500_000),
        .init(.addDuration(.date), ["2024-02-28", 86_400_000_000], "2024-02-29"),
        .init(.addDuration(.date), ["2024-03-01", -1], "2024-02-29"),
        .init(.addDuration(.timestamp), [5, -10], -5), .init(.addDuration(.timeOfDay), [0, -1], 86_399_999_999),
        .init(.addDuration(.duration), [1, 2], 3),
        .init(.difference(.date), ["2024-03-01", "2024-02-28"], 172_800_000_000),
        .init(.difference(.timestamp), [5, 7], -2),
        .init(.toText(.time(.timestamp)), [-1], "1969-12-31T23:59:59.999999Z"),
        .init(.toText(.time(.timestamp)), [0], "1970-01-01T00:00:00Z"),
        .init(.toText(.time(.timeOfDay)), [3_661_500_000], "01:01:01.5"),
        .init(.toText(.time(.duration)), [-90_061_000_001], "-P1DT1H1M1.000001S"),
        .init(.toText(.time(.duration)), [0], "PT0S"), .init(.toText(.time(.duration)), [86_400_000_000], "P1D"),
        .init(.toText(.time(.date)), ["2024-01-01"], "2024-01-01"),
    ]

    static let numbers: [FunctionRow] = [
        .init(.round(.decimal(scale: 2)), [250], 300), .init(.round(.decimal(scale: 2)), [-250], -300),
        .init(.round(.decimal(scale: 2)), [249], 200), .init(.floor(.decimal(scale: 2)), [-1], -100),
        .init(.ceiling(.decimal(scale: 2)), [1], 100), .init(.ceiling(.decimal(scale: 2)), [-199], -100),
        .init(.round(.integer), [7], 7), .init(.round(.double), [.real(2.5)], .real(3)),
        .init(.round(.double), [.real(-2.5)], .real(-3)), .init(.floor(.double), [.real(-0.5)], .real(-1)),
        .init(.ceiling(.double), [.real(0.1)], .real(1)),
        .init(.decimalDivide(left: 0, right: 0, result: 6), [1, 3], 333_333),
        .init(.decimalDivide(left: 0, right: 0, result: 6), [2, 3], 666_667),
        .init(.decimalDivide(left: 0, right: 0, result: 6), [-2, 3], -666_667),
        .init(.decimalDivide(left: 4, right: 2, result: 6), [10_000, 200], 500_000),
        .init(.decimalDivide(left: 0, right: 0, result: 0), [1, 2], 1),
        .init(.decimalDivide(left: 0, right: 0, result: 0), [.integer(.max), 1], .integer(.max)),
        .init(.rescale(from: 0, to: 4), [3], 30_000), .init(.rescale(from: 4, to: 0), [25_000], 3),
        .init(.rescale(from: 4, to: 0), [-25_000], -3), .init(.rescale(from: 2, to: 2), [5], 5),
        .init(.toDouble(.decimal(scale: 2)), [150], .real(1.5)), .init(.toDouble(.integer), [3], .real(3)),
        .init(.fromDouble(.decimal(scale: 2)), [.real(1.257)], 126), .init(.fromDouble(.integer), [.real(-2.5)], -3),
        .init(.toText(.number(.decimal(scale: 4))), [-12_500], "-1.25"),
        .init(.toText(.number(.decimal(scale: 4))), [50], "0.005"),
        .init(.toText(.number(.decimal(scale: 0))), [.integer(.min)], "-9223372036854775808"),
        .init(.toText(.number(.integer)), [12], "12"), .init(.toText(.number(.double)), [.real(5)], "5"),
        .init(.toText(.number(.double)), [.real(-.infinity)], "-INF"), .init(.toText(.boolean), [1], "true"),
        .init(.listElement(1, .integer), ["[7,8]"], 8),
    ]

    @Test("a function gives what OData wants, whatever SQLite's own would give")
    func functions() async throws {
        try await withDatabase { database async throws in
            for row in Self.text + Self.times + Self.numbers {
                let result = try await database.value(.function(row.function, row.arguments.map(SQLExpression.bind)))
                #expect(result == row.result, "\(row.testDescription)")
            }
        }
    }

    static let failures: [(FunctionRow, SQLArithmeticFailure)] = [
        (.init(.decimalDivide(left: 2, right: 2, result: 6), [1, 0], .null), .divisionByZero),
        (.init(.decimalDivide(left: 0, right: 0, result: 6), [.integer(.max), 1], .null), .overflow),
        (.init(.rescale(from: 0, to: 18), [100], .null), .overflow),
        (.init(.ceiling(.decimal(scale: 2)), [.integer(.max)], .null), .overflow),
        (.init(.fromDouble(.integer), [.real(1e19)], .null), .overflow),
        (.init(.fromDouble(.integer), [.real(.infinity)], .null), .overflow),
        (.init(.addDuration(.date), ["9999-12-31", 86_400_000_000], .null), .overflow),
        (.init(.addDuration(.timestamp), [253_402_300_799_999_999, 1], .null), .overflow),
        (.init(.addDuration(.timestamp), [.integer(.max), 1], .null), .overflow),
        (.init(.part(.year, .date), ["2024-1-1"], .null), .invalidArgument),
        (.init(.part(.year, .date), ["2024-13-01"], .null), .invalidArgument),
        (.init(.matchesPattern, ["a", "(?=a)"], .null), .invalidArgument),
    ]

    @Test("a function without a result fails and says why")
    func functionFailures() async throws {
        try await withDatabase { database async throws in
            for (row, failure) in Self.failures {
                await #expect(throws: SQLDatabaseError.arithmetic(failure), "\(row.testDescription)") {
                    try await database.value(.function(row.function, row.arguments.map(SQLExpression.bind)))
                }
            }
        }
    }

    @Test("every number of arguments that a function does not take is refused before SQLite sees it")
    func argumentCounts() {
        for row in Self.text + Self.times + Self.numbers {
            let wrong = SelectStatement(columns: [SQLResultColumn(.function(row.function, []))])
            #expect(throws: SQLRenderingError.wrongOperandCount("\(row.function)")) {
                try SQLiteDialect().render(wrong)
            }
        }
    }
}
