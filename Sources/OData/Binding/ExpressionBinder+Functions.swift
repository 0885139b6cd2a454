/// Binding of calls, casts and type tests (URL Conventions 5.1.1.4 to 5.1.1.12).
extension BindingSession {
    func call(_ call: FunctionCallSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        if call.name.text.lowercased() == "isdefined" { return try isDefined(call, in: scope) }
        guard let function = BuiltInFunction(ignoringCase: call.name.text) else {
            throw unknownFunction(call.name.text, call.name.range)
        }
        if let bound = try listCall(function, call, in: scope) { return bound }
        switch function.group {
        case .collection:
            throw .wrongArgument(
                function: function.name,
                position: 1,
                found: "a single value",
                expected: ["a collection"],
                at: place(call.range)
            )
        case .type: throw wrongCount(function, call, expected: [1, 2])
        case .conditional: throw wrongCount(function, call, expected: [1])
        case .string, .date, .arithmetic, .geo: break
        }
        var arguments: [BoundExpression] = []
        for argument in call.arguments { arguments.append(try self.argument(argument, of: function, in: scope)) }
        let fitting = function.signatures.filter { $0.parameters.count == arguments.count }
        guard !fitting.isEmpty else { throw wrongCount(function, call, expected: function.argumentCounts) }
        for signature in fitting {
            guard let accepted = accept(arguments, by: signature) else { continue }
            try check(accepted, of: function)
            return BoundExpression(
                .function(function, accepted),
                type: result(of: function, signature, accepted),
                range: call.range
            )
        }
        throw wrongArgument(function, arguments, fitting)
    }

    private func argument(
        _ syntax: ExpressionSyntax,
        of function: BuiltInFunction,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        try bind(syntax, in: scope)
    }

    private func accept(_ arguments: [BoundExpression], by signature: FunctionSignature) -> [BoundExpression]? {
        var accepted: [BoundExpression] = []
        for (argument, type) in zip(arguments, signature.parameters) {
            guard let fitting = accept(argument, as: type) else { return nil }
            accepted.append(fitting)
        }
        return accepted
    }

    private func accept(_ argument: BoundExpression, as type: EdmPrimitiveType) -> BoundExpression? {
        let target = EdmTypeReference.primitive(type)
        // Here `try?` turns a text that is no value of the type into "does not fit", which the caller reports.
        if argument.isNull { return argument.typed(target) }
        guard let found = argument.type.primitive else { return nil }
        if found == type { return argument }
        if type == .int32, found.isInteger { return argument }
        if type == .double, found == .single { return argument }
        if type == .decimal, found.isInteger { return try? convert(argument, to: target, "") }
        if found == .string, argument.isConstant, type != .string, !type.isNumeric, type != .boolean {
            return try? convert(argument, to: target, "")
        }
        return nil
    }

    /// Checks what only the values of literals show.
    private func check(_ arguments: [BoundExpression], of function: BuiltInFunction) throws(BindingError) {
        if function == .substring, arguments.count == 3, case .constant(.integer(let length)) = arguments[2].node,
            length < 0
        {
            throw .negativeLength(at: place(arguments[2].range))
        }
        if function.readsComponentOfInstant, case .constant(.dateTimeOffset(let instant))? = arguments.first?.node,
            instant.offsetMinutes != 0
        {
            throw .offsetInComponent(function: function.name, at: place(arguments[0].range))
        }
        if function == .matchespattern, arguments.count == 2 {
            switch arguments[1].node {
            case .constant(.string(let pattern)):
                do {
                    _ = try PatternSyntax(checking: pattern)
                } catch {
                    throw .invalidPattern(error, at: place(arguments[1].range))
                }
            case .constant: break
            default: throw notImplemented("matchespattern with a pattern that is no literal", arguments[1].range)
            }
        }
    }

    private func result(
        of function: BuiltInFunction,
        _ signature: FunctionSignature,
        _ arguments: [BoundExpression]
    ) -> EdmTypeReference {
        var type = EdmTypeReference.primitive(signature.result, isNullable: arguments.contains { $0.type.isNullable })
        if signature.result == .decimal {
            if function.group == .date {
                type.facets.scale = .fixed(6)
            } else if let scale = arguments.first.flatMap({ TypePromotion.scale(of: $0.type) }) {
                type.facets.scale = .fixed(scale)
            }
        }
        return type
    }

    private func wrongCount(
        _ function: BuiltInFunction,
        _ call: FunctionCallSyntax,
        expected: [Int]
    ) -> BindingError {
        .wrongArgumentCount(
            function: function.name,
            found: call.arguments.count,
            expected: expected,
            at: place(call.range)
        )
    }

    private func wrongArgument(
        _ function: BuiltInFunction,
        _ arguments: [BoundExpression],
        _ signatures: [FunctionSignature]
    ) -> BindingError {
        var wrong = 0
        for index in arguments.indices
        where !signatures.contains(where: { accept(arguments[index], as: $0.parameters[index]) != nil }) {
            wrong = index
            break
        }
        var expected: [String] = []
        for name in signatures.map({ $0.parameters[wrong].qualifiedName }) where !expected.contains(name) {
            expected.append(name)
        }
        return .wrongArgument(
            function: function.name,
            position: wrong + 1,
            found: arguments[wrong].typeText,
            expected: expected,
            at: place(arguments[wrong].range)
        )
    }

    // MARK: Types

    /// The type of a name in `cast` and `isof`.
    private func type(named syntax: TypeNameSyntax, _ range: SourceRange) throws(BindingError) -> EdmType {
        if syntax.isCollection { throw notImplemented("collection types in expressions", range) }
        let name = syntax.name
        if name.namespace == "Edm" {
            guard let primitive = EdmPrimitiveType(rawValue: String(name.identifier)) else {
                throw unknownType(name.text, name.range)
            }
            return .primitive(primitive)
        }
        guard let qualified = typeName(name) else { throw unknownType(name.text, name.range) }
        if model.enumType(qualified) != nil { return .enumeration(qualified) }
        if let definition = model.typeDefinition(qualified) { return .primitive(definition.underlyingType) }
        if model.entityType(qualified) != nil { return .entity(qualified) }
        if model.complexType(qualified) != nil { return .complex(qualified) }
        throw unknownType(name.text, name.range)
    }

    func cast(
        _ inner: ExpressionSyntax?,
        _ typeName: TypeNameSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        let type = try self.type(named: typeName, range)
        let target = EdmTypeReference(type)
        switch type {
        case .entity, .complex: throw notImplemented("cast to a structured type", range)
        case .primitive(let primitive) where primitive.isSpatial || primitive == .stream:
            throw notImplemented("cast to \(primitive.qualifiedName)", range)
        case .primitive, .enumeration, .typeDefinition, .abstract: break
        }
        let null = BoundExpression(.constant(.null), type: target, range: range)
        guard let inner else {
            // The instance at hand: a member of a primitive collection, else an entity, which is no value.
            let bound = BoundExpression(
                .variable(scope.current),
                type: EdmTypeReference(scope.current.type),
                range: range
            )
            return scope.current.type == type ? bound : null
        }
        let bound = try bind(inner, in: scope)
        if bound.isNull { return null }
        if bound.type.type == type { return bound }
        if case .constant(let value) = bound.node { return constantCast(value, bound, to: target, range) ?? null }
        guard Self.isCastable(bound.type.type, to: type) else { return null }
        var result = target
        if type == .primitive(.decimal), bound.type.primitive?.isInteger == true { result.facets.scale = .fixed(0) }
        return BoundExpression(.cast(bound), type: result, range: range)
    }

    /// A literal as another type, or nil where that fails.
    private func constantCast(
        _ value: EdmValue,
        _ bound: BoundExpression,
        to target: EdmTypeReference,
        _ range: SourceRange
    ) -> BoundExpression? {
        let converted: EdmValue?
        var isText = false
        switch value {
        case .string(let text):
            converted = conversion.value(of: text, as: target)
            isText = true
        default: converted = conversion.convert(value, to: target)
        }
        if let converted { return BoundExpression(.constant(converted), type: target.required, range: range) }
        guard !isText, Self.isCastable(bound.type.type, to: target.type) else { return nil }
        return BoundExpression(.cast(bound), type: target, range: range)
    }

    /// Whether some value of a type has a counterpart in another.
    private static func isCastable(_ from: EdmType, to: EdmType) -> Bool {
        switch (from, to) {
        case (.entity, _), (.complex, _): return false
        case (_, .primitive(.string)): return true
        case (.primitive(.string), _): return true
        case (.primitive(let from), .primitive(let to)):
            if from.isNumeric, to.isNumeric { return true }
            return (from == .dateTimeOffset && (to == .date || to == .timeOfDay))
                || (from == .date && to == .dateTimeOffset)
        case (.enumeration, .primitive(let to)): return to.isInteger
        case (.primitive(let from), .enumeration): return from.isInteger
        default: return false
        }
    }

    func isOf(
        _ inner: ExpressionSyntax?,
        _ typeName: TypeNameSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        let type = try self.type(named: typeName, range)
        let bound: BoundExpression
        if let inner {
            bound = try bind(inner, in: scope)
        } else {
            let current = EdmTypeReference(scope.current.type, isNullable: false)
            bound = BoundExpression(.variable(scope.current), type: current, range: range)
        }
        let never = BoundExpression(.constant(.boolean(false)), type: .boolean, range: range)
        guard !bound.isNull else { return never }
        switch (bound.type.type, type) {
        case (.entity(let found), .entity(let asked)), (.complex(let found), .complex(let asked)):
            if model.type(found, isOrDerivesFrom: asked) { return try isPresent(bound, range) }
            guard model.type(asked, isOrDerivesFrom: found) else { return never }
            return BoundExpression(.isOf(bound, asked), type: .boolean, range: range)
        case (let found, let asked): return found == asked ? try isPresent(bound, range) : never
        }
    }

    private func isPresent(_ bound: BoundExpression, _ range: SourceRange) throws(BindingError) -> BoundExpression {
        if !bound.type.isNullable { return BoundExpression(.constant(.boolean(true)), type: .boolean, range: range) }
        let null = BoundExpression(.constant(.null), type: .null, range: range)
        return try compare(.ne, bound, null, range)
    }
}
