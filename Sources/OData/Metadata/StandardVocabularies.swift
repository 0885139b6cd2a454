/// The vocabularies of OASIS that models refer to.
public enum StandardVocabulary: CaseIterable, Hashable, Sendable {
    case core
    case capabilities
    case measures
    case validation
    case aggregation

    /// The namespace of its terms.
    public var namespace: String {
        switch self {
        case .core: "Org.OData.Core.V1"
        case .capabilities: "Org.OData.Capabilities.V1"
        case .measures: "Org.OData.Measures.V1"
        case .validation: "Org.OData.Validation.V1"
        case .aggregation: "Org.OData.Aggregation.V1"
        }
    }

    /// The usual alias of the namespace.
    public var alias: String {
        switch self {
        case .core: "Core"
        case .capabilities: "Capabilities"
        case .measures: "Measures"
        case .validation: "Validation"
        case .aggregation: "Aggregation"
        }
    }

    /// Where OASIS publishes the vocabulary as CSDL XML.
    public var uri: String {
        "https://oasis-tcs.github.io/odata-vocabularies/vocabularies/\(namespace).xml"
    }

    /// The qualified name of one of its terms.
    public func term(_ name: String) -> EdmTypeName { EdmTypeName(namespace, name) }

    /// The reference a model needs for using the vocabulary's terms.
    public var reference: EdmReference {
        EdmReference(uri: uri, includes: [.init(namespace: namespace, alias: alias)])
    }

    /// The references for all standard vocabularies, in the order of the cases.
    public static var references: [EdmReference] { allCases.map(\.reference) }
}
