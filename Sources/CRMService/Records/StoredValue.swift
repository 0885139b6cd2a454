import CRM
import EntityModel
import SQLCore

extension EntityValue {
    /// The value as its column holds it.
    var stored: SQLValue {
        switch self {
        case .null: .null
        case .integer(let number), .decimal(let number), .timestamp(let number): .integer(number)
        case .text(let text): .text(text)
        case .bool(let flag): .boolean(flag)
        case .date(let days): .text(CivilDate(days: days).text)
        }
    }
}
