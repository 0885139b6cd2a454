extension GrammarRules {
    /// Rules for names.
    static let names: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        for rule in [
            "odataIdentifier", "namespacePart", "entitySetName", "singletonEntity", "entityTypeName",
            "complexTypeName", "typeDefinitionName", "enumerationTypeName", "enumerationMember", "termName",
            "primitiveKeyProperty", "primitiveNonKeyProperty", "primitiveColProperty", "complexProperty",
            "complexColProperty", "streamProperty", "entityNavigationProperty", "entityColNavigationProperty",
            "action", "actionImport", "entityFunction", "entityColFunction", "complexFunction", "complexColFunction",
            "primitiveFunction", "primitiveColFunction", "entityFunctionImport", "entityColFunctionImport",
            "complexFunctionImport", "complexColFunctionImport", "primitiveFunctionImport",
            "primitiveColFunctionImport", "parameterName", "keyPropertyAlias", "lambdaVariableExpr",
            "computedProperty", "expressionAlias", "customAggregate", "annotationQualifier", "recHierQualifier",
            "rollupNamedHier",
        ] {
            table[rule] = { evaluator, raw in
                evaluator.name(raw).map { !$0.isQualified && evaluator.model.allows(rule, $0.text) } ?? false
            }
        }
        for (rule, parts) in [
            "primitiveProperty": ["primitiveKeyProperty", "primitiveNonKeyProperty", "customAggregate"],
            "navigationProperty": ["entityNavigationProperty", "entityColNavigationProperty"],
            "function": functionNames, "actionImportCall": ["actionImport"],
            "functionImportCallNoParens": functionNames.map { $0 + "Import" },
            "singleTypeName": ["entityTypeName", "complexTypeName", "typeDefinitionName", "enumerationTypeName"],
        ] {
            table[rule] = { evaluator, raw in
                evaluator.name(raw).map { !$0.isQualified && evaluator.model.allowsAny(parts, $0.text) } ?? false
            }
        }
        for (rule, parts, qualified) in [
            ("qualifiedEntityTypeName", ["entityTypeName"], true),
            ("qualifiedComplexTypeName", ["complexTypeName"], true),
            ("qualifiedTypeDefinitionName", ["typeDefinitionName"], true),
            ("qualifiedEnumTypeName", ["enumerationTypeName"], true),
            ("qualifiedActionName", ["action"], true),
            ("optionallyQualifiedEntityTypeName", ["entityTypeName"], false),
            ("optionallyQualifiedComplexTypeName", ["complexTypeName"], false),
            ("aggrCastPath", ["entityTypeName", "complexTypeName"], false),
            ("optionallyQualifiedActionName", ["action"], false), ("boundActionCall", ["action"], false),
            ("boundFunctionCallNoParens", functionNames, false),
        ] {
            table[rule] = { evaluator, raw in
                evaluator.name(raw).map { evaluator.model.isName($0, parts, qualified: qualified) } ?? false
            }
        }
        table["namespace"] = { evaluator, raw in
            evaluator.name(raw).map { evaluator.model.isNamespace($0.text) } ?? false
        }
        table["primitiveTypeName"] = { GrammarModel.primitiveTypes.contains($0.text($1)) }
        table["singleQualifiedTypeName"] = { evaluator, raw in
            evaluator.typeName(raw).map { !$0.isCollection && evaluator.model.isType($0, qualified: true) } ?? false
        }
        table["qualifiedTypeName"] = { evaluator, raw in
            evaluator.typeName(raw).map { evaluator.model.isType($0, qualified: true) } ?? false
        }
        table["optionallyQualifiedTypeName"] = { evaluator, raw in
            evaluator.typeName(raw).map { evaluator.model.isType($0) } ?? false
        }
        table["parameterAlias"] = { evaluator, raw in
            evaluator.expression(raw).map(evaluator.model.isAlias) ?? false
        }
        table["parameterNames"] = { evaluator, raw in
            let names = evaluator.whole(raw) { reader throws(SyntaxError) in
                var names = [try reader.identifier()]
                while reader.take(",") { names.append(try reader.identifier()) }
                return names
            }
            return names?.allSatisfy { evaluator.model.allows("parameterName", $0.text) } ?? false
        }
        return table
    }()

    static let functionNames = GrammarModel.functionRules.map(\.0)

    /// Rules for literals in URLs and for values in payloads; the latter are not percent-decoded.
    static let literals: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        addNumbers(&table)
        addTimes(&table)
        addShapes(&table)
        table["null"] = { $0.literal($1) == .null }
        table["boolean"] = { $0.literal($1).map { $0 == .boolean(true) || $0 == .boolean(false) } ?? false }
        table["booleanValue"] = { $0.text($1) == "true" || $0.text($1) == "false" }
        for (rule, decoding) in [("guid", true), ("guidValue", false)] {
            table[rule] = { evaluator, raw in
                if case .guid? = evaluator.literal(raw, decoding: decoding) { true } else { false }
            }
        }
        table["stringLiteral"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.quotedString() } != nil
        }
        table["binaryLiteral"] = { evaluator, raw in
            if case .binary? = evaluator.literal(raw) { true } else { false }
        }
        table["binaryValue"] = { Base64URL.decode($1, isStrict: true) != nil }
        table["enumLiteral"] = { evaluator, raw in
            switch evaluator.literal(raw) {
            case .enumeration(let type, let members):
                evaluator.model.isLiteral(.enumeration(type: type, members: members))
            case .string(let text): evaluator.areEnumerationMembers(text)
            default: false
            }
        }
        table["enumValue"] = { $0.areEnumerationMembers($0.text($1)) }
        table["singleEnumLiteral"] = { evaluator, raw in
            evaluator.reader(raw).map { evaluator.model.isEnumerationMember($0.text(0, $0.bytes.count)) } ?? false
        }
        table["singleEnumValue"] = { $0.model.isEnumerationMember($0.text($1)) }
        table["keyPropertyValue"] = { evaluator, raw in
            switch evaluator.literal(raw) {
            case nil, .null, .binary, .geography, .geometry: false
            case .some(let literal): evaluator.model.isLiteral(literal)
            }
        }
        table["primitiveLiteral"] = { evaluator, raw in
            evaluator.literal(raw).map(evaluator.model.isLiteral) ?? false
        }
        table["primitiveValue"] = { evaluator, raw in
            [
                "booleanvalue", "guidvalue", "durationvalue", "datetimeoffsetvalue", "datevalue", "timeofdayvalue",
                "enumvalue", "decimalvalue", "int64value", "binaryvalue", "fullcollectionliteral",
                "fulllinestringliteral", "fullmultipointliteral", "fullmultilinestringliteral",
                "fullmultipolygonliteral", "fullpointliteral", "fullpolygonliteral",
            ].contains { all[$0]?(evaluator, raw) ?? false }
        }
        return table
    }()

    private static func addNumbers(_ table: inout [String: GrammarRule]) {
        for (rule, decoding) in [
            ("decimalLiteral", true), ("doubleLiteral", true), ("singleLiteral", true), ("decimalValue", false),
            ("doubleValue", false), ("singleValue", false),
        ] {
            table[rule] = { evaluator, raw in
                switch evaluator.literal(raw, decoding: decoding) {
                case .integer, .decimal, .double: true
                default: false
                }
            }
        }
        table["nanInfinity"] = { ["NaN", "INF", "-INF"].contains($0.text($1)) }
        for (name, digits) in [("sbyte", 3), ("int16", 5), ("int32", 10), ("int64", 19)] {
            for (suffix, decoding) in [("Literal", true), ("Value", false)] {
                table[name + suffix] = { evaluator, raw in
                    evaluator.isInteger(raw, digits: digits, decoding: decoding, isSigned: true)
                }
            }
        }
        for rule in ["byte", "byteValue"] {
            table[rule] = { $0.isInteger($1, digits: 3, decoding: false, isSigned: false) }
        }
    }

    private static func addTimes(_ table: inout [String: GrammarRule]) {
        for (rule, decoding) in [("date", true), ("dateValue", false)] {
            table[rule] = { evaluator, raw in
                if case .date? = evaluator.literal(raw, decoding: decoding) { true } else { false }
            }
        }
        for (rule, decoding) in [
            ("dateTimeOffsetLiteral", true), ("dateTimeOffsetValueInUrl", true), ("dateTimeOffsetValue", false),
        ] {
            table[rule] = { evaluator, raw in
                if case .dateTimeOffset? = evaluator.literal(raw, decoding: decoding) { true } else { false }
            }
        }
        for (rule, decoding) in [("timeOfDayLiteral", true), ("timeOfDayValue", false)] {
            table[rule] = { evaluator, raw in
                if case .timeOfDay? = evaluator.literal(raw, decoding: decoding) { true } else { false }
            }
        }
        table["durationValue"] = { $0.isDuration($1) }
        table["durationLiteral"] = { evaluator, raw in
            switch evaluator.literal(raw) {
            case .duration: true
            case .string(let text): evaluator.isDuration(Array(text.utf8)[...])
            default: false
            }
        }
        // The parts of dates and times, asked by filling up a whole one.
        for (rule, before, after) in [
            ("year", "", "-01-01"), ("month", "2000-", "-01"), ("day", "2000-01-", ""),
        ] {
            table[rule] = { all["datevalue"]?($0, Array(before.utf8) + $1 + Array(after.utf8)) ?? false }
        }
        for (rule, before, after) in [
            ("hour", "", ":00"), ("minute", "00:", ""), ("second", "00:00:", ""),
            ("fractionalSeconds", "00:00:00.", ""),
        ] {
            table[rule] = { evaluator, raw in
                guard !raw.isEmpty, raw.allSatisfy(ASCIIClass.isDigit) else { return false }
                return all["timeofdayvalue"]?(evaluator, Array(before.utf8) + raw + Array(after.utf8)) ?? false
            }
        }
        table["zeroToFiftyNine"] = { all["minute"]?($0, $1) ?? false }
        table["oneToNine"] = { $1.count == 1 && $1.first != UInt8(ascii: "0") && $1.allSatisfy(ASCIIClass.isDigit) }
    }

    private static func addShapes(_ table: inout [String: GrammarRule]) {
        for shape in EdmShapeKind.allCases {
            let name = shape.rawValue
            table["geography" + name] = { evaluator, raw in
                if case .geography(let value)? = evaluator.literal(raw) { value.shape.kind == shape } else { false }
            }
            table["geometry" + name] = { evaluator, raw in
                if case .geometry(let value)? = evaluator.literal(raw) { value.shape.kind == shape } else { false }
            }
            table["full\(name)Literal"] = { evaluator, raw in
                evaluator.whole(raw) { reader throws(SyntaxError) in
                    try reader.sridAndShape("Geography", 0)
                }?.shape.kind == shape
            }
            table["\(name)Literal"] = { evaluator, raw in
                evaluator.whole(raw) { reader throws(SyntaxError) in try reader.shape("Geography") }?.kind == shape
            }
        }
        table["geoLiteral"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.shape("Geography") } != nil
        }
        table["sridLiteral"] = { all["fullpointliteral"]?($0, $1 + Array("Point(0 0)".utf8)) ?? false }
        table["positionLiteral"] = {
            all["pointliteral"]?($0, Array("Point(".utf8) + $1 + [UInt8(ascii: ")")]) ?? false
        }
        for (rule, shape) in [("pointData", "Point"), ("lineStringData", "LineString"), ("polygonData", "Polygon")] {
            table[rule] = { all[shape.lowercased() + "literal"]?($0, Array(shape.utf8) + $1) ?? false }
        }
        table["ringLiteral"] = {
            all["polygonliteral"]?($0, Array("Polygon(".utf8) + $1 + [UInt8(ascii: ")")]) ?? false
        }
        table["geographyPrefix"] = { $0.text($1).lowercased() == "geography" }
        table["geometryPrefix"] = { $0.text($1).lowercased() == "geometry" }
    }
}

/// The kinds of shapes, by the name in their rules.
enum EdmShapeKind: String, CaseIterable, Sendable {
    case point = "Point"
    case lineString = "LineString"
    case polygon = "Polygon"
    case multiPoint = "MultiPoint"
    case multiLineString = "MultiLineString"
    case multiPolygon = "MultiPolygon"
    case collection = "Collection"
}

extension EdmShape {
    var kind: EdmShapeKind {
        switch self {
        case .point: .point
        case .lineString: .lineString
        case .polygon: .polygon
        case .multiPoint: .multiPoint
        case .multiLineString: .multiLineString
        case .multiPolygon: .multiPolygon
        case .collection: .collection
        }
    }
}

extension GrammarEvaluator {
    /// The name that fills the text.
    func name(_ raw: ArraySlice<UInt8>) -> NameSyntax? {
        whole(raw) { reader throws(SyntaxError) in try reader.qualifiedName() }
    }

    func typeName(_ raw: ArraySlice<UInt8>) -> TypeNameSyntax? {
        whole(raw) { reader throws(SyntaxError) in try reader.typeName() }
    }

    /// The literal that fills the text.
    func literal(_ raw: ArraySlice<UInt8>, decoding: Bool = true) -> EdmLiteral? {
        let operand = whole(raw, decoding: decoding) { reader throws(SyntaxError) in try reader.operand() }
        guard case .literal(let literal, _)? = operand, raw.first != UInt8(ascii: "("), rest(raw, behind: "%28") == nil
        else { return nil }
        return literal
    }

    func areEnumerationMembers(_ text: String) -> Bool {
        text.split(separator: ",", omittingEmptySubsequences: false).allSatisfy {
            model.isEnumerationMember(String($0))
        }
    }

    func isInteger(_ raw: ArraySlice<UInt8>, digits: Int, decoding: Bool, isSigned: Bool) -> Bool {
        guard let reader = reader(raw, decoding: decoding), literal(raw, decoding: decoding) != nil else {
            return false
        }
        let hasSign = isSigned && (reader.current == UInt8(ascii: "-") || reader.current == UInt8(ascii: "+"))
        let number = reader.bytes.dropFirst(hasSign ? 1 : 0)
        return (1...digits).contains(number.count) && number.allSatisfy(ASCIIClass.isDigit)
    }

    func isDuration(_ raw: ArraySlice<UInt8>) -> Bool {
        switch TemporalReader(raw).duration() {
        case .value(_, let end), .outOfRange(let end): end == raw.endIndex
        case .none: false
        }
    }
}
