/// Why a body cannot be taken.
public enum PayloadError: Error, Hashable, Sendable {
    /// Not JSON, or beyond a bound of the reader.
    case json(JSONFault)
    /// Another kind of JSON value is needed at the top: `expected` completes "… is needed".
    case wrongShape(found: String, expected: String)
    /// More entities than one request may write.
    case tooManyEntities(limit: Int)
    /// What is wrong with the values, all of it; never empty.
    case violations([PayloadViolation])
}

/// One thing that is wrong with a body.
public struct PayloadViolation: Hashable, Sendable {
    /// What is wrong.
    public enum Problem: Hashable, Sendable {
        /// The type has no such property.
        case unknownProperty(type: EdmTypeName, near: [String])
        /// The operation has no such parameter.
        case unknownParameter(operation: EdmTypeName, near: [String])
        /// The JSON value, or its text, is none of the type.
        case typeMismatch(found: String, expected: String)
        /// Longer than `MaxLength`: characters of a text, bytes of a binary value.
        case tooLong(limit: Int, unit: String)
        /// Outside the range of the type or its facets; `reason` may be empty.
        case outOfRange(value: String, reason: String)
        /// Null or nothing where a value is needed.
        case required
        /// No member of the enumeration type.
        case unknownMember(value: String, type: EdmTypeName, near: [String])
        /// Does not match `Validation.Pattern`.
        case pattern(String)
        /// None of `Validation.AllowedValues`.
        case notAllowed(value: String, allowed: [String])
        /// `@odata.type` names no type, or none that may stand here.
        case unknownType(name: String, expected: String)
        /// A reference that leads to no entity of the right type; `problem` is a sentence without its full stop.
        case invalidReference(text: String, problem: String)
        /// Cannot be written by a body, such as a stream.
        case notWritable
    }

    /// Where: the names from the top of the body down, such as `Lines/2/Quantity`; items are counted from 0.
    public var target: String
    /// What is wrong.
    public var problem: Problem

    /// Makes a violation.
    public init(_ target: String, _ problem: Problem) {
        self.target = target
        self.problem = problem
    }
}
