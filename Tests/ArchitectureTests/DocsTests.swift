import Foundation
import Testing

/// Keeps the documents true where a machine can tell.
@Suite struct DocsTests {
    @Test("every link between our documents leads somewhere", arguments: Repository.files(under: "", endings: ["md"]))
    func linksResolve(path: String) throws {
        let text = Self.withoutCode(try Repository.text(of: path))
        let folder = path.split(separator: "/").dropLast().joined(separator: "/")
        var findings: [Finding] = []
        for match in try TextSearch(
            #"!?\[[^\]]*\]\(([^)\s]+)(?:\s+"[^"]*")?\)|<(?:img|source)\b[^>]*\ssrc(?:set)?="([^"]+)""#
        ).matches(in: text) {
            let link = match.groups[1] + match.groups[2]
            guard !link.contains("://"), !link.hasPrefix("mailto:") else { continue }
            let parts = link.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
            let target = parts[0].isEmpty ? path : Self.resolve(parts[0], from: folder)
            if !Repository.exists(target) {
                findings.append(Finding(path: path, line: match.line, message: "no such file: \(link)"))
            } else if parts.count == 2, target.hasSuffix(".md"), !(try Self.anchors(of: target).contains(parts[1])) {
                findings.append(Finding(path: path, line: match.line, message: "no such heading: \(link)"))
            }
        }
        expectNone(findings)
    }

    @Test("the documents every project must have are there, with their first heading")
    func documentsExist() throws {
        for path in ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md"] {
            #expect(try Repository.text(of: path).hasPrefix("# "), "\(path)")
        }
        #expect(try Repository.text(of: "LICENSE").contains("Apache License"))
    }

    @Test("the command reference names exactly the commands of the program")
    func commandsAreDocumented() throws {
        let documented = try TextSearch(#"^#{2,4} `tessera ([a-z -]+?)`"#)
            .matches(in: Repository.text(of: "Docs/cli.md")).map { $0.groups[1].split(separator: " ").map(String.init) }
        let names = try TextSearch(#"commandName:\s*"([^"]+)""#)
        let declared = try SwiftSource.all(under: "Sources").filter { $0.path.hasPrefix("Sources/tessera/") }
            .flatMap { names.matches(in: $0.text).map { $0.groups[1] } }
        try #require(!declared.isEmpty, "no command was found")
        #expect(Set(documented.flatMap(\.self)) == Set(declared).subtracting(["tessera"]))
    }

    @Test("the layer table of ARCHITECTURE.md names every target")
    func targetsAreDocumented() throws {
        let text = try Repository.text(of: "ARCHITECTURE.md")
        for row in LayerTable.rows {
            #expect(text.contains("| \(row.layer) | `\(row.target)` |"), "\(row.target)")
        }
    }

    @Test("decisions are numbered without a gap and have all their parts")
    func decisionsAreComplete() throws {
        let paths = Repository.files(under: "Docs/decisions", endings: ["md"])
        try #require(!paths.isEmpty)
        for (index, path) in paths.enumerated() {
            let number = String(format: "%04d", index + 1)
            #expect(path.hasPrefix("Docs/decisions/\(number)-"), "\(path)")
            let text = try Repository.text(of: path)
            for part in ["Status", "Question", "Decision", "Why", "Rejected", "Consequences"] {
                #expect(text.contains("**\(part)**"), "\(path) lacks \(part)")
            }
        }
    }

    @Test("no committed text names a folder of one machine")
    func noMachinePaths() throws {
        let endings: Set<String> = [
            "swift", "md", "py", "yml", "yaml", "toml", "txt", "mustache", "css", "js", "sql", "json",
        ]
        let search = try TextSearch(#"(?<![\w.])/(?:work|opt/swift|home/\w+|root|tmp/\w+)/"#)
        var paths = Repository.files(under: "", endings: endings)
        paths += Repository.files(under: "script", endings: [""]) + [".ci/run"].filter(Repository.exists)
        expectNone(
            try paths.filter { !$0.hasPrefix("Tests/ArchitectureTests/") }.flatMap { path in
                search.matches(in: try Repository.text(of: path)).map {
                    Finding(path: path, line: $0.line, message: "path of one machine: \($0.text)")
                }
            }
        )
    }

    /// Leaves out fenced and inline code, where brackets are not links.
    static func withoutCode(_ text: String) -> String {
        var isFenced = false
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line -> String in
            if line.hasPrefix("```") { isFenced.toggle() }
            if isFenced || line.hasPrefix("```") { return "" }
            return line.split(separator: "`", omittingEmptySubsequences: false).enumerated()
                .map { $0.offset.isMultiple(of: 2) ? String($0.element) : "code" }.joined()
        }
        return lines.joined(separator: "\n")
    }

    static func resolve(_ link: String, from folder: String) -> String {
        var parts = link.hasPrefix("/") ? [] : folder.split(separator: "/").map(String.init)
        for step in (link.removingPercentEncoding ?? link).split(separator: "/") {
            if step == ".." {
                if parts.isEmpty { return "../" + link }
                parts.removeLast()
            } else if step != "." {
                parts.append(String(step))
            }
        }
        return parts.joined(separator: "/")
    }

    static func anchors(of path: String) throws -> Set<String> {
        let headings = try TextSearch(#"^#{1,6} (.+)$"#).matches(in: Repository.text(of: path)).map { $0.groups[1] }
        return Set(
            headings.map { heading in
                heading.lowercased().filter { $0.isLetter || $0.isNumber || $0 == " " || $0 == "-" || $0 == "_" }
                    .replacing(" ", with: "-")
            }
        )
    }

    @Test(
        "a link is resolved from the folder of its document",
        arguments: [
            ("../README.md", "Docs", "README.md"), ("cli.md", "Docs", "Docs/cli.md"), ("./a/b.md", "", "a/b.md"),
            ("../../x", "Docs", "../../../x"),
        ]
    )
    func linkResolution(link: String, folder: String, path: String) {
        #expect(Self.resolve(link, from: folder) == path)
    }
}
