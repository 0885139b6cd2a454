import EntityModel
import Identity
import OData

/// Which scope words a request needs that a token lacks, found by walking what its owner could have asked.
struct MissingScopes {
    let catalog: EntityCatalog
    let hidden: ModelView
    let grant: TokenGrant

    /// The set whose word is its own.
    static let auditSet = "AuditEvents"

    /// The missing words, each once, in canonical order.
    func words(for request: BoundRequest) -> [ScopeWord] {
        var words: Set<ScopeWord> = []
        let read: BoundRead
        switch request {
        case .read(let found): read = found
        case .call(let call):
            guard let binding = call.binding else { return [] }
            read = binding
            if call.operation.kind == .action, let name = EntitySetName(binding.target.name) {
                words.formUnion(grant.scopes.missingWords(for: .update, on: name))
            }
        case .serviceDocument, .metadata, .batch: return []
        }
        for (set, property) in names(in: read) {
            words.formUnion(self.words(forSet: set))
            guard let property, hidden.fields[set]?.contains(property) != true else { continue }
            words.formUnion(self.words(forField: property, of: set))
        }
        return words.sorted()
    }

    private func words(forSet set: String) -> [ScopeWord] {
        guard !hidden.sets.contains(set), let name = EntitySetName(set) else { return [] }
        if set == Self.auditSet { return [ScopeWord(whole: .auditRead)] }
        return grant.scopes.missingWords(for: .read, on: name)
    }

    /// The class of the field, and for one that shows another record's all sets on the way and the class at its end.
    private func words(forField property: String, of set: String) -> [ScopeWord] {
        guard let field = catalog.field(property, ofSet: set) else { return [] }
        var words = self.words(for: field.mark)
        guard case .through(let path, let name) = field.virtualValue else { return words }
        var current = set
        for reference in path {
            guard let hop = catalog.field(reference, ofSet: current), let next = hop.kind.targetSet else {
                return words
            }
            words += self.words(for: hop.mark) + self.words(forSet: next)
            current = next
        }
        return words + self.words(forField: name, of: current)
    }

    private func words(for mark: PersonalMark?) -> [ScopeWord] {
        switch mark {
        case .name, .contact: grant.scopes.contains(.personalContact) ? [] : [ScopeWord(whole: .personalContact)]
        case .freeText: grant.scopes.contains(.personalText) ? [] : [ScopeWord(whole: .personalText)]
        case nil: []
        }
    }

    // MARK: Names a request uses

    private func names(in read: BoundRead) -> [(String, String?)] {
        var names: [(String, String?)] = [(read.root.name, nil), (read.target.name, nil)]
        for step in read.steps {
            switch step {
            case .navigation(_, let set): names.append((set.name, nil))
            case .filter(let expression, _): names += self.names(in: expression)
            case .key(let values): names += values.map { (read.root.name, $0.property.name) }
            case .cast, .complex: break
            case .slice(let slice): for item in slice.orderBy { names += self.names(in: item.expression) }
            }
        }
        switch read.span {
        case .path: break
        case .crossjoin(let sets): names += sets.map { ($0.name, nil) }
        case .all(let parts): for part in parts { names += self.names(in: part) }
        }
        switch read.shape {
        case .property(let path), .rawValue(let path), .stream(let path), .item(let path, _), .valueCount(let path):
            names += path.prefix(1).map { (read.target.name, $0.name) }
        case .collection, .entity, .count, .references: break
        }
        return names + self.names(in: read.query, set: read.target.name)
    }

    private func names(in query: BoundQuery, set: String) -> [(String, String?)] {
        var names = query.apply.map { self.names(in: $0, set: set) } ?? []
        for item in query.compute { names += self.names(in: item.expression) }
        if let filter = query.filter { names += self.names(in: filter) }
        if query.search != nil { names += searched(set) }
        for item in query.orderBy { names += self.names(in: item.expression) }
        if case .items(let items) = query.select {
            for case .property(let property, _) in items { names.append((set, property.name)) }
        }
        for item in query.expand {
            names.append((item.entitySet.name, nil))
            names += self.names(in: item.query, set: item.entitySet.name)
        }
        return names
    }

    /// The fields that a search looks at; a search works with any of them, so words are missing only where all are hidden.
    func searched(_ set: String) -> [(String, String?)] {
        let searched = catalog.type(ofSet: set).map { StorageNames.searchedFields(of: $0).map(\.name) } ?? []
        return searched.contains { hidden.fields[set]?.contains($0) == true } ? [] : searched.map { (set, $0) }
    }

    func names(in expression: BoundExpression) -> [(String, String?)] {
        switch expression.node {
        case .constant, .structured, .variable: return []
        case .property(let path, let property): return sets(of: path) + [(lastSet(of: path), property.name)]
        case .navigation(let path): return sets(of: path)
        case .count(let collection, _, let filter, _):
            return sets(of: collection) + (filter.map(names) ?? [])
        case .aggregate(let aggregate):
            return (aggregate.collection.map(sets) ?? []) + (aggregate.filter.map(names) ?? [])
                + (aggregate.value.map(names) ?? [])
        case .hierarchy(let test): return names(in: test.hierarchy) + test.operands.flatMap(names)
        case .and(let operands), .or(let operands), .function(_, let operands): return operands.flatMap(names)
        case .not(let operand), .inList(let operand, _), .has(let operand, _), .negate(let operand),
            .cast(let operand), .isOf(let operand, _):
            return names(in: operand)
        case .inCollection(let operand, let collection): return names(in: operand) + sets(of: collection)
        case .comparison(_, let left, let right), .arithmetic(_, let left, let right):
            return names(in: left) + names(in: right)
        case .lambda(_, let collection, _, let predicate):
            return sets(of: collection) + (predicate.map(names) ?? [])
        case .conditional(let branches):
            return branches.flatMap { names(in: $0.condition) + names(in: $0.value) }
        }
    }

    private func sets(of path: BoundPath) -> [(String, String?)] {
        path.steps.compactMap { step in
            if case .navigation(_, let set?) = step { (set, nil) } else { nil }
        }
    }

    func sets(of collection: BoundCollection) -> [(String, String?)] {
        guard case .navigation(_, let set?) = collection.member else { return sets(of: collection.base) }
        return sets(of: collection.base) + [(set, nil)]
    }

    private func lastSet(of path: BoundPath) -> String {
        sets(of: path).last?.0 ?? path.variable.entitySet ?? ""
    }
}
