extension EdmModel {
    /// Everything entities can come from, by name: an entity set, a singleton as a set of one, or entities contained in
    /// either by the path to them, such as `Orders/Items`.
    ///
    /// Sets of the last two kinds are made here; the container does not list them.
    public func source(named name: String) -> EdmEntitySet? {
        if let set = entitySet(name) { return set }
        if let singleton = singleton(name) {
            return EdmEntitySet(
                singleton.name,
                entityType: singleton.entityType,
                navigationBindings: singleton.navigationBindings,
                annotations: singleton.annotations
            )
        }
        var segments = name.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        guard segments.count > 1, segments.count < 32 else { return nil }
        guard var set = entitySet(segments[0]) ?? source(named: segments[0]) else { return nil }
        segments.removeFirst()
        var type = entityType(set.entityType)
        var path: [String] = []
        for segment in segments {
            if let navigation = type?.navigationProperty(segment) {
                guard navigation.containsTarget else { return nil }
                set = contained(navigation, in: set, through: path)
                type = entityType(navigation.target)
                path = []
            } else if segment.contains(".") {
                type = structuredType(qualified: segment)
                path.append(segment)
            } else if let property = type?.property(segment) {
                type = property.type.type.namedType.flatMap { complexType($0) }
                path.append(segment)
            } else {
                return nil
            }
        }
        return path.isEmpty ? set : nil
    }

    /// Where a navigation property of a set leads: by containment or by a binding; nil where neither says it.
    ///
    /// `path` names the complex properties between the entity and the navigation property. Casts in the paths of
    /// bindings need not be named.
    public func target(
        of navigation: EdmNavigationProperty,
        from set: EdmEntitySet,
        through path: [String] = []
    ) -> EdmEntitySet? {
        if navigation.containsTarget { return contained(navigation, in: set, through: path) }
        let wanted = path + [navigation.name]
        let binding = set.navigationBindings.first { binding in
            let segments = binding.path.split(separator: "/").filter { !$0.contains(".") }
            return segments.count == wanted.count && zip(segments, wanted).allSatisfy { $0 == $1 }
        }
        guard let binding else { return nil }
        let prefix = container.map { "\($0.name)/" } ?? ""
        let target = binding.target
        return source(named: target.hasPrefix(prefix) ? String(target.dropFirst(prefix.count)) : target)
    }

    private func contained(
        _ navigation: EdmNavigationProperty,
        in set: EdmEntitySet,
        through path: [String]
    ) -> EdmEntitySet {
        let inner = (path + [navigation.name]).joined(separator: "/")
        let bindings = set.navigationBindings.compactMap { binding -> EdmNavigationBinding? in
            guard binding.path.hasPrefix(inner + "/") else { return nil }
            return EdmNavigationBinding(path: String(binding.path.dropFirst(inner.count + 1)), target: binding.target)
        }
        return EdmEntitySet(
            "\(set.name)/\(inner)",
            entityType: navigation.target,
            includeInServiceDocument: false,
            navigationBindings: bindings
        )
    }

    /// The entity or complex type of a qualified name in text form.
    func structuredType(qualified text: String) -> EdmStructuredType? {
        guard let dot = text.lastIndex(of: ".") else { return nil }
        let name = EdmTypeName(namespace(of: String(text[..<dot])), String(text[text.index(after: dot)...]))
        return entityType(name) ?? complexType(name)
    }

    /// The types that derive from a type, directly or not, in the order of their declaration; without the type itself.
    public func derivedTypes(of name: EdmTypeName) -> [EdmStructuredType] {
        schemas.flatMap { schema in
            schema.entityTypes.compactMap { entityType($0.name) }
                + schema.complexTypes.compactMap { complexType($0.name) }
        }
        .filter { $0.name != name && $0.baseType != nil && type($0.name, isOrDerivesFrom: name) }
    }
}
