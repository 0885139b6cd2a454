extension SyntaxReader {
    /// Items of `$compute`, separated by commas; as a transformation with blanks around the commas, and `as` in small
    /// letters only.
    mutating func compute(allowsBlanks: Bool = false) throws(SyntaxError) -> ComputeSyntax {
        var items: [ComputeItemSyntax] = []
        var end = index
        repeat {
            if !items.isEmpty {
                allowsBlanks ? skipBlanks() : skipToleratedBlanks()
            } else {
                skipToleratedBlanks()
            }
            let start = index
            let expression = try expression()
            guard takeSpaced("as", exact: rules.isStrict && allowsBlanks) else { throw unexpected("' as ' and a name") }
            let name = try identifier()
            items.append(ComputeItemSyntax(expression: expression, name: name, range: SourceRange(start, index)))
            guard items.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
            end = index
            allowsBlanks ? skipBlanks() : skipToleratedBlanks()
        } while take(",")
        index = end
        return ComputeSyntax(items: items)
    }
}
