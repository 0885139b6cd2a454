import Foundation
public import Identity

/// Looks for access tokens in files, offline: only texts whose checksum is right are told of.
public struct TokenScan: Sendable {
    /// A place where a token stands.
    public struct Finding: Equatable, Sendable {
        /// The file.
        public let path: String
        /// The line, from 1.
        public let line: Int
        /// The public part of the token; never the rest.
        public let keyID: TokenKeyID

        /// The finding as compilers write theirs: file, line and the public part.
        public var text: String { "\(path):\(line): \(keyID.displayText)" }
    }

    private let allowed: Set<String>

    /// Folders that hold no sources.
    private static let skippedFolders: Set<String> = [".git", ".build", ".build-half", "node_modules"]
    private static let chunk = 1_048_576

    /// Makes a scan that keeps silent about some public parts.
    public init(allowed: Set<String> = []) {
        self.allowed = allowed
    }

    /// Reads public parts that may stand in files, one on a line; `#` begins a comment.
    public static func allowed(in path: String) throws(ConsoleFailure) -> Set<String> {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
            throw ConsoleFailure(.badData, "The list \(path) cannot be read.")
        }
        let lines = text.split(whereSeparator: \.isNewline).map { $0.prefix { $0 != "#" } }
        let words = lines.map { $0.trimmingCharacters(in: .whitespaces) }.filter { !$0.isEmpty }
        for word in words where TokenKeyID(word) == nil {
            throw ConsoleFailure(.badData, "\(path): \(word.prefix(80)) is no key id of twelve letters and digits.")
        }
        return Set(words)
    }

    /// Every file of the folders and files given, in order; links are not followed.
    ///
    /// A path that is not there, and a file that cannot be read, end the scan with a failure: silence must mean that all
    /// was looked at.
    public func findings(in paths: [String]) throws(ConsoleFailure) -> [Finding] {
        var found: [Finding] = []
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
                throw ConsoleFailure(.badData, "There is no \(path).")
            }
            for file in isFolder.boolValue ? try files(below: path) : [path] { found += try findings(inFile: file) }
        }
        return found
    }

    private func files(below folder: String) throws(ConsoleFailure) -> [String] {
        let root = URL(filePath: folder, directoryHint: .isDirectory)
        let keys: [URLResourceKey] = [.isRegularFileKey, .isDirectoryKey]
        var unreadable: String?
        let list = FileManager.default.enumerator(at: root, includingPropertiesForKeys: keys) { url, _ in
            unreadable = unreadable ?? url.path
            return true
        }
        guard let list else { throw ConsoleFailure(.badData, "The folder \(folder) cannot be read.") }
        var files: [String] = []
        while let next = list.nextObject() {
            guard let url = next as? URL else { continue }
            let values = try? url.resourceValues(forKeys: Set(keys))
            if values?.isDirectory == true {
                if Self.skippedFolders.contains(url.lastPathComponent) { list.skipDescendants() }
            } else if values?.isRegularFile == true {
                files.append(url.path)
            }
        }
        if let unreadable { throw ConsoleFailure(.badData, "\(unreadable) cannot be read.") }
        return files.sorted()
    }

    private func findings(inFile path: String) throws(ConsoleFailure) -> [Finding] {
        guard let file = FileHandle(forReadingAtPath: path) else {
            throw ConsoleFailure(.badData, "\(path) cannot be read.")
        }
        defer { try? file.close() }  // it was only read
        var found: [Finding] = []
        var line = 1
        // What may be the beginning of a token stays for the next piece, with one character before it.
        var rest: [UInt8] = []
        while true {
            let piece: [UInt8]
            do { piece = Array(try file.read(upToCount: Self.chunk) ?? Data()) } catch {
                throw ConsoleFailure(.badData, "\(path) cannot be read.")
            }
            let text = rest + piece
            let isEnd = piece.isEmpty
            let kept = isEnd ? 0 : min(text.count, TokenCodec.length + 1)
            for match in TokenCodec.scan(text) where match.isChecksumRight {
                // A match that touches the end may go on in the next piece, and is found there again.
                guard isEnd || match.offset < text.count - kept else { continue }
                guard !allowed.contains(match.keyID.text) else { continue }
                found.append(Finding(path: path, line: line + Self.lines(text[..<match.offset]), keyID: match.keyID))
            }
            if isEnd { return found }
            line += Self.lines(text[..<(text.count - kept)])
            rest = Array(text[(text.count - kept)...])
        }
    }

    private static func lines(_ bytes: ArraySlice<UInt8>) -> Int {
        bytes.reduce(0) { $1 == UInt8(ascii: "\n") ? $0 + 1 : $0 }
    }
}

/// What a text is that should be a token, as far as that can be told offline.
public enum TokenLook: String, Sendable {
    /// A whole token with its own checksum; whether it works, only the server knows.
    case valid
    /// Not the shape of a token: cut, or something else.
    case incomplete
    /// The shape of a token with a foreign checksum: mistyped or changed.
    case altered

    /// Looks at a text; white space at its ends does not count.
    public init(_ text: String) {
        do {
            _ = try TokenCodec.decode(text.trimmingCharacters(in: .whitespacesAndNewlines))
            self = .valid
        } catch {
            switch error {
            case .shape: self = .incomplete
            case .checksum: self = .altered
            }
        }
    }
}
