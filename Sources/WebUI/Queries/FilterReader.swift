import EntityModel
import Identity

/// Makes conditions of the words in an address.
struct FilterReader: Sendable {
    let type: EntityType
    let text: RecordText
    /// The user that `me` stands for.
    let userID: Int64?

    private typealias Comparison = ListFilter.Comparison

    /// Reads `Field:comparison:value`.
    func filter(_ entry: String) throws(FilterProblem) -> ListFilter {
        let parts = entry.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false).map(String.init)
        return try filter(
            field: parts[0],
            comparison: parts.count > 1 ? parts[1] : "eq",
            value: parts.count > 2 ? parts[2] : ""
        )
    }

    /// Makes a condition of its three parts.
    func filter(field name: String, comparison word: String, value: String) throws(FilterProblem) -> ListFilter {
        guard let field = type.field(name), text.sees(field, of: type), field.isFilterable else {
            throw .unknownField(name)
        }
        let accepted = Self.comparisons(of: field)
        guard let comparison = Comparison(rawValue: word), accepted.contains(comparison) else {
            throw .unknownComparison(word, field: field.label, accepted: accepted.map(\.rawValue))
        }
        let value = String(value.prefix(400))
        let condition = try condition(field, comparison, value)
        let words = isDay(field) ? comparison.wordsForDays : comparison.words
        return ListFilter(
            field: name,
            comparison: comparison,
            value: comparison.takesValue ? value : "",
            odata: condition.odata,
            words: "\(field.label) \(words)\(condition.shown.isEmpty ? "" : " " + condition.shown)",
            isAlternative: comparison == .equal && !isDay(field)
        )
    }

    /// The comparisons a field takes.
    static func comparisons(of field: Field) -> [ListFilter.Comparison] {
        let empties: [ListFilter.Comparison] = field.isNullable ? [.isEmpty, .isNotEmpty] : []
        switch field.kind {
        case .string: return [.equal, .unequal, .contains, .startsWith] + empties
        case .text: return [.contains, .startsWith] + empties
        case .code: return [.equal, .unequal] + empties
        case .reference: return [.equal, .unequal, .contains] + empties
        case .bool: return [.equal, .unequal]
        case .date, .timestamp:
            return [.equal, .greater, .greaterOrEqual, .less, .lessOrEqual, .today, .last, .next, .this] + empties
        case .id, .int32, .int64, .money, .baseMoney, .quantity, .percent, .rate, .decimal:
            return [.equal, .unequal, .greater, .greaterOrEqual, .less, .lessOrEqual] + empties
        }
    }

    private func isDay(_ field: Field) -> Bool {
        switch field.kind {
        case .date, .timestamp: true
        default: false
        }
    }

    private typealias Condition = (odata: String, shown: String)

    private func condition(
        _ field: Field,
        _ comparison: ListFilter.Comparison,
        _ value: String
    ) throws(FilterProblem) -> Condition {
        switch comparison {
        case .isEmpty: return ("\(field.name) eq null", "")
        case .isNotEmpty: return ("\(field.name) ne null", "")
        default: break
        }
        switch field.kind {
        case .string, .text: return try textCondition(field, comparison, value)
        case .code(let list): return try codeCondition(field, comparison, value, list: list)
        case .reference(let set): return try referenceCondition(field, comparison, value, set: set)
        case .bool:
            guard let flag = ["true": true, "yes": true, "false": false, "no": false][value.lowercased()] else {
                throw .value(field: field.label, accepts: "yes or no")
            }
            return ("\(field.name) \(comparison.rawValue) \(flag)", flag ? "yes" : "no")
        case .date: return try DayCondition(field, comparison, value, format: text.format).onDay()
        case .timestamp: return try DayCondition(field, comparison, value, format: text.format).onInstant()
        case .id, .int32, .int64:
            guard let number = Int64(value) else { throw .value(field: field.label, accepts: "a whole number") }
            let isName = RecordText.isGroupless(field)
            let shown = isName ? String(number) : ValueFormat.number(String(number))
            return ("\(field.name) \(comparison.rawValue) \(number)", shown)
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal:
            guard let number = Self.decimal(value) else {
                throw .value(field: field.label, accepts: "a number such as 1250.50")
            }
            return ("\(field.name) \(comparison.rawValue) \(number)", ValueFormat.number(number))
        }
    }

    private func textCondition(
        _ field: Field,
        _ comparison: ListFilter.Comparison,
        _ value: String
    ) throws(FilterProblem) -> Condition {
        guard !value.isEmpty else { throw .value(field: field.label, accepts: "a text") }
        if !field.fixedCodes.isEmpty, comparison == .equal || comparison == .unequal {
            let code = field.fixedCodes.first { $0.lowercased() == value.lowercased() }
            guard let code else {
                throw .value(field: field.label, accepts: "one of " + field.fixedCodes.joined(separator: ", "))
            }
            return ("\(field.name) \(comparison.rawValue) \(ODataText.string(code))", code)
        }
        switch comparison {
        case .contains, .startsWith:
            let odata = "\(comparison.rawValue)(tolower(\(field.name)),\(ODataText.string(value.lowercased())))"
            return (odata, "“\(value)”")
        default: return ("\(field.name) \(comparison.rawValue) \(ODataText.string(value))", "“\(value)”")
        }
    }

    private func codeCondition(
        _ field: Field,
        _ comparison: ListFilter.Comparison,
        _ value: String,
        list: String
    ) throws(FilterProblem) -> Condition {
        let items = text.catalog.list(list)?.items ?? []
        let folded = value.lowercased()
        if let item = items.first(where: { $0.code.lowercased() == folded || $0.label.lowercased() == folded }) {
            return ("\(field.name) \(comparison.rawValue) \(ODataText.string(item.code))", item.label)
        }
        // A list may have codes of its own besides those the product came with.
        let isCode =
            !value.isEmpty && value.utf8.count <= 40 && value.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        guard isCode else {
            let labels = items.prefix(12).map(\.label).joined(separator: ", ")
            throw .value(field: field.label, accepts: "one of " + labels + (items.count > 12 ? ", …" : ""))
        }
        return ("\(field.name) \(comparison.rawValue) \(ODataText.string(value))", value)
    }

    private func referenceCondition(
        _ field: Field,
        _ comparison: ListFilter.Comparison,
        _ value: String,
        set: String
    ) throws(FilterProblem) -> Condition {
        if comparison == .contains {
            let path: String
            switch text.name(of: field, in: type) {
            case .flattened(let name): path = name
            case .expanded(let navigation, let name): path = navigation + "/" + name
            case .key: throw .value(field: field.label, accepts: "a number, not a name, because the name is hidden")
            }
            guard !value.isEmpty else { throw .value(field: field.label, accepts: "a text") }
            return ("contains(tolower(\(path)),\(ODataText.string(value.lowercased())))", "“\(value)”")
        }
        if value == "me", set == "Users", let userID {
            return ("\(field.name) \(comparison.rawValue) \(userID)", "me")
        }
        guard let key = Int64(value) else {
            let me = set == "Users" ? " or “me”" : ""
            throw .value(
                field: field.label,
                accepts: "the number of a record\(me), or with “contains” a part of a name"
            )
        }
        return ("\(field.name) \(comparison.rawValue) \(key)", "number \(key)")
    }

    /// A decimal in plain digits, with a point.
    private static func decimal(_ text: String) -> String? {
        let plain = text.filter { $0 != " " && $0 != "," }
        let digits = plain.hasPrefix("-") ? plain.dropFirst() : plain[...]
        let parts = digits.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), plain.utf8.count <= 30,
            parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy { (0x30...0x39).contains($0) } })
        else { return nil }
        return plain
    }
}

/// Makes conditions on days and instants; a day begins and ends in the person's zone.
private struct DayCondition {
    let field: Field
    let comparison: ListFilter.Comparison
    let value: String
    let format: ValueFormat

    init(_ field: Field, _ comparison: ListFilter.Comparison, _ value: String, format: ValueFormat) {
        self.field = field
        self.comparison = comparison
        self.value = value
        self.format = format
    }

    /// The first day, the first day after, and words.
    private typealias Span = (first: CivilDay, end: CivilDay, shown: String)

    func onDay() throws(FilterProblem) -> (odata: String, shown: String) {
        let span = try span()
        switch comparison {
        case .greater, .greaterOrEqual, .less, .lessOrEqual:
            return ("\(field.name) \(comparison.rawValue) \(span.first)", span.shown)
        case .equal: return ("\(field.name) eq \(span.first)", span.shown)
        default: return ("\(field.name) ge \(span.first) and \(field.name) lt \(span.end)", span.shown)
        }
    }

    func onInstant() throws(FilterProblem) -> (odata: String, shown: String) {
        let span = try span()
        let first = format.zone.firstInstant(of: span.first).rfc3339
        let end = format.zone.firstInstant(of: span.end).rfc3339
        switch comparison {
        case .greater: return ("\(field.name) ge \(end)", span.shown)
        case .greaterOrEqual: return ("\(field.name) ge \(first)", span.shown)
        case .less: return ("\(field.name) lt \(first)", span.shown)
        case .lessOrEqual: return ("\(field.name) lt \(end)", span.shown)
        default: return ("\(field.name) ge \(first) and \(field.name) lt \(end)", span.shown)
        }
    }

    private func span() throws(FilterProblem) -> Span {
        let today = format.today
        switch comparison {
        case .today: return (today, today.adding(days: 1), "")
        case .last:
            let (count, unit) = try length()
            return (today.adding(days: 1 - count * unit.days), today.adding(days: 1), unit.words(count))
        case .next:
            let (count, unit) = try length()
            return (today, today.adding(days: count * unit.days), unit.words(count))
        case .this: return try period(today)
        default:
            let day = value == "today" ? today : CivilDay(value)
            guard let day else { throw .value(field: field.label, accepts: "a day such as \(today), or “today”") }
            return (day, day.adding(days: 1), value == "today" ? "today" : ValueFormat.day(day))
        }
    }

    private enum Unit: Character {
        case day = "d"
        case week = "w"

        var days: Int { self == .day ? 1 : 7 }

        func words(_ count: Int) -> String {
            let name = self == .day ? "day" : "week"
            return count == 1 ? name : "\(count) \(name)s"
        }
    }

    private func length() throws(FilterProblem) -> (Int, Unit) {
        let unit = value.last.flatMap { Unit(rawValue: $0) }
        let digits = unit == nil ? value[...] : value.dropLast()
        guard let count = Int(digits), (1...3_660).contains(count) else {
            throw .value(field: field.label, accepts: "a length such as 30d or 4w")
        }
        return (count, unit ?? .day)
    }

    private func period(_ today: CivilDay) throws(FilterProblem) -> Span {
        let months: Int
        let first: Int
        switch value {
        case "week":
            // 1970-01-01 was a Thursday; weeks begin on Monday.
            let weekday = Int((today.dayNumber + 3) % 7 + 7) % 7
            let monday = today.adding(days: -weekday)
            return (monday, monday.adding(days: 7), "week")
        case "month": (first, months) = (today.month, 1)
        case "quarter": (first, months) = ((today.month - 1) / 3 * 3 + 1, 3)
        case "year": (first, months) = (1, 12)
        default: throw .value(field: field.label, accepts: "week, month, quarter or year")
        }
        let last = first + months
        guard let start = CivilDay(year: today.year, month: first, day: 1),
            let end = CivilDay(
                year: last > 12 ? today.year + 1 : today.year,
                month: last > 12 ? last - 12 : last,
                day: 1
            )
        else { throw .value(field: field.label, accepts: "a period within the years 1 to 9999") }
        return (start, end, value)
    }
}
