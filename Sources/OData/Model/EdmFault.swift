/// What is wrong with a model (CSDL); elements are named by their path, such as `Shop.Order/Lines`.
public enum EdmFault: Hashable, Sendable {
    /// Two children of one element have the same name, perhaps but for case.
    case duplicateName(String, in: String)
    /// A type that nothing declares.
    case unknownType(EdmTypeName, at: String)
    /// A base type that leads back to the type itself.
    case cyclicBaseType(EdmTypeName)
    /// An entity type that is not abstract, has sets, and has no key.
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
}

/// The facets of type references.
public enum EdmFacetName: String, Hashable, Sendable {
    case maxLength = "MaxLength"
    case precision = "Precision"
    case scale = "Scale"
    case unicode = "Unicode"
    case srid = "SRID"
}
