extension GrammarModel {
    /// Whether the names in query options are what the rules of the options say.
    func areOptions(_ options: QueryOptionsSyntax) -> Bool {
        (options.filter.map(isExpression) ?? true)
            && (options.orderBy?.items.allSatisfy { isExpression($0.expression) } ?? true)
            && (options.compute?.items.allSatisfy { isExpression($0.expression) } ?? true)
            && (options.select?.items.allSatisfy(isSelectItem) ?? true)
            && (options.expand?.items.allSatisfy(isExpandItem) ?? true)
            && (options.apply.map(isApply) ?? true)
            && options.aliases.allSatisfy { isExpression($0.value) }
    }

    // MARK: $expand

    /// Where the path of an item of `$expand` may be.
    private struct ExpandStates: OptionSet {
        let rawValue: UInt8
        /// At the start, where a type may stand.
        static let start = ExpandStates(rawValue: 1)
        /// Where `expandPath` starts.
        static let path = ExpandStates(rawValue: 2)
        static let navigation = ExpandStates(rawValue: 4)
        static let castNavigation = ExpandStates(rawValue: 8)
        static let stream = ExpandStates(rawValue: 16)
    }

    func isExpandItem(_ item: ExpandItemSyntax) -> Bool {
        var states: ExpandStates = .start
        for segment in item.path {
            states = next(states, segment)
            if states.isEmpty { return false }
        }
        let isNavigation = !states.isDisjoint(with: [.navigation, .castNavigation])
        let matches =
            switch item.target {
            case .mediaStream: item.path.isEmpty
            case .allEntities, .allReferences: !states.isDisjoint(with: [.start, .path])
            case .references, .count: isNavigation
            case .entities: isNavigation || (states.contains(.stream) && item.options == nil)
            }
        return matches && (item.options.map(areOptions) ?? true)
    }

    private func next(_ states: ExpandStates, _ segment: SelectSegmentSyntax) -> ExpandStates {
        var result: ExpandStates = []
        switch segment {
        case .name(let name):
            if states.contains(.start), isEntityType(name) { result.insert(.path) }
            if !states.isDisjoint(with: [.start, .path]) {
                if isComplexType(name) { result.insert(.path) }
                if !name.isQualified {
                    if isNavigation(name.text) { result.insert(.navigation) }
                    if allowsAny(["complexProperty", "complexColProperty"], name.text) { result.insert(.path) }
                    if allows("streamProperty", name.text) { result.insert(.stream) }
                }
            }
            if states.contains(.navigation), isEntityType(name) { result.insert(.castNavigation) }
        case .annotation(let annotation):
            guard !states.isDisjoint(with: [.start, .path]) else { break }
            if isAnnotation(annotation, "entityAnnotationInQuery") { result.insert(.navigation) }
            if isAnnotation(annotation, "complexAnnotationInQuery") { result.insert(.path) }
        }
        return result
    }

    // MARK: $select

    /// Where the path of an item of `$select` may be.
    private struct SelectStates: OptionSet {
        let rawValue: UInt8
        /// At the start, where a type or an operation may stand.
        static let start = SelectStates(rawValue: 1)
        /// Behind a type at the start.
        static let cast = SelectStates(rawValue: 2)
        static let primitive = SelectStates(rawValue: 4)
        static let primitiveCollection = SelectStates(rawValue: 8)
        static let complex = SelectStates(rawValue: 16)
        static let castComplex = SelectStates(rawValue: 32)
        static let action = SelectStates(rawValue: 64)
        static let function = SelectStates(rawValue: 128)
    }

    func isSelectItem(_ item: SelectItemSyntax) -> Bool {
        switch item {
        case .all: return true
        case .allOperations(let namespace, _): return isNamespace(namespace.text)
        case .path(let path):
            var states: SelectStates = .start
            for segment in path.segments {
                states = next(states, segment)
                if states.isEmpty { return false }
            }
            if let names = path.parameterNames {
                return states.contains(.function) && names.allSatisfy { allows("parameterName", $0.text) }
            }
            guard let options = path.options else { return !states.subtracting([.start, .cast]).isEmpty }
            guard options.expand == nil, areOptions(options) else { return false }
            if !states.isDisjoint(with: [.complex, .castComplex]) { return true }
            return states.contains(.primitiveCollection) && options.compute == nil && options.select == nil
                && options.aliases.isEmpty
        }
    }

    private func next(_ states: SelectStates, _ segment: SelectSegmentSyntax) -> SelectStates {
        var result: SelectStates = []
        let takesProperty = !states.isDisjoint(with: [.start, .cast, .complex, .castComplex])
        switch segment {
        case .name(let name):
            if states.contains(.start), isStructuredType(name) { result.insert(.cast) }
            if !states.isDisjoint(with: [.start, .cast]) {
                if isName(name, ["action"]) { result.insert(.action) }
                if !functions(name).isEmpty { result.insert(.function) }
            }
            if states.contains(.complex), isComplexType(name) { result.insert(.castComplex) }
            if takesProperty, !name.isQualified {
                if isPrimitive(name.text) || isNavigation(name.text) { result.insert(.primitive) }
                if allows("primitiveColProperty", name.text) { result.insert(.primitiveCollection) }
                if allowsAny(["complexProperty", "complexColProperty"], name.text) { result.insert(.complex) }
            }
        case .annotation(let annotation):
            guard takesProperty else { break }
            if isAnnotation(annotation, "primitiveAnnotationInQuery") { result.insert(.primitive) }
            if isAnnotation(annotation, "primitiveColAnnotationInQuery") { result.insert(.primitiveCollection) }
            if isAnnotation(annotation, "complexAnnotationInQuery") { result.insert(.complex) }
        }
        return result
    }
}
