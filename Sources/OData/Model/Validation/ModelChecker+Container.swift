extension ModelChecker {
    // MARK: Operations

    mutating func check(_ operations: [EdmOperation]) {
        var signatures = Set<String>()
        var kinds: [EdmTypeName: EdmOperation.Kind] = [:]
        for operation in operations {
            let place = "\(operation.name)"
            checkNames(operation.parameters.map(\.name), in: place)
            check(operation.annotations, at: place)
            for parameter in operation.parameters {
                check(parameter.type, at: "\(place)/\(parameter.name)", allowsEntities: true)
                check(parameter.annotations, at: "\(place)/\(parameter.name)")
            }
            if let type = operation.returnType { check(type, at: "\(place)/$ReturnType", allowsEntities: true) }
            check(operation.returnTypeAnnotations, at: "\(place)/$ReturnType")
            if operation.kind == .function && operation.returnType == nil
                || operation.isBound && operation.parameters.isEmpty
                || kinds[operation.name] ?? operation.kind != operation.kind
            {
                faults.append(.invalidOperation(operation.name))
            }
            kinds[operation.name] = operation.kind
            if !signatures.insert(signature(of: operation)).inserted {
                faults.append(.duplicateOverload(operation.name))
            }
            check(operation.entitySetPath, of: operation)
        }
    }

    /// What tells overloads apart: actions by their binding type, functions by it and the names of the others
    /// (CSDL 12.2 and 12.4).
    private func signature(of operation: EdmOperation) -> String {
        let binding = operation.isBound ? operation.parameters.first.map { $0.type.name } ?? "" : "-"
        guard operation.kind == .function else { return "\(operation.name) \(binding)" }
        let others = operation.parameters.dropFirst(operation.isBound ? 1 : 0).map(\.name).sorted()
        return "\(operation.name) \(binding) \(others.joined(separator: ","))"
    }

    /// The path begins with the binding parameter and goes on over navigation properties and casts (CSDL 12.6).
    private mutating func check(_ path: String?, of operation: EdmOperation) {
        guard let path else { return }
        let segments = path.split(separator: "/", omittingEmptySubsequences: false)
        guard operation.isBound, let parameter = operation.parameters.first,
            segments.first.map(String.init) == parameter.name,
            case .entity(let name) = parameter.type.type, let type = model.entityType(name)
        else { return faults.append(.invalidEntitySetPath(path, of: operation.name)) }
        let rest = segments.dropFirst().joined(separator: "/")
        if !rest.isEmpty, member(at: rest, from: type)?.navigation == nil {
            faults.append(.invalidEntitySetPath(path, of: operation.name))
        }
    }

    // MARK: Container

    mutating func check(_ container: EdmEntityContainer) {
        let place = "\(container.name)"
        check(container.annotations, at: place)
        checkNames(
            container.entitySets.map(\.name) + container.singletons.map(\.name)
                + container.operationImports.map(\.name),
            in: place
        )
        for set in container.entitySets {
            let place = "\(place)/\(set.name)"
            check(set.annotations, at: place)
            guard let type = model.entityType(set.entityType) else {
                checkKnown(set.entityType, false, at: place)
                continue
            }
            check(set.navigationBindings, of: type, in: container, at: place)
            let bound = Set(set.navigationBindings.map(\.path))
            for navigation in type.navigationProperties
            where !navigation.containsTarget && !bound.contains(navigation.name) {
                faults.append(.unboundNavigation(navigation.name, at: place))
            }
        }
        for singleton in container.singletons {
            let place = "\(place)/\(singleton.name)"
            check(singleton.annotations, at: place)
            guard let type = model.entityType(singleton.entityType) else {
                checkKnown(singleton.entityType, false, at: place)
                continue
            }
            check(singleton.navigationBindings, of: type, in: container, at: place)
        }
        for operationImport in container.operationImports { check(operationImport, in: container) }
    }

    private mutating func check(_ operationImport: EdmOperationImport, in container: EdmEntityContainer) {
        check(operationImport.annotations, at: "\(container.name)/\(operationImport.name)")
        let overloads = model.operations(operationImport.operation).filter { !$0.isBound }
        let isForeign = foreignNamespaces.contains(operationImport.operation.namespace)
        guard !overloads.isEmpty || isForeign, overloads.allSatisfy({ $0.kind == operationImport.kind }) else {
            return faults.append(.invalidImport(operationImport.name))
        }
        guard let name = operationImport.entitySet, !name.contains("/") else { return }
        guard let set = model.entitySet(name) else { return faults.append(.invalidImport(operationImport.name)) }
        for case .entity(let result)? in overloads.map(\.returnType?.type) where !isRelated(result, set.entityType) {
            return faults.append(.invalidImport(operationImport.name))
        }
    }

    private mutating func check(
        _ bindings: [EdmNavigationBinding],
        of type: EdmStructuredType,
        in container: EdmEntityContainer,
        at place: String
    ) {
        var paths = Set<String>()
        for binding in bindings {
            if !paths.insert(binding.path).inserted { faults.append(.duplicateName(binding.path, in: place)) }
            guard let navigation = member(at: binding.path, from: type)?.navigation else {
                faults.append(.invalidBinding(path: binding.path, target: binding.target, at: place))
                continue
            }
            switch target(of: binding.target, in: container) {
            case .elsewhere: break
            case .type(let target) where isRelated(target, navigation.target): break
            case .type, .nowhere:
                faults.append(.invalidBinding(path: binding.path, target: binding.target, at: place))
            }
        }
    }

    private enum BindingTarget {
        case type(EdmTypeName)
        /// In a container that the model does not have, or extends.
        case elsewhere
        case nowhere
    }

    /// A set or singleton, perhaps behind the name of a container, perhaps followed by a path of containments.
    private func target(of text: String, in container: EdmEntityContainer) -> BindingTarget {
        var segments = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        if let first = segments.first, first.contains(".") {
            guard first == "\(container.name)" else { return .elsewhere }
            segments.removeFirst()
        }
        guard let name = segments.first else { return .nowhere }
        let found =
            container.entitySets.first { $0.name == name }?.entityType
            ?? container.singletons.first { $0.name == name }?.entityType
        guard let found else { return container.extends == nil ? .nowhere : .elsewhere }
        guard segments.count > 1 else { return .type(found) }
        guard let type = model.entityType(found),
            let navigation = member(at: segments.dropFirst().joined(separator: "/"), from: type)?.navigation,
            navigation.containsTarget
        else { return .nowhere }
        return .type(navigation.target)
    }
}
