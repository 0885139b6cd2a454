import OData
import SQLCore

extension ExpressionPlanner {
    /// A canonical function (URL Conventions 5.1.1.5 to 5.1.1.9).
    func function(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        if arguments.first?.type.isCollection == true { return try list(function, arguments, at: range) }
        switch function {
        case .geoDistance, .geoLength, .geoIntersects: return try shapes(function, arguments)
        case .contains, .startswith, .endswith, .indexof, .length, .substring, .matchespattern, .tolower, .toupper,
            .trim, .concat:
            return try text(function, arguments)
        case .year, .month, .day, .hour, .minute, .second, .fractionalseconds:
            return try part(function, arguments, at: range)
        case .date, .time, .totaloffsetminutes, .totalseconds, .now, .mindatetime, .maxdatetime:
            return try instant(function, arguments, at: range)
        case .round, .floor, .ceiling:
            return try rounding(function, arguments, at: range)
        case .hassubset, .hassubsequence, .cast, .isof, .conditional:
            throw .notImplemented(feature: function.name, at: range)
        }
    }

    private func shapes(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression]
    ) throws(PlanningError) -> PlannedExpression {
        var planned: [PlannedExpression] = []
        for argument in arguments { planned.append(try value(argument)) }
        let isPlane = arguments.contains { $0.type.primitive?.rawValue.hasPrefix("Geometry") == true }
        let call: SQLFunction =
            switch function {
            case .geoDistance: .geoDistance(isPlane: isPlane)
            case .geoLength: .geoLength(isPlane: isPlane)
            default: .geoIntersects
            }
        return PlannedExpression(
            sql: .function(call, planned.map(\.sql)),
            storage: function == .geoIntersects ? .boolean : .real,
            isNullable: planned.contains { $0.isNullable }
        )
    }

    /// A function on collections (URL Conventions 5.1.1.6).
    private func list(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        var storage = ColumnStorage.list(of: .text)
        for argument in arguments where !argument.isWritten && argument.type.isCollection {
            storage = try value(argument).storage
        }
        var planned: [PlannedExpression] = []
        for argument in arguments { planned.append(try value(argument, as: storage)) }
        if function == .substring, planned.count == 2 {
            planned.append(PlannedExpression(sql: .integer(-1), storage: .integer, isNullable: false))
        }
        let call: SQLListFunction
        let result: ColumnStorage
        switch function {
        case .hassubset: (call, result) = (.hasSubset, .boolean)
        case .hassubsequence: (call, result) = (.hasSubsequence, .boolean)
        case .contains: (call, result) = (.contains, .boolean)
        case .startswith: (call, result) = (.startsWith, .boolean)
        case .endswith: (call, result) = (.endsWith, .boolean)
        case .indexof: (call, result) = (.indexOf, .integer)
        case .length: (call, result) = (.length, .integer)
        case .concat: (call, result) = (.concat, storage)
        case .substring: (call, result) = (.part, storage)
        default: throw .notImplemented(feature: "\(function.name) on collections", at: range)
        }
        return PlannedExpression(
            sql: .function(.list(call), planned.map(\.sql)),
            storage: result,
            isNullable: planned.contains { $0.isNullable }
        )
    }

    /// A value; one that is written out in the storage of what it is used with.
    func value(_ expression: BoundExpression, as storage: ColumnStorage) throws(PlanningError) -> PlannedExpression {
        guard case .structured(let written) = expression.node else { return try value(expression) }
        let stored = try RowEncoder.stored(written, as: storage)
        return PlannedExpression(sql: .bind(stored), storage: storage, isNullable: false)
    }

    private func text(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression]
    ) throws(PlanningError) -> PlannedExpression {
        var planned: [PlannedExpression] = []
        for argument in arguments { planned.append(try value(argument)) }
        let operands = planned.map(\.sql)
        let isNullable = planned.contains { $0.isNullable }
        func result(_ sql: SQLExpression, _ storage: ColumnStorage) -> PlannedExpression {
            PlannedExpression(sql: sql, storage: storage, isNullable: isNullable)
        }
        switch function {
        case .contains: return result(.function(.contains, operands), .boolean)
        case .startswith: return result(startsWith(operands), .boolean)
        case .endswith: return result(.function(.endsWith, operands), .boolean)
        case .indexof: return result(.function(.indexOf, operands), .integer)
        case .length: return result(.function(.length, operands), .integer)
        case .substring: return result(.function(.substring, operands), .text)
        case .matchespattern: return result(.function(.matchesPattern, operands), .boolean)
        case .tolower: return result(.function(.toLower, operands), .text)
        case .toupper: return result(.function(.toUpper, operands), .text)
        case .trim: return result(.function(.trim, operands), .text)
        default: return result(.concatenation(operands), .text)
        }
    }

    /// A literal prefix on a column becomes a range that an index serves.
    private func startsWith(_ operands: [SQLExpression]) -> SQLExpression {
        guard operands.count == 2, case .bind(.text(let prefix)) = operands[1], case .column = operands[0],
            let beyond = Self.successor(of: prefix)
        else { return .function(.startsWith, operands) }
        return .and([.greaterOrEqual(operands[0], .text(prefix)), .less(operands[0], .text(beyond))])
    }

    /// The smallest text behind all texts with a prefix, in the order of scalars; nil where there is none.
    static func successor(of prefix: String) -> String? {
        var scalars = Array(prefix.unicodeScalars)
        while let last = scalars.popLast() {
            let next = last.value == 0xD7FF ? 0xE000 : last.value + 1  // surrogates are no scalars
            if let scalar = Unicode.Scalar(next) {
                scalars.append(scalar)
                var text = String.UnicodeScalarView()
                text.append(contentsOf: scalars)
                return String(text)
            }
        }
        return nil
    }

    private func part(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        guard let argument = arguments.first else { throw .notImplemented(feature: function.name, at: range) }
        let planned = try value(argument)
        let part: SQLTimePart
        switch function {
        case .year: part = .year
        case .month: part = .month
        case .day: part = .day
        case .hour: part = .hour
        case .minute: part = .minute
        case .second: part = .second
        default: part = .fractionalSeconds
        }
        guard let form = planned.storage.timeForm else { throw .notImplemented(feature: function.name, at: range) }
        let storage: ColumnStorage = part == .fractionalSeconds ? .scaledDecimal(scale: 6) : .integer
        let sql = SQLExpression.function(.part(part, form), [planned.sql])
        return PlannedExpression(sql: sql, storage: storage, isNullable: planned.isNullable)
    }

    private func instant(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        switch function {
        case .now:
            return PlannedExpression(sql: PlanParameter.now.expression, storage: .timestamp, isNullable: false)
        case .mindatetime: return constant(.integer(-62_135_596_800_000_000), .timestamp)  // 0001-01-01T00:00:00Z
        case .maxdatetime:
            // 9999-12-31T23:59:59.999999Z
            return constant(.integer(253_402_300_799_999_999), .timestamp)
        default: break
        }
        guard let argument = arguments.first else { throw .notImplemented(feature: function.name, at: range) }
        let planned = try value(argument)
        func result(_ call: SQLFunction, _ storage: ColumnStorage) -> PlannedExpression {
            PlannedExpression(sql: .function(call, [planned.sql]), storage: storage, isNullable: planned.isNullable)
        }
        switch (function, planned.storage) {
        case (.date, .date): return planned
        case (.date, .timestamp): return result(.dateOfTimestamp, .date)
        case (.time, .timestamp): return result(.timeOfTimestamp, .timeOfDay)
        case (.totaloffsetminutes, .timestamp): return result(.totalOffsetMinutes, .integer)
        case (.totalseconds, .duration): return result(.totalSeconds, .scaledDecimal(scale: 6))
        default: throw .notImplemented(feature: function.name, at: range)
        }
    }

    private func constant(_ value: SQLValue, _ storage: ColumnStorage) -> PlannedExpression {
        PlannedExpression(sql: .bind(value), storage: storage, isNullable: false)
    }

    private func rounding(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        at range: SourceRange
    ) throws(PlanningError) -> PlannedExpression {
        guard let argument = arguments.first else { throw .notImplemented(feature: function.name, at: range) }
        let planned = try value(argument)
        guard let form = planned.numberForm else { throw .notImplemented(feature: function.name, at: range) }
        if form == .integer { return planned }
        let call: SQLFunction
        switch function {
        case .round: call = .round(form)
        case .floor: call = .floor(form)
        default: call = .ceiling(form)
        }
        return PlannedExpression(
            sql: .function(call, [planned.sql]),
            storage: planned.storage,
            isNullable: planned.isNullable
        )
    }
}
