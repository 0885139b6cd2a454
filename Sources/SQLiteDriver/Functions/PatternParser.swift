/// A set of Unicode scalar values as ranges.
struct PatternSet: Equatable {
    var ranges: [ClosedRange<UInt32>] = []
    var isNegated = false

    func contains(_ scalar: UInt32) -> Bool {
        ranges.contains { $0.contains(scalar) } != isNegated
    }

    static let digits = PatternSet(ranges: [0x30...0x39])
    static let word = PatternSet(ranges: [0x30...0x39, 0x41...0x5a, 0x5f...0x5f, 0x61...0x7a])
    static let space = PatternSet(
        ranges: [
            0x09...0x0d, 0x20...0x20, 0xa0...0xa0, 0x1680...0x1680, 0x2000...0x200a, 0x2028...0x2029, 0x202f...0x202f,
            0x205f...0x205f, 0x3000...0x3000, 0xfeff...0xfeff,
        ]
    )
    static let lineEnds = PatternSet(ranges: [0x0a...0x0a, 0x0d...0x0d, 0x2028...0x2029])

    var negated: PatternSet {
        PatternSet(ranges: ranges, isNegated: !isNegated)
    }

    /// The ranges without the flag.
    var flattened: [ClosedRange<UInt32>] {
        guard isNegated else { return ranges }
        var (next, result): (UInt32, [ClosedRange<UInt32>]) = (0, [])
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if range.lowerBound > next { result.append(next...(range.lowerBound - 1)) }
            next = max(next, range.upperBound + 1)
        }
        if next <= 0x10ffff { result.append(next...0x10ffff) }
        return result
    }
}

/// A parsed pattern.
indirect enum PatternNode: Equatable {
    case empty
    case set(PatternSet)
    case start
    case end
    case wordBoundary(Bool)
    case sequence([PatternNode])
    case choice([PatternNode])
    case repeated(PatternNode, min: Int, max: Int?)
}

/// Reads ECMAScript patterns without back-references and look-around; nil for anything else.
///
/// At most 512 scalars, 64 nested groups and 1,000 repetitions.
struct PatternParser {
    private let scalars: [Unicode.Scalar]
    private var position = 0
    private var depth = 0

    static func parse(_ pattern: String) -> PatternNode? {
        let scalars = Array(pattern.unicodeScalars)
        guard scalars.count <= 512 else { return nil }
        var parser = PatternParser(scalars: scalars)
        guard let node = parser.choice(), parser.position == scalars.count else { return nil }
        return node
    }

    private init(scalars: [Unicode.Scalar]) {
        self.scalars = scalars
    }

    private var current: Unicode.Scalar? {
        position < scalars.count ? scalars[position] : nil
    }

    private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
        guard current == scalar else { return false }
        position += 1
        return true
    }

    private mutating func choice() -> PatternNode? {
        guard depth < 64 else { return nil }
        depth += 1
        defer { depth -= 1 }
        var branches: [PatternNode] = []
        repeat {
            guard let branch = sequence() else { return nil }
            branches.append(branch)
        } while take("|")
        return branches.count == 1 ? branches[0] : .choice(branches)
    }

    private mutating func sequence() -> PatternNode? {
        var parts: [PatternNode] = []
        while let scalar = current, scalar != "|", scalar != ")" {
            guard let atom = atom(), let part = quantified(atom) else { return nil }
            parts.append(part)
        }
        return parts.count == 1 ? parts[0] : parts.isEmpty ? .empty : .sequence(parts)
    }

    private mutating func quantified(_ atom: PatternNode) -> PatternNode? {
        let bounds: (min: Int, max: Int?)
        switch current {
        case "*": bounds = (0, nil)
        case "+": bounds = (1, nil)
        case "?": bounds = (0, 1)
        case "{":
            let start = position
            guard let counted = counted() else {
                // Without the form of a count, a brace is a brace; it is read by the next atom.
                position = start
                return atom
            }
            bounds = counted
            position -= 1
        default: return atom
        }
        position += 1
        guard bounds.min <= 1_000, (bounds.max ?? 0) <= 1_000, bounds.min <= bounds.max ?? .max else { return nil }
        switch atom {
        case .start, .end, .wordBoundary: return nil
        case .empty, .set, .sequence, .choice, .repeated: break
        }
        // A lazy quantifier matches the same texts.
        _ = take("?")
        if let next = current, next == "*" || next == "+" || next == "?" { return nil }
        return .repeated(atom, min: bounds.min, max: bounds.max)
    }

    private mutating func counted() -> (min: Int, max: Int?)? {
        guard take("{"), let min = number() else { return nil }
        if take("}") { return (min, min) }
        guard take(",") else { return nil }
        if take("}") { return (min, nil) }
        guard let max = number(), take("}") else { return nil }
        return (min, max)
    }

    private mutating func number() -> Int? {
        var number: Int?
        while let digit = current.flatMap({ Int(String($0)) }), current?.isASCII == true {
            number = min((number ?? 0) * 10 + digit, 100_000)
            position += 1
        }
        return number
    }

    private mutating func atom() -> PatternNode? {
        guard let scalar = current else { return nil }
        position += 1
        switch scalar {
        case "^": return .start
        case "$": return .end
        case ".": return .set(PatternSet.lineEnds.negated)
        case "(": return group()
        case "[": return characterClass()
        case "\\": return escape()
        case "*", "+", "?": return nil
        default: return .set(PatternSet(ranges: [scalar.value...scalar.value]))
        }
    }

    private mutating func group() -> PatternNode? {
        if take("?") {
            if take("<") {
                // A named group; `(?<=` and `(?<!` look behind.
                guard let first = current, first.properties.isAlphabetic || first == "_" || first == "$" else {
                    return nil
                }
                while let scalar = current, scalar != ">" {
                    guard scalar.properties.isAlphabetic || scalar.properties.numericType != nil || scalar == "_" else {
                        return nil
                    }
                    position += 1
                }
                guard take(">") else { return nil }
            } else if !take(":") {
                return nil
            }
        }
        guard let node = choice(), take(")") else { return nil }
        return node
    }

    private mutating func escape() -> PatternNode? {
        guard let scalar = current else { return nil }
        if scalar == "b" || scalar == "B" {
            position += 1
            return .wordBoundary(scalar == "b")
        }
        return escapedSet().map(PatternNode.set)
    }

    /// What stands behind a backslash, as a set of one or more members.
    private mutating func escapedSet() -> PatternSet? {
        guard let scalar = current else { return nil }
        position += 1
        switch scalar {
        case "d": return .digits
        case "D": return PatternSet.digits.negated
        case "w": return .word
        case "W": return PatternSet.word.negated
        case "s": return .space
        case "S": return PatternSet.space.negated
        case "n": return single(0x0a)
        case "r": return single(0x0d)
        case "t": return single(0x09)
        case "v": return single(0x0b)
        case "f": return single(0x0c)
        case "0": return current.map { ("0"..."9").contains($0) } ?? false ? nil : single(0)
        case "x": return hexadecimal(2)
        case "u": return unicode()
        case "c":
            guard let letter = current, letter.isASCII, letter.properties.isAlphabetic else { return nil }
            position += 1
            return single(letter.value & 0x1f)
        default:
            // A letter or digit would be a back-reference, a property or something to come.
            guard !scalar.properties.isAlphabetic, scalar.properties.numericType == nil else { return nil }
            return single(scalar.value)
        }
    }

    private func single(_ value: UInt32) -> PatternSet {
        PatternSet(ranges: [value...value])
    }

    private mutating func hexadecimal(_ count: Int) -> PatternSet? {
        guard position + count <= scalars.count else { return nil }
        let digits = String(String.UnicodeScalarView(scalars[position..<position + count]))
        guard digits.allSatisfy(\.isHexDigit), let value = UInt32(digits, radix: 16) else { return nil }
        position += count
        return single(value)
    }

    private mutating func unicode() -> PatternSet? {
        guard take("{") else {
            guard let high = hexadecimal(4)?.ranges[0].lowerBound else { return nil }
            guard (0xd800...0xdbff).contains(high), position + 1 < scalars.count, take("\\"), take("u"),
                let low = hexadecimal(4)?.ranges[0].lowerBound, (0xdc00...0xdfff).contains(low)
            else { return single(high) }
            return single(0x10000 + (high - 0xd800) << 10 + (low - 0xdc00))
        }
        var digits = ""
        while let scalar = current, scalar != "}", digits.count < 8 {
            digits.unicodeScalars.append(scalar)
            position += 1
        }
        guard take("}"), let value = UInt32(digits, radix: 16), value <= 0x10ffff else { return nil }
        return single(value)
    }

    private mutating func characterClass() -> PatternNode? {
        var set = PatternSet(isNegated: take("^"))
        while !take("]") {
            guard let first = classMember() else { return nil }
            guard current == "-", position + 1 < scalars.count, scalars[position + 1] != "]" else {
                set.ranges += first.flattened
                continue
            }
            position += 1
            guard let last = classMember(), let low = first.only, let high = last.only, low <= high else { return nil }
            set.ranges.append(low...high)
        }
        return .set(set)
    }

    private mutating func classMember() -> PatternSet? {
        guard let scalar = current else { return nil }
        position += 1
        guard scalar == "\\" else { return single(scalar.value) }
        if take("b") { return single(0x08) }
        if take("-") { return single(0x2d) }
        return escapedSet()
    }
}

extension PatternSet {
    /// The one member of a set that has one.
    fileprivate var only: UInt32? {
        guard !isNegated, ranges.count == 1, ranges[0].count == 1 else { return nil }
        return ranges[0].lowerBound
    }
}
