import OData

/// What the service says about itself on its container, once for all sets; each is what the engine does.
enum ServiceCapabilities {
    /// The annotations of the container, but for what depends on the caller.
    static var annotations: [EdmAnnotation] {
        [
            EdmAnnotation(StandardVocabulary.core.term("ODataVersions"), .string("4.0 4.01")),
            capability(
                "ConformanceLevel",
                .enumMember(
                    type: EdmTypeName("Org.OData.Capabilities.V1", "ConformanceLevelType"),
                    members: ["Advanced"]
                )
            ),
            capability("SupportedFormats", texts(formats)),
            capability("SupportedMetadataFormats", texts(["application/xml", "application/json"])),
            capability("AcceptableEncodings", texts(["gzip"])),
            capability("KeyAsSegmentSupported", .bool(true)),
            capability("QuerySegmentSupported", .bool(true)),
            capability("AsynchronousRequestsSupported", .bool(true)),
            capability("BatchSupported", .bool(true)),
            capability("BatchSupport", batch),
            capability("FilterFunctions", texts(filterFunctions)),
            EdmAnnotation(
                StandardVocabulary.aggregation.term("ApplySupportedDefaults"),
                record([("Transformations", texts(transformations))])
            ),
        ]
    }

    /// What every set can do when it is read, as properties of `Capabilities.DefaultCapabilities`.
    static var reading: [EdmAnnotationProperty] {
        [
            EdmAnnotationProperty("CountRestrictions", record([("Countable", .bool(true))])),
            EdmAnnotationProperty("IndexableByKey", .bool(true)),
            EdmAnnotationProperty("TopSupported", .bool(true)),
            EdmAnnotationProperty("SkipSupported", .bool(true)),
            EdmAnnotationProperty("ComputeSupported", .bool(true)),
            EdmAnnotationProperty("SelectSupport", record([("Supported", .bool(true))])),
            EdmAnnotationProperty("FilterRestrictions", record([("Filterable", .bool(true))])),
            EdmAnnotationProperty("SortRestrictions", record([("Sortable", .bool(true))])),
            EdmAnnotationProperty("ExpandRestrictions", record([("Expandable", .bool(true))])),
            EdmAnnotationProperty("SearchRestrictions", record([("Searchable", .bool(true))])),
            EdmAnnotationProperty("ReadRestrictions", record([("Readable", .bool(true))])),
        ]
    }

    private static let formats = ["minimal", "full", "none"].flatMap { level in
        ["application/json;odata.metadata=\(level)", "application/json;odata.metadata=\(level);IEEE754Compatible=true"]
    }

    private static let batch = record([
        ("Supported", .bool(true)), ("ContinueOnErrorSupported", .bool(true)),
        ("ReferencesInRequestBodiesSupported", .bool(true)), ("ReferencesAcrossChangeSetsSupported", .bool(true)),
        ("EtagReferencesSupported", .bool(true)), ("RequestDependencyConditionsSupported", .bool(true)),
        ("SupportedFormats", texts(["multipart/mixed", "application/json"])),
    ])

    /// The operators, and the functions that are carried out.
    private static let filterFunctions =
        [
            "eq", "ne", "gt", "ge", "lt", "le", "in", "and", "or", "not", "add", "sub", "mul", "div", "divby", "mod",
            "any", "all",
        ]
        + BuiltInFunction.allCases.filter { function in
            switch function.group {
            case .string, .date, .arithmetic, .type, .conditional: true
            // The model has neither collections of values nor places.
            case .collection, .geo: false
            }
        }.map { $0 == .matchespattern ? "matchesPattern" : $0.name }

    /// What `$apply` can do; the rest of the transformations is parsed and refused.
    private static let transformations = [
        "aggregate", "groupby", "filter", "compute", "orderby", "skip", "top", "search", "identity", "concat",
        "topcount", "bottomcount", "topsum", "bottomsum", "toppercent", "bottompercent", "join", "outerjoin",
        "addnested", "nest", "ancestors", "descendants", "traverse",
    ]

    private static func capability(_ term: String, _ value: EdmAnnotationValue) -> EdmAnnotation {
        EdmAnnotation(StandardVocabulary.capabilities.term(term), value)
    }

    private static func texts(_ texts: [String]) -> EdmAnnotationValue { .collection(texts.map { .string($0) }) }

    private static func record(_ properties: [(String, EdmAnnotationValue)]) -> EdmAnnotationValue {
        .record(type: nil, properties: properties.map { EdmAnnotationProperty($0, $1) }, annotations: [])
    }
}
