import Testing

@testable import OData

@Suite struct QueryOptionsParserTests {
    @Test("all options are read")
    func everything() throws {
        let options = try QueryOptionsParser.parse(
            "$filter=a&$select=b&$expand=c&$orderby=d&$top=1&$skip=2&$count=true&$search=e&$compute=f%20as%20g"
                + "&$apply=identity&$format=json&$skiptoken=h&$deltatoken=i&$schemaversion=*&$index=-3&$id=j&@p=4&q=5"
        )
        #expect(options.filter.map(SyntaxShape.of) == "a")
        #expect(options.select.map { SyntaxPrinter.text(of: $0) } == "b")
        #expect(options.expand.map { SyntaxPrinter.text(of: $0) } == "c")
        #expect(options.orderBy.map { SyntaxPrinter.text(of: $0) } == "d")
        #expect((options.top, options.skip, options.index) == (1, 2, -3))
        #expect(options.count == true)
        #expect(options.search.map(SyntaxShape.of) == "e")
        #expect(options.compute?.items.first?.name.text == "g")
        #expect(options.apply?.steps.count == 1)
        #expect((options.format, options.skipToken, options.deltaToken) == ("json", "h", "i"))
        #expect((options.schemaVersion, options.id) == ("*", "j"))
        #expect(options.aliases.map(\.name) == ["p"])
        #expect(options.custom.map(\.name) == ["q"])
    }

    @Test(
        "options may be written without dollar and in any case",
        arguments: ["$top=5", "top=5", "$TOP=5", "Top=5", "%24top=5"]
    )
    func spelling(_ query: String) throws {
        #expect(try QueryOptionsParser.parse(query).top == 5)
    }

    @Test("unknown options with a dollar are refused, others are kept")
    func unknown() throws {
        #expect(throws: SyntaxError.unknownOption(name: "$filtre")) { try QueryOptionsParser.parse("$filtre=a") }
        #expect(try QueryOptionsParser.parse("filtre=a").custom.first?.name == "filtre")
        #expect(try QueryOptionsParser.parse("skiptoken=a").custom.first?.name == "skiptoken")
    }

    @Test(
        "the same option twice is refused in whatever spelling",
        arguments: ["$top=1&$top=2", "$top=1&TOP=1", "@a=1&@a=2"]
    )
    func duplicates(_ query: String) {
        #expect {
            try QueryOptionsParser.parse(query)
        } throws: { error in
            guard case .duplicateOption? = error as? SyntaxError else { return false }
            return true
        }
    }

    @Test("options without a value are refused, but for $expand")
    func empty() throws {
        #expect(throws: SyntaxError.emptyOption(name: "$filter")) { try QueryOptionsParser.parse("$filter=") }
        #expect(throws: SyntaxError.emptyOption(name: "$count")) { try QueryOptionsParser.parse("$count") }
        #expect(try QueryOptionsParser.parse("$expand=").expand?.items == [])
    }

    @Test("$levels belongs into parentheses")
    func levels() throws {
        #expect {
            try QueryOptionsParser.parse("$levels=2")
        } throws: { error in
            guard case .misplacedOption("$levels", _)? = error as? SyntaxError else { return false }
            return true
        }
        let options = try QueryOptionsParser.parse("$expand=a($levels=2),b($levels=max),*($levels=3)")
        #expect(options.expand?.items.map(\.options?.levels) == [.number(2), .max, .number(3)])
    }

    @Test(
        "numbers are whole and not negative",
        arguments: ["$top=-1", "$top=1.5", "$top=x", "$skip=", "$skip=1x"]
    )
    func numbers(_ query: String) {
        #expect(throws: SyntaxError.self) { try QueryOptionsParser.parse(query) }
    }

    @Test("a number beyond every bound is the greatest there is")
    func greatNumber() throws {
        #expect(try QueryOptionsParser.parse("$top=99999999999999999999").top == .max)
    }

    @Test("$expand takes options in parentheses, in each other")
    func nestedExpand() throws {
        let options = try QueryOptionsParser.parse(
            "$expand=Company($select=Id,Name;$expand=Owner($select=Id);$filter=a%20eq%20';)';$top=3;$count=true),"
                + "Lines/$ref($top=1),Notes/$count($filter=b),Address/NS.T/Country,*/$ref,$value"
        )
        let items = try #require(options.expand?.items)
        #expect(
            items.map(\.target) == [
                .entities, .references, .count, .entities, .allReferences, .mediaStream,
            ]
        )
        #expect(items[0].options?.select?.items.count == 2)
        #expect(items[0].options?.expand?.items.first?.options?.select?.items.count == 1)
        #expect(items[0].options?.filter.map(SyntaxShape.of) == "[eq a ';)']")
        #expect(items[0].options?.top == 3)
        #expect(items[3].path.count == 3)
    }

    @Test("$select takes paths, wildcards, overloads and options")
    func select() throws {
        let options = try QueryOptionsParser.parse("$select=*,NS.*,Address/City,NS.F(p,q),Tags($top=1;@a=$this),@NS.T")
        let items = try #require(options.select?.items)
        guard items.count == 6, case .all = items[0], case .allOperations(let namespace, _) = items[1],
            case .path(let address) = items[2], case .path(let overload) = items[3], case .path(let tags) = items[4],
            case .path(let annotation) = items[5]
        else {
            Issue.record("other items")
            return
        }
        #expect(namespace.text == "NS")
        #expect(address.segments.count == 2)
        #expect(overload.parameterNames?.map(\.text) == ["p", "q"])
        #expect(tags.options?.top == 1)
        #expect(tags.options?.aliases.map(\.name) == ["a"])
        if case .annotation = annotation.segments[0] {} else { Issue.record("not an annotation") }
    }

    @Test("options that do not fit their parentheses are refused by name")
    func misplaced() {
        for query in [
            "$expand=a/$count($top=1)", "$expand=a/$ref($select=b)", "$expand=a($format=json)", "$expand=*($top=1)",
        ] {
            #expect {
                try QueryOptionsParser.parse(query)
            } throws: { error in
                guard case .misplacedOption? = error as? SyntaxError else { return false }
                return true
            }
        }
        #expect(throws: SyntaxError.unknownOption(name: "$tip")) { try QueryOptionsParser.parse("$expand=a($tip=1)") }
    }

    @Test("aliases hold expressions and JSON")
    func aliases() throws {
        let options = try QueryOptionsParser.parse("@a=1 add 2&@b=[1,{\"x\":null}]&@c='%C3%A4'")
        #expect(options.aliases.map { SyntaxPrinter.text(of: $0.value) } == ["1 add 2", "[1,{\"x\":null}]", "'ä'"])
        #expect(options.aliases.map(\.text) == ["1 add 2", "[1,{\"x\":null}]", "'ä'"])
        #expect(throws: SyntaxError.self) { try QueryOptionsParser.parse("@1=2") }
    }

    @Test("the order of items and its direction are kept")
    func orderBy() throws {
        let items = try #require(try QueryOptionsParser.parse("$orderby=a desc,b asc,c,desc DESC").orderBy?.items)
        #expect(items.map(\.isDescending) == [true, false, false, true])
        #expect(items.map { SyntaxShape.of($0.expression) } == ["a", "b", "c", "desc"])
    }
}
