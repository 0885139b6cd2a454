import Foundation

/// Finds files of the checked-out repository, so that its rules can be read off the text itself.
enum Repository {
    /// The folder that holds `Package.swift`, found from this file's own place.
    static let root: URL = URL(filePath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

    /// Folders whose content is made by tools and never committed.
    private static let generated: Set<String> = [".build", ".git", ".swiftpm", ".venv", "demo", "data", "__pycache__"]

    /// Lists the files below a folder as paths relative to the root, in alphabetical order.
    ///
    /// A folder that does not exist has no files; the tests that need one say so themselves.
    static func files(under folder: String, endings: Set<String>) -> [String] {
        let top = folder.isEmpty ? root : root.appending(path: folder)
        guard let walker = FileManager.default.enumerator(at: top, includingPropertiesForKeys: [.isDirectoryKey]) else {
            return []
        }
        var found: [String] = []
        for case let url as URL in walker {
            if isGenerated(url) {
                walker.skipDescendants()
            } else if endings.contains(url.pathExtension), !url.hasDirectoryPath {
                found.append(relativePath(of: url))
            }
        }
        return found.sorted()
    }

    /// Reads a file of the repository as UTF-8 text.
    static func text(of path: String) throws -> String {
        try String(contentsOf: root.appending(path: path), encoding: .utf8)
    }

    /// Tells whether a file or folder of this path exists.
    static func exists(_ path: String) -> Bool {
        FileManager.default.fileExists(atPath: root.appending(path: path).path(percentEncoded: false))
    }

    /// Tells whether a path leads to a folder.
    static func isFolder(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        let full = root.appending(path: path).path(percentEncoded: false)
        return FileManager.default.fileExists(atPath: full, isDirectory: &isDirectory) && isDirectory.boolValue
    }

    private static func isGenerated(_ url: URL) -> Bool {
        let name = url.lastPathComponent
        // `demo` and `data` are working folders at the top only: below it they may be subjects of ours.
        if name == "demo" || name == "data" { return relativePath(of: url) == name }
        return generated.contains(name) || name.hasPrefix(".build")
    }

    private static func relativePath(of url: URL) -> String {
        let base = root.standardizedFileURL.path(percentEncoded: false)
        let full = url.standardizedFileURL.path(percentEncoded: false)
        let prefix = base.hasSuffix("/") ? base : base + "/"
        let rest = full.hasPrefix(prefix) ? String(full.dropFirst(prefix.count)) : full
        return rest.hasSuffix("/") ? String(rest.dropLast()) : rest
    }
}
