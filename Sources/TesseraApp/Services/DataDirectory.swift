import Foundation

/// The folder with everything a server keeps.
public struct DataDirectory: Sendable, Hashable {
    /// The folder.
    public let path: String

    /// Names the folder of the settings.
    public init(_ settings: Settings) {
        path = settings.dataDirectory
    }

    /// The SQLite file.
    public var database: String { path + "/tessera.sqlite" }
    /// The peppers.
    public var peppers: String { path + "/peppers" }
    /// Answers to asynchronous requests, until they are fetched.
    var answers: String { path + "/answers" }
    /// The lock that imports share.
    var importLock: ImportLock { ImportLock(path: path + "/imports.lock") }
    /// The logins and the token of the demonstration.
    public var demoCredentials: String { path + "/demo.json" }

    /// Makes the folder, for its owner only, where it is missing.
    func make() throws(StartError) {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) {
            guard isFolder.boolValue else { throw .folder(path: path, reason: "it is a file") }
            return
        }
        do {
            try FileManager.default.createDirectory(
                atPath: path,
                withIntermediateDirectories: true,
                attributes: [.posixPermissions: 0o700]
            )
        } catch {
            throw .folder(path: path, reason: "it cannot be made")
        }
    }
}
