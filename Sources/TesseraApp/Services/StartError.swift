public import SQLCore

/// Why the program cannot start; the description is the one sentence for the terminal.
public enum StartError: Error, CustomStringConvertible {
    /// The data folder cannot be made or entered.
    case folder(path: String, reason: String)
    /// The database does not do what is needed.
    case database(path: String, SQLDatabaseError)
    /// The schema cannot be brought up to date.
    case migration(path: String, MigrationError)
    /// The peppers cannot be read or made.
    case peppers(String)
    /// The templates and static files are not as they must be.
    case resources(String)
    /// Another program listens there.
    case portInUse(host: String, port: Int)
    /// The address cannot be listened on for another reason.
    case cannotListen(host: String, port: Int, reason: String)
    /// The declarations of the model contradict each other.
    case model(String)

    /// One sentence.
    public var description: String {
        switch self {
        case .folder(let path, let reason): "The data folder \(path) cannot be used: \(reason)."
        case .database(let path, let error): "The database \(path) cannot be used: \(DatabaseWords.text(of: error))."
        case .migration(let path, let error):
            "The schema of the database \(path) cannot be used: \(DatabaseWords.text(of: error))."
        case .peppers(let reason): reason
        case .resources(let reason): reason
        case .portInUse(let host, let port):
            "The port \(port) on \(host) is in use by another program. Choose another one with --port."
        case .cannotListen(let host, let port, let reason):
            "The server cannot listen on \(host), port \(port): \(reason)."
        case .model(let reason): "The entity model is not valid: \(reason)."
        }
    }
}

/// What the errors of a database mean, in words.
enum DatabaseWords {
    static func text(of error: SQLDatabaseError) -> String {
        switch error {
        case .busy: "it is too busy at the moment"
        case .locked: "another program keeps it locked"
        case .readOnly: "it cannot be written to"
        case .diskFull: "the disk is full"
        case .corrupt(let text): "it is damaged (\(text))"
        case .constraint(let constraint): "a rule of the schema was broken (\(constraint))"
        case .interrupted: "the work was interrupted"
        case .timedOut: "a statement took too long"
        case .tooComplex: "a statement is too complex"
        case .arithmetic: "a computation has no result"
        case .notADatabase: "the file is not a SQLite database"
        case .cannotOpen(let text): text
        case .closed: "it was closed"
        case .rendering: "a statement cannot be written"
        case .other(let code, let message): "\(message) (\(code))"
        }
    }

    static func text(of error: MigrationError) -> String {
        switch error {
        case .invalidNumber(let number): "migration \(number) has a wrong number"
        case .missingScript(let number, let kind): "migration \(number) has no text for \(kind.rawValue)"
        case .changed(let number, let name, _, _):
            "migration \(number) (\(name)) ran with another text than this program has"
        case .databaseIsNewer(let database, let program):
            "it was made by a newer program (schema \(database), this program knows \(program)); install that one"
        case .skipped(let number): "migration \(number) never ran, but later ones did"
        case .failed(let number, let name, let error):
            "migration \(number) (\(name)) failed, nothing was changed: \(text(of: error))"
        case .database(let error): text(of: error)
        }
    }
}
