/// Binding of expressions (URL Conventions 5.1.1).
extension BindingSession {
    /// An operand, with the `not`s in front of it that wait for a Boolean: `not a eq b` is parsed as `(not a) eq b`, and
    /// means `not (a eq b)` if `a` is not Boolean.
    struct Operand {
        var expression: BoundExpression
        var pendingNots: Int
    }

    /// Binds an expression of any type but a collection.
    func bind(_ syntax: ExpressionSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        let operand = try self.operand(syntax, in: scope)
        if operand.pendingNots > 0 {
            throw .wrongOperand(
                operator: "not",
                found: operand.expression.typeText,
                expected: "Edm.Boolean",
                at: place(syntax.range)
            )
        }
        return operand.expression
    }

    /// Binds a condition: a Boolean expression.
    func condition(_ syntax: ExpressionSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        let bound = try bind(syntax, in: scope)
        guard bound.isBoolean else { throw .notBoolean(found: bound.typeText, at: place(syntax.range)) }
        return bound.typed(.optionalBoolean)
    }

    func operand(_ syntax: ExpressionSyntax, in scope: BindingScope) throws(BindingError) -> Operand {
        try enterNode(syntax.range)
        defer { leaveNode() }
        switch syntax {
        case .unary(.not, let inner, let range): return try negation(inner, range, in: scope)
        case .binary(let op, let left, let right, let range):
            return try binary(op, left, right, range, in: scope)
        case .literal(let literal, let range): return Operand(try constant(literal, range))
        case .path(let path): return Operand(try value(at: path, in: scope))
        case .unary(.negate, let inner, let range): return Operand(try minus(try bind(inner, in: scope), range))
        case .and(let operands, let range):
            return Operand(try logical(operands, isAnd: true, range, in: scope))
        case .or(let operands, let range):
            return Operand(try logical(operands, isAnd: false, range, in: scope))
        case .call(let call): return Operand(try self.call(call, in: scope))
        case .conditional(let branches, let range): return Operand(try conditional(branches, range, in: scope))
        case .cast(let inner, let type, let range): return Operand(try cast(inner, type, range, in: scope))
        case .isOf(let inner, let type, let range): return Operand(try isOf(inner, type, range, in: scope))
        case .list(_, let range):
            throw .wrongOperand(operator: "(…)", found: "a list", expected: "a single value", at: place(range))
        case .array(_, let range): throw notImplemented("JSON arrays in expressions", range)
        case .object(_, let range): throw notImplemented("JSON objects in expressions", range)
        }
    }

    // MARK: Literals

    func constant(_ literal: EdmLiteral, _ range: SourceRange) throws(BindingError) -> BoundExpression {
        switch literal {
        case .null: return BoundExpression(.constant(.null), type: .null, range: range)
        case .enumeration(let type, let members):
            return try enumerationConstant(type, members.joined(separator: ","), range)
        case .geography(let shape), .geometry(let shape):
            var isGeometry = false
            if case .geometry = literal { isGeometry = true }
            let type = EdmTypeReference.primitive(shape.shape.type(isGeometry: isGeometry), isNullable: false)
            return BoundExpression(.structured(.geography(shape)), type: type, range: range)
        default: break
        }
        guard let value = ValueConversion.natural(literal), let type = ValueConversion.naturalType(literal) else {
            throw notImplemented("literals of this type", range)
        }
        var facets = EdmFacets()
        if case .decimal(let number) = value { facets.scale = .fixed(number.scale) }
        let reference = EdmTypeReference(.primitive(type), isNullable: false, facets: facets)
        return BoundExpression(.constant(value), type: reference, range: range)
    }

    private func enumerationConstant(
        _ type: String,
        _ text: String,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        guard let name = typeName(NameSyntax(type, range)), model.enumType(name) != nil else {
            throw unknownType(type, range)
        }
        return try enumeration(text, of: name, range)
    }

    /// A constant of an enumeration type from member names or numbers.
    func enumeration(_ text: String, of name: EdmTypeName, _ range: SourceRange) throws(BindingError) -> BoundExpression
    {
        if let value = conversion.enumeration(text, of: name) {
            return BoundExpression(
                .constant(value),
                type: EdmTypeReference(.enumeration(name), isNullable: false),
                range: range
            )
        }
        guard let unknown = conversion.unknownMember(in: text, of: name) else {
            throw .invalidValue(text: String(text.prefix(80)), type: name.description, at: place(range))
        }
        let members = model.enumType(name)?.members.map(\.name) ?? []
        throw .unknownMember(
            name: String(unknown.prefix(80)),
            type: name,
            near: NearNames.of(unknown, among: members),
            at: place(range)
        )
    }

    var conversion: ValueConversion { ValueConversion(model: model) }

    // MARK: Logic

    private func negation(
        _ inner: ExpressionSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> Operand {
        let operand = try self.operand(inner, in: scope)
        guard operand.pendingNots == 0, operand.expression.isBoolean else {
            return Operand(expression: operand.expression, pendingNots: operand.pendingNots + 1)
        }
        return Operand(negated(operand.expression, range))
    }

    private func negated(_ expression: BoundExpression, _ range: SourceRange) -> BoundExpression {
        let operand = expression.typed(.optionalBoolean)
        return BoundExpression(.not(operand), type: operand.type, range: range)
    }

    private func logical(
        _ syntax: [ExpressionSyntax],
        isAnd: Bool,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        var operands: [BoundExpression] = []
        operands.reserveCapacity(syntax.count)
        var isNullable = false
        for operand in syntax {
            let bound = try bind(operand, in: scope)
            guard bound.isBoolean else {
                throw .wrongOperand(
                    operator: isAnd ? "and" : "or",
                    found: bound.typeText,
                    expected: "Edm.Boolean",
                    at: place(bound.range)
                )
            }
            isNullable = isNullable || bound.type.isNullable
            // Chains in parentheses or behind aliases join the chain they stand in.
            switch bound.node {
            case .and(let nested) where isAnd: operands += nested
            case .or(let nested) where !isAnd: operands += nested
            default: operands.append(bound.typed(.optionalBoolean))
            }
        }
        let type = EdmTypeReference.primitive(.boolean, isNullable: isNullable)
        return BoundExpression(isAnd ? .and(operands) : .or(operands), type: type, range: range)
    }

    private func binary(
        _ op: BinaryOperatorSyntax,
        _ left: ExpressionSyntax,
        _ right: ExpressionSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> Operand {
        if left.isJSON || right.isJSON || left.isPath && right.isPath,
            let bound = try structural(op, left, right, range, in: scope)
        {
            return Operand(bound)
        }
        var operand = try self.operand(left, in: scope)
        let bound: BoundExpression
        switch op {
        case .eq: bound = try compare(.eq, operand.expression, try bind(right, in: scope), range)
        case .ne: bound = try compare(.ne, operand.expression, try bind(right, in: scope), range)
        case .gt: bound = try compare(.gt, operand.expression, try bind(right, in: scope), range)
        case .ge: bound = try compare(.ge, operand.expression, try bind(right, in: scope), range)
        case .lt: bound = try compare(.lt, operand.expression, try bind(right, in: scope), range)
        case .le: bound = try compare(.le, operand.expression, try bind(right, in: scope), range)
        case .has: bound = try has(operand.expression, try bind(right, in: scope), range)
        case .in: bound = try membership(operand.expression, right, range, in: scope)
        case .add: bound = try compute(.add, operand.expression, try bind(right, in: scope), range)
        case .sub: bound = try compute(.sub, operand.expression, try bind(right, in: scope), range)
        case .mul: bound = try compute(.mul, operand.expression, try bind(right, in: scope), range)
        case .div: bound = try compute(.div, operand.expression, try bind(right, in: scope), range)
        case .divby: bound = try compute(.divby, operand.expression, try bind(right, in: scope), range)
        case .mod: bound = try compute(.mod, operand.expression, try bind(right, in: scope), range)
        }
        guard operand.pendingNots > 0, bound.isBoolean else {
            operand.expression = bound
            return operand
        }
        return Operand(operand.pendingNots.isMultiple(of: 2) ? bound : negated(bound, range))
    }

    private func conditional(
        _ branches: [ConditionalBranchSyntax],
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        var bound: [BoundExpression.Branch] = []
        var type = EdmTypeReference.null
        for branch in branches {
            let condition = try self.condition(branch.condition, in: scope)
            let value = try bind(branch.value, in: scope)
            type = try commonType(type, of: value, "case", range)
            bound.append(BoundExpression.Branch(condition: condition, value: value))
        }
        for index in bound.indices {
            bound[index].value = try convert(bound[index].value, to: type, "case")
        }
        type.isNullable = true
        return BoundExpression(.conditional(bound), type: type, range: range)
    }
}

extension BindingSession.Operand {
    init(_ expression: BoundExpression) {
        self.init(expression: expression, pendingNots: 0)
    }
}

extension EdmTypeReference {
    /// The type of `null` where nothing else gives one.
    static let null = EdmTypeReference(.abstract("Untyped"))
    static let boolean = EdmTypeReference.primitive(.boolean, isNullable: false)
    static let optionalBoolean = EdmTypeReference.primitive(.boolean)
}

extension BoundExpression {
    var isNull: Bool {
        if case .constant(.null) = node { true } else { false }
    }

    var isConstant: Bool {
        if case .constant = node { true } else { false }
    }

    /// Whether it can stand as a condition; `null` can.
    var isBoolean: Bool { type.primitive == .boolean || isNull }

    /// The type as messages name it.
    var typeText: String { isNull ? "null" : type.name }

    /// The same as something that can be null.
    var nullable: BoundExpression {
        var nullable = self
        nullable.type.isNullable = true
        return nullable
    }

    /// A bare `null` takes the type; anything else keeps its own.
    func typed(_ type: EdmTypeReference) -> BoundExpression {
        guard isNull else { return self }
        var typed = self
        typed.type = type
        typed.type.isNullable = true
        return typed
    }
}
