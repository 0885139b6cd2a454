/// Why a CSDL document could not be read, and where.
///
/// The place is that of the first fault; reading ends there. Whether the model then makes sense is a second question:
/// see ``EdmModel/faults()``.
public struct CSDLError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What is wrong.
    public var fault: CSDLFault
    /// The line of the fault, from 1.
    public var line: Int
    /// The column of the fault in Unicode scalar values, from 1.
    public var column: Int

    /// Makes an error.
    public init(_ fault: CSDLFault, line: Int, column: Int) {
        self.fault = fault
        self.line = line
        self.column = column
    }

    /// The place and the fault in one sentence; what came from the document is shortened.
    public var description: String { "line \(line), column \(column): \(fault)" }
}

/// What can be wrong with the text of a CSDL document.
public enum CSDLFault: Hashable, Sendable {
    /// The bytes are not UTF-8, or an encoding is declared that is not UTF-8.
    case notUTF8
    /// The document is no well-formed XML or JSON: something else was expected here.
    case unexpectedText(found: String, expected: String)
    /// A construct of XML that is refused here, such as a document type declaration.
    case refusedConstruct(String)
    /// An entity other than the five of XML.
    case unknownEntity(String)
    /// A namespace prefix that nothing declares.
    case unknownPrefix(String)
    /// An element that has no place here.
    case unexpectedElement(String, in: String, accepted: [String])
    /// A second element where one is allowed.
    case repeatedElement(String, in: String)
    /// An element that must be there.
    case missingElement(String, in: String)
    /// An attribute or member that has no place here.
    case unexpectedMember(String, in: String, accepted: [String])
    /// An attribute, a member or a referenced address twice.
    case repeatedMember(String, in: String)
    /// An attribute or member that must be there.
    case missingMember(String, in: String)
    /// A value that its place does not allow.
    case invalidValue(String, of: String, accepted: String)
    /// A bound of ``CSDLReaderLimits`` was passed.
    case limitExceeded(CSDLLimit, limit: Int)
}

extension CSDLFault: CustomStringConvertible {
    /// One sentence without the place.
    public var description: String {
        switch self {
        case .notUTF8: "the document is not encoded in UTF-8."
        case .unexpectedText(let found, let expected):
            found.isEmpty
                ? "the document ends where \(expected) is expected."
                : "\(echo(found)) stands where \(expected) is expected."
        case .refusedConstruct(let name): "\(name) is not accepted."
        case .unknownEntity(let name): "the entity \(echo(name)) is unknown; accepted are amp, apos, gt, lt and quot."
        case .unknownPrefix(let prefix): "the namespace prefix \(echo(prefix)) is not declared."
        case .unexpectedElement(let name, let parent, let accepted):
            "the element \(echo(name)) has no place in \(parent)\(list(accepted))."
        case .repeatedElement(let name, let parent): "\(name) may stand only once in \(parent)."
        case .missingElement(let name, let parent): "\(parent) must have \(name)."
        case .unexpectedMember(let name, let parent, let accepted):
            "\(echo(name)) has no place in \(parent)\(list(accepted))."
        case .repeatedMember(let name, let parent): "\(echo(name)) occurs twice in \(parent)."
        case .missingMember(let name, let parent): "\(parent) must have \(name)."
        case .invalidValue(let text, let name, let accepted):
            "\(echo(text)) is no value of \(name); accepted is \(accepted)."
        case .limitExceeded(let limit, let number): "the document has more than \(number) \(limit)."
        }
    }

    private func echo(_ text: String) -> String { "'\(ODataError.echo(text))'" }

    private func list(_ names: [String]) -> String {
        names.isEmpty ? "; nothing is accepted there" : "; accepted are \(names.joined(separator: ", "))"
    }
}

/// The bounds a reader of CSDL keeps to.
public enum CSDLLimit: Hashable, Sendable, CustomStringConvertible {
    case bytes
    case nesting
    case expressionNesting
    case namespaces
    case nodes

    /// What there is too much of, in the plural.
    public var description: String {
        switch self {
        case .bytes: "bytes"
        case .nesting: "levels of nesting"
        case .expressionNesting: "levels in one annotation"
        case .namespaces: "namespace declarations around one element"
        case .nodes: "elements, attributes or values"
        }
    }
}

/// How large and how deep a document may be.
public struct CSDLReaderLimits: Hashable, Sendable {
    /// Bytes of the document.
    public var bytes: Int
    /// Elements, attributes and JSON values together.
    public var nodes: Int

    /// Levels of elements or JSON values: the readers recurse so deep.
    static let nesting = 128
    /// Levels of expressions and annotations of annotations; the writers go deeper, so what was read is written whole.
    static let expressionNesting = 48

    /// Namespace prefixes that are declared at one place.
    static let namespaces = 64

    /// Makes limits; as given they hold the largest vocabularies and models known, several times over.
    public init(bytes: Int = 16 << 20, nodes: Int = 1_000_000) {
        self.bytes = bytes
        self.nodes = nodes
    }
}

/// A CSDL document as read.
public struct CSDLDocument: Sendable {
    /// The version the document names.
    public var version: ODataVersion
    /// What it declares, which may be inconsistent.
    public var model: EdmModel
}
