public import SQLCore

extension SQLiteDialect {
    /// Writes a function call; names starting with `odata_` are registered by the driver.
    public func render(
        _ function: SQLFunction,
        _ arguments: [SQLExpression],
        into renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        guard function.argumentCount.contains(arguments.count) else { throw .wrongOperandCount("\(function)") }
        switch function {
        case .contains: try wrapped("instr", arguments, " > 0", &renderer)
        case .indexOf: try wrapped("instr", arguments, " - 1", &renderer)
        case .startsWith: try renderer.append(call: "odata_startswith", arguments)
        case .endsWith: try renderer.append(call: "odata_endswith", arguments)
        case .length: try renderer.append(call: "odata_length", arguments)
        case .substring: try renderer.append(call: "odata_substring", arguments)
        case .toLower: try renderer.append(call: "odata_lower", arguments)
        case .toUpper: try renderer.append(call: "odata_upper", arguments)
        case .trim: try renderer.append(call: "odata_trim", arguments)
        case .matchesPattern: try renderer.append(call: "odata_matches", arguments)
        case .fold: try renderer.append(call: "odata_fold", arguments)
        case .part(let part, let form):
            let call = try Self.partFunction(part, form)
            try renderer.append(call: call, arguments + [.integer(Int64(part.sqliteCode))])
        case .dateOfTimestamp: try renderer.append(call: "odata_date", arguments)
        case .timeOfTimestamp: try renderer.append(call: "odata_time", arguments)
        case .timestampOfDate: try renderer.append(call: "odata_timestamp", arguments)
        case .totalOffsetMinutes: try caseNull(arguments, &renderer)
        case .totalSeconds: try renderer.append(arguments[0], binding: .primary)
        case .addDuration(let form): try renderer.append(call: form.addition, arguments)
        case .difference(let form):
            try renderer.append(call: form == .date ? "odata_date_diff" : "odata_sub", arguments)
        case .round(let form): try rounding("round", form, arguments, &renderer)
        case .floor(let form): try rounding("floor", form, arguments, &renderer)
        case .ceiling(let form): try rounding("ceiling", form, arguments, &renderer)
        case .decimalDivide(let left, let right, let result):
            let scales = [left, right, result].map { SQLExpression.integer(Int64($0)) }
            try renderer.append(call: "odata_decimal_div", arguments + scales)
        case .rescale(let from, let to):
            if from == to {
                try renderer.append(arguments[0], binding: .primary)
            } else {
                let scales = [from, to].map { SQLExpression.integer(Int64($0)) }
                try renderer.append(call: "odata_rescale", arguments + scales)
            }
        case .toDouble(let form): try conversion("odata_to_double", form, arguments, &renderer)
        case .fromDouble(let form): try conversion("odata_from_double", form, arguments, &renderer)
        case .toText(let form): try text(form, arguments, &renderer)
        case .coalesce:
            if arguments.count == 1 {
                try renderer.append(arguments[0], binding: .primary)
            } else {
                try renderer.append(call: "coalesce", arguments)
            }
        case .list(let function): try renderer.append(call: function.name, arguments)
        case .geoDistance(let isPlane):
            try renderer.append(call: "odata_geo_distance", arguments + [.integer(isPlane ? 1 : 0)])
        case .geoLength(let isPlane):
            try renderer.append(call: "odata_geo_length", arguments + [.integer(isPlane ? 1 : 0)])
        case .geoIntersects: try renderer.append(call: "odata_geo_intersects", arguments)
        case .listElement(let position, _):
            renderer.append("json_extract(")
            try renderer.append(arguments[0])
            renderer.append(", '$[\(position)]')")
        case .objectMember(let name, _):
            // A name with a quote would end the path or the text; there is no such member.
            let isPlain = !name.contains { $0 == "'" || $0 == "\"" || $0 == "\\" }
            renderer.append("json_extract(")
            try renderer.append(arguments[0])
            renderer.append(isPlain ? ", '$.\"\(name)\"')" : ", '$.\"\"')")
        }
    }

    private func wrapped(
        _ name: String,
        _ arguments: [SQLExpression],
        _ suffix: String,
        _ renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        renderer.append("(")
        try renderer.append(call: name, arguments)
        renderer.append(suffix + ")")
    }

    /// Zero, or null for null.
    private func caseNull(_ arguments: [SQLExpression], _ renderer: inout SQLRenderer) throws(SQLRenderingError) {
        renderer.append("CASE WHEN ")
        try renderer.append(.isNotNull(arguments[0]))
        renderer.append(" THEN 0 END")
    }

    private func rounding(
        _ name: String,
        _ form: SQLNumberForm,
        _ arguments: [SQLExpression],
        _ renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        switch form {
        case .integer: try renderer.append(arguments[0], binding: .primary)
        case .double: try renderer.append(call: "odata_f" + name, arguments)
        case .decimal(let scale):
            try renderer.append(call: "odata_" + name, arguments + [.integer(Int64(scale))])
        }
    }

    private func conversion(
        _ name: String,
        _ form: SQLNumberForm,
        _ arguments: [SQLExpression],
        _ renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        switch form {
        case .integer: try renderer.append(call: name, arguments + [.integer(0)])
        case .double: try renderer.append(arguments[0], binding: .primary)
        case .decimal(let scale): try renderer.append(call: name, arguments + [.integer(Int64(scale))])
        }
    }

    private func text(
        _ form: SQLTextForm,
        _ arguments: [SQLExpression],
        _ renderer: inout SQLRenderer
    ) throws(SQLRenderingError) {
        switch form {
        case .boolean: try renderer.append(call: "odata_text_boolean", arguments)
        case .number(.integer): try renderer.append(.cast(arguments[0], .text))
        case .number(.double): try renderer.append(call: "odata_text_double", arguments)
        case .number(.decimal(let scale)):
            try renderer.append(call: "odata_text_decimal", arguments + [.integer(Int64(scale))])
        case .time(.date): try renderer.append(arguments[0], binding: .primary)
        case .time(.timestamp): try renderer.append(call: "odata_text_timestamp", arguments)
        case .time(.timeOfDay): try renderer.append(call: "odata_text_time", arguments)
        case .time(.duration): try renderer.append(call: "odata_text_duration", arguments)
        }
    }

    private static func partFunction(_ part: SQLTimePart, _ form: SQLTimeForm) throws(SQLRenderingError) -> String {
        switch (part, form) {
        case (_, .timestamp): "odata_timestamp_part"
        case (.year, .date), (.month, .date), (.day, .date): "odata_date_part"
        case (.hour, .timeOfDay), (.minute, .timeOfDay), (.second, .timeOfDay), (.fractionalSeconds, .timeOfDay):
            "odata_timestamp_part"
        default: throw .unsupported("\(part) of \(form)")
        }
    }
}

extension SQLTimePart {
    /// The number by which the driver's functions know the part.
    var sqliteCode: Int {
        switch self {
        case .year: 0
        case .month: 1
        case .day: 2
        case .hour: 3
        case .minute: 4
        case .second: 5
        case .fractionalSeconds: 6
        }
    }
}

extension SQLTimeForm {
    fileprivate var addition: String {
        switch self {
        case .date: "odata_date_add"
        case .timestamp: "odata_timestamp_add"
        case .timeOfDay: "odata_time_add"
        case .duration: "odata_add"
        }
    }
}

extension SQLListFunction {
    fileprivate var name: String {
        switch self {
        case .hasSubset: "odata_list_has_subset"
        case .hasSubsequence: "odata_list_has_subsequence"
        case .contains: "odata_list_contains"
        case .indexOf: "odata_list_index_of"
        case .startsWith: "odata_list_starts_with"
        case .endsWith: "odata_list_ends_with"
        case .length: "odata_list_length"
        case .concat: "odata_list_concat"
        case .part: "odata_list_part"
        }
    }
}
