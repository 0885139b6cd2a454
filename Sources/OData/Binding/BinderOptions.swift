/// What a binder tolerates and how much it lets a request ask for.
public struct BinderOptions: Sendable {
    /// Whether properties in query options are found without regard to case, where that is unique.
    public var caseInsensitiveNames = true
    /// Whether sets and properties in the resource path are, too.
    public var caseInsensitivePaths = false
    /// Whether key values may be path segments of their own (URL Conventions 4.3.6).
    public var keyAsSegment = true
    /// Whether only the letter of the protocol is accepted: no enumeration compared with a number, no day compared with
    /// an instant.
    public var isStrict = false
    /// Further names for sets and properties.
    public var names = NameResolver.none
    /// Functions of the model that can stand in expressions.
    public var functions = FunctionDefinitions.none
    /// Nodes of one bound expression, those that aliases stand for included.
    public var expressionNodes = 2000
    /// Nesting of one bound expression, that of aliases included; above what the parser lets pass in one text.
    public var expressionDepth = 128
    /// Branches of one `$apply`: those of each `concat` and `rollup`, multiplied where one follows another.
    public var applyBranches = 64
    /// Levels of `$expand`, those of `$levels` included; also what `$levels=max` means.
    public var expandDepth = 8
    /// Expanded navigation properties in one request, levels counted one by one.
    public var expandItems = 500

    /// Makes the default options.
    public init() {}
}
