extension DemoPlan {
    mutating func makeQuotesAndOrders() {
        companySales = Array(repeating: SalesFact(), count: companies.count)
        for quote in plannedQuotes() { append(quote) }
        makeOrders()
        for fact in opportunities where fact.company > 0 && fact.fate == .active {
            if Self.stage(fact.stage).state == .open { companySales[fact.company - 1].open += 1 }
        }
    }

    /// The opportunities that get a quote with its day, in the order of the days.
    private func plannedQuotes() -> [(opportunity: Int, date: CivilDate)] {
        let offering: Set = [3, 4, 8, 9]
        var won: [(Int, CivilDate)] = []
        var others: [(Int, CivilDate)] = []
        for (index, fact) in opportunities.enumerated() {
            guard fact.company > 0, fact.fate == .active, !DemoAwkward.rows.contains(index),
                let event = fact.events.first(where: { offering.contains($0.stage) })
            else { continue }
            let entry = (index, CivilDate(microseconds: event.at))
            if Self.stage(fact.stage).state == .won { won.append(entry) } else { others.append(entry) }
        }
        let wonCount = min(won.count, counts.quotes * 6 / 10)
        let otherCount = min(others.count, counts.quotes * 95 / 100 - wonCount)
        let chosen = Self.spread(won, wonCount) + Self.spread(others, otherCount)
        return chosen.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map { (opportunity: $0.0, date: $0.1) }
    }

    /// So many elements of an array, evenly spread.
    private static func spread<T>(_ all: [T], _ count: Int) -> [T] {
        guard count > 0 else { return [] }
        return (0..<count).map { all[$0 * all.count / count] }
    }

    private mutating func append(_ planned: (opportunity: Int, date: CivilDate)) {
        var random = stream("Quotes", planned.opportunity)
        let deal = opportunities[planned.opportunity]
        let state = Self.stage(deal.stage).state
        let age = Int(clock.today.days - planned.date.days)
        let open = age > 30 ? "Expired" : random.chance(600) ? "Sent" : "Draft"
        let status = state == .won ? "Accepted" : state == .lost ? "Rejected" : open
        let rateDay = ["Draft", "Sent"].contains(status) ? clock.today : planned.date
        let discount = Int64([0, 0, 0, 500, 1000][random.int(5)])
        var inputs = lineInputs(about: deal.value, currency: deal.currency, count: 1 + random.int(3), &random)
        if quotes.isEmpty { inputs[0].input.quantity = 1 }
        if random.chance(120), var extra = inputs.first {
            extra.input.isExcluded = true
            inputs.append(extra)
        }
        guard
            let totals = try? QuoteTotals.totals(
                of: inputs.map(\.input),
                documentDiscount: discount,
                minorDigits: minorDigits(deal.currency)
            )
        else { return }  // Unreachable: demo lines stay far within the range of money.
        var quote = QuoteFact(
            opportunity: planned.opportunity + 1,
            number: number("Q", planned.date, quotes.last?.number),
            revision: 1,
            previous: 0,
            status: status,
            date: planned.date,
            sentAt: status == "Draft"
                ? nil : min(planned.date.startMicroseconds + 61_200_000_000, clock.now - 1_000_000),
            accepted: status == "Accepted" ? deal.events.last.map { CivilDate(microseconds: $0.at) } : nil,
            currency: deal.currency,
            discount: discount,
            rate: rate(deal.currency, rateDay),
            totals: totals
        )
        if random.chance(90) {
            var older = quote
            older.status = "Superseded"
            older.accepted = nil
            older.sentAt = planned.date.startMicroseconds + 36_000_000_000
            appendLines(inputs, of: older, key: quotes.count + 1, &random)
            quotes.append(older)
            quote.revision = 2
            quote.previous = quotes.count
        }
        appendLines(inputs, of: quote, key: quotes.count + 1, &random)
        quotes.append(quote)
        opportunities[planned.opportunity].quote = quotes.count
        opportunities[planned.opportunity].value = totals.net
    }

    private mutating func appendLines(
        _ inputs: [(product: Int, input: LineInput)],
        of quote: QuoteFact,
        key: Int,
        _ random: inout RandomStream
    ) {
        for (position, line) in inputs.enumerated() {
            quoteLines.append(
                LineFact(
                    parent: key,
                    sequence: position + 1,
                    product: line.product,
                    input: line.input,
                    figures: quote.totals.lines[position]
                )
            )
        }
        guard random.chance(150) else { return }
        let text = LineInput(quantity: 10_000, unitPrice: 0, isExcluded: true)
        quoteLines.append(
            LineFact(
                parent: key,
                sequence: inputs.count + 1,
                product: 0,
                input: text,
                figures: LineFigures(net: 0, tax: 0, gross: 0, cost: nil),
                isText: true
            )
        )
    }

    /// The next number of a series that starts anew every year: `Q-2026-00001`.
    private func number(_ letter: String, _ day: CivilDate, _ previous: String?) -> String {
        let prefix = "\(letter)-\(day.parts.year)-"
        let last = previous.flatMap { $0.hasPrefix(prefix) ? Int($0.dropFirst(prefix.count)) : nil } ?? 0
        return prefix + CivilDate.padded(last + 1, 5)
    }

    private mutating func makeOrders() {
        let accepted = quotes.indices.filter { quotes[$0].status == "Accepted" }
        let fromQuotes = Self.spread(accepted, min(accepted.count, counts.orders * 85 / 100))
        var plans: [(date: CivilDate, quote: Int)] = fromQuotes.map { (quotes[$0].accepted ?? quotes[$0].date, $0 + 1) }
        let direct = max(0, counts.orders - plans.count)
        for index in 0..<direct {
            var random = stream("SalesOrders", index)
            let at = clock.creation(index, of: direct, &random)
            plans.append((CivilDate(microseconds: at), -index))
        }
        let byQuote = Dictionary(grouping: quoteLines.indices) { quoteLines[$0].parent }
        for plan in plans.sorted(by: { ($0.date, -$0.quote) < ($1.date, -$1.quote) }) {
            if plan.quote > 0 {
                appendOrder(ofQuote: plan.quote, date: plan.date, lines: byQuote[plan.quote] ?? [])
            } else {
                appendDirectOrder(-plan.quote, date: plan.date)
            }
        }
    }

    private mutating func appendOrder(ofQuote key: Int, date: CivilDate, lines: [Int]) {
        let quote = quotes[key - 1]
        let deal = opportunities[quote.opportunity - 1]
        var random = stream("SalesOrders.quoted", key)
        let counted = lines.filter { !quoteLines[$0].input.isExcluded }
        var totals = quote.totals
        totals.lines = counted.map { quoteLines[$0].figures }
        let order = newOrder(
            quote: key,
            opportunity: quote.opportunity,
            company: deal.company,
            contact: deal.contact,
            owner: deal.owner,
            date: date,
            currency: quote.currency,
            discount: quote.discount,
            rate: quote.rate,
            totals: totals,
            &random
        )
        quotes[key - 1].order = orders.count + 1
        for (position, index) in counted.enumerated() {
            var line = quoteLines[index]
            line.quoteLine = index + 1
            append(line, position: position)
        }
        finish(order)
    }

    private mutating func appendDirectOrder(_ index: Int, date: CivilDate) {
        var random = stream("SalesOrders.direct", index)
        let firm = company(before: date.startMicroseconds, &random)
        let company = companies[firm - 1]
        let currency = DemoPlace.all[company.place].currency
        let about = Int64(random.int(in: 100...9000)) * 10_000 * 100_000_000 / rate(currency, date)
        let inputs = lineInputs(about: about, currency: currency, count: 1 + random.int(4), &random)
        guard
            let totals = try? QuoteTotals.totals(of: inputs.map(\.input), minorDigits: minorDigits(currency))
        else { return }  // Unreachable: demo lines stay far within the range of money.
        let order = newOrder(
            quote: 0,
            opportunity: 0,
            company: firm,
            contact: company.contacts.first ?? 0,
            owner: company.owner,
            date: date,
            currency: currency,
            discount: 0,
            rate: rate(currency, date),
            totals: totals,
            &random
        )
        for (position, line) in inputs.enumerated() {
            let fact = LineFact(
                parent: 0,
                sequence: position + 1,
                product: line.product,
                input: line.input,
                figures: totals.lines[position]
            )
            append(fact, position: position)
        }
        finish(order)
    }

    private func newOrder(
        quote: Int,
        opportunity: Int,
        company: Int,
        contact: Int,
        owner: Int,
        date: CivilDate,
        currency: String,
        discount: Int64,
        rate: Int64,
        totals: DocumentTotals,
        _ random: inout RandomStream
    ) -> OrderFact {
        let age = Int(clock.today.days - date.days)
        var status = age < 5 ? "Confirmed" : age < 14 ? "PartShipped" : age < 35 ? "Shipped" : "Invoiced"
        if quote == 0, age < 60, random.chance(250) { status = "Draft" }
        if random.chance(30) { status = "Cancelled" }
        let isSent = ["Shipped", "Invoiced"].contains(status)
        let at = date.startMicroseconds + 43_200_000_000 + Int64(random.int(14_400)) * 1_000_000
        return OrderFact(
            quote: quote,
            opportunity: opportunity,
            company: company,
            contact: contact,
            owner: owner,
            number: number("S", date, orders.last?.number),
            status: status,
            date: date,
            confirmedAt: ["Draft", "Cancelled"].contains(status) ? nil : min(at, clock.now - 1_000_000),
            shipped: isSent ? min(date.adding(days: 3 + random.int(8)), clock.today.adding(days: -1)) : nil,
            invoiced: status == "Invoiced" ? date.adding(days: 14 + random.int(15)) : nil,
            currency: currency,
            discount: discount,
            rate: rate,
            totals: totals
        )
    }

    private mutating func append(_ line: LineFact, position: Int) {
        orderLines.append(
            LineFact(
                parent: orders.count + 1,
                sequence: position + 1,
                product: line.product,
                input: line.input,
                figures: line.figures,
                quoteLine: line.quoteLine
            )
        )
    }

    private mutating func finish(_ order: OrderFact) {
        orders.append(order)
        guard order.confirmedAt != nil else { return }
        let index = order.company - 1
        companySales[index].first = min(companySales[index].first ?? order.date, order.date)
        companySales[index].last = max(companySales[index].last ?? order.date, order.date)
        companySales[index].count += 1
        companySales[index].value += base(order.totals.net, rate: order.rate)
    }
}
