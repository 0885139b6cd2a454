import CRMService
import EntityModel

/// Orders the fields of a record into sections.
struct RecordSections {
    let text: RecordText
    let type: EntityType

    func sections(_ record: RecordValue) -> [RecordPage.Section] {
        var groups: [Group: [PageCell]] = [:]
        for field in text.fields(of: type) where !isShownElsewhere(field) {
            let cell = text.cell(field, of: record, in: type)
            let group = group(of: field)
            // Empty fields of a group that is all empty would only take room.
            groups[group, default: []].append(cell)
        }
        return Group.allCases.compactMap { group in
            let cells = groups[group] ?? []
            guard cells.contains(where: { !$0.isEmpty }) else { return nil }
            return RecordPage.Section(title: group.rawValue, fields: cells)
        }
    }

    private enum Group: String, CaseIterable {
        case details = "Details"
        case values = "Values"
        case address = "Address"
        case words = "Text"
        case record = "Record"
    }

    /// Flattened names stand beside their reference already; the link of a record is this page.
    private func isShownElsewhere(_ field: Field) -> Bool {
        if field.name == "RecordLink" || field.name == "StatusFlag" { return true }
        switch field.virtualValue {
        case .through(let path, _): return path.count == 1
        case .year, .month: return true
        default: return false
        }
    }

    private func group(of field: Field) -> Group {
        if UsualColumns.isSystem(field) || field.isKey { return .record }
        switch field.kind {
        case .text: return .words
        case .money, .baseMoney, .percent, .rate, .decimal, .quantity: return .values
        default: break
        }
        let parts = ["AddressLine1", "AddressLine2", "City", "Region", "Postcode", "CountryCode"]
        return parts.contains { field.name.hasSuffix($0) } ? .address : .details
    }
}

/// A small table of related records.
struct RelatedTable {
    let text: RecordText
    let type: EntityType
    let columns: ListColumns

    func table(_ records: [RecordValue]) -> PageTable? {
        guard !records.isEmpty else { return nil }
        return PageTable(
            caption: type.pluralLabel,
            columns: columns.fields.map { PageTable.Column($0.label, isNumber: $0.kind.isNumeric) },
            rows: records.map { record in
                let key = type.key.flatMap { record[$0.name].plainText }
                let head = PageCell.text(
                    columns.fields.first?.label ?? type.label,
                    text.title(record, of: type),
                    href: key.map { RecordText.href($0, of: type.set) }
                )
                return PageTable.Row(
                    head: head,
                    cells: columns.fields.dropFirst().map { text.cell($0, of: record, in: type) }
                )
            }
        )
    }
}

/// Tells the rows of a history set as events.
struct HistoryEvents {
    let text: RecordText
    let type: EntityType
    /// The field that leads to the record whose history it is.
    let parent: String

    private var told: [Field] {
        text.fields(of: type).filter { field in
            !field.isKey && field.name != parent && !UsualColumns.isSystem(field)
                && !UsualColumns.isFlattened(field) && field.name != instant?.name
        }
    }

    private var instant: Field? {
        text.fields(of: type).first { $0.kind == .timestamp && !UsualColumns.isSystem($0) }
    }

    /// The names read from other records.
    var expand: String? {
        let parts = told.compactMap { field -> String? in
            guard case .expanded(let navigation, let name) = text.name(of: field, in: type) else { return nil }
            return "\(navigation)($select=\(name))"
        }
        return parts.isEmpty ? nil : parts.joined(separator: ",")
    }

    /// One row: from what to what, then who did it.
    func event(_ record: RecordValue) -> RecordPage.Event? {
        guard let instant, let at = record[instant.name].plainText.flatMap(text.format.instant) else { return nil }
        let to = told.first { $0.name.hasPrefix("To") && $0.name != "ToState" }
        let from = told.first { $0.name.hasPrefix("From") && $0.name != "FromState" }
        let actor = told.first { $0.kind.targetSet == "Users" }
        func words(_ field: Field?) -> String? {
            field.flatMap { field in
                let cell = text.cell(field, of: record, in: type)
                return cell.text ?? cell.badge?.text
            }
        }
        let subject = to.map { Self.subject($0.label) } ?? type.label
        let title = to == nil ? type.label : words(from) == nil ? "\(subject) set" : "\(subject) changed"
        let changes = to.map { _ in [RecordPage.Change(field: subject, old: words(from), new: words(to))] } ?? []
        return RecordPage.Event(instant: at, title: title, detail: words(actor).map { "by \($0)" }, changes: changes)
    }

    /// "To stage" tells of a stage.
    private static func subject(_ label: String) -> String {
        guard label.hasPrefix("To ") else { return label }
        let rest = label.dropFirst(3)
        return rest.prefix(1).uppercased() + rest.dropFirst()
    }
}

extension PageIcon {
    /// The icon of a set.
    static func of(_ set: String) -> PageIcon {
        switch set {
        case "Companies", "Divisions": .company
        case "Contacts", "Users": .contact
        case "Leads": .lead
        case "Opportunities": .opportunity
        case "Quotes": .quote
        case "SalesOrders": .order
        case "Products": .product
        case "Tasks": .task
        case "Cases": .caseRecord
        case "Campaigns": .campaign
        case "Activities": .activity
        case "Documents": .document
        case "Teams": .team
        case "Calendar", "CalendarDays": .calendar
        default: .record
        }
    }
}
