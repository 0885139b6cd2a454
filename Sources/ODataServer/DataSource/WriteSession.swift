public import OData

/// One transaction on a caller's data: everything written in it happens, or nothing does.
///
/// Made by ``DataSource/write(at:_:)`` and used inside its body only, on one thread that may block. Reads see what was
/// written before them.
public protocol WriteSession: AnyObject {
    /// Carries out one change. After an error the transaction is rolled back.
    func write(_ write: BoundWrite) throws(WriteError) -> WriteOutcome

    /// Reads, in the state the changes have made; the body of the answer is there as a whole.
    func read(_ read: BoundRead, options: ReadOptions) throws(DataSourceError) -> EntityStream
}

extension DataSource {
    /// Refuses: a source that only reads need not say so.
    public func write<Result: Sendable>(
        at now: Int64,
        _ body: @escaping @Sendable (any WriteSession) throws -> Result
    ) async throws -> Result {
        throw WriteError.notImplemented(feature: "Writing")
    }
}
