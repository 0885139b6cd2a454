/// A JSON array that a column holds, taken apart no further than into the texts of its items.
struct StoredListText {
    /// The array without its brackets.
    private let content: Substring.UTF8View

    init(_ text: String) {
        content = text.dropFirst().dropLast().utf8
    }

    /// The array with the item of a second one among its own, so that it has a position; nil beyond the end.
    ///
    /// Without a position it comes last, as with -1; lower ones count from there.
    func inserting(_ list: String, at index: Int?) -> String? {
        let item = String(list.dropFirst().dropLast())
        var items = self.items
        let last = items.count
        let position = index.map { $0 < 0 ? last + 1 + max($0, -last - 2) : $0 } ?? last
        guard (0...last).contains(position) else { return nil }
        items.insert(item, at: position)
        return "[\(items.joined(separator: ","))]"
    }

    /// The texts of the items: cut at the commas outside of strings, objects and lists.
    private var items: [String] {
        var items: [String] = []
        var (start, depth, isString, isEscaped) = (content.startIndex, 0, false, false)
        for index in content.indices {
            let byte = content[index]
            if isString {
                if isEscaped {
                    isEscaped = false
                } else if byte == UInt8(ascii: "\\") {
                    isEscaped = true
                } else if byte == UInt8(ascii: "\"") {
                    isString = false
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isString = true
            case UInt8(ascii: "["), UInt8(ascii: "{"): depth += 1
            case UInt8(ascii: "]"), UInt8(ascii: "}"): depth -= 1
            case UInt8(ascii: ",") where depth == 0:
                items.append(String(Substring(content[start..<index])))
                start = content.index(after: index)
            default: break
            }
        }
        let rest = String(Substring(content[start...]))
        return items.isEmpty && rest.allSatisfy(\.isWhitespace) ? [] : items + [rest]
    }
}
