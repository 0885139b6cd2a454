extension SyntaxReader {
    /// Items of `$orderby`, separated by commas.
    mutating func orderBy() throws(SyntaxError) -> OrderBySyntax {
        var items: [OrderByItemSyntax] = []
        repeat {
            skipToleratedBlanks()
            items.append(try orderByItem())
            guard items.count <= limits.optionItems else { throw exceeded(.optionItems, limits.optionItems) }
            skipToleratedBlanks()
        } while take(",")
        return OrderBySyntax(items: items)
    }

    /// `expression [asc|desc]`.
    mutating func orderByItem() throws(SyntaxError) -> OrderByItemSyntax {
        let start = index
        let expression = try expression()
        var isDescending = false
        if let word = blanksEnd(index) {
            let end = identifierEnd(word)
            if matches("desc", word, end) {
                isDescending = true
                index = end
            } else if matches("asc", word, end) {
                index = end
            }
        }
        return OrderByItemSyntax(
            expression: expression,
            isDescending: isDescending,
            range: SourceRange(start, index)
        )
    }
}
