/// What an import came to.
public struct ImportReport: Sendable, Equatable {
    /// The key of the run; nil after a dry run, which leaves none.
    public var runID: Int64?
    /// The set.
    public var entitySet: String
    /// The name of the file without its folder.
    public var fileName: String
    /// Rows read, the header not counted.
    public var rows: Int64 = 0
    /// Records made.
    public var created: Int64 = 0
    /// Records changed.
    public var updated: Int64 = 0
    /// Rows equal to what is stored.
    public var unchanged: Int64 = 0
    /// Rows the mapping leaves out.
    public var skipped: Int64 = 0
    /// Rows refused.
    public var failed: Int64 = 0
    /// The errors in the order they were found, at most ``mostErrors`` of them.
    public var errors: [ImportRowError] = []
    /// Whether nothing was written.
    public var isDryRun: Bool

    /// How many errors are kept.
    public static let mostErrors = 10_000

    init(entitySet: String, fileName: String, isDryRun: Bool) {
        self.entitySet = entitySet
        self.fileName = fileName
        self.isDryRun = isDryRun
    }

    /// The counts as one line.
    public var summary: String {
        "\(entitySet): \(rows) rows, \(created) created, \(updated) updated, \(unchanged) unchanged, "
            + "\(skipped) skipped, \(failed) failed"
    }

    mutating func add(_ error: ImportRowError) {
        if errors.count < Self.mostErrors { errors.append(error) }
    }
}

/// How far an import is.
public struct ImportProgress: Sendable, Hashable {
    /// The set.
    public var entitySet: String
    /// Rows done.
    public var rows: Int64
    /// Bytes read of the file.
    public var bytes: Int64
    /// Bytes of the file.
    public var totalBytes: Int64
}
