extension SyntaxReader {
    /// Items of `$select`, separated by commas.
    mutating func select() throws(SyntaxError) -> SelectSyntax {
        var items: [SelectItemSyntax] = []
        repeat {
            skipToleratedBlanks()
            items.append(try selectItem())
            guard items.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
            skipToleratedBlanks()
        } while take(",")
        return SelectSyntax(items: items)
    }

    private mutating func selectItem() throws(SyntaxError) -> SelectItemSyntax {
        let start = index
        if take("*") { return .all(SourceRange(start, index)) }
        var segments: [SelectSegmentSyntax] = []
        repeat {
            guard segments.count < limits.pathSegments else { throw exceeded(.pathSegments, limits.pathSegments) }
            let segment = try selectSegment("a property or '*'")
            segments.append(segment)
            if segments.count == 1, case .name(let name) = segment, current == UInt8(ascii: "."),
                byte(at: index + 1) == UInt8(ascii: "*")
            {
                index += 2
                return .allOperations(namespace: name, SourceRange(start, index))
            }
        } while takePlain("/")
        var parameterNames: [NameSyntax]?
        var options: QueryOptionsSyntax?
        if current == UInt8(ascii: "(") {
            parameterNames = try overloadParameters()
            if parameterNames == nil { options = try nestedOptions(.select) }
        }
        return .path(
            SelectPathSyntax(
                segments: segments,
                parameterNames: parameterNames,
                options: options,
                range: SourceRange(start, index)
            )
        )
    }

    /// A step of a path in `$select` or `$expand`.
    mutating func selectSegment(_ expected: String) throws(SyntaxError) -> SelectSegmentSyntax {
        if current == UInt8(ascii: "@") { return .annotation(try annotation()) }
        return .name(try qualifiedName(expected))
    }

    /// `(p,q)`: names of parameters.
    ///
    /// Nothing is taken when the parenthesis holds options.
    private mutating func overloadParameters() throws(SyntaxError) -> [NameSyntax]? {
        let next = blanksEnd(index + 1) ?? index + 1
        let end = identifierEnd(next)
        let follower = byte(at: rules.isStrict ? end : blanksEnd(end) ?? end)
        guard end > next, follower == UInt8(ascii: ",") || follower == UInt8(ascii: ")") else { return nil }
        index += 1
        var names: [NameSyntax] = []
        repeat {
            skipToleratedBlanks()
            names.append(try identifier("a parameter"))
            guard names.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
            skipToleratedBlanks()
        } while take(",")
        guard take(")") else { throw unexpected("',' or ')'") }
        return names
    }
}
