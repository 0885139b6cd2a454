extension GrammarRules {
    /// Rules for request and response headers.
    static let headers: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        for header in HeaderKind.allCases {
            table[header.rawValue] = { $0.scans($1) { $0.header(header) } }
        }
        table["header"] = { evaluator, raw in
            HeaderKind.allCases.contains { kind in evaluator.scans(raw) { $0.header(kind) } }
        }
        table["request-id"] = { evaluator, raw in evaluator.scans(raw) { $0.unreserved() } }
        table["preference"] = { evaluator, raw in evaluator.scans(raw) { $0.preference(nil) } }
        for preference in PreferenceKind.allCases {
            table[preference.rawValue + "Preference"] = { $0.scans($1) { $0.preference(preference) } }
        }
        table["annotationsList"] = { evaluator, raw in evaluator.scans(raw) { $0.annotations() } }
        table["annotationIdentifier"] = { evaluator, raw in evaluator.scans(raw) { $0.annotationIdentifier() } }
        table["IRI-in-header"] = { evaluator, raw in evaluator.scans(raw) { $0.visible() } }
        table["IRI-in-query"] = { !$1.isEmpty && $0.isQueryText($1) }
        return table
    }()
}

/// The headers of the grammar, by their rules.
private enum HeaderKind: String, CaseIterable {
    case asyncResult = "asyncresult"
    case contentID = "content-id"
    case isolation
    case entityID = "odata-entityid"
    case error = "odata-error"
    case maxVersion = "odata-maxversion"
    case version = "odata-version"
    case prefer
}

/// The preferences of the grammar, by their rules.
private enum PreferenceKind: String, CaseIterable {
    case allowEntityReferences, callback, continueOnError, includeAnnotations, maxpagesize, omitValues, respondAsync
    case `return`, trackChanges, wait
}

extension GrammarEvaluator {
    fileprivate func scans(_ raw: ArraySlice<UInt8>, _ scan: (inout HeaderScanner) -> Bool) -> Bool {
        var scanner = HeaderScanner(bytes: Array(raw), model: model)
        return scan(&scanner) && scanner.isAtEnd
    }
}

/// Reads the text of a header.
private struct HeaderScanner {
    let bytes: [UInt8]
    let model: GrammarModel
    var index = 0

    var isAtEnd: Bool { index == bytes.count }
    private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

    mutating func header(_ kind: HeaderKind) -> Bool {
        switch kind {
        case .asyncResult: field("AsyncResult") && digits(3...3)
        case .contentID: field("Content-ID") && unreserved()
        case .isolation: optional("OData-") && field("Isolation") && take("snapshot")
        case .entityID: field("OData-EntityID") && visible()
        case .error: field("OData-Error") && take("{\"") && take("code", exact: true) && take("\":") && rest()
        case .maxVersion: field("OData-MaxVersion") && digits(1...100) && take(".") && digits(1...100)
        case .version: field("OData-Version") && take("4.0") && (isAtEnd || (current != 0x30 && digits(1...1)))
        case .prefer: field("Prefer") && preferences()
        }
    }

    private mutating func preferences() -> Bool {
        repeat {
            blanks()
            guard preference(nil) else { return false }
            let mark = index
            blanks()
            if current != UInt8(ascii: ",") {
                index = mark
                return true
            }
        } while take(",")
        return true
    }

    /// One preference, of a kind or of any.
    mutating func preference(_ kind: PreferenceKind?) -> Bool {
        for candidate in kind.map({ [$0] }) ?? PreferenceKind.allCases {
            let mark = index
            if candidate.isPrefixed { _ = optional("odata.") }
            if parameters(of: candidate) { return true }
            index = mark
        }
        return false
    }

    private mutating func parameters(of kind: PreferenceKind) -> Bool {
        switch kind {
        case .allowEntityReferences: return take("allow-entityreferences")
        case .respondAsync: return take("respond-async")
        case .trackChanges: return take("track-changes")
        case .callback:
            guard take("callback") else { return false }
            blanks()
            guard take(";") else { return false }
            blanks()
            return take("url") && equals() && quotedURI()
        case .continueOnError:
            guard take("continue-on-error") else { return false }
            let mark = index
            if equals(), take("true") || take("false") { return true }
            index = mark
            return true
        case .includeAnnotations:
            return take("include-annotations") && equals() && take("\"") && annotations() && take("\"")
        case .maxpagesize: return take("maxpagesize") && equals() && current != 0x30 && digits(1...100)
        case .omitValues: return take("omit-values") && equals() && (take("nulls") || take("defaults"))
        case .return:
            return take("return") && equals()
                && (take("representation", exact: true) || take("minimal", exact: true))
        case .wait: return take("wait") && equals() && digits(1...100)
        }
    }

    mutating func annotations() -> Bool {
        repeat {
            guard annotationIdentifier() else { return false }
        } while take(",")
        return true
    }

    /// `[-](*|NS.Term|NS.*)[#qualifier]`.
    mutating func annotationIdentifier() -> Bool {
        _ = take("-")
        if !take("*") && !take("%2A") {
            var parts: [String] = []
            repeat {
                if take("*") || take("%2A") {
                    parts.append("*")
                    break
                }
                guard let part = identifier() else { return false }
                parts.append(part)
            } while take(".")
            guard parts.count > 1, let last = parts.popLast(), last == "*" || model.allows("termName", last),
                parts.allSatisfy({ model.allows("namespacePart", $0) })
            else { return false }
        }
        guard take("#") else { return true }
        return identifier() != nil
    }

    private mutating func quotedURI() -> Bool {
        guard take("\"") else { return false }
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "\"") { index += 1 }
        return URIText(bytes[start..<index]).isURI && take("\"")
    }

    // MARK: Pieces

    private mutating func field(_ name: String) -> Bool {
        guard take(name), take(":") else { return false }
        blanks()
        return true
    }

    private mutating func optional(_ word: String) -> Bool {
        _ = take(word)
        return true
    }

    private mutating func take(_ word: String, exact: Bool = false) -> Bool {
        let end = index + word.utf8.count
        guard end <= bytes.count else { return false }
        let matches = bytes[index..<end].elementsEqual(word.utf8) {
            exact ? $0 == $1 : ASCIIClass.lowercased($0) == ASCIIClass.lowercased($1)
        }
        if matches { index = end }
        return matches
    }

    private mutating func blanks() {
        while ASCIIClass.isBlank(current) { index += 1 }
    }

    private mutating func equals() -> Bool {
        blanks()
        guard take("=") else { return false }
        blanks()
        return true
    }

    private mutating func digits(_ count: ClosedRange<Int>) -> Bool {
        let start = index
        while ASCIIClass.isDigit(current), index - start < count.upperBound { index += 1 }
        return count.contains(index - start)
    }

    private mutating func identifier() -> String? {
        let start = index
        guard ASCIIClass.isNameStart(current) else { return nil }
        while ASCIIClass.isNamePart(current) { index += 1 }
        return String(decoding: bytes[start..<index], as: UTF8.self)
    }

    mutating func unreserved() -> Bool {
        let start = index
        while ASCIIClass.isUnreserved(current) { index += 1 }
        return index > start
    }

    mutating func visible() -> Bool {
        let start = index
        while current > 0x20, current != 0x7F { index += 1 }
        return index > start
    }

    private mutating func rest() -> Bool {
        while current >= 0x20, current < 0x7F { index += 1 }
        return true
    }
}

extension PreferenceKind {
    /// Whether the name may have the prefix `odata.`.
    fileprivate var isPrefixed: Bool {
        switch self {
        case .allowEntityReferences, .callback, .continueOnError, .includeAnnotations, .maxpagesize, .trackChanges: true
        case .omitValues, .respondAsync, .return, .wait: false
        }
    }
}
