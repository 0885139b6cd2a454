import OData
import ODataServer

/// The functions of the store: what each computes, beside what the model says of how it is called.
enum StoreFunctions {
    static func add(to operations: inout ServiceOperations) {
        operations.add(function: name("GetTopProducts"), topProducts)
        operations.add(function: name("GetProductStats"), productStats)
        operations.add(function: name("GetAveragePrice"), averagePrice)
        operations.add(function: name("GetTotalPrice"), totalPrice)
        operations.add(function: name("GetRelatedProducts"), relatedProducts)
        operations.add(function: name("CalculatePrice"), calculatePrice)
        operations.add(function: name("GetInfo"), info)
        operations.add(function: name("FindProducts"), findProducts)
        operations.add(function: name("Calculate"), calculate)
        operations.add(function: name("Convert"), convert)
    }

    /// What of the functions can be said in an expression can stand in `$filter` and the like.
    static func define(in operations: inout ServiceOperations) throws(SyntaxError) {
        try operations.define(
            function: name("GetTotalPrice"),
            parameters: ["taxRate"],
            as: "Price mul (1 add @taxRate)"
        )
        let reduced = "Price mul (1 sub @discount divby 100)"
        try operations.define(function: name("CalculatePrice"), parameters: ["discount"], as: reduced)
        try operations.define(
            function: name("CalculatePrice"),
            parameters: ["discount", "tax"],
            as: "\(reduced) mul (1 add @tax divby 100)"
        )
    }

    static func name(_ text: String) -> EdmTypeName { EdmTypeName("Reference.Store", text) }

    // MARK: Products

    /// The dearest products first, of the whole set or of the collection the function is called on.
    private static let topProducts: FunctionHandler = { (call) throws(OperationError) in
        var options = "$orderby=Price desc,ID"
        if call.has("category") { options += "&$filter=Category/Name eq @category" }
        if let count = call["count"].integer {
            guard count >= 0 else { throw .invalidArgument("count", "'count' must not be negative.") }
            options += "&$top=\(count)"
        }
        return .query(try products(call, options))
    }

    private static let productStats: FunctionHandler = { (call) throws(OperationError) in
        .reading(try products(call)) { rows in
            let prices = rows.compactMap { $0["Price"].double }
            func price(_ value: Double?) -> StructuredValue { value.map { .double($0) } ?? .null }
            return .value(
                .structure([
                    .init("totalProducts", .integer(Int64(prices.count))),
                    .init("averagePrice", price(mean(prices))),
                    .init("maxPrice", price(prices.max())),
                    .init("minPrice", price(prices.min())),
                ])
            )
        }
    }

    private static let averagePrice: FunctionHandler = { (call) throws(OperationError) in
        .reading(try products(call)) { rows in
            .value(mean(rows.compactMap { $0["Price"].double }).map { .double($0) } ?? .null)
        }
    }

    private static let relatedProducts: FunctionHandler = { (call) throws(OperationError) in
        guard case .guid(let category)? = call.instance["CategoryID"].single,
            case .guid(let own)? = call.instance["ID"].single
        else { return .query(try call.query("Products", "$filter=false")) }
        return .query(
            try call.query("Products", "$filter=CategoryID eq \(category) and ID ne \(own)&$orderby=ID&$top=5")
        )
    }

    private static let findProducts: FunctionHandler = { (call) throws(OperationError) in
        .query(try call.query("Products", "$filter=contains(Name,@name) and Price le @maxPrice&$orderby=ID"))
    }

    /// The collection that a function is called on, else all products.
    private static func products(_ call: OperationCall, _ options: String = "") throws(OperationError) -> BoundRead {
        if let binding = call.binding { return try call.query(binding, options) }
        return try call.query("Products", options)
    }

    private static func mean(_ numbers: [Double]) -> Double? {
        numbers.isEmpty ? nil : numbers.reduce(0, +) / Double(numbers.count)
    }

    // MARK: One product

    private static let totalPrice: FunctionHandler = { (call) throws(OperationError) in
        .value(.double(price(call) * (1 + (call["taxRate"].double ?? 0))))
    }

    private static let calculatePrice: FunctionHandler = { (call) throws(OperationError) in
        let reduced = price(call) * (1 - (call["discount"].double ?? 0) / 100)
        guard let tax = call["tax"].double else { return .value(.double(reduced)) }
        return .value(.double(reduced * (1 + tax / 100)))
    }

    private static let info: FunctionHandler = { (call) throws(OperationError) in
        let name = call.instance["Name"].text ?? ""
        let format = call["format"].text ?? ""
        return .value(.text("Product: \(name) (Price: \(twoDecimals(price(call)))) in \(format) format"))
    }

    static func price(_ call: OperationCall) -> Double { call.instance["Price"].double ?? 0 }

    private static func twoDecimals(_ number: Double) -> String {
        guard number.magnitude < 9e15 else { return "\(number)" }
        let hundredths = Int64((number.magnitude * 100).rounded())
        let cents = hundredths % 100
        return (number < 0 && hundredths > 0 ? "-" : "") + "\(hundredths / 100)." + (cents < 10 ? "0" : "") + "\(cents)"
    }

    // MARK: Arithmetic and text

    private static let calculate: FunctionHandler = { (call) throws(OperationError) in
        let isDouble = call.has("value")
        let left = (isDouble ? call["value"] : call["a"]).integer ?? 0
        let right = (isDouble ? .integer(2) : call["b"]).integer ?? 0
        let (result, overflows) =
            isDouble ? left.multipliedReportingOverflow(by: right) : left.addingReportingOverflow(right)
        guard !overflows else {
            throw .invalidArgument(isDouble ? "value" : "a", "The result is beyond the range of Edm.Int64.")
        }
        return .value(.integer(result))
    }

    private static let convert: FunctionHandler = { (call) throws(OperationError) in
        if let number = call["number"].integer { return .value(.text("Number: \(number)")) }
        return .value(.text("String: \(call["input"].text ?? "")"))
    }
}
