/// What an element of CSDL XML may hold.
struct CSDLElementRule {
    var required: [String] = []
    var optional: [String] = []
    /// Elements that may stand in it.
    var children: [String] = []
    /// Those of them that may stand there once only.
    var single: [String] = []
    /// Whether its content is text.
    var hasText = false

    /// The rule of an element; nil where CSDL has no such element.
    static func of(_ name: String) -> CSDLElementRule? { rules[name] }

    static let facets = ["MaxLength", "Precision", "Scale", "SRID", "Unicode"]
    static let paths = [
        "AnnotationPath", "AnyPropertyPath", "ModelElementPath", "NavigationPropertyPath", "Path", "PropertyPath",
    ]
    static let constants = CSDLConstantKind.allCases.map(\.rawValue) + ["EnumMember"]
    /// The expressions with two operands, and `If` with two or three.
    static let operators = [
        "If", "And", "Or", "Eq", "Ne", "Gt", "Ge", "Lt", "Le", "Has", "In", "Add", "Sub", "Mul", "Div", "DivBy", "Mod",
    ]
    static let unaryOperators = ["Not", "Neg"]
    /// The attributes that give a value in place of an element.
    static let inline = constants + paths + ["UrlRef"]
    static let expressions =
        constants + paths + operators + unaryOperators + [
            "Apply", "Cast", "Collection", "IsOf", "LabeledElement", "LabeledElementReference", "Null", "Record",
            "UrlRef",
        ]

    private static let structure = ["Property", "NavigationProperty", "Annotation"]
    private static let annotated = ["Annotation"]
    private static let operation = ["Parameter", "ReturnType", "Annotation"]

    private static let rules: [String: CSDLElementRule] = documentRules.merging(typeRules) { first, _ in first }
        .merging(containerRules) { first, _ in first }.merging(expressionRules) { first, _ in first }

    private static let documentRules: [String: CSDLElementRule] = [
        "edmx:Edmx": .init(
            required: ["Version"],
            children: ["edmx:Reference", "edmx:DataServices"],
            single: ["edmx:DataServices"]
        ),
        "edmx:Reference": .init(
            required: ["Uri"],
            children: ["edmx:Include", "edmx:IncludeAnnotations", "Annotation"]
        ),
        "edmx:Include": .init(required: ["Namespace"], optional: ["Alias"], children: annotated),
        "edmx:IncludeAnnotations": .init(required: ["TermNamespace"], optional: ["Qualifier", "TargetNamespace"]),
        "edmx:DataServices": .init(children: ["Schema"]),
        "Schema": .init(
            required: ["Namespace"],
            optional: ["Alias"],
            children: [
                "EntityType", "ComplexType", "EnumType", "TypeDefinition", "Action", "Function", "Term",
                "EntityContainer", "Annotations", "Annotation",
            ],
            single: ["EntityContainer"]
        ),
        "Annotations": .init(required: ["Target"], optional: ["Qualifier"], children: annotated),
        "Annotation": .init(
            required: ["Term"],
            optional: ["Qualifier"] + inline,
            children: annotated + expressions
        ),
    ]

    private static let typeRules: [String: CSDLElementRule] = [
        "EntityType": .init(
            required: ["Name"],
            optional: ["BaseType", "Abstract", "OpenType", "HasStream"],
            children: ["Key"] + structure,
            single: ["Key"]
        ),
        "Key": .init(children: ["PropertyRef"]),
        "PropertyRef": .init(required: ["Name"], optional: ["Alias"]),
        "ComplexType": .init(required: ["Name"], optional: ["BaseType", "Abstract", "OpenType"], children: structure),
        "Property": .init(
            required: ["Name", "Type"],
            optional: ["Nullable", "DefaultValue"] + facets,
            children: annotated
        ),
        "NavigationProperty": .init(
            required: ["Name", "Type"],
            optional: ["Nullable", "Partner", "ContainsTarget"],
            children: ["ReferentialConstraint", "OnDelete", "Annotation"],
            single: ["OnDelete"]
        ),
        "ReferentialConstraint": .init(required: ["Property", "ReferencedProperty"], children: annotated),
        "OnDelete": .init(required: ["Action"], children: annotated),
        "EnumType": .init(
            required: ["Name"],
            optional: ["UnderlyingType", "IsFlags"],
            children: ["Member", "Annotation"]
        ),
        "Member": .init(required: ["Name"], optional: ["Value"], children: annotated),
        "TypeDefinition": .init(required: ["Name", "UnderlyingType"], optional: facets, children: annotated),
        "Term": .init(
            required: ["Name", "Type"],
            optional: ["BaseTerm", "DefaultValue", "AppliesTo", "Nullable"] + facets,
            children: annotated
        ),
        "Action": .init(
            required: ["Name"],
            optional: ["IsBound", "EntitySetPath"],
            children: operation,
            single: ["ReturnType"]
        ),
        "Function": .init(
            required: ["Name"],
            optional: ["IsBound", "IsComposable", "EntitySetPath"],
            children: operation,
            single: ["ReturnType"]
        ),
        "Parameter": .init(required: ["Name", "Type"], optional: ["Nullable"] + facets, children: annotated),
        "ReturnType": .init(required: ["Type"], optional: ["Nullable"] + facets, children: annotated),
    ]

    private static let containerRules: [String: CSDLElementRule] = [
        "EntityContainer": .init(
            required: ["Name"],
            optional: ["Extends"],
            children: ["EntitySet", "Singleton", "ActionImport", "FunctionImport", "Annotation"]
        ),
        "EntitySet": .init(
            required: ["Name", "EntityType"],
            optional: ["IncludeInServiceDocument"],
            children: ["NavigationPropertyBinding", "Annotation"]
        ),
        "Singleton": .init(
            required: ["Name", "Type"],
            optional: ["Nullable"],
            children: ["NavigationPropertyBinding", "Annotation"]
        ),
        "NavigationPropertyBinding": .init(required: ["Path", "Target"]),
        "ActionImport": .init(required: ["Name", "Action"], optional: ["EntitySet"], children: annotated),
        "FunctionImport": .init(
            required: ["Name", "Function"],
            optional: ["EntitySet", "IncludeInServiceDocument"],
            children: annotated
        ),
    ]

    private static let expressionRules: [String: CSDLElementRule] = {
        var rules: [String: CSDLElementRule] = [:]
        for name in constants + paths + ["LabeledElementReference"] { rules[name] = .init(hasText: true) }
        for name in operators + unaryOperators + ["UrlRef"] { rules[name] = .init(children: annotated + expressions) }
        rules["Apply"] = .init(required: ["Function"], children: annotated + expressions)
        rules["Cast"] = .init(required: ["Type"], optional: facets, children: annotated + expressions)
        rules["IsOf"] = rules["Cast"]
        rules["Collection"] = .init(children: expressions)
        rules["LabeledElement"] = .init(required: ["Name"], optional: inline, children: annotated + expressions)
        rules["Null"] = .init(children: annotated)
        rules["Record"] = .init(optional: ["Type"], children: ["PropertyValue", "Annotation"])
        rules["PropertyValue"] = .init(required: ["Property"], optional: inline, children: annotated + expressions)
        return rules
    }()
}
