/// The resource path behind the service root, segment by segment.
public struct ResourcePathSyntax: Sendable, Hashable {
    /// The segments in order; empty for the service root itself.
    public var segments: [ResourceSegmentSyntax]

    /// Makes a path.
    public init(segments: [ResourceSegmentSyntax]) {
        self.segments = segments
    }
}

/// One segment of a resource path.
///
/// Ranges are offsets in the decoded text of the segment.
public struct ResourceSegmentSyntax: Sendable, Hashable {
    /// What the segment says.
    public var kind: ResourceSegmentKind
    /// The whole decoded segment, for key-as-segment and for messages.
    public var text: String

    /// Makes a segment.
    public init(kind: ResourceSegmentKind, text: String) {
        self.kind = kind
        self.text = text
    }
}

/// What a segment of a resource path says.
public enum ResourceSegmentKind: Sendable, Hashable {
    /// An identifier or qualified name: set, singleton, property, cast, operation, import; or a key value, when the
    /// binder reads keys as segments.
    case name(NameSyntax)
    /// A name with parentheses: a key predicate or the parameters of a function; `key` for a second parenthesis, as in
    /// `F(p=1)(2)`.
    case invocation(NameSyntax, [ArgumentSyntax], key: [ArgumentSyntax]?)
    /// Text that is no name: a key as a segment (`1`, `O'Neil`) or an ordinal (`-1`); `ResourceSegmentSyntax.text`.
    case plain
    /// `$count`.
    case count
    /// `$ref`.
    case reference
    /// `$value`.
    case value
    /// `$each`.
    case each
    /// `$query`.
    case query
    /// `$filter(…)`; `key` for a parenthesis behind it.
    case filter(ExpressionSyntax, key: [ArgumentSyntax]?)
    /// `$metadata`.
    case metadata
    /// `$batch`.
    case batch
    /// `$entity`.
    case entity
    /// `$all`.
    case all
    /// `$crossjoin(A,B)`.
    case crossjoin([NameSyntax])
}
