/// Why a database did not do what was asked; the same cases for every driver.
public enum SQLDatabaseError: Error, Equatable {
    /// No thread or lock became free in time; worth another try later.
    case busy
    /// Another program holds the lock on the file longer than the waiting time.
    case locked
    /// The file, or the connection, allows no writing.
    case readOnly
    /// The disk, or the size the file may have, is used up.
    case diskFull
    /// The file is damaged.
    case corrupt(String)
    /// A rule of the schema refused the change.
    case constraint(SQLConstraint)
    /// The statement was stopped, because the task that wanted it was cancelled.
    case interrupted
    /// The statement was stopped at its deadline.
    case timedOut
    /// The statement is too long, too deep or too wide for the database.
    case tooComplex(String)
    /// A computation has no result.
    case arithmetic(SQLArithmeticFailure)
    /// The file is no database, or is encrypted.
    case notADatabase
    /// The database cannot be reached; the text says where and why.
    case cannotOpen(String)
    /// The database was closed before.
    case closed
    /// A statement could not be rendered.
    case rendering(SQLRenderingError)
    /// Anything else: the driver's code and the database's own words.
    case other(code: Int, message: String)
}

/// A rule of the schema that a change broke.
public enum SQLConstraint: Sendable, Hashable {
    /// A unique key; the columns as `table.column`, or the index in one member `index 'name'`.
    case unique(columns: [String])
    /// A column without null, as `table.column`.
    case notNull(column: String)
    /// A foreign key.
    case foreignKey
    /// A check; its name or text.
    case check(String)
    /// A value of the wrong type for its column, as `table.column`.
    case type(column: String)
    /// A trigger or another rule; the database's own words.
    case other(String)
}

/// Why a computation in SQL failed.
public enum SQLArithmeticFailure: Sendable, Hashable {
    /// A divisor was zero.
    case divisionByZero
    /// A result left the range of its type.
    case overflow
    /// An argument was no value of its function.
    case invalidArgument
}
