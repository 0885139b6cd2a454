import CRMService
import Foundation
import Identity
public import Logging

/// What a fresh server needs from a person.
public struct FirstRun: Sendable {
    private let services: Services

    /// Takes the services of an open database.
    public init(_ services: Services) {
        self.services = services
    }

    /// The path of the set-up page with a new one-time link, while no administrator exists; nil afterwards.
    public func setupPath() async throws -> String? {
        guard try await services.setup.isOpen() else { return nil }
        return "/setup?key=\(try await services.setup.issueLink().revealText())"
    }

    /// The whole address of the set-up page with a new one-time link, for a database that is there; the server may be
    /// running on it.
    ///
    /// Throws ``ConsoleFailure`` where an administrator exists, where there is no database, which would be that of a
    /// server nobody runs, and where the settings do not tell the address.
    public static func setupLink(_ settings: Settings, logger: Logger) async throws -> String {
        let directory = DataDirectory(settings)
        guard FileManager.default.fileExists(atPath: directory.database) else {
            throw ConsoleFailure(
                .unavailable,
                "There is no database in \(directory.path); start the server first, or give its folder with --data."
            )
        }
        guard settings.http.publicURL != nil || settings.http.port != 0 else {
            throw ConsoleFailure(
                .usage,
                "With port 0 the address of the server is not known; give the port that it printed with --port."
            )
        }
        let services = try await Services.open(settings, logger: logger)
        do {
            let path = try await FirstRun(services).setupPath()
            await services.close()
            guard let path else {
                throw ConsoleFailure(.badData, "An administrator exists already, so that set-up is done.")
            }
            return services.publicURL + path
        } catch {
            await services.close()
            throw error
        }
    }
}

/// The folder of a demonstration.
public struct DemoFolder: Sendable {
    private let directory: DataDirectory

    /// Names the folder of the settings.
    public init(_ settings: Settings) {
        directory = DataDirectory(settings)
    }

    /// Removes an earlier demonstration; a folder that holds anything else is left alone.
    public func clear() throws {
        let files = FileManager.default
        let own =
            ["", "-wal", "-shm"].map { directory.database + $0 } + [
                directory.peppers, directory.demoCredentials, directory.importLock.path,
            ]
        guard files.fileExists(atPath: directory.database) else { return }
        guard files.fileExists(atPath: directory.demoCredentials) else {
            throw ConsoleFailure(
                .usage,
                "The folder \(directory.path) holds a database that is not a demonstration's; it is kept."
            )
        }
        for path in own where files.fileExists(atPath: path) {
            do {
                try files.removeItem(atPath: path)
            } catch {
                throw StartError.folder(path: path, reason: "it cannot be removed")
            }
        }
    }
}
