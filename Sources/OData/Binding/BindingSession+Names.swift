/// Look-up of members and the errors that name what was not found.
extension BindingSession {
    /// A member of a structured type.
    enum DeclaredMember {
        case property(EdmProperty)
        case navigation(EdmNavigationProperty)
    }

    /// The member that a name in a query option stands for: exactly, then without regard to case, then by a further name.
    ///
    /// `path` gives the whole path for the message, and is asked only then.
    func declaredMember(
        _ name: NameSyntax,
        of type: EdmStructuredType,
        path: () -> String
    ) throws(BindingError) -> DeclaredMember {
        if let found = member(name.text, of: type, ignoringCase: options.caseInsensitiveNames) { return found }
        throw .unknownProperty(
            path: String(path().prefix(80)),
            type: shownName(type),
            near: NearNames.of(name.text, among: type.memberNames + computations.map(\.item.name)),
            at: place(name.range)
        )
    }

    func member(_ name: String, of type: EdmStructuredType, ignoringCase: Bool) -> DeclaredMember? {
        if let property = type.property(name) { return .property(property) }
        if let navigation = type.navigationProperty(name) { return .navigation(navigation) }
        guard let declared = memberName(name, of: type, ignoringCase: ignoringCase) else { return nil }
        if let property = type.property(declared) { return .property(property) }
        return type.navigationProperty(declared).map { .navigation($0) }
    }

    func unknownType(_ name: String, _ range: SourceRange) -> BindingError {
        var candidates: [String] = []
        for schema in model.schemas {
            candidates += schema.entityTypes.map(\.name.description)
            candidates += schema.complexTypes.map(\.name.description)
            candidates += schema.enumTypes.map(\.name.description)
            candidates += schema.typeDefinitions.map(\.name.description)
        }
        candidates += EdmPrimitiveType.allCases.map(\.qualifiedName)
        return .unknownType(
            name: String(name.prefix(80)),
            near: NearNames.of(name, among: candidates),
            at: place(range)
        )
    }

    func unknownFunction(_ name: String, _ range: SourceRange) -> BindingError {
        .unknownFunction(
            name: String(name.prefix(80)),
            near: NearNames.of(name, among: BuiltInFunction.names),
            at: place(range)
        )
    }

    /// Throws if the set says that it cannot be searched (`Capabilities.SearchRestrictions`).
    func checkSearchable(_ set: EdmEntitySet?) throws(BindingError) {
        guard let set else { return }
        let term = EdmTypeName("Org.OData.Capabilities.V1", "SearchRestrictions")
        for annotation in set.annotations where annotation.term == term {
            guard case .record(_, let properties, _) = annotation.value else { continue }
            if properties.contains(where: { $0.name == "Searchable" && $0.value == .bool(false) }) {
                throw .notSearchable(entitySet: set.name)
            }
        }
    }
}
