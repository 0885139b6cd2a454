/// Where in a request a binding error was found.
public struct BindingPlace: Hashable, Sendable {
    /// The option, such as `$filter` or `@p`, or `path`; for nested options the outermost one.
    public var option: String
    /// The 0-based number of the path segment, when ``option`` is `path`.
    public var segment: Int?
    /// The bytes in the decoded text of the option or path segment.
    public var range: SourceRange

    /// Makes a place.
    public init(option: String, segment: Int? = nil, range: SourceRange) {
        self.option = option
        self.segment = segment
        self.range = range
    }
}

/// Why a parsed request could not be bound to a model.
///
/// Names are as written; `near` holds at most three names of the reader's own model, the nearest first. Types are in
/// their qualified form.
public enum BindingError: Error, Equatable, Sendable {
    // MARK: Names

    /// The path names nothing (404): a set of the container, or a member of `type`.
    case unknownResource(name: String, type: EdmTypeName?, near: [String], at: BindingPlace)
    /// No such property on the type (400); `path` is the whole path as written.
    case unknownProperty(path: String, type: EdmTypeName, near: [String], at: BindingPlace)
    /// No such function (400).
    case unknownFunction(name: String, near: [String], at: BindingPlace)
    /// No such type (400).
    case unknownType(name: String, near: [String], at: BindingPlace)
    /// No such member of an enumeration type (400).
    case unknownMember(name: String, type: EdmTypeName, near: [String], at: BindingPlace)
    /// No value is given for the alias (400).
    case unknownAlias(name: String, at: BindingPlace)
    /// The alias refers to itself, perhaps by way of others (400).
    case cyclicAlias(name: String, at: BindingPlace)
    /// A lambda variable of that name is in sight already (400).
    case duplicateVariable(name: String, at: BindingPlace)
    /// A new name that the type or an earlier item has already (400).
    case nameInUse(name: String, at: BindingPlace)
    /// `$schemaversion` asks for a version that is not published (404).
    case unknownSchemaVersion(String)

    // MARK: Keys

    /// The key value is well-formed but no value of the key's type, so that nothing has it (404).
    case entityNotFound(key: String, entitySet: String, at: BindingPlace)
    /// The key predicate does not fit the type (400).
    case invalidKey(KeyFault, type: EdmTypeName, at: BindingPlace)

    // MARK: Paths

    /// A path over a collection where a single value is needed (400).
    case notSingleValued(path: String, at: BindingPlace)
    /// `any`, `all` or `$count` behind something that is not a collection (400).
    case notCollection(path: String, at: BindingPlace)
    /// A path goes on behind a value that has no members (400).
    case notStructured(path: String, type: String, at: BindingPlace)
    /// A cast to a type that is not related to the one before (400).
    case unrelatedType(name: String, type: EdmTypeName, at: BindingPlace)
    /// A segment that does not apply to what stands before it, such as `$value` on a collection (400).
    case segmentNotApplicable(segment: String, resource: ResourceKind, at: BindingPlace)

    /// No overload of the function has exactly the parameters that were given (400; CSDL 12.4).
    ///
    /// `accepted` are the parameters of each overload.
    case noOverload(name: String, given: [String], accepted: [[String]], at: BindingPlace)

    // MARK: Types

    /// The operands have no common type (400; URL Conventions 5.1.1.18).
    case noCommonType(left: String, right: String, operator: String, at: BindingPlace)
    /// An operand has the wrong type (400).
    case wrongOperand(operator: String, found: String, expected: String, at: BindingPlace)
    /// An argument has the wrong type (400); `position` counts from 1.
    case wrongArgument(function: String, position: Int, found: String, expected: [String], at: BindingPlace)
    /// The wrong number of arguments (400).
    case wrongArgumentCount(function: String, found: Int, expected: [Int], at: BindingPlace)
    /// The text is no value of the type (400); at most 80 characters of it.
    case invalidValue(text: String, type: String, at: BindingPlace)
    /// A filter or condition that is not Boolean (400).
    case notBoolean(found: String, at: BindingPlace)
    /// A `null` where nothing gives it a type (400).
    case untypedValue(at: BindingPlace)
    /// Values of the type have no order (400).
    case notOrderable(type: String, at: BindingPlace)
    /// `in ()` (400).
    case emptyList(at: BindingPlace)
    /// A literal zero as divisor (400).
    case divisionByZero(at: BindingPlace)
    /// A literal negative length of `substring` (400).
    case negativeLength(at: BindingPlace)
    /// A literal with an offset other than UTC in a function that reads a component of it (400; URL Conventions 5.1.1.8).
    case offsetInComponent(function: String, at: BindingPlace)
    /// The pattern of `matchespattern` cannot be carried out (400).
    case invalidPattern(PatternError, at: BindingPlace)

    // MARK: Options

    /// The option does not apply to the resource or expanded property (400).
    case optionNotApplicable(option: String, resource: ResourceKind)
    /// The set cannot be searched (400).
    case notSearchable(entitySet: String)
    /// The same path twice in `$expand` (400).
    case duplicateExpand(path: String, at: BindingPlace)

    // MARK: Bounds

    /// Valid, but not carried out by this service (501); the construct's name.
    case notImplemented(feature: String, at: BindingPlace)
    /// A bound was passed (400).
    case limitExceeded(SyntaxLimit, limit: Int, at: BindingPlace)

    /// What is wrong with a key predicate.
    public enum KeyFault: Hashable, Sendable {
        /// Not a literal.
        case notLiteral
        /// One value without a name for a key of several properties.
        case unnamed(properties: [String])
        /// A name that is no key property.
        case unknownName(String, properties: [String])
        /// A key property without a value.
        case missing(String)
        /// A key property with two values.
        case duplicate(String)
        /// A key predicate on something that is no collection.
        case notCollection
    }

    /// What an option or segment was applied to.
    public enum ResourceKind: String, Hashable, Sendable {
        case serviceRoot = "the service root"
        case collection = "a collection of entities"
        case entity = "a single entity"
        case property = "a property"
        case rawValue = "a raw value"
        case count = "a count"
        case aggregate = "aggregated rows"
        case everything = "entities of all sets; name their type, as in $all/Namespace.Type,"
        case reference = "an entity reference"
        case references = "a collection of entity references"
        case functionResult = "the result of this operation"
    }
}

extension BindingError {
    /// The place of the error, where it has one inside a text.
    public var place: BindingPlace? {
        switch self {
        case .unknownResource(_, _, _, let at), .unknownProperty(_, _, _, let at), .unknownFunction(_, _, let at),
            .unknownType(_, _, let at), .unknownMember(_, _, _, let at), .unknownAlias(_, let at),
            .cyclicAlias(_, let at), .duplicateVariable(_, let at), .nameInUse(_, let at), .untypedValue(let at),
            .entityNotFound(_, _, let at), .noOverload(_, _, _, let at),
            .invalidKey(_, _, let at), .notSingleValued(_, let at), .notCollection(_, let at),
            .notStructured(_, _, let at), .unrelatedType(_, _, let at), .segmentNotApplicable(_, _, let at),
            .noCommonType(_, _, _, let at), .wrongOperand(_, _, _, let at), .wrongArgument(_, _, _, _, let at),
            .wrongArgumentCount(_, _, _, let at), .invalidValue(_, _, let at), .notBoolean(_, let at),
            .notOrderable(_, let at), .emptyList(let at), .divisionByZero(let at), .negativeLength(let at),
            .offsetInComponent(_, let at), .invalidPattern(_, let at), .duplicateExpand(_, let at),
            .notImplemented(_, let at), .limitExceeded(_, _, let at):
            at
        case .unknownSchemaVersion, .optionNotApplicable, .notSearchable: nil
        }
    }
}
