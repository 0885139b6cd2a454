/// What is wrong with a model (CSDL); elements are named by their path, such as `Shop.Order/Lines`.
public enum EdmFault: Hashable, Sendable {
    /// Two children of one element have the same name, perhaps but for case.
    case duplicateName(String, in: String)
    /// A type that nothing declares.
    case unknownType(EdmTypeName, at: String)
    /// A base type that leads back to the type itself.
    case cyclicBaseType(EdmTypeName)
    /// An entity type that is not abstract, has no key, and of which a set or a containment holds many.
    case missingKey(EdmTypeName)
    /// A key property that the type does not have.
    case unknownKeyProperty(String, of: EdmTypeName)
    /// A key property that may be null.
    case nullableKey(String, of: EdmTypeName)
    /// A key property of a type that keys may not have.
    case invalidKeyType(String, of: EdmTypeName)
    /// A facet that the type does not know, or a value it cannot have.
    case invalidFacet(EdmFacetName, at: String)
    /// A partner that the target does not have, or whose own partner is another.
    case invalidPartner(String, at: String)
    /// A referential constraint between properties that do not exist.
    case invalidConstraint(property: String, referencedProperty: String, at: String)
    /// A binding whose path is no navigation property, whose target does not exist, or has another type.
    case invalidBinding(path: String, target: String, at: String)
    /// A navigation property without a binding, in a set: clients cannot follow it.
    case unboundNavigation(String, at: String)
    /// An enumeration type without members, or over a type that is no integer.
    case invalidEnumeration(EdmTypeName)
    /// Two overloads that a call cannot tell apart.
    case duplicateOverload(EdmTypeName)
    /// A function without result, or a bound operation without parameter.
    case invalidOperation(EdmTypeName)
    /// An import of an operation that does not exist, or is bound.
    case invalidImport(String)
    /// The same term and qualifier twice on one element.
    case duplicateAnnotation(EdmTypeName, at: String)
    /// A name that is no identifier (CSDL 15.2).
    case invalidName(String, at: String)
    /// A type in a place that its kind has no place in, such as an entity type as that of a structural property.
    case invalidType(String, at: String)
    /// A key beside an inherited one, an alias where the path needs none, or a path without one.
    case invalidKey(String, of: EdmTypeName)
    /// A default value that the type does not have.
    case invalidDefault(String, at: String)
    /// A path from the binding parameter of an operation that leads nowhere.
    case invalidEntitySetPath(String, of: EdmTypeName)
    /// A term of the model's own namespaces, or of a standard vocabulary, that nothing declares.
    case unknownTerm(EdmTypeName, at: String)
    /// A term on an element that it may not annotate, or on one of another type than it needs.
    case misplacedAnnotation(EdmTypeName, at: String)
    /// A value that is none of its term's type; the text says what it is.
    case invalidAnnotationValue(EdmTypeName, String, at: String)
    /// A target of annotations in the model's own namespaces that nothing declares.
    case unknownTarget(String)
    /// An alias that two namespaces have, or that is a namespace itself.
    case invalidAlias(String)
}

extension EdmFault: CustomStringConvertible {
    /// One sentence with the place.
    public var description: String {
        switch self {
        case .duplicateName(let name, let place): "\(place): the name '\(name)' is there twice, perhaps but for case."
        case .unknownType(let name, let place): "\(place): the type \(name) is not declared."
        case .cyclicBaseType(let name): "\(name): the base types lead back to the type itself."
        case .missingKey(let name): "\(name): the type needs a key, as collections hold its entities."
        case .unknownKeyProperty(let path, let type): "\(type): the key property '\(path)' is not there."
        case .nullableKey(let path, let type): "\(type): the key property '\(path)' may be null."
        case .invalidKeyType(let path, let type): "\(type): the type of '\(path)' is none that a key may have."
        case .invalidFacet(let facet, let place): "\(place): \(facet.rawValue) does not fit the type."
        case .invalidPartner(let path, let place): "\(place): the partner '\(path)' does not lead back."
        case .invalidConstraint(let property, let referenced, let place):
            "\(place): the constraint '\(property)' = '\(referenced)' names a property that is not there."
        case .invalidBinding(let path, let target, let place):
            "\(place): the binding of '\(path)' to '\(target)' leads nowhere, or to another type."
        case .unboundNavigation(let name, let place): "\(place): the navigation property '\(name)' has no binding."
        case .invalidEnumeration(let name): "\(name): the enumeration has no members, or one beyond its type."
        case .duplicateOverload(let name): "\(name): a call cannot tell two overloads apart."
        case .invalidOperation(let name): "\(name): a function needs a result, a bound operation a parameter."
        case .invalidImport(let name): "\(name): the import names no unbound operation, or a set of another type."
        case .duplicateAnnotation(let term, let place): "\(place): the annotation \(term) is there twice."
        case .invalidName(let name, let place): "\(place): '\(name)' is no identifier."
        case .invalidType(let type, let place): "\(place): the type \(type) has no place there."
        case .invalidKey(let path, let type): "\(type): the key part '\(path)' is inherited, or its alias is wrong."
        case .invalidDefault(let text, let place): "\(place): '\(text)' is no value of the type."
        case .invalidEntitySetPath(let path, let name): "\(name): the entity set path '\(path)' leads nowhere."
        case .unknownTerm(let name, let place): "\(place): the term \(name) is not declared."
        case .misplacedAnnotation(let name, let place): "\(place): the term \(name) has no place there."
        case .invalidAnnotationValue(let name, let problem, let place): "\(place): the value of \(name) is \(problem)."
        case .unknownTarget(let target): "\(target): the annotated element is not declared."
        case .invalidAlias(let alias): "The alias '\(alias)' stands for two namespaces, or is one itself."
        }
    }
}

/// The facets of type references.
public enum EdmFacetName: String, Hashable, Sendable {
    case maxLength = "MaxLength"
    case precision = "Precision"
    case scale = "Scale"
    case unicode = "Unicode"
    case srid = "SRID"
}
