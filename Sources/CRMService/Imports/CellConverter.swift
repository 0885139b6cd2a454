import CRM
import EntityModel
import Foundation
import SQLCore

/// A row whose texts have become values; references are still the keys they are looked up by.
struct PreparedRow: Sendable {
    enum Value: Sendable {
        /// Leaves the field as it is.
        case absent
        case value(SQLValue)
        case reference(String)
    }

    let row: CSVRow
    let values: [Value]
    var line: Int { row.line }
}

/// Why a text is no value.
struct CellFault: Error {
    let code: ImportRowCode
    let message: String
}

/// Turns the cells of rows into values of their fields.
struct CellConverter: Sendable {
    let mapping: CompiledMapping
    let lists: ListFacts

    /// Whether the mapping leaves the row out.
    func skips(_ row: CSVRow) -> Bool {
        mapping.skipColumns.contains { TextCleaner.clean(row.cells[$0]).isEmpty }
    }

    /// Converts a row; all faults of its cells are added to `errors`.
    func prepare(_ row: CSVRow, errors: inout [ImportRowError]) -> PreparedRow? {
        var values: [PreparedRow.Value] = []
        values.reserveCapacity(mapping.fields.count)
        let before = errors.count
        for field in mapping.fields {
            do throws(CellFault) {
                values.append(try value(field, row.cells))
            } catch {
                errors.append(
                    ImportRowError(
                        line: row.line,
                        column: field.column,
                        property: field.field.name,
                        code: error.code,
                        message: error.message
                    )
                )
            }
        }
        return errors.count == before ? PreparedRow(row: row, values: values) : nil
    }

    private func value(_ field: CompiledField, _ cells: [String]) throws(CellFault) -> PreparedRow.Value {
        var text = TextCleaner.clean(text(field.source, cells))
        if let lookup = field.entry.lookup, !text.isEmpty {
            guard let found = field.lookup[text] else {
                throw CellFault(
                    code: .referenceMissing,
                    message: "\(lookup.file) has no row with \(Self.quoted(text))."
                )
            }
            text = TextCleaner.clean(found)
        }
        if let part = field.entry.part { text = NameSplit.part(part, of: text) }
        text = field.entry.translate[text] ?? text
        switch field.entry.letterCase {
        case .lower: text = text.lowercased()
        case .upper: text = text.uppercased()
        case nil: break
        }
        if text.isEmpty, let other = field.entry.whenEmpty {
            text = other
        } else if !text.isEmpty {
            text = field.entry.prefix + text
        }
        if text.isEmpty { return field.entry.keepWhenEmpty ? .absent : .value(try empty(field.field)) }
        if field.reference != nil { return .reference(text) }
        return .value(try convert(text, field))
    }

    private func empty(_ field: Field) throws(CellFault) -> SQLValue {
        if field.kind == .bool { return .boolean(false) }
        // A required field with a default takes it later.
        if field.isRequired, field.initial == nil {
            throw CellFault(code: .required, message: "A value is needed.")
        }
        return .null
    }

    private func text(_ source: CompiledField.Source, _ cells: [String]) -> String {
        switch source {
        case .column(let column): cells[column]
        case .constant(let text): text
        case .template(let parts): parts.reduce(into: "") { $0 += text($1.part, $1.column, cells) }
        case .choose(let choices, let otherwise):
            choices.first { TextCleaner.clean(cells[$0.column]) == $0.equals }?.then ?? otherwise
        }
    }

    private func text(_ part: ImportTemplate.Part, _ column: Int?, _ cells: [String]) -> String {
        switch part {
        case .text(let text): return text
        case .column(_, let decimals):
            let cell = column.map { TextCleaner.clean(cells[$0]) } ?? ""
            guard let decimals, let number = ScaledDecimal(point(cell), scale: decimals) else { return cell }
            return number.description
        }
    }

    // MARK: Types

    private func convert(_ text: String, _ field: CompiledField) throws(CellFault) -> SQLValue {
        switch field.field.kind {
        case .string(let limit): return try string(text, limit, field.field)
        case .text(let limit): return .text(try limited(TextCleaner.withoutGuard(text), limit))
        case .code(let list): return try code(text, list)
        case .bool: return try bool(text, field.entry)
        case .id, .reference, .int64: return try integer(text, Int64.min...Int64.max, field.field)
        case .int32: return try integer(text, Int64(Int32.min)...Int64(Int32.max), field.field)
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal: return try decimal(text, field)
        case .date: return try date(text, field)
        case .timestamp: return try instant(text, field)
        }
    }

    private func string(_ text: String, _ limit: Int, _ field: Field) throws(CellFault) -> SQLValue {
        let line = try limited(TextCleaner.oneLine(TextCleaner.withoutGuard(text)), limit)
        guard !field.fixedCodes.isEmpty else { return .text(line) }
        if let code = field.fixedCodes.first(where: { $0.lowercased() == line.lowercased() }) { return .text(code) }
        throw CellFault(
            code: .listCode,
            message: "\(Self.quoted(line)) is none of \(field.fixedCodes.joined(separator: ", "))."
        )
    }

    private func limited(_ text: String, _ limit: Int) throws(CellFault) -> String {
        guard text.utf8.count > limit else { return text }
        let length = text.unicodeScalars.count
        guard length > limit else { return text }
        throw CellFault(code: .tooLong, message: "The text has \(length) characters; \(limit) are allowed.")
    }

    private func code(_ text: String, _ list: String) throws(CellFault) -> SQLValue {
        guard let code = lists.code(text, in: list) else {
            let near = ImportNames.nearest(text, among: lists.codes(of: list))
            throw CellFault(
                code: .listCode,
                message: "\(list) has no code or label \(Self.quoted(text))." + ImportNames.suggestion(near)
            )
        }
        return .text(code)
    }

    private func bool(_ text: String, _ entry: ImportField) throws(CellFault) -> SQLValue {
        let word = text.lowercased()
        let hasOwn = !entry.yes.isEmpty || !entry.no.isEmpty
        let yes = hasOwn ? entry.yes : ["true", "yes", "y", "1", "on", "x"]
        let no = hasOwn ? entry.no : ["false", "no", "n", "0", "off"]
        if yes.contains(where: { $0.lowercased() == word }) { return .boolean(true) }
        if no.contains(where: { $0.lowercased() == word }) { return .boolean(false) }
        throw CellFault(code: .type, message: "\(Self.quoted(text)) is neither yes nor no.")
    }

    private func integer(_ text: String, _ range: ClosedRange<Int64>, _ field: Field) throws(CellFault) -> SQLValue {
        guard let number = Int64(text), range.contains(number) else {
            throw CellFault(code: .type, message: "\(Self.quoted(text)) is no whole number that fits the field.")
        }
        try check(Int128(number), scale: 0, field)
        return .integer(number)
    }

    private func decimal(_ text: String, _ field: CompiledField) throws(CellFault) -> SQLValue {
        let kind = field.field.kind
        let scale = kind.scale ?? 4
        let plain = DecimalText.shifted(point(text), by: field.entry.shift)
        guard let plain, let number = ScaledDecimal(plain, scale: scale) else {
            throw CellFault(code: .type, message: "\(Self.quoted(text)) is no number that fits the field.")
        }
        let limit =
            switch kind {
            case .money, .baseMoney: ExactArithmetic.moneyLimit
            default: ExactArithmetic.power10(kind.precision ?? 18) - 1
            }
        guard number.digits.magnitude <= limit.magnitude else {
            throw CellFault(code: .type, message: "\(Self.quoted(text)) is too large for the field.")
        }
        try check(Int128(number.digits), scale: scale, field.field)
        return .integer(number.digits)
    }

    private func check(_ digits: Int128, scale: Int, _ field: Field) throws(CellFault) {
        guard let range = field.range else { return }
        let one = Int128(ExactArithmetic.power10(scale))
        if let minimum = range.minimum {
            let least = Int128(minimum) * one
            guard range.isMinimumExcluded ? digits > least : digits >= least else {
                let words = range.isMinimumExcluded ? "greater than" : "at least"
                throw CellFault(code: .type, message: "The number must be \(words) \(minimum).")
            }
        }
        if let maximum = range.maximum, digits > Int128(maximum) * one {
            throw CellFault(code: .type, message: "The number must be at most \(maximum).")
        }
    }

    /// The text with a point before the decimals.
    private func point(_ text: String) -> String {
        guard mapping.decimalMark == "," else { return text }
        return String(text.compactMap { $0 == "." || $0 == " " ? nil : $0 == "," ? "." : $0 })
    }

    private func date(_ text: String, _ field: CompiledField) throws(CellFault) -> SQLValue {
        if let pattern = field.datePattern {
            if let read = pattern.read(text) { return .text(read.day.text) }
        } else if text.utf8.count == 10, let day = CivilDate(isoText: text) {
            return .text(day.text)
        } else if let instant = InstantText.microseconds(text), instant % CivilDate.microsecondsPerDay == 0 {
            return .text(CivilDate(microseconds: instant).text)
        }
        let form = field.entry.dateFormat ?? "yyyy-MM-dd"
        throw CellFault(code: .type, message: "\(Self.quoted(text)) is no date of the form \(form).")
    }

    private func instant(_ text: String, _ field: CompiledField) throws(CellFault) -> SQLValue {
        if let pattern = field.datePattern {
            if let read = pattern.read(text) { return .integer(read.day.startMicroseconds + read.second * 1_000_000) }
        } else if let instant = InstantText.microseconds(text) {
            return .integer(instant)
        }
        let form = field.entry.dateFormat ?? "yyyy-MM-ddTHH:mm:ssZ"
        throw CellFault(code: .type, message: "\(Self.quoted(text)) is no instant of the form \(form).")
    }

    /// A text in quotation marks, short enough for a message.
    static func quoted(_ text: String) -> String {
        "“" + (text.count > 60 ? text.prefix(57) + "…" : text[...]) + "”"
    }
}
