extension ScopeSet {
    /// Whether everything these words open is open by others too, so that a token may be narrowed to them.
    public func isWithin(_ other: ScopeSet) -> Bool {
        words.allSatisfy { word in
            other.words.contains { wider in
                let opens = wider.scope == word.scope || (wider.scope == .odataWrite && word.scope == .odataRead)
                return opens && (wider.set == nil || wider.set == word.set)
            }
        }
    }
}

extension NetworkList {
    /// Whether every address of this list is in another one; an empty list is every address.
    public func isWithin(_ other: NetworkList) -> Bool {
        if other.isEmpty { return true }
        return !isEmpty
            && prefixes.allSatisfy { prefix in
                other.prefixes.contains { $0.length <= prefix.length && $0.contains(prefix.address) }
            }
    }
}
