import Testing

/// Keeps files small enough to be read in one go.
@Suite struct FileSizeTests {
    /// Frozen or generated files may be longer.
    static let exempt: [String] = [
        "Sources/CRMService/Migrations/", "Sources/CRM/Demo/DemoNames",
    ]

    @Test("no source file above 500 lines, no test file above 700", arguments: [("Sources", 500), ("Tests", 700)])
    func limits(folder: String, limit: Int) throws {
        let long = try SwiftSource.all(under: folder).filter { source in
            source.lineCount > limit && !Self.exempt.contains { source.path.hasPrefix($0) }
        }
        expectNone(long.map { Finding(path: $0.path, line: 1, message: "\($0.lineCount) lines, at most \(limit)") })
    }
}
