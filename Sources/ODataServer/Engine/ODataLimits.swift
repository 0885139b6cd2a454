public import OData

/// How much one request may ask of the engine; each bound has a code of its own.
public struct ODataLimits: Sendable {
    /// Bytes of path and query, undecoded.
    public var urlBytes = 16 * 1024
    /// Bytes of all header fields.
    public var headerBytes = 16 * 1024
    /// Bytes of the body of `POST …/$query`.
    public var queryBodyBytes = 256 * 1024
    /// Bytes of the body of a change.
    public var bodyBytes = 10 * 1024 * 1024
    /// How deep, wide and long the JSON of a change may be.
    public var json = JSONReader.Limits()
    /// Entities in the body of one change, nested ones and references to others included.
    public var writtenEntities = 1000
    /// Whether a text matches a pattern of `Validation.Pattern`; nil where patterns are not checked.
    public var matchesPattern: (@Sendable (_ pattern: String, _ text: String) -> Bool)?
    /// Bytes of the body of `$batch`.
    public var batchBodyBytes = 50 * 1024 * 1024
    /// Requests of one batch.
    public var batchRequests = 1000
    /// Requests of one change set or atomicity group.
    public var groupRequests = 500
    /// Rows of one answer inside a change set or atomicity group, whose answers are kept until all of it is done.
    public var groupRows = 1_000
    /// Bytes of all answers of one change set or atomicity group.
    public var groupAnswerBytes = 32 * 1024 * 1024
    /// Seconds after which no further request of a batch is begun.
    public var batchSeconds = 600
    /// What the parsers bound.
    public var parser = ParserLimits()
    /// What the binder tolerates and bounds.
    public var binder = BinderOptions()
    /// How many rows an answer may have.
    public var reads = ReadLimits()
    /// Whether only the letter of the protocol is accepted.
    public var isStrict = false
    /// Seconds between two questions whether the caller may go on reading.
    public var recheckSeconds = 5

    /// Makes the default limits.
    public init() {}

    /// The same with functions that can stand in expressions.
    func defining(_ functions: FunctionDefinitions) -> ODataLimits {
        var limits = self
        limits.binder.functions = functions
        return limits
    }
}
