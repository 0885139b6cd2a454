import Foundation
import Logging
import OData
import ODataSQL
import SQLCore
import SQLiteDriver

/// The sales model, its rows and its requests of `../shared/odata/aggregation`.
enum SalesExamples {
    static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .appending(path: "../../../../shared/odata/aggregation").standardizedFileURL

    static var areThere: Bool {
        FileManager.default.fileExists(atPath: folder.appending(path: "model.xml").path(percentEncoded: false))
    }

    /// A request with what it must give.
    struct Example: Sendable, CustomStringConvertible {
        var number: String
        var request: String
        var context: String?
        var rows: [ExampleValue]?
        var optional: [ExampleValue] = []
        var isOrdered: Bool
        var isExact: Bool
        var status: Int?
        var isUnclear: Bool
        /// Whether a service needs something of its own for it.
        var needsMore: Bool

        var description: String { number }
    }

    static func examples() throws -> [Example] {
        guard areThere else { return [] }
        guard case .object(let file) = try json("examples.json"), case .array(let items)? = file["examples"] else {
            return []
        }
        return items.compactMap { item in
            guard case .object(let members) = item, case .text(let number)? = members["number"].map(\.asText),
                case .text(let request)? = members["request"]
            else { return nil }
            return Example(
                number: number,
                request: request,
                context: members["context"]?.text,
                rows: members["value"]?.items,
                optional: members["optional"]?.items ?? [],
                isOrdered: members["ordered"] == .flag(true),
                isExact: members["exact"] != .flag(false),
                status: members["status"]?.number.map { Int($0) },
                isUnclear: members["unclear"] == .flag(true),
                needsMore: members["needs"] != nil
            )
        }
    }

    static func json(_ name: String) throws -> ExampleValue {
        let data = try Data(contentsOf: folder.appending(path: name))
        return ExampleValue(try JSONSerialization.jsonObject(with: data))
    }

    static func model() throws -> EdmModel {
        let data = try Data(contentsOf: folder.appending(path: "model.xml"))
        return try CSDLXMLReader.read(Array(data)).model.inliningAnnotations()
    }
}

/// JSON as values that can be compared.
indirect enum ExampleValue: Equatable, Sendable {
    case null
    case flag(Bool)
    case number(Double)
    case text(String)
    case array([ExampleValue])
    case object([String: ExampleValue])

    init(_ value: Any) {
        switch value {
        case let text as String: self = .text(text)
        case let items as [Any]: self = .array(items.map { ExampleValue($0) })
        case let members as [String: Any]: self = .object(members.mapValues { ExampleValue($0) })
        case let number as NSNumber:
            // Both are numbers here; only the type of what they hold tells them apart.
            self = String(cString: number.objCType) == "c" ? .flag(number.boolValue) : .number(number.doubleValue)
        default: self = .null
        }
    }

    var text: String? { if case .text(let text) = self { text } else { nil } }
    var number: Double? { if case .number(let number) = self { number } else { nil } }
    var items: [ExampleValue]? { if case .array(let items) = self { items } else { nil } }

    /// A number as text; examples are numbered with and without letters.
    var asText: ExampleValue {
        if case .number(let number) = self { .text(String(Int(number))) } else { self }
    }

    /// Whether a found value is as expected: control information aside, numbers within a tolerance.
    func matches(_ found: ExampleValue, exactly isExact: Bool) -> Bool {
        switch (self, found) {
        case (.number(let left), .number(let right)): return abs(left - right) < 0.00001
        case (.array(let left), .array(let right)):
            return Self.surplus(of: right, over: left, exactly: isExact)?.isEmpty == true
        case (.object(let left), .object(let right)):
            let (wanted, shown) = (Self.compared(left), Self.compared(right))
            guard wanted.allSatisfy({ name, value in shown[name].map { value.matches($0, exactly: isExact) } ?? false })
            else { return false }
            return !isExact || shown.keys.allSatisfy { wanted[$0] != nil }
        default: return self == found
        }
    }

    /// What is found beyond one value for each expected one, in whatever order; nil where one of those is missing.
    static func surplus(
        of found: [ExampleValue],
        over wanted: [ExampleValue],
        exactly isExact: Bool
    ) -> [ExampleValue]? {
        var rest = found
        for value in wanted {
            guard let position = rest.firstIndex(where: { value.matches($0, exactly: isExact) }) else { return nil }
            rest.remove(at: position)
        }
        return rest
    }

    /// Members without control information, except ids and nested contexts.
    private static func compared(_ members: [String: ExampleValue]) -> [String: ExampleValue] {
        members.compactMapValues { $0 }.filter { name, _ in
            !name.contains("@") || name == "@id" || name.hasSuffix("@context") && name != "@context"
        }
    }
}
