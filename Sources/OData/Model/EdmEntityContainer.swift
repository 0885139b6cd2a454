/// The entity container: what a client can address (CSDL 13).
public struct EdmEntityContainer: Hashable, Sendable {
    public var name: EdmTypeName
    public var entitySets: [EdmEntitySet]
    public var singletons: [EdmSingleton]
    public var operationImports: [EdmOperationImport]
    public var annotations: [EdmAnnotation]

    /// Makes a container.
    public init(
        _ name: EdmTypeName,
        entitySets: [EdmEntitySet] = [],
        singletons: [EdmSingleton] = [],
        operationImports: [EdmOperationImport] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.entitySets = entitySets
        self.singletons = singletons
        self.operationImports = operationImports
        self.annotations = annotations
    }
}

/// Where a navigation property leads (CSDL 13.4).
public struct EdmNavigationBinding: Hashable, Sendable {
    /// The path from the set's type to the navigation property.
    public var path: String
    /// The name of the target set or singleton.
    public var target: String

    /// Makes a binding.
    public init(path: String, target: String) {
        self.path = path
        self.target = target
    }
}

/// An entity set (CSDL 13.2).
public struct EdmEntitySet: Hashable, Sendable {
    public var name: String
    public var entityType: EdmTypeName
    public var includeInServiceDocument: Bool
    public var navigationBindings: [EdmNavigationBinding]
    public var annotations: [EdmAnnotation]

    /// Makes an entity set.
    public init(
        _ name: String,
        entityType: EdmTypeName,
        includeInServiceDocument: Bool = true,
        navigationBindings: [EdmNavigationBinding] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.entityType = entityType
        self.includeInServiceDocument = includeInServiceDocument
        self.navigationBindings = navigationBindings
        self.annotations = annotations
    }
}

/// A singleton (CSDL 13.3).
public struct EdmSingleton: Hashable, Sendable {
    public var name: String
    public var entityType: EdmTypeName
    public var isNullable: Bool
    public var navigationBindings: [EdmNavigationBinding]
    public var annotations: [EdmAnnotation]

    /// Makes a singleton.
    public init(
        _ name: String,
        entityType: EdmTypeName,
        isNullable: Bool = false,
        navigationBindings: [EdmNavigationBinding] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.entityType = entityType
        self.isNullable = isNullable
        self.navigationBindings = navigationBindings
        self.annotations = annotations
    }
}
