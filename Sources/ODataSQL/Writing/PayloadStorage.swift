import OData
import SQLCore

/// Turns values of a body into what columns hold.
struct PayloadStorage {
    /// The column and value of a property; throws where the storage cannot hold the value.
    static func store(
        _ given: PayloadProperty,
        in mapping: EntityMapping
    ) throws(WriteError) -> (column: String, value: SQLValue) {
        let name = given.property.name
        guard let column = mapping.columns[name], case .column(let stored) = column.source else {
            throw .notImplemented(feature: "Writing the property \(name)")
        }
        return (stored, try value(given.value, as: column.storage, of: name))
    }

    static func value(
        _ value: PayloadValue,
        as storage: ColumnStorage,
        of name: String
    ) throws(WriteError) -> SQLValue {
        guard case .primitive(let primitive) = value else {
            throw .notImplemented(feature: "Writing complex, spatial and collection values (\(name))")
        }
        do {
            switch try ConstantPlanner.store(primitive, as: storage, at: nil) {
            case .exact(let stored): return stored
            case .null: return .null
            case .between, .belowAll, .aboveAll:
                throw WriteError.violations([outOfRange(primitive, name)])
            }
        } catch let error as WriteError {
            throw error
        } catch {
            throw .violations([outOfRange(primitive, name)])
        }
    }

    private static func outOfRange(_ value: EdmValue, _ name: String) -> PayloadViolation {
        let shown: String =
            switch value {
            case .integer(let number): "\(number)"
            case .decimal(let number): "\(number)"
            case .double(let number): "\(number)"
            case .date(let date): "\(date)"
            case .dateTimeOffset(let instant): "\(instant)"
            default: "given"
            }
        return PayloadViolation(name, .outOfRange(value: shown, reason: ""))
    }

    /// The value of a column as the property's type has it: for keys in addresses.
    static func read(_ value: SQLValue, as storage: ColumnStorage, type: EdmType) -> EdmValue? {
        switch (value, storage) {
        case (.integer(let number), .integer), (.integer(let number), .wideInteger):
            if case .enumeration(let name) = type { return .enumeration(name, number) }
            return .integer(number)
        case (.integer(let number), .enumeration):
            if case .enumeration(let name) = type { return .enumeration(name, number) }
            return .integer(number)
        case (.integer(let number), .boolean): return .boolean(number != 0)
        case (.integer(let number), .scaledDecimal(let scale)):
            return EdmDecimal(significand: Int128(number), scale: scale).map { .decimal($0) }
        case (.integer(let number), .timestamp): return .dateTimeOffset(EdmDateTimeOffset(microseconds: number))
        case (.integer(let number), .timeOfDay): return EdmTimeOfDay(microseconds: number).map { .timeOfDay($0) }
        case (.integer(let number), .duration): return .duration(EdmDuration(microseconds: number))
        case (.real(let number), .real): return .double(number)
        case (.text(let text), .text): return .string(text)
        case (.text(let text), .guid): return EdmGuid(text).map { .guid($0) }
        case (.text(let text), .date): return EdmDate(text).map { .date($0) }
        case (.blob(let bytes), .blob): return .binary(bytes)
        default: return nil
        }
    }
}
