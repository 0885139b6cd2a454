import CRM
import EntityModel
import OData
import SQLCore

/// Checks values against what only the database knows: codes in use, records referred to, owners.
struct RecordChecks {
    let catalog: EntityCatalog
    let lists: ListFacts
    /// What the viewer sees: references to sets in its view have been checked already.
    let rows: PrincipalRowSources
    let connection: any SQLConnection

    /// A value as it is stored: texts without blanks at their ends, in normal form C; an empty text is no text.
    static func clean(_ value: SQLValue?, _ field: Field?) -> SQLValue {
        guard case .text(let text)? = value, let field else { return value ?? .null }
        switch field.kind {
        case .string:
            let cleaned = TextCleaner.oneLine(TextCleaner.clean(text))
            return cleaned.isEmpty ? .null : .text(cleaned)
        case .text:
            let cleaned = TextCleaner.clean(text)
            return cleaned.isEmpty ? .null : .text(cleaned)
        default: return .text(text)
        }
    }

    /// Checks what differs from the stored record; throws all violations at once.
    func check(_ draft: RecordDraft, stored: RecordDraft?) throws {
        var violations: [PayloadViolation] = []
        let layout = draft.layout
        for (position, field) in layout.fields.enumerated() {
            let value = draft.values[position]
            guard value != .null else {
                let isOwnKey = position == layout.key && layout.type.kind != .list
                if !field.isNullable, !isOwnKey { violations.append(PayloadViolation(field.name, .required)) }
                continue
            }
            if let stored, stored.values[position] == value { continue }
            if let problem = try problem(value, field) { violations.append(PayloadViolation(field.name, problem)) }
        }
        guard violations.isEmpty else { throw WriteError.violations(violations) }
        try RecordShape.check(draft)
        if layout.type.set == "Currencies", draft["IsBase"] != (stored?["IsBase"] ?? .boolean(false)) {
            throw RuleViolation.baseCurrencyLocked
        }
        if layout.type.kind == .list, stored == nil {
            let code = draft.text("Code") ?? ""
            if catalog.list(layout.type.set)?.isSystem == true { throw RuleViolation.codeFixed(code) }
            guard Self.isCode(code) else {
                throw WriteError.violations([PayloadViolation("Code", .pattern("[A-Z][A-Za-z0-9]*"))])
            }
        }
    }

    private static func isCode(_ text: String) -> Bool {
        guard let first = text.utf8.first, (0x41...0x5a).contains(first) else { return false }
        return text.utf8.allSatisfy { byte in
            (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte)
        }
    }

    private func problem(_ value: SQLValue, _ field: Field) throws -> PayloadViolation.Problem? {
        switch field.kind {
        case .money, .baseMoney:
            if case .integer(let amount) = value, amount.magnitude > UInt64(ExactArithmetic.moneyLimit) {
                throw RuleViolation.moneyOutOfRange(field: field.name)
            }
            return nil
        case .code(let list):
            guard case .text(let code) = value, !lists.isActive(code, in: list) else { return nil }
            return .notAllowed(value: ODataError.echo(code), allowed: [])
        case .reference(let set):
            return try referenceProblem(value, field, set)
        default: return nil
        }
    }

    private func referenceProblem(
        _ value: SQLValue,
        _ field: Field,
        _ set: String
    ) throws
        -> PayloadViolation.Problem?
    {
        guard let type = catalog.type(ofSet: set) else { return nil }
        let isOwner = field.name == "OwnerId" && set == "Users"
        if rows.view.sets.contains(set), !isOwner { return nil }
        let table = RecordTable(type)
        let columns = isOwner ? ["IsActive"] : [table.keyColumn]
        let found = try table.rows(where: table.keyColumn, in: [value], columns: columns, on: connection)
        guard let row = found.first, try isVisible(value, of: type, field) else {
            guard case .integer(let number) = value else { return nil }
            return .invalidReference(text: String(number), problem: "there is no such entity in \(set)")
        }
        if isOwner, row[0] != .boolean(true) { throw RuleViolation.ownerInactive }
        return nil
    }

    /// Whether the person behind the viewer may see a record, the words of a token aside: they choose sets and fields,
    /// and a reference shows nothing of the record; but it must not tell either that a hidden one exists.
    private func isVisible(_ key: SQLValue, of type: EntityType, _ field: Field) throws -> Bool {
        if field.isReadOnly { return true }
        guard let condition = rows.condition(of: type, alias: "r"), let column = type.key?.name else { return false }
        let statement = SelectStatement(
            columns: [SQLResultColumn(.integer(1))],
            from: .table(StorageNames.table(of: type), alias: "r"),
            where: .and([condition, .equals(.column("r", column), .bind(key))])
        )
        return try !connection.rows(statement).isEmpty
    }
}
