import CRMService
import Foundation
import Identity
import SQLCore

/// The exit codes of the program, as scripts may rely on them.
public enum ExitStatus: Int32, Sendable, CaseIterable {
    /// All went well.
    case fine = 0
    /// Not everything that was compared was right.
    case different = 1
    /// Wrong use: unknown command, argument or setting.
    case usage = 64
    /// Bad data: a file or a value that is not right.
    case badData = 65
    /// The database or the port cannot be used.
    case unavailable = 69
    /// An internal error.
    case `internal` = 70
}

/// Why a command ended: the exit code and one sentence for the terminal.
public struct ConsoleFailure: Error, Equatable, CustomStringConvertible {
    /// The exit code.
    public let status: ExitStatus
    /// One sentence; empty where everything was said before.
    public let description: String

    /// Makes a failure.
    public init(_ status: ExitStatus, _ description: String) {
        self.status = status
        self.description = description
    }

    /// Gives any error its exit code and sentence: the one table of what errors mean at the console.
    public init(_ error: any Error) {
        switch error {
        case let failure as ConsoleFailure: self = failure
        case let error as SettingsError: self.init(.usage, error.description)
        case let error as StartError: self.init(Self.status(of: error), error.description)
        case let error as SQLDatabaseError:
            self.init(.unavailable, "The database did not do its work: \(DatabaseWords.text(of: error)).")
        case let error as MigrationError:
            self.init(.unavailable, "The schema cannot be used: \(DatabaseWords.text(of: error)).")
        case let error as UserServiceError: self.init(.badData, ConsoleWords.text(of: error))
        case let error as TokenCreationError: self.init(.badData, ConsoleWords.text(of: error))
        case is DedicatedThreadsError: self.init(.unavailable, "The server is too busy; try again.")
        default: self.init(.internal, "Internal error, please report it: \(LogRedaction.redact("\(error)"))")
        }
    }

    private static func status(of error: StartError) -> ExitStatus {
        switch error {
        case .folder, .database, .migration, .peppers, .resources, .portInUse, .cannotListen: .unavailable
        case .model: .internal
        }
    }
}

/// What errors about people and tokens mean, in words.
enum ConsoleWords {
    static func text(of error: UserServiceError) -> String {
        switch error {
        case .invalid(let problems): problems.map(text).joined(separator: " ")
        case .unknownUser(let name): "There is no user \(name)."
        case .lastAdministrator: "This is the last active administrator, who stays one."
        }
    }

    private static func text(of problem: UserDraftProblem) -> String {
        switch problem {
        case .required(let field): "\(field) is missing."
        case .tooLong(let field, let limit): "\(field) is longer than \(limit) characters."
        case .emailMalformed: "The e-mail address is not one."
        case .userNameTaken: "The user name is taken."
        case .emailTaken: "The e-mail address is taken."
        case .unknownDataRole(let code): "There is no data role \(code)."
        case .password(let problems):
            "The password cannot be used: \(problems.map { "\($0)" }.joined(separator: ", "))."
        }
    }

    static func text(of error: TokenCreationError) -> String {
        switch error {
        case .refused: "This user may not own tokens; administrators and programs may."
        case .alreadyCreated: "The token was created already."
        case .invalid(let problems): problems.map(text).joined(separator: " ")
        }
    }

    private static func text(of problem: TokenDraftProblem) -> String {
        switch problem {
        case .description: "The description must have 3 to 100 characters."
        case .descriptionTaken: "Another live token of this user has the same description."
        case .purposeTooLong: "The purpose is longer than \(TokenService.longestPurpose) characters."
        case .scope: "The scope is not one."
        case .unknownTeam: "There is no such team."
        case .networks: "The list of addresses is not one."
        case .expiry(let error): text(of: error)
        case .policy(let violation): "The token policy forbids this: \(violation)."
        case .tooManyTokens(let limit): "This user has \(limit) live tokens already."
        }
    }

    private static func text(of error: ExpiryError) -> String {
        switch error {
        case .past: "The end lies in the past."
        case .afterLimit(let latest): "The end may be \(latest) at the latest."
        case .neverForbidden: "The token policy wants an end."
        case .reasonMissing: "A token without an end needs a reason."
        case .reasonTooLong: "The reason is longer than \(ExpiryChoice.longestReason) characters."
        }
    }
}
