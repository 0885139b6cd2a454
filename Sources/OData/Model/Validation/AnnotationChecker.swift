/// Checks annotations against their terms: whether a term is declared, may stand where it stands, and whether the value
/// is one of its type (CSDL 14.1 and 14.2).
///
/// Terms are looked up in the model and in the standard vocabularies; those of other documents are unknown here and pass.
/// The value of a dynamic expression is not computed.
struct AnnotationChecker {
    /// What an annotation is about.
    struct Target {
        /// The element, as `AppliesTo` names it; also `Collection` for what holds many.
        var kinds: Set<String>
        /// The path for messages.
        var place: String
        /// The type of the annotated property, parameter or term.
        var type: EdmType?
        /// The type that paths set out from.
        var root: EdmStructuredType?
    }

    let model: EdmModel
    private(set) var faults: [EdmFault] = []
    private let models: [EdmModel]
    private let terms: [EdmTypeName: EdmTerm]
    private let known: Set<String>
    static let depthLimit = 64

    /// Takes a model; annotations written apart from their element should be inlined before.
    init(model: EdmModel) {
        self.model = model
        let own = Set(model.schemas.map(\.namespace))
        let standard = StandardVocabulary.allCases.filter { !own.contains($0.namespace) }
        models = [model] + standard.map(\.model)
        known = own.union(standard.map(\.namespace))
        let declared = models.flatMap(\.schemas).flatMap(\.terms)
        terms = Dictionary(declared.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The faults of the annotations of one element.
    mutating func check(_ annotations: [EdmAnnotation], of target: Target, depth: Int = 0) {
        guard depth < Self.depthLimit else { return }
        for annotation in annotations {
            check(annotation, of: target, depth: depth)
            let kinds: Set<String> = ["Annotation"]
            check(
                annotation.annotations,
                of: Target(kinds: kinds, place: "\(target.place)/@\(annotation.term)", root: target.root),
                depth: depth + 1
            )
        }
    }

    private mutating func check(_ annotation: EdmAnnotation, of target: Target, depth: Int) {
        let name = annotation.term
        guard let term = terms[name] else {
            // A model's own namespaces are for the other checks.
            if known.contains(name.namespace), !model.schemas.contains(where: { $0.namespace == name.namespace }) {
                faults.append(.unknownTerm(name, at: target.place))
            }
            return
        }
        if !term.appliesTo.isEmpty, target.kinds.isDisjoint(with: term.appliesTo) {
            faults.append(.misplacedAnnotation(name, at: target.place))
        }
        if let needed = Self.neededType(of: term), let type = target.type, !comes(type, to: needed) {
            faults.append(.misplacedAnnotation(name, at: target.place))
        }
        var checker = AnnotationValueChecker(models: models, model: model, root: target.root)
        if let problem = checker.problem(of: annotation.value, as: term.type) {
            faults.append(.invalidAnnotationValue(name, problem, at: target.place))
        }
        for (annotations, kind) in checker.nested {
            check(
                annotations,
                of: Target(kinds: [kind], place: "\(target.place)/@\(name)", root: target.root),
                depth: depth + 1
            )
        }
    }

    /// `Core.RequiresType` of a term.
    private static func neededType(of term: EdmTerm) -> String? {
        for annotation in term.annotations where annotation.term == VocabularyReader.requiresType {
            if case .string(let name) = annotation.value { return name }
        }
        return nil
    }

    private func comes(_ type: EdmType, to needed: String) -> Bool {
        if type.description == needed { return true }
        switch type {
        case .typeDefinition(let name):
            return model.typeDefinition(name).map { $0.underlyingType.qualifiedName == needed } ?? true
        case .complex, .entity, .enumeration: return !needed.hasPrefix("Edm.")
        case .primitive: return false
        case .abstract: return true
        }
    }
}

// MARK: The elements of a model

extension AnnotationChecker {
    /// Checks every annotation of the model.
    mutating func check() {
        for schema in model.schemas {
            check(schema.annotations, of: Target(kinds: ["Schema"], place: schema.namespace))
            for type in schema.entityTypes {
                let root = model.entityType(type.name)
                check(type.annotations, of: Target(kinds: ["EntityType"], place: "\(type.name)", root: root))
                check(type.properties, type.navigationProperties, of: root, at: "\(type.name)")
            }
            for type in schema.complexTypes {
                let root = model.complexType(type.name)
                check(type.annotations, of: Target(kinds: ["ComplexType"], place: "\(type.name)", root: root))
                check(type.properties, type.navigationProperties, of: root, at: "\(type.name)")
            }
            for type in schema.enumTypes {
                check(type.annotations, of: Target(kinds: ["EnumType"], place: "\(type.name)"))
                for member in type.members {
                    check(member.annotations, of: Target(kinds: ["Member"], place: "\(type.name)/\(member.name)"))
                }
            }
            for type in schema.typeDefinitions {
                let place = "\(type.name)"
                let target = Target(kinds: ["TypeDefinition"], place: place, type: .primitive(type.underlyingType))
                check(type.annotations, of: target)
            }
            for term in schema.terms {
                let target = Target(kinds: kinds("Term", term.type), place: "\(term.name)", type: term.type.type)
                check(term.annotations, of: target)
            }
            for operation in schema.operations { check(operation) }
            if let container = schema.container { check(container) }
        }
        checkReferences()
    }

    private mutating func checkReferences() {
        for reference in model.references {
            check(reference.annotations, of: Target(kinds: ["Reference"], place: reference.uri))
            for include in reference.includes {
                check(include.annotations, of: Target(kinds: ["Include"], place: include.namespace))
            }
        }
    }

    private func kinds(_ kind: String, _ type: EdmTypeReference) -> Set<String> {
        type.isCollection ? [kind, "Collection"] : [kind]
    }

    private mutating func check(
        _ properties: [EdmProperty],
        _ navigations: [EdmNavigationProperty],
        of root: EdmStructuredType?,
        at place: String
    ) {
        for property in properties {
            let kinds = kinds("Property", property.type)
            let place = "\(place)/\(property.name)"
            check(
                property.annotations,
                of: Target(kinds: kinds, place: place, type: property.type.type, root: root)
            )
        }
        for navigation in navigations {
            let kinds: Set<String> =
                navigation.isCollection ? ["NavigationProperty", "Collection"] : ["NavigationProperty"]
            let place = "\(place)/\(navigation.name)"
            // The paths of capabilities of a navigation property set out from its target.
            check(navigation.annotations, of: Target(kinds: kinds, place: place))
            check(navigation.onDeleteAnnotations, of: Target(kinds: ["OnDelete"], place: place))
            for pair in navigation.referentialConstraints {
                check(pair.annotations, of: Target(kinds: ["ReferentialConstraint"], place: place))
            }
        }
    }

    private mutating func check(_ operation: EdmOperation) {
        let place = "\(operation.name)"
        let kind = operation.kind == .action ? "Action" : "Function"
        check(operation.annotations, of: Target(kinds: [kind], place: place))
        for parameter in operation.parameters {
            let kinds = kinds("Parameter", parameter.type)
            let place = "\(place)/\(parameter.name)"
            check(parameter.annotations, of: Target(kinds: kinds, place: place, type: parameter.type.type))
        }
        guard let result = operation.returnType else { return }
        let target = Target(kinds: kinds("ReturnType", result), place: "\(place)/$ReturnType", type: result.type)
        check(operation.returnTypeAnnotations, of: target)
    }

    private mutating func check(_ container: EdmEntityContainer) {
        let place = "\(container.name)"
        check(container.annotations, of: Target(kinds: ["EntityContainer"], place: place))
        for set in container.entitySets {
            let root = model.entityType(set.entityType)
            let kinds: Set<String> = ["EntitySet", "Collection"]
            check(set.annotations, of: Target(kinds: kinds, place: "\(place)/\(set.name)", root: root))
        }
        for singleton in container.singletons {
            let root = model.entityType(singleton.entityType)
            let target = Target(kinds: ["Singleton"], place: "\(place)/\(singleton.name)", root: root)
            check(singleton.annotations, of: target)
        }
        for item in container.operationImports {
            let kind = item.kind == .action ? "ActionImport" : "FunctionImport"
            check(item.annotations, of: Target(kinds: [kind], place: "\(place)/\(item.name)"))
        }
    }
}
