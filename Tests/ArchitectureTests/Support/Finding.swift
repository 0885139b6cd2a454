import Foundation
import Testing

/// Names one place that breaks a rule.
struct Finding: Equatable, CustomStringConvertible, Sendable {
    let path: String
    let line: Int
    let message: String

    var description: String { "\(path):\(line): \(message)" }
}

/// Fails the test with one line per finding, so that the list can be worked off from the log.
func expectNone(_ findings: [Finding], sourceLocation: SourceLocation = #_sourceLocation) {
    let list = findings.map(\.description).joined(separator: "\n")
    #expect(findings.isEmpty, Comment(rawValue: "\n" + list), sourceLocation: sourceLocation)
}

/// Searches text for a regular expression and says on which line each match stands.
struct TextSearch {
    private let expression: NSRegularExpression

    init(_ pattern: String) throws {
        expression = try NSRegularExpression(pattern: pattern, options: [.anchorsMatchLines])
    }

    /// One match: its text, its line counted from 1, and the text of each group ("" when it took no part).
    struct Match: Equatable {
        let text: String
        let line: Int
        let groups: [String]
    }

    func matches(in text: String) -> [Match] {
        let whole = text as NSString
        var line = 1
        var seen = 0
        return expression.matches(in: text, range: NSRange(location: 0, length: whole.length)).map { result in
            let gap = whole.substring(with: NSRange(location: seen, length: result.range.location - seen))
            line += gap.utf8.count(where: { $0 == UInt8(ascii: "\n") })
            seen = result.range.location
            let groups = (0..<result.numberOfRanges).map { number in
                let range = result.range(at: number)
                return range.location == NSNotFound ? "" : whole.substring(with: range)
            }
            return Match(text: groups[0], line: line, groups: groups)
        }
    }

    func matches(_ text: String) -> Bool {
        !matches(in: text).isEmpty
    }
}
