import OData
import ODataServer

/// Operations of the depot: one for each rule of calls.
enum DepotOperations {
    private static let core = StandardVocabulary.core

    static let size = EdmComplexType(
        Depot.name("Size"),
        properties: [
            EdmProperty("Width", .primitive(.double, isNullable: false)),
            EdmProperty("Unit", .primitive(.string)),
        ]
    )

    private static func parameter(
        _ name: String,
        _ type: EdmTypeReference,
        _ annotations: [EdmAnnotation] = []
    ) -> EdmOperation.Parameter {
        EdmOperation.Parameter(name, type, annotations: annotations)
    }

    private static let product = EdmTypeReference(.entity(Depot.name("Product")), isNullable: false)
    private static let products = EdmTypeReference(
        .entity(Depot.name("Product")),
        isCollection: true,
        isNullable: false
    )
    private static let int32 = EdmTypeReference.primitive(.int32, isNullable: false)
    private static let text = EdmTypeReference.primitive(.string, isNullable: false)

    private static func optional(_ value: String) -> EdmAnnotation {
        EdmAnnotation(
            core.term("OptionalParameter"),
            .record(type: nil, properties: [EdmAnnotationProperty("DefaultValue", .string(value))], annotations: [])
        )
    }

    static let operations: [EdmOperation] = [
        EdmOperation(
            .action,
            Depot.name("Restock"),
            isBound: true,
            parameters: [
                parameter("product", product), parameter("amount", int32),
                parameter("reason", .primitive(.string)), parameter("times", int32, [optional("1")]),
            ],
            returnType: product
        ),
        EdmOperation(.action, Depot.name("Retire"), isBound: true, parameters: [parameter("product", product)]),
        EdmOperation(
            .action,
            Depot.name("Copy"),
            isBound: true,
            parameters: [parameter("product", product), parameter("name", text)],
            returnType: product
        ),
        EdmOperation(
            .action,
            Depot.name("Measure"),
            parameters: [
                parameter("size", EdmTypeReference(.complex(Depot.name("Size")), isNullable: false)),
                parameter("notes", EdmTypeReference(.primitive(.string), isCollection: true)),
            ],
            returnType: EdmTypeReference(.complex(Depot.name("Size")))
        ),
        EdmOperation(
            .action,
            Depot.name("Gone"),
            annotations: [EdmAnnotation(core.term("OperationAvailable"), .bool(false))]
        ),
        EdmOperation(.action, Depot.name("Unwritten")),
        EdmOperation(
            .function,
            Depot.name("Names"),
            returnType: EdmTypeReference(.primitive(.string), isCollection: true, isNullable: false)
        ),
        EdmOperation(
            .function,
            Depot.name("Scarce"),
            isBound: true,
            isComposable: true,
            parameters: [parameter("products", products), parameter("below", int32)],
            returnType: products
        ),
        EdmOperation(
            .function,
            Depot.name("Wide"),
            parameters: [parameter("size", EdmTypeReference(.complex(Depot.name("Size")), isNullable: false))],
            returnType: .primitive(.boolean, isNullable: false)
        ),
    ]

    static let imports: [EdmOperationImport] = [
        EdmOperationImport(.action, "Measure", operation: Depot.name("Measure")),
        EdmOperationImport(.action, "Gone", operation: Depot.name("Gone")),
        EdmOperationImport(.action, "Unwritten", operation: Depot.name("Unwritten")),
        EdmOperationImport(.function, "Names", operation: Depot.name("Names")),
        EdmOperationImport(.function, "Wide", operation: Depot.name("Wide")),
    ]

    static var handlers: ServiceOperations {
        var handlers = ServiceOperations()
        handlers.add(action: Depot.name("Restock")) { (call, session) throws(OperationError) in
            guard let product = call.binding else { throw .notFound }
            let amount = (call["amount"].integer ?? 0) * (call["times"].integer ?? 0)
            let stock = (call.instance["Stock"].integer ?? 0) + amount
            try session.update(product, [("Stock", .integer(stock))])
            // Refused after the change, so that a test sees whether it is undone.
            guard stock <= 1_000 else {
                throw .refused(status: 409, code: "depot.full", message: "The depot is full.", target: "amount")
            }
            return .query(product)
        }
        handlers.add(action: Depot.name("Retire")) { (call, session) throws(OperationError) in
            guard let product = call.binding else { throw .notFound }
            try session.update(product, [("IsActive", .primitive(.boolean(false)))])
            return .nothing
        }
        handlers.add(action: Depot.name("Copy")) { (call, session) throws(OperationError) in
            guard let product = call.binding, let type = call.model.entityType(product.resultType),
                let name = type.property("Name"), let text = call["name"].text
            else { throw .notFound }
            var set = product
            set.steps = []
            set.shape = .collection
            let values = [PayloadProperty(name, .primitive(.string(text)))]
            let made = try session.write(BoundWrite(set, .insert(EntityPayload(type: type.name, properties: values))))
            guard let entity = made.entity else { throw .failed("nothing was made") }
            return .created(entity)
        }
        handlers.add(action: Depot.name("Measure")) { (call, _) throws(OperationError) in
            call["notes"].items.isEmpty ? .value(call["size"]) : .value(.null)
        }
        handlers.add(action: Depot.name("Gone")) { _, _ in .nothing }
        handlers.add(function: Depot.name("Names")) { (call) throws(OperationError) in
            .reading(try call.query("Products", "$orderby=ID")) { rows in .value(.list(rows.map { $0["Name"] })) }
        }
        handlers.add(function: Depot.name("Scarce")) { (call) throws(OperationError) in
            guard let products = call.binding else { throw .notFound }
            return .query(try call.query(products, "$filter=Stock lt @below&$orderby=Stock"))
        }
        handlers.add(function: Depot.name("Wide")) { (call) throws(OperationError) in
            .value(.primitive(.boolean((call["size"]["Width"].double ?? 0) > 100)))
        }
        return handlers
    }
}
