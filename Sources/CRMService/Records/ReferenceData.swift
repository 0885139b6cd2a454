import CRM
public import EntityModel
import OData
public import SQLCore

/// The rows a database needs before anybody works with it: lists, the first pipelines, the calendar, the dictionary.
///
/// Written by every start and set-up; what is there already stays, so that a changed label is not set back.
public struct ReferenceData: Sendable {
    private let catalog: EntityCatalog

    /// Makes the reference data of a catalog.
    public init(catalog: EntityCatalog) {
        self.catalog = catalog
    }

    /// Adds what is missing, in one transaction.
    ///
    /// `baseCurrency` is the ISO 4217 code that becomes active and the base where no base is chosen yet; `now` is in
    /// microseconds since 1970.
    public func complete(_ database: any SQLDatabase, baseCurrency: String, now: Int64) async throws {
        try await database.write { connection in
            var clock = try ChangeClock(connection, now: now)
            for list in catalog.lists { try insert(list, clock: &clock, on: connection) }
            try chooseBase(baseCurrency, on: connection)
            try InitialPipelineRows(catalog: catalog)?.insert(now: now, clock: &clock, on: connection)
            try insertCalendar(now: now, clock: &clock, on: connection)
            try replaceDictionary(clock: &clock, on: connection)
            try clock.store(connection)
        }
    }

    // MARK: Lists

    private func insert(_ list: ChoiceList, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        let type = list.entityType
        let fields = type.storedFields.filter { !["ChangeSeq", "LastUpdatedTimestamp"].contains($0.name) }
        let insert = try RecordInsert(
            into: type,
            columns: fields.map(\.name),
            dialect: connection.dialect,
            keepsExisting: true
        )
        for item in list.items {
            try insert.insert(fields.map { Self.value($0, of: item) }, clock: &clock, on: connection)
        }
    }

    private static func value(_ field: Field, of item: ListItem) -> EntityValue {
        if let extra = item.extra[field.name] { return extra }
        switch field.name {
        case "Code": return .text(item.code)
        case "Label": return .text(item.label)
        case "Sequence": return .integer(Int64(item.sequence))
        case "Meaning": return item.meaning.map { .text($0) } ?? .null
        case "IsActive": return .bool(item.isActive)
        case "IsDefault": return .bool(item.isDefault)
        case "IsSystem": return .bool(item.isSystem)
        default: return field.kind == .bool ? .bool(false) : .null
        }
    }

    /// Makes the base currency active, unless another one is the base already.
    private func chooseBase(_ code: String, on connection: any SQLConnection) throws {
        let hasBase = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table("Currencies", alias: "c"),
            where: .equals(.column("c", "IsBase"), .integer(1))
        )
        let choose = UpdateStatement(
            "Currencies",
            set: [SQLAssignment("IsBase", .integer(1)), SQLAssignment("IsActive", .integer(1))],
            where: .and([.equals(.column("Code"), .text(code)), .not(.exists(hasBase))])
        )
        try connection.execute(choose)
    }

    // MARK: Generated sets

    private func insertCalendar(now: Int64, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        guard let type = catalog.types.first(where: { $0.kind == .calendar }) else { return }
        let today = CivilDate(microseconds: now)
        let span = CalendarDay.span(oldest: today, today: today)
        let columns = type.storedFields.map(\.name)
        let insert = try RecordInsert(into: type, columns: columns, dialect: connection.dialect, keepsExisting: true)
        let edges = SelectStatement(
            columns: [
                SQLResultColumn(.aggregate(.minimum, .column("d", "Date"), isDistinct: false)),
                SQLResultColumn(.aggregate(.maximum, .column("d", "Date"), isDistinct: false)),
            ],
            from: .table(type.set, alias: "d")
        )
        let known = try connection.rows(edges).first
        if known == [.text(span.lowerBound.text), .text(span.upperBound.text)] { return }
        for days in span.lowerBound.days...span.upperBound.days {
            let values = CalendarDay(CivilDate(days: days)).values
            try insert.insert(columns.map { values[$0] ?? .null }, clock: &clock, on: connection)
        }
    }

    /// The dictionary follows the model of this program.
    private func replaceDictionary(clock: inout ChangeClock, on connection: any SQLConnection) throws {
        guard let type = catalog.type(ofSet: "FieldDefinitions") else { return }
        try connection.execute(DeleteStatement(from: StorageNames.table(of: type), where: nil))
        let columns = type.storedFields.map(\.name)
        let insert = try RecordInsert(into: type, columns: columns, dialect: connection.dialect)
        for described in catalog.types {
            for field in described.fields {
                let entry = DictionaryEntry(field: field, set: described.set)
                try insert.insert(columns.map(entry.value), clock: &clock, on: connection)
            }
        }
    }
}

/// One row of the data dictionary.
private struct DictionaryEntry {
    let field: Field
    let set: String

    func value(_ column: String) -> EntityValue {
        switch column {
        case "Code": .text("\(set).\(field.name)")
        case "EntitySet": .text(set)
        case "PropertyName": .text(field.name)
        case "Label": .text(field.label)
        case "EdmType": .text(EdmProjection.typeReference(field).name)
        case "MaxLength": field.kind.maxLength.map { .integer(Int64($0)) } ?? .null
        case "IsRequired": .bool(field.isRequired)
        case "IsCustom": .bool(false)
        case "ListName": listName.map { .text($0) } ?? .null
        case "Mark": mark.map { .text($0) } ?? .null
        case "Description": field.about.isEmpty ? .null : .text(field.about)
        default: .null
        }
    }

    private var listName: String? {
        if case .code(let list) = field.kind { list } else { nil }
    }

    private var mark: String? {
        field.mark?.rawValue ?? (field.isConfidential ? "K" : nil)
    }
}
