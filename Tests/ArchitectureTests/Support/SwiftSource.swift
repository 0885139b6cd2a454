import Foundation

/// Holds one Swift file in three layers: code, string literals and comments, with line numbers kept.
///
/// A rule about code must not trip over a word in a comment, and a rule about texts must not see code.
/// Regular-expression literals are not known to it; the sources have none with a quote inside.
struct SwiftSource: Sendable {
    /// A piece of text and the line it starts on, counted from 1.
    struct Piece: Equatable, Sendable {
        var text: String
        var line: Int
    }

    /// The path relative to the repository's root.
    let path: String
    /// The file as it stands.
    let text: String
    /// The file with comments and the inside of string literals replaced by blanks; same lines, same columns.
    let code: String
    /// The string literals without their quotes, interpolations left out.
    let literals: [Piece]

    /// The name of the target the file belongs to: the folder below `Sources` or `Tests`.
    var target: String {
        let parts = path.split(separator: "/")
        return parts.count > 2 ? String(parts[1]) : ""
    }

    /// The file's name without its ending.
    var fileName: String {
        String((path.split(separator: "/").last ?? "").dropLast(".swift".count))
    }

    /// The number of lines of the file.
    var lineCount: Int {
        text.utf8.count(where: { $0 == UInt8(ascii: "\n") })
    }

    init(path: String, text: String) {
        self.path = path
        self.text = text
        var splitter = SwiftTextSplitter(bytes: Array(text.utf8))
        splitter.split()
        code = String(decoding: splitter.code, as: UTF8.self)
        literals = splitter.literals
    }

    /// All Swift files below a folder; those of `Sources` and `Tests` are read once for all rules.
    static func all(under folder: String) throws -> [SwiftSource] {
        switch folder {
        case "Sources": try sources.get()
        case "Tests": try tests.get()
        default: try read(folder)
        }
    }

    private static let sources = Result { try read("Sources") }
    private static let tests = Result { try read("Tests") }

    private static func read(_ folder: String) throws -> [SwiftSource] {
        try Repository.files(under: folder, endings: ["swift"]).map {
            SwiftSource(path: $0, text: try Repository.text(of: $0))
        }
    }

    /// Finds every place where a pattern matches the code layer.
    func findings(of pattern: String, message: String) throws -> [Finding] {
        try TextSearch(pattern).matches(in: code).map {
            Finding(path: path, line: $0.line, message: "\(message): \($0.text)")
        }
    }
}

/// Walks over Swift text once and parts code from strings and comments.
private struct SwiftTextSplitter {
    let bytes: [UInt8]
    var code: [UInt8] = []
    var literals: [SwiftSource.Piece] = []
    private var index = 0
    private var line = 1

    init(bytes: [UInt8]) {
        self.bytes = bytes
        code.reserveCapacity(bytes.count)
    }

    mutating func split() {
        while index < bytes.count { step() }
    }

    private func peek(_ distance: Int = 0) -> UInt8 {
        index + distance < bytes.count ? bytes[index + distance] : 0
    }

    private mutating func take(asCode: Bool) {
        let byte = bytes[index]
        if byte == UInt8(ascii: "\n") { line += 1 }
        code.append(asCode || byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        index += 1
    }

    /// Consumes one byte of code, or one whole comment or string.
    private mutating func step() {
        switch (peek(), peek(1)) {
        case (UInt8(ascii: "/"), UInt8(ascii: "/")): skipLineComment()
        case (UInt8(ascii: "/"), UInt8(ascii: "*")): skipBlockComment()
        case (UInt8(ascii: "\""), _): takeString(pounds: 0)
        case (UInt8(ascii: "#"), UInt8(ascii: "\"")), (UInt8(ascii: "#"), UInt8(ascii: "#")):
            var pounds = 0
            while peek(pounds) == UInt8(ascii: "#") { pounds += 1 }
            if peek(pounds) == UInt8(ascii: "\"") {
                for _ in 0..<pounds { take(asCode: false) }
                takeString(pounds: pounds)
            } else {
                take(asCode: true)
            }
        default: take(asCode: true)
        }
    }

    private mutating func skipLineComment() {
        while index < bytes.count, peek() != UInt8(ascii: "\n") { take(asCode: false) }
    }

    private mutating func skipBlockComment() {
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "/"), peek(1) == UInt8(ascii: "*") {
                depth += 1
                take(asCode: false)
            } else if peek() == UInt8(ascii: "*"), peek(1) == UInt8(ascii: "/") {
                depth -= 1
                take(asCode: false)
            }
            take(asCode: false)
        } while depth > 0 && index < bytes.count
    }

    private mutating func takeString(pounds: Int) {
        let quotes = peek(1) == UInt8(ascii: "\"") && peek(2) == UInt8(ascii: "\"") ? 3 : 1
        let start = line
        var content: [UInt8] = []
        for _ in 0..<quotes { take(asCode: false) }
        while index < bytes.count {
            if closes(quotes: quotes, pounds: pounds) {
                for _ in 0..<(quotes + pounds) where index < bytes.count { take(asCode: false) }
                break
            }
            if quotes == 1, peek() == UInt8(ascii: "\n") { break }
            guard peek() == UInt8(ascii: "\\"), hasPounds(pounds, at: 1) else {
                content.append(peek())
                take(asCode: false)
                continue
            }
            for _ in 0...pounds { take(asCode: false) }
            if peek() == UInt8(ascii: "(") {
                takeInterpolation()
            } else if index < bytes.count {
                content.append(UInt8(ascii: " "))
                take(asCode: false)
            }
        }
        literals.append(.init(text: String(decoding: content, as: UTF8.self), line: start))
    }

    private mutating func takeInterpolation() {
        var depth = 0
        repeat {
            if peek() == UInt8(ascii: "(") { depth += 1 }
            if peek() == UInt8(ascii: ")") { depth -= 1 }
            step()
        } while depth > 0 && index < bytes.count
    }

    private func hasPounds(_ count: Int, at distance: Int) -> Bool {
        (0..<count).allSatisfy { peek(distance + $0) == UInt8(ascii: "#") }
    }

    private func closes(quotes: Int, pounds: Int) -> Bool {
        (0..<quotes).allSatisfy { peek($0) == UInt8(ascii: "\"") } && hasPounds(pounds, at: quotes)
    }
}
