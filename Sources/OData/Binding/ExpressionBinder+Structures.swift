/// Binding of complex values and collections as wholes (URL Conventions 5.1.1.1.1, 5.1.1.1.2 and 5.1.1.6).
extension BindingSession {
    // MARK: Comparison

    /// An equality with a JSON array or object, or of two collections; nil where neither side is one.
    func structural(
        _ op: BinaryOperatorSyntax,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression? {
        guard op == .eq || op == .ne else { return nil }
        let (left, right) = (written(left), written(right))
        let (value, other) = left.isJSON ? (right, left) : (left, right)
        let equal: BoundExpression
        switch (value, other) {
        case (_, .array(_, let place)):
            guard let list = try list(value, in: scope) else {
                throw notStructured(value, expected: "a collection")
            }
            equal = both(.eq, list, try constant(other, list.type, place), range)
        case (_, .object(_, let place)):
            let bound = try bind(value, in: scope)
            guard case .complex = bound.type.type else { throw notStructured(value, expected: "a complex value") }
            let constant = try constant(other, bound.type, place)
            guard case .structured(.structure(let members, _)) = constant.node else {
                throw notStructured(value, expected: "a complex value")
            }
            equal = try self.equal(bound, members, range)
        case (.path(let one), .path(let two)):
            // An alias stands for an expression of its own, which is bound once.
            if one.isAlias || two.isAlias { return nil }
            guard let first = try list(left, in: scope), let second = try list(right, in: scope) else { return nil }
            equal = both(.eq, first, second, range)
        default: return nil
        }
        return op == .eq ? equal : BoundExpression(.not(equal), type: .boolean, range: range)
    }

    /// The JSON array or object that an alias stands for; any other syntax as it is.
    private func written(_ syntax: ExpressionSyntax) -> ExpressionSyntax {
        guard case .path(let path) = syntax, case .alias(let name) = path.root, path.segments.isEmpty,
            let alias = try? withAlias(name, path.range, { (value) throws(BindingError) in value }), alias.isJSON
        else { return syntax }
        return alias
    }

    private func both(
        _ comparison: BoundExpression.Comparison,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) -> BoundExpression {
        BoundExpression(.comparison(comparison, left, right), type: .boolean, range: range)
    }

    /// Complex values are equal if they have the same members with equal values.
    ///
    /// `within` are the types around: recursion is bounded by their number.
    func compareComplex(
        _ comparison: BoundExpression.Comparison,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange,
        within: [EdmTypeName] = []
    ) throws(BindingError) -> BoundExpression? {
        guard comparison == .eq || comparison == .ne, case .complex(let name) = left.type.type,
            left.type.type == right.type.type, let type = model.complexType(name), let first = base(of: left),
            let second = base(of: right)
        else { return nil }
        if within.contains(name) { throw notImplemented("comparison of complex values that hold themselves", range) }
        var parts = [both(.eq, try isThere(left, range), try isThere(right, range), range)]
        for property in type.properties {
            let sides = [first, second].map { member(property, of: $0, range) }
            if case .complex = property.type.type, !property.type.isCollection {
                guard let nested = try compareComplex(.eq, sides[0], sides[1], range, within: within + [name])
                else { return nil }
                parts.append(nested)
            } else {
                parts.append(both(.eq, sides[0], sides[1], range))
            }
        }
        let all = BoundExpression(.and(parts), type: .boolean, range: range)
        return comparison == .eq ? all : BoundExpression(.not(all), type: .boolean, range: range)
    }

    private func isThere(_ value: BoundExpression, _ range: SourceRange) throws(BindingError) -> BoundExpression {
        if !value.type.isNullable { return BoundExpression(.constant(.boolean(true)), type: .boolean, range: range) }
        let null = BoundExpression(.constant(.null), type: value.type, range: range)
        return both(.ne, value, null, range)
    }

    /// Recursion is bounded by the depth of the literal.
    private func equal(
        _ value: BoundExpression,
        _ members: [StructuredValue.Member],
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        guard case .complex(let name) = value.type.type, let type = model.complexType(name),
            let base = base(of: value)
        else { throw notImplemented("comparison of structured values", range) }
        var parts = [try isThere(value, range)]
        for property in type.properties {
            let own = member(property, of: base, range)
            let given = members.first { $0.name == property.name }?.value ?? .null
            switch given {
            case .structure(let inner, _): parts.append(try equal(own, inner, range))
            case .null where property.type.isCollection:
                parts.append(
                    both(.eq, own, BoundExpression(.structured(.list([])), type: own.type, range: range), range)
                )
            case .null:
                parts.append(both(.eq, own, BoundExpression(.constant(.null), type: own.type, range: range), range))
            case .primitive(let primitive):
                parts.append(both(.eq, own, BoundExpression(.constant(primitive), type: own.type, range: range), range))
            case .list, .geography:
                parts.append(both(.eq, own, BoundExpression(.structured(given), type: own.type, range: range), range))
            }
        }
        return BoundExpression(.and(parts), type: .boolean, range: range)
    }

    /// The path to the members of a complex value; nil where it is computed.
    private func base(of value: BoundExpression) -> BoundPath? {
        switch value.node {
        case .property(let path, let property):
            return BoundPath(path.variable, steps: path.steps + [.complex(property)])
        case .variable(let variable): return BoundPath(variable)
        default: return nil
        }
    }

    private func member(_ property: EdmProperty, of base: BoundPath, _ range: SourceRange) -> BoundExpression {
        var type = conversion.plain(property.type)
        type.isNullable = true
        return BoundExpression(.property(base, property), type: type, range: range)
    }

    // MARK: Collections

    /// A function on collections; nil where no argument is one.
    func listCall(
        _ function: BuiltInFunction,
        _ call: FunctionCallSyntax,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression? {
        guard function.hasCollectionForm else { return nil }
        let given = call.arguments.map(written)
        var lists: [BoundExpression?] = []
        for argument in given { lists.append(try list(argument, in: scope)) }
        let isLiteral = given.contains { if case .array = $0 { true } else { false } }
        guard let type = lists.compactMap({ $0?.type }).first ?? (isLiteral ? .strings : nil) else { return nil }
        let expected = function == .length ? 1 : 2
        guard call.arguments.count == expected || function == .substring && call.arguments.count == 3 else {
            let counts = function == .substring ? [2, 3] : [expected]
            throw .wrongArgumentCount(
                function: function.name,
                found: call.arguments.count,
                expected: counts,
                at: place(call.range)
            )
        }
        var arguments: [BoundExpression] = []
        for (position, argument) in given.enumerated() {
            if let list = lists[position] {
                arguments.append(list)
            } else if case .array(_, let range) = argument {
                arguments.append(try constant(argument, type, range))
            } else {
                arguments.append(try number(argument, function, position, in: scope))
            }
        }
        let result: EdmTypeReference =
            switch function {
            case .length, .indexof: .primitive(.int32, isNullable: false)
            case .concat, .substring: type
            default: .boolean
            }
        return BoundExpression(.function(function, arguments), type: result, range: call.range)
    }

    private func number(
        _ argument: ExpressionSyntax,
        _ function: BuiltInFunction,
        _ position: Int,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        let bound = try bind(argument, in: scope)
        guard function == .substring, position > 0, bound.type.primitive?.isInteger == true else {
            throw .wrongArgument(
                function: function.name,
                position: position + 1,
                found: bound.typeText,
                expected: [function == .substring && position > 0 ? "Edm.Int32" : "a collection"],
                at: place(argument.range)
            )
        }
        return bound
    }

    /// A collection of values: a property, or what a function makes of one; nil for anything else.
    private func list(_ syntax: ExpressionSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression? {
        switch syntax {
        case .path(let path):
            if path.isAlias { return nil }
            guard case .collection(let collection, _, nil) = try end(of: path, in: scope),
                case .property(let property) = collection.member
            else { return nil }
            let type = conversion.plain(property.type)
            return BoundExpression(.property(collection.base, property), type: type, range: path.range)
        case .call(let call):
            guard let function = BuiltInFunction(ignoringCase: call.name.text),
                function == .concat || function == .substring,
                let bound = try listCall(function, call, in: scope), bound.type.isCollection
            else { return nil }
            return bound
        default: return nil
        }
    }

    private func constant(
        _ syntax: ExpressionSyntax,
        _ type: EdmTypeReference,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        guard let value = ArgumentReader(session: self).value(syntax, type) else {
            throw .wrongOperand(operator: "eq", found: "another value", expected: type.name, at: place(range))
        }
        return BoundExpression(.structured(value), type: type, range: range)
    }

    private func notStructured(_ syntax: ExpressionSyntax, expected: String) -> BindingError {
        .wrongOperand(operator: "eq", found: "a single value", expected: expected, at: place(syntax.range))
    }
}

extension ExpressionSyntax {
    var isJSON: Bool {
        switch self {
        case .array, .object: true
        default: false
        }
    }
}

extension MemberPathSyntax {
    fileprivate var isAlias: Bool {
        if case .alias = root { true } else { false }
    }
}

extension ExpressionSyntax {
    var isPath: Bool {
        if case .path = self { true } else { false }
    }
}

extension EdmTypeReference {
    fileprivate static let strings = EdmTypeReference(.primitive(.string), isCollection: true, isNullable: true)
}

extension EdmShape {
    /// The type of a literal of the shape.
    func type(isGeometry: Bool) -> EdmPrimitiveType {
        switch self {
        case .point: isGeometry ? .geometryPoint : .geographyPoint
        case .lineString: isGeometry ? .geometryLineString : .geographyLineString
        case .polygon: isGeometry ? .geometryPolygon : .geographyPolygon
        case .multiPoint: isGeometry ? .geometryMultiPoint : .geographyMultiPoint
        case .multiLineString: isGeometry ? .geometryMultiLineString : .geographyMultiLineString
        case .multiPolygon: isGeometry ? .geometryMultiPolygon : .geographyMultiPolygon
        case .collection: isGeometry ? .geometryCollection : .geographyCollection
        }
    }
}
