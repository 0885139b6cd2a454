/// The look-up tables of a model, built once.
struct EdmModelIndex {
    var entityTypes: [EdmTypeName: EdmStructuredType] = [:]
    var complexTypes: [EdmTypeName: EdmStructuredType] = [:]
    var enumTypes: [EdmTypeName: EdmEnumType] = [:]
    var typeDefinitions: [EdmTypeName: EdmTypeDefinition] = [:]
    var operations: [EdmTypeName: [EdmOperation]] = [:]
    var container: EdmEntityContainer?
    var sets: [String: EdmEntitySet] = [:]
    var singletons: [String: EdmSingleton] = [:]
    var imports: [String: EdmOperationImport] = [:]
    var setNamesByFolded: [String: [String]] = [:]
    var namespacesByAlias: [String: String] = [:]
    var fingerprint: UInt64 = 0

    init(schemas: [EdmSchema], references: [EdmReference]) {
        let declaredEntities = Dictionary(
            schemas.flatMap(\.entityTypes).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        let declaredComplexes = Dictionary(
            schemas.flatMap(\.complexTypes).map { ($0.name, $0) },
            uniquingKeysWith: { first, _ in first }
        )
        for type in declaredEntities.values { entityTypes[type.name] = Self.resolve(type, among: declaredEntities) }
        for type in declaredComplexes.values { complexTypes[type.name] = Self.resolve(type, among: declaredComplexes) }
        for schema in schemas {
            for type in schema.enumTypes { enumTypes[type.name] = type }
            for type in schema.typeDefinitions { typeDefinitions[type.name] = type }
            for operation in schema.operations { operations[operation.name, default: []].append(operation) }
            if let alias = schema.alias { namespacesByAlias[alias] = schema.namespace }
            if container == nil { container = schema.container }
        }
        for include in references.flatMap(\.includes) {
            if let alias = include.alias { namespacesByAlias[alias] = include.namespace }
        }
        for set in container?.entitySets ?? [] {
            sets[set.name] = set
            setNamesByFolded[set.name.lowercased(), default: []].append(set.name)
        }
        for singleton in container?.singletons ?? [] { singletons[singleton.name] = singleton }
        for operationImport in container?.operationImports ?? [] { imports[operationImport.name] = operationImport }
        fingerprint = Self.fingerprint(of: schemas)
    }

    /// Walks the base types, at most 64, so that a cycle ends.
    private static func resolve(_ type: EdmEntityType, among all: [EdmTypeName: EdmEntityType]) -> EdmStructuredType {
        var chain = [type]
        while let base = chain.last?.baseType.flatMap({ all[$0] }), chain.count < 64 { chain.append(base) }
        chain.reverse()
        return EdmStructuredType(
            name: type.name,
            isEntity: true,
            baseType: type.baseType,
            isAbstract: type.isAbstract,
            isOpen: chain.contains { $0.isOpen },
            hasStream: chain.contains { $0.hasStream },
            key: chain.first { !$0.key.isEmpty }?.key ?? [],
            properties: chain.flatMap(\.properties),
            navigationProperties: chain.flatMap(\.navigationProperties),
            annotations: type.annotations
        )
    }

    private static func resolve(_ type: EdmComplexType, among all: [EdmTypeName: EdmComplexType]) -> EdmStructuredType {
        var chain = [type]
        while let base = chain.last?.baseType.flatMap({ all[$0] }), chain.count < 64 { chain.append(base) }
        chain.reverse()
        return EdmStructuredType(
            name: type.name,
            isEntity: false,
            baseType: type.baseType,
            isAbstract: type.isAbstract,
            isOpen: chain.contains { $0.isOpen },
            hasStream: false,
            key: [],
            properties: chain.flatMap(\.properties),
            navigationProperties: chain.flatMap(\.navigationProperties),
            annotations: type.annotations
        )
    }

    /// FNV-1a over the names and types, the same in every process (`Hasher` is seeded anew in each).
    private static func fingerprint(of schemas: [EdmSchema]) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        func add(_ text: String) {
            for byte in text.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }  // FNV-1a wraps by definition
            hash = (hash ^ 0xff) &* 0x100_0000_01b3  // FNV-1a wraps by definition
        }
        for schema in schemas {
            add(schema.namespace)
            for type in schema.entityTypes {
                add(type.name.name)
                for property in type.properties {
                    add(property.name)
                    add("\(property.type)\(property.annotations.count)")
                }
                for navigation in type.navigationProperties { add(navigation.name) }
            }
            for type in schema.complexTypes { add(type.name.name + type.properties.map(\.name).joined(separator: ",")) }
            for type in schema.enumTypes { add(type.name.name + type.members.map(\.name).joined(separator: ",")) }
            for operation in schema.operations { add(operation.name.name + "\(operation.parameters.count)") }
            for set in schema.container?.entitySets ?? [] { add(set.name + "\(set.annotations.count)") }
        }
        return hash
    }
}
