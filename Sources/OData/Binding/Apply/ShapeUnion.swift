/// Puts structures of rows together: those of branches beside each other, those of keys and results into one.
struct ShapeUnion {
    let session: BindingSession

    /// The structure of rows that have one or the other.
    ///
    /// Of none it is the input's.
    func union(
        _ shapes: [BoundShape],
        of input: BoundShape,
        at range: SourceRange
    ) throws(BindingError) -> BoundShape {
        guard let first = shapes.first else { return input }
        if Self.isUniform(shapes) { return first }
        let leaves = shapes.flatMap { $0.variants.isEmpty ? [$0] : $0.variants }
        let isEntity = leaves.allSatisfy { $0.isEntity }
        var members: [BoundShape.Member] = []
        for leaf in leaves { members = try combined(members, declared(leaf, isEntity: isEntity) + leaf.members, range) }
        return session.register(of: first.entitySet, isEntity: isEntity, members: members, variants: leaves)
    }

    /// Whether all structures are the same.
    static func isUniform(_ shapes: [BoundShape]) -> Bool {
        guard let first = shapes.first else { return true }
        return shapes.dropFirst().allSatisfy { $0.isSame(as: first) }
    }

    /// What an entity among other rows has by its type.
    private func declared(_ leaf: BoundShape, isEntity: Bool) -> [BoundShape.Member] {
        guard leaf.isEntity, !isEntity, let type = session.model.entityType(leaf.entitySet.entityType) else {
            return []
        }
        return type.properties.map { .property($0) }
            + type.navigationProperties.compactMap { navigation in
                session.targetSet(of: navigation, from: leaf.entitySet).map { .entity(navigation, $0) }
            }
    }

    /// The members of both; equal names must have types that go together.
    private func combined(
        _ left: [BoundShape.Member],
        _ right: [BoundShape.Member],
        _ range: SourceRange
    ) throws(BindingError) -> [BoundShape.Member] {
        var members = left
        for member in right {
            guard let position = members.firstIndex(where: { $0.name == member.name }) else {
                members.append(member)
                continue
            }
            members[position] = try combined(members[position], member, range)
        }
        return members
    }

    /// Recursion is bounded by the length of paths.
    private func combined(
        _ left: BoundShape.Member,
        _ right: BoundShape.Member,
        _ range: SourceRange
    ) throws(BindingError) -> BoundShape.Member {
        switch (left, right) {
        case (.part(let navigation, let leftShape), .part(_, let rightShape)):
            let members = try combined(leftShape.members, rightShape.members, range)
            let shape = session.register(of: leftShape.entitySet, isEntity: false, members: members)
            var part = navigation
            part.target = shape.name
            return .part(part, shape)
        case (.entity, .part), (.entity, .entity), (.joined, .joined): return left
        case (.part, .entity): return right
        default: break
        }
        guard let first = left.property, let second = right.property else {
            if left == right { return left }
            let (kind, other) = (left.kind, right.kind)
            throw .noCommonType(left: kind, right: other, operator: "concat", at: session.place(range))
        }
        let isDynamic = left.isDynamic || right.isDynamic
        let property = EdmProperty(first.name, try common(first.type, second.type, range))
        return isDynamic ? .dynamic(property) : .property(property)
    }

    private func common(
        _ left: EdmTypeReference,
        _ right: EdmTypeReference,
        _ range: SourceRange
    ) throws(BindingError) -> EdmTypeReference {
        var result = left
        result.isNullable = true
        if left.type == right.type, left.isCollection == right.isCollection, left.primitive != .decimal {
            return result
        }
        guard let leftType = left.primitive, let rightType = right.primitive, !left.isCollection, !right.isCollection,
            let type = TypePromotion.common(leftType, rightType)
        else {
            throw .noCommonType(left: left.name, right: right.name, operator: "concat", at: session.place(range))
        }
        var facets = EdmFacets()
        if type == .decimal, let first = TypePromotion.scale(of: left), let second = TypePromotion.scale(of: right) {
            facets.scale = .fixed(max(first, second))
        }
        return .primitive(type, facets: facets)
    }

    // MARK: Groups

    /// The structure of the rows of a group's result, with the keys of the group in front.
    func merge(_ keys: BoundShape, _ result: BoundShape, at range: SourceRange) throws(BindingError) -> BoundShape {
        var variants: [BoundShape] = []
        for variant in result.variants { variants.append(try merge(keys, variant, at: range)) }
        if result.isEntity, result.variants.isEmpty { return result }
        if !variants.isEmpty { return try union(variants, of: result, at: range) }
        let members = try merged(keys.members, result.members, range)
        return session.register(of: keys.entitySet, isEntity: false, members: members)
    }

    private func merged(
        _ keys: [BoundShape.Member],
        _ others: [BoundShape.Member],
        _ range: SourceRange
    ) throws(BindingError) -> [BoundShape.Member] {
        var members = keys
        for member in others {
            guard let position = members.firstIndex(where: { $0.name == member.name }) else {
                members.append(member)
                continue
            }
            switch (members[position], member) {
            case (.part(let navigation, let left), .part(_, let right)):
                let inner = try merged(left.members, right.members, range)
                let shape = session.register(of: left.entitySet, isEntity: false, members: inner)
                var part = navigation
                part.target = shape.name
                members[position] = .part(part, shape)
            case (.entity, .part), (.entity, .entity): continue
            case (.part, .entity): members[position] = member
            case (.property(let left), .property(let right)) where left.name == right.name: continue
            case (.dynamic(let left), .dynamic(let right)) where left == right: continue
            default: throw .nameInUse(name: member.name, at: session.place(range))
            }
        }
        return members
    }
}

extension BoundShape.Member {
    fileprivate var property: EdmProperty? {
        switch self {
        case .property(let property), .dynamic(let property), .null(let property): property
        case .part, .entity, .joined, .nested: nil
        }
    }

    /// What the member is, as messages say it.
    fileprivate var kind: String {
        switch self {
        case .property(let property), .dynamic(let property), .null(let property):
            "\(property.type.name) in '\(name)'"
        case .part, .entity, .joined: "a related entity in '\(name)'"
        case .nested: "a nested collection in '\(name)'"
        }
    }

    fileprivate var isDynamic: Bool {
        if case .dynamic = self { true } else { false }
    }
}
