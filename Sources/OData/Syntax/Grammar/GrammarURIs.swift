extension GrammarRules {
    /// Rules for whole URLs and for context URLs.
    static let uris: [String: GrammarRule] = {
        var table: [String: GrammarRule] = [:]
        table["odataUri"] = { $0.isServiceURI($1) }
        table["serviceRoot"] = { $0.isServiceRoot($1) }
        table["odataRelativeUri"] = { $0.isRelativeURI($1) }
        table["context"] = { evaluator, raw in
            raw.first == UInt8(ascii: "#") && evaluator.isContextFragment(raw.dropFirst())
        }
        table["contextFragment"] = { $0.isContextFragment($1) }
        table["selectList"] = { evaluator, raw in
            guard let reader = evaluator.reader(raw) else { return false }
            let segment = FragmentSegment(Array(reader.bytes)[...])
            return segment.name.isEmpty && segment.groups.count == 1 && !segment.hasPlus
                && evaluator.model.isSelectList(segment.groups[0])
        }
        table["selectListItem"] = { evaluator, raw in
            evaluator.reader(raw).map { evaluator.model.isSelectListItem($0.bytes[...]) } ?? false
        }
        table["URI"] = { URIText($1).isURI }
        table["scheme"] = { URIText.isScheme($1) }
        table["authority"] = { URIText.isAuthority($1) }
        table["host"] = { evaluator, raw in
            let isAddress = raw.first == UInt8(ascii: "[") && raw.last == UInt8(ascii: "]")
            return isAddress ? URIText.isAddress(raw.dropFirst().dropLast()) : URIText.isHostName(raw)
        }
        table["reg-name"] = { URIText.isHostName($1) }
        table["port"] = { $1.allSatisfy(ASCIIClass.isDigit) }
        table["IP-literal"] = { evaluator, raw in
            raw.count > 2 && raw.first == UInt8(ascii: "[") && raw.last == UInt8(ascii: "]")
                && URIText.isAddress(raw.dropFirst().dropLast())
        }
        table["IPv6address"] = { URIText.isAddress($1) && ($1.first ?? 0) | 0x20 != UInt8(ascii: "v") }
        table["IPvFuture"] = { URIText.isAddress($1) && ($1.first ?? 0) | 0x20 == UInt8(ascii: "v") }
        table["IPv4address"] = { URIText.isIPv4($1) }
        table["segment"] = { URIText.isText($1) }
        table["segment-nz"] = { !$1.isEmpty && URIText.isText($1) }
        table["query"] = { URIText.isText($1, extra: "/?") }
        table["fragment"] = { URIText.isText($1, extra: "/?") }
        return table
    }()
}

extension GrammarEvaluator {
    /// `serviceRoot [ odataRelativeUri ]`; the root may end at any slash.
    func isServiceURI(_ raw: ArraySlice<UInt8>) -> Bool {
        let end = raw.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") } ?? raw.endIndex
        for slash in raw[..<end].indices where raw[slash] == UInt8(ascii: "/") {
            let rest = raw[(slash + 1)...]
            if isServiceRoot(raw[...slash]), rest.isEmpty || isRelativeURI(rest) { return true }
        }
        return false
    }

    func isServiceRoot(_ raw: ArraySlice<UInt8>) -> Bool {
        guard let rest = rest(raw, behind: "http://") ?? rest(raw, behind: "https://"),
            let slash = rest.firstIndex(of: UInt8(ascii: "/")), rest.last == UInt8(ascii: "/"),
            URIText.isHostAndPort(rest[..<slash])
        else { return false }
        let path = rest[(slash + 1)...]
        return path.isEmpty
            || path.dropLast().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
                .allSatisfy { !$0.isEmpty && URIText.isText($0) }
    }

    func isRelativeURI(_ raw: ArraySlice<UInt8>) -> Bool {
        let mark = raw.firstIndex(of: UInt8(ascii: "?"))
        let path = raw[..<(mark ?? raw.endIndex)]
        let query = mark.map { raw[($0 + 1)...] }
        if let rest = rest(raw, behind: "$metadata", exact: true) {
            return isMetadataTail(rest)
        }
        if text(path) == "$batch" { return query.map { areAll($0, isFormatOrCustom) } ?? true }
        if let cast = rest(path, behind: "$entity", exact: true) {
            guard let query else { return false }
            if cast.isEmpty { return areEntityOptions(query, hasCast: false) }
            guard cast.first == UInt8(ascii: "/"), let type = name(cast.dropFirst()), model.isEntityType(type) else {
                return false
            }
            return areEntityOptions(query, hasCast: true)
        }
        guard let resource = resourcePath(path), model.isResourcePath(resource) else { return false }
        guard let query, !query.isEmpty else { return true }
        return areAll(query, isQueryOption)
    }

    private func isMetadataTail(_ raw: ArraySlice<UInt8>) -> Bool {
        let hash = raw.firstIndex(of: UInt8(ascii: "#")) ?? raw.endIndex
        let options = raw[..<hash]
        guard options.isEmpty || (options.first == UInt8(ascii: "?") && areAll(options.dropFirst(), isFormatOrCustom))
        else { return false }
        return hash == raw.endIndex || isContextFragment(raw[(hash + 1)...])
    }

    // MARK: Context URLs

    func isContextFragment(_ raw: ArraySlice<UInt8>) -> Bool {
        guard let reader = reader(raw) else { return false }
        switch text(raw) {
        case "Collection($ref)", "$ref", "Collection(Edm.EntityType)", "Collection(Edm.ComplexType)": return true
        default: break
        }
        let segments = FragmentSegment.split(reader.bytes[...])
        return isContextOfType(segments)
            || isContext(segments, of: "entitySetName", states: .set)
            || isContext(segments, of: "singletonEntity", states: .singleton)
    }

    /// `qualifiedTypeName [ selectList ]`.
    private func isContextOfType(_ segments: [FragmentSegment]) -> Bool {
        guard segments.count == 1, var segment = segments.first, !segment.hasPlus else { return false }
        var type = TypeNameSyntax(isCollection: false, name: NameSyntax(segment.name, SourceRange(0, 0)))
        if segment.name == "Collection", !segment.groups.isEmpty {
            type.isCollection = true
            type.name.text = String(decoding: segment.groups.removeFirst(), as: UTF8.self)
        }
        guard model.isType(type, qualified: true) else { return false }
        return segment.groups.isEmpty || (segment.groups.count == 1 && model.isSelectList(segment.groups[0]))
    }

    private func isContext(_ segments: [FragmentSegment], of rule: String, states start: ContextStates) -> Bool {
        guard let first = segments.first, model.allows(rule, first.name) else { return false }
        var states = model.closing(first, start)
        for segment in segments.dropFirst() {
            if states.isEmpty { return false }
            states = model.next(states, segment)
        }
        return !states.isDisjoint(with: [
            .set, .castSet, .singleton, .navigation, .castNavigation, .property, .complexProperty, .list, .end,
        ])
    }
}

/// Where the path of a context URL may be.
struct ContextStates: OptionSet {
    let rawValue: UInt16
    /// Behind an entity set or a containment navigation property of one.
    static let set = ContextStates(rawValue: 1)
    static let castSet = ContextStates(rawValue: 2)
    static let singleton = ContextStates(rawValue: 4)
    /// Behind a navigation property of a singleton.
    static let navigation = ContextStates(rawValue: 8)
    static let castNavigation = ContextStates(rawValue: 16)
    /// Behind a key, where a property or navigation property follows.
    static let key = ContextStates(rawValue: 32)
    /// Behind a key of a cast set, where only a property follows.
    static let castKey = ContextStates(rawValue: 64)
    /// Behind a key of a singleton's navigation property, or inside its navigation.
    static let singletonKey = ContextStates(rawValue: 128)
    /// Inside the navigation behind the key of a set.
    static let inside = ContextStates(rawValue: 256)
    static let property = ContextStates(rawValue: 512)
    static let complexProperty = ContextStates(rawValue: 1024)
    static let castProperty = ContextStates(rawValue: 2048)
    /// Behind the select list of a set, where `$entity` or `$delta` may follow.
    static let list = ContextStates(rawValue: 4096)
    static let end = ContextStates(rawValue: 8192)
    /// Behind keys that are segments, where one more may follow.
    static let keySegment = ContextStates(rawValue: 16_384)
}

extension GrammarModel {
    /// The states behind what stands in parentheses at a segment that leads to the states.
    func closing(_ segment: FragmentSegment, _ reached: ContextStates) -> ContextStates {
        guard !segment.hasPlus, !reached.isEmpty else { return [] }
        guard let group = segment.groups.first else { return reached }
        guard segment.groups.count == 1 else { return [] }
        var states: ContextStates = []
        if isFragmentKey(group) {
            if reached.contains(.set) { states.formUnion([.key, .castKey]) }
            if reached.contains(.castSet) { states.insert(.castKey) }
            if reached.contains(.navigation) { states.insert(.singletonKey) }
        }
        if isSelectList(group) {
            if !reached.isDisjoint(with: [.set, .castSet]) { states.insert(.list) }
            if !reached.isDisjoint(with: [.singleton, .navigation, .castNavigation, .property, .complexProperty]) {
                states.insert(.end)
            }
        }
        return states
    }

    private func isFragmentKey(_ group: ArraySlice<UInt8>) -> Bool {
        let text = DecodedText(bytes: [UInt8(ascii: "(")] + group + [UInt8(ascii: ")")])
        var reader = SyntaxReader(text, option: "", rules: .grammar, limits: GrammarEvaluator.limits)
        guard let arguments = try? reader.arguments(), reader.isAtEnd else { return false }
        return isKey(arguments, 0, SourceRange(0, reader.index))
    }

    func next(_ states: ContextStates, _ segment: FragmentSegment) -> ContextStates {
        let name = NameSyntax(segment.name, SourceRange(0, 0))
        var reached: ContextStates = []
        if segment.name.hasPrefix("$") { return contextSuffix(states, segment) }
        if states.contains(.set), isEntityType(name, qualified: true) { reached.insert(.castSet) }
        if states.contains(.navigation), isEntityType(name, qualified: true) { reached.insert(.castNavigation) }
        var further: ContextStates = []
        if states.contains(.key) {
            further.formUnion(navigationStep(name, inside: .inside, end: .set))
            if isEntityType(name, qualified: true) { further.insert(.inside) }
        }
        if states.contains(.inside) {
            further.formUnion(navigationStep(name, inside: .inside, end: .set))
            if isComplexType(name, qualified: true) { further.insert(.inside) }
        }
        if !states.isDisjoint(with: [.singleton, .singletonKey]) {
            further.formUnion(navigationStep(name, inside: .singletonKey, end: .navigation))
            if states.contains(.singletonKey), isStructuredType(name, qualified: true) { further.insert(.singletonKey) }
        }
        if !states.isDisjoint(with: [.castKey, .castProperty, .complexProperty]), !name.isQualified {
            if isPrimitive(name.text) || allowsAny(["primitiveColProperty", "complexColProperty"], name.text) {
                further.insert(.property)
            }
            if allows("complexProperty", name.text) { further.insert(.complexProperty) }
        }
        if states.contains(.complexProperty), isComplexType(name, qualified: true) { further.insert(.castProperty) }
        if segment.groups.isEmpty, isPathKey(segment.name) { further.formUnion(keySegmentStep(states)) }
        return closing(segment, reached.union(further))
    }

    private func navigationStep(_ name: NameSyntax, inside: ContextStates, end: ContextStates) -> ContextStates {
        guard !name.isQualified else { return [] }
        var states: ContextStates = []
        if allows("complexProperty", name.text) { states.formUnion(inside) }
        if isNavigation(name.text) { states.formUnion(end) }
        return states
    }

    /// The states behind a key that is a segment.
    private func keySegmentStep(_ states: ContextStates) -> ContextStates {
        var keys: ContextStates = []
        if states.contains(.set) { keys.formUnion([.key, .castKey]) }
        if states.contains(.castSet) { keys.insert(.castKey) }
        if states.contains(.navigation) { keys.insert(.singletonKey) }
        if states.contains(.keySegment) { keys.formUnion(states.intersection([.key, .castKey, .singletonKey])) }
        return keys.isEmpty ? [] : keys.union(.keySegment)
    }

    private func contextSuffix(_ states: ContextStates, _ segment: FragmentSegment) -> ContextStates {
        guard segment.groups.isEmpty, !segment.hasPlus else { return [] }
        switch segment.name {
        case "$entity", "$delta": return states.isDisjoint(with: [.set, .castSet, .list]) ? [] : .end
        case "$deletedEntity", "$link", "$deletedLink": return states.isDisjoint(with: [.set, .castSet]) ? [] : .end
        default: return []
        }
    }

    // MARK: Select lists

    /// The items between the parentheses of `selectList`.
    func isSelectList(_ group: ArraySlice<UInt8>) -> Bool {
        group.isEmpty
            || FragmentSegment.split(group, at: UInt8(ascii: ","))
                .allSatisfy(isSelectListItem)
    }

    func isSelectListItem(_ item: ArraySlice<UInt8>) -> Bool {
        let text = String(decoding: item, as: UTF8.self)
        if text == "*" { return true }
        if text.hasSuffix(".*") { return isNamespace(text.dropLast(2)) }
        var isStart = true
        var isCast = false
        var isComplex = false
        let segments = FragmentSegment.split(item)
        for (number, segment) in segments.enumerated() {
            let isLast = number == segments.count - 1
            guard isLast || (segment.groups.isEmpty && !segment.hasPlus) else { return false }
            let name = NameSyntax(segment.name, SourceRange(0, 0))
            let takesProperty = isStart || isCast || isComplex
            if isLast, takesProperty, isSelectListEnd(segment, name, isFirst: isStart || isCast && number == 1) {
                return true
            }
            if isLast, isComplex, segment.groups.isEmpty, !segment.hasPlus, isComplexType(name, qualified: true) {
                return true
            }
            let leadsOn =
                takesProperty
                && (segment.name.hasPrefix("@")
                    ? isFragmentAnnotation(segment.name, "complexAnnotationInFragment")
                    : !name.isQualified && allowsAny(["complexProperty", "complexColProperty"], name.text))
            let isType =
                (isStart && isStructuredType(name, qualified: true))
                || (isComplex && isComplexType(name, qualified: true))
            (isStart, isCast, isComplex) = (false, isType, leadsOn)
            if !isCast, !isComplex { return false }
        }
        return false
    }

    /// Whether an item may end with this segment.
    private func isSelectListEnd(_ segment: FragmentSegment, _ name: NameSyntax, isFirst: Bool) -> Bool {
        let isPlain = segment.groups.isEmpty && !segment.hasPlus
        if isFirst, name.isQualified, !segment.name.hasPrefix("@") {
            if isPlain, isName(name, ["action"], qualified: true) { return true }
            if !segment.hasPlus, isName(name, GrammarRules.functionNames, qualified: true) {
                return segment.groups.isEmpty || (segment.groups.count == 1 && areParameterNames(segment.groups[0]))
            }
        }
        let isEntity: Bool
        let isValue: Bool
        if segment.name.hasPrefix("@") {
            isEntity = isFragmentAnnotation(segment.name, "entityAnnotationInFragment")
            isValue = isFragmentAnnotation(segment.name, "complexAnnotationInFragment")
        } else {
            guard !name.isQualified else { return false }
            isEntity = isNavigation(name.text)
            isValue =
                isPrimitive(name.text)
                || allowsAny(["primitiveColProperty", "complexProperty", "complexColProperty"], name.text)
        }
        if isEntity, segment.groups.isEmpty || (segment.groups.count == 1 && isSelectList(segment.groups[0])) {
            return true
        }
        return isValue && isPlain
    }

    private func areParameterNames(_ group: ArraySlice<UInt8>) -> Bool {
        group.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false)
            .allSatisfy { allows("parameterName", String(decoding: $0, as: UTF8.self)) }
    }

    private func isFragmentAnnotation(_ text: String, _ rule: String) -> Bool {
        if let list = list(rule) { return list.contains(text) }
        let parts = text.dropFirst().split(separator: "#", omittingEmptySubsequences: false)
        guard let term = parts.first, parts.count <= 2, parts.dropFirst().allSatisfy({ Self.isIdentifier($0) }) else {
            return false
        }
        return isName(NameSyntax(String(term), SourceRange(0, 0)), ["termName"])
    }
}

/// A segment of a context URL's fragment: a name, perhaps a plus, and groups in parentheses.
struct FragmentSegment {
    var name = ""
    var hasPlus = false
    var groups: [ArraySlice<UInt8>] = []
    /// Whether the text has this form.
    var isWellFormed = true

    init(_ text: ArraySlice<UInt8>) {
        var index = text.startIndex
        while index < text.endIndex, text[index] != UInt8(ascii: "("), text[index] != UInt8(ascii: "+") { index += 1 }
        name = String(decoding: text[..<index], as: UTF8.self)
        if index < text.endIndex, text[index] == UInt8(ascii: "+") {
            hasPlus = true
            index += 1
        }
        while index < text.endIndex {
            guard text[index] == UInt8(ascii: "("), let end = Self.groupEnd(text, index) else {
                // A text that does not close is no group; the name makes it match nothing.
                name = ""
                groups = []
                isWellFormed = false
                return
            }
            groups.append(text[(index + 1)..<end])
            index = end + 1
        }
    }

    /// The offset of the parenthesis that closes the one at `start`.
    private static func groupEnd(_ text: ArraySlice<UInt8>, _ start: Int) -> Int? {
        var depth = 0
        var isQuoted = false
        for index in start..<text.endIndex {
            switch text[index] {
            case UInt8(ascii: "'") where depth > 0: isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted:
                depth -= 1
                if depth == 0 { return index }
            default: break
            }
        }
        return nil
    }

    /// The segments between slashes outside of parentheses.
    static func split(_ text: ArraySlice<UInt8>) -> [FragmentSegment] {
        split(text, at: UInt8(ascii: "/")).map { FragmentSegment($0) }
    }

    static func split(_ text: ArraySlice<UInt8>, at separator: UInt8) -> [ArraySlice<UInt8>] {
        var parts: [ArraySlice<UInt8>] = []
        var start = text.startIndex
        var depth = 0
        var isQuoted = false
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "'") where depth > 0: isQuoted.toggle()
            case UInt8(ascii: "(") where !isQuoted: depth += 1
            case UInt8(ascii: ")") where !isQuoted: depth -= 1
            case separator where depth == 0 && !isQuoted:
                parts.append(text[start..<index])
                start = index + 1
            default: break
            }
        }
        return parts + [text[start...]]
    }
}
