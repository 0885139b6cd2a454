import OData

/// Writes bound values as short text, so that tests compare lines.
enum BoundPrinter {
    /// The expression and its type; `?` for nullable.
    static func line(_ expression: BoundExpression) -> String { "\(text(expression)) : \(type(expression.type))" }

    static func type(_ type: EdmTypeReference) -> String {
        var text = type.name.hasPrefix("Edm.") ? String(type.name.dropFirst(4)) : type.name
        if case .fixed(let scale) = type.facets.scale, type.primitive == .decimal { text += "(\(scale))" }
        return type.isNullable ? text + "?" : text
    }

    static func text(_ expression: BoundExpression) -> String {
        switch expression.node {
        case .constant(let value): constant(value, expression.type)
        case .property(let path, let property): self.path(path) + property.name
        case .variable(let variable): variable.number == 0 ? "$it" : variable.name
        case .navigation(let path): "nav " + self.path(path).dropLast()
        case .count(let collection, let variable, let filter, let search):
            "count(\(member(collection))"
                + (variable.map { _ in filter.map { " where \(text($0))" } ?? "" } ?? "")
                + (search == nil ? ")" : " search)")
        case .aggregate(let aggregate):
            "aggregate(\(aggregate.collection.map(member) ?? "$these")"
                + (aggregate.filter.map { " where \(text($0))" } ?? "")
                + ": \(aggregate.value.map(text) ?? "") \(aggregate.method.rawValue))"
        case .hierarchy(let test):
            "hierarchy \(test.hierarchy.qualifier)(\(test.operands.map(text).joined(separator: ", ")))"
        case .and(let operands): "(" + operands.map(text).joined(separator: " and ") + ")"
        case .or(let operands): "(" + operands.map(text).joined(separator: " or ") + ")"
        case .not(let operand): "not \(text(operand))"
        case .comparison(let comparison, let left, let right): "(\(text(left)) \(comparison) \(text(right)))"
        case .inList(let operand, let values):
            "\(text(operand)) in [\(values.map { constant($0, operand.type) }.joined(separator: " "))]"
        case .inCollection(let operand, let collection): "\(text(operand)) in \(member(collection))"
        case .has(let operand, let flags): "\(text(operand)) has \(flags)"
        case .arithmetic(let operation, let left, let right): "(\(text(left)) \(operation) \(text(right)))"
        case .negate(let operand): "-\(text(operand))"
        case .function(let function, let arguments):
            "\(function.name)(\(arguments.map(text).joined(separator: ", ")))"
        case .lambda(let quantifier, let collection, let variable, let predicate):
            "\(quantifier)(\(member(collection))"
                + (variable.map { " \($0.name)#\($0.number)" } ?? "")
                + (predicate.map { ": \(text($0))" } ?? "") + ")"
        case .cast(let operand): "cast(\(text(operand)) as \(type(expression.type)))"
        case .structured(let value): URLText.literal(value)
        case .isOf(let operand, let name): "isof(\(text(operand)), \(name))"
        case .conditional(let branches):
            "case(" + branches.map { "\(text($0.condition)): \(text($0.value))" }.joined(separator: ", ") + ")"
        }
    }

    static func path(_ path: BoundPath) -> String {
        var text = path.variable.number == 0 ? "" : "\(path.variable.name)."
        for step in path.steps {
            switch step {
            case .navigation(let navigation, let set): text += "\(navigation.name)>\(set ?? "?")/"
            case .complex(let property): text += "\(property.name)/"
            case .cast(let name): text += "<\(name.name)>/"
            }
        }
        return text
    }

    static func member(_ collection: BoundCollection) -> String {
        switch collection.member {
        case .navigation(let navigation, let set): path(collection.base) + "\(navigation.name)>\(set ?? "?")"
        case .property(let property): path(collection.base) + property.name
        }
    }

    static func constant(_ value: EdmValue, _ type: EdmTypeReference) -> String {
        let name = self.type(type).replacing("?", with: "")
        return switch value {
        case .null: "null"
        case .boolean(let flag): "\(flag)"
        case .integer(let number): "\(number):\(name)"
        case .decimal(let number): "\(number):Decimal"
        case .double(let number): "\(number):\(name)"
        case .string(let text): "'\(text)'"
        case .guid(let guid): "guid \(guid)"
        case .date(let date): "date \(date)"
        case .timeOfDay(let time): "time \(time)"
        case .dateTimeOffset(let instant): "instant \(instant)"
        case .duration(let duration): "duration \(duration)"
        case .binary(let bytes): "binary \(bytes)"
        case .enumeration(let type, let number): "\(type.name)#\(number)"
        }
    }

    // MARK: Requests

    static func line(_ read: BoundRead) -> String {
        var text = read.root.name
        for step in read.steps {
            switch step {
            case .key(let values):
                text +=
                    "("
                    + values.map { "\($0.property.name)=\(constant($0.value, $0.property.type))" }.joined(
                        separator: ","
                    ) + ")"
            case .navigation(let navigation, let set): text += "/\(navigation.name)>\(set.name)"
            case .filter(let filter, let variable):
                text += "/filter \(variable.name)#\(variable.number) \(self.text(filter))"
            case .cast(let name): text += "/<\(name.name)>"
            case .complex(let property): text += "/\(property.name)"
            case .slice(let slice):
                text += "/slice \(order(slice.orderBy)) \(slice.skip) \(slice.top.map(String.init) ?? "all")"
            }
        }
        return text + " = " + shape(read.shape) + " of " + read.target.name
    }

    private static func shape(_ shape: BoundRead.Shape) -> String {
        switch shape {
        case .collection: "collection"
        case .entity: "entity"
        case .property(let path): "property " + path.map(\.name).joined(separator: "/")
        case .rawValue(let path): "raw " + path.map(\.name).joined(separator: "/")
        case .stream(let path): "stream " + path.map(\.name).joined(separator: "/")
        case .item(let path, let position): "item \(position) of " + path.map(\.name).joined(separator: "/")
        case .valueCount(let path): "count of " + path.map(\.name).joined(separator: "/")
        case .count: "count"
        case .references(let isCollection): isCollection ? "references" : "reference"
        }
    }

    static func select(_ select: BoundSelect) -> String {
        guard case .items(let items) = select else { return "all" }
        return items.map { item in
            switch item {
            case .allProperties: return "*"
            case .property(let property, let nested):
                if case .all = nested { return property.name }
                return "\(property.name)(\(self.select(nested)))"
            case .derived(let type, let property, let nested):
                let path = "<\(type.name)>/\(property.name)"
                if case .all = nested { return path }
                return "\(path)(\(self.select(nested)))"
            case .computed(let name): return "computed \(name)"
            case .navigation(let navigation): return "nav \(navigation.name)"
            case .operation(let name): return "op \(name)"
            }
        }
        .joined(separator: ",")
    }

    static func compute(_ items: [BoundComputation]) -> String {
        items.map { "\($0.name) = \(line($0.expression))" }.joined(separator: ", ")
    }

    static func order(_ orderings: [BoundOrdering]) -> String {
        orderings.map { text($0.expression) + ($0.isDescending ? " desc" : "") }.joined(separator: ", ")
    }

    static func expand(_ expands: [BoundExpand]) -> String {
        expands.map { item in
            var parts: [String] = []
            if let levels = item.levels { parts.append("levels=\(levels)") }
            if item.hasNestedSelection { parts.append("nested") }
            let query = item.query
            if !query.compute.isEmpty { parts.append("compute=\(compute(query.compute))") }
            if let filter = query.filter { parts.append("filter=\(text(filter))") }
            if query.search != nil { parts.append("search") }
            if !query.orderBy.isEmpty { parts.append("order=\(order(query.orderBy))") }
            if let skip = query.skip { parts.append("skip=\(skip)") }
            if let top = query.top { parts.append("top=\(top)") }
            if query.count { parts.append("count") }
            if query.select != .all { parts.append("select=\(select(query.select))") }
            if !query.expand.isEmpty { parts.append("expand=\(expand(query.expand))") }
            let form = item.form == .entities ? "" : item.form == .references ? "/$ref" : "/$count"
            return "\(item.navigation.name)>\(item.entitySet.name)\(form)"
                + (parts.isEmpty ? "" : "(\(parts.joined(separator: ";")))")
        }
        .joined(separator: ",")
    }
}
