/// Binding of comparison, membership and arithmetic (URL Conventions 5.1.1.1 and 5.1.1.2).
extension BindingSession {
    // MARK: Comparison

    func compare(
        _ comparison: BoundExpression.Comparison,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        if left.isNull || right.isNull { return try compareWithNull(comparison, left, right, range) }
        let isEquality = comparison == .eq || comparison == .ne
        if isEquality, case .entity(let name) = left.type.type, case .entity(let other) = right.type.type {
            return try compareEntities(comparison, (left, name), (right, other), range)
        }
        if let structural = try compareComplex(comparison, left, right, range) { return structural }
        for side in [left, right] { try checkComparable(side, isEquality: isEquality, comparison.rawValue) }
        let (alignedLeft, alignedRight) = try align(left, right, comparison.rawValue, range)
        if alignedLeft.isNaN || alignedRight.isNaN {
            return BoundExpression(.constant(.boolean(comparison == .ne)), type: .boolean, range: range)
        }
        return BoundExpression(.comparison(comparison, alignedLeft, alignedRight), type: .boolean, range: range)
    }

    /// Null equals null only, and has no order (URL Conventions 5.1.1.1).
    private func compareWithNull(
        _ comparison: BoundExpression.Comparison,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        let value = left.isNull ? right : left
        if case .primitive = value.type.type { try checkComparable(value, isEquality: true, comparison.rawValue) }
        if case .variable = value.node, case .entity = value.type.type {
            // An instance at hand is never null.
            return BoundExpression(.constant(.boolean(comparison == .ne)), type: .boolean, range: range)
        }
        switch comparison {
        case .gt, .ge, .lt, .le: return BoundExpression(.constant(.boolean(false)), type: .boolean, range: range)
        case .eq, .ne: break
        }
        if value.isConstant {
            let isEqual = value.isNull
            return BoundExpression(.constant(.boolean(isEqual == (comparison == .eq))), type: .boolean, range: range)
        }
        let null = (left.isNull ? left : right).typed(value.type)
        return BoundExpression(.comparison(comparison, value, null), type: .boolean, range: range)
    }

    /// Entities are equal if their keys are.
    private func compareEntities(
        _ comparison: BoundExpression.Comparison,
        _ left: (value: BoundExpression, type: EdmTypeName),
        _ right: (value: BoundExpression, type: EdmTypeName),
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        guard left.type == right.type else {
            throw .noCommonType(
                left: left.value.typeText,
                right: right.value.typeText,
                operator: comparison.rawValue,
                at: place(range)
            )
        }
        guard let type = model.entityType(left.type), let (first, second) = entityPaths(left.value, right.value) else {
            throw notImplemented("comparison of structured values", range)
        }
        var parts: [BoundExpression] = []
        for key in type.key {
            guard let property = type.property(key.path) else {
                throw notImplemented("comparison of entities with a key in another instance", range)
            }
            let sides = [first, second].map { path in
                var plain = conversion.plain(property.type)
                plain.isNullable = plain.isNullable || !path.steps.isEmpty
                return BoundExpression(.property(path, property), type: plain, range: range)
            }
            parts.append(BoundExpression(.comparison(.eq, sides[0], sides[1]), type: .boolean, range: range))
        }
        let all = parts.count == 1 ? parts[0] : BoundExpression(.and(parts), type: .boolean, range: range)
        return comparison == .eq ? all : BoundExpression(.not(all), type: .boolean, range: range)
    }

    private func entityPaths(_ left: BoundExpression, _ right: BoundExpression) -> (BoundPath, BoundPath)? {
        let paths = [left, right].compactMap { side in
            switch side.node {
            case .navigation(let path): path
            case .variable(let variable): BoundPath(variable)
            default: nil
            }
        }
        return paths.count == 2 ? (paths[0], paths[1]) : nil
    }

    private func checkComparable(
        _ operand: BoundExpression,
        isEquality: Bool,
        _ name: String
    ) throws(BindingError) {
        switch operand.type.type {
        case .complex, .entity: throw notImplemented("comparison of structured values", operand.range)
        case .primitive(let type) where type == .stream || type.isSpatial || (type == .binary && !isEquality):
            throw .wrongOperand(
                operator: name,
                found: operand.typeText,
                expected: "a comparable type",
                at: place(operand.range)
            )
        case .primitive, .enumeration, .typeDefinition, .abstract: break
        }
    }

    // MARK: Promotion

    /// Brings two operands to one type.
    ///
    /// A constant takes the type of the other side where that type holds it exactly, so that indexes stay of use; one
    /// that the type does not hold (`Quantity gt 2.5`) keeps its own. Otherwise the smaller number is converted.
    func align(
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ op: String,
        _ range: SourceRange
    ) throws(BindingError) -> (left: BoundExpression, right: BoundExpression) {
        if left.type.type == right.type.type { return (left, right) }
        if let leftType = left.type.primitive, let rightType = right.type.primitive,
            let leftKind = TypePromotion.kind(of: leftType), let rightKind = TypePromotion.kind(of: rightType)
        {
            if right.isConstant, !left.isConstant { return (left, fitted(right, to: left.type)) }
            if left.isConstant, !right.isConstant { return (fitted(left, to: right.type), right) }
            if leftKind == rightKind { return (left, right) }
            let type = try commonType(left.type, of: right, op, range)
            return leftKind < rightKind
                ? (try convert(left, to: type, op), right) : (left, try convert(right, to: type, op))
        }
        let type = try commonType(left.type, of: right, op, range)
        let (newLeft, newRight) = (try convert(left, to: type, op), try convert(right, to: type, op))
        if newLeft.type.type == newRight.type.type { return (newLeft, newRight) }
        // An instant that is no midnight: the day on the other side becomes an instant.
        return newLeft.isConstant
            ? (newLeft, try converted(newRight, to: newLeft.type, op))
            : (try converted(newLeft, to: newRight.type, op), newRight)
    }

    private func fitted(_ constant: BoundExpression, to type: EdmTypeReference) -> BoundExpression {
        guard case .constant(let value) = constant.node, let exact = conversion.convert(value, to: type) else {
            return constant
        }
        return BoundExpression(.constant(exact), type: type.required, range: constant.range)
    }

    /// The type that holds the values of a type and of an expression; throws for types that have none.
    func commonType(
        _ left: EdmTypeReference,
        of right: BoundExpression,
        _ op: String,
        _ range: SourceRange
    ) throws(BindingError) -> EdmTypeReference {
        if right.isNull { return left }
        if left == .null { return right.type }
        let mismatch = BindingError.noCommonType(
            left: left.name,
            right: right.typeText,
            operator: op,
            at: place(range)
        )
        guard !left.isCollection, !right.type.isCollection else { throw mismatch }
        var facets = left.facets
        if let leftType = left.primitive, let rightType = right.type.primitive,
            let common = TypePromotion.common(leftType, rightType)
        {
            facets = EdmFacets()
            if common == .decimal, let leftScale = TypePromotion.scale(of: left),
                let rightScale = TypePromotion.scale(of: right.type)
            {
                facets.scale = .fixed(max(leftScale, rightScale))
            }
            let type = leftType == rightType ? leftType : common
            return EdmTypeReference(
                .primitive(type),
                isNullable: left.isNullable || right.type.isNullable,
                facets: facets
            )
        }
        if left.type == right.type.type { return left }
        guard isConvertible(right.type, right.isConstant, to: left) else {
            // The constant may stand on the left: `'2024-01-01' le Date`.
            guard isConvertible(left, true, to: right.type) else { throw mismatch }
            return right.type
        }
        return left
    }

    /// Whether values of a type become another type without being asked: texts of literals, numbers of enumerations,
    /// days as instants.
    private func isConvertible(_ type: EdmTypeReference, _ isConstant: Bool, to target: EdmTypeReference) -> Bool {
        switch (type.type, target.type) {
        case (.primitive(.date), .primitive(.dateTimeOffset)): return !options.isStrict
        case (.primitive(.dateTimeOffset), .primitive(.date)): return !options.isStrict && isConstant
        case (.primitive(.string), .enumeration): return isConstant
        case (.primitive(let number), .enumeration): return isConstant && number.isInteger && !options.isStrict
        case (.primitive(.string), .primitive(let primitive)): return isConstant && primitive.isReadFromText
        default: return false
        }
    }

    /// An expression as another type; throws where a text is no value of it.
    func convert(
        _ expression: BoundExpression,
        to type: EdmTypeReference,
        _ op: String
    ) throws(BindingError) -> BoundExpression {
        if expression.isNull { return expression.typed(type) }
        if expression.type.type == type.type { return expression }
        guard case .constant(let value) = expression.node else {
            return try converted(expression, to: type, op)
        }
        if case .string(let text) = value, type.primitive != .string {
            if case .enumeration(let name) = type.type { return try enumeration(text, of: name, expression.range) }
            guard let parsed = conversion.value(of: text, as: type) else {
                throw .invalidValue(text: String(text.prefix(80)), type: type.name, at: place(expression.range))
            }
            return BoundExpression(.constant(parsed), type: type.required, range: expression.range)
        }
        if let exact = conversion.convert(value, to: type) {
            return BoundExpression(.constant(exact), type: type.required, range: expression.range)
        }
        // An instant within a day is compared as an instant, the day as its midnight.
        if case .dateTimeOffset = value { return expression }
        return try converted(expression, to: type, op)
    }

    private func converted(
        _ expression: BoundExpression,
        to type: EdmTypeReference,
        _ op: String
    ) throws(BindingError) -> BoundExpression {
        guard let from = expression.type.primitive, let to = type.primitive,
            (from.isNumeric && to.isNumeric) || (from == .date && to == .dateTimeOffset)
        else {
            throw .noCommonType(
                left: expression.typeText,
                right: type.name,
                operator: op,
                at: place(expression.range)
            )
        }
        if TypePromotion.kind(of: from) == TypePromotion.kind(of: to), from.isNumeric { return expression }
        var target = type
        target.isNullable = expression.type.isNullable
        if to == .decimal, from.isInteger { target.facets.scale = .fixed(0) }
        return BoundExpression(.cast(expression), type: target, range: expression.range)
    }

    // MARK: Membership

    func has(
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        if left.isNull || right.isNull {
            return BoundExpression(.constant(.null), type: .optionalBoolean, range: range)
        }
        guard case .enumeration(let name) = left.type.type else {
            throw .wrongOperand(
                operator: "has",
                found: left.typeText,
                expected: "an enumeration",
                at: place(left.range)
            )
        }
        let expected = EdmTypeReference(.enumeration(name))
        guard right.isConstant else { throw notImplemented("has with a right side that is no literal", right.range) }
        var flags = right
        if case .constant(.integer(let number)) = right.node {
            flags.node = .constant(.enumeration(name, number))
            flags.type = expected
        }
        guard flags.type.type == expected.type || flags.type.primitive == .string else {
            throw .noCommonType(left: left.typeText, right: right.typeText, operator: "has", at: place(range))
        }
        flags = try convert(flags, to: expected, "has")
        guard case .constant(.enumeration(_, let number)) = flags.node else {
            throw .noCommonType(left: left.typeText, right: right.typeText, operator: "has", at: place(range))
        }
        let type = EdmTypeReference.primitive(.boolean, isNullable: left.type.isNullable)
        return BoundExpression(.has(left, number), type: type, range: range)
    }

    func membership(
        _ left: BoundExpression,
        _ right: ExpressionSyntax,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        try checkComparable(left, isEquality: true, "in")
        switch right {
        case .list(let members, let list), .array(let members, let list):
            return try self.list(left, members, list, range, in: scope)
        case .path(let path):
            if case .alias(let name) = path.root, path.segments.isEmpty {
                let inner = scope.withoutLambdas
                return try withAlias(name, path.range) { (value) throws(BindingError) in
                    try enterNode(path.range)
                    defer { leaveNode() }
                    return try membership(left, value, range, in: inner)
                }
            }
            guard case .collection(let collection, let item, _) = try end(of: path, in: scope),
                case .property = collection.member
            else {
                throw .notCollection(path: path.text, at: place(path.range))
            }
            guard left.type.type == item.type else {
                throw .noCommonType(left: left.typeText, right: item.name, operator: "in", at: place(range))
            }
            return BoundExpression(.inCollection(left, collection), type: .boolean, range: range)
        default: throw .notCollection(path: "in", at: place(right.range))
        }
    }

    private func list(
        _ left: BoundExpression,
        _ members: [ExpressionSyntax],
        _ list: SourceRange,
        _ range: SourceRange,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression {
        guard !members.isEmpty else { throw .emptyList(at: place(list)) }
        var values: [EdmValue] = []
        values.reserveCapacity(members.count)
        var others: [BoundExpression] = []
        for member in members {
            let bound: BoundExpression
            if case .literal(let literal, let range) = member {
                bound = try constant(literal, range)
            } else {
                bound = try bind(member, in: scope)
            }
            if left.isConstant || !bound.isConstant {
                others.append(try compare(.eq, left, bound, bound.range))
            } else if bound.isNull {
                values.append(.null)
            } else {
                let aligned = try align(left, bound, "in", bound.range)
                guard aligned.left.type.type == left.type.type, case .constant(let value) = aligned.right.node else {
                    others.append(try compare(.eq, left, bound, bound.range))
                    continue
                }
                // A number that the left side's type cannot hold equals nothing.
                if aligned.right.type.type == left.type.type { values.append(value) }
            }
        }
        if !values.isEmpty {
            others.insert(BoundExpression(.inList(left, values), type: .boolean, range: range), at: 0)
        } else if others.isEmpty {
            others = [BoundExpression(.constant(.boolean(false)), type: .boolean, range: range)]
        }
        return others.count == 1 ? others[0] : BoundExpression(.or(others), type: .boolean, range: range)
    }

    // MARK: Arithmetic

    func compute(
        _ operation: BoundExpression.Arithmetic,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        if left.isNull || right.isNull { return try computeWithNull(operation, left, right, range) }
        var (left, right) = (left, right)
        left = durationFromText(left, beside: right)
        right = durationFromText(right, beside: left)
        if let type = TypePromotion.result(of: operation, left.type, right.type), let kind = type.primitive {
            try checkDivisor(operation, right, isFloating: TypePromotion.kind(of: kind) == .floating)
            let target = EdmTypeReference(.primitive(kind), facets: EdmFacets())
            let operands = (
                try convert(left, to: target, operation.rawValue), try convert(right, to: target, operation.rawValue)
            )
            return BoundExpression(.arithmetic(operation, operands.0, operands.1), type: type, range: range)
        }
        if let leftType = left.type.primitive, let rightType = right.type.primitive,
            let result = TypePromotion.temporalResult(of: operation, leftType, rightType)
        {
            try checkDivisor(operation, right, isFloating: false)
            let isNullable = left.type.isNullable || right.type.isNullable
            let type = EdmTypeReference.primitive(result, isNullable: isNullable)
            return BoundExpression(.arithmetic(operation, left, right), type: type, range: range)
        }
        throw .noCommonType(left: left.typeText, right: right.typeText, operator: operation.rawValue, at: place(range))
    }

    private func computeWithNull(
        _ operation: BoundExpression.Arithmetic,
        _ left: BoundExpression,
        _ right: BoundExpression,
        _ range: SourceRange
    ) throws(BindingError) -> BoundExpression {
        let other = left.isNull ? right : left
        if !other.isNull, other.type.primitive?.isComputable != true {
            throw .wrongOperand(
                operator: operation.rawValue,
                found: other.typeText,
                expected: "a number, a date or a duration",
                at: place(other.range)
            )
        }
        var type = other.type
        type.isNullable = true
        return BoundExpression(.constant(.null), type: type, range: range)
    }

    /// A duration may be written without its prefix (4.01) where a date or duration stands on the other side.
    private func durationFromText(_ operand: BoundExpression, beside other: BoundExpression) -> BoundExpression {
        guard case .constant(.string(let text)) = operand.node, let type = other.type.primitive,
            type == .dateTimeOffset || type == .date || type == .duration,
            let duration = EdmDuration(text)
        else { return operand }
        let reference = EdmTypeReference.primitive(.duration, isNullable: false)
        return BoundExpression(.constant(.duration(duration)), type: reference, range: operand.range)
    }

    private func checkDivisor(
        _ operation: BoundExpression.Arithmetic,
        _ right: BoundExpression,
        isFloating: Bool
    ) throws(BindingError) {
        guard operation == .mod || (!isFloating && (operation == .div || operation == .divby)),
            case .constant(let value) = right.node
        else { return }
        let isZero =
            switch value {
            case .integer(let number): number == 0
            case .decimal(let number): number.significand == 0
            case .double(let number): number == 0
            default: false
            }
        if isZero { throw .divisionByZero(at: place(right.range)) }
    }

    func minus(_ operand: BoundExpression, _ range: SourceRange) throws(BindingError) -> BoundExpression {
        if operand.isNull { return operand }
        guard let type = operand.type.primitive, type.isNumeric || type == .duration else {
            throw .wrongOperand(
                operator: "-",
                found: operand.typeText,
                expected: "a number or a duration",
                at: place(operand.range)
            )
        }
        guard case .constant(let value) = operand.node else {
            return BoundExpression(.negate(operand), type: operand.type, range: range)
        }
        let negated: EdmValue? =
            switch value {
            case .integer(let number): number == .min ? nil : .integer(-number)
            case .decimal(let number):
                EdmDecimal(significand: -number.significand, scale: number.scale).map { .decimal($0) }
            case .double(let number): .double(-number)
            case .duration(let duration):
                duration.microseconds == .min ? nil : .duration(EdmDuration(microseconds: -duration.microseconds))
            default: nil
            }
        guard let negated else { return BoundExpression(.negate(operand), type: operand.type, range: range) }
        return BoundExpression(.constant(negated), type: operand.type, range: range)
    }
}

extension BoundExpression {
    fileprivate var isNaN: Bool {
        if case .constant(.double(let number)) = node { number.isNaN } else { false }
    }
}

extension EdmTypeReference {
    /// The same without null.
    var required: EdmTypeReference {
        var type = self
        type.isNullable = false
        return type
    }
}

extension EdmPrimitiveType {
    /// Whether a string literal is read as the type where one is needed (4.01); never as a number or Boolean, so that
    /// mistakes show.
    fileprivate var isReadFromText: Bool {
        switch self {
        case .guid, .date, .dateTimeOffset, .timeOfDay, .duration, .binary: true
        default: false
        }
    }

    fileprivate var isComputable: Bool {
        isNumeric || self == .date || self == .dateTimeOffset || self == .duration
    }
}
