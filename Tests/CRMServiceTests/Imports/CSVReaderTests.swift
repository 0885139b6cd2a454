import Testing

@testable import CRMService

@Suite struct CSVReaderTests {
    struct Example: Sendable, CustomTestStringConvertible {
        let text: String
        let rows: [[String]]
        var testDescription: String { text.debugDescription }
    }

    static let examples = [
        Example(text: "a,b\r\n1,2\r\n", rows: [["a", "b"], ["1", "2"]]),
        Example(text: "a,b\n1,2", rows: [["a", "b"], ["1", "2"]]),
        Example(text: "a,b\r1,2\r", rows: [["a", "b"], ["1", "2"]]),
        Example(text: "\"x, \"\"y\"\"\",2\n", rows: [["x, \"y\"", "2"]]),
        Example(text: "\"two\r\nlines\",2\n", rows: [["two\r\nlines", "2"]]),
        Example(text: "a,,\n", rows: [["a", "", ""]]),
        Example(text: "\n\na\n\n", rows: [["a"]]),
        Example(text: "5\" pipe,b\n", rows: [["5\" pipe", "b"]]),
        Example(text: "\"\",x\n", rows: [["", "x"]]),
        Example(text: "", rows: []),
    ]

    @Test("rows are read as RFC 4180 says", arguments: examples)
    func rows(_ example: Example) throws {
        var reader = CSVReader(example.text)
        var rows: [[String]] = []
        while let row = try reader.next() { rows.append(row.cells) }
        #expect(rows == example.rows)
    }

    @Test("a row knows the line it starts on, quoted line ends counted")
    func lines() throws {
        var reader = CSVReader("h\r\n\"a\r\nb\"\r\nc\r\n\r\nd\r\n")
        var lines: [Int] = []
        while let row = try reader.next() { lines.append(row.line) }
        #expect(lines == [1, 2, 4, 6])
    }

    @Test("pieces may end anywhere")
    func pieces() throws {
        var bytes = Array("a,\"b\"\"c\"\r\nd,é\r\n".utf8)[...]
        var reader = CSVReader(dialect: CSVDialect()) { () throws(ImportFileFault) -> [UInt8]? in
            bytes.popFirst().map { [$0] }
        }
        #expect(try reader.next()?.cells == ["a", "b\"c"])
        #expect(try reader.next()?.cells == ["d", "é"])
        #expect(try reader.next() == nil)
    }

    @Test("an open quote, an endless row and too many cells end the reading")
    func limits() {
        var open = CSVReader("a\n\"b\n")
        #expect(throws: ImportFileFault.openQuote(line: 2)) { while try open.next() != nil {} }
        var long = CSVReader("abcdefgh\n", limits: CSVReader.Limits(rowBytes: 5, cells: 9))
        #expect(throws: ImportFileFault.rowTooLong(line: 1, limit: 5)) { try long.next() }
        var wide = CSVReader("a,b,c,d\n", limits: CSVReader.Limits(rowBytes: 50, cells: 3))
        #expect(throws: ImportFileFault.tooManyCells(line: 1, limit: 3)) { try wide.next() }
    }

    @Test(
        "the delimiter is the one that cuts all rows alike",
        arguments: [
            ("a;b\n1,5;2\n", ";"), ("a\tb\n1\t2\n", "\t"), ("a|b|c\n1|2|3\n", "|"), ("a,b\n1,2\n", ","), ("a\n", ","),
        ]
    )
    func delimiter(_ text: String, _ wanted: String) {
        #expect(CSVDialect.delimiter(of: Array(text.utf8)) == wanted.utf8.first)
    }

    @Test("bytes that are no UTF-8 are told, also across pieces")
    func utf8() {
        var good = UTF8Check()
        for byte in Array("aé€😀".utf8) { good.feed([byte]) }
        good.finish()
        #expect(good.isValid)
        for bytes: [UInt8] in [[0xE9, 0x20], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xC3]] {
            var bad = UTF8Check()
            bad.feed(bytes)
            bad.finish()
            #expect(!bad.isValid)
        }
        #expect(CSVEncoding.windows1252.text([0x80, 0xE9, 0x99]) == "€é™")
    }
}

@Suite struct CSVFileTests {
    @Test("a file of an older program is read in its code page, with its delimiter and without the mark")
    func detection() async throws {
        let western: [UInt8] =
            Array("name;town\r\nMüller;".unicodeScalars.map { UInt8(truncatingIfNeeded: $0.value) }) + [0x80]
        try await ImportFixture.withFile(bytes: western) { path in
            let file = try CSVFile(path: path)
            #expect(file.dialect.encoding == .windows1252 && file.dialect.delimiter == UInt8(ascii: ";"))
            var reader = try file.reader()
            #expect(try reader.next()?.cells == ["name", "town"])
            #expect(try reader.next()?.cells == ["Müller", "€"])
        }
        try await ImportFixture.withFile(bytes: [0xEF, 0xBB, 0xBF] + Array("é,b\n".utf8)) { path in
            var reader = try CSVFile(path: path).reader()
            #expect(try reader.next()?.cells == ["é", "b"])
        }
    }

    @Test("UTF-16 and missing files are told")
    func faults() async throws {
        #expect(throws: ImportFileFault.unreadable(path: "/nowhere.csv")) { try CSVFile(path: "/nowhere.csv") }
        try await ImportFixture.withFile(bytes: [0xFF, 0xFE, 0x61, 0x00]) { path in
            #expect(throws: ImportFileFault.utf16) { try CSVFile(path: path) }
        }
    }
}
