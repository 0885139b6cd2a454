/// Why a change was not carried out; the transaction it belongs to is rolled back.
public enum WriteError: Error, Hashable, Sendable {
    /// The entity at the end of the path, or one on the way, does not exist.
    case notFound
    /// The method makes no sense there; `feature` names what was wanted for a person.
    case notAllowed(feature: String)
    /// Valid, but not carried out by this service.
    case notImplemented(feature: String)
    /// The condition of the request does not hold.
    case preconditionFailed
    /// A change without `If-Match` is not taken here.
    case preconditionRequired
    /// Another entity has the key or a unique value: the names of the properties.
    case duplicate(properties: [String])
    /// Others depend on the entity; the text says which and how many.
    case hasDependents(String)
    /// What is wrong with the values; never empty.
    case violations([PayloadViolation])
    /// A rule of the service refuses: a code of its own, a sentence, and the property it is about.
    case rule(code: String, message: String, target: String?, isConflict: Bool)
    /// The caller may not do this; the refusal is finished.
    case refused(WriteRefusal)
    /// More entities than one request may change.
    case tooMany(limit: Int)
    /// No thread or connection became free in time.
    case busy
    /// The store cannot be reached or is read-only.
    case unavailable
    /// The statement was stopped at its deadline.
    case timedOut
    /// The task was cancelled.
    case cancelled
    /// Anything else; the text is for the log only.
    case failed(String)
}

/// A refusal with its own status and headers, made by whoever guards the data.
public struct WriteRefusal: Hashable, Sendable {
    /// The HTTP status: 403 as a rule.
    public var status: Int
    /// Header lines.
    public var headers: [Header]
    /// The body.
    public var error: ODataError

    /// A header line.
    public struct Header: Hashable, Sendable {
        /// The name.
        public var name: String
        /// The value.
        public var value: String

        /// Makes a line.
        public init(_ name: String, _ value: String) {
            self.name = name
            self.value = value
        }
    }

    /// Makes a refusal.
    public init(status: Int, headers: [Header] = [], error: ODataError) {
        self.status = status
        self.headers = headers
        self.error = error
    }
}
