/// A whole entity model, immutable, with look-ups by name.
///
/// A model is made once and shared: building it costs time proportional to its size, every look-up is one dictionary
/// access. Names are those of the declaration; case-insensitive look-up is offered beside the exact one.
public final class EdmModel: Sendable {
    /// The schemas, in the order of their declaration.
    public let schemas: [EdmSchema]
    /// The referenced documents (CSDL 4.1).
    public let references: [EdmReference]
    /// Which model this is.
    ///
    /// It is part of the entity tag of `$metadata` and of sealed links. Equal models have equal numbers.
    public let fingerprint: UInt64

    private let entityTypes: [EdmTypeName: EdmStructuredType]
    private let complexTypes: [EdmTypeName: EdmStructuredType]
    private let enumTypes: [EdmTypeName: EdmEnumType]
    private let typeDefinitions: [EdmTypeName: EdmTypeDefinition]
    private let operationsByName: [EdmTypeName: [EdmOperation]]
    private let setsByName: [String: EdmEntitySet]
    private let singletonsByName: [String: EdmSingleton]
    private let importsByName: [String: EdmOperationImport]
    private let setNamesByFolded: [String: [String]]
    private let namespacesByAlias: [String: String]

    /// The container, if any schema declares one (a service has exactly one).
    public let container: EdmEntityContainer?

    /// Makes a model of schemas and looks nothing up outside them.
    ///
    /// Does not check it: see ``EdmModel/faults()``.
    public init(schemas: [EdmSchema], references: [EdmReference] = []) {
        self.schemas = schemas
        self.references = references
        let index = EdmModelIndex(schemas: schemas, references: references)
        entityTypes = index.entityTypes
        complexTypes = index.complexTypes
        enumTypes = index.enumTypes
        typeDefinitions = index.typeDefinitions
        operationsByName = index.operations
        container = index.container
        setsByName = index.sets
        singletonsByName = index.singletons
        importsByName = index.imports
        setNamesByFolded = index.setNamesByFolded
        namespacesByAlias = index.namespacesByAlias
        fingerprint = index.fingerprint
    }

    /// The entity type of a name, with inherited members resolved, or nil.
    public func entityType(_ name: EdmTypeName) -> EdmStructuredType? { entityTypes[name] }

    /// The complex type of a name, with inherited members resolved, or nil.
    public func complexType(_ name: EdmTypeName) -> EdmStructuredType? { complexTypes[name] }

    /// The enumeration type of a name, or nil.
    public func enumType(_ name: EdmTypeName) -> EdmEnumType? { enumTypes[name] }

    /// The type definition of a name, or nil.
    public func typeDefinition(_ name: EdmTypeName) -> EdmTypeDefinition? { typeDefinitions[name] }

    /// All overloads of an operation's qualified name.
    public func operations(_ name: EdmTypeName) -> [EdmOperation] { operationsByName[name] ?? [] }

    /// All operations, in the order of declaration.
    public var operations: [EdmOperation] { schemas.flatMap(\.operations) }

    /// The entity set of exactly this name, or nil.
    public func entitySet(_ name: String) -> EdmEntitySet? { setsByName[name] }

    /// The only entity set whose name equals this one without regard to case, or nil.
    public func entitySet(ignoringCase name: String) -> EdmEntitySet? {
        guard let names = setNamesByFolded[name.lowercased()], names.count == 1, let only = names.first else {
            return nil
        }
        return setsByName[only]
    }

    /// The singleton of a name, or nil.
    public func singleton(_ name: String) -> EdmSingleton? { singletonsByName[name] }

    /// The action or function import of a name, or nil.
    public func operationImport(_ name: String) -> EdmOperationImport? { importsByName[name] }

    /// The names of all entity sets, in the order of declaration.
    public var entitySetNames: [String] { container?.entitySets.map(\.name) ?? [] }

    /// The namespace an alias stands for, or the text itself.
    public func namespace(of aliasOrNamespace: String) -> String {
        namespacesByAlias[aliasOrNamespace] ?? aliasOrNamespace
    }

    /// Whether a type is another one or derives from it.
    public func type(_ name: EdmTypeName, isOrDerivesFrom base: EdmTypeName) -> Bool {
        var current: EdmTypeName? = name
        var steps = 0
        while let type = current, steps < 64 {
            if type == base { return true }
            current = entityTypes[type]?.baseType ?? complexTypes[type]?.baseType
            steps += 1
        }
        return false
    }
}
