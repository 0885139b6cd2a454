import Testing

/// Keeps the pages free of what the content security policy forbids, and of unescaped output.
@Suite struct TemplateTests {
    /// Unescaped insertions that are safe, because our own code makes the whole text: template path and name.
    static let unescaped: Set<String> = []

    struct Rule: Sendable, CustomTestStringConvertible {
        let message: String
        let pattern: String
        let bad: String
        var testDescription: String { message }
    }

    static let rules: [Rule] = [
        Rule(message: "no inline script", pattern: #"(?i)<script\b(?![^>]*\bsrc=)"#, bad: "<script>1</script>"),
        Rule(message: "no inline style element", pattern: #"(?i)<style\b"#, bad: "<style>a{}</style>"),
        Rule(message: "no style attribute", pattern: #"(?i)<[^>]*\sstyle\s*="#, bad: "<p style=\"x\">"),
        Rule(message: "no event attribute", pattern: #"(?i)<[^>]*\son\w+\s*="#, bad: "<a onclick=\"x\">"),
        Rule(message: "no script address", pattern: #"(?i)javascript:"#, bad: "<a href=\"javascript:x\">"),
        Rule(
            message: "nothing from another host",
            pattern: #"(?i)<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["'](?:https?:)?//"#,
            bad: "<img src=\"//cdn.example/x.png\">"
        ),
        Rule(message: "an image has a text", pattern: #"(?i)<img\b(?![^>]*\balt=)"#, bad: "<img src=\"/x.png\">"),
        Rule(message: "no positive tabindex", pattern: #"(?i)tabindex=["'][1-9]"#, bad: "<a tabindex=\"3\">"),
    ]

    @Test("the templates keep the rule", arguments: rules)
    func templatesKeep(rule: Rule) throws {
        let search = try TextSearch(rule.pattern)
        expectNone(
            try Self.templates().flatMap { path in
                search.matches(in: try Repository.text(of: path)).map {
                    Finding(path: path, line: $0.line, message: "\(rule.message): \($0.text)")
                }
            }
        )
    }

    @Test("the rule catches its own bad example", arguments: rules)
    func ruleCatches(rule: Rule) throws {
        #expect(try TextSearch(rule.pattern).matches(rule.bad))
    }

    @Test("no script or style is written in Swift either")
    func swiftWritesNoScript() throws {
        let search = try TextSearch(#"(?i)<script\b|<style\b|\son(?:click|load|submit|change)="#)
        let sources = try SwiftSource.all(under: "Sources").filter { $0.path.hasPrefix("Sources/WebUI/") }
        expectNone(
            sources.flatMap { source in
                source.literals.filter { search.matches($0.text) }.map {
                    Finding(path: source.path, line: $0.line, message: "markup in Swift: \($0.text.prefix(60))")
                }
            }
        )
    }

    @Test("unescaped insertions are those of the list, and the list has no dead line")
    func unescapedIsListed() throws {
        let search = try TextSearch(#"\{\{(?:\{\s*([^}]+?)\s*\}|&\s*([^}]+?)\s*)\}\}"#)
        var used: Set<String> = []
        for path in try Self.templates() {
            for match in search.matches(in: try Repository.text(of: path)) {
                let short = path.replacing("Sources/WebUI/Templates/", with: "").replacing(".mustache", with: "")
                used.insert("\(short) \(match.groups[1])\(match.groups[2])")
            }
        }
        #expect(used == Self.unescaped)
    }

    @Test("styles and scripts load nothing from another host")
    func staticFilesStayHome() throws {
        let search = try TextSearch(
            #"(?i)(?:url\(\s*["']?|@import\s+["']|import\s+[^;]*["']|fetch\(\s*["'])(?:https?:)?//"#
        )
        let paths = Repository.files(under: "Sources/WebUI/Static", endings: ["css", "js", "mjs", "svg"])
        #expect(!paths.isEmpty)
        expectNone(
            try paths.flatMap { path in
                search.matches(in: try Repository.text(of: path)).map {
                    Finding(path: path, line: $0.line, message: "loads from another host: \($0.text)")
                }
            }
        )
    }

    static func templates() throws -> [String] {
        let found = Repository.files(under: "Sources/WebUI/Templates", endings: ["mustache"])
        try #require(!found.isEmpty, "no template was found, so no rule was checked")
        return found
    }
}
