/// How a SQLite database is opened and shared.
public struct SQLiteConfiguration: Sendable, Hashable {
    /// Threads and connections for short reads.
    public var readers = 4
    /// Threads and connections for streams.
    public var streamReaders = 16
    /// How long a body waits for a thread, and a write for another program's lock.
    public var waitLimit: Duration = .seconds(5)
    /// How many bodies may wait for each kind of thread.
    public var queueLimit = 1_024
    /// How long the statements of a short read or a write may take.
    public var statementLimit: Duration = .seconds(30)
    /// How long the statements of a stream may take.
    public var streamLimit: Duration = .seconds(600)
    /// The write-ahead log is moved into the database when it reaches this size.
    public var logMebibytes = 64
    /// Page cache of all short readers and the writer together.
    public var cacheMebibytes = 64
    /// How much of the file each connection maps into memory; 0 for none: mapped pages count as memory of the process,
    /// and an export was no faster with them.
    public var mappedMebibytes = 0
    /// Prepared statements kept per connection.
    public var statementCacheSize = 200
    /// Statements whose first row, or whole execution, takes longer are logged; nil for none.
    public var slowLimit: Duration? = .milliseconds(200)
    /// Opens without any right to write; the file must exist.
    public var isReadOnly = false
    /// The greatest number of pages the file may have; nil for SQLite's own limit.
    public var pageLimit: Int?

    /// Makes the configuration with the defaults.
    public init() {}
}
