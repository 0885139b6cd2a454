/// Keeps the answers of asynchronous requests until their clients fetch them, across restarts of the process
/// (Protocol 11.6).
///
/// Names are unguessable and consist of letters, digits, `-` and `_`; a store refuses any other by not knowing it.
public protocol AsyncResultStore: Sendable {
    /// Makes room for an answer that is on its way.
    func create(_ name: String, owner: String, expires: Int64) async throws(AsyncStoreError)

    /// Adds bytes to the body.
    func append(_ bytes: [UInt8], to name: String) async throws(AsyncStoreError)

    /// Says that the body is whole, and what stands before it.
    func finish(_ name: String, _ head: AsyncResultHead) async throws(AsyncStoreError)

    /// Throws the body away, so that another one takes its place.
    func clearBody(of name: String) async throws(AsyncStoreError)

    /// What is known under a name; nil for nothing, and for what has expired.
    func entry(_ name: String, now: Int64) async throws(AsyncStoreError) -> AsyncResultEntry?

    /// The body of an answer that is whole.
    func body(of name: String) async throws(AsyncStoreError) -> ODataByteStream

    /// Forgets an answer; nothing happens where there is none.
    func remove(_ name: String) async

    /// Forgets what has expired; `now` in microseconds since 1970-01-01T00:00:00Z.
    func removeExpired(now: Int64) async
}

/// An answer in a store.
public struct AsyncResultEntry: Hashable, Sendable {
    /// Who asked: ``CallerContext/identity`` and ``CallerContext/grantShape``.
    public var owner: String
    /// When it is forgotten, in microseconds since 1970-01-01T00:00:00Z.
    public var expires: Int64
    /// Status and header fields; nil while the answer is not whole.
    public var head: AsyncResultHead?

    /// Makes an entry.
    public init(owner: String, expires: Int64, head: AsyncResultHead? = nil) {
        self.owner = owner
        self.expires = expires
        self.head = head
    }
}

/// What stands before the body of an answer.
public struct AsyncResultHead: Hashable, Sendable, Codable {
    /// One header line.
    public struct Field: Hashable, Sendable, Codable {
        /// The name, as it is written.
        public var name: String
        /// The value.
        public var value: String

        /// Makes a line.
        public init(name: String, value: String) {
            self.name = name
            self.value = value
        }
    }

    /// The HTTP status.
    public var status: Int
    /// What the status line says beside the status; may be empty.
    public var reason: String
    /// The header lines, in order.
    public var fields: [Field]

    /// Makes a head.
    public init(status: Int, reason: String = "", fields: [Field]) {
        self.status = status
        self.reason = reason
        self.fields = fields
    }
}

/// Why a store cannot keep an answer.
public enum AsyncStoreError: Error, Hashable, Sendable {
    /// No room: the answer, or all answers together, would pass this number of bytes.
    case full(limit: Int64)
    /// So many answers are kept already, of one caller or of all.
    case tooMany(limit: Int)
    /// The text is for the log.
    case failed(String)
}
