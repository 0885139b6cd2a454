extension GrammarRules {
    /// Rules for query options and their items.
    static let options: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        for (rule, option) in [
            ("filter", SystemQueryOption.filter), ("select", .select), ("expand", .expand), ("orderby", .orderby),
            ("top", .top), ("skip", .skip), ("inlinecount", .count), ("search", .search), ("compute", .compute),
            ("apply", .apply), ("format", .format), ("skiptoken", .skiptoken), ("deltatoken", .deltatoken),
            ("schemaversion", .schemaversion), ("index", .index), ("id", .id),
        ] {
            table[rule] = { $0.isOption($1) { $0 == option } }
        }
        table["systemQueryOption"] = { $0.isOption($1) { _ in true } }
        table["levels"] = { $0.isNestedOption($1, .star) }
        table["aliasAndValue"] = { $0.isAlias($1) }
        table["nameAndValue"] = { $0.isNamedValue($1) }
        table["customQueryOption"] = { $0.isCustom($1) }
        table["customName"] = { evaluator, raw in evaluator.isCustomName(raw) }
        table["customValue"] = { evaluator, raw in evaluator.isQueryText(raw) }
        table["queryOption"] = { $0.isQueryOption($1) }
        table["queryOptions"] = { evaluator, raw in evaluator.areAll(raw, evaluator.isQueryOption) }
        for rule in ["batchOption", "metadataOption", "entityIdOption"] {
            table[rule] = { $0.isFormatOrCustom($1) }
        }
        for rule in ["batchOptions", "metadataOptions"] {
            table[rule] = { evaluator, raw in evaluator.areAll(raw, evaluator.isFormatOrCustom) }
        }
        table["entityOptions"] = { $0.areEntityOptions($1, hasCast: false) }
        table["entityCastOptions"] = { $0.areEntityOptions($1, hasCast: true) }
        table["entityCastOption"] = { evaluator, raw in
            evaluator.isFormatOrCustom(raw) || evaluator.isOption(raw) { $0 == .expand || $0 == .select }
        }
        table["expandOption"] = { $0.isNestedOption($1, .expand) }
        table["expandRefOption"] = { $0.isNestedOption($1, .reference) }
        table["expandCountOption"] = { $0.isNestedOption($1, .count) }
        table["selectOption"] = { $0.isNestedSelectOption($1) }
        table["selectOptionPC"] = { evaluator, raw in
            evaluator.isOption(raw) {
                [.filter, .search, .count, .orderby, .skip, .top].contains($0)
            }
        }
        addItems(&table)
        return table
    }()

    private static func addItems(_ table: inout [String: GrammarRule]) {
        table["expandItem"] = { $0.isOneItem($1, of: "$expand=") { $0.expand?.items.count == 1 } }
        table["expandPath"] = { evaluator, raw in
            evaluator.isOneItem(raw, of: "$expand=") { options in
                guard let items = options.expand?.items, items.count == 1, let item = items.first else { return false }
                return item.target != .mediaStream
            }
        }
        table["selectItem"] = { $0.isOneItem($1, of: "$select=") { $0.select?.items.count == 1 } }
        for rule in ["selectProperty", "selectPath"] {
            table[rule] = { evaluator, raw in
                evaluator.isOneItem(raw, of: "$select=") { options in
                    guard let items = options.select?.items, items.count == 1, case .path(let path)? = items.first
                    else { return false }
                    return path.parameterNames == nil && (rule == "selectProperty" || path.options == nil)
                }
            }
        }
        table["allOperationsInSchema"] = { evaluator, raw in
            evaluator.isOneItem(raw, of: "$select=") { options in
                if case .allOperations? = options.select?.items.first {
                    options.select?.items.count == 1
                } else {
                    false
                }
            }
        }
        table["optionallyQualifiedFunctionName"] = { $0.isFunctionName($1, qualified: false) }
        table["qualifiedFunctionName"] = { $0.isFunctionName($1, qualified: true) }
        table["orderbyItem"] = { $0.isOneItem($1, of: "$orderby=") { $0.orderBy?.items.count == 1 } }
        table["computeItem"] = { $0.isOneItem($1, of: "$compute=") { $0.compute?.items.count == 1 } }
        table["searchExpr"] = { $0.isSearch($1) { if case .incomplete = $0 { false } else { true } } }
        table["searchExpr-incomplete"] = { $0.isSearch($1) { if case .incomplete = $0 { true } else { false } } }
        table["searchPhrase"] = { $0.isSearch($1) { if case .phrase = $0 { true } else { false } } }
        table["searchWord"] = { $0.isSearch($1) { if case .word = $0 { true } else { false } } }
        table["searchParenExpr"] = { evaluator, raw in
            (evaluator.rest(raw, behind: "(") ?? evaluator.rest(raw, behind: "%28")) != nil
                && evaluator.isSearch(raw) { $0.range.start > 0 }
        }
        table["searchOrExpr"] = { $0.isSearchTail($1, "OR", isOptional: false) }
        table["searchAndExpr"] = { $0.isSearchTail($1, "AND", isOptional: true) }
        table["searchNegateExpr"] = { evaluator, raw in
            evaluator.rest(raw, behind: "NOT", exact: true).flatMap { evaluator.restBehindBlanks($0, required: true) }
                .map { evaluator.isSearch($0) { if case .incomplete = $0 { false } else { true } } } ?? false
        }
    }

    /// Rules for `$apply` and its parts.
    static let transformations: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        table["applyExpr"] = { $0.isApply($1) { _ in true } }
        table["applyTrafo"] = { $0.isApply($1) { $0.steps.count == 1 } }
        table["preservingTrafos"] = { evaluator, raw in evaluator.isApply(raw, evaluator.model.isPreserving) }
        table["preservingTrafo"] = { evaluator, raw in
            evaluator.isApply(raw) { $0.steps.count == 1 && evaluator.model.isPreserving($0) }
        }
        for (rule, name) in [
            ("aggregateTrafo", "aggregate"), ("computeTrafo", "compute"), ("concatTrafo", "concat"),
            ("groupbyTrafo", "groupby"), ("joinTrafo", "join"), ("outerjoinTrafo", "outerjoin"),
            ("bottomcountTrafo", "bottomcount"), ("bottompercentTrafo", "bottompercent"),
            ("bottomsumTrafo", "bottomsum"), ("filterTrafo", "filter"), ("identityTrafo", "identity"),
            ("orderbyTrafo", "orderby"), ("searchTrafo", "search"), ("skipTrafo", "skip"), ("topTrafo", "top"),
            ("topcountTrafo", "topcount"), ("toppercentTrafo", "toppercent"), ("topsumTrafo", "topsum"),
            ("ancestorsTrafo", "ancestors"), ("descendantsTrafo", "descendants"), ("traverseTrafo", "traverse"),
        ] {
            table[rule] = { evaluator, raw in
                guard let rest = evaluator.rest(raw, behind: name, exact: true) else { return false }
                guard rest.first.map({ !ASCIIClass.isNamePart($0) && $0 != UInt8(ascii: ".") }) ?? true else {
                    return false
                }
                return evaluator.isApply(raw) { $0.steps.count == 1 }
            }
        }
        table["nestTrafo"] = { evaluator, raw in
            evaluator.isApply(raw) { apply in
                guard apply.steps.count == 1 else { return false }
                switch apply.steps.first {
                case .nest, .addNested: return true
                default: return false
                }
            }
        }
        table["customFunction"] = { evaluator, raw in
            evaluator.isApply(raw) {
                if case .function? = $0.steps.first { $0.steps.count == 1 } else { false }
            }
        }
        // Parts are asked inside the transformation that holds them.
        for (rule, before, after) in [
            ("aggregateExpr", "aggregate(", ")"), ("computeExpr", "compute(", ")"), ("nestApplyExpr", "nest(", ")"),
            ("groupbyList", "groupby(", ")"), ("groupbyElement", "groupby((", "))"),
            ("recHierReference", "traverse(", ",preorder)"),
        ] {
            let takesMany = rule == "groupbyList" || rule == "nestApplyExpr"
            table[rule] = { $0.isPart($1, before, after) { $0.partCount == 1 || (takesMany && $0.partCount > 0) } }
        }
        addAggregates(&table)
        table["groupingProperty"] = { $0.isGroupingProperties($1, single: true) }
        table["groupingProperties"] = { $0.isGroupingProperties($1, single: false) }
        for (rule, name) in [("rollupLevels", "rollup"), ("rollupRecursive", "rolluprecursive")] {
            table[rule] = { evaluator, raw in
                evaluator.rest(raw, behind: name, exact: true) != nil
                    && evaluator.isPart(raw, "groupby((", "))") { $0.isOneRollup }
            }
        }
        table["rollupUnnamedHier"] = { evaluator, raw in
            evaluator.isPart(raw, "groupby((rollup(", ")))") { $0.isOneRollup && $0.rollupCount > 1 }
        }
        table["nestPath"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.plainPath() }
                .map(evaluator.model.isNestPath) ?? false
        }
        table["joinProperty"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.joinPath() }
                .map(evaluator.model.isJoinPath) ?? false
        }
        table["aggregateFunctionExpr"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.aggregateExpression(takesName: false) }
                .map(evaluator.model.isAggregateFunction) ?? false
        }
        for (rule, ending) in [
            ("aggrPrimPath", GrammarModel.PathEnding.primitive), ("recHierPropertyPath", .primitive),
            ("aggrPropPath", .structured), ("aggrPathPrefix", .structured),
        ] {
            table[rule] = { $0.isAggregatablePath($1, ending) }
        }
        return table
    }()
}

extension GrammarRules {
    /// Rules for the parts of aggregate expressions.
    private static func addAggregates(_ table: inout [String: GrammarRule]) {
        table["asAlias"] = { evaluator, raw in
            evaluator.isApply(Array("compute(1".utf8) + raw + [UInt8(ascii: ")")]) { $0.partCount == 1 }
        }
        for (rule, isSpaced, isPrimitive) in [
            ("aggregateWith", true, true), ("nonprimAggWith", true, false), ("aggregateMethod", false, true),
            ("nonprimAggMethod", false, false),
        ] {
            table[rule] = { evaluator, raw in
                let method: AggregateMethodSyntax? = evaluator.whole(raw) { reader throws(SyntaxError) in
                    guard !isSpaced || reader.takeSpaced("with", exact: true) else { return nil }
                    return try reader.aggregateMethod()
                }
                switch method {
                case nil: return false
                case .sum, .min, .max, .average: return isPrimitive
                case .countDistinct: return true
                case .custom(let name): return evaluator.model.isMethod(.custom(name))
                }
            }
        }
        for (rule, needsMethod) in [("aggregateFrom", true), ("customFrom", false)] {
            table[rule] = { evaluator, raw in
                let stages = evaluator.whole(raw) { reader throws(SyntaxError) in try reader.aggregateStages() }
                guard let stages, !stages.isEmpty else { return false }
                return stages.allSatisfy { stage in
                    stage.properties.allSatisfy(evaluator.model.isGroupingProperty)
                        && (stage.method.map(evaluator.model.isMethod) ?? !needsMethod)
                }
            }
        }
        table["aggregateCount"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.aggregateSource() }
                .map(evaluator.model.isCount) ?? false
        }
        table["aggregateCustom"] = { evaluator, raw in
            evaluator.whole(raw) { reader throws(SyntaxError) in try reader.aggregateSource() }
                .map(evaluator.model.isCustomAggregate) ?? false
        }
    }
}

extension ApplySyntax {
    /// Whether the only step groups by one rollup.
    fileprivate var isOneRollup: Bool {
        guard partCount == 1, case .groupBy(let elements, _, _)? = steps.first else { return false }
        if case .property? = elements.first { return false }
        return true
    }

    /// The number of paths of the only rollup.
    fileprivate var rollupCount: Int {
        guard case .groupBy(let elements, _, _)? = steps.first, case .rollup(_, let paths, _)? = elements.first else {
            return 0
        }
        return paths.count
    }

    /// The number of members of the only step.
    fileprivate var partCount: Int {
        guard steps.count == 1, let step = steps.first else { return 0 }
        return switch step {
        case .aggregate(let list, _): list.count
        case .groupBy(let elements, nil, _): elements.count
        case .compute(let compute, _): compute.items.count
        case .nest(let sequences, _): sequences.count
        case .traverse: 1
        default: 0
        }
    }
}
