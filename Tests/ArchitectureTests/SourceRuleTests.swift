import Testing

/// Rules about the code itself that neither the compiler nor the formatter keeps (ARCHITECTURE.md, "Invariants").
@Suite struct SourceRuleTests {
    /// One rule: a pattern that code must not contain outside the places named.
    struct Rule: Sendable, CustomTestStringConvertible {
        let message: String
        let pattern: String
        /// Path prefixes the rule looks at; empty means all of `Sources`.
        var within: [String] = []
        /// Path prefixes the rule leaves alone.
        var except: [String] = []
        /// A piece of code the rule must catch, so that the rule is known to work.
        let bad: String

        var testDescription: String { message }

        func applies(to path: String) -> Bool {
            (within.isEmpty || within.contains { path.hasPrefix($0) }) && !except.contains { path.hasPrefix($0) }
        }
    }

    private static let database = ["Sources/SQLCore/", "Sources/SQLiteDriver/"]

    static let rules: [Rule] = [
        Rule(
            message: "time is a parameter, made in TesseraApp only",
            pattern: #"\bDate\(\)|\bDate\.now\b|\bDate\(timeIntervalSinceNow"#,
            except: ["Sources/TesseraApp/"],
            bad: "let now = Date()"
        ),
        Rule(
            message: "randomness and ids are parameters, made in TesseraApp only",
            pattern: #"\bUUID\(\)|\.random\(in:|\bSystemRandomNumberGenerator\b|\.randomElement\(\)|\.shuffled\(\)"#,
            except: ["Sources/TesseraApp/"],
            bad: "let id = UUID()"
        ),
        Rule(
            message: "unchecked concurrency only beside a lock, in the threads and the driver",
            pattern: #"@unchecked\s+Sendable|nonisolated\(unsafe\)"#,
            except: ["Sources/SQLCore/Threads/", "Sources/SQLiteDriver/", "Sources/ODataHTTP/RunningTask"],
            bad: "final class A: @unchecked Sendable {}"
        ),
        Rule(
            message: "hot paths do not wait",
            pattern: #"\basync\b|\bawait\b"#,
            within: [
                "Sources/OData/", "Sources/ODataSQL/Planning/", "Sources/ODataSQL/Rows/", "Sources/SQLCore/Rendering/",
                "Sources/Identity/",
            ],
            bad: "let x = try await y()"
        ),
        Rule(
            message: "no trap on input",
            pattern: #"\btry!|\bas!|\bfatalError\(|\bunsafelyUnwrapped\b|\bunsafeDowncast\b"#,
            bad: "let x = try! y()"
        ),
        Rule(
            message: "statement values are made by planners, projections, row predicates and stores only",
            pattern: #"\b(?:Select|Insert|Update|Delete)Statement\("#,
            except: database + [
                "Sources/ODataSQL/", "Sources/CRMService/Projections/",
                "Sources/CRMService/Gate/PrincipalRowSources", "Sources/CRMService/Gate/WritePermission",
                "Sources/CRMService/Stores/",
                "Sources/CRMService/Records/",
                "Sources/CRMService/Migrations/",
            ],
            bad: "SelectStatement(from: x)"
        ),
        Rule(
            message: "row sources with their predicate are made at the gate only",
            pattern: #"\bRowSource\("#,
            except: ["Sources/ODataSQL/RowSources/", "Sources/CRMService/Gate/"],
            bad: "RowSource(table: x)"
        ),
        Rule(
            message: "no web framework below the delivery layer",
            pattern: #"\b(?:HBRequest|RequestContext|HTTPRequestHead|ByteBuffer|EventLoop)\b"#,
            within: [
                "Sources/OData/", "Sources/ODataSQL/", "Sources/ODataServer/", "Sources/SQLCore/",
                "Sources/SQLiteDriver/",
                "Sources/EntityModel/", "Sources/CRM/", "Sources/Identity/", "Sources/CRMService/",
            ],
            bad: "func f(_ b: ByteBuffer) {}"
        ),
        Rule(
            message: "output goes to the log, not to the terminal",
            pattern: #"(?<![.\w])(?:print|debugPrint|dump)\("#,
            // The printers of the syntax have a method of that name.
            except: ["Sources/tessera/", "Sources/TesseraApp/", "Sources/OData/Syntax/"],
            bad: "print(secret)"
        ),
        Rule(
            message: "no sleep where a deadline belongs",
            pattern: #"\b(?:usleep|Thread\.sleep)\b"#,
            except: ["Sources/SQLCore/Threads/"],
            bad: "usleep(10)"
        ),
        Rule(
            message: "an empty catch swallows the error",
            pattern: #"\bcatch\s*\{\s*\}"#,
            bad: "do { try f() } catch { }"
        ),
    ]

    @Test("the sources keep the rule", arguments: rules)
    func sourcesKeep(rule: Rule) throws {
        let sources = try SwiftSource.all(under: "Sources").filter { rule.applies(to: $0.path) }
        expectNone(try sources.flatMap { try $0.findings(of: rule.pattern, message: rule.message) })
    }

    @Test("the rule catches its own bad example", arguments: rules)
    func ruleCatches(rule: Rule) throws {
        let path = (rule.within.first ?? "Sources/WebUI/") + "Planted.swift"
        let source = SwiftSource(path: path, text: rule.bad + "\n// " + rule.bad + "\nlet s = \"" + rule.bad + "\"\n")
        #expect(try source.findings(of: rule.pattern, message: rule.message).map(\.line) == [1])
    }

    @Test("the OData half knows no word of the product")
    func halfKnowsNoProduct() throws {
        let half = LayerTable.rows.filter { $0.half == .odata }.map { "Sources/\($0.target)/" }
        let sources = try SwiftSource.all(under: "Sources").filter { source in
            half.contains { source.path.hasPrefix($0) }
        }
        expectNone(try sources.flatMap(Self.productWords))
    }

    @Test("a product word is found in code and in text, not in comments")
    func productWordFinder() throws {
        let text = "// Opportunities\nlet OpportunityStage = 1\nlet s = \"tessera\"\nlet ok = \"Customers\"\n"
        let found = try Self.productWords(in: SwiftSource(path: "Sources/OData/A.swift", text: text))
        #expect(found.map(\.line) == [2, 3])
    }

    @Test("SQL text stands in the SQL library, the driver and the migrations only")
    func sqlTextStaysBelow() throws {
        let allowed = Self.database + ["Sources/CRMService/Migrations/"]
        let sources = try SwiftSource.all(under: "Sources").filter { source in
            !allowed.contains { source.path.hasPrefix($0) }
        }
        expectNone(try sources.flatMap(Self.sqlTexts))
    }

    @Test("a string that is a statement is found, a sentence that begins with the same word is not")
    func sqlTextFinder() throws {
        let text =
            "let a = \"SELECT x FROM y\"\nlet b = \"Update your password\"\nlet c = \"\"\"\n  DELETE FROM t\n  \"\"\"\n"
        let found = try Self.sqlTexts(in: SwiftSource(path: "Sources/WebUI/A.swift", text: text))
        #expect(found.map(\.line) == [1, 3])
    }

    @Test("every unchecked promise names what keeps it, in a comment above")
    func uncheckedIsExplained() throws {
        let search = try TextSearch(#"@unchecked\s+Sendable|nonisolated\(unsafe\)"#)
        var findings: [Finding] = []
        for source in try SwiftSource.all(under: "Sources") {
            let lines = source.text.split(separator: "\n", omittingEmptySubsequences: false)
            for match in search.matches(in: source.code) {
                let above = lines[max(0, match.line - 12)..<match.line]
                if !above.contains(where: { $0.contains("//") }) {
                    findings.append(
                        Finding(path: source.path, line: match.line, message: "say which lock keeps this safe")
                    )
                }
            }
        }
        expectNone(findings)
    }

    @Test("an open point names its issue")
    func openPointsHaveNumbers() throws {
        let search = try TextSearch(#"\b(?:TODO|FIXME|XXX|HACK)\b(?!\(#\d+\))"#)
        let sources = try SwiftSource.all(under: "Sources") + SwiftSource.all(under: "Tests")
        expectNone(
            sources.filter { !$0.path.hasPrefix("Tests/ArchitectureTests/") }.flatMap { source in
                search.matches(in: source.text).map {
                    Finding(path: source.path, line: $0.line, message: "\($0.text) without an issue number")
                }
            }
        )
    }

    static func productWords(in source: SwiftSource) throws -> [Finding] {
        let pattern =
            #"(?i)tessera|\btsr_|\bCRM\b|opportunit(?:y|ies)|(?<![a-z])companies|personal.?access.?token|(?-i:\bLeads\b)"#
        let search = try TextSearch(pattern)
        let inCode = search.matches(in: source.code).map { (line: $0.line, text: $0.text) }
        let inText = source.literals.flatMap { piece in
            search.matches(in: piece.text).map { (line: piece.line, text: $0.text) }
        }
        return (inCode + inText).map { Finding(path: source.path, line: $0.line, message: "product word \($0.text)") }
    }

    static func sqlTexts(in source: SwiftSource) throws -> [Finding] {
        let pattern =
            #"^\s*(?:SELECT\s.+\sFROM\b|INSERT\s+(?:OR\s+\w+\s+)?INTO\b|UPDATE\s+\w+\s+SET\b|DELETE\s+FROM\b|CREATE\s+(?:TABLE|INDEX|UNIQUE|VIEW|TRIGGER|VIRTUAL)\b|ALTER\s+TABLE\b|DROP\s+(?:TABLE|INDEX|VIEW)\b|PRAGMA\s)"#
        let search = try TextSearch(pattern)
        return source.literals.filter { search.matches($0.text) }.map {
            Finding(path: source.path, line: $0.line, message: "SQL text: \($0.text.prefix(60))")
        }
    }
}
