/// The functions on collections (URL Conventions 5.1.1.6), over JSON arrays whose items are written alike.
enum ListFunctions {
    static var all: [SQLiteFunction] {
        [
            SQLiteFunction("odata_list_has_subset", 2) { call in
                call.give(hasSubset(items(call.utf8(0)), items(call.utf8(1))))
            },
            SQLiteFunction("odata_list_has_subsequence", 2) { call in
                var rest = items(call.utf8(1))[...]
                for item in items(call.utf8(0)) where item == rest.first { rest.removeFirst() }
                call.give(rest.isEmpty)
            },
            SQLiteFunction("odata_list_contains", 2) { call in
                call.give(position(of: items(call.utf8(1)), in: items(call.utf8(0))) >= 0)
            },
            SQLiteFunction("odata_list_index_of", 2) { call in
                call.give(Int64(position(of: items(call.utf8(1)), in: items(call.utf8(0)))))
            },
            SQLiteFunction("odata_list_starts_with", 2) { call in
                call.give(items(call.utf8(0)).starts(with: items(call.utf8(1))))
            },
            SQLiteFunction("odata_list_ends_with", 2) { call in
                call.give(items(call.utf8(0)).reversed().starts(with: items(call.utf8(1)).reversed()))
            },
            SQLiteFunction("odata_list_length", 1) { call in call.give(Int64(items(call.utf8(0)).count)) },
            SQLiteFunction("odata_list_concat", 2) { call in give(items(call.utf8(0)) + items(call.utf8(1)), to: call)
            },
            SQLiteFunction("odata_list_part", 3) { call in
                // Negative positions count from the end; what lies outside is left out.
                let list = items(call.utf8(0))
                let (start, length) = (call.integer(1), call.integer(2))
                let first = start < 0 ? max(0, Int64(list.count) + start) : min(start, Int64(list.count))
                let rest = list.dropFirst(Int(first))
                give(Array(length < 0 ? rest : rest.prefix(Int(clamping: length))), to: call)
            },
        ]
    }

    private typealias Item = [UInt8]

    private static func give(_ items: [Item], to call: SQLiteFunctionCall) {
        call.give("[" + items.map { String(decoding: $0, as: UTF8.self) }.joined(separator: ",") + "]")
    }

    /// Whether each item of the second list has one of its own in the first.
    private static func hasSubset(_ list: [Item], _ part: [Item]) -> Bool {
        var counts: [Item: Int] = [:]
        for item in list { counts[item, default: 0] += 1 }
        for item in part {
            guard let count = counts[item], count > 0 else { return false }
            counts[item] = count - 1
        }
        return true
    }

    /// Where the items of the second list stand one behind the other in the first; −1 where they do not.
    private static func position(of part: [Item], in list: [Item]) -> Int {
        guard part.count <= list.count else { return -1 }
        for start in 0...(list.count - part.count) where list[start...].starts(with: part) { return start }
        return -1
    }

    /// The texts of the items of a JSON array.
    private static func items(_ json: UnsafeBufferPointer<UInt8>) -> [Item] {
        var items: [Item] = []
        var item: Item = []
        var depth = 0
        var isText = false
        var isEscaped = false
        for byte in json {
            if isText {
                item.append(byte)
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isText = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "["), UInt8(ascii: "{"):
                if depth > 0 { item.append(byte) }
                depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"):
                depth -= 1
                if depth > 0 { item.append(byte) }
            case UInt8(ascii: ",") where depth == 1:
                items.append(item)
                item = []
            case UInt8(ascii: " "), UInt8(ascii: "\n"), UInt8(ascii: "\t"), UInt8(ascii: "\r"): continue
            default:
                if byte == UInt8(ascii: "\"") { isText = true }
                item.append(byte)
            }
        }
        if !item.isEmpty { items.append(item) }
        return items
    }
}
