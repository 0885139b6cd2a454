import OData

/// Models made at random, from a seed, with everything CSDL has; in the form in which a reader gives models.
struct GeneratedModel {
    private var numbers: SeededNumbers
    private var counter = 0
    private static let own = "Made.Here"
    private static let foreign = "Org.OData.Core.V1"

    static func model(seed: UInt64) -> EdmModel {
        var maker = GeneratedModel(numbers: SeededNumbers(state: seed))
        return maker.model()
    }

    // MARK: Chance

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &numbers) < percent }

    private mutating func pick<Element>(_ items: [Element], or standard: Element) -> Element {
        items.randomElement(using: &numbers) ?? standard
    }

    private mutating func count(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &numbers) }

    private mutating func name(_ stem: String) -> String {
        counter += 1
        return stem + pick(["", "_", "é", "ж", "x‿"], or: "") + String(counter)
    }

    private mutating func text() -> String {
        let pieces = ["a", " ", "\n", "\t", "\"", "'", "<", "&", "]]>", "é", "😀", "\\", "--", "null", "1", "{", "\r"]
        return (0..<count(0...5)).map { _ in pick(pieces, or: "a") }.joined()
    }

    private func qualified(_ name: String) -> EdmTypeName { EdmTypeName(Self.own, name) }

    // MARK: The model

    private mutating func model() -> EdmModel {
        var schema = EdmSchema(namespace: Self.own, alias: chance(50) ? "Here" : nil)
        schema.enumTypes = (0..<count(1...2)).map { _ in enumType() }
        schema.typeDefinitions = (0..<count(1...2)).map { _ in typeDefinition() }
        schema.complexTypes = [complexType(among: schema)]
        schema.complexTypes.append(complexType(among: schema))
        schema.entityTypes = [entityType(among: schema)]
        for _ in 0..<count(1...3) { schema.entityTypes.append(entityType(among: schema)) }
        schema.terms = terms(among: schema)
        schema.operations = (0..<count(0...4)).map { _ in operation(among: schema) }
        schema.container = container(among: schema)
        annotate(&schema)
        var core = StandardVocabulary.core.reference
        core.annotations = annotations(among: schema, depth: 0)
        let other = EdmReference(
            uri: "other.xml?a=1&b=\"2\"",
            includes: [.init(namespace: "Other.Space", alias: nil, annotations: annotations(among: schema, depth: 0))],
            includedAnnotations: [
                .init(termNamespace: Self.own, qualifier: "Q"),
                .init(termNamespace: "Other.Space", targetNamespace: Self.own),
            ]
        )
        return EdmModel(schemas: [schema, EdmSchema(namespace: "Empty")], references: [core, other])
    }

    private mutating func enumType() -> EdmEnumType {
        EdmEnumType(
            qualified(name("Enum")),
            underlyingType: pick([nil, .int32, .byte, .int64], or: nil),
            isFlags: chance(50),
            members: (0..<count(1...4)).map { .init(name("M"), Int64(1) << Int64($0)) }
        )
    }

    private mutating func typeDefinition() -> EdmTypeDefinition {
        let primitive = pick([EdmPrimitiveType.string, .int32, .decimal, .duration], or: .string)
        return EdmTypeDefinition(qualified(name("Def")), underlyingType: primitive, facets: facets(of: primitive))
    }

    private mutating func facets(of type: EdmPrimitiveType) -> EdmFacets {
        switch type {
        case .string:
            EdmFacets(maxLength: chance(40) ? .limited(count(1...99)) : nil, unicode: chance(20) ? false : nil)
        case .binary, .stream: EdmFacets(maxLength: chance(40) ? .limited(count(1...99)) : nil)
        case .decimal:
            EdmFacets(
                precision: chance(50) ? 20 : nil,
                scale: pick([.fixed(0), .fixed(4), .variable, .floating], or: .variable)
            )
        case .dateTimeOffset, .timeOfDay, .duration: EdmFacets(precision: count(0...12))
        case .geographyPoint: EdmFacets(srid: chance(30) ? 4326 : nil, sridIsVariable: false)
        case .geometryPolygon: EdmFacets(sridIsVariable: chance(50))
        default: EdmFacets()
        }
    }

    private static let primitives: [EdmPrimitiveType] = [
        .binary, .boolean, .byte, .date, .dateTimeOffset, .decimal, .double, .duration, .guid, .int64, .single, .stream,
        .string, .timeOfDay, .geographyPoint, .geometryPolygon,
    ]

    private mutating func structuralType(among schema: EdmSchema) -> EdmTypeReference {
        let isCollection = chance(25)
        let isNullable = chance(50)
        var choices: [EdmType] = schema.complexTypes.map { .complex($0.name) }
        choices += schema.enumTypes.map { .enumeration($0.name) }
        choices += schema.typeDefinitions.map { .typeDefinition($0.name) }
        choices += [
            .typeDefinition(EdmTypeName(Self.foreign, "Tag")), .abstract("PrimitiveType"), .abstract("Untyped"),
        ]
        if chance(40) {
            return EdmTypeReference(
                pick(choices, or: .primitive(.string)),
                isCollection: isCollection,
                isNullable: isNullable
            )
        }
        let primitive = pick(Self.primitives, or: .string)
        return EdmTypeReference(
            .primitive(primitive),
            isCollection: isCollection,
            isNullable: isNullable,
            facets: facets(of: primitive)
        )
    }

    private mutating func properties(among schema: EdmSchema) -> [EdmProperty] {
        (0..<count(0...5)).map { _ in
            let type = structuralType(among: schema)
            var value: String?
            switch type.type {
            case .primitive(.string) where chance(30): value = text()
            case .primitive(.boolean) where chance(30): value = "true"
            case .primitive(.decimal) where chance(30): value = "1.50"
            case .primitive(.date) where chance(30): value = "2024-02-29"
            case .typeDefinition where chance(30): value = "42"
            default: break
            }
            return EdmProperty(name("P"), type, defaultValue: value)
        }
    }

    private mutating func complexType(among schema: EdmSchema) -> EdmComplexType {
        EdmComplexType(
            qualified(name("Complex")),
            baseType: chance(40) ? schema.complexTypes.first?.name : nil,
            isAbstract: chance(20),
            isOpen: chance(20),
            properties: properties(among: schema)
        )
    }

    private mutating func entityType(among schema: EdmSchema) -> EdmEntityType {
        let base = chance(30) ? schema.entityTypes.first?.name : nil
        var type = EdmEntityType(
            qualified(name("Entity")),
            baseType: base,
            isAbstract: chance(20),
            isOpen: chance(20),
            hasStream: chance(20),
            key: base == nil ? [.init("Id"), .init("Place/City", alias: "City")] : [],
            properties: properties(among: schema)
        )
        for target in schema.entityTypes + [type] where chance(50) {
            let isCollection = chance(50)
            var navigation = EdmNavigationProperty(
                name("N"),
                to: target.name,
                isCollection: isCollection,
                isNullable: isCollection || chance(50),
                partner: chance(30) ? "\(target.name)/Back" : nil,
                containsTarget: chance(20)
            )
            if chance(30) { navigation.referentialConstraints = [.init(property: "A", referencedProperty: "B/C")] }
            if chance(30) { navigation.onDelete = pick(EdmNavigationProperty.OnDelete.allCases, or: .cascade) }
            type.navigationProperties.append(navigation)
        }
        return type
    }

    private mutating func operation(among schema: EdmSchema) -> EdmOperation {
        let isAction = chance(40)
        let isBound = chance(60)
        let entity = EdmType.entity(schema.entityTypes.randomElement(using: &numbers)?.name ?? qualified("None"))
        var operation = EdmOperation(isAction ? .action : .function, qualified(name("Op")), isBound: isBound)
        if isBound {
            let isCollection = chance(50)
            operation.parameters.append(
                .init(
                    "it",
                    EdmTypeReference(entity, isCollection: isCollection, isNullable: !isCollection && chance(50))
                )
            )
            if chance(30) { operation.entitySetPath = "it/Made.Here.Any/Back" }
        }
        for _ in 0..<count(0...2) { operation.parameters.append(.init(name("p"), structuralType(among: schema))) }
        if !isAction || chance(50) {
            operation.returnType =
                chance(40)
                ? EdmTypeReference(entity, isCollection: true, isNullable: false)
                : structuralType(among: schema)
            operation.isComposable = !isAction && chance(50)
        }
        return operation
    }

    private mutating func container(among schema: EdmSchema) -> EdmEntityContainer {
        var container = EdmEntityContainer(
            qualified("Container"),
            extends: chance(20) ? EdmTypeName("Other.Space", "Base") : nil
        )
        for type in schema.entityTypes where chance(70) {
            container.entitySets.append(
                EdmEntitySet(
                    name("Set"),
                    entityType: type.name,
                    includeInServiceDocument: chance(70),
                    navigationBindings: type.navigationProperties.prefix(2).map {
                        .init(path: $0.name, target: chance(50) ? "Somewhere" : "Other.Space.Base/Sets")
                    }
                )
            )
        }
        container.singletons = [
            EdmSingleton(name("One"), entityType: schema.entityTypes[0].name, isNullable: chance(50))
        ]
        for operation in schema.operations where !operation.isBound {
            container.operationImports.append(
                EdmOperationImport(
                    operation.kind,
                    name("Import"),
                    operation: operation.name,
                    entitySet: chance(40) ? "Somewhere" : nil,
                    includeInServiceDocument: operation.kind == .function && chance(40)
                )
            )
        }
        return container
    }

    // MARK: Annotations

    /// A term for every kind of value: JSON tells constants apart by their terms only.
    private mutating func terms(among schema: EdmSchema) -> [EdmTerm] {
        let kinds: [(String, EdmType, EdmFacets)] = [
            ("Bool", .primitive(.boolean), .init()), ("Int", .primitive(.int64), .init()),
            ("Decimal", .primitive(.decimal), .init(scale: .variable)), ("Float", .primitive(.double), .init()),
            ("Text", .primitive(.string), .init()), ("Date", .primitive(.date), .init()),
            ("Time", .primitive(.dateTimeOffset), .init(precision: 3)),
            ("Duration", .primitive(.duration), .init(precision: 0)), ("Guid", .primitive(.guid), .init()),
            ("Day", .primitive(.timeOfDay), .init(precision: 0)), ("Binary", .primitive(.binary), .init()),
            ("Property", .abstract("PropertyPath"), .init()),
            ("Navigation", .abstract("NavigationPropertyPath"), .init()),
            ("Element", .abstract("ModelElementPath"), .init()), ("Mark", .abstract("AnnotationPath"), .init()),
            ("Enum", .enumeration(schema.enumTypes[0].name), .init()),
            ("Record", .complex(schema.complexTypes[0].name), .init()),
            ("Any", .abstract("Untyped"), .init()),
        ]
        return kinds.flatMap { name, type, facets in
            [
                EdmTerm(
                    qualified(name),
                    EdmTypeReference(type, isNullable: chance(50), facets: facets),
                    appliesTo: chance(20) ? ["Property", "EntityType"] : []
                ),
                EdmTerm(
                    qualified(name + "s"),
                    EdmTypeReference(type, isCollection: true, isNullable: false, facets: facets)
                ),
            ]
        }
    }

    private mutating func constant(_ term: String, among schema: EdmSchema) -> EdmAnnotationValue {
        switch term {
        case "Bool": .bool(chance(50))
        case "Int": .int(pick([0, -5, .max, .min], or: 0))
        case "Decimal": .decimal(pick(["1.50", "-0.001", "INF", "79228162514264337593543950335"], or: "1.5"))
        case "Float": .float(pick(["1.5e-7", "NaN", "-INF", "3"], or: "1.5"))
        case "Date": .date("2024-02-29")
        case "Time": .dateTimeOffset("2024-02-29T23:59:59.123-09:00")
        case "Duration": .duration("-P1DT2H")
        case "Guid": .guid("21EC2020-3AEA-1069-A2DD-08002B30309D")
        case "Day": .timeOfDay("21:45:00")
        case "Binary": .binary(pick(["", "Zg", "Zg==", "T0RhdGE", "_-8"], or: ""))
        case "Property": .propertyPath("A/Made.Here.Type/B")
        case "Navigation": .navigationPropertyPath("A/@Org.OData.Core.V1.Links#q/B")
        case "Element": .modelElementPath("/Made.Here.Container/Sets/$count")
        case "Mark": .annotationPath("@Made.Here.Text#q")
        case "Enum": .enumMember(type: schema.enumTypes[0].name, members: schema.enumTypes[0].members.map(\.name))
        default: .string(text())
        }
    }

    private mutating func annotations(among schema: EdmSchema, depth: Int) -> [EdmAnnotation] {
        guard depth < 5 else { return [] }
        var annotations: [EdmAnnotation] = []
        for _ in 0..<count(0...2) {
            let term = pick(schema.terms, or: EdmTerm(qualified("Any"), .primitive(.string)))
            annotations.append(
                EdmAnnotation(
                    term.name,
                    value(of: term.name.name, among: schema, depth: depth + 1),
                    qualifier: chance(80) ? name("q") : nil,
                    annotations: someAnnotations(among: schema, depth: depth + 2)
                )
            )
        }
        var seen = Set<String>()
        return annotations.filter { seen.insert("\($0.term)#\($0.qualifier ?? "")").inserted }
    }

    private mutating func someAnnotations(among schema: EdmSchema, depth: Int) -> [EdmAnnotation] {
        chance(30) ? annotations(among: schema, depth: depth) : []
    }

    private mutating func value(of term: String, among schema: EdmSchema, depth: Int) -> EdmAnnotationValue {
        let isFree = term == "Any" || term == "Anys"
        if isFree || chance(15) { return expression(among: schema, depth: depth, isTyped: !isFree) }
        if term == "Record" { return record(schema.complexTypes[0], among: schema, depth: depth) }
        guard term.hasSuffix("s") else { return constant(term, among: schema) }
        let item = String(term.dropLast())
        return .collection((0..<count(0...3)).map { _ in value(of: item, among: schema, depth: depth + 1) })
    }

    private mutating func record(
        _ type: EdmComplexType,
        among schema: EdmSchema,
        depth: Int
    ) -> EdmAnnotationValue {
        let names = [name("Free")] + type.properties.filter { $0.type.type == .primitive(.string) }.map(\.name)
        return .record(
            type: chance(50) ? type.name : nil,
            properties: names.map {
                .init($0, .string(text()), annotations: someAnnotations(among: schema, depth: depth + 1))
            },
            annotations: someAnnotations(among: schema, depth: depth + 1)
        )
    }

    /// A dynamic expression; its constants are of the kinds that JSON can tell apart without a term.
    private mutating func expression(
        among schema: EdmSchema,
        depth: Int,
        isTyped: Bool = false
    ) -> EdmAnnotationValue {
        let own = someAnnotations(among: schema, depth: depth + 1)
        guard depth < 6 else { return .path("A/B") }
        func inner(_ maker: inout GeneratedModel) -> EdmAnnotationValue {
            maker.expression(among: schema, depth: depth + 1)
        }
        func same(_ maker: inout GeneratedModel) -> EdmAnnotationValue {
            maker.expression(among: schema, depth: depth + 1, isTyped: isTyped)
        }
        let kind = count(0...15)
        switch kind {
        case 0: return .null(annotations: own)
        case 1...3 where isTyped: return .path("A")
        case 1: return .bool(true)
        case 2: return .int(7)
        case 3: return .string("a'b.c'd")
        case 4: return .path("A/Made.Here.Type/B(Key='Made.Here.x')/@Org.OData.Core.V1.Links")
        case 5: return .collection([same(&self), same(&self)])
        case 6: return record(EdmComplexType(qualified("None")), among: schema, depth: depth)
        case 7: return .expression("Not", [inner(&self)], annotations: own)
        case 8:
            let otherwise = chance(50) ? [same(&self)] : []
            return .expression("If", [inner(&self), same(&self)] + otherwise, annotations: own)
        case 9: return .apply(function: "odata.concat", arguments: [inner(&self), .string("x")], annotations: own)
        case 10:
            let type = EdmTypeReference(.primitive(.decimal), isCollection: chance(50), facets: .init(scale: .variable))
            return .cast(type, inner(&self), annotations: own)
        case 11: return .isOf(EdmTypeReference(.entity(schema.entityTypes[0].name)), inner(&self), annotations: own)
        case 12: return .labeled(name: name("L"), same(&self), annotations: own)
        case 13: return .labeledReference("Made.Here.Label")
        case 14: return .urlReference(.string("http://host/"), annotations: own)
        default:
            let operators = [
                "And", "Or", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Mul", "Div", "DivBy",
                "Mod",
            ]
            return .expression(
                pick(operators, or: "Eq"),
                [inner(&self), constant("Enum", among: schema)],
                annotations: own
            )
        }
    }

    private mutating func annotate(_ schema: inout EdmSchema) {
        let all = schema
        schema.annotations = annotations(among: all, depth: 0)
        for position in schema.entityTypes.indices {
            schema.entityTypes[position].annotations = annotations(among: all, depth: 0)
            for child in schema.entityTypes[position].navigationProperties.indices {
                var navigation = schema.entityTypes[position].navigationProperties[child]
                navigation.annotations = annotations(among: all, depth: 0)
                if navigation.onDelete != nil { navigation.onDeleteAnnotations = annotations(among: all, depth: 0) }
                for pair in navigation.referentialConstraints.indices {
                    navigation.referentialConstraints[pair].annotations = annotations(among: all, depth: 0)
                }
                schema.entityTypes[position].navigationProperties[child] = navigation
            }
        }
        for position in schema.complexTypes.indices {
            for child in schema.complexTypes[position].properties.indices {
                schema.complexTypes[position].properties[child].annotations = annotations(among: all, depth: 0)
            }
        }
        for position in schema.enumTypes.indices {
            schema.enumTypes[position].members[0].annotations = annotations(among: all, depth: 0)
        }
        for position in schema.operations.indices {
            schema.operations[position].annotations = annotations(among: all, depth: 0)
            if schema.operations[position].returnType != nil {
                schema.operations[position].returnTypeAnnotations = annotations(among: all, depth: 0)
            }
        }
        schema.container?.singletons[0].annotations = annotations(among: all, depth: 0)
        schema.container?.annotations = annotations(among: all, depth: 0)
        for target in ["Container/Sets", "Type/Property", "Op(Collection(Made.Here.Type),Edm.String)/$ReturnType"] {
            let group = EdmTargetedAnnotations("Made.Here.\(target)", annotations(among: all, depth: 0))
            if !group.annotations.isEmpty { schema.targetedAnnotations.append(group) }
        }
    }
}
