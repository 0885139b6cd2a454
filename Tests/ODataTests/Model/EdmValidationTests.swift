import OData
import Testing

@Suite struct EdmValidationTests {
    private static func name(_ text: String) -> EdmTypeName { EdmTypeName("N", text) }

    private static let id = EdmProperty("Id", .primitive(.int32, isNullable: false))

    private static func type(
        _ text: String,
        key: [EdmEntityType.KeyProperty] = [.init("Id")],
        properties: [EdmProperty] = [id],
        navigations: [EdmNavigationProperty] = []
    ) -> EdmEntityType {
        EdmEntityType(name(text), key: key, properties: properties, navigationProperties: navigations)
    }

    private static func model(
        _ types: [EdmEntityType],
        sets: [EdmEntitySet] = [],
        enums: [EdmEnumType] = [],
        operations: [EdmOperation] = [],
        imports: [EdmOperationImport] = []
    ) -> EdmModel {
        EdmModel(schemas: [
            EdmSchema(
                namespace: "N",
                entityTypes: types,
                enumTypes: enums,
                operations: operations,
                container: EdmEntityContainer(name("C"), entitySets: sets, operationImports: imports)
            )
        ])
    }

    struct Row: Sendable {
        var model: EdmModel
        var fault: EdmFault
    }

    static let rows: [Row] = [
        Row(
            model: model([type("A", properties: [id, EdmProperty("id", .primitive(.string))])]),
            fault: .duplicateName("id", in: "N.A")
        ),
        Row(model: model([type("A"), type("a")]), fault: .duplicateName("a", in: "N")),
        Row(
            model: model([type("A", key: [])], sets: [EdmEntitySet("As", entityType: name("A"))]),
            fault: .missingKey(name("A"))
        ),
        Row(
            model: model([
                type("A", key: []),
                type(
                    "B",
                    navigations: [EdmNavigationProperty("As", to: name("A"), isCollection: true, containsTarget: true)]
                ),
            ]),
            fault: .missingKey(name("A"))
        ),
        Row(model: model([type("A", key: [.init("X")])]), fault: .unknownKeyProperty("X", of: name("A"))),
        Row(
            model: model([type("A", properties: [EdmProperty("Id", .primitive(.int32))])]),
            fault: .nullableKey("Id", of: name("A"))
        ),
        Row(
            model: model([type("A", properties: [EdmProperty("Id", .primitive(.double, isNullable: false))])]),
            fault: .invalidKeyType("Id", of: name("A"))
        ),
        Row(
            model: model([type("A", properties: [id, EdmProperty("B", EdmTypeReference(.complex(name("No"))))])]),
            fault: .unknownType(name("No"), at: "N.A/B")
        ),
        Row(
            model: model([
                type("A", properties: [id, EdmProperty("B", .primitive(.int32, facets: .init(maxLength: .max)))])
            ]),
            fault: .invalidFacet(.maxLength, at: "N.A/B")
        ),
        Row(
            model: model([
                type(
                    "A",
                    properties: [
                        id, EdmProperty("B", .primitive(.decimal, facets: .init(precision: 2, scale: .fixed(3)))),
                    ]
                )
            ]),
            fault: .invalidFacet(.scale, at: "N.A/B")
        ),
        Row(
            model: model([type("A", properties: [id, EdmProperty("a b", .primitive(.string))])]),
            fault: .invalidName("a b", at: "N.A")
        ),
        Row(
            model: model([type("A", navigations: [EdmNavigationProperty("B", to: name("A"), partner: "X")])]),
            fault: .invalidPartner("X", at: "N.A/B")
        ),
        Row(
            model: model([
                type(
                    "A",
                    navigations: [
                        EdmNavigationProperty(
                            "B",
                            to: name("A"),
                            referentialConstraints: [.init(property: "Id", referencedProperty: "X")]
                        )
                    ]
                )
            ]),
            fault: .invalidConstraint(property: "Id", referencedProperty: "X", at: "N.A/B")
        ),
        Row(
            model: model(
                [type("A")],
                sets: [EdmEntitySet("As", entityType: name("A"), navigationBindings: [.init(path: "X", target: "As")])]
            ),
            fault: .invalidBinding(path: "X", target: "As", at: "N.C/As")
        ),
        Row(
            model: model(
                [type("A", navigations: [EdmNavigationProperty("B", to: name("A"))])],
                sets: [EdmEntitySet("As", entityType: name("A"))]
            ),
            fault: .unboundNavigation("B", at: "N.C/As")
        ),
        Row(model: model([], enums: [EdmEnumType(name("E"), members: [])]), fault: .invalidEnumeration(name("E"))),
        Row(
            model: model([], operations: [EdmOperation(.action, name("F")), EdmOperation(.action, name("F"))]),
            fault: .duplicateOverload(name("F"))
        ),
        Row(model: model([], operations: [EdmOperation(.function, name("F"))]), fault: .invalidOperation(name("F"))),
        Row(
            model: model([], imports: [EdmOperationImport(.function, "F", operation: name("F"))]),
            fault: .invalidImport("F")
        ),
        Row(
            model: model([
                EdmEntityType(name("A"), baseType: name("B"), key: [.init("Id")], properties: [id]),
                EdmEntityType(name("B"), baseType: name("A")),
            ]),
            fault: .cyclicBaseType(name("A"))
        ),
    ]

    @Test("a fault is named with its place", arguments: rows.indices)
    func faults(index: Int) {
        let row = Self.rows[index]
        #expect(row.model.faults().contains(row.fault), "\(row.model.faults())")
    }

    @Test("the same term twice on one element is a fault, with another qualifier it is not")
    func annotations() {
        let term = StandardVocabulary.core.term("Description")
        var type = Self.type("A")
        type.annotations = [EdmAnnotation(term, .string("a")), EdmAnnotation(term, .string("b"), qualifier: "q")]
        #expect(Self.model([type]).faults() == [])
        type.annotations.append(EdmAnnotation(term, .string("c")))
        #expect(Self.model([type]).faults() == [.duplicateAnnotation(term, at: "N.A")])
    }

    @Test("a sound model has no faults")
    func sound() {
        let navigations = [
            EdmNavigationProperty("Parent", to: Self.name("A"), partner: "Children"),
            EdmNavigationProperty("Children", to: Self.name("A"), isCollection: true, partner: "Parent"),
        ]
        let bindings = [EdmNavigationBinding(path: "Parent", target: "As"), .init(path: "Children", target: "As")]
        let set = EdmEntitySet("As", entityType: Self.name("A"), navigationBindings: bindings)
        #expect(Self.model([Self.type("A", navigations: navigations)], sets: [set]).faults() == [])
    }
}
