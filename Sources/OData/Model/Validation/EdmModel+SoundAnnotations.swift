extension EdmModel {
    /// The model without the annotations that ``annotationFaults()`` names, which may not reach a client.
    ///
    /// An annotation goes as a whole, also for a fault in one of its own annotations. The model itself where there is no
    /// fault; time is proportional to the model's size.
    public func keepingSoundAnnotations() -> EdmModel {
        let faults = annotationFaults()
        guard !faults.isEmpty else { return self }
        var faulty: [String: Set<EdmTypeName>] = [:]
        for fault in faults {
            switch fault {
            case .unknownTerm(let term, let place), .misplacedAnnotation(let term, let place),
                .invalidAnnotationValue(let term, _, let place):
                let (element, outer) = Self.element(of: place, term)
                faulty[element, default: []].insert(outer)
            default: break
            }
        }
        func sound(_ places: [String], _ annotations: [EdmAnnotation]) -> [EdmAnnotation] {
            let terms = places.reduce(into: Set<EdmTypeName>()) { $0.formUnion(faulty[$1] ?? []) }
            return terms.isEmpty ? annotations : annotations.filter { !terms.contains($0.term) }
        }
        return filteringAnnotations(sound)
    }

    /// The model with the annotations of a selection only, also among annotations of annotations.
    ///
    /// The selection may name vocabularies by the aliases that the model includes them with.
    public func keepingAnnotations(_ selection: AnnotationSelection) -> EdmModel {
        let includes = references.flatMap(\.includes)
        let selection = selection.resolving { alias in includes.first { $0.alias == alias }?.namespace }
        func chosen(_ annotations: [EdmAnnotation]) -> [EdmAnnotation] {
            annotations.filter { selection.includes($0.term, qualifier: $0.qualifier) }
        }
        return filteringAnnotations { _, annotations in
            chosen(annotations).map { annotation in
                var annotation = annotation
                annotation.annotations = chosen(annotation.annotations)
                return annotation
            }
        }
    }

    /// The model with what a function leaves of the annotations of each place.
    private func filteringAnnotations(_ sound: ([String], [EdmAnnotation]) -> [EdmAnnotation]) -> EdmModel {
        let inlined = inliningAnnotations()
        let schemas = inlined.schemas.map { schema in
            var schema = schema.mapAnnotations(sound)
            schema.annotations = sound([schema.namespace], schema.annotations)
            for index in schema.entityTypes.indices {
                let name = schema.entityTypes[index].name
                keep(sound, in: &schema.entityTypes[index].navigationProperties, of: name)
            }
            for index in schema.complexTypes.indices {
                let name = schema.complexTypes[index].name
                keep(sound, in: &schema.complexTypes[index].navigationProperties, of: name)
            }
            return schema
        }
        let references = inlined.references.map { reference in
            var reference = reference
            reference.annotations = sound([reference.uri], reference.annotations)
            for position in reference.includes.indices {
                let include = reference.includes[position]
                reference.includes[position].annotations = sound([include.namespace], include.annotations)
            }
            return reference
        }
        return EdmModel(schemas: schemas, references: references)
    }

    /// The annotations inside navigation properties.
    private func keep(
        _ sound: ([String], [EdmAnnotation]) -> [EdmAnnotation],
        in navigations: inout [EdmNavigationProperty],
        of type: EdmTypeName
    ) {
        for index in navigations.indices {
            let place = ["\(type)/\(navigations[index].name)"]
            navigations[index].onDeleteAnnotations = sound(place, navigations[index].onDeleteAnnotations)
            for pair in navigations[index].referentialConstraints.indices {
                let own = navigations[index].referentialConstraints[pair].annotations
                navigations[index].referentialConstraints[pair].annotations = sound(place, own)
            }
        }
    }

    /// The element of a fault's place, and the term of the outermost annotation there.
    private static func element(of place: String, _ term: EdmTypeName) -> (String, EdmTypeName) {
        guard let range = place.firstRange(of: "/@") else { return (place, term) }
        let rest = place[range.upperBound...]
        let name = rest[..<(rest.firstRange(of: "/@")?.lowerBound ?? rest.endIndex)]
        guard let dot = name.lastIndex(of: ".") else { return (place, term) }
        return (
            String(place[..<range.lowerBound]),
            EdmTypeName(String(name[..<dot]), String(name[name.index(after: dot)...]))
        )
    }
}
