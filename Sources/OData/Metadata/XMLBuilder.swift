/// Builds an XML text element by element.
struct XMLBuilder {
    private(set) var bytes: [UInt8] = []
    private var open: [String] = []
    private var isTagOpen = false

    init() {
        bytes.reserveCapacity(64 * 1024)
        raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>")
    }

    /// An element whose content the closure writes; empty elements end at once.
    mutating func element(_ name: String, _ attributes: [(String, String?)] = [], _ content: (inout XMLBuilder) -> Void)
    {
        start(name, attributes)
        content(&self)
        end()
    }

    /// An element without content.
    mutating func element(_ name: String, _ attributes: [(String, String?)] = []) {
        start(name, attributes)
        end()
    }

    /// An element with nothing but text, on one line.
    mutating func element(_ name: String, text: String) {
        finishTag()
        line()
        raw("<\(name)>")
        escape(text, inAttribute: false)
        raw("</\(name)>")
    }

    private mutating func start(_ name: String, _ attributes: [(String, String?)]) {
        finishTag()
        line()
        raw("<\(name)")
        for case (let attribute, .some(let value)) in attributes {
            raw(" \(attribute)=\"")
            escape(value, inAttribute: true)
            raw("\"")
        }
        open.append(name)
        isTagOpen = true
    }

    private mutating func end() {
        guard let name = open.popLast() else { return }
        if isTagOpen {
            raw("/>")
            isTagOpen = false
        } else {
            line()
            raw("</\(name)>")
        }
    }

    private mutating func finishTag() {
        if isTagOpen { raw(">") }
        isTagOpen = false
    }

    /// One element a line and no indentation, which would be a tenth of a large document.
    private mutating func line() {
        bytes.append(0x0a)
    }

    private mutating func raw(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    /// Characters that XML 1.0 does not have become U+FFFD.
    private mutating func escape(_ text: String, inAttribute: Bool) {
        for scalar in text.unicodeScalars {
            switch scalar.value {
            case 0x26: raw("&amp;")
            case 0x3c: raw("&lt;")
            case 0x3e: raw("&gt;")
            case 0x22: raw(inAttribute ? "&quot;" : "\"")
            case 0x09, 0x0a, 0x0d: raw("&#x\(String(scalar.value, radix: 16, uppercase: true));")
            case 0..<0x20, 0xfffe, 0xffff: raw("\u{fffd}")
            default: bytes.append(contentsOf: String(scalar).utf8)
            }
        }
    }
}
