/// The structures that `$apply` makes, as types that names are looked up in.
extension BindingSession {
    /// Makes a structure known under a name of its own.
    func register(
        of set: EdmEntitySet,
        isEntity: Bool,
        members: [BoundShape.Member],
        variants: [BoundShape] = []
    ) -> BoundShape {
        let name = EdmTypeName(BoundShape.namespace, "\(shapes.count + 1)")
        let shape = BoundShape(name, of: set, isEntity: isEntity, members: members, variants: variants)
        let declared = isEntity ? model.entityType(set.entityType) : nil
        let type = EdmStructuredType(
            name: name,
            isEntity: true,
            baseType: nil,
            isAbstract: false,
            isOpen: false,
            hasStream: declared?.hasStream ?? false,
            key: declared?.key ?? [],
            properties: (declared?.properties ?? []) + shape.properties,
            navigationProperties: (declared?.navigationProperties ?? []) + shape.navigations,
            annotations: []
        )
        shapes[name] = KnownShape(shape: shape, type: type)
        return shape
    }

    /// The structure that a type name stands for; nil for the names of the model.
    func shape(_ name: EdmTypeName) -> BoundShape? { shapes[name]?.shape }

    /// The structure of the rows that a variable stands for.
    func shape(of variable: BoundVariable) -> BoundShape? {
        guard case .entity(let name) = variable.type else { return nil }
        return shapes[name]?.shape
    }

    /// The name of a type as messages show it: rows that are entities go by their declared name.
    func shownName(_ type: EdmStructuredType) -> EdmTypeName {
        guard let shape = shapes[type.name]?.shape else { return type.name }
        return shape.isEntity ? shape.entitySet.entityType : EdmTypeName(BoundShape.namespace, "result")
    }

    /// What a path in an option behind `$apply` starts with where the name was aggregated away: the declared member.
    func aggregatedAway(_ name: NameSyntax, from type: EdmStructuredType) -> DeclaredMember? {
        guard isBehindApply, let shape = shapes[type.name]?.shape, !shape.isEntity,
            let declared = model.entityType(shape.entitySet.entityType)
        else { return nil }
        return member(name.text, of: declared, ignoringCase: options.caseInsensitiveNames)
    }

    /// The instances of a structure: variable 0.
    func instance(of shape: BoundShape) -> BoundVariable {
        instance(of: .entity(shape.name), in: shape.entitySet.name)
    }
}

/// A structure with the type that stands for it.
struct KnownShape {
    let shape: BoundShape
    let type: EdmStructuredType
}
