/// The elements of a model by the paths under which annotations may be written apart from them (CSDL 14.2.2).
struct AnnotationTargets {
    private let model: EdmModel
    /// The targets that name an element, an overload, or a direct child of one.
    private let known: Set<String>

    init(model: EdmModel) {
        self.model = model
        var known = Set<String>()
        for schema in model.schemas {
            _ = schema.mapAnnotations { targets, annotations in
                known.formUnion(targets)
                return annotations
            }
        }
        self.known = known
    }

    /// Whether the model has the element; of longer paths only the beginning is looked at.
    func contains(_ target: String) -> Bool {
        if known.contains(target) { return true }
        let segments = target.split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count > 2 || segments.last?.hasPrefix("@") == true else { return false }
        return known.contains(segments.prefix(2).joined(separator: "/")) || known.contains(String(segments[0]))
    }
}

extension EdmModel {
    /// The model with each annotation that is written apart moved into the element it is about, as far as that is in
    /// the model; both mean the same (CSDL 14.2.1).
    ///
    /// An annotation that the element has itself, with the same term and qualifier, stays as it is. Targets elsewhere
    /// and paths deeper than an element's children are left where they are.
    public func inliningAnnotations() -> EdmModel {
        var groups: [String: [EdmAnnotation]] = [:]
        for group in schemas.flatMap(\.targetedAnnotations) { groups[group.target, default: []] += group.annotations }
        guard !groups.isEmpty else { return self }
        var used = Set<String>()
        let schemas = schemas.map { schema in
            schema.mapAnnotations { targets, annotations in
                var all = annotations
                for target in targets {
                    guard let more = groups[target] else { continue }
                    used.insert(target)
                    all += more.filter { annotation in
                        !all.contains { $0.term == annotation.term && $0.qualifier == annotation.qualifier }
                    }
                }
                return all
            }
        }
        return EdmModel(
            schemas: schemas.map { schema in
                var schema = schema
                schema.targetedAnnotations.removeAll { used.contains($0.target) }
                return schema
            },
            references: references
        )
    }
}

extension EdmSchema {
    /// The schema with the annotations of each element replaced; the function is given the element's targets too.
    func mapAnnotations(_ replacement: ([String], [EdmAnnotation]) -> [EdmAnnotation]) -> EdmSchema {
        var schema = self
        for position in entityTypes.indices {
            let place = "\(entityTypes[position].name)"
            schema.entityTypes[position].annotations = replacement([place], entityTypes[position].annotations)
            Self.map(&schema.entityTypes[position].properties, at: place, replacement)
            Self.map(&schema.entityTypes[position].navigationProperties, at: place, replacement)
        }
        for position in complexTypes.indices {
            let place = "\(complexTypes[position].name)"
            schema.complexTypes[position].annotations = replacement([place], complexTypes[position].annotations)
            Self.map(&schema.complexTypes[position].properties, at: place, replacement)
            Self.map(&schema.complexTypes[position].navigationProperties, at: place, replacement)
        }
        for position in enumTypes.indices {
            let place = "\(enumTypes[position].name)"
            schema.enumTypes[position].annotations = replacement([place], enumTypes[position].annotations)
            for member in enumTypes[position].members.indices {
                let old = enumTypes[position].members[member]
                schema.enumTypes[position].members[member].annotations =
                    replacement(["\(place)/\(old.name)"], old.annotations)
            }
        }
        for position in typeDefinitions.indices {
            let old = typeDefinitions[position]
            schema.typeDefinitions[position].annotations = replacement(["\(old.name)"], old.annotations)
        }
        for position in terms.indices {
            schema.terms[position].annotations = replacement(["\(terms[position].name)"], terms[position].annotations)
        }
        for position in operations.indices { Self.map(&schema.operations[position], replacement) }
        if let container { schema.container = Self.mapped(container, replacement) }
        return schema
    }

    private static func map(
        _ properties: inout [EdmProperty],
        at place: String,
        _ replacement: ([String], [EdmAnnotation]) -> [EdmAnnotation]
    ) {
        for position in properties.indices {
            let old = properties[position]
            properties[position].annotations = replacement(["\(place)/\(old.name)"], old.annotations)
        }
    }

    private static func map(
        _ navigations: inout [EdmNavigationProperty],
        at place: String,
        _ replacement: ([String], [EdmAnnotation]) -> [EdmAnnotation]
    ) {
        for position in navigations.indices {
            let old = navigations[position]
            navigations[position].annotations = replacement(["\(place)/\(old.name)"], old.annotations)
        }
    }

    /// An operation has the target of all overloads and its own, with the types of the parameters.
    private static func map(
        _ operation: inout EdmOperation,
        _ replacement: ([String], [EdmAnnotation]) -> [EdmAnnotation]
    ) {
        // Actions are told apart by the binding type alone.
        let types =
            operation.kind == .action
            ? operation.parameters.prefix(operation.isBound ? 1 : 0) : operation.parameters[...]
        let places = ["\(operation.name)", "\(operation.name)(\(types.map(\.type.name).joined(separator: ",")))"]
        operation.annotations = replacement(places, operation.annotations)
        for position in operation.parameters.indices {
            let old = operation.parameters[position]
            operation.parameters[position].annotations =
                replacement(places.map { "\($0)/\(old.name)" }, old.annotations)
        }
        if operation.returnType != nil {
            operation.returnTypeAnnotations =
                replacement(places.map { "\($0)/$ReturnType" }, operation.returnTypeAnnotations)
        }
    }

    private static func mapped(
        _ container: EdmEntityContainer,
        _ replacement: ([String], [EdmAnnotation]) -> [EdmAnnotation]
    ) -> EdmEntityContainer {
        var result = container
        let place = "\(container.name)"
        result.annotations = replacement([place], container.annotations)
        for position in container.entitySets.indices {
            let old = container.entitySets[position]
            result.entitySets[position].annotations = replacement(["\(place)/\(old.name)"], old.annotations)
        }
        for position in container.singletons.indices {
            let old = container.singletons[position]
            result.singletons[position].annotations = replacement(["\(place)/\(old.name)"], old.annotations)
        }
        for position in container.operationImports.indices {
            let old = container.operationImports[position]
            result.operationImports[position].annotations = replacement(["\(place)/\(old.name)"], old.annotations)
        }
        return result
    }
}
