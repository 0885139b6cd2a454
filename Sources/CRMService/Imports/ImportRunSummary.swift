/// How far an import is, or how it ended; the raw value is what the set `ImportRuns` has.
public enum ImportRunState: String, Sendable, CaseIterable {
    /// A program writes its batches, or was killed while it did.
    case running = "Running"
    /// Every row was looked at.
    case finished = "Finished"
    /// It was told to stop; whole batches are in.
    case cancelled = "Cancelled"
    /// It could not go on, or was killed; whole batches are in.
    case failed = "Failed"
}

/// One import that happened, as lists show it.
public struct ImportRunSummary: Sendable, Equatable {
    /// The key.
    public let id: Int64
    /// The stored state.
    public let state: String
    /// Whether a killed program left it; then its state is failed.
    public let wasInterrupted: Bool
    /// The set.
    public let entitySet: String
    /// The name of the file without its folder.
    public let fileName: String
    /// Rows done, the header not counted.
    public let rows: Int64
    /// Records made.
    public let created: Int64
    /// Records changed.
    public let updated: Int64
    /// Rows refused.
    public let failed: Int64
    /// When it began, in microseconds since 1970.
    public let startedAt: Int64
    /// When it ended, in microseconds since 1970; nil while it runs.
    public let finishedAt: Int64?
}

/// An import that a killed program left.
public struct InterruptedImport: Sendable, Equatable {
    /// The key of its run.
    public let run: Int64
    /// The set.
    public let entitySet: String
    /// The name of the file without its folder.
    public let fileName: String
    /// Rows that were done when it ended: whole batches.
    public let rows: Int64

    /// What its run and the audit trail say.
    public var message: String { "interrupted after row \(rows); run the import again" }
}
