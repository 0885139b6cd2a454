public import EntityModel
public import OData

/// Makes the OData model of the entity model: what `$metadata` shows to somebody who may see everything.
///
/// Flat on purpose: no base types, no complex types, no enumeration types and no containment, because reporting clients
/// stumble over each of them. Choices are texts; the list's set is a navigation away.
public struct EdmProjection {
    /// The namespace of all types.
    public static let namespace = "Tessera"

    private let catalog: EntityCatalog
    private let restrictions: WriteRestrictions

    /// Makes a projection of a catalog.
    public init(catalog: EntityCatalog) {
        self.catalog = catalog
        restrictions = WriteRestrictions(acts: catalog.types.map(RecordWriting.acts))
    }

    /// The model.
    public func model() -> EdmModel {
        var entityTypes: [EdmEntityType] = []
        var seen: Set<String> = []
        for type in catalog.types where seen.insert(type.name).inserted { entityTypes.append(entityType(type)) }
        let container = EdmEntityContainer(
            Self.name("Container"),
            entitySets: catalog.types.map(entitySet),
            annotations: containerAnnotations
        )
        let schema = EdmSchema(
            namespace: Self.namespace,
            entityTypes: entityTypes,
            operations: OpportunityOperations.declarations.filter { operation in
                catalog.type(ofSet: OpportunityOperations.changedSet(operation.name) ?? "") != nil
            },
            container: container
        )
        let vocabularies: [StandardVocabulary] = [.core, .capabilities, .measures, .validation, .aggregation]
        return EdmModel(schemas: [schema], references: vocabularies.map(\.reference))
    }

    /// The qualified name of a type.
    static func name(_ name: String) -> EdmTypeName { EdmTypeName(namespace, name) }

    private func entityType(_ type: EntityType) -> EdmEntityType {
        var annotations: [EdmAnnotation] = []
        if !StorageNames.isShared(type) { annotations.append(Self.description(type.about)) }
        if !type.alternateKeys.isEmpty { annotations.append(alternateKeys(type.alternateKeys)) }
        if let hierarchy = hierarchy(of: type) { annotations.append(hierarchy) }
        return EdmEntityType(
            Self.name(type.name),
            key: type.key.map { [EdmEntityType.KeyProperty($0.name)] } ?? [],
            properties: type.fields.map { property($0, of: type) },
            navigationProperties: catalog.navigations(ofSet: type.set).compactMap { navigation($0, of: type) },
            annotations: annotations
        )
    }

    /// Fields of nearly every set; the dictionary of fields explains them, so that `$metadata` need not do it each
    /// time.
    private static let explainedInDictionary: Set<String> = ["ChangeSeq", "RecordLink"]

    private func property(_ field: Field, of type: EntityType) -> EdmProperty {
        var annotations: [EdmAnnotation] = []
        if field.about.isEmpty || Self.explainedInDictionary.contains(field.name) {
            if !Self.saysTheSame(field.label, as: field.name) {
                annotations.append(Self.description(field.label))
            }
        } else {
            annotations.append(Self.description("\(field.label): \(field.about)"))
        }
        // The codes of lists are the only keys that people choose.
        let isOwnKey = field.isKey && type.kind == .list
        let isComputed = field.isReadOnly && !isOwnKey
        if isComputed { annotations.append(EdmAnnotation(StandardVocabulary.core.term("Computed"))) }
        if field.isFixedAfterCreate, !isComputed {
            annotations.append(EdmAnnotation(StandardVocabulary.core.term("Immutable")))
        }
        // Lines have the currency of their document, which is a record away.
        if case .money = field.kind, field.name != "BaseTarget", type.field("CurrencyCode") != nil {
            annotations.append(EdmAnnotation(StandardVocabulary.measures.term("ISOCurrency"), .path("CurrencyCode")))
            // Amounts of several currencies make no sum.
            let context = StandardVocabulary.aggregation.term("ContextDefiningProperties")
            annotations.append(EdmAnnotation(context, .collection([.propertyPath("CurrencyCode")])))
        }
        if case .percent = field.kind {
            annotations.append(EdmAnnotation(StandardVocabulary.measures.term("Unit"), .string("%")))
        }
        if !field.fixedCodes.isEmpty { annotations.append(allowedValues(field.fixedCodes)) }
        if !field.isReadOnly { annotations += writing(field, of: type) }
        return EdmProperty(
            field.name,
            Self.typeReference(field),
            defaultValue: Self.defaultValue(of: field),
            annotations: annotations
        )
    }

    /// Lines take what they lack from their product and from the lines before them.
    private static let filledByRules: Set<String> = ["Sequence", "Description"]

    /// What a writer needs to know of a field: its range, and whether the service has a value where none is given.
    private func writing(_ field: Field, of type: EntityType) -> [EdmAnnotation] {
        var annotations: [EdmAnnotation] = []
        let isFilled = type.traits.contains(.line) && Self.filledByRules.contains(field.name)
        if case .context? = field.initial {
            annotations.append(EdmAnnotation(StandardVocabulary.core.term("ComputedDefaultValue")))
        } else if isFilled {
            annotations.append(EdmAnnotation(StandardVocabulary.core.term("ComputedDefaultValue")))
        }
        guard let range = field.range else { return annotations }
        if let minimum = range.minimum {
            let exclusive = EdmAnnotation(StandardVocabulary.validation.term("Exclusive"))
            annotations.append(
                EdmAnnotation(
                    StandardVocabulary.validation.term("Minimum"),
                    .int(minimum),
                    annotations: range.isMinimumExcluded ? [exclusive] : []
                )
            )
        }
        if let maximum = range.maximum {
            annotations.append(EdmAnnotation(StandardVocabulary.validation.term("Maximum"), .int(maximum)))
        }
        return annotations
    }

    /// The value that a new record gets where none is given, if it is always the same.
    static func defaultValue(of field: Field) -> String? {
        guard !field.isReadOnly else { return nil }
        switch field.initial {
        case .bool(let flag)?: return flag ? "true" : "false"
        case .integer(let number)?: return String(number)
        case .text(let text)?: return text
        case .context?, nil: return nil
        }
    }

    /// Whether a label only repeats the words of the name; describing those would make `$metadata` longer, not clearer.
    private static func saysTheSame(_ label: String, as name: String) -> Bool {
        let words = label.lowercased().filter { $0 != " " }
        return [name, name.hasSuffix("Id") ? String(name.dropLast(2)) : name]
            .contains { $0.lowercased() == words } || name.hasSuffix("Code") && name.dropLast(4).lowercased() == words
    }

    /// The EDM type of a field with its facets.
    static func typeReference(_ field: Field) -> EdmTypeReference {
        let nullable = field.isNullable
        switch field.kind {
        case .id, .reference, .int64: return .primitive(.int64, isNullable: nullable)
        case .int32: return .primitive(.int32, isNullable: nullable)
        case .bool: return .primitive(.boolean, isNullable: nullable)
        case .date: return .primitive(.date, isNullable: nullable)
        case .timestamp: return .primitive(.dateTimeOffset, isNullable: nullable, facets: EdmFacets(precision: 6))
        case .string, .text, .code:
            let length = field.kind.maxLength ?? 0
            return .primitive(
                .string,
                isNullable: nullable,
                facets: EdmFacets(maxLength: length > 4_000 ? .max : .limited(length))
            )
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal:
            return .primitive(
                .decimal,
                isNullable: nullable,
                facets: EdmFacets(precision: field.kind.precision, scale: field.kind.scale.map { .fixed($0) })
            )
        }
    }

    private func navigation(_ navigation: Navigation, of type: EntityType) -> EdmNavigationProperty? {
        guard let target = catalog.type(ofSet: navigation.target), let key = target.key else { return nil }
        var constraints: [EdmNavigationProperty.ReferentialConstraint] = []
        if case .toOne(let field) = navigation.join {
            constraints = [.init(property: field, referencedProperty: key.name)]
        }
        return EdmNavigationProperty(
            navigation.name,
            to: Self.name(target.name),
            isCollection: navigation.isCollection,
            isNullable: true,
            partner: navigation.partner,
            referentialConstraints: constraints
        )
    }

    private func entitySet(_ type: EntityType) -> EdmEntitySet {
        EdmEntitySet(
            type.set,
            entityType: Self.name(type.name),
            navigationBindings: catalog.navigations(ofSet: type.set).map {
                EdmNavigationBinding(path: $0.name, target: $0.target)
            },
            annotations: setAnnotations(type)
        )
    }

    // MARK: Annotations

    static func description(_ text: String) -> EdmAnnotation {
        EdmAnnotation(StandardVocabulary.core.term("Description"), .string(text))
    }

    private func alternateKeys(_ keys: [[String]]) -> EdmAnnotation {
        let records = keys.map { names in
            EdmAnnotationValue.record(
                type: nil,
                properties: [
                    EdmAnnotationProperty(
                        "Key",
                        .collection(
                            names.map { name in
                                .record(
                                    type: nil,
                                    properties: [
                                        EdmAnnotationProperty("Alias", .string(name)),
                                        EdmAnnotationProperty("Name", .propertyPath(name)),
                                    ],
                                    annotations: []
                                )
                            }
                        )
                    )
                ],
                annotations: []
            )
        }
        return EdmAnnotation(StandardVocabulary.core.term("AlternateKeys"), .collection(records))
    }

    /// Records that have a parent in their own set form a hierarchy.
    private func hierarchy(of type: EntityType) -> EdmAnnotation? {
        guard let key = type.key?.name else { return nil }
        let parents = catalog.navigations(ofSet: type.set).filter { navigation in
            guard navigation.target == type.set, case .toOne = navigation.join else { return false }
            return navigation.name.hasPrefix("Parent")
        }
        guard let parent = parents.first else { return nil }
        let record = EdmAnnotationValue.record(
            type: nil,
            properties: [
                EdmAnnotationProperty("NodeProperty", .propertyPath(key)),
                EdmAnnotationProperty("ParentNavigationProperty", .navigationPropertyPath(parent.name)),
            ],
            annotations: []
        )
        return EdmAnnotation(
            StandardVocabulary.aggregation.term("RecursiveHierarchy"),
            record,
            qualifier: "\(type.name)Hierarchy"
        )
    }

    private func allowedValues(_ codes: [String]) -> EdmAnnotation {
        let values = codes.map { code in
            EdmAnnotationValue.record(
                type: nil,
                properties: [EdmAnnotationProperty("Value", .string(code))],
                annotations: []
            )
        }
        return EdmAnnotation(StandardVocabulary.validation.term("AllowedValues"), .collection(values))
    }

    /// What differs from the container's defaults: sets without searched fields, and fields that cannot be filtered.
    private func setAnnotations(_ type: EntityType) -> [EdmAnnotation] {
        var annotations: [EdmAnnotation] = []
        if StorageNames.isShared(type), !type.about.isEmpty { annotations.append(Self.description(type.about)) }
        if StorageNames.searchedFields(of: type).isEmpty {
            annotations.append(Self.capability("SearchRestrictions", "Searchable", false))
        }
        annotations.append(Self.capability("ChangeTracking", "Supported", type.kind.carriesChangeNumber))
        return annotations + restrictions.annotations(for: RecordWriting.acts(on: type))
    }

    /// What holds for every set is said once.
    private var containerAnnotations: [EdmAnnotation] {
        ServiceCapabilities.annotations + [restrictions.containerAnnotation]
    }

    static func capability(_ term: String, _ property: String, _ value: Bool) -> EdmAnnotation {
        EdmAnnotation(
            StandardVocabulary.capabilities.term(term),
            .record(type: nil, properties: [EdmAnnotationProperty(property, .bool(value))], annotations: [])
        )
    }
}
