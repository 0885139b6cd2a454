/// Reads the tags of an HTML document as strictly as our own templates write them.
struct MarkupReader {
    struct Tag: Equatable {
        let name: String
        let isClosing: Bool
        let attributes: [(name: String, value: String)]

        subscript(_ name: String) -> String? { attributes.first { $0.name == name }?.value }

        /// The tag without the values of its attributes.
        var shape: String { (isClosing ? "/" : "") + name + attributes.map { " " + $0.name }.joined() }

        static func == (left: Tag, right: Tag) -> Bool { left.shape == right.shape }
    }

    static let voidElements: Set<String> = ["meta", "link", "input", "br", "hr", "img"]
    static let selfClosed: Set<String> = ["path", "rect", "circle"]

    private(set) var tags: [Tag] = []
    private(set) var faults: [String] = []
    private var scalars: [Unicode.Scalar]
    private var at = 0

    init(_ html: String) {
        scalars = Array(html.unicodeScalars)
        read()
        checkNesting()
    }

    func all(_ name: String) -> [Tag] { tags.filter { $0.name == name && !$0.isClosing } }

    private mutating func read() {
        while at < scalars.count {
            guard scalars[at] == "<" else {
                if scalars[at] == ">" { faults.append("a bare > before \(rest)") }
                at += 1
                continue
            }
            at += 1
            if at < scalars.count, scalars[at] == "!" {
                while at < scalars.count, scalars[at] != ">" { at += 1 }
                at += 1
                continue
            }
            readTag()
        }
    }

    private mutating func readTag() {
        let isClosing = at < scalars.count && scalars[at] == "/"
        if isClosing { at += 1 }
        let name = readWord()
        if name.isEmpty { faults.append("a bare < before \(rest)") }
        var attributes: [(name: String, value: String)] = []
        while at < scalars.count, scalars[at] != ">" {
            if scalars[at] == " " || scalars[at] == "/" {
                at += 1
                continue
            }
            let attribute = readWord()
            if attribute.isEmpty {
                faults.append("a strange sign in the tag \(name) before \(rest)")
                at += 1
                continue
            }
            attributes.append((attribute, readValue()))
        }
        at += 1
        tags.append(Tag(name: name, isClosing: isClosing, attributes: attributes))
    }

    private mutating func readValue() -> String {
        guard at + 1 < scalars.count, scalars[at] == "=", scalars[at + 1] == "\"" else { return "" }
        at += 2
        var value = String.UnicodeScalarView()
        while at < scalars.count, scalars[at] != "\"" {
            value.append(scalars[at])
            at += 1
        }
        at += 1
        return String(value)
    }

    private mutating func readWord() -> String {
        var word = String.UnicodeScalarView()
        while at < scalars.count,
            scalars[at].properties.isAlphabetic || "0123456789-:".unicodeScalars.contains(scalars[at])
        {
            word.append(scalars[at])
            at += 1
        }
        return String(word)
    }

    private var rest: String { String(String.UnicodeScalarView(scalars[min(at, scalars.count)...].prefix(40))) }

    private mutating func checkNesting() {
        var open: [String] = []
        for tag in tags where !Self.voidElements.contains(tag.name) && !Self.selfClosed.contains(tag.name) {
            if !tag.isClosing {
                open.append(tag.name)
            } else if open.last == tag.name {
                open.removeLast()
            } else {
                faults.append("</\(tag.name)> closes <\(open.last ?? "nothing")>")
                return
            }
        }
        faults += open.map { "<\($0)> is never closed" }
    }
}
