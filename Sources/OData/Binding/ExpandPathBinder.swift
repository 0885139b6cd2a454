/// Binding of the path of an item of `$expand`: casts and complex values, the navigation property, a cast behind it
/// (URL Conventions 5.1.3).
struct ExpandPathBinder {
    let session: BindingSession

    /// Where a path has led.
    struct Place {
        var path: [BoundStep] = []
        /// The type that has the navigation property.
        var owner: EdmStructuredType
        var navigation: EdmNavigationProperty
        var cast: EdmTypeName?

        /// The complex values on the way.
        var complexNames: [String] {
            path.compactMap { if case .complex(let property) = $0 { property.name } else { nil } }
        }
    }

    func bind(_ item: ExpandItemSyntax, on type: EdmStructuredType) throws(BindingError) -> Place {
        var path: [BoundStep] = []
        var owner = type
        for (index, segment) in item.path.enumerated() {
            guard case .name(let name) = segment else {
                throw session.notImplemented("annotations in $expand", segment.range)
            }
            let text = SelectPathSyntax.text(item.path.prefix(through: index))
            if name.isQualified, owner.property(name.text) == nil {
                if let step = try cast(name, &owner) { path.append(step) }
                continue
            }
            switch try session.declaredMember(name, of: owner, path: { text }) {
            case .navigation(let navigation):
                let place = Place(path: path, owner: owner, navigation: navigation)
                return try bind(item.path[(index + 1)...], behind: place, item.range)
            case .property(let property): path.append(try enter(property, name, &owner, text))
            }
        }
        guard case .complex? = path.last, case .name(let name)? = item.path.last else {
            throw session.notImplemented("$expand of a type", item.range)
        }
        throw .unknownProperty(
            path: SelectPathSyntax.text(item.path[...]),
            type: type.name,
            near: owner.navigationProperties.map(\.name),
            at: session.place(name.range)
        )
    }

    /// A step to a derived type; nil where the type is at hand already.
    private func cast(_ name: NameSyntax, _ owner: inout EdmStructuredType) throws(BindingError) -> BoundStep? {
        guard let target = session.structuredType(name) else { throw session.unknownType(name.text, name.range) }
        if session.model.type(owner.name, isOrDerivesFrom: target.name) { return nil }
        guard session.model.type(target.name, isOrDerivesFrom: owner.name) else {
            throw .unrelatedType(name: target.name.description, type: owner.name, at: session.place(name.range))
        }
        guard owner.isEntity else { throw session.notImplemented("casts of complex values in $expand", name.range) }
        owner = target
        return .cast(target.name)
    }

    /// A step into a complex value.
    private func enter(
        _ property: EdmProperty,
        _ name: NameSyntax,
        _ owner: inout EdmStructuredType,
        _ text: String
    ) throws(BindingError) -> BoundStep {
        if property.type.primitive == .stream {
            throw session.notImplemented("stream properties in $expand", name.range)
        }
        guard let inner = session.structuredType(property.type.type) else {
            throw .unknownProperty(
                path: text,
                type: session.shownName(owner),
                near: NearNames.of(name.text, among: owner.navigationProperties.map(\.name)),
                at: session.place(name.range)
            )
        }
        if property.type.isCollection {
            throw session.notImplemented("$expand through collections of complex values", name.range)
        }
        owner = inner
        return .complex(property)
    }

    /// What stands behind the navigation property: casts of the related entities.
    private func bind(
        _ segments: ArraySlice<SelectSegmentSyntax>,
        behind place: Place,
        _ range: SourceRange
    ) throws(BindingError) -> Place {
        var place = place
        for segment in segments {
            guard case .name(let name) = segment, name.isQualified else {
                throw session.notImplemented("paths behind navigation properties in $expand", range)
            }
            guard let target = session.structuredType(name) else { throw session.unknownType(name.text, name.range) }
            let current = place.cast ?? place.navigation.target
            if session.model.type(current, isOrDerivesFrom: target.name) { continue }
            guard session.model.type(target.name, isOrDerivesFrom: current) else {
                throw .unrelatedType(name: target.name.description, type: current, at: session.place(name.range))
            }
            place.cast = target.name
        }
        return place
    }
}
