extension GrammarModel {
    /// Whether the names of a resource path follow each other as `resourcePath` says.
    func isResourcePath(_ path: ResourcePathSyntax) -> Bool {
        guard let first = path.segments.first else { return false }
        return follows(resourceRoot(first), path.segments.dropFirst())
    }

    /// Whether further segments may follow; every state may end a resource path.
    func follows(_ start: MemberStates, _ segments: some Sequence<ResourceSegmentSyntax>) -> Bool {
        var states = start
        for segment in segments {
            if states.isEmpty { return false }
            states = next(states, segment)
        }
        return !states.isEmpty
    }

    private func resourceRoot(_ segment: ResourceSegmentSyntax) -> MemberStates {
        switch segment.kind {
        case .name(let name):
            guard !name.isQualified else { return [] }
            var states: MemberStates = []
            if allows("entitySetName", name.text) { states.insert(.entityCollection) }
            if allows("singletonEntity", name.text) { states.insert(.entity) }
            if allows("actionImport", name.text) { states.insert(.end) }
            if !functionImports(name).isEmpty { states.insert(.queryOnly) }
            return states
        case .invocation(let name, let arguments, let key):
            var states: MemberStates = []
            if !name.isQualified, key == nil, allows("entitySetName", name.text),
                isKey(arguments, name.range.end, closing(segment))
            {
                states.insert(.entity)
            }
            states.formUnion(call(functionImports(name), arguments, key, segment))
            return states
        case .crossjoin(let sets):
            return sets.allSatisfy { allows("entitySetName", $0.text) } ? .queryOnly : []
        case .all: return .all
        default: return []
        }
    }

    /// The range up to the end of the segment.
    private func closing(_ segment: ResourceSegmentSyntax) -> SourceRange {
        SourceRange(0, segment.text.utf8.count)
    }

    /// The states behind a function with its parameters, and a key behind them.
    private func call(
        _ states: MemberStates,
        _ arguments: [ArgumentSyntax],
        _ key: [ArgumentSyntax]?,
        _ segment: ResourceSegmentSyntax
    ) -> MemberStates {
        let areLiterals = arguments.allSatisfy { argument in
            if case .literal = argument.value { return true }
            return isAlias(argument.value)
        }
        guard areLiterals, areParameters(arguments) else { return [] }
        guard let key else { return states }
        guard states.contains(.entityCollection), let start = keyStart(key, segment) else { return [] }
        return isKey(key, start, closing(segment)) ? .entity : []
    }

    /// The offset of the parenthesis that opens a second pair; nil where white space precedes the key.
    private func keyStart(_ key: [ArgumentSyntax], _ segment: ResourceSegmentSyntax) -> Int? {
        guard let first = key.first else { return nil }
        let start = (first.name?.range ?? first.value.range).start - 1
        guard start >= 0, Array(segment.text.utf8)[start] == UInt8(ascii: "(") else { return nil }
        return start
    }

    private func next(_ states: MemberStates, _ segment: ResourceSegmentSyntax) -> MemberStates {
        var result: MemberStates = []
        if states.contains(.entityCollection) { result.formUnion(entityCollectionStep(segment)) }
        if states.contains(.castEntityCollection) { result.formUnion(collectionNavigation(segment)) }
        if !states.isDisjoint(with: [.entity, .keySegment]) {
            result.formUnion(singleNavigation(segment))
            if case .name(let name) = segment.kind, isEntityType(name) { result.insert(.castEntity) }
        }
        if states.contains(.keySegment) { result.formUnion(keySegment(segment)) }
        if states.contains(.castEntity) { result.formUnion(singleNavigation(segment)) }
        if states.contains(.complexCollection) {
            result.formUnion(collectionStep(segment))
            if case .name(let name) = segment.kind, isComplexType(name) { result.insert(.castComplexCollection) }
        }
        if !states.isDisjoint(with: [.castComplexCollection, .primitiveCollection]) {
            result.formUnion(collectionStep(segment))
        }
        if states.contains(.complex) {
            result.formUnion(complexStep(segment))
            if case .name(let name) = segment.kind, isComplexType(name) { result.insert(.castComplex) }
        }
        if states.contains(.castComplex) { result.formUnion(complexStep(segment)) }
        if states.contains(.primitive) {
            result.formUnion(operation(segment))
            if segment.kind == .value || segment.kind == .query { result.insert(.end) }
        }
        if !states.isDisjoint(with: [.stream, .each]) { result.formUnion(operation(segment)) }
        if states.contains(.queryOnly), segment.kind == .query { result.insert(.end) }
        if states.contains(.all), case .name(let name) = segment.kind, isEntityType(name) { result.insert(.end) }
        return result
    }

    private func entityCollectionStep(_ segment: ResourceSegmentSyntax) -> MemberStates {
        var states = collectionNavigation(segment)
        switch segment.kind {
        case .name(let name):
            if isEntityType(name) { states.insert(.castEntityCollection) }
        case .invocation(let name, let arguments, nil):
            if isEntityType(name), isKey(arguments, name.range.end, closing(segment)) { states.insert(.entity) }
        default: break
        }
        return states
    }

    /// `collectionNavPath`.
    private func collectionNavigation(_ segment: ResourceSegmentSyntax) -> MemberStates {
        var states = operation(segment).union(keySegment(segment))
        switch segment.kind {
        case .filter(let filter, let key):
            guard isExpression(filter) else { break }
            if let key {
                if let start = keyStart(key, segment), isKey(key, start, closing(segment)) { states.insert(.entity) }
            } else {
                states.insert(.entityCollection)
            }
        case .each: states.insert(.each)
        case .count, .reference, .query: states.insert(.end)
        default: break
        }
        return states
    }

    private func keySegment(_ segment: ResourceSegmentSyntax) -> MemberStates {
        switch segment.kind {
        case .name, .plain: isPathKey(segment.text) ? .keySegment : []
        default: []
        }
    }

    /// `singleNavPath`.
    private func singleNavigation(_ segment: ResourceSegmentSyntax) -> MemberStates {
        var states = property(segment).union(operation(segment))
        switch segment.kind {
        case .reference, .value, .query: states.insert(.end)
        default: break
        }
        return states
    }

    /// `complexNavPath`.
    private func complexStep(_ segment: ResourceSegmentSyntax) -> MemberStates {
        var states = property(segment).union(operation(segment))
        if segment.kind == .query { states.insert(.end) }
        return states
    }

    private func property(_ segment: ResourceSegmentSyntax) -> MemberStates {
        switch segment.kind {
        case .name(let name): properties(name)
        case .invocation(let name, let arguments, nil):
            !name.isQualified && allows("entityColNavigationProperty", name.text)
                && isKey(arguments, name.range.end, closing(segment)) ? .entity : []
        default: []
        }
    }

    /// `collectionPath`.
    private func collectionStep(_ segment: ResourceSegmentSyntax) -> MemberStates {
        var states = operation(segment)
        switch segment.kind {
        case .count, .query: states.insert(.end)
        case .plain:
            let digits = segment.text.hasPrefix("-") ? segment.text.dropFirst() : segment.text[...]
            if !digits.isEmpty, digits.utf8.allSatisfy(ASCIIClass.isDigit) { states.insert(.end) }
        default: break
        }
        return states
    }

    /// `boundOperation`.
    private func operation(_ segment: ResourceSegmentSyntax) -> MemberStates {
        switch segment.kind {
        case .name(let name):
            var states: MemberStates = isName(name, ["action"]) ? .end : []
            if !functions(name).isEmpty { states.insert(.queryOnly) }
            return states
        case .invocation(let name, let arguments, let key):
            return call(functions(name), arguments, key, segment)
        default: return []
        }
    }
}
