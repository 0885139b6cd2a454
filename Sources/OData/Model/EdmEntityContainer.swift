/// The entity container: what a client can address (CSDL 13).
public struct EdmEntityContainer: Hashable, Sendable {
    /// The name, qualified by its namespace (CSDL 15.3).
    public var name: EdmTypeName
    /// The container whose children belong to this one too (CSDL 13.1).
    public var extends: EdmTypeName?
    /// The entity sets (CSDL 13.2).
    public var entitySets: [EdmEntitySet]
    /// The singletons (CSDL 13.3).
    public var singletons: [EdmSingleton]
    /// The action and function imports (CSDL 13.5 and 13.6).
    public var operationImports: [EdmOperationImport]
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]

    /// Makes a container.
    public init(
        _ name: EdmTypeName,
        extends: EdmTypeName? = nil,
        entitySets: [EdmEntitySet] = [],
        singletons: [EdmSingleton] = [],
        operationImports: [EdmOperationImport] = [],
        annotations: [EdmAnnotation] = []
    ) {
        self.name = name
        self.extends = extends
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
    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The entity type of what it holds.
    public var entityType: EdmTypeName
    /// Whether the service document lists it.
    public var includeInServiceDocument: Bool
    /// Where the navigation properties lead (CSDL 13.4).
    public var navigationBindings: [EdmNavigationBinding]
    /// The annotations written inside this element (CSDL 14.2).
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
    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The entity type of what it holds.
    public var entityType: EdmTypeName
    /// Whether null is a value; for a collection, whether it may contain null.
    public var isNullable: Bool
    /// Where the navigation properties lead (CSDL 13.4).
    public var navigationBindings: [EdmNavigationBinding]
    /// The annotations written inside this element (CSDL 14.2).
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
