import EntityModel

extension DemoPlan {
    /// The fields of the trait `totals`.
    private func fillTotals(
        _ row: inout DemoRow,
        _ totals: DocumentTotals,
        currency: String,
        discount: Int64,
        rate: Int64
    ) {
        row.text("CurrencyCode", currency)
        row.decimal("ExchangeRate", rate)
        row.decimal("DiscountPercent", discount)
        row.decimal("NetValue", totals.net)
        row.decimal("TaxValue", totals.tax)
        row.decimal("GrossValue", totals.gross)
        row.decimal("CostValue", totals.cost)
        row.decimal("MarginValue", totals.margin)
        row.decimal("MarginPercentage", totals.marginPercentage)
        row.decimal("BaseNetValue", base(totals.net, rate: rate))
        row.decimal("BaseTaxValue", base(totals.tax, rate: rate))
        row.decimal("BaseGrossValue", base(totals.gross, rate: rate))
        row.decimal("BaseMarginValue", base(totals.margin, rate: rate))
    }

    func fillQuote(_ row: inout DemoRow, _ index: Int) {
        let fact = quotes[index]
        let deal = opportunities[fact.opportunity - 1]
        var random = stream("Quotes.row", index)
        row.text("QuoteNumber", fact.number)
        row.number("Revision", fact.revision)
        row.key("PreviousQuoteId", fact.previous)
        row.text("Description", random.pick(DemoNames.dealWords))
        row.key("OpportunityId", fact.opportunity)
        row.key("CompanyId", deal.company)
        row.key("DivisionId", deal.company)
        row.key("ContactId", deal.contact)
        row.text("StatusCode", fact.status)
        row.day("QuoteDate", fact.date)
        row.day("ExpiryDate", fact.date.adding(days: 30))
        row.time("SentAt", fact.sentAt)
        row.day("AcceptedDate", fact.accepted)
        row.text("RejectedDetail", fact.status == "Rejected" ? "The customer chose not to go on." : nil)
        row.text("CustomerReference", random.chance(300) ? "PO \(random.int(in: 1000...9999))" : nil)
        row.number("PaymentTermsDays", 30)
        row.text("IntroText", random.chance(200) ? "Thank you for your interest." : nil)
        row.text("Terms", random.chance(200) ? "Delivery within two weeks of order." : nil)
        row.key("SalesOrderId", fact.order)
        row.owned(by: deal.owner, team: team(deal.owner))
        fillTotals(&row, fact.totals, currency: fact.currency, discount: fact.discount, rate: fact.rate)
        row.address(DemoPlace.all[companies[deal.company - 1].place], &random, prefix: "Delivery")
        row.text("TagNames", tagNames["Quotes"]?[index + 1])
        row.record(created: created(onDay: fact.date), by: deal.owner)
    }

    /// A morning instant of a day, before now.
    private func created(onDay day: CivilDate) -> Int64 {
        min(day.startMicroseconds + 34_200_000_000, clock.now - 2_000_000)
    }

    func fillQuoteLine(_ row: inout DemoRow, _ index: Int) {
        let line = quoteLines[index]
        let quote = quotes[line.parent - 1]
        row.key("QuoteId", line.parent)
        row.text("LineKind", line.isText ? "Text" : "Item")
        row.flag("IsOptional", line.input.isExcluded && !line.isText)
        fillLine(&row, line, rate: quote.rate)
        row.record(created: created(onDay: quote.date), by: opportunities[quote.opportunity - 1].owner)
    }

    func fillOrder(_ row: inout DemoRow, _ index: Int) {
        let fact = orders[index]
        var random = stream("SalesOrders.row", index)
        row.text("OrderNumber", fact.number)
        row.key("QuoteId", fact.quote)
        row.key("OpportunityId", fact.opportunity)
        row.key("CompanyId", fact.company)
        row.key("DivisionId", fact.company)
        row.key("ContactId", fact.contact)
        row.text("StatusCode", fact.status)
        row.day("OrderDate", fact.date)
        row.day("DueDate", fact.date.adding(days: 14))
        row.time("ConfirmedAt", fact.confirmedAt)
        row.day("ShippedDate", fact.shipped)
        row.day("InvoicedDate", fact.invoiced)
        row.text("InvoiceReference", fact.invoiced == nil ? nil : "INV-" + CivilDate.padded(index + 1, 6))
        row.text("TrackingReference", fact.shipped == nil ? nil : "NGX\(700_000 + index)")
        row.text("CancelDetail", fact.status == "Cancelled" ? "Ordered by mistake." : nil)
        row.text("CustomerReference", random.chance(500) ? "PO \(random.int(in: 1000...9999))" : nil)
        row.number("PaymentTermsDays", 30)
        row.text("Terms", random.chance(100) ? "Delivery within two weeks of order." : nil)
        row.owned(by: fact.owner, team: team(fact.owner))
        fillTotals(&row, fact.totals, currency: fact.currency, discount: fact.discount, rate: fact.rate)
        row.address(DemoPlace.all[companies[fact.company - 1].place], &random, prefix: "Delivery")
        row.record(
            created: created(onDay: fact.date),
            by: fact.owner,
            reference: index.isMultiple(of: 2) ? "WEBSHOP-\(index + 1)" : nil
        )
    }

    func fillOrderLine(_ row: inout DemoRow, _ index: Int) {
        let line = orderLines[index]
        let order = orders[line.parent - 1]
        row.key("SalesOrderId", line.parent)
        row.key("QuoteLineId", line.quoteLine)
        let shipped: Int64 =
            switch order.status {
            case "Shipped", "Invoiced": line.input.quantity
            case "PartShipped": line.sequence == 1 ? (line.input.quantity + 1) / 2 : 0
            default: 0
            }
        row.decimal("QuantityShipped", shipped)
        fillLine(&row, line, rate: order.rate)
        row.record(created: created(onDay: order.date), by: order.owner)
    }
}
