/// Reads a pattern once, from left to right, and refuses what is malformed or not allowed.
struct PatternChecker {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var nesting = 0

    init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    mutating func check() throws(PatternError) {
        guard scalars.count <= PatternSyntax.maximumLength else {
            throw .unsupported(.length, offset: PatternSyntax.maximumLength)
        }
        _ = try disjunction()
        if position < scalars.count { throw .malformed(expected: "end of the pattern", offset: position) }
    }

    /// Reads alternatives up to `)` or the end; gives the number of steps of a program for them, as an upper bound.
    private mutating func disjunction() throws(PatternError) -> Int {
        var size = 0
        while let next = peek, next != ")" {
            if next == "|" {
                position += 1
                size += 2
            } else {
                size += try term()
            }
            try checkSize(size, at: position)
        }
        return size
    }

    private mutating func term() throws(PatternError) -> Int {
        let start = position
        var size = 1
        var isAssertion = false
        switch scalars[position] {
        case "^", "$":
            position += 1
            isAssertion = true
        case "(": size = try group()
        case "[": try characterClass()
        case "\\": isAssertion = try escape(insideClass: false)
        case "*", "+", "?": throw .malformed(expected: "something to repeat", offset: position)
        case "{", "}", "]": throw .malformed(expected: "'\\' before '\(scalars[position])'", offset: position)
        default: position += 1
        }
        guard let range = try quantifier(after: isAssertion) else { return size }
        let limit = PatternSyntax.maximumRepetition
        guard range.least <= limit, range.most ?? 0 <= limit else { throw .unsupported(.repetition, offset: start) }
        // Counted parts are written out as often as they may occur.
        let copies = (range.most ?? range.least + 1) * size
        let choices = range.most.map { $0 - range.least } ?? 2
        try checkSize(copies + choices, at: start)
        return copies + choices
    }

    private func checkSize(_ size: Int, at offset: Int) throws(PatternError) {
        guard size <= PatternSyntax.maximumSize else { throw .unsupported(.size, offset: offset) }
    }

    private mutating func group() throws(PatternError) -> Int {
        let start = position
        position += 1
        if take("?") { try groupPrefix(start) }
        nesting += 1
        guard nesting <= PatternSyntax.maximumNesting else { throw .unsupported(.nesting, offset: start) }
        let size = try disjunction()
        nesting -= 1
        guard take(")") else { throw .malformed(expected: "')'", offset: position) }
        return size
    }

    /// Reads what follows `(?`.
    private mutating func groupPrefix(_ start: Int) throws(PatternError) {
        switch peek {
        case ":": position += 1
        case "=", "!": throw .unsupported(.lookAhead, offset: start)
        case "<":
            position += 1
            if peek == "=" || peek == "!" { throw .unsupported(.lookBehind, offset: start) }
            try groupName()
        case "i", "m", "s", "-": throw .unsupported(.inlineFlags, offset: start)
        default: throw .malformed(expected: "':' after '(?'", offset: position)
        }
    }

    private mutating func groupName() throws(PatternError) {
        let start = position
        while let next = peek, next != ">" {
            let isLetter = next == "_" || next.properties.isAlphabetic
            guard isLetter || (position > start && next.properties.numericType != nil) else {
                throw .malformed(expected: "'>' after the group's name", offset: position)
            }
            position += 1
        }
        guard position > start, take(">") else { throw .malformed(expected: "a group's name", offset: position) }
    }

    /// Reads a quantifier, if there is one; `most` is nil for the unbounded ones.
    private mutating func quantifier(
        after isAssertion: Bool
    ) throws(PatternError) -> (least: Int, most: Int?)? {
        guard let next = peek, next == "*" || next == "+" || next == "?" || next == "{" else { return nil }
        if isAssertion { throw .malformed(expected: "something to repeat", offset: position) }
        var range: (least: Int, most: Int?) = (next == "+" ? 1 : 0, next == "?" ? 1 : nil)
        position += 1
        if next == "{" {
            let start = position - 1
            guard let low = number() else { throw .malformed(expected: "a number", offset: position) }
            range = (low, low)
            if take(",") {
                range.most = number()
                if let high = range.most, high < low {
                    throw .malformed(expected: "a greater number", offset: start)
                }
            }
            guard take("}") else { throw .malformed(expected: "'}'", offset: position) }
        }
        _ = take("?")
        return range
    }

    /// Reads digits; numbers too large to matter are cut off.
    private mutating func number() -> Int? {
        let start = position
        var value = 0
        while let next = peek, ("0"..."9").contains(next) {
            value = min(value * 10 + Int(next.value - 48), 1_000_000)
            position += 1
        }
        return position > start ? value : nil
    }

    private mutating func characterClass() throws(PatternError) {
        let start = position
        position += 1
        _ = take("^")
        while peek != nil, peek != "]" {
            let low = try classAtom()
            guard peek == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else { continue }
            let dash = position
            position += 1
            let high = try classAtom()
            guard let low, let high else { throw .malformed(expected: "a character in the range", offset: dash) }
            guard low <= high else { throw .malformed(expected: "a range in ascending order", offset: dash) }
        }
        guard take("]") else { throw .malformed(expected: "']' for the '['", offset: start) }
    }

    /// Reads one member of a class; nil for those that stand for several characters, such as `\d`.
    private mutating func classAtom() throws(PatternError) -> UInt32? {
        guard let next = peek else { throw .malformed(expected: "']'", offset: position) }
        if next != "\\" {
            position += 1
            return next.value
        }
        let start = position
        _ = try escape(insideClass: true)
        return value(ofEscapeAt: start)
    }

    /// The character that the escape from `start` up to the current position stands for, if it is one.
    private func value(ofEscapeAt start: Int) -> UInt32? {
        switch scalars[start + 1] {
        case "d", "D", "w", "W", "s", "S": return nil
        case "t": return 9
        case "n": return 10
        case "v": return 11
        case "f": return 12
        case "r": return 13
        case "b": return 8
        case "0": return 0
        case "c": return scalars[start + 2].value % 32
        case "x", "u":
            let digits = scalars[(start + 2)..<position].filter { $0 != "{" && $0 != "}" }
            return digits.reduce(0) { $0 * 16 + (Self.hexValue($1) ?? 0) }
        default: return scalars[start + 1].value
        }
    }

    /// Reads an escape; true if it is an assertion.
    private mutating func escape(insideClass: Bool) throws(PatternError) -> Bool {
        let start = position
        position += 1
        guard let next = peek else { throw .malformed(expected: "a character after '\\'", offset: position) }
        position += 1
        switch next {
        case "d", "D", "w", "W", "s", "S", "t", "n", "v", "f", "r": return false
        case "b": return !insideClass
        case "B" where !insideClass: return true
        case "0":
            if let digit = peek, ("0"..."9").contains(digit) {
                throw .malformed(expected: "no digit after '\\0'", offset: position)
            }
            return false
        case "1"..."9", "k": throw .unsupported(.backReference, offset: start)
        case "p", "P": throw .unsupported(.unicodeProperty, offset: start)
        case "c":
            guard let letter = peek, letter.isASCII, letter.properties.isAlphabetic else {
                throw .malformed(expected: "a letter after '\\c'", offset: position)
            }
            position += 1
            return false
        case "x":
            try hexDigits(2)
            return false
        case "u":
            try unicodeEscape()
            return false
        case "^", "$", "\\", ".", "*", "+", "?", "(", ")", "[", "]", "{", "}", "|", "/": return false
        case "-" where insideClass: return false
        default: throw .malformed(expected: "a known escape", offset: start)
        }
    }

    private mutating func unicodeEscape() throws(PatternError) {
        guard take("{") else { return try hexDigits(4) }
        let start = position
        var value: UInt32 = 0
        while let next = peek, let digit = Self.hexValue(next) {
            value = min(value * 16 + digit, 0x11_0000)
            position += 1
        }
        guard position > start, value <= 0x10_FFFF, take("}") else {
            throw .malformed(expected: "the number of a character", offset: start)
        }
    }

    private mutating func hexDigits(_ count: Int) throws(PatternError) {
        for _ in 0..<count {
            guard let next = peek, Self.hexValue(next) != nil else {
                throw .malformed(expected: "a hexadecimal digit", offset: position)
            }
            position += 1
        }
    }

    private var peek: Unicode.Scalar? { position < scalars.count ? scalars[position] : nil }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard peek == scalar else { return false }
        position += 1
        return true
    }

    private static func hexValue(_ scalar: Unicode.Scalar) -> UInt32? {
        switch scalar {
        case "0"..."9": scalar.value - 48
        case "a"..."f": scalar.value - 87
        case "A"..."F": scalar.value - 55
        default: nil
        }
    }
}
