import CRMService
import EntityModel
import Identity

/// Which sets and fields one viewer sees.
struct VisibleFields: Sendable {
    let sets: Set<String>
    /// The names of the visible fields, by set.
    let fields: [String: Set<String>]
}

extension VisibleFields {
    init(_ view: ModelView) { self.init(sets: view.sets, fields: view.fields) }
}

/// The way a record is named and its fields are shown to one viewer.
struct RecordText: Sendable {
    let catalog: EntityCatalog
    let view: VisibleFields
    let format: ValueFormat

    /// Whether the viewer sees a field.
    func sees(_ field: Field, of type: EntityType) -> Bool { view.fields[type.set]?.contains(field.name) ?? false }

    /// The visible fields of a set, in order.
    func fields(of type: EntityType) -> [Field] { type.fields.filter { sees($0, of: type) } }

    /// The field people know a record by, if the viewer sees it.
    func nameField(of type: EntityType) -> Field? {
        type.nameField.flatMap { type.field($0) }.flatMap { sees($0, of: type) ? $0 : nil }
    }

    /// The field that names a row: the name, else a number of the record, else the key.
    func headField(of type: EntityType) -> Field? {
        nameField(of: type) ?? numberField(of: type) ?? type.key
    }

    private func numberField(of type: EntityType) -> Field? {
        guard type.kind == .record else { return nil }
        let own = type.fields.filter { sees($0, of: type) && !UsualColumns.isFlattened($0) }
        return own.first { ["QuoteNumber", "OrderNumber", "CaseNumber"].contains($0.name) }
    }

    /// How a reference is shown: by a flattened name beside it, by a name read from the other record, or by its key.
    enum ReferenceName: Sendable, Equatable {
        case flattened(String)
        case expanded(navigation: String, field: String)
        case key
    }

    func name(of field: Field, in type: EntityType) -> ReferenceName {
        guard case .reference(let set) = field.kind, view.sets.contains(set), let target = catalog.type(ofSet: set),
            let name = nameField(of: target)
        else { return .key }
        let beside = type.fields.first { other in
            guard case .through(let path, let through) = other.virtualValue else { return false }
            return path == [field.name] && through == name.name && sees(other, of: type)
        }
        if let beside { return .flattened(beside.name) }
        guard let navigation = field.navigationName else { return .key }
        return .expanded(navigation: navigation, field: name.name)
    }

    /// The address of a record by the value of its key.
    static func href(_ key: String, of set: String) -> String {
        RecordAddress.record(PercentText.encodeSegment(key), of: set)
    }

    /// The name of a record.
    func title(_ record: RecordValue, of type: EntityType) -> String {
        if let name = nameField(of: type), let text = record[name.name].plainText, !text.isEmpty { return text }
        if let number = numberField(of: type), let text = record[number.name].plainText, !text.isEmpty { return text }
        let key = type.key.flatMap { record[$0.name].plainText } ?? "?"
        return type.kind == .calendar ? ValueFormat.day(key) : "\(type.label) \(key)"
    }

    /// A field of a record, ready to be shown.
    func cell(_ field: Field, of record: RecordValue, in type: EntityType) -> PageCell {
        let value = record[field.name].plainText
        guard let value, !value.isEmpty else { return .text(field.label, nil) }
        switch field.kind {
        case .reference(let set): return reference(field, value, to: set, of: record, in: type)
        case .code(let list): return code(field, value, list: list)
        case .bool: return .text(field.label, value == "true" ? "Yes" : "No")
        case .money:
            return .number(field.label, ValueFormat.money(value, currency: record["CurrencyCode"].plainText))
        case .baseMoney: return .number(field.label, ValueFormat.money(value, currency: nil))
        case .percent: return .number(field.label, ValueFormat.number(value, most: 2) + " %")
        case .int32, .int64: return .number(field.label, Self.isGroupless(field) ? value : ValueFormat.number(value))
        case .quantity, .rate, .decimal: return .number(field.label, ValueFormat.number(value))
        case .date: return .short(field.label, ValueFormat.day(value))
        case .timestamp: return .instant(field.label, format.instant(value))
        case .id: return .code(field.label, value)
        case .string, .text: return text(field, value)
        }
    }

    /// Whether a whole number is a name rather than an amount, such as a year.
    static func isGroupless(_ field: Field) -> Bool {
        field.isKey || ["Year", "Id", "Key"].contains { field.name.hasSuffix($0) }
    }

    private func reference(
        _ field: Field,
        _ key: String,
        to set: String,
        of record: RecordValue,
        in type: EntityType
    ) -> PageCell {
        let name: String?
        switch self.name(of: field, in: type) {
        case .flattened(let beside): name = record[beside].plainText
        case .expanded(let navigation, let target): name = record[navigation][target].plainText
        case .key: name = nil
        }
        let label = catalog.type(ofSet: set)?.label ?? set
        let text = name.flatMap { $0.isEmpty ? nil : $0 } ?? "\(label) \(key)"
        return .text(field.label, text, href: view.sets.contains(set) ? Self.href(key, of: set) : nil)
    }

    private func code(_ field: Field, _ value: String, list: String) -> PageCell {
        let item = catalog.list(list)?.item(value)
        let label = item?.label ?? value
        if field.name == "StatusCode" { return .badge(field.label, PageBadge(label, Self.tone(item?.meaning))) }
        return .text(field.label, label)
    }

    private static func tone(_ meaning: String?) -> PageTone {
        switch meaning {
        case "Open", "New", "InProgress", "Waiting": .info
        case "Done", "Closed", "Resolved", "Won", "Converted", "Completed", "Accepted": .ok
        case "Lost", "Disqualified", "Cancelled", "Rejected": .bad
        default: .neutral
        }
    }

    private func text(_ field: Field, _ value: String) -> PageCell {
        if field.name == "State" {
            let tone: PageTone = value == "Won" ? .ok : value == "Lost" ? .bad : .info
            return .badge(field.label, PageBadge(value, tone))
        }
        if field.name.hasSuffix("Email") { return .email(field.label, value) }
        if field.name.hasSuffix("Phone") || field.name.hasSuffix("PhoneNumber") || field.name.hasSuffix("Mobile") {
            return .phone(field.label, value)
        }
        if field.name.hasSuffix("Website") || field.name.hasSuffix("Url") { return .website(field.label, value) }
        if field.isKey || field.name.hasSuffix("Number") || field.name == "ProductCode" {
            return .code(field.label, value)
        }
        return .text(field.label, value)
    }
}
