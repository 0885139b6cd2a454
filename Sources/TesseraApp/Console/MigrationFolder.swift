import Foundation

/// The folder of the sources that holds one file for each migration, and the list of all.
struct MigrationFolder {
    private let path: String
    private var listPath: String { path + "/AllMigrations.swift" }

    /// Names the folder.
    ///
    /// Throws ``ConsoleFailure`` where there is none.
    init(path: String) throws(ConsoleFailure) {
        self.path = path
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            throw ConsoleFailure(
                .usage,
                "There is no folder \(path); run this in the root of the sources, or give --folder."
            )
        }
    }

    /// Refuses to go on where a file begins with a migration's number already.
    func requireNone(_ prefix: String) throws(ConsoleFailure) {
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path)
        } catch {
            throw ConsoleFailure(.unavailable, "The folder \(path) cannot be read.")
        }
        guard let name = names.sorted().first(where: { $0.hasPrefix(prefix) }) else { return }
        throw ConsoleFailure(
            .badData,
            "\(path)/\(name) is not one of the program's migrations yet: list it in AllMigrations.swift and build, "
                + "or remove it and run this again."
        )
    }

    /// Writes the file of a migration; gives its path.
    func write(_ typeName: String, text: String) throws(ConsoleFailure) -> String {
        let file = path + "/" + typeName + ".swift"
        do {
            try Data(text.utf8).write(to: URL(fileURLWithPath: file), options: .withoutOverwriting)
        } catch {
            throw ConsoleFailure(.unavailable, "The file \(file) cannot be written.")
        }
        return file
    }

    /// Adds a migration at the end of the list of all; false where there is no list of the known form.
    func list(_ typeName: String) throws(ConsoleFailure) -> Bool {
        guard let text = try? String(contentsOfFile: listPath, encoding: .utf8) else { return false }
        let end = "\n    ]\n"
        let parts = text.split(separator: end, maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].hasSuffix(".migration,") else { return false }
        do {
            try "\(parts[0])\n        \(typeName).migration,\(end)\(parts[1])"
                .write(toFile: listPath, atomically: true, encoding: .utf8)
        } catch {
            throw ConsoleFailure(.unavailable, "The file \(listPath) cannot be written.")
        }
        return true
    }
}

/// A migration whose file was written.
public struct WrittenMigration: Sendable, Equatable {
    /// The file.
    public let path: String
    /// Whether it stands in the list of all migrations now.
    public let isListed: Bool
    /// The type in it.
    public let typeName: String
    /// What is left to a person, in words.
    public let byHand: [String]
}
