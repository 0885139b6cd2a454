import OData

/// Writes bound options as the text of a URL again, for links to the rest of an expanded collection.
///
/// The text binds to an equal tree; parentheses stand around every operator, and names come from the model. Aliases are
/// written out, since the link stands alone.
struct BoundText {
    /// The names of the range variables in sight, by number; others are the instance itself.
    private var names: [Int: String] = [:]

    /// The options of a query for members from `skip` on, percent-encoded, without `?`.
    static func query(_ query: BoundQuery, skip: Int, top: Int?) -> String {
        let text = BoundText()
        var options = text.selecting(query)
        options.append("$skip=\(skip)")
        if let top { options.append("$top=\(top)") }
        options += text.showing(query)
        return options.map(finished).joined(separator: "&")
    }

    // MARK: Options

    private func selecting(_ query: BoundQuery) -> [String] {
        var options: [String] = []
        if let apply = query.apply {
            options.append("$apply=" + Self.encoded(apply.text))
            options += apply.aliases.map { alias in
                let parts = alias.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                return "\(parts[0])=" + Self.encoded(parts.count > 1 ? String(parts[1]) : "")
            }
        }
        if let search = query.search { options.append("$search=" + text(search)) }
        if let filter = query.filter { options.append("$filter=" + text(filter)) }
        if !query.orderBy.isEmpty {
            let items = query.orderBy.map { text($0.expression) + ($0.isDescending ? " desc" : "") }
            options.append("$orderby=" + items.joined(separator: ","))
        }
        return options
    }

    private func showing(_ query: BoundQuery) -> [String] {
        var options: [String] = []
        if !query.compute.isEmpty {
            options.append(
                "$compute=" + query.compute.map { text($0.expression) + " as " + $0.name }.joined(separator: ",")
            )
        }
        if case .items(let items) = query.select {
            options.append("$select=" + items.map(text).joined(separator: ","))
        }
        // What rows of $apply show by themselves need not be asked for.
        let expands = query.expand.filter { query.shape?.member($0.navigation.name) == nil || query.shape == nil }
        if !expands.isEmpty { options.append("$expand=" + expands.map(text).joined(separator: ",")) }
        return options
    }

    private func text(_ item: BoundSelect.Item) -> String {
        switch item {
        case .allProperties: "*"
        case .property(let property, let nested): property.name + text(nested)
        case .derived(let type, let property, let nested): "\(type)/\(property.name)" + text(nested)
        case .navigation(let navigation): navigation.name
        case .operation(let name), .computed(let name): name
        }
    }

    /// What is shown of a selected property, in parentheses; recursion is bounded by the depth of the options.
    private func text(_ select: BoundSelect) -> String {
        switch select {
        case .all: return ""
        case .items(let items): return "($select=\(items.map(text).joined(separator: ",")))"
        case .members(let query):
            var inner = self
            inner.names[query.variable.number] = "$this"
            var options = inner.selecting(query)
            if let skip = query.skip { options.append("$skip=\(skip)") }
            if let top = query.top { options.append("$top=\(top)") }
            if query.count { options.append("$count=true") }
            options += inner.showing(query)
            return options.isEmpty ? "" : "(\(options.joined(separator: ";")))"
        }
    }

    /// Recursion is bounded by the depth of `$expand`.
    private func text(_ expand: BoundExpand) -> String {
        var options = expand.navigation.isCollection ? selecting(expand.query) : []
        if expand.form != .count {
            if let skip = expand.query.skip { options.append("$skip=\(skip)") }
            if let top = expand.query.top { options.append("$top=\(top)") }
            if expand.query.count { options.append("$count=true") }
            options += showing(expand.query)
        }
        let suffix =
            switch expand.form {
            case .entities, .link: ""
            case .references: "/$ref"
            case .count: "/$count"
            }
        let nested = options.isEmpty ? "" : "(\(options.joined(separator: ";")))"
        return expand.text + (expand.cast.map { "/\($0)" } ?? "") + suffix + nested
    }

    /// A text from outside, such as a literal: encoded at once, since a bare semicolon would end a nested option.
    private static func encoded(_ text: String) -> String {
        URLText.pathSegment(text).utf8.reduce(into: "") { text, byte in
            switch byte {
            case UInt8(ascii: "&"): text += "%26"
            case UInt8(ascii: "+"): text += "%2B"
            case UInt8(ascii: ";"): text += "%3B"
            default: text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        }
    }

    /// The whole option: what is left to encode are blanks, and letters of names.
    private static func finished(_ option: String) -> String {
        option.unicodeScalars.reduce(into: "") { text, scalar in
            if scalar == " " {
                text += "%20"
            } else if scalar.isASCII {
                text.unicodeScalars.append(scalar)
            } else {
                text += URLText.pathSegment(String(scalar))
            }
        }
    }

    /// A literal that keeps its type: without an exponent a Double would be read as a Decimal.
    private func constant(_ value: EdmValue) -> String {
        let text = literal(value)
        guard case .double(let number) = value, number.isFinite, !text.contains("e") else { return text }
        return text + "e0"
    }

    private func literal(_ value: EdmValue) -> String { Self.encoded(URLText.literal(value)) }

    private func text(_ search: SearchSyntax) -> String { Self.encoded(SyntaxPrinter.text(of: search)) }

    // MARK: Expressions

    /// Recursion is bounded by the depth of the bound tree.
    private func text(_ expression: BoundExpression) -> String {
        switch expression.node {
        case .constant(let value): return constant(value)
        case .structured(let value):
            let isGeometry = expression.type.primitive?.rawValue.hasPrefix("Geometry") ?? false
            return Self.encoded(URLText.literal(value, isGeometry: isGeometry))
        case .property(let path, let property): return text(path) + property.name
        case .variable(let variable): return names[variable.number] ?? "$it"
        case .navigation(let path): return String(text(path).dropLast())
        case .count(let collection, let variable, let filter, let search):
            return count(collection, variable, filter, search)
        case .aggregate(let aggregate): return self.aggregate(aggregate)
        case .hierarchy(let test): return hierarchy(test)
        case .and(let operands): return "(" + operands.map(text).joined(separator: " and ") + ")"
        case .or(let operands): return "(" + operands.map(text).joined(separator: " or ") + ")"
        case .not(let operand): return "(not (\(text(operand))))"
        case .comparison(let comparison, let left, let right):
            return "(\(text(left)) \(comparison.rawValue) \(text(right)))"
        case .inList(let operand, let values):
            return "(\(text(operand)) in (\(values.map(literal).joined(separator: ","))))"
        case .inCollection(let operand, let collection): return "(\(text(operand)) in \(text(collection)))"
        case .has(let operand, let flags):
            guard case .enumeration(let type) = operand.type.type else { return "(\(text(operand)) has \(flags))" }
            return "(\(text(operand)) has \(literal(.enumeration(type, flags))))"
        case .arithmetic(let operation, let left, let right):
            return "(\(text(left)) \(operation.rawValue) \(text(right)))"
        case .negate(let operand): return "(-(\(text(operand))))"
        case .function(let function, let arguments):
            return "\(function.name)(\(arguments.map(text).joined(separator: ",")))"
        case .lambda(let quantifier, let collection, let variable, let predicate):
            return lambda(quantifier, collection, variable, predicate)
        case .cast(let operand): return "cast(\(text(operand)),\(expression.type.name))"
        case .isOf(let operand, let type): return "isof(\(text(operand)),\(type))"
        case .conditional(let branches):
            return "case(" + branches.map { "\(text($0.condition)):\(text($0.value))" }.joined(separator: ",") + ")"
        }
    }

    private func lambda(
        _ quantifier: BoundExpression.Quantifier,
        _ collection: BoundCollection,
        _ variable: BoundVariable?,
        _ predicate: BoundExpression?
    ) -> String {
        guard let variable, let predicate else { return "\(text(collection))/\(quantifier.rawValue)()" }
        var inner = self
        // A number makes the name unique, whatever the request called it.
        inner.names[variable.number] = "v\(variable.number)"
        return "\(text(collection))/\(quantifier.rawValue)(v\(variable.number):\(inner.text(predicate)))"
    }

    private func aggregate(_ aggregate: BoundExpression.BoundCollectionAggregate) -> String {
        var inner = self
        // The members are what paths inside start from.
        inner.names[aggregate.variable.number] = "$this"
        let filter = aggregate.filter.map { "/$filter(\(inner.text($0)))" } ?? ""
        let value = aggregate.value.map { "\(inner.text($0)) with \(aggregate.method.rawValue)" } ?? "$count"
        return (aggregate.collection.map(text) ?? "$these") + filter + "/aggregate(\(value))"
    }

    private func hierarchy(_ test: BoundHierarchyTest) -> String {
        let qualifier = literal(.string(test.hierarchy.qualifier))
        var arguments = [
            "HierarchyNodes=$root/\(test.hierarchy.entitySet.name)", "HierarchyQualifier=\(qualifier)",
            "Node=\(text(test.node))",
        ]
        func relative(_ name: String, _ other: BoundExpression, _ distance: Int?, _ includesSelf: Bool) {
            arguments.append("\(name)=\(text(other))")
            if let distance { arguments.append("MaxDistance=\(distance)") }
            if includesSelf { arguments.append("IncludeSelf=true") }
        }
        let name: String
        switch test.kind {
        case .isNode: name = "isnode"
        case .isRoot: name = "isroot"
        case .isLeaf: name = "isleaf"
        case .isDescendant(let other, let distance, let includesSelf):
            name = "isdescendant"
            relative("Ancestor", other, distance, includesSelf)
        case .isAncestor(let other, let distance, let includesSelf):
            name = "isancestor"
            relative("Descendant", other, distance, includesSelf)
        case .isSibling(let other):
            name = "issibling"
            relative("Other", other, nil, false)
        }
        return "Org.OData.Aggregation.V1.\(name)(\(arguments.joined(separator: ",")))"
    }

    private func count(
        _ collection: BoundCollection,
        _ variable: BoundVariable?,
        _ filter: BoundExpression?,
        _ search: SearchSyntax?
    ) -> String {
        var options: [String] = []
        if let filter { options.append("$filter=" + text(filter)) }
        if let search { options.append("$search=" + text(search)) }
        return text(collection) + "/$count" + (options.isEmpty ? "" : "(\(options.joined(separator: ";")))")
    }

    private func text(_ collection: BoundCollection) -> String {
        switch collection.member {
        case .navigation(let navigation, _): text(collection.base) + navigation.name
        case .property(let property): text(collection.base) + property.name
        }
    }

    /// The path with a slash at its end; empty for the instance itself.
    private func text(_ path: BoundPath) -> String {
        var text = names[path.variable.number].map { $0 + "/" } ?? ""
        for step in path.steps {
            switch step {
            case .navigation(let navigation, _): text += navigation.name + "/"
            case .complex(let property): text += property.name + "/"
            case .cast(let type): text += "\(type)/"
            }
        }
        return text
    }
}
