/// The forms of the paths in CSDL.
enum CSDLPaths {
    /// Names with slashes between them: keys, partners, bindings, constraints (CSDL 15.4).
    static func isPath(_ text: String) -> Bool { segments(text).allSatisfy { EdmIdentifier.isNamespace($0) } }

    /// A path to a part of the model, perhaps absolute, perhaps with annotations (CSDL 14.4.1.1).
    static func isModelPath(_ text: String) -> Bool {
        if text.isEmpty { return true }
        var segments = segments(text)
        if segments.count > 1, segments.first?.isEmpty == true { segments.removeFirst() }
        return segments.allSatisfy { $0 == "$count" || isModelSegment($0) }
    }

    /// What an external annotation may be about (CSDL 14.2.2): a qualified name, perhaps of one overload, and a path.
    static func isTarget(_ text: String) -> Bool {
        var head = text[...]
        var rest: Substring?
        if let open = text.firstIndex(of: "(") {
            guard EdmIdentifier.isQualified(text[..<open]), let close = closing(text[open...]) else { return false }
            let types = text[text.index(after: open)..<close]
            guard types.isEmpty || types.split(separator: ",", omittingEmptySubsequences: false).allSatisfy(isType)
            else {
                return false
            }
            head = text[..<open]
            let behind = text[text.index(after: close)...]
            guard behind.isEmpty || behind.first == "/" else { return false }
            rest = behind.isEmpty ? nil : behind.dropFirst()
        } else if let slash = text.firstIndex(of: "/") {
            head = text[..<slash]
            rest = text[text.index(after: slash)...]
        }
        guard EdmIdentifier.isQualified(head) else { return false }
        return rest.map { segments(String($0)).allSatisfy { $0 == "$ReturnType" || isModelSegment($0) } } ?? true
    }

    private static func segments(_ text: String) -> [Substring] {
        text.split(separator: "/", omittingEmptySubsequences: false)
    }

    /// `Name`, `Ns.Type`, `@Ns.Term#Qualifier`, `Name@Ns.Term`.
    private static func isModelSegment(_ segment: Substring) -> Bool {
        var parts = segment.split(separator: "@", omittingEmptySubsequences: false)
        if parts.count > 1, parts.first?.isEmpty == true { parts.removeFirst() }
        return parts.allSatisfy { part in
            part.split(separator: "#", omittingEmptySubsequences: false).allSatisfy { EdmIdentifier.isNamespace($0) }
        }
    }

    private static func isType(_ text: Substring) -> Bool {
        guard text.hasPrefix("Collection("), text.hasSuffix(")") else { return EdmIdentifier.isQualified(text) }
        return EdmIdentifier.isQualified(text.dropFirst(11).dropLast())
    }

    /// The parenthesis that closes the first one.
    private static func closing(_ text: Substring) -> String.Index? {
        var depth = 0
        for index in text.indices {
            if text[index] == "(" { depth += 1 }
            if text[index] == ")" { depth -= 1 }
            if depth == 0 { return index }
        }
        return nil
    }
}
