import Foundation

/// Reads targets and their dependencies out of the text of `Package.swift`.
///
/// Read as text, because asking the package manager would need its lock, which the running test holds.
struct Manifest {
    /// One target as the manifest declares it.
    struct Target: Equatable {
        let name: String
        let isTest: Bool
        /// Names of targets and of foreign products, together.
        let dependencies: Set<String>
    }

    let targets: [Target]

    init(text: String) throws {
        let source = SwiftSource(path: "Package.swift", text: text)
        let constants = try Manifest.productConstants(in: text)
        let heads = try TextSearch(#"\.(target|executableTarget|testTarget|systemLibrary)\("#)
        var found: [Target] = []
        for (kind, arguments) in Manifest.calls(matching: heads, code: source.code, text: text) {
            guard let name = try TextSearch(#"name:\s*"([^"]+)""#).matches(in: arguments).first?.groups[1] else {
                continue
            }
            found.append(
                Target(
                    name: name,
                    isTest: kind == "testTarget",
                    dependencies: try Manifest.dependencies(in: arguments, constants: constants)
                )
            )
        }
        targets = found
    }

    /// Finds `let crypto = Target.Dependency.product(name: "Crypto", …)`.
    private static func productConstants(in text: String) throws -> [String: String] {
        let search = try TextSearch(#"let (\w+) = Target\.Dependency\.product\(name: "([^"]+)""#)
        return Dictionary(uniqueKeysWithValues: search.matches(in: text).map { ($0.groups[1], $0.groups[2]) })
    }

    /// Cuts out the argument text of each call, up to its balanced parenthesis.
    private static func calls(matching heads: TextSearch, code: String, text: String) -> [(String, String)] {
        let codeBytes = Array(code.utf8)
        let textBytes = Array(text.utf8)
        var result: [(String, String)] = []
        var from = 0
        for match in heads.matches(in: code) {
            guard let start = firstIndex(of: Array(match.text.utf8), in: codeBytes, from: from) else { continue }
            let open = start + match.text.utf8.count - 1
            let close = balancedEnd(of: codeBytes, from: open)
            result.append((match.groups[1], String(decoding: textBytes[(open + 1)..<close], as: UTF8.self)))
            from = open
        }
        return result
    }

    private static func dependencies(in arguments: String, constants: [String: String]) throws -> Set<String> {
        let code = Array(SwiftSource(path: "", text: arguments).code.utf8)
        guard let label = firstIndex(of: Array("dependencies:".utf8), in: code, from: 0),
            let open = code[label...].firstIndex(of: UInt8(ascii: "["))
        else { return [] }
        let close = balancedEnd(of: code, from: open)
        let list = String(decoding: Array(arguments.utf8)[(open + 1)..<close], as: UTF8.self)
        let products = try TextSearch(#"\.product\(name:\s*"([^"]+)",\s*package:\s*"[^"]+"\)"#)
        var names = Set(products.matches(in: list).map { $0.groups[1] })
        var rest = list
        for match in products.matches(in: list) { rest = rest.replacingOccurrences(of: match.text, with: "") }
        for item in rest.split(whereSeparator: { $0 == "," || $0.isWhitespace }) {
            let word = item.trimmingCharacters(in: CharacterSet(charactersIn: "\""))
            names.insert(item.hasPrefix("\"") ? word : constants[word] ?? "unknown constant \(word)")
        }
        return names
    }

    private static func firstIndex(of needle: [UInt8], in bytes: [UInt8], from start: Int) -> Int? {
        guard bytes.count >= needle.count else { return nil }
        return (start...(bytes.count - needle.count)).first { bytes[$0..<($0 + needle.count)].elementsEqual(needle) }
    }

    private static func balancedEnd(of code: [UInt8], from open: Int) -> Int {
        var depth = 0
        for index in open..<code.count {
            switch code[index] {
            case UInt8(ascii: "("), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: ")"), UInt8(ascii: "]"):
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return code.count
    }
}
