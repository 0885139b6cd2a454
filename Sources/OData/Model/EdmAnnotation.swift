/// One annotation: a term, an optional qualifier, a value (CSDL 14.2).
public struct EdmAnnotation: Hashable, Sendable {
    /// The qualified name of the term, such as `Org.OData.Core.V1.Description`.
    public var term: EdmTypeName
    /// What tells several annotations of one term apart (CSDL 14.2.2).
    public var qualifier: String?
    /// The value (CSDL 14.3 and 14.4).
    public var value: EdmAnnotationValue
    /// Annotations of the annotation itself.
    public var annotations: [EdmAnnotation]

    /// Makes an annotation; the default value of a tagging term is `true`.
    public init(
        _ term: EdmTypeName,
        _ value: EdmAnnotationValue = .bool(true),
        qualifier: String? = nil,
        annotations: [EdmAnnotation] = []
    ) {
        self.term = term
        self.value = value
        self.qualifier = qualifier
        self.annotations = annotations
    }
}

/// The value of an annotation: a constant or a dynamic expression (CSDL 14.3 and 14.4).
public indirect enum EdmAnnotationValue: Hashable, Sendable {
    case null(annotations: [EdmAnnotation] = [])
    case bool(Bool)
    case int(Int64)
    /// A decimal constant in its canonical text.
    case decimal(String)
    /// A floating-point constant in its text, `INF`, `-INF` or `NaN` included.
    case float(String)
    case string(String)
    case date(String)
    case dateTimeOffset(String)
    case timeOfDay(String)
    case duration(String)
    case guid(String)
    /// base64url text.
    case binary(String)
    /// Members of an enumeration type, in the order written.
    case enumMember(type: EdmTypeName, members: [String])
    case path(String)
    case propertyPath(String)
    case navigationPropertyPath(String)
    case anyPropertyPath(String)
    case modelElementPath(String)
    case annotationPath(String)
    case collection([EdmAnnotationValue])
    case record(type: EdmTypeName?, properties: [EdmAnnotationProperty], annotations: [EdmAnnotation])
    /// `If`, `And`, `Or`, `Not`, `Eq`, `Ne`, `Gt`, `Ge`, `Lt`, `Le`, `Has`, `In`, `Add`, `Sub`, `Neg`, `Mul`, `Div`,
    /// `DivBy`, `Mod`: the element's name and its operands.
    case expression(String, [EdmAnnotationValue], annotations: [EdmAnnotation])
    case apply(function: String, arguments: [EdmAnnotationValue], annotations: [EdmAnnotation])
    case cast(EdmTypeReference, EdmAnnotationValue, annotations: [EdmAnnotation])
    case isOf(EdmTypeReference, EdmAnnotationValue, annotations: [EdmAnnotation])
    case labeled(name: String, EdmAnnotationValue, annotations: [EdmAnnotation])
    case labeledReference(String)
    case urlReference(EdmAnnotationValue, annotations: [EdmAnnotation])
}

/// One property of a record expression.
public struct EdmAnnotationProperty: Hashable, Sendable {
    /// The simple identifier, unique among its siblings (CSDL 15.2).
    public var name: String
    /// The value (CSDL 14.3 and 14.4).
    public var value: EdmAnnotationValue
    /// The annotations written inside this element (CSDL 14.2).
    public var annotations: [EdmAnnotation]

    /// Makes a property value.
    public init(_ name: String, _ value: EdmAnnotationValue, annotations: [EdmAnnotation] = []) {
        self.name = name
        self.value = value
        self.annotations = annotations
    }
}

/// Annotations written apart from what they are about (CSDL 14.2.1).
public struct EdmTargetedAnnotations: Hashable, Sendable {
    /// The path of the annotated element, such as `Shop.Container/Orders` or `Shop.Near(Shop.Place)/$ReturnType`.
    ///
    /// Qualified names in it have their namespace, never an alias.
    public var target: String
    /// The annotations, each with its own qualifier.
    public var annotations: [EdmAnnotation]

    /// Makes a group of annotations of one element.
    public init(_ target: String, _ annotations: [EdmAnnotation]) {
        self.target = target
        self.annotations = annotations
    }
}
