public import OData

/// How much control information rows carry, and how values are spelt.
public struct RowFormat: Sendable, Hashable {
    /// The metadata levels of OData JSON (JSON Format 3.1).
    public enum Metadata: Sendable, Hashable { case minimal, full, none }

    /// The level asked for.
    public var metadata: Metadata
    /// Control information without the `odata.` prefix: `@id` instead of `@odata.id`.
    public var usesShortNames: Bool
    /// Int64 and Decimal as JSON strings.
    public var ieee754Compatible: Bool
    /// The members that are left out (`omit-values`).
    public var omits: OmittedValues
    /// The absolute address of the service root, with the slash at its end.
    public var serviceRoot: String

    /// Makes a format.
    public init(
        metadata: Metadata = .minimal,
        usesShortNames: Bool = false,
        ieee754Compatible: Bool = false,
        omits: OmittedValues = .none,
        serviceRoot: String
    ) {
        self.metadata = metadata
        self.usesShortNames = usesShortNames
        self.ieee754Compatible = ieee754Compatible
        self.omits = omits
        self.serviceRoot = serviceRoot
    }

    /// The start of control information: `@odata.` or `@`.
    var prefix: String { usesShortNames ? "@" : "@odata." }
}
