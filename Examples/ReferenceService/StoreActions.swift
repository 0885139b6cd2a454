import OData
import ODataServer

/// The actions of the store; each runs in one transaction.
struct StoreActions {
    let service: ReferenceService

    func add(to operations: inout ServiceOperations) {
        operations.add(action: StoreFunctions.name("ApplyDiscount"), Self.applyDiscount)
        operations.add(action: StoreFunctions.name("IncreasePrice"), Self.increasePrice)
        operations.add(action: StoreFunctions.name("Activate"), Self.activate)
        operations.add(action: StoreFunctions.name("CalculateDiscount"), Self.calculateDiscount)
        // These two show how an action is called, and do nothing.
        operations.add(action: StoreFunctions.name("MarkAllAsReviewed")) { _, _ in .nothing }
        operations.add(action: StoreFunctions.name("ResetProducts")) { _, _ in .nothing }
        operations.add(action: StoreFunctions.name("Process"), Self.process)
        operations.add(action: StoreFunctions.name("ResetAllPrices"), resetAllPrices)
        operations.add(action: StoreFunctions.name("Reseed"), reseed)
    }

    // MARK: One product

    private static let applyDiscount: ActionHandler = { (call, session) throws(OperationError) in
        let product = try binding(call)
        try session.update(product, [("Price", .double(discounted(StoreFunctions.price(call), call)))])
        return .query(product)
    }

    private static let increasePrice: ActionHandler = { (call, session) throws(OperationError) in
        let price = StoreFunctions.price(call) + (call["amount"].double ?? 0)
        try session.update(try binding(call), [("Price", .double(price))])
        return .nothing
    }

    private static let activate: ActionHandler = { (call, session) throws(OperationError) in
        guard case .enumeration(let type, let status)? = call.instance["Status"].single else {
            throw .failed("a product without a status")
        }
        let (inStock, discontinued): (Int64, Int64) = (1, 4)
        let changed = EdmValue.enumeration(type, (status & ~discontinued) | inStock)
        try session.update(try binding(call), [("Status", .primitive(changed))])
        return .nothing
    }

    private static let calculateDiscount: ActionHandler = { (call, _) throws(OperationError) in
        .value(.double(discounted(StoreFunctions.price(call), call)))
    }

    private static func binding(_ call: OperationCall) throws(OperationError) -> BoundRead {
        guard let binding = call.binding else { throw .failed("\(call.operation.name) without a product") }
        return binding
    }

    private static func discounted(_ price: Double, _ call: OperationCall) -> Double {
        price * (1 - (call["percentage"].double ?? 0) / 100)
    }

    // MARK: The whole service

    /// For tests: every row, link and stream as they were in the beginning.
    private var reseed: ActionHandler {
        let asynchronous = service.asynchronous
        return { (_, session) throws(OperationError) in
            guard let own = session.session as? ReferenceSession else { throw .failed("a session of another service") }
            do {
                try own.reseed()
            } catch {
                throw .failed("\(error)")
            }
            asynchronous.cancelAll()
            return .value(.text("The service is as it was in the beginning."))
        }
    }

    // MARK: All products

    private static let process: ActionHandler = { (call, session) throws(OperationError) in
        let options = call["minPrice"].isNull ? "" : "$filter=Price ge @minPrice"
        let products = try call.query("Products", options)
        for row in try session.rows(products) {
            let price = discounted(row["Price"].double ?? 0, call)
            try session.update(try call.entity(row, in: products.root), [("Price", .double(price))])
        }
        return .nothing
    }

    private var resetAllPrices: ActionHandler {
        var seeded: [EdmValue: StructuredValue] = [:]
        for row in service.seed.sets.first(where: { $0.name == "Products" })?.rows ?? [] {
            let values = Dictionary(row.values.map { ($0.property.name, $0.value) }) { first, _ in first }
            if let key = values["ID"]?.single, let price = values["Price"] { seeded[key] = price }
        }
        let prices = seeded
        return { (call, session) throws(OperationError) in
            let products = try call.query("Products")
            var count: Int64 = 0
            for row in try session.rows(products) {
                guard let price = row["ID"].single.flatMap({ prices[$0] }) else { continue }
                count += 1
                try session.update(try call.entity(row, in: products.root), [("Price", price)])
            }
            return .value(
                .structure([
                    .init("message", .text("The prices are those of the seed.")),
                    .init("updatedCount", .integer(count)),
                ])
            )
        }
    }
}
