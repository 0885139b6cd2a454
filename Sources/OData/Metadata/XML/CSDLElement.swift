/// One element of a CSDL XML document with everything in it, its names resolved.
struct CSDLElement {
    /// The two namespaces of CSDL XML (CSDL XML 2.1).
    enum Namespace: String {
        case edmx = "http://docs.oasis-open.org/odata/ns/edmx"
        case edm = "http://docs.oasis-open.org/odata/ns/edm"
    }

    /// An attribute without namespace; others are dropped while reading.
    struct Attribute {
        var name: String
        var value: String
        var nameOffset: Int
        var valueOffset: Int
    }

    /// The name as error messages show it: `Schema`, `edmx:Include`, or with a foreign prefix as written.
    var name: String
    var attributes: [Attribute] = []
    var children: [CSDLElement] = []
    /// The character data of the element itself.
    var text = ""
    /// Where the character data begins that is not white space; nil where there is none.
    var textOffset: Int?
    /// The offset of the start tag.
    var offset: Int

    func attribute(_ name: String) -> Attribute? { attributes.first { $0.name == name } }

    func children(_ name: String) -> [CSDLElement] { children.filter { $0.name == name } }
}

/// Makes the tree of a document: checks that tags match and resolves namespaces.
struct CSDLElementReader {
    private struct Open {
        var tag: String
        var element: CSDLElement
        /// The namespaces declared up to here, by prefix; the default one has no prefix.
        var namespaces: [String: String]
    }

    private var reader: XMLPullReader
    private var open: [Open] = []

    init(_ bytes: [UInt8], limits: CSDLReaderLimits) throws(CSDLError) {
        reader = try XMLPullReader(bytes, limits: limits)
    }

    /// The only element at the top.
    mutating func root() throws(CSDLError) -> CSDLElement {
        var root: CSDLElement?
        while true {
            switch try reader.next() {
            case .start(let name, let attributes, let isEmpty, let offset):
                guard root == nil else {
                    throw reader.error(
                        .unexpectedText(found: "<\(name)", expected: "the end of the document"),
                        at: offset
                    )
                }
                try start(name, attributes, offset)
                if isEmpty { root = close() }
            case .end(let name, let offset):
                guard let tag = open.last?.tag, tag == name else {
                    let expected = open.last.map { "</\($0.tag)>" } ?? "the end of the document"
                    throw reader.error(.unexpectedText(found: "</\(name)>", expected: expected), at: offset)
                }
                root = close()
            case .text(let text, let offset): try add(text, at: offset)
            case .endOfDocument(let offset):
                if let tag = open.last?.tag {
                    throw reader.error(.unexpectedText(found: "", expected: "</\(tag)>"), at: offset)
                }
                guard let root else {
                    throw reader.error(.unexpectedText(found: "", expected: "an element"), at: offset)
                }
                return root
            }
        }
    }

    func error(_ fault: CSDLFault, at offset: Int) -> CSDLError { reader.error(fault, at: offset) }

    /// Ends the innermost element; gives it back where it was the outermost.
    private mutating func close() -> CSDLElement? {
        guard let closed = open.popLast()?.element else { return nil }
        guard !open.isEmpty else { return closed }
        open[open.count - 1].element.children.append(closed)
        return nil
    }

    private mutating func add(_ text: String, at offset: Int) throws(CSDLError) {
        let isBlank = text.utf8.allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0a || $0 == 0x0d }
        guard !open.isEmpty else {
            if isBlank { return }
            throw reader.error(.unexpectedText(found: String(text.prefix(12)), expected: "an element"), at: offset)
        }
        open[open.count - 1].element.text += text
        if !isBlank, open[open.count - 1].element.textOffset == nil { open[open.count - 1].element.textOffset = offset }
    }

    private mutating func start(
        _ tag: String,
        _ attributes: [XMLPullReader.Attribute],
        _ offset: Int
    ) throws(CSDLError) {
        guard open.count < CSDLReaderLimits.nesting else {
            throw reader.error(.limitExceeded(.nesting, limit: CSDLReaderLimits.nesting), at: offset)
        }
        var namespaces = open.last?.namespaces ?? ["xml": "http://www.w3.org/XML/1998/namespace"]
        for attribute in attributes {
            if attribute.name == "xmlns" { namespaces[""] = attribute.value }
            if attribute.name.hasPrefix("xmlns:") { namespaces[String(attribute.name.dropFirst(6))] = attribute.value }
        }
        // Each element takes over the declarations around it.
        guard namespaces.count <= CSDLReaderLimits.namespaces else {
            throw reader.error(.limitExceeded(.namespaces, limit: CSDLReaderLimits.namespaces), at: offset)
        }
        var element = CSDLElement(name: try resolve(tag, namespaces, offset), offset: offset)
        for attribute in attributes where attribute.name != "xmlns" && !attribute.name.hasPrefix("xmlns:") {
            if let colon = attribute.name.firstIndex(of: ":") {
                // Attributes of other namespaces say nothing about the model.
                let prefix = String(attribute.name[..<colon])
                guard namespaces[prefix] != nil else {
                    throw reader.error(.unknownPrefix(prefix), at: attribute.nameOffset)
                }
            } else {
                element.attributes.append(
                    .init(
                        name: attribute.name,
                        value: attribute.value,
                        nameOffset: attribute.nameOffset,
                        valueOffset: attribute.valueOffset
                    )
                )
            }
        }
        open.append(Open(tag: tag, element: element, namespaces: namespaces))
    }

    private func resolve(_ tag: String, _ namespaces: [String: String], _ offset: Int) throws(CSDLError) -> String {
        let parts = tag.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
        guard parts.count <= 2, parts.allSatisfy({ !$0.isEmpty }), let local = parts.last else {
            throw reader.error(
                .unexpectedText(found: "<\(tag)", expected: "a name with at most one prefix"),
                at: offset
            )
        }
        let prefix = parts.count == 2 ? parts[0] : ""
        let uri = namespaces[prefix]
        guard uri != nil || prefix.isEmpty else { throw reader.error(.unknownPrefix(prefix), at: offset) }
        switch uri.flatMap(CSDLElement.Namespace.init(rawValue:)) {
        case .edm: return local
        case .edmx: return "edmx:\(local)"
        // In braces it equals no name of CSDL.
        case nil: return "{\(uri ?? "")}\(local)"
        }
    }
}
