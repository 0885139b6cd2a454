import Foundation

/// The style sheet, scripts and icons, held in memory and addressed by a hash of their content.
///
/// One hash covers all files, so that scripts may import each other by relative addresses. A changed file changes
/// every address, and browsers may keep what they have for a year.
public struct StaticFiles: Sendable {
    /// One file, ready to be sent.
    public struct File: Sendable, Equatable {
        /// The value of the `Content-Type` header.
        public let contentType: String
        /// The content.
        public let bytes: [UInt8]
        /// Whether the address carried the present hash; only then may the answer be kept for a year.
        public let isImmutable: Bool
    }

    /// Sixteen hexadecimal digits that change with any byte of any file.
    public let version: String

    private let files: [String: (contentType: String, bytes: [UInt8])]

    /// Reads every file of the static folder.
    ///
    /// - Parameter location: Where the resources lie.
    /// - Throws: ``PageResourceError/unreadable(_:)`` for a file that cannot be read or is of an unknown kind.
    public init(at location: ResourceLocation) throws(PageResourceError) {
        let root = location.staticFiles
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: root.path) else {
            throw .unreadable("Static")
        }
        var files: [String: (contentType: String, bytes: [UInt8])] = [:]
        var hash = FNVHash()
        for name in names.sorted() where !name.hasPrefix(".") {
            guard let contentType = Self.contentType(of: name),
                let content = try? Data(contentsOf: root.appendingPathComponent(name))
            else { throw .unreadable("Static/" + name) }
            let bytes = [UInt8](content)
            hash.append(name.utf8)
            hash.append(bytes)
            files[name] = (contentType, bytes)
        }
        self.files = files
        version = hash.hexadecimal
    }

    /// The address of a file; it changes whenever any file changes.
    ///
    /// - Parameter name: A name such as `app.css`.
    /// - Returns: A path such as `/static/0123456789abcdef/app.css`.
    public func url(for name: String) -> String { "/static/\(version)/\(name)" }

    /// The file behind a path.
    ///
    /// - Parameter path: A path of the form `/static/<hash>/<name>`; nothing else matches, so no path can leave the
    ///   folder.
    /// - Returns: The file, or `nil` when there is none. An old hash still finds the present file, not to be kept.
    public func file(at path: String) -> File? {
        let parts = path.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 4, parts[0].isEmpty, parts[1] == "static", let entry = files[String(parts[3])] else {
            return nil
        }
        return File(contentType: entry.contentType, bytes: entry.bytes, isImmutable: parts[2] == version)
    }

    private static func contentType(of name: String) -> String? {
        switch name.split(separator: ".").last {
        case "css": "text/css; charset=utf-8"
        case "js": "text/javascript; charset=utf-8"
        case "svg": "image/svg+xml"
        case "png": "image/png"
        default: nil
        }
    }
}

/// The 64-bit FNV-1a hash: enough to tell two releases of a style sheet apart, and nothing more.
struct FNVHash {
    private var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func append(_ bytes: some Sequence<UInt8>) {
        // The algorithm multiplies modulo 2^64.
        for byte in bytes { value = (value ^ UInt64(byte)) &* 0x0000_0100_0000_01b3 }
    }

    var hexadecimal: String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
