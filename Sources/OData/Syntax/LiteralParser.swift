extension SyntaxReader {
    // MARK: Strings

    /// A string in single quotes; the quotes are removed and doubled ones halved.
    mutating func quotedString() throws(SyntaxError) -> String {
        let start = index
        guard take("'") else { throw unexpected("a string in single quotes") }
        var content: [UInt8] = []
        var runStart = index
        while index < bytes.count {
            if bytes[index] == UInt8(ascii: "'") {
                guard byte(at: index + 1) == UInt8(ascii: "'") else {
                    let end = index
                    index += 1
                    if content.isEmpty { return text(runStart, end) }
                    content += bytes[runStart..<end]
                    return String(decoding: content, as: UTF8.self)
                }
                content += bytes[runStart...index]
                index += 2
                runStart = index
            } else {
                if rules.isStrict { try checkStringByte(index) }
                index += 1
            }
        }
        throw .unterminated(quote: "'", at: position(start))
    }

    /// In the strict reading a string holds `pchar`s only.
    private func checkStringByte(_ offset: Int) throws(SyntaxError) {
        guard isEscaped(offset) || URLCharacter.isPathCharacter(bytes[offset]) else {
            throw unexpected("a percent-encoded character", at: offset)
        }
    }

    /// A literal with a prefix before its quote: `duration'…'`, `binary'…'`, `geography'…'`, `NS.Type'…'`.
    mutating func prefixedLiteral(_ name: NameSyntax) throws(SyntaxError) -> EdmLiteral {
        let (start, end) = (name.range.start, name.range.end)
        if matches("geography", start, end) { return .geography(try geography("geography", start)) }
        if matches("geometry", start, end) { return .geometry(try geography("geometry", start)) }
        if matches("binary", start, end) { return .binary(try binary(start)) }
        if matches("duration", start, end) { return .duration(try duration(start)) }
        if name.isQualified || rules.isStrict { return try enumeration(name) }
        // What OData 2 and 3 wrote.
        if matches("guid", start, end) { return .guid(try legacyGuid(start)) }
        if matches("datetime", start, end) || matches("datetimeoffset", start, end) {
            return .dateTimeOffset(try legacyDateTime(start))
        }
        if matches("time", start, end) { return try legacyTime(start) }
        return try enumeration(name)
    }

    private mutating func enumeration(_ name: NameSyntax) throws(SyntaxError) -> EdmLiteral {
        let start = name.range.start
        try require("'")
        var members: [String] = []
        repeat {
            skipToleratedBlanks()
            let memberStart = index
            if current == UInt8(ascii: "-") || current == UInt8(ascii: "+") || ASCIIClass.isDigit(current) {
                if !ASCIIClass.isDigit(current) { index += 1 }
                let digits = index
                while ASCIIClass.isDigit(current) { index += 1 }
                guard index > digits, index - digits <= 19 else { throw malformed(name.text, from: start) }
            } else {
                index = identifierEnd(index)
            }
            guard index > memberStart else { throw malformed(name.text, from: start) }
            members.append(text(memberStart, index))
            skipToleratedBlanks()
        } while take(",")
        guard take("'") else { throw unexpected("',' or the closing quote") }
        return .enumeration(type: name.text, members: members)
    }

    private mutating func duration(_ start: Int) throws(SyntaxError) -> EdmDuration {
        try require("'")
        switch TemporalReader(bytes[index...]).duration() {
        case .value(let duration, let end):
            index = end
            guard take("'") else { throw malformed("Edm.Duration", from: start) }
            return duration
        case .outOfRange(let end):
            index = end
            guard take("'") else { throw malformed("Edm.Duration", from: start) }
            if rules.checksValues { throw outOfRange("Edm.Duration", from: start) }
            return EdmDuration(microseconds: .max)
        case .none:
            throw malformed("Edm.Duration", from: start)
        }
    }

    private mutating func legacyGuid(_ start: Int) throws(SyntaxError) -> EdmGuid {
        try require("'")
        guard let guid = leadingGuid(), take("'") else { throw malformed("Edm.Guid", from: start) }
        return guid
    }

    private mutating func legacyDateTime(_ start: Int) throws(SyntaxError) -> EdmDateTimeOffset {
        try require("'")
        guard case .value(let instant, let end) = TemporalReader(bytes[index...]).dateTime() else {
            throw malformed("Edm.DateTimeOffset", from: start)
        }
        index = end
        guard take("'") else { throw malformed("Edm.DateTimeOffset", from: start) }
        return instant
    }

    /// `time'PT13H20M'`, a time of day in OData 2; also with a time of day in the quotes.
    private mutating func legacyTime(_ start: Int) throws(SyntaxError) -> EdmLiteral {
        try require("'")
        var time: EdmTimeOfDay?
        if case .value(let value, let end) = TemporalReader(bytes[index...]).timeOfDay() {
            (time, index) = (value, end)
        } else if case .value(let value, let end) = TemporalReader(bytes[index...]).duration() {
            (time, index) = (EdmTimeOfDay(microseconds: value.microseconds), end)
        }
        guard let time, take("'") else { throw malformed("Edm.TimeOfDay", from: start) }
        return .timeOfDay(time)
    }

    // MARK: Binary

    private mutating func binary(_ start: Int) throws(SyntaxError) -> [UInt8] {
        try require("'")
        let contentStart = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "'") { index += 1 }
        guard let content = Base64URL.decode(bytes[contentStart..<index], isStrict: rules.isStrict), take("'") else {
            throw malformed("Edm.Binary", from: start)
        }
        return content
    }

    // MARK: Numbers and times

    /// A guid at this place.
    mutating func leadingGuid() -> EdmGuid? {
        guard byte(at: index + 8) == UInt8(ascii: "-"), index + 36 <= bytes.count,
            !ASCIIClass.isNamePart(byte(at: index + 36)), let guid = EdmGuid(utf8: bytes[index..<index + 36])
        else { return nil }
        index += 36
        return guid
    }

    /// What starts with a digit or sign: guid, date, time or number.
    mutating func numberOrTime() throws(SyntaxError) -> EdmLiteral {
        if let guid = leadingGuid() { return .guid(guid) }
        let start = index
        let digitsStart = current == UInt8(ascii: "-") || current == UInt8(ascii: "+") ? index + 1 : index
        var digitsEnd = digitsStart
        while ASCIIClass.isDigit(byte(at: digitsEnd)) { digitsEnd += 1 }
        if byte(at: digitsEnd) == UInt8(ascii: "-"), digitsEnd - digitsStart >= 4, current != UInt8(ascii: "+") {
            return try dateLiteral(start)
        }
        if byte(at: digitsEnd) == UInt8(ascii: ":"), digitsEnd - start == 2, ASCIIClass.isDigit(current),
            let time = timeLiteral()
        {
            return .timeOfDay(time)
        }
        return try number(digitsEnd)
    }

    private mutating func dateLiteral(_ start: Int) throws(SyntaxError) -> EdmLiteral {
        switch TemporalReader(bytes[index...], readsBlankAsPlus: !rules.isStrict).dateTimeOffset() {
        case .value(let instant, let end):
            index = end
            return .dateTimeOffset(instant)
        case .outOfRange(let end):
            index = end
            if rules.checksValues { throw outOfRange("Edm.DateTimeOffset", from: start) }
            return .dateTimeOffset(EdmDateTimeOffset(microseconds: 0))
        case .none: break
        }
        switch TemporalReader(bytes[index...]).date() {
        case .value(let date, let end):
            index = end
            guard !ASCIIClass.isNamePart(current) else { throw unexpected("a time of day with an offset") }
            return .date(date)
        case .outOfRange(let end):
            index = end
            if rules.checksValues { throw outOfRange("Edm.Date", from: start) }
            return .date(EdmDate(daysSinceEpoch: 0))
        case .none:
            throw malformed("Edm.Date", from: start)
        }
    }

    /// A time of day; in the condition of a `case(…)` only where its colon can still follow.
    private mutating func timeLiteral() -> EdmTimeOfDay? {
        guard case .value(let time, let end) = TemporalReader(bytes[index...]).timeOfDay() else { return nil }
        if conditionDepth == depth {
            let next = byte(at: blanksEnd(end) ?? end)
            if next == UInt8(ascii: ",") || next == UInt8(ascii: ")") || next == 0 { return nil }
        }
        index = end
        return time
    }

    private mutating func number(_ digitsEnd: Int) throws(SyntaxError) -> EdmLiteral {
        let start = index
        if current == UInt8(ascii: "-"), matches("INF", index + 1, identifierEnd(index + 1), exact: true) {
            index += 4
            return .double(-.infinity)
        }
        let hasSign = !ASCIIClass.isDigit(current)
        guard digitsEnd > start + (hasSign ? 1 : 0) else { throw unexpected("a digit", at: start + (hasSign ? 1 : 0)) }
        index = digitsEnd
        let hasFraction = current == UInt8(ascii: ".") && ASCIIClass.isDigit(byte(at: index + 1))
        if hasFraction {
            index += 1
            while ASCIIClass.isDigit(current) { index += 1 }
        }
        let hasExponent = takeExponent()
        let end = index
        if !rules.isStrict, let literal = try suffixed(start, end) { return literal }
        guard !ASCIIClass.isNamePart(current) else { throw unexpected("an operator or the end") }
        if !hasFraction, !hasExponent, let value = integer(start, end) { return .integer(value) }
        if !hasExponent, let value = EdmDecimal(utf8: bytes[start..<end]) { return .decimal(value) }
        return .double(try double(start, end))
    }

    private mutating func takeExponent() -> Bool {
        guard current | 0x20 == UInt8(ascii: "e") else { return false }
        var end = index + 1
        if byte(at: end) == UInt8(ascii: "-") || byte(at: end) == UInt8(ascii: "+") { end += 1 }
        guard ASCIIClass.isDigit(byte(at: end)) else { return false }
        while ASCIIClass.isDigit(byte(at: end)) { end += 1 }
        index = end
        return true
    }

    /// A number with a suffix of OData 2 and 3: `1L`, `1.5m`, `2.5f`, `2d`.
    private mutating func suffixed(_ start: Int, _ end: Int) throws(SyntaxError) -> EdmLiteral? {
        guard ASCIIClass.isLetter(current), !ASCIIClass.isNamePart(byte(at: index + 1)) else { return nil }
        let suffix = current | 0x20
        index += 1
        switch suffix {
        case UInt8(ascii: "l"):
            guard let value = integer(start, end) else { throw outOfRange("Edm.Int64", from: start) }
            return .integer(value)
        case UInt8(ascii: "m"):
            guard let value = EdmDecimal(utf8: bytes[start..<end]) else { throw outOfRange("Edm.Decimal", from: start) }
            return .decimal(value)
        case UInt8(ascii: "d"): return .double(try double(start, end))
        case UInt8(ascii: "f"):
            guard let value = Float(text(start, end)), value.isFinite else {
                throw outOfRange("Edm.Single", from: start)
            }
            return .single(value)
        default:
            index -= 1
            return nil
        }
    }

    /// The whole number in a stretch of sign and digits; nil if it is none or does not fit.
    private func integer(_ start: Int, _ end: Int) -> Int64? {
        let isNegative = bytes[start] == UInt8(ascii: "-")
        var value: Int64 = 0
        for offset in (ASCIIClass.isDigit(bytes[start]) ? start : start + 1)..<end {
            guard ASCIIClass.isDigit(bytes[offset]) else { return nil }
            let digit = Int64(bytes[offset] - 0x30)
            let (product, overflow) = value.multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(isNegative ? -digit : digit)
            if overflow || carry { return nil }
            value = sum
        }
        return value
    }

    private func double(_ start: Int, _ end: Int) throws(SyntaxError) -> Double {
        guard let value = Double(text(start, end)) else { throw malformed("Edm.Double", from: start) }
        if value.isInfinite, rules.checksValues { throw outOfRange("Edm.Double", from: start) }
        return value
    }
}
