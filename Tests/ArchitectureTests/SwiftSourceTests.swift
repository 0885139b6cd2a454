import Testing

/// The reader below all rules: it must neither miss code nor take text for code.
@Suite struct SwiftSourceTests {
    struct Row: Sendable {
        let text: String
        let code: String
        let literals: [String]
    }

    static let rows: [Row] = [
        Row(text: "a // b", code: "a     ", literals: []),
        Row(text: "a /* b /* c */ d */ e", code: "a                   e", literals: []),
        Row(text: #"x = "y" + z"#, code: "x =     + z", literals: ["y"]),
        Row(text: #"x = "a\"b" + z"#, code: "x =        + z", literals: ["a b"]),
        Row(text: #"x = "// no" "#, code: "x =         ", literals: ["// no"]),
        Row(text: ##"x = #"a"b"# + z"##, code: "x =         + z", literals: [#"a"b"#]),
        Row(text: #"x = "a\(f("k"))b""#, code: #"x =    (f(   ))  "#, literals: ["k", "ab"]),
        Row(
            text: "x = \"\"\"\n  a \"b\" c\n  \"\"\"\ny",
            code: "x =    \n         \n     \ny",
            literals: ["\n  a \"b\" c\n  "]
        ),
        Row(text: "#if os(Linux)\n#endif", code: "#if os(Linux)\n#endif", literals: []),
    ]

    @Test("code, strings and comments are told apart, columns kept", arguments: rows)
    func parts(row: Row) {
        let source = SwiftSource(path: "Sources/X/A.swift", text: row.text)
        #expect(source.code == row.code)
        #expect(source.literals.map(\.text) == row.literals)
    }

    @Test("a literal knows the line it starts on")
    func lines() {
        let source = SwiftSource(path: "Sources/X/A.swift", text: "\n\nlet a = \"b\"\n")
        #expect(source.literals == [.init(text: "b", line: 3)])
    }
}
