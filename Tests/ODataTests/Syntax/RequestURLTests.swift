import Testing

@testable import OData

@Suite struct RequestURLTests {
    private func kinds(_ path: String) throws -> [ResourceSegmentKind] {
        try RequestURL(path: path, query: nil).path.segments.map(\.kind)
    }

    @Test("the path is split before it is decoded, and decoded once")
    func pathDecoding() throws {
        let url = try RequestURL(path: "/Companies('A%2FB')/Name%2541", query: nil)
        #expect(url.path.segments.map(\.text) == ["Companies('A/B')", "Name%41"])
        guard case .invocation(let name, let arguments, nil) = url.path.segments[0].kind else {
            Issue.record("not a key")
            return
        }
        #expect(name.text == "Companies")
        #expect(arguments.map { SyntaxShape.of($0.value) } == ["'A/B'"])
    }

    @Test("a plus is a blank in the query and a plus in the path")
    func plus() throws {
        let url = try RequestURL(path: "Companies('a+b')", query: "$filter=Name+eq+'a%2Bb'")
        #expect(url.path.segments[0].text == "Companies('a+b')")
        #expect(url.options.filter.map(SyntaxShape.of) == "[eq Name 'a+b']")
    }

    @Test("the query is split at & and the first = before it is decoded")
    func queryDecoding() throws {
        let url = try RequestURL(path: "Companies", query: "%24filter=Name%20eq%20'a%26b=c'&x=y=z&flag")
        #expect(url.options.filter.map(SyntaxShape.of) == "[eq Name 'a&b=c']")
        #expect(
            url.options.custom == [
                CustomOptionSyntax(name: "x", value: "y=z"), CustomOptionSyntax(name: "flag", value: nil),
            ]
        )
        #expect(url.optionTexts.map(\.name) == ["$filter", "x", "flag"])
    }

    @Test("the service root is an empty path, with and without a slash")
    func root() throws {
        #expect(try RequestURL(path: "", query: nil).path.segments == [])
        #expect(try RequestURL(path: "/", query: "").path.segments == [])
    }

    @Test(
        "what cannot be decoded is an error",
        arguments: [
            (
                "Companies('%zz')",
                SyntaxError.malformedPercentEncoding(
                    found: "%zz",
                    at: SyntaxPosition(option: "path", character: 12, segment: 0)
                )
            ),
            (
                "Companies('%4",
                .malformedPercentEncoding(
                    found: "%4",
                    at: SyntaxPosition(option: "path", character: 12, segment: 0)
                )
            ),
            ("Companies('%00')", .nulCharacter(at: SyntaxPosition(option: "path", character: 12, segment: 0))),
            ("A/%ff", .invalidUTF8(at: SyntaxPosition(option: "path", character: 1, segment: 1))),
            ("A//B", .emptyPathSegment(segment: 1)), ("A/", .emptyPathSegment(segment: 1)),
        ]
    )
    func malformedPaths(_ path: String, _ error: SyntaxError) {
        #expect(throws: error) { try RequestURL(path: path, query: nil) }
    }

    @Test("segments are what they say")
    func segments() throws {
        #expect(try kinds("$metadata") == [.metadata])
        #expect(try kinds("$batch") == [.batch])
        #expect(try kinds("A/$count").last == .count)
        #expect(try kinds("A/$ref").last == .reference)
        #expect(try kinds("A/$value").last == .value)
        #expect(try kinds("A/$each").last == .each)
        #expect(try kinds("A/$query").last == .query)
        #expect(try kinds("$entity/NS.T").first == .entity)
        #expect(try kinds("$all") == [.all])
        #expect(try kinds("People/O'Neil").last == .plain)
        #expect(try kinds("A/-1").last == .plain)
        #expect(throws: SyntaxError.self) { try kinds("A/$nonsense") }
        guard case .crossjoin(let sets)? = try kinds("$crossjoin(A,B)").first else {
            Issue.record("not a crossjoin")
            return
        }
        #expect(sets.map(\.text) == ["A", "B"])
    }

    @Test("a filter in the path may hold slashes, also without encoding")
    func filterSegment() throws {
        let segments = try RequestURL(path: "A/$filter(B/C eq 'x/y')/$count", query: nil).path.segments
        #expect(segments.count == 3)
        guard case .filter(let filter, nil) = segments[1].kind else {
            Issue.record("not a filter")
            return
        }
        #expect(SyntaxShape.of(filter) == "[eq B/C 'x/y']")
    }

    @Test("a function may be followed by a key in a second parenthesis")
    func secondParenthesis() throws {
        guard case .invocation(_, let arguments, let key?) = try kinds("F(p=@x)(2)")[0] else {
            Issue.record("no key")
            return
        }
        #expect(arguments.map { $0.name?.text } == ["p"])
        #expect(key.map { SyntaxShape.of($0.value) } == ["2"])
    }
}
