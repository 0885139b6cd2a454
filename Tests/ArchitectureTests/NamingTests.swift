import Testing

/// Keeps names findable: one spelling, one place, no empty words.
@Suite struct NamingTests {
    static let banned: Set<String> = [
        "Manager", "Util", "Utils", "Common", "Core", "Impl", "Base", "Abstract", "New", "Old", "Info", "Misc", "Thing",
    ]

    /// Words of the trade that contain a banned one: the base role beside data roles, the list of common passwords,
    /// SQL's common table expressions.
    static let allowed: Set<String> = ["BaseRole", "CommonPasswords", "SQLCommonTable"]

    /// A type declared at the left margin, where it can hide a module and be what the file is about.
    private static let topLevel = declaration.replacing(#"^[ \t]*"#, with: "^", maxReplacements: 1)

    private static let declaration =
        #"^[ \t]*(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:public|internal|private|fileprivate|final|indirect|nonisolated)\s+)*(?:struct|enum|class|actor|protocol|typealias)\s+(\w+)"#

    @Test("file names within a target differ by more than case")
    func fileNamesAreUnique() throws {
        var seen: [String: String] = [:]
        var findings: [Finding] = []
        for source in try SwiftSource.all(under: "Sources") + SwiftSource.all(under: "Tests") {
            let key = "\(source.path.prefix(7))/\(source.target)/\(source.fileName)".lowercased()
            if let other = seen[key] {
                findings.append(Finding(path: source.path, line: 1, message: "same file name as \(other)"))
            }
            seen[key] = source.path
        }
        expectNone(findings)
    }

    @Test("target names differ by more than case")
    func targetNamesAreUnique() throws {
        let names = try Manifest(text: Repository.text(of: "Package.swift")).targets.map { $0.name.lowercased() }
        #expect(Set(names).count == names.count)
    }

    @Test("no type is named like a module")
    func typesAreNotModules() throws {
        let modules = Set(LayerTable.rows.flatMap { [$0.target] + Array($0.others) })
        expectNone(
            try Self.types(under: "Sources", pattern: Self.topLevel).filter { modules.contains($0.name) }.map {
                Finding(path: $0.path, line: $0.line, message: "type \($0.name) hides the module of that name")
            }
        )
    }

    @Test("no type or file is named with a word that says nothing")
    func namesSaySomething() throws {
        let sources = try SwiftSource.all(under: "Sources")
        let files = sources.map { (name: $0.fileName, path: $0.path, line: 1) }
        let types = try Self.types(under: "Sources").map { (name: $0.name, path: $0.path, line: $0.line) }
        expectNone(
            (files + types).filter { Self.hasBannedWord($0.name) }.map {
                Finding(path: $0.path, line: $0.line, message: "empty word in the name \($0.name)")
            }
        )
    }

    @Test(
        "the word finder splits names at capitals",
        arguments: [
            ("TokenManager", true), ("BaseType", true), ("Data", true), ("NewThing", true), ("Database", false),
            ("DataSource", false), ("SQLCoreError", false), ("Newsletter", false), ("EdmCommonality", false),
        ]
    )
    func wordFinder(name: String, isBanned: Bool) {
        #expect(Self.hasBannedWord(name) == isBanned)
    }

    @Test("a file with one type is named for it")
    func filesAreNamedForTheirType() throws {
        expectNone(
            try SwiftSource.all(under: "Sources").filter { $0.fileName != "main" }.compactMap(Self.misnamed)
        )
    }

    @Test("a misnamed file is found; extensions, families and private helpers are not")
    func misnamedFinder() throws {
        func finding(_ name: String, _ text: String) throws -> Finding? {
            try Self.misnamed(SwiftSource(path: "Sources/X/\(name).swift", text: text))
        }
        #expect(try finding("Apple", "public struct Pear {}\n") != nil)
        #expect(try finding("Apple", "public struct Apple {}\nprivate enum Pear {}\n") == nil)
        #expect(try finding("Apple+Taste", "extension Apple {\n    struct Taste {}\n}\n") == nil)
        #expect(try finding("Fruits", "struct Apple {}\nstruct Pear {}\n") == nil)
        #expect(try finding("Berries", "struct Berry {}\n") == nil)
    }

    static func misnamed(_ source: SwiftSource) throws -> Finding? {
        let types = try TextSearch(topLevel).matches(in: source.code).filter { !$0.text.contains("private") }
        guard types.count == 1, let type = types.first?.groups[1], !source.fileName.contains("+") else { return nil }
        // A file that extends another type is about a topic of that type, and may bring a helper along.
        if try TextSearch(#"^(?:public |private )?extension\s"#).matches(source.code) { return nil }
        let file = source.fileName
        let names = [file, file + "s", String(file.dropLast()), file.replacing(#/ies$/#, with: "y")]
        return names.contains(type)
            ? nil : Finding(path: source.path, line: types[0].line, message: "holds \(type) under another name")
    }

    static func types(
        under folder: String,
        pattern: String = declaration
    ) throws -> [(name: String, path: String, line: Int)] {
        let search = try TextSearch(pattern)
        return try SwiftSource.all(under: folder).flatMap { source in
            search.matches(in: source.code).map { ($0.groups[1], source.path, $0.line) }
        }
    }

    static func hasBannedWord(_ name: String) -> Bool {
        if allowed.contains(name) { return false }
        if name == "Data" { return true }
        let rest = name.replacing("SQLCore", with: "SQL")
        var words: [String] = []
        for character in rest {
            if character.isUppercase || words.isEmpty { words.append("") }
            words[words.count - 1].append(character)
        }
        return words.contains { banned.contains($0) }
    }
}
