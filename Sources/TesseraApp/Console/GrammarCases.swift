import Foundation
import OData

/// A file of grammar cases: texts, the rule each is to match, and whether it does.
public struct GrammarCases: Sendable {
    private struct File: Decodable {
        let constraints: [String: [String: [String]]]
        let cases: [Case]
    }

    private struct Case: Decodable, Sendable {
        let suite: String
        let name: String
        let rule: String
        let input: String
        let valid: Bool
    }

    /// What a run found.
    public struct Result: Sendable, Hashable {
        /// One line for each case whose verdict is wrong.
        public let wrong: [String]
        /// The number of cases that were tried.
        public let total: Int
        /// The number that were right.
        public var right: Int { total - wrong.count }
    }

    private let constraints: [String: [String: [String]]]
    private let cases: [Case]

    /// The largest file that is read, in bytes.
    public static let largestFile = 64 * 1_048_576

    /// Reads a file; throws ``ConsoleFailure`` with ``ExitStatus/badData`` when it holds no cases.
    public init(path: String) throws {
        guard let size = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? Int,
            size <= Self.largestFile, let data = FileManager.default.contents(atPath: path)
        else { throw ConsoleFailure(.badData, "The file \(path) cannot be read.") }
        let file: File
        do {
            file = try JSONDecoder().decode(File.self, from: data)
        } catch {
            throw ConsoleFailure(.badData, "The file \(path) does not hold grammar cases.")
        }
        constraints = file.constraints
        cases = file.cases
    }

    /// Tries every case; the temporal suite, which is optional, only where it is asked for.
    public func run(includingTemporal: Bool) -> Result {
        let checks = constraints.mapValues { GrammarCheck(constraints: $0) }
        let none = GrammarCheck(constraints: [:])
        var wrong: [String] = []
        var total = 0
        for item in cases where includingTemporal || item.suite != "temporal" {
            total += 1
            let verdict = (checks[item.suite] ?? none).verdict(rule: item.rule, input: item.input)
            guard (verdict == .accepted) != item.valid || verdict == .unknownRule else { continue }
            let said =
                switch verdict {
                case .accepted: "accepted, should be refused"
                case .rejected: "refused, should be accepted"
                case .unknownRule: "the rule is not known"
                }
            wrong.append("\(item.suite) \(item.rule): \(said): \(item.input) (\(item.name))")
        }
        return Result(wrong: wrong, total: total)
    }
}
