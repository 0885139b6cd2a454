/// Which annotations a client wishes for (`Prefer: include-annotations`, Protocol 8.2.8.4).
///
/// Items are qualified names of terms, with or without a qualifier, `Namespace.*` or `*`; `-` before one excludes. The
/// most specific item that fits decides, and of two equally specific ones the one that excludes.
public struct AnnotationSelection: Hashable, Sendable {
    private struct Item: Hashable, Sendable {
        var isExcluding: Bool
        /// Nil for every namespace.
        var namespace: String?
        /// Nil for every term.
        var term: String?
        var qualifier: String?

        func fits(_ name: EdmTypeName, _ qualifier: String?) -> Bool {
            (namespace == nil || namespace == name.namespace) && (term == nil || term == name.name)
                && (self.qualifier == nil || self.qualifier == qualifier)
        }

        /// The more it names, the more specific it is; a longer item means no more.
        var weight: Int { (namespace == nil ? 0 : 4) + (term == nil ? 0 : 2) + (qualifier == nil ? 0 : 1) }
    }

    private var items: [Item]

    /// So many items are read; a longer list is none.
    public static let mostItems = 100

    /// Reads the text between the quotes; nil where it is no such list.
    public init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false)
        guard parts.count <= Self.mostItems else { return nil }
        var items: [Item] = []
        for part in parts {
            guard let item = Self.item(part) else { return nil }
            items.append(item)
        }
        self.items = items
    }

    private static func item(_ part: Substring) -> Item? {
        var rest = part.drop { $0 == " " || $0 == "\t" }
        while rest.last == " " || rest.last == "\t" { rest.removeLast() }
        let isExcluding = rest.first == "-"
        if isExcluding { rest.removeFirst() }
        let halves = rest.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
        guard let name = halves.first, !name.isEmpty else { return nil }
        let qualifier = halves.count == 2 ? String(halves[1]) : nil
        if let qualifier, qualifier.isEmpty || qualifier == "*" { return nil }
        if name == "*" { return Item(isExcluding: isExcluding, qualifier: qualifier) }
        guard let dot = name.lastIndex(of: "."), dot != name.startIndex else { return nil }
        let term = name[name.index(after: dot)...]
        guard !term.isEmpty else { return nil }
        return Item(
            isExcluding: isExcluding,
            namespace: String(name[..<dot]),
            term: term == "*" ? nil : String(term),
            qualifier: qualifier
        )
    }

    /// The selection with the namespaces that aliases stand for.
    func resolving(_ namespace: (String) -> String?) -> AnnotationSelection {
        var resolved = self
        for (index, item) in items.enumerated() {
            if let alias = item.namespace, let full = namespace(alias) { resolved.items[index].namespace = full }
        }
        return resolved
    }

    /// Whether an annotation is wished for; what no item fits is not.
    public func includes(_ term: EdmTypeName, qualifier: String?) -> Bool {
        let fitting = items.filter { $0.fits(term, qualifier) }
        guard let most = fitting.map(\.weight).max() else { return false }
        return !fitting.contains { $0.weight == most && $0.isExcluding }
    }

    /// The list as a client would write it.
    public var text: String {
        items.map { item in
            let name =
                switch (item.namespace, item.term) {
                case (let namespace?, let term?): "\(namespace).\(term)"
                case (let namespace?, nil): "\(namespace).*"
                case (nil, _): "*"
                }
            return (item.isExcluding ? "-" : "") + name + (item.qualifier.map { "#\($0)" } ?? "")
        }.joined(separator: ",")
    }
}
