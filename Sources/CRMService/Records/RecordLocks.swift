import CRM
import EntityModel
import SQLCore

/// What a record's state forbids: sent quotes, confirmed orders, converted leads.
struct RecordLocks {
    let catalog: EntityCatalog
    let connection: any SQLConnection

    /// Checks a change of a record; `stored` is nil for a new one, `draft` for one that is deleted.
    func check(_ draft: RecordDraft?, stored: RecordDraft?) throws {
        guard let record = stored ?? draft else { return }
        switch record.layout.type.set {
        case "Leads":
            let changes = Self.changed(draft, stored).subtracting(["TagNames"])
            if stored?["ConvertedAt"] ?? .null != .null, draft == nil || !changes.isEmpty {
                throw RuleViolation.leadConverted
            }
        case "Quotes": try checkQuote(draft, stored)
        case "SalesOrders": try checkOrder(draft, stored)
        case "QuoteLines":
            try checkParent("Quotes", record["QuoteId"], isOpen: ["Draft"], or: .quoteLocked, draft, stored, free: [])
        case "SalesOrderLines":
            try checkParent(
                "SalesOrders",
                record["SalesOrderId"],
                isOpen: ["Draft"],
                or: .orderLocked,
                draft,
                stored,
                free: ["QuantityShipped"]
            )
        case "Opportunities":
            if let draft, let stored, draft["AutocalculateValue"] == .boolean(true),
                stored["AutocalculateValue"] == .boolean(true), draft["Value"] != stored["Value"]
            {
                throw RuleViolation.valueComputed
            }
        default: return
        }
    }

    private func checkQuote(_ draft: RecordDraft?, _ stored: RecordDraft?) throws {
        guard let stored, stored.text("StatusCode") != "Draft" else { return }
        let priced: Set = ["CurrencyCode", "DiscountPercent", "CompanyId"]
        if let draft, !Self.changed(draft, stored).isDisjoint(with: priced) { throw RuleViolation.quoteLocked }
    }

    private func checkOrder(_ draft: RecordDraft?, _ stored: RecordDraft?) throws {
        guard let stored, let status = stored.text("StatusCode"), status != "Draft" else { return }
        guard let draft else {
            // A confirmed order can only be cancelled.
            if status != "Cancelled" { throw RuleViolation.orderLocked }
            return
        }
        let priced: Set = ["CurrencyCode", "DiscountPercent", "CompanyId", "OrderDate"]
        if !Self.changed(draft, stored).isDisjoint(with: priced) { throw RuleViolation.orderLocked }
    }

    private func checkParent(
        _ set: String,
        _ key: SQLValue,
        isOpen: Set<String>,
        or violation: RuleViolation,
        _ draft: RecordDraft?,
        _ stored: RecordDraft?,
        free: Set<String>
    ) throws {
        if let draft, let stored, Self.changed(draft, stored).subtracting(free).isEmpty { return }
        guard let type = catalog.type(ofSet: set), let name = type.key?.name else { return }
        let rows = try RecordTable(type).rows(where: name, in: [key], columns: ["StatusCode"], on: connection)
        guard case .text(let status)? = rows.first?.first, !isOpen.contains(status) else { return }
        throw violation
    }

    private static func changed(_ draft: RecordDraft?, _ stored: RecordDraft?) -> Set<String> {
        guard let draft, let stored else { return [] }
        return Set(draft.changes(from: stored).map(\.field).filter { draft.layout.type.field($0)?.isReadOnly == false })
    }
}
