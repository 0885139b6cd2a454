import OData
import SQLCore

/// SQL for a node together with how its value is stored.
struct PlannedExpression {
    var sql: SQLExpression
    var storage: ColumnStorage
    var isNullable: Bool

    /// The number form, or nil for values that are not numbers.
    var numberForm: SQLNumberForm? { storage.numberForm }
}

extension ColumnStorage {
    var numberForm: SQLNumberForm? {
        switch self {
        case .integer, .wideInteger: .integer
        case .scaledDecimal(let scale): .decimal(scale: scale)
        case .real: .double
        default: nil
        }
    }

    var timeForm: SQLTimeForm? {
        switch self {
        case .timestamp: .timestamp
        case .date: .date
        case .timeOfDay: .timeOfDay
        case .duration: .duration
        default: nil
        }
    }

    /// The storage of a value of a primitive type that no column holds: of constants and results.
    static func natural(for type: EdmTypeReference, scale: Int) -> ColumnStorage {
        guard let primitive = type.primitive else { return .text }
        switch primitive {
        case .int16, .int32, .byte, .sbyte: return .integer
        case .int64: return .wideInteger
        case .decimal: return .scaledDecimal(scale: scale)
        case .double, .single: return .real
        case .boolean: return .boolean
        case .date: return .date
        case .dateTimeOffset: return .timestamp
        case .timeOfDay: return .timeOfDay
        case .duration: return .duration
        case .guid: return .guid
        case .binary, .stream: return .blob
        default: return .text
        }
    }
}

extension ColumnStorage {
    /// The type of values that are members of a list or an object.
    var sqlType: SQLType {
        switch self {
        case .integer, .wideInteger, .enumeration: .integer
        case .scaledDecimal(let scale): .decimal(precision: 18, scale: scale)
        case .real: .double
        case .boolean: .boolean
        case .text, .wideDecimal: .text
        case .date: .date
        case .timestamp: .timestamp
        case .timeOfDay: .timeOfDay
        case .duration: .duration
        case .guid: .guid
        case .blob: .blob
        case .geography, .list, .structure: .json
        }
    }
}

extension StructureStorage {
    /// The members of a value of the declared type.
    var allMembers: [Member] { members(type) ?? [] }

    /// A member of the type, or of one derived from it.
    func member(_ name: String) -> Member? {
        for type in including(type) {
            if let member = members(type)?.first(where: { $0.name == name }) { return member }
        }
        return nil
    }
}

extension SQLNumberForm {
    var storage: ColumnStorage {
        switch self {
        case .integer: .integer
        case .decimal(let scale): .scaledDecimal(scale: scale)
        case .double: .real
        }
    }

    var scale: Int {
        if case .decimal(let scale) = self { scale } else { 0 }
    }
}
