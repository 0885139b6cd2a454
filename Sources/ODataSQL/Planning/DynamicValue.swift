import OData
import SQLCore

/// The value of a property that no type declares: of `$compute`, or of a result of `$apply`.
struct DynamicValue {
    var planned: PlannedExpression
    let type: EdmTypeReference

    init(_ expression: BoundExpression, planner: ExpressionPlanner) throws(PlanningError) {
        var value = try planner.value(expression)
        // A literal such as 1.50 keeps its places.
        if case .scaledDecimal(let scale) = value.storage, case .fixed(let places) = expression.type.facets.scale,
            scale < places, case .constant = expression.node
        {
            value.sql = NumberForms.convert(value, to: .decimal(scale: places))
            value.storage = .scaledDecimal(scale: places)
        }
        self.init(value, type: expression.type)
    }

    init(_ planned: PlannedExpression, type: EdmTypeReference) {
        self.planned = planned
        self.type = type
    }

    /// The value as a member of a row; its name stands behind the control information that names its type.
    func member(_ name: String, format: RowFormat, columns: inout ColumnCollector) -> EntityShape.Member {
        .value(
            name: Self.typeMember(name, type, format) + ShapePlanner.name(name),
            column: columns.position(of: planned.sql),
            storage: storage,
            annotation: nil
        )
    }

    /// How the value is written: an Int64 may be computed as any integer.
    var storage: ColumnStorage {
        type.primitive == .int64 && planned.storage == .integer ? .wideInteger : planned.storage
    }

    /// `"Name@odata.type":"#Decimal",` for types that JSON does not tell (JSON Format 4.6.3).
    private static func typeMember(_ name: String, _ type: EdmTypeReference, _ format: RowFormat) -> [UInt8] {
        typeText(type, format).map { Array("\"\(name)\(format.prefix)type\":\"\($0)\",".utf8) } ?? []
    }

    /// The type as control information names it; nil where JSON tells it, or nothing is told.
    static func typeText(_ type: EdmTypeReference, _ format: RowFormat) -> String? {
        guard format.metadata != .none else { return nil }
        let text: String
        switch type.type {
        case .primitive(.string), .primitive(.boolean), .primitive(.double): return nil
        case .primitive(let primitive): text = primitive.rawValue
        case .enumeration, .typeDefinition, .complex, .entity, .abstract: text = type.name
        }
        // 4.01 leaves the hash mark out in front of the protocol's own types.
        let mark = format.usesShortNames && type.primitive != nil ? "" : "#"
        return mark + text
    }
}
