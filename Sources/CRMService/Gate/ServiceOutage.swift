import ODataServer
import SQLCore

/// Tells errors that mean "not now" from faults: no thread, no lock, no room, or no database.
public enum ServiceOutage {
    /// After how many seconds another try makes sense; nil for an error that another try would meet again.
    public static func retrySeconds(after error: any Error) -> Int? {
        switch error {
        case let error as SQLDatabaseError: seconds(after: error)
        case let error as DataSourceError: seconds(after: error)
        case is DedicatedThreadsError: short
        default: nil
        }
    }

    private static let short = 5
    /// What a person has to mend.
    private static let long = 30

    private static func seconds(after error: SQLDatabaseError) -> Int? {
        switch error {
        case .busy, .locked, .interrupted: short
        case .closed, .cannotOpen, .corrupt, .notADatabase, .readOnly, .diskFull, .timedOut: long
        case .constraint, .tooComplex, .arithmetic, .rendering, .other: nil
        }
    }

    private static func seconds(after error: DataSourceError) -> Int? {
        switch error {
        case .busy, .cancelled: short
        case .unavailable, .timedOut: long
        default: nil
        }
    }
}
