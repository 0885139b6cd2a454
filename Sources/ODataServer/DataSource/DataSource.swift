public import OData

/// Where an engine's answers come from: rows of one caller, behind every rule about what the caller may see.
///
/// A source belongs to one caller and one request. It gets reads that were bound against the caller's own model, writes
/// the finished body itself and leaves status, headers and context to the engine.
public protocol DataSource: Sendable {
    /// Reads what a bound request addresses.
    ///
    /// Returns when the first row, or the end, is known, so that failures up to then have their own status. Throws
    /// ``DataSourceError``; a failure after that comes out of the stream.
    func read(_ read: BoundRead, options: ReadOptions) async throws(DataSourceError) -> EntityStream

    /// Reads without waiting, where the caller's rows are at hand and the answer is small; nil where they are not.
    ///
    /// Only what ``RequestGate/admit(_:answer:)`` runs at once asks for it. A body that is given is whole, never a stream.
    func readAtOnce(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream?

    /// Runs a body inside one transaction, which is rolled back if the body throws.
    ///
    /// `now` is the instant of the request, in microseconds since 1970-01-01T00:00:00Z. Throws what the body throws,
    /// `WriteError` for failures of the transaction itself.
    func write<Result: Sendable>(
        at now: Int64,
        _ body: @escaping @Sendable (any WriteSession) throws -> Result
    ) async throws -> Result
}

extension DataSource {
    /// Nothing is at hand.
    public func readAtOnce(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream? { nil }
}

/// Why a source did not answer.
public enum DataSourceError: Error, Equatable {
    /// Valid, but not carried out by this source; `feature` names it for a person, `option` the query option or `path`.
    case notImplemented(feature: String, option: String?, at: SourceRange?)
    /// The skip token was not made by this source, was changed, or belongs to another request.
    case skipTokenInvalid
    /// The skip token was valid once.
    case linkExpired
    /// The delta token was not made by this source, or was changed.
    case deltaTokenInvalid
    /// The delta token was valid once: it is too old, or what it speaks of, or its caller's rights, are others now.
    ///
    /// The text is the address to read anew.
    case deltaExpired(String)
    case divisionByZero
    case overflow
    /// A literal that the property's storage cannot hold.
    case valueOutOfRange(String, at: SourceRange?)
    /// A function got an argument that it has no value for, such as a pattern that is none.
    case invalidArgument(String)
    /// The statement is too long, too deep or too wide.
    case tooComplex(String)
    /// The statement was stopped at its deadline.
    case timedOut(seconds: Int)
    /// No thread or connection became free in time.
    case busy
    /// The store cannot be reached.
    case unavailable
    /// The reading task was cancelled.
    case cancelled
    /// The gate refuses after all, such as for a limit of the caller.
    case refused(GateRefusal)
    /// Anything else; the text is for the log only.
    case failed(String)
}
