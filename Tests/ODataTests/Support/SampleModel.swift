import OData

/// A small shop that tests bind against: every type of value, nullable and not, to-one, to-many, self-reference, flags,
/// composite and alternate keys, derived and complex types.
enum SampleModel {
    static let shop = EdmModel(schemas: [
        EdmSchema(
            namespace: "Shop",
            alias: "S",
            entityTypes: [product, specialProduct, category, supplier, order, orderLine],
            complexTypes: [address, country],
            enumTypes: [status, traits],
            typeDefinitions: [EdmTypeDefinition(name("Weight"), underlyingType: .decimal, facets: scale(3))],
            operations: [
                related(isCollection: true), related(isCollection: false),
                EdmOperation(.function, name("TopProducts")),
            ],
            container: container
        )
    ])

    static func name(_ text: String) -> EdmTypeName { EdmTypeName("Shop", text) }

    private static func related(isCollection: Bool) -> EdmOperation {
        EdmOperation(
            .function,
            name("Related"),
            isBound: true,
            isComposable: true,
            parameters: [
                .init("it", EdmTypeReference(.entity(name("Product")), isCollection: isCollection, isNullable: false))
            ],
            returnType: EdmTypeReference(.entity(name("Product")), isCollection: true, isNullable: false)
        )
    }

    private static func scale(_ digits: Int) -> EdmFacets { EdmFacets(precision: 19, scale: .fixed(digits)) }

    private static let status = EdmEnumType(
        name("Status"),
        members: [.init("Draft", 0), .init("Active", 1), .init("Retired", 2)]
    )

    private static let traits = EdmEnumType(
        name("Traits"),
        isFlags: true,
        members: [.init("Fragile", 1), .init("Heavy", 2), .init("Sharp", 4)]
    )

    private static let country = EdmComplexType(
        name("Country"),
        properties: [EdmProperty("Code", .primitive(.string, isNullable: false))]
    )

    private static let address = EdmComplexType(
        name("Address"),
        properties: [
            EdmProperty("Street", .primitive(.string)),
            EdmProperty("City", .primitive(.string, isNullable: false)),
            EdmProperty("Country", EdmTypeReference(.complex(name("Country")))),
        ]
    )

    private static let product = EdmEntityType(
        name("Product"),
        key: [.init("Id")],
        properties: [
            EdmProperty("Id", .primitive(.int32, isNullable: false)),
            EdmProperty("Name", .primitive(.string)),
            EdmProperty("Code", .primitive(.string, isNullable: false)),
            EdmProperty("Price", .primitive(.decimal, facets: scale(4))),
            EdmProperty("Cost", .primitive(.decimal, isNullable: false, facets: scale(2))),
            EdmProperty("Quantity", .primitive(.int32, isNullable: false)),
            EdmProperty("Sold", .primitive(.int64)),
            EdmProperty("Rank", .primitive(.int16)),
            EdmProperty("Rating", .primitive(.double)),
            EdmProperty("Score", .primitive(.single)),
            EdmProperty("Weight", EdmTypeReference(.typeDefinition(name("Weight")))),
            EdmProperty("Status", EdmTypeReference(.enumeration(name("Status")), isNullable: false)),
            EdmProperty("Traits", EdmTypeReference(.enumeration(name("Traits")))),
            EdmProperty("Released", .primitive(.date)),
            EdmProperty("CreatedAt", .primitive(.dateTimeOffset, isNullable: false)),
            EdmProperty("ChangedAt", .primitive(.dateTimeOffset)),
            EdmProperty("OpensAt", .primitive(.timeOfDay)),
            EdmProperty("LeadTime", .primitive(.duration)),
            EdmProperty("Uid", .primitive(.guid)),
            EdmProperty("Thumb", .primitive(.binary)),
            EdmProperty("Photo", .primitive(.stream)),
            EdmProperty("IsActive", .primitive(.boolean, isNullable: false)),
            EdmProperty("IsNew", .primitive(.boolean)),
            EdmProperty("Tags", EdmTypeReference(.primitive(.string), isCollection: true, isNullable: false)),
            EdmProperty("CategoryId", .primitive(.int32)),
        ],
        navigationProperties: [
            EdmNavigationProperty("Category", to: name("Category"), partner: "Products"),
            EdmNavigationProperty("Supplier", to: name("Supplier"), isNullable: false, partner: "Products"),
            EdmNavigationProperty("Lines", to: name("OrderLine"), isCollection: true, partner: "Product"),
        ],
        annotations: [alternateKey("Code")]
    )

    private static let specialProduct = EdmEntityType(
        name("SpecialProduct"),
        baseType: name("Product"),
        properties: [EdmProperty("Discount", .primitive(.double))]
    )

    private static let category = EdmEntityType(
        name("Category"),
        key: [.init("Id")],
        properties: [
            EdmProperty("Id", .primitive(.int32, isNullable: false)),
            EdmProperty("Name", .primitive(.string, isNullable: false)),
            EdmProperty("ParentId", .primitive(.int32)),
        ],
        navigationProperties: [
            EdmNavigationProperty("Parent", to: name("Category"), partner: "Children"),
            EdmNavigationProperty("Children", to: name("Category"), isCollection: true, partner: "Parent"),
            EdmNavigationProperty("Products", to: name("Product"), isCollection: true, partner: "Category"),
        ]
    )

    private static let supplier = EdmEntityType(
        name("Supplier"),
        key: [.init("Code")],
        properties: [
            EdmProperty("Code", .primitive(.string, isNullable: false)),
            EdmProperty("Name", .primitive(.string)),
            EdmProperty("Address", EdmTypeReference(.complex(name("Address")))),
        ],
        navigationProperties: [
            EdmNavigationProperty("Products", to: name("Product"), isCollection: true, partner: "Supplier")
        ]
    )

    private static let order = EdmEntityType(
        name("Order"),
        key: [.init("Id")],
        properties: [
            EdmProperty("Id", .primitive(.int64, isNullable: false)),
            EdmProperty("PlacedAt", .primitive(.dateTimeOffset, isNullable: false)),
            EdmProperty("Total", .primitive(.decimal, isNullable: false, facets: scale(4))),
            EdmProperty("ShipTo", EdmTypeReference(.complex(name("Address")), isNullable: false)),
        ],
        navigationProperties: [
            EdmNavigationProperty("Lines", to: name("OrderLine"), isCollection: true, partner: "Order")
        ]
    )

    private static let orderLine = EdmEntityType(
        name("OrderLine"),
        key: [.init("OrderId"), .init("LineNo")],
        properties: [
            EdmProperty("OrderId", .primitive(.int64, isNullable: false)),
            EdmProperty("LineNo", .primitive(.int32, isNullable: false)),
            EdmProperty("Amount", .primitive(.decimal, isNullable: false, facets: scale(3))),
            EdmProperty("ProductId", .primitive(.int32)),
        ],
        navigationProperties: [
            EdmNavigationProperty(
                "Order",
                to: name("Order"),
                isNullable: false,
                partner: "Lines",
                referentialConstraints: [.init(property: "OrderId", referencedProperty: "Id")]
            ),
            EdmNavigationProperty("Product", to: name("Product"), partner: "Lines"),
        ]
    )

    private static let container = EdmEntityContainer(
        name("Container"),
        entitySets: [
            set("Products", "Product", ["Category": "Categories", "Supplier": "Suppliers", "Lines": "OrderLines"]),
            set("Categories", "Category", ["Parent": "Categories", "Children": "Categories", "Products": "Products"]),
            set("Suppliers", "Supplier", ["Products": "Products"], annotations: [notSearchable]),
            set("Orders", "Order", ["Lines": "OrderLines"]),
            set("OrderLines", "OrderLine", ["Order": "Orders", "Product": "Products"]),
        ],
        singletons: [EdmSingleton("Company", entityType: name("Supplier"))],
        operationImports: [EdmOperationImport(.function, "TopProducts", operation: name("TopProducts"))],
        annotations: [EdmAnnotation(EdmTypeName("Org.OData.Core.V1", "SchemaVersion"), .string("7"))]
    )

    private static func set(
        _ name: String,
        _ type: String,
        _ bindings: [String: String],
        annotations: [EdmAnnotation] = []
    ) -> EdmEntitySet {
        EdmEntitySet(
            name,
            entityType: self.name(type),
            navigationBindings: bindings.sorted { $0.key < $1.key }.map {
                EdmNavigationBinding(path: $0.key, target: $0.value)
            },
            annotations: annotations
        )
    }

    private static func alternateKey(_ property: String) -> EdmAnnotation {
        let part = EdmAnnotationValue.record(
            type: nil,
            properties: [EdmAnnotationProperty("Name", .propertyPath(property))],
            annotations: []
        )
        let key = EdmAnnotationValue.record(
            type: nil,
            properties: [EdmAnnotationProperty("Key", .collection([part]))],
            annotations: []
        )
        return EdmAnnotation(EdmTypeName("Org.OData.Core.V1", "AlternateKeys"), .collection([key]))
    }

    private static let notSearchable = EdmAnnotation(
        EdmTypeName("Org.OData.Capabilities.V1", "SearchRestrictions"),
        .record(type: nil, properties: [EdmAnnotationProperty("Searchable", .bool(false))], annotations: [])
    )
}
