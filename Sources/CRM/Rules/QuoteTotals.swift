/// What a line of a quote or an order needs to know for its value.
public struct LineInput: Sendable, Hashable {
    /// Scale 4.
    public var quantity: Int64
    /// Money, scale 4.
    public var unitPrice: Int64
    /// Money, scale 4; nil when unknown.
    public var costPrice: Int64?
    /// Percent, scale 2.
    public var discountPercent: Int64
    /// The tax code; lines of one code are taxed together.
    public var taxCode: String?
    /// Percent, scale 2.
    public var taxRate: Int64
    /// Whether the line is shown but not added up (optional and text lines).
    public var isExcluded: Bool

    /// Makes an input from its parts.
    public init(
        quantity: Int64,
        unitPrice: Int64,
        costPrice: Int64? = nil,
        discountPercent: Int64 = 0,
        taxCode: String? = nil,
        taxRate: Int64 = 0,
        isExcluded: Bool = false
    ) {
        self.quantity = quantity
        self.unitPrice = unitPrice
        self.costPrice = costPrice
        self.discountPercent = discountPercent
        self.taxCode = taxCode
        self.taxRate = taxRate
        self.isExcluded = isExcluded
    }
}

/// The values of one line; all money, scale 4.
public struct LineFigures: Sendable, Hashable {
    /// Quantity times price less both discounts, rounded to the currency.
    public var net: Int64
    /// The line's share of the tax.
    public var tax: Int64
    /// Net plus tax.
    public var gross: Int64
    /// Quantity times cost, nil without a cost price.
    public var cost: Int64?
}

/// The values of a document and its lines; all money, scale 4.
public struct DocumentTotals: Sendable, Hashable {
    /// The lines in their order.
    public var lines: [LineFigures]
    /// The sum of the nets of all lines that count.
    public var net: Int64
    /// The tax per code on the summed net, each rounded once.
    public var tax: Int64
    /// Net plus tax.
    public var gross: Int64
    /// The sum of the costs of all lines that count.
    public var cost: Int64
    /// Net less cost.
    public var margin: Int64
    /// Margin in percent of net, scale 2; nil without a net or outside Decimal(9,2).
    public var marginPercentage: Int64?
}

/// Adds up quotes and orders.
public enum QuoteTotals {
    /// The net value of a line, rounded half away from zero to the currency's minor digits.
    ///
    /// - Parameters:
    ///   - line: quantity, price and discount.
    ///   - documentDiscount: percent, scale 2.
    ///   - minorDigits: of the currency, 0 to 4.
    /// - Returns: money, scale 4.
    /// - Throws: `money.out-of-range`.
    public static func net(
        of line: LineInput,
        documentDiscount: Int64,
        minorDigits: Int
    ) throws(RuleViolation) -> Int64 {
        // Scales: 4 + 4 for quantity and price, 4 + 4 for the two factors; rounded once, to the minor unit.
        let product = Int128(line.quantity) * Int128(line.unitPrice)
        let factor = Int128(10_000 - line.discountPercent) * Int128(10_000 - documentDiscount)
        let (value, overflow) = product.multipliedReportingOverflow(by: factor)
        guard !overflow else { throw .moneyOutOfRange(field: "NetValue") }
        let step = Int128(ExactArithmetic.power10(4 - minorDigits))
        let unit = Int128(ExactArithmetic.power10(12)) * step
        return try ExactArithmetic.money(ExactArithmetic.divide(value, by: unit) * step, field: "NetValue")
    }

    /// The totals of a document.
    ///
    /// The tax of each code is taken of the summed net, rounded once and spread over its lines by largest remainder,
    /// so that net, tax and gross of the lines add up to those of the document to the last digit.
    public static func totals(
        of inputs: [LineInput],
        documentDiscount: Int64 = 0,
        minorDigits: Int = 2
    ) throws(RuleViolation) -> DocumentTotals {
        var lines: [LineFigures] = []
        for input in inputs {
            let net = try net(of: input, documentDiscount: documentDiscount, minorDigits: minorDigits)
            let cost = try cost(of: input, minorDigits: minorDigits)
            lines.append(LineFigures(net: net, tax: 0, gross: net, cost: cost))
        }
        try spreadTax(over: &lines, inputs: inputs, minorDigits: minorDigits)
        var net: Int128 = 0
        var tax: Int128 = 0
        var cost: Int128 = 0
        for (input, line) in zip(inputs, lines) where !input.isExcluded {
            net += Int128(line.net)
            tax += Int128(line.tax)
            cost += Int128(line.cost ?? 0)
        }
        let margin = net - cost
        return DocumentTotals(
            lines: lines,
            net: try ExactArithmetic.money(net, field: "NetValue"),
            tax: try ExactArithmetic.money(tax, field: "TaxValue"),
            gross: try ExactArithmetic.money(net + tax, field: "GrossValue"),
            cost: try ExactArithmetic.money(cost, field: "CostValue"),
            margin: try ExactArithmetic.money(margin, field: "MarginValue"),
            marginPercentage: percentage(margin, of: net)
        )
    }

    /// A part in percent of a whole, scale 2; nil when the whole is zero or the result has more than nine digits.
    static func percentage(_ part: Int128, of whole: Int128) -> Int64? {
        guard whole != 0 else { return nil }
        let numerator = whole < 0 ? -part * 10_000 : part * 10_000
        let result = ExactArithmetic.divide(numerator, by: Int128(whole.magnitude))
        return result.magnitude < 1_000_000_000 ? Int64(result) : nil
    }

    private static func cost(of line: LineInput, minorDigits: Int) throws(RuleViolation) -> Int64? {
        guard let price = line.costPrice else { return nil }
        let step = Int128(ExactArithmetic.power10(4 - minorDigits))
        let value = ExactArithmetic.divide(Int128(line.quantity) * Int128(price), by: 10_000 * step) * step
        return try ExactArithmetic.money(value, field: "CostValue")
    }

    private static func spreadTax(
        over lines: inout [LineFigures],
        inputs: [LineInput],
        minorDigits: Int
    ) throws(RuleViolation) {
        var groups: [(key: TaxGroup, members: [Int])] = []
        for (index, input) in inputs.enumerated() {
            let key = TaxGroup(code: input.taxCode, rate: input.taxRate, isExcluded: input.isExcluded)
            if let place = groups.firstIndex(where: { $0.key == key }) {
                groups[place].members.append(index)
            } else {
                groups.append((key, [index]))
            }
        }
        // In minor units: a net is a whole number of them, so the exact tax has denominator 10,000.
        let step = Int128(ExactArithmetic.power10(4 - minorDigits))
        for group in groups {
            let exact = group.members.map { Int128(lines[$0].net) / step * Int128(group.key.rate) }
            let total = ExactArithmetic.divide(exact.reduce(0, +), by: 10_000)
            var shares = exact.map { ExactArithmetic.floorDivide($0, by: 10_000) }
            let missing = Int(total - shares.reduce(0, +))
            let byRemainder = exact.indices.sorted {
                let left = exact[$0] - shares[$0] * 10_000
                let right = exact[$1] - shares[$1] * 10_000
                return left == right ? $0 < $1 : left > right
            }
            for index in byRemainder.prefix(missing) { shares[index] += 1 }
            for (share, member) in zip(shares, group.members) {
                lines[member].tax = try ExactArithmetic.money(share * step, field: "TaxValue")
                lines[member].gross = try ExactArithmetic.money(
                    share * step + Int128(lines[member].net),
                    field: "GrossValue"
                )
            }
        }
    }

    private struct TaxGroup: Hashable {
        let code: String?
        let rate: Int64
        let isExcluded: Bool
    }
}
