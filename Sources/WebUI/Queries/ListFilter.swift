import EntityModel
import Identity

/// One condition of a list: a field, a comparison and, for most, a value.
struct ListFilter: Sendable, Equatable {
    /// How a field is compared; the raw value stands in addresses.
    enum Comparison: String, Sendable, CaseIterable {
        case equal = "eq"
        case unequal = "ne"
        case greater = "gt"
        case greaterOrEqual = "ge"
        case less = "lt"
        case lessOrEqual = "le"
        case contains
        case startsWith = "startswith"
        case isEmpty = "null"
        case isNotEmpty = "notnull"
        case today
        case last
        case next
        case this

        /// The words between field and value.
        var words: String {
            switch self {
            case .equal: "is"
            case .unequal: "is not"
            case .greater: "is more than"
            case .greaterOrEqual: "is at least"
            case .less: "is less than"
            case .lessOrEqual: "is at most"
            case .contains: "contains"
            case .startsWith: "starts with"
            case .isEmpty: "is empty"
            case .isNotEmpty: "is not empty"
            case .today: "is today"
            case .last: "is in the last"
            case .next: "is in the next"
            case .this: "is in this"
            }
        }

        /// The words for days and instants, where they differ.
        var wordsForDays: String {
            switch self {
            case .greater: "is after"
            case .greaterOrEqual: "is on or after"
            case .less: "is before"
            case .lessOrEqual: "is on or before"
            default: words
            }
        }

        var takesValue: Bool {
            switch self {
            case .isEmpty, .isNotEmpty, .today: false
            default: true
            }
        }
    }

    let field: String
    let comparison: Comparison
    /// The value as the address has it; empty where the comparison takes none.
    let value: String
    /// The condition as OData.
    let odata: String
    /// The condition in words.
    var words: String
    /// Whether several of this kind on one field mean "one of these".
    let isAlternative: Bool

    /// The condition as the address has it.
    var text: String {
        comparison.takesValue ? "\(field):\(comparison.rawValue):\(value)" : "\(field):\(comparison.rawValue)"
    }

    /// All conditions as one OData expression; conditions that one field equals are alternatives.
    static func odata(_ filters: [ListFilter]) -> String? {
        var parts: [String] = []
        var done: Set<String> = []
        for filter in filters {
            guard filter.isAlternative else {
                parts.append(filter.odata)
                continue
            }
            guard done.insert(filter.field).inserted else { continue }
            let same = filters.filter { $0.isAlternative && $0.field == filter.field }.map(\.odata)
            parts.append(same.count == 1 ? same[0] : "(" + same.joined(separator: " or ") + ")")
        }
        return parts.isEmpty ? nil : parts.joined(separator: " and ")
    }
}

/// Why a condition was dropped.
enum FilterProblem: Error, Equatable {
    case unknownField(String)
    case unknownComparison(String, field: String, accepted: [String])
    case value(field: String, accepts: String)

    var sentence: String {
        switch self {
        case .unknownField(let name): "There is no field “\(name.prefix(64))” to filter by."
        case .unknownComparison(let word, let field, let accepted):
            "\(field) cannot be compared by “\(word.prefix(20))”; it takes \(accepted.joined(separator: ", "))."
        case .value(let field, let accepts): "\(field) takes \(accepts)."
        }
    }
}
