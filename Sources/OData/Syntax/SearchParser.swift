extension SyntaxReader {
    /// Where the text of a search expression ends.
    enum SearchEnd {
        /// With the option.
        case option
        /// With a `;` or `)` that is part of the parentheses around it.
        case parenthesis
    }

    /// The value of `$search`.
    mutating func search(_ ending: SearchEnd) throws(SyntaxError) -> SearchSyntax {
        skipBlanks()
        if current == UInt8(ascii: "'") {
            let start = index
            do throws(SyntaxError) {
                let text = try incompleteSearch()
                return .incomplete(text, SourceRange(start, index))
            } catch {
                // By the grammar an encoded quote may also start a word.
                guard isEscaped(start) else { throw error }
                index = start
            }
        }
        let outerDepth = depth
        let search = try searchOr(ending)
        depth = outerDepth
        return search
    }

    /// Text in single quotes, as the user left it.
    private mutating func incompleteSearch() throws(SyntaxError) -> String {
        let start = index
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "'") {
                index += 1
                guard current == UInt8(ascii: "'") else { return String(decoding: content, as: UTF8.self) }
            } else if rules.isStrict, !isEscaped(index), byte != UInt8(ascii: " "), byte != UInt8(ascii: "\""),
                !URLCharacter.isQueryCharacter(byte)
            {
                throw unexpected("a percent-encoded character")
            }
            content.append(byte)
            index += 1
        }
        throw .unterminated(quote: "'", at: position(start))
    }

    private mutating func searchOr(_ ending: SearchEnd) throws(SyntaxError) -> SearchSyntax {
        let start = index
        var operands = [try searchAnd(ending)]
        while let next = searchOperator("OR", ending) {
            index = next
            operands.append(try searchAnd(ending))
        }
        return Self.joined(operands, start, index) { .or($0, $1) }
    }

    private mutating func searchAnd(_ ending: SearchEnd) throws(SyntaxError) -> SearchSyntax {
        let start = index
        var operands = [try searchTerm(ending)]
        while let blanks = blanksEnd(index), searchOperator("OR", ending) == nil {
            if let next = searchOperator("AND", ending) {
                index = next
            } else if startsSearchTerm(blanks, ending) {
                index = blanks
            } else {
                break
            }
            operands.append(try searchTerm(ending))
        }
        return Self.joined(operands, start, index) { .and($0, $1) }
    }

    private static func joined(
        _ operands: [SearchSyntax],
        _ start: Int,
        _ end: Int,
        _ make: ([SearchSyntax], SourceRange) -> SearchSyntax
    ) -> SearchSyntax {
        if operands.count == 1, let only = operands.first { return only }
        return make(operands, SourceRange(start, end))
    }

    private mutating func searchTerm(_ ending: SearchEnd) throws(SyntaxError) -> SearchSyntax {
        let start = index
        if take("(") {
            try descend()
            skipBlanks()
            let inner = try searchOr(.parenthesis)
            skipBlanks()
            guard take(")") else { throw unexpected("')'") }
            depth -= 1
            return inner
        }
        if current == UInt8(ascii: "\"") { return try searchPhrase() }
        let end = searchWordEnd(index, ending)
        guard end > index else { throw unexpected("a search word or phrase") }
        if matches("NOT", index, end, exact: true), let next = blanksEnd(end), startsSearchTerm(next, ending) {
            index = next
            try descend()
            let operand = try searchTerm(ending)
            depth -= 1
            return .not(operand, SourceRange(start, index))
        }
        if !rules.isStrict, isSearchOperator(index, end) { throw unexpected("a search word or phrase") }
        try countSearchTerm()
        if rules.isStrict { try checkSearchWord(index, end) }
        index = end
        return .word(text(start, end), SourceRange(start, end))
    }

    /// Whether the word is one that is an operator in other places.
    private func isSearchOperator(_ start: Int, _ end: Int) -> Bool {
        matches("AND", start, end, exact: true) || matches("OR", start, end, exact: true)
            || matches("NOT", start, end, exact: true)
    }

    private mutating func searchPhrase() throws(SyntaxError) -> SearchSyntax {
        let start = index
        index += 1
        var content: [UInt8] = []
        while index < bytes.count {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\"") {
                guard !content.isEmpty else { throw unexpected("a phrase that is not empty") }
                index += 1
                try countSearchTerm()
                return .phrase(String(decoding: content, as: UTF8.self), SourceRange(start, index))
            }
            if !rules.isStrict, byte == UInt8(ascii: "\\"), isPhraseEscape(index + 1) {
                index += 1
                content.append(bytes[index])
            } else if rules.isStrict, !isEscaped(index), byte != UInt8(ascii: " "),
                !URLCharacter.isQueryCharacter(byte)
            {
                throw unexpected("a percent-encoded character")
            } else {
                content.append(byte)
            }
            index += 1
        }
        throw .unterminated(quote: "\"", at: position(start))
    }

    private func isPhraseEscape(_ offset: Int) -> Bool {
        byte(at: offset) == UInt8(ascii: "\"") || byte(at: offset) == UInt8(ascii: "\\")
    }

    private mutating func countSearchTerm() throws(SyntaxError) {
        searchTerms += 1
        guard searchTerms <= limits.searchTerms else { throw exceeded(.searchTerms, limits.searchTerms) }
    }

    /// The offset behind ` WORD ` when an operand follows it.
    private func searchOperator(_ word: StaticString, _ ending: SearchEnd) -> Int? {
        guard let start = blanksEnd(index), case let end = searchWordEnd(start, ending),
            matches(word, start, end, exact: true), let next = blanksEnd(end), startsSearchTerm(next, ending)
        else { return nil }
        return next
    }

    private func startsSearchTerm(_ offset: Int, _ ending: SearchEnd) -> Bool {
        switch byte(at: offset) {
        case UInt8(ascii: "("), UInt8(ascii: "\""): true
        default: searchWordEnd(offset, ending) > offset
        }
    }

    private func searchWordEnd(_ start: Int, _ ending: SearchEnd) -> Int {
        guard byte(at: start) != UInt8(ascii: "'") || isEscaped(start) else { return start }
        var end = start
        while end < bytes.count {
            switch bytes[end] {
            case UInt8(ascii: " "), 0x09, UInt8(ascii: "("), UInt8(ascii: ")"), UInt8(ascii: "\""): return end
            case UInt8(ascii: ";"):
                // An encoded semicolon belongs to the word; a plain one ends nested options.
                if ending == .parenthesis || rules.isStrict, !isEscaped(end) { return end }
            default: break
            }
            end += 1
        }
        return end
    }

    /// In the strict reading a word holds the grammar's characters only.
    private func checkSearchWord(_ start: Int, _ end: Int) throws(SyntaxError) {
        for offset in start..<end where !isEscaped(offset) && !URLCharacter.isQueryCharacter(bytes[offset]) {
            throw unexpected("a percent-encoded character", at: offset)
        }
    }
}
