import OData
import ODataSQL
import SQLCore

/// The model of these tests: suppliers with products with parts, codes whose keys clients choose, and events that only
/// the service writes.
enum Depot {
    static func name(_ text: String) -> EdmTypeName { EdmTypeName("Depot", text) }

    static func core(_ term: String) -> EdmAnnotation { EdmAnnotation(StandardVocabulary.core.term(term)) }

    static func restriction(_ term: String, _ property: String, _ value: Bool) -> EdmAnnotation {
        EdmAnnotation(
            StandardVocabulary.capabilities.term(term),
            .record(type: nil, properties: [EdmAnnotationProperty(property, .bool(value))], annotations: [])
        )
    }

    static let colour = EdmEnumType(
        name("Colour"),
        isFlags: true,
        members: [.init("None", 0), .init("Red", 1), .init("Green", 2), .init("Blue", 4)]
    )

    private static let countries = EdmAnnotation(
        StandardVocabulary.validation.term("AllowedValues"),
        .collection(
            ["DE", "FR", "GB"].map {
                .record(type: nil, properties: [EdmAnnotationProperty("Value", .string($0))], annotations: [])
            }
        )
    )

    private static let id = EdmProperty(
        "ID",
        .primitive(.int64, isNullable: false),
        annotations: [core("Computed")]
    )
    private static let version = EdmProperty(
        "Version",
        .primitive(.int32, isNullable: false),
        annotations: [core("Computed")]
    )

    private static func text(
        _ name: String,
        _ length: Int,
        required: Bool = false,
        _ annotations: [EdmAnnotation] = []
    )
        -> EdmProperty
    {
        EdmProperty(
            name,
            .primitive(.string, isNullable: !required, facets: EdmFacets(maxLength: .limited(length))),
            annotations: annotations
        )
    }

    private static let supplier = EdmEntityType(
        name("Supplier"),
        key: [.init("ID")],
        properties: [id, text("Name", 50, required: true), text("Country", 2, [countries]), version],
        navigationProperties: [
            EdmNavigationProperty("Products", to: name("Product"), isCollection: true, partner: "Supplier")
        ]
    )

    private static let product = EdmEntityType(
        name("Product"),
        key: [.init("ID")],
        properties: [
            id, text("Name", 40, required: true),
            EdmProperty(
                "Price",
                .primitive(.decimal, isNullable: false, facets: EdmFacets(precision: 9, scale: .fixed(2))),
                defaultValue: "0",
                annotations: [EdmAnnotation(StandardVocabulary.validation.term("Minimum"), .int(0))]
            ),
            EdmProperty("Stock", .primitive(.int32)),
            EdmProperty("Colour", EdmTypeReference(.enumeration(colour.name))),
            EdmProperty("IsActive", .primitive(.boolean, isNullable: false), defaultValue: "true"),
            EdmProperty("MadeOn", .primitive(.date)),
            EdmProperty("SeenAt", .primitive(.dateTimeOffset, facets: EdmFacets(precision: 3))),
            EdmProperty("Weight", .primitive(.double)),
            EdmProperty("Tag", .primitive(.guid)),
            text("Serial", 20, [core("Immutable")]),
            EdmProperty("SupplierID", .primitive(.int64)), version,
        ],
        navigationProperties: [
            EdmNavigationProperty(
                "Supplier",
                to: name("Supplier"),
                partner: "Products",
                referentialConstraints: [.init(property: "SupplierID", referencedProperty: "ID")]
            ),
            EdmNavigationProperty("Parts", to: name("Part"), isCollection: true, partner: "Product"),
        ]
    )

    private static let part = EdmEntityType(
        name("Part"),
        key: [.init("ProductID"), .init("Number")],
        properties: [
            EdmProperty("ProductID", .primitive(.int64, isNullable: false)),
            EdmProperty("Number", .primitive(.int32, isNullable: false)),
            text("Label", 30, required: true),
        ],
        navigationProperties: [
            EdmNavigationProperty(
                "Product",
                to: name("Product"),
                isNullable: false,
                partner: "Parts",
                referentialConstraints: [.init(property: "ProductID", referencedProperty: "ID")]
            )
        ]
    )

    private static let code = EdmEntityType(
        name("Code"),
        key: [.init("Code")],
        properties: [text("Code", 10, required: true), text("Title", 60, required: true), text("Note", 60), version]
    )

    private static let event = EdmEntityType(
        name("Event"),
        key: [.init("ID")],
        properties: [id, text("Text", 60)]
    )

    static let model = EdmModel(schemas: [
        EdmSchema(
            namespace: "Depot",
            entityTypes: [supplier, product, part, code, event],
            complexTypes: [DepotOperations.size],
            enumTypes: [colour],
            operations: DepotOperations.operations,
            container: EdmEntityContainer(
                name("Container"),
                entitySets: [
                    EdmEntitySet(
                        "Suppliers",
                        entityType: supplier.name,
                        navigationBindings: [.init(path: "Products", target: "Products")],
                        annotations: [restriction("UpdateRestrictions", "DeltaUpdateSupported", true)]
                    ),
                    EdmEntitySet(
                        "Products",
                        entityType: product.name,
                        navigationBindings: [
                            .init(path: "Supplier", target: "Suppliers"), .init(path: "Parts", target: "Parts"),
                        ],
                        annotations: [restriction("UpdateRestrictions", "DeltaUpdateSupported", true)]
                    ),
                    EdmEntitySet(
                        "Parts",
                        entityType: part.name,
                        navigationBindings: [.init(path: "Product", target: "Products")]
                    ),
                    EdmEntitySet(
                        "Codes",
                        entityType: code.name,
                        annotations: [
                            EdmAnnotation(
                                StandardVocabulary.core.term("OptimisticConcurrency"),
                                .collection([.propertyPath("Version")])
                            )
                        ]
                    ),
                    EdmEntitySet(
                        "Events",
                        entityType: event.name,
                        annotations: [
                            restriction("InsertRestrictions", "Insertable", false),
                            restriction("UpdateRestrictions", "Updatable", false),
                            restriction("DeleteRestrictions", "Deletable", false),
                        ]
                    ),
                ],
                operationImports: DepotOperations.imports
            )
        )
    ])

    // MARK: Storage

    private static func mapping(
        _ set: String,
        _ columns: [(String, ColumnStorage, isNullable: Bool)],
        key: [String] = ["ID"],
        version: String? = "Version",
        _ navigations: [String: NavigationMapping] = [:]
    ) -> EntityMapping {
        EntityMapping(
            entitySet: set,
            table: set,
            columns: Dictionary(
                uniqueKeysWithValues: columns.map { ($0.0, ColumnMapping($0.0, $0.1, isNullable: $0.isNullable)) }
            ),
            navigations: navigations,
            key: key,
            version: version
        )
    }

    private static func link(_ set: String, many: Bool, _ source: String, _ target: String) -> NavigationMapping {
        NavigationMapping(entitySet: set, isCollection: many, pairs: [.init(source: source, target: target)])
    }

    static let mapping = RelationalMapping([
        mapping(
            "Suppliers",
            [
                ("ID", .wideInteger, false), ("Name", .text, false), ("Country", .text, true),
                ("Version", .integer, false),
            ],
            ["Products": link("Products", many: true, "ID", "SupplierID")]
        ),
        mapping(
            "Products",
            [
                ("ID", .wideInteger, false), ("Name", .text, false), ("Price", .scaledDecimal(scale: 2), false),
                ("Stock", .integer, true),
                ("Colour", .enumeration(colour.members.map { .init(name: $0.name, value: $0.value) }), true),
                ("IsActive", .boolean, false), ("MadeOn", .date, true), ("SeenAt", .timestamp, true),
                ("Weight", .real, true), ("Tag", .guid, true), ("Serial", .text, true),
                ("SupplierID", .wideInteger, true), ("Version", .integer, false),
            ],
            [
                "Supplier": link("Suppliers", many: false, "SupplierID", "ID"),
                "Parts": link("Parts", many: true, "ID", "ProductID"),
            ]
        ),
        mapping(
            "Parts",
            [("ProductID", .wideInteger, false), ("Number", .integer, false), ("Label", .text, false)],
            key: ["ProductID", "Number"],
            version: nil,
            ["Product": link("Products", many: false, "ProductID", "ID")]
        ),
        mapping(
            "Codes",
            [("Code", .text, false), ("Title", .text, false), ("Note", .text, true), ("Version", .integer, false)],
            key: ["Code"]
        ),
        mapping("Events", [("ID", .wideInteger, false), ("Text", .text, true)], version: nil),
    ])

    static let schema = """
        CREATE TABLE "Suppliers" ("ID" INTEGER PRIMARY KEY, "Name" TEXT NOT NULL, "Country" TEXT,
            "Version" INTEGER NOT NULL);
        CREATE UNIQUE INDEX "Suppliers_Name" ON "Suppliers" ("Name");
        CREATE TABLE "Products" ("ID" INTEGER PRIMARY KEY, "Name" TEXT NOT NULL, "Price" INTEGER NOT NULL,
            "Stock" INTEGER, "Colour" INTEGER, "IsActive" INTEGER NOT NULL, "MadeOn" TEXT, "SeenAt" INTEGER,
            "Weight" REAL, "Tag" TEXT, "Serial" TEXT, "SupplierID" INTEGER REFERENCES "Suppliers" ("ID"),
            "Version" INTEGER NOT NULL);
        CREATE TABLE "Parts" ("ProductID" INTEGER NOT NULL REFERENCES "Products" ("ID") ON DELETE CASCADE,
            "Number" INTEGER NOT NULL, "Label" TEXT NOT NULL, PRIMARY KEY ("ProductID", "Number"));
        CREATE TABLE "Codes" ("Code" TEXT NOT NULL PRIMARY KEY, "Title" TEXT NOT NULL, "Note" TEXT,
            "Version" INTEGER NOT NULL);
        CREATE TABLE "Events" ("ID" INTEGER PRIMARY KEY, "Text" TEXT);
        INSERT INTO "Suppliers" VALUES (1, 'North', 'DE', 1), (2, 'South', 'FR', 1);
        INSERT INTO "Products" ("ID", "Name", "Price", "Stock", "IsActive", "SupplierID", "Serial", "Version") VALUES
            (1, 'Bolt', 150, 10, 1, 1, 'S-1', 1), (2, 'Nut', 75, 20, 1, 1, NULL, 1), (3, 'Gear', 990, NULL, 0, NULL, NULL, 1);
        INSERT INTO "Parts" VALUES (3, 1, 'Wheel'), (3, 2, 'Tooth');
        INSERT INTO "Codes" VALUES ('A', 'First', NULL, 1);
        INSERT INTO "Events" VALUES (1, 'Opened');
        """

    static let facts: [String: MappedRowStore.Facts] = [
        "Suppliers": .init(counters: ["Version"], numbered: "ID"),
        "Products": .init(counters: ["Version"], numbered: "ID"),
        "Codes": .init(counters: ["Version"]),
    ]
}
