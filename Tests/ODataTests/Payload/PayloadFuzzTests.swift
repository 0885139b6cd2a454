import Foundation
import Testing

@testable import OData

/// Bodies as nobody sends them: mutated and random bytes, from a fixed seed.
///
/// `TESSERA_FUZZ_ROUNDS` multiplies the number of inputs for long runs by hand.
@Suite struct PayloadFuzzTests {
    static let rounds = ProcessInfo.processInfo.environment["TESSERA_FUZZ_ROUNDS"].flatMap { Int($0) } ?? 1

    private static let seeds = [
        #"{"Name":"Bolt","Price":12.50,"Stock":1e1,"Tags":["a","b"],"Place":{"type":"Point","coordinates":[1.5,-2]}}"#,
        ##"{"@odata.type":"#Shop.Product","Category@odata.bind":"Categories(1)","Lines":[{"Number":1},{"@removed":{}}]}"##,
        #"{"value":[{"@odata.id":"Products(1)"},{"@id":"$1"}]}"#,
        #"[null,true,false,-0.5e+7,"\u00e9\uD83D\uDE00\"\\\/\b\f\n\r\t",[],{},[[[[]]]]]"#,
        "\u{FEFF} {\"a\" : [ 1 , 2 ] }\r\n", "-0", "\"\"", "{}",
    ]

    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", "\"", ":", ",", "\\", "\\u", "\\uD800", "\\uDC00", "\\u0000", "null", "true", "1e999",
            "-", "0", "00", "1.", ".5", "e", "@odata.", "@odata.bind", "@delta", "@removed", "\"a\":1,\"a\":2", "NaN",
            "INF", "\u{0}", "\u{7f}", "ä", "😀", " ", "\t", "\n", "/*", "//", "'", "123456789012345678901234567890",
        ]
        .map { Array($0.utf8) } + [[0xff], [0xc3], [0xed, 0xa0, 0x80], [0xf4, 0x90, 0x80, 0x80], [0xef, 0xbb, 0xbf]]

    /// A seed with some of its bytes replaced, doubled or taken out; now and then bytes without any sense.
    private static func input(_ numbers: inout SeededNumbers) -> [UInt8] {
        if UInt8.random(in: 0..<16, using: &numbers) == 0 {
            return (0..<Int.random(in: 0...60, using: &numbers)).map { _ in UInt8.random(in: 0...255, using: &numbers) }
        }
        var bytes = Array((seeds.randomElement(using: &numbers) ?? "").utf8)
        for _ in 0..<Int.random(in: 0...4, using: &numbers) {
            let start = Int.random(in: 0...bytes.count, using: &numbers)
            let end = min(bytes.count, start + Int.random(in: 0...8, using: &numbers))
            switch UInt8.random(in: 0..<4, using: &numbers) {
            case 0: bytes.removeSubrange(start..<end)
            case 1: bytes.insert(contentsOf: bytes[start..<end], at: start)
            default: bytes.replaceSubrange(start..<end, with: pieces.randomElement(using: &numbers) ?? [])
            }
        }
        return bytes
    }

    @Test("mutated JSON ends in a value that prints and reads back the same, or in a fault at a place inside the text")
    func values() throws {
        var numbers = SeededNumbers(state: 11)
        var accepted = 0
        for _ in 0..<10_000 * Self.rounds {
            let bytes = Self.input(&numbers)
            let item: JSONItem
            do throws(JSONFault) {
                item = try JSONReader.value(of: bytes)
            } catch {
                if let place = Self.place(of: error) {
                    #expect(place.line >= 1 && place.column >= 1 && place.column <= bytes.count + 2, "\(error)")
                }
                continue
            }
            accepted += 1
            #expect(item.range.upperBound <= bytes.count)
            let again = try JSONReader.value(of: Array(Self.text(of: item.value).utf8))
            #expect(Self.text(of: again.value) == Self.text(of: item.value))
            // What this reader takes is JSON to everybody, numbers beyond the usual ones aside.
            let others = try? JSONSerialization.jsonObject(with: Data(bytes), options: .fragmentsAllowed)
            #expect(others != nil || bytes.contains { $0 == 0x65 || $0 == 0x45 }, "\(bytes)")
        }
        #expect(accepted > 500)
    }

    @Test("bodies made of a model's own words and of nonsense end in a payload or in an error")
    func bodies() throws {
        var numbers = SeededNumbers(state: 12)
        let model = SampleModel.shop
        let sets = model.container?.entitySets ?? []
        let options = EntityReader.Options { _ in .failure(.init("no")) }
        let reader = EntityReader(model: model, options: options)
        var accepted = 0
        for _ in 0..<4_000 * Self.rounds {
            guard let set = sets.randomElement(using: &numbers), let type = model.entityType(set.entityType) else {
                continue
            }
            let body = Array(Self.entity(of: type, in: model, depth: 0, &numbers).utf8)
            let purposes: [EntityReader.Purpose] = [.insert, .merge, .replace]
            let purpose = purposes.randomElement(using: &numbers) ?? .merge
            do throws(PayloadError) {
                _ = try reader.entity(body, type: type.name, set: set, for: purpose)
                accepted += 1
            } catch {
                if case .violations(let violations) = error { #expect(!violations.isEmpty) }
            }
            _ = try? reader.changes(body, type: type.name, set: set)
            if let property = type.properties.randomElement(using: &numbers) {
                _ = try? reader.propertyValue(body, of: property)
                _ = try? reader.item(body, of: property)
                _ = try? reader.rawValue(Self.words.randomElement(using: &numbers) ?? "", of: property)
            }
        }
        #expect(accepted > 100)
    }

    // MARK: Writing JSON

    private static let words = [
        "null", "true", "0", "-1", "1.5", "1e400", "9223372036854775808", #""""#, #""x""#, #""2024-02-30""#,
        #""2024-02-29""#, #""2024-01-01T00:00:00Z""#, #""P1D""#, #""INF""#, #""12:00:00""#, "[]", "{}", "[null]",
        #"{"a":{"b":[{"c":1}]}}"#, #""00000000-0000-0000-0000-000000000000""#, #""AAAA""#, #""\u0000""#,
        #"{"type":"Point","coordinates":[1,2]}"#, #"{"type":"Polygon","coordinates":[]}"#, "[1,2]", #""Red,Blue""#,
    ]

    private static func entity(
        of type: EdmStructuredType,
        in model: EdmModel,
        depth: Int,
        _ numbers: inout SeededNumbers
    ) -> String {
        var members: [String] = []
        for property in type.properties where Bool.random(using: &numbers) {
            members.append(#""\#(property.name)":\#(words.randomElement(using: &numbers) ?? "null")"#)
        }
        for navigation in type.navigationProperties where UInt8.random(in: 0..<3, using: &numbers) == 0 {
            let target = model.entityType(navigation.target)
            let nested = depth < 3 ? target.map { entity(of: $0, in: model, depth: depth + 1, &numbers) } : nil
            switch UInt8.random(in: 0..<4, using: &numbers) {
            case 0: members.append(#""\#(navigation.name)":\#(nested ?? "{}")"#)
            case 1: members.append(#""\#(navigation.name)":[\#(nested ?? "1")]"#)
            case 2:
                members.append(#""\#(navigation.name)@odata.bind":\#(words.randomElement(using: &numbers) ?? "[]")"#)
            default:
                members.append(#""\#(navigation.name)@delta":[\#(nested ?? "{}"),{"@removed":{"reason":"changed"}}]"#)
            }
        }
        if UInt8.random(in: 0..<8, using: &numbers) == 0 {
            let names = ["Nope", "@odata.type", "@type", "@odata.id", "@odata.etag", "@x", "a@b", "@", ""]
            let name = names.randomElement(using: &numbers) ?? ""
            members.append(#""\#(name)":\#(words.randomElement(using: &numbers) ?? "1")"#)
        }
        return "{" + members.shuffled(using: &numbers).joined(separator: ",") + "}"
    }

    private static func text(of value: JSONValue) -> String {
        switch value {
        case .null: return "null"
        case .boolean(let flag): return flag ? "true" : "false"
        case .number(let digits): return digits
        case .string(let text): return quoted(text)
        case .array(let items): return "[" + items.map { self.text(of: $0.value) }.joined(separator: ",") + "]"
        case .object(let object):
            return "{" + object.members.map { "\(quoted($0.name)):\(self.text(of: $0.value))" }.joined(separator: ",")
                + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var writer = JSONWriter(capacity: text.utf8.count + 2)
        writer.string(text)
        return String(decoding: writer.take(), as: UTF8.self)
    }

    private static func place(of fault: JSONFault) -> JSONPosition? {
        switch fault {
        case .unexpected(_, _, let at), .unterminated(let at), .invalidEscape(let at), .controlCharacter(let at),
            .invalidNumber(let at), .invalidUTF8(let at), .duplicateMember(_, let at), .tooLong(_, let at):
            at
        case .tooDeep, .tooWide, .tooMany: nil
        }
    }
}
