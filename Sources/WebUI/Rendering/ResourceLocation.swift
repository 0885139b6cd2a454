public import Foundation

/// Where the templates and static files of the pages lie on disk.
///
/// The program is deployed as one folder: the executable and its resource folder beside it. The accessor the build
/// generates stops the program when that folder is missing, so this type looks first and can say so in a sentence.
public struct ResourceLocation: Sendable, Equatable {
    /// The folder that holds `Templates` and `Static`.
    public let directory: URL

    /// The folder of the page templates.
    public var templates: URL { directory.appendingPathComponent("Templates", isDirectory: true) }

    /// The folder of the static files.
    public var staticFiles: URL { directory.appendingPathComponent("Static", isDirectory: true) }

    /// Takes a folder that is known to hold both parts.
    ///
    /// - Parameter directory: The folder with `Templates` and `Static` in it.
    /// - Throws: ``PageResourceError/missingFolder(_:)`` when one of them is not there.
    public init(directory: URL) throws(PageResourceError) {
        guard Self.isComplete(directory) else { throw .missingFolder(directory.path) }
        self.directory = directory
    }

    /// Finds the resources: the folder of the setting `web.resources` if given, else the one beside the program.
    ///
    /// - Parameter override: The value of `web.resources`, or `nil`.
    /// - Returns: The first place that holds both parts.
    /// - Throws: ``PageResourceError/missingFolder(_:)`` naming the folder that was given, or the one expected
    ///   beside the program.
    public static func find(override: String? = nil) throws(PageResourceError) -> ResourceLocation {
        if let override { return try ResourceLocation(directory: URL(fileURLWithPath: override, isDirectory: true)) }
        let program = Bundle.main.bundleURL
        let candidates = folderNames.map { program.appendingPathComponent($0, isDirectory: true) }
        guard let found = candidates.first(where: isComplete) else {
            throw .missingFolder(candidates.first?.path ?? program.path)
        }
        return try ResourceLocation(directory: found)
    }

    /// The names the build gives the resource folder, by platform.
    private static let folderNames = ["tessera_WebUI.resources", "tessera_WebUI.bundle"]

    private static func isComplete(_ directory: URL) -> Bool {
        ["Templates", "Static"].allSatisfy { part in
            var isDirectory: ObjCBool = false
            let path = directory.appendingPathComponent(part).path
            return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
        }
    }
}
