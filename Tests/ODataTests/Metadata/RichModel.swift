import OData

/// A model with every construct and every form of annotation, for the writers of metadata.
enum RichModel {
    static func name(_ text: String) -> EdmTypeName { EdmTypeName("Rich.Model", text) }

    static let model = EdmModel(
        schemas: [
            EdmSchema(
                namespace: "Rich.Model",
                alias: "Rich",
                entityTypes: [base, derived],
                complexTypes: [complex],
                enumTypes: [plainEnum, flags],
                typeDefinitions: [
                    EdmTypeDefinition(
                        name("Length"),
                        underlyingType: .decimal,
                        facets: .init(precision: 9, scale: .variable)
                    ),
                    EdmTypeDefinition(name("Code"), underlyingType: .string, facets: .init(maxLength: .limited(3))),
                ],
                operations: operations,
                terms: [
                    EdmTerm(
                        name("Marked"),
                        .primitive(.boolean, isNullable: false),
                        defaultValue: "true",
                        appliesTo: ["EntityType", "Property"],
                        annotations: [EdmAnnotation(core("Description"), .string("Tags things"))]
                    ),
                    EdmTerm(name("Anything"), EdmTypeReference(.abstract("Untyped"))),
                ],
                container: container,
                annotations: [EdmAnnotation(core("Description"), .string("A <rich> & \"quoted\" model\n"))]
            )
        ],
        references: StandardVocabulary.references
    )

    static func core(_ term: String) -> EdmTypeName { StandardVocabulary.core.term(term) }

    private static let complex = EdmComplexType(
        name("Address"),
        isOpen: true,
        properties: [EdmProperty("City", .primitive(.string, facets: .init(maxLength: .max, unicode: false)))]
    )

    private static let plainEnum = EdmEnumType(name("Colour"), members: [.init("Red", 0), .init("Blue", 1)])

    private static let flags = EdmEnumType(
        name("Access"),
        underlyingType: .int64,
        isFlags: true,
        members: [
            .init("Read", 1, annotations: [EdmAnnotation(core("Description"), .string("May read"))]), .init("Write", 2),
        ]
    )

    private static let base = EdmEntityType(
        name("Base"),
        isAbstract: true,
        key: [.init("Id"), .init("Place/City", alias: "City")],
        properties: [
            EdmProperty("Id", .primitive(.int64, isNullable: false)),
            EdmProperty("Place", EdmTypeReference(.complex(name("Address")), isNullable: false)),
        ]
    )

    private static let derived = EdmEntityType(
        name("Derived"),
        baseType: name("Base"),
        hasStream: true,
        properties: [
            EdmProperty(
                "Price",
                .primitive(.decimal, facets: .init(precision: 19, scale: .fixed(4))),
                defaultValue: "1.5"
            ),
            EdmProperty("Rate", .primitive(.decimal, facets: .init(scale: .variable))),
            EdmProperty("Factor", .primitive(.decimal, facets: .init(scale: .floating))),
            EdmProperty("Whole", .primitive(.decimal)),
            EdmProperty("At", .primitive(.dateTimeOffset, facets: .init(precision: 6))),
            EdmProperty("Seconds", .primitive(.timeOfDay)),
            EdmProperty("Tags", EdmTypeReference(.primitive(.string), isCollection: true, isNullable: false)),
            EdmProperty("Spot", .primitive(.geographyPoint, facets: .init(srid: 4326))),
            EdmProperty("Colour", EdmTypeReference(.enumeration(name("Colour")))),
            // A facet that the type does not know must not be written.
            EdmProperty("Number", .primitive(.int32, facets: .init(maxLength: .limited(5), precision: 3))),
            EdmProperty("Note", .primitive(.string), defaultValue: "none", annotations: expressions),
        ],
        navigationProperties: [
            EdmNavigationProperty(
                "Parent",
                to: name("Derived"),
                isNullable: false,
                partner: "Children",
                onDelete: .cascade
            ),
            EdmNavigationProperty("Children", to: name("Derived"), isCollection: true, partner: "Parent"),
            EdmNavigationProperty(
                "Owned",
                to: name("Derived"),
                isCollection: true,
                containsTarget: true,
                referentialConstraints: [.init(property: "Price", referencedProperty: "Price")]
            ),
        ]
    )

    private static let operations = [
        EdmOperation(
            .function,
            name("Near"),
            isBound: true,
            isComposable: true,
            entitySetPath: "it/Children",
            parameters: [
                .init("it", EdmTypeReference(.entity(name("Derived")))),
                .init("radius", .primitive(.double, isNullable: false)),
            ],
            returnType: EdmTypeReference(.entity(name("Derived")), isCollection: true)
        ),
        EdmOperation(.function, name("Near"), parameters: [], returnType: .primitive(.string)),
        EdmOperation(.action, name("Reset"), returnTypeAnnotations: []),
    ]

    private static let container = EdmEntityContainer(
        name("Container"),
        entitySets: [
            EdmEntitySet(
                "Things",
                entityType: name("Derived"),
                navigationBindings: [
                    .init(path: "Parent", target: "Things"), .init(path: "Children", target: "Things"),
                ],
                annotations: [EdmAnnotation(core("Description"), .string("All things"))]
            ),
            EdmEntitySet("Hidden", entityType: name("Derived"), includeInServiceDocument: false),
        ],
        singletons: [EdmSingleton("Me", entityType: name("Derived"), isNullable: true)],
        operationImports: [
            EdmOperationImport(.function, "Near", operation: name("Near"), includeInServiceDocument: true),
            EdmOperationImport(.action, "Reset", operation: name("Reset"), entitySet: "Things"),
        ]
    )

    private static let expressions: [EdmAnnotation] = {
        let own = [EdmAnnotation(core("Description"), .string("why"))]
        let path = EdmAnnotationValue.path("Price")
        let values: [EdmAnnotationValue] = [
            .null(), .bool(false), .int(-5), .decimal("1.50"), .float("INF"), .float("3.5"), .string("a\"b"),
            .date("2024-01-01"),
            .dateTimeOffset("2024-01-01T00:00:00Z"), .timeOfDay("09:00:00"), .duration("PT1H"),
            .guid("21ec2020-3aea-1069-a2dd-08002b30309d"), .binary("T0RhdGE"),
            .enumMember(type: name("Access"), members: ["Read", "Write"]), path, .propertyPath("Price"),
            .navigationPropertyPath("Parent"), .anyPropertyPath("Parent/Price"),
            .modelElementPath("/Rich.Model.Container/Things"), .annotationPath("Parent/@Core.Description"),
            .collection([.string("a"), .int(1), .propertyPath("Price")]),
            .record(
                type: name("Address"),
                properties: [.init("City", .string("x"), annotations: own), .init("All", .collection([]))],
                annotations: own
            ),
            .expression(
                "If",
                [.expression("Eq", [path, .int(1)], annotations: []), .string("y"), .null()],
                annotations: []
            ),
            .expression("Not", [.path("Flag")], annotations: own),
            .expression("And", [.bool(true), .bool(false)], annotations: []),
            .apply(function: "odata.concat", arguments: [.string("a"), path], annotations: []),
            .cast(.primitive(.string, facets: .init(maxLength: .limited(5))), path, annotations: []),
            .isOf(EdmTypeReference(.entity(name("Derived"))), path, annotations: []),
            .labeled(name: "L", path, annotations: []), .labeledReference("Rich.Model.L"),
            .urlReference(.string("http://host/"), annotations: []),
        ]
        return values.enumerated().map {
            EdmAnnotation(name("Anything"), $1, qualifier: "q\($0)", annotations: $0 == 2 ? own : [])
        }
    }()
}
