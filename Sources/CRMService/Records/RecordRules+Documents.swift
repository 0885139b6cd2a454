import CRM
import EntityModel
import SQLCore

extension RecordRules {
    private static let totals = [
        "NetValue", "TaxValue", "GrossValue", "CostValue", "MarginValue", "BaseNetValue", "BaseTaxValue",
        "BaseGrossValue", "BaseMarginValue",
    ]

    /// Quotes and orders: number, rate, confirmation; sums follow when the lines are in.
    mutating func completeDocument(_ draft: inout RecordDraft, stored: RecordDraft?) throws {
        let isOrder = draft.layout.type.set == "SalesOrders"
        let dateField = isOrder ? "OrderDate" : "QuoteDate"
        let day = draft.text(dateField).flatMap { CivilDate(isoText: $0) } ?? today
        let changesRate = stored?["CurrencyCode"] != draft["CurrencyCode"] || stored?[dateField] != draft[dateField]
        if stored == nil || changesRate && !Self.isFrozen(stored) || draft["ExchangeRate"] == .null {
            draft.set("ExchangeRate", try rates.rate(of: draft.text("CurrencyCode") ?? lists.baseCurrency, on: day))
        }
        if isOrder {
            if draft["OrderNumber"] == .null {
                let series = NumberSeries(letter: "S", set: "SalesOrders", field: "OrderNumber")
                draft.set("OrderNumber", try series.next(on: day, connection))
            }
            // What is imported as confirmed was so on its order date, as far as anybody knows.
            if Self.isConfirmed(draft), draft["ConfirmedAt"] == .null {
                draft.set("ConfirmedAt", min(day.startMicroseconds, now))
            }
            for company in [draft.integer("CompanyId"), stored?.integer("CompanyId")] {
                if let company, stored == nil || changesSums(draft, stored) { dirtyCompanies.insert(company) }
            }
        } else if draft["QuoteNumber"] == .null {
            let series = NumberSeries(letter: "Q", set: "Quotes", field: "QuoteNumber")
            draft.set("QuoteNumber", try series.next(on: day, connection))
            draft.set("Revision", 1 as Int64)
        }
        guard let stored else {
            for field in Self.totals { draft.set(field, 0 as Int64) }
            return
        }
        let inputs = ["DiscountPercent", "ExchangeRate", "CurrencyCode"]
        if inputs.contains(where: { stored[$0] != draft[$0] }),
            let key = stored.integer(draft.layout.columns[draft.layout.key])
        {
            dirtyDocuments[draft.layout.type.set, default: []].insert(key)
        }
    }

    private func changesSums(_ draft: RecordDraft, _ stored: RecordDraft?) -> Bool {
        ["CompanyId", "StatusCode", "OrderDate"].contains { stored?[$0] != draft[$0] }
    }

    static func isConfirmed(_ draft: RecordDraft?) -> Bool {
        guard let status = draft?.text("StatusCode") else { return false }
        return status != "Draft" && status != "Cancelled"
    }

    private static func isFrozen(_ draft: RecordDraft?) -> Bool {
        guard let status = draft?.text("StatusCode") else { return false }
        return status != "Draft" && status != "Sent"
    }

    /// Lines take what they lack from their product, and their value from quantity, price and discounts.
    mutating func completeLine(_ draft: inout RecordDraft, stored: RecordDraft?, mapped: Set<String>) throws {
        let set = draft.layout.type.set
        let (header, headers) = Self.header(ofLines: set)
        let parent = draft.integer(header)
        if stored == nil {
            let product = draft.integer("ProductId")
            for (field, source) in [
                ("Description", "Name"), ("UnitPrice", "UnitPrice"), ("CostPrice", "CostPrice"),
                ("UnitCode", "UnitCode"), ("TaxCode", "TaxCode"),
            ] where !mapped.contains(field) || draft[field] == .null {
                let value = try related.value(source, of: "Products", product)
                if value != .null { draft[field] = value }
            }
            if draft["Sequence"] == .null, let parent { draft.set("Sequence", try nextSequence(of: parent, in: draft)) }
            if set == "SalesOrderLines", !mapped.contains("QuantityShipped") {
                let status = try related.text("StatusCode", of: headers, parent)
                let isOut = status == "Shipped" || status == "Invoiced"
                draft["QuantityShipped"] = isOut ? draft["Quantity"] : .integer(0)
            }
        }
        if stored == nil || stored?["TaxCode"] != draft["TaxCode"] {
            draft.set("TaxRate", draft.text("TaxCode").flatMap { lists.taxRates[$0] } ?? 0)
        }
        let inputs = ["Quantity", "UnitPrice", "CostPrice", "DiscountPercent", "TaxCode", "IsOptional", "LineKind"]
        guard stored == nil || inputs.contains(where: { stored?[$0] != draft[$0] }) else { return }
        let currency = try related.text("CurrencyCode", of: headers, parent) ?? lists.baseCurrency
        let totals = try QuoteTotals.totals(
            of: [Self.input(draft)],
            documentDiscount: try related.integer("DiscountPercent", of: headers, parent) ?? 0,
            minorDigits: lists.minorDigits[currency] ?? 2
        )
        let rate = try related.integer("ExchangeRate", of: headers, parent) ?? ExchangeRateTable.one
        if let figures = totals.lines.first { try Self.fill(&draft, figures, rate: rate) }
        if let parent { noteLines(of: headers, parent) }
    }

    /// Takes note that the lines of a document or an opportunity have changed.
    mutating func noteLines(of headers: String, _ parent: Int64) {
        if headers == "Opportunities" {
            dirtyOpportunities.insert(parent)
        } else {
            dirtyDocuments[headers, default: []].insert(parent)
        }
    }

    static func header(ofLines set: String) -> (field: String, set: String) {
        switch set {
        case "QuoteLines": ("QuoteId", "Quotes")
        case "OpportunityLines": ("OpportunityId", "Opportunities")
        default: ("SalesOrderId", "SalesOrders")
        }
    }

    private mutating func nextSequence(of parent: Int64, in draft: RecordDraft) throws -> Int64 {
        if sequences[parent] == nil {
            let field = Self.header(ofLines: draft.layout.type.set).field
            let rows = try RecordTable(draft.layout.type).rows(
                where: field,
                in: [.integer(parent)],
                columns: ["Sequence"],
                on: connection
            )
            sequences[parent] = rows.reduce(0) { most, row in
                if case .integer(let number) = row[0] { max(most, number) } else { most }
            }
        }
        let next = (sequences[parent] ?? 0) + 1
        sequences[parent] = next
        return next
    }

    private static func input(_ line: RecordDraft) -> LineInput {
        LineInput(
            quantity: line.integer("Quantity") ?? 0,
            unitPrice: line.integer("UnitPrice") ?? 0,
            costPrice: line.integer("CostPrice"),
            discountPercent: line.integer("DiscountPercent") ?? 0,
            taxCode: line.text("TaxCode"),
            taxRate: line.integer("TaxRate") ?? 0,
            isExcluded: line["IsOptional"] == .boolean(true) || line.text("LineKind") == "Text"
        )
    }

    private static func fill(_ line: inout RecordDraft, _ figures: LineFigures, rate: Int64) throws {
        line.set("NetValue", figures.net)
        line.set("TaxValue", figures.tax)
        line.set("GrossValue", figures.gross)
        line.set("BaseNetValue", try OpportunityValues.base(figures.net, rate: rate, field: "BaseNetValue"))
        line.set(
            "BaseCostValue",
            try figures.cost.map { try OpportunityValues.base($0, rate: rate, field: "BaseCostValue") }
        )
    }

    // MARK: Sums

    /// Adds up documents whose lines or terms have changed, and writes what differs.
    mutating func addUpDocuments(clock: inout ChangeClock) throws {
        for (set, ids) in dirtyDocuments.sorted(by: { $0.key < $1.key }) {
            let lineSet = set == "Quotes" ? "QuoteLines" : "SalesOrderLines"
            guard let headerType = catalog.type(ofSet: set), let lineType = catalog.type(ofSet: lineSet),
                let header = RecordLayout(headerType), let line = RecordLayout(lineType)
            else { continue }
            let keys = ids.sorted().map { SQLValue.integer($0) }
            let parent = Self.header(ofLines: lineSet).field
            let lines = try RecordTable(lineType).rows(where: parent, in: keys, columns: line.columns, on: connection)
            let byParent = Dictionary(grouping: lines.map { RecordDraft(line, values: $0) }) { $0[parent] }
            let headers = try RecordTable(headerType).rows(
                where: header.columns[header.key],
                in: keys,
                columns: header.columns,
                on: connection
            )
            for values in headers {
                let document = RecordDraft(header, values: values)
                try addUp(document, lines: byParent[document.key] ?? [], clock: &clock)
            }
        }
        dirtyDocuments = [:]
    }

    private mutating func addUp(_ stored: RecordDraft, lines: [RecordDraft], clock: inout ChangeClock) throws {
        var document = stored
        let currency = document.text("CurrencyCode") ?? lists.baseCurrency
        let rate = document.integer("ExchangeRate") ?? ExchangeRateTable.one
        let lines = lines.sorted {
            ($0.integer("Sequence") ?? 0, $0.keyNumber) < ($1.integer("Sequence") ?? 0, $1.keyNumber)
        }
        let totals = try QuoteTotals.totals(
            of: lines.map(Self.input),
            documentDiscount: document.integer("DiscountPercent") ?? 0,
            minorDigits: lists.minorDigits[currency] ?? 2
        )
        for (before, figures) in zip(lines, totals.lines) {
            var line = before
            try Self.fill(&line, figures, rate: rate)
            try RecordTable(line.layout.type).update(
                key: line.key,
                set: line.changes(from: before),
                clock: &clock,
                on: connection
            )
        }
        for (name, amount) in [
            ("NetValue", totals.net), ("TaxValue", totals.tax), ("GrossValue", totals.gross),
            ("MarginValue", totals.margin),
        ] {
            document.set(name, amount)
            document.set("Base" + name, try OpportunityValues.base(amount, rate: rate, field: "Base" + name))
        }
        document.set("CostValue", totals.cost)
        document.set("MarginPercentage", totals.marginPercentage)
        let changes = document.changes(from: stored)
        try RecordTable(document.layout.type).update(key: document.key, set: changes, clock: &clock, on: connection)
        if !changes.isEmpty, document.layout.type.set == "SalesOrders", let company = document.integer("CompanyId") {
            dirtyCompanies.insert(company)
        }
    }

    /// Counts orders and open opportunities of companies again, and writes what differs.
    mutating func addUpCompanies(clock: inout ChangeClock) throws {
        guard !dirtyCompanies.isEmpty, let type = catalog.type(ofSet: "Companies"),
            let orders = catalog.type(ofSet: "SalesOrders"), let deals = catalog.type(ofSet: "Opportunities")
        else { return }
        let keys = dirtyCompanies.sorted().map { SQLValue.integer($0) }
        let sold = try RecordTable(orders).summary(
            groupedBy: "CompanyId",
            in: keys,
            day: "OrderDate",
            amount: "BaseNetValue",
            excluding: "StatusCode",
            ["Draft", "Cancelled"],
            on: connection
        )
        let open = try RecordTable(deals).summary(
            groupedBy: "CompanyId",
            in: keys,
            day: "EstimatedClose",
            amount: "BaseValue",
            excluding: "State",
            ["Won", "Lost"],
            on: connection
        )
        let columns = [
            "CompanyId", "FirstOrderDate", "LastOrderDate", "OrderCount", "LifetimeValue", "OpenOpportunityCount",
            "TypeCode", "LapsedDate",
        ]
        let customer = lists.code(meaning: "Customer", in: "CompanyTypes")
        for row in try RecordTable(type).rows(where: "CompanyId", in: keys, columns: columns, on: connection) {
            let orders = sold[row[0]]
            var next = row
            next[1] = orders?.first ?? .null
            next[2] = orders?.last ?? .null
            next[3] = orders?.count ?? .integer(0)
            next[4] = orders?.sum ?? .integer(0)
            next[5] = open[row[0]]?.count ?? .integer(0)
            let code: String? = if case .text(let text) = row[6] { text } else { nil }
            let meaning = lists.meaning(code, in: "CompanyTypes")
            if orders != nil, meaning == "Prospect" || meaning == "Lapsed", let customer {
                next[6] = .text(customer)
                next[7] = .null
            }
            let changes = zip(columns, zip(row, next)).compactMap { column, values in
                values.0 == values.1 ? nil : (field: column, value: values.1)
            }
            try RecordTable(type).update(key: row[0], set: changes, clock: &clock, on: connection)
        }
        dirtyCompanies = []
    }
}

extension RecordDraft {
    var keyNumber: Int64 { if case .integer(let number) = key { number } else { 0 } }
}
