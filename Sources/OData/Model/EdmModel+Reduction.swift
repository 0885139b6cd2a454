/// What of a model one reader may see.
public struct EdmReduction: Sendable {
    /// Whether an entity set or singleton stays.
    public var keepsSet: @Sendable (_ name: String) -> Bool
    /// Whether a structural property stays; key properties always do.
    public var keepsProperty: @Sendable (_ type: EdmTypeName, _ property: String) -> Bool
    /// Whether an action or function stays.
    public var keepsOperation: @Sendable (_ name: EdmTypeName) -> Bool
    /// The annotations of a set as this reader gets them, such as restrictions on writing.
    public var setAnnotations: @Sendable (_ set: EdmEntitySet) -> [EdmAnnotation]
    /// The annotations of the container as this reader gets them.
    public var containerAnnotations: @Sendable (_ container: EdmEntityContainer) -> [EdmAnnotation]

    /// Makes a reduction; what is not given stays as it is.
    public init(
        keepsSet: @escaping @Sendable (_ name: String) -> Bool = { _ in true },
        keepsProperty: @escaping @Sendable (_ type: EdmTypeName, _ property: String) -> Bool = { _, _ in true },
        keepsOperation: @escaping @Sendable (_ name: EdmTypeName) -> Bool = { _ in true },
        setAnnotations: @escaping @Sendable (_ set: EdmEntitySet) -> [EdmAnnotation] = { $0.annotations },
        containerAnnotations: @escaping @Sendable (_ container: EdmEntityContainer) -> [EdmAnnotation] = {
            $0.annotations
        }
    ) {
        self.keepsSet = keepsSet
        self.keepsProperty = keepsProperty
        self.keepsOperation = keepsOperation
        self.setAnnotations = setAnnotations
        self.containerAnnotations = containerAnnotations
    }
}

extension EdmModel {
    /// The model without what a reader may not see, as if it had never been there.
    ///
    /// With a set go the navigation properties that lead to it alone, the types that nothing else reaches, and the
    /// operations that take or give them. Annotations lose the paths that lead nowhere now.
    public func reduced(by reduction: EdmReduction) -> EdmModel {
        ModelReducer(model: inliningAnnotations(), reduction: reduction).reduced()
    }
}

private struct ModelReducer {
    let model: EdmModel
    let reduction: EdmReduction
    let keptSets: Set<String>
    private let allBindings: [(type: EdmTypeName, isKept: Bool, bindings: [EdmNavigationBinding])]

    init(model: EdmModel, reduction: EdmReduction) {
        self.model = model
        self.reduction = reduction
        let sets = model.container?.entitySets ?? []
        let singletons = model.container?.singletons ?? []
        let kept = Set((sets.map(\.name) + singletons.map(\.name)).filter(reduction.keepsSet))
        keptSets = kept
        allBindings =
            sets.map { ($0.entityType, kept.contains($0.name), $0.navigationBindings) }
            + singletons.map { ($0.entityType, kept.contains($0.name), $0.navigationBindings) }
    }

    func reduced() -> EdmModel {
        let trimmed = model.schemas.map(trim)
        let reachable = reachableTypes(in: trimmed)
        let schemas = trimmed.map { schema in
            var schema = schema
            schema.entityTypes.removeAll { !reachable.contains($0.name) }
            schema.complexTypes.removeAll { !reachable.contains($0.name) }
            schema.enumTypes.removeAll { !reachable.contains($0.name) }
            schema.typeDefinitions.removeAll { !reachable.contains($0.name) }
            schema.operations.removeAll { !isComplete($0, reachable: reachable) }
            // What is left here is about paths, which may lead through what is hidden.
            schema.targetedAnnotations.removeAll { isOwn($0.target) }
            return schema
        }
        return EdmModel(schemas: withoutDeadImports(schemas), references: model.references)
    }

    private func isOwn(_ target: String) -> Bool {
        let head = target.prefix { $0 != "/" && $0 != "(" }
        guard let dot = head.lastIndex(of: ".") else { return true }
        return model.schemas.contains { $0.namespace == head[..<dot] }
    }

    // MARK: First pass: properties, navigation properties, sets

    private func trim(_ schema: EdmSchema) -> EdmSchema {
        var schema = schema
        schema.entityTypes = schema.entityTypes.map { type in
            var type = type
            let key = Set(
                (model.entityType(type.name)?.key ?? type.key).compactMap { $0.path.split(separator: "/").first }
            )
            type.properties.removeAll {
                !key.contains(Substring($0.name)) && !reduction.keepsProperty(type.name, $0.name)
            }
            type.navigationProperties = navigations(type.navigationProperties, of: type.name)
            type.annotations = prune(type.annotations, of: type.name)
            return type
        }
        schema.complexTypes = schema.complexTypes.map { type in
            var type = type
            type.properties.removeAll { !reduction.keepsProperty(type.name, $0.name) }
            type.navigationProperties = navigations(type.navigationProperties, of: type.name)
            return type
        }
        schema.operations.removeAll { !reduction.keepsOperation($0.name) }
        schema.container = schema.container.map(trim)
        return schema
    }

    private func navigations(_ all: [EdmNavigationProperty], of type: EdmTypeName) -> [EdmNavigationProperty] {
        all.filter { isKept($0, of: type) }.map { navigation in
            var navigation = navigation
            if let partner = navigation.partner, !partner.contains("/"),
                let back = model.entityType(navigation.target)?.navigationProperty(partner),
                !isKept(back, of: navigation.target)
            {
                navigation.partner = nil
            }
            navigation.referentialConstraints.removeAll {
                isHidden($0.property, of: type) || isHidden($0.referencedProperty, of: navigation.target)
            }
            return navigation
        }
    }

    /// A navigation property stays while a kept set leads by it to a kept set, or where nothing ever bound it and its
    /// target can still be seen.
    private func isKept(_ navigation: EdmNavigationProperty, of type: EdmTypeName) -> Bool {
        if navigation.containsTarget { return true }
        let bindings = allBindings.flatMap { source in
            source.bindings.filter { $0.path == navigation.name || $0.path.hasSuffix("/" + navigation.name) }
                .map { (source: source.type, isKept: source.isKept, target: $0.target) }
        }
        let own = bindings.filter {
            model.type($0.source, isOrDerivesFrom: type) || model.type(type, isOrDerivesFrom: $0.source)
                || model.complexType(type) != nil
        }
        if own.isEmpty {
            let sets = (model.container?.entitySets ?? []).filter { $0.entityType == navigation.target }
            return sets.isEmpty || sets.contains { keptSets.contains($0.name) }
        }
        return own.contains { keptSets.contains(setName($0.target)) }
    }

    private func isHidden(_ path: String, of type: EdmTypeName) -> Bool {
        guard let name = path.split(separator: "/").first.map(String.init),
            let structured = model.entityType(type) ?? model.complexType(type)
        else { return false }
        if structured.key.contains(where: { $0.path == name }) { return false }
        if structured.property(name) != nil { return !reduction.keepsProperty(type, name) }
        return structured.navigationProperty(name).map { !isKept($0, of: type) } ?? false
    }

    private func setName(_ target: String) -> String {
        target.split(separator: "/").last.map(String.init) ?? target
    }

    private func trim(_ container: EdmEntityContainer) -> EdmEntityContainer {
        var container = container
        container.annotations = reduction.containerAnnotations(container)
        container.entitySets = container.entitySets.filter { keptSets.contains($0.name) }.map { set in
            var set = set
            set.navigationBindings.removeAll { !isLive($0, of: set.entityType) }
            set.annotations = prune(reduction.setAnnotations(set), of: set.entityType)
            return set
        }
        container.singletons = container.singletons.filter { keptSets.contains($0.name) }.map { singleton in
            var singleton = singleton
            singleton.navigationBindings.removeAll { !isLive($0, of: singleton.entityType) }
            singleton.annotations = prune(singleton.annotations, of: singleton.entityType)
            return singleton
        }
        return container
    }

    private func isLive(_ binding: EdmNavigationBinding, of type: EdmTypeName) -> Bool {
        keptSets.contains(setName(binding.target)) && !isHidden(binding.path, of: type)
    }

    // MARK: Second pass: what is still reached

    private func reachableTypes(in schemas: [EdmSchema]) -> Set<EdmTypeName> {
        var structured: [EdmTypeName: [EdmTypeName]] = [:]
        var derived: [EdmTypeName: [EdmTypeName]] = [:]
        for type in schemas.flatMap(\.entityTypes) {
            structured[type.name] =
                type.properties.compactMap { $0.type.type.namedType } + type.navigationProperties.map(\.target)
                + [type.baseType].compactMap { $0 }
            if let base = type.baseType { derived[base, default: []].append(type.name) }
        }
        for type in schemas.flatMap(\.complexTypes) {
            structured[type.name] =
                type.properties.compactMap { $0.type.type.namedType } + type.navigationProperties.map(\.target)
                + [type.baseType].compactMap { $0 }
            if let base = type.baseType { derived[base, default: []].append(type.name) }
        }
        var queue = schemas.compactMap(\.container).flatMap { container in
            container.entitySets.map(\.entityType) + container.singletons.map(\.entityType)
        }
        // An unbound operation shows its own types; entity types of hidden sets do not come back through it.
        let hidden = Set((model.container?.entitySets ?? []).map(\.entityType)).subtracting(queue)
        for operation in schemas.flatMap(\.operations) where !operation.isBound {
            let types = operation.parameters.map(\.type) + [operation.returnType].compactMap { $0 }
            let names = types.compactMap(\.type.namedType)
            if hidden.isDisjoint(with: names) { queue += names }
        }
        queue += schemas.flatMap(\.terms).compactMap(\.type.type.namedType)
        var reached = Set<EdmTypeName>()
        while let name = queue.popLast() {
            guard reached.insert(name).inserted else { continue }
            queue += structured[name] ?? []
            queue += derived[name] ?? []
        }
        return reached
    }

    private func isComplete(_ operation: EdmOperation, reachable: Set<EdmTypeName>) -> Bool {
        let types = operation.parameters.map(\.type) + [operation.returnType].compactMap { $0 }
        return types.compactMap(\.type.namedType).allSatisfy { reachable.contains($0) || !isDeclared($0) }
    }

    private func isDeclared(_ name: EdmTypeName) -> Bool {
        model.entityType(name) != nil || model.complexType(name) != nil || model.enumType(name) != nil
            || model.typeDefinition(name) != nil
    }

    private func withoutDeadImports(_ schemas: [EdmSchema]) -> [EdmSchema] {
        let operations = Set(schemas.flatMap(\.operations).map(\.name))
        return schemas.map { schema in
            var schema = schema
            schema.container?.operationImports.removeAll { operationImport in
                let isDead =
                    model.operations(operationImport.operation).isEmpty == false
                    && !operations.contains(operationImport.operation)
                return isDead || operationImport.entitySet.map { !keptSets.contains(setName($0)) } ?? false
            }
            return schema
        }
    }

    // MARK: Annotations

    private func prune(_ annotations: [EdmAnnotation], of type: EdmTypeName) -> [EdmAnnotation] {
        annotations.compactMap { annotation in
            guard let value = prune(annotation.value, of: type, depth: 0) else { return nil }
            var annotation = annotation
            annotation.value = value
            return annotation
        }
    }

    /// The value without dead paths; nil where nothing is left.
    ///
    /// A record with a dead path is dead as a whole.
    private func prune(_ value: EdmAnnotationValue, of type: EdmTypeName, depth: Int) -> EdmAnnotationValue? {
        guard depth < 64 else { return nil }
        switch value {
        case .path(let path), .propertyPath(let path), .navigationPropertyPath(let path), .anyPropertyPath(let path):
            return isHidden(path, of: type) ? nil : value
        case .collection(let items):
            let left = items.compactMap { prune($0, of: type, depth: depth + 1) }
            return left.isEmpty && !items.isEmpty ? nil : .collection(left)
        case .record(let name, let properties, let annotations):
            var left: [EdmAnnotationProperty] = []
            for property in properties {
                if case .collection(let items) = property.value {
                    let kept = items.map { ($0, prune($0, of: type, depth: depth + 1)) }
                    // Half a key is no key; half a list of paths is a list of paths.
                    if kept.contains(where: { $0.0.isRecord && $0.1 == nil }) { return nil }
                    let value = EdmAnnotationValue.collection(kept.compactMap(\.1))
                    left.append(.init(property.name, value, annotations: property.annotations))
                } else {
                    guard let kept = prune(property.value, of: type, depth: depth + 1) else { return nil }
                    left.append(.init(property.name, kept, annotations: property.annotations))
                }
            }
            return .record(type: name, properties: left, annotations: annotations)
        case .null, .bool, .int, .decimal, .float, .string, .date, .dateTimeOffset, .timeOfDay, .duration, .guid,
            .binary,
            .enumMember, .modelElementPath, .annotationPath, .expression, .apply, .cast, .isOf, .labeled,
            .labeledReference, .urlReference:
            return value
        }
    }
}

extension EdmAnnotationValue {
    fileprivate var isRecord: Bool {
        if case .record = self { true } else { false }
    }
}

extension EdmType {
    /// The name of a type that a model declares; nil for built-in types.
    var namedType: EdmTypeName? {
        switch self {
        case .enumeration(let name), .complex(let name), .entity(let name), .typeDefinition(let name): name
        case .primitive, .abstract: nil
        }
    }
}
