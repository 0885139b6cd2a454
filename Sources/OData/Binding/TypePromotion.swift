/// Rules for operands of different types (URL Conventions 5.1.1.18).
enum TypePromotion {
    /// Numbers by how they are computed with; a later kind wins over an earlier one.
    enum NumberKind: Int, Comparable {
        case integer
        case decimal
        case floating

        static func < (left: NumberKind, right: NumberKind) -> Bool { left.rawValue < right.rawValue }
    }

    static func kind(of type: EdmPrimitiveType) -> NumberKind? {
        switch type {
        case .decimal: .decimal
        case .double, .single: .floating
        default: type.isInteger ? .integer : nil
        }
    }

    /// The type that both numbers are promoted to.
    static func common(_ left: EdmPrimitiveType, _ right: EdmPrimitiveType) -> EdmPrimitiveType? {
        guard let leftKind = kind(of: left), let rightKind = kind(of: right) else { return nil }
        switch max(leftKind, rightKind) {
        case .floating: return left == .double || right == .double || leftKind != rightKind ? .double : .single
        case .decimal: return .decimal
        case .integer: return left == .int64 || right == .int64 ? .int64 : .int32
        }
    }

    /// The digits behind the point that a number of the type can have; nil where that varies.
    static func scale(of type: EdmTypeReference) -> Int? {
        guard let primitive = type.primitive else { return nil }
        if primitive.isInteger { return 0 }
        if case .fixed(let scale) = type.facets.scale { return scale }
        return nil
    }

    /// The type of an arithmetic result over two numbers.
    static func result(
        of operation: BoundExpression.Arithmetic,
        _ left: EdmTypeReference,
        _ right: EdmTypeReference
    ) -> EdmTypeReference? {
        guard let leftType = left.primitive, let rightType = right.primitive,
            var type = common(leftType, rightType)
        else { return nil }
        if operation == .divby, kind(of: type) == .integer { type = .decimal }
        var facets = EdmFacets()
        if type == .decimal, let leftScale = scale(of: left), let rightScale = scale(of: right) {
            let scale =
                switch operation {
                case .add, .sub, .mod: max(leftScale, rightScale)
                case .mul: leftScale + rightScale
                case .div, .divby: max(leftScale, rightScale, 6)
                }
            facets.scale = .fixed(scale)
        }
        return EdmTypeReference(.primitive(type), isNullable: left.isNullable || right.isNullable, facets: facets)
    }

    /// The type of an arithmetic result over dates and durations (URL Conventions 5.1.1.2), or nil.
    static func temporalResult(
        of operation: BoundExpression.Arithmetic,
        _ left: EdmPrimitiveType,
        _ right: EdmPrimitiveType
    ) -> EdmPrimitiveType? {
        switch (operation, left, right) {
        case (.add, .dateTimeOffset, .duration), (.sub, .dateTimeOffset, .duration): .dateTimeOffset
        case (.add, .date, .duration), (.sub, .date, .duration): .date
        case (.add, .duration, .duration), (.sub, .duration, .duration): .duration
        case (.sub, .dateTimeOffset, .dateTimeOffset), (.sub, .date, .date): .duration
        case (.mul, .duration, _) where right.isNumeric, (.div, .duration, _) where right.isNumeric,
            (.divby, .duration, _) where right.isNumeric:
            .duration
        case (.mul, _, .duration) where left.isNumeric: .duration
        default: nil
        }
    }

    /// Whether values of the type have an order.
    static func isOrderable(_ type: EdmTypeReference) -> Bool {
        guard !type.isCollection else { return false }
        switch type.type {
        case .primitive(let primitive): return primitive != .stream && primitive != .binary && !primitive.isSpatial
        case .enumeration, .typeDefinition, .abstract: return true
        case .complex, .entity: return false
        }
    }
}
