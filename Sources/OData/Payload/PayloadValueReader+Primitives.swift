extension PayloadValueReader {
    /// A value of a primitive type, within the facets and rules of its property.
    func primitive(
        _ json: JSONValue,
        _ type: EdmPrimitiveType,
        _ facets: EdmFacets,
        rules: PropertyRules,
        at path: PayloadPath
    ) -> PayloadValue? {
        if type == .stream {
            reading.note(path, .notWritable)
            return nil
        }
        if type.isSpatial {
            guard let shape = GeoJSONReader.geography(json, type) else {
                reading.note(path, .typeMismatch(found: json.kind, expected: "GeoJSON of \(type.qualifiedName)"))
                return nil
            }
            return .geography(shape)
        }
        guard let value = value(json, type, at: path), check(value, type, facets, rules, at: path) else { return nil }
        return .primitive(value)
    }

    // MARK: From JSON

    private func value(_ json: JSONValue, _ type: EdmPrimitiveType, at path: PayloadPath) -> EdmValue? {
        switch (json, type) {
        case (.boolean(let flag), .boolean): return .boolean(flag)
        case (.number(let text), _) where type.isNumeric: return number(text, type, at: path)
        // Numbers that JavaScript cannot hold come as strings (JSON Format 3.2).
        case (.string(let text), .int64) where reading.options.numbersAsStrings,
            (.string(let text), .decimal) where reading.options.numbersAsStrings:
            guard Self.isNumber(text) else { break }
            return number(text, type, at: path)
        case (.string("INF"), .double), (.string("INF"), .single): return .double(.infinity)
        case (.string("-INF"), .double), (.string("-INF"), .single): return .double(-.infinity)
        case (.string("NaN"), .double), (.string("NaN"), .single): return .double(.nan)
        case (.string(let text), .string): return .string(text)
        case (.string(let text), _) where !type.isNumeric && type != .boolean:
            if let value = reading.conversion.value(of: text, as: .primitive(type)) { return value }
            reading.note(path, .typeMismatch(found: "'\(ODataError.echo(text))'", expected: type.qualifiedName))
            return nil
        default: break
        }
        reading.note(path, .typeMismatch(found: Self.shown(json), expected: type.qualifiedName))
        return nil
    }

    private static func shown(_ json: JSONValue) -> String {
        switch json {
        case .string(let text): "'\(ODataError.echo(text))'"
        case .number(let text): ODataError.echo(text)
        case .boolean(let flag): "\(flag)"
        case .null, .array, .object: json.kind
        }
    }

    private static func isNumber(_ text: String) -> Bool {
        !text.isEmpty && text.utf8.allSatisfy { ASCIIClass.isDigit($0) || "+-.eE".utf8.contains($0) }
    }

    private func number(_ text: String, _ type: EdmPrimitiveType, at path: PayloadPath) -> EdmValue? {
        switch type {
        case .double, .single:
            if let number = Double(text), type == .double ? number.isFinite : Float(number).isFinite {
                return .double(type == .double ? number : Double(Float(number)))
            }
        case .decimal:
            if let number = EdmDecimal(text) { return .decimal(number) }
        default:
            // Whole numbers may be written with a point or an exponent.
            guard let number = EdmDecimal(text) else { break }
            let whole = number.normalised
            guard whole.scale == 0 else {
                reading.note(path, .typeMismatch(found: ODataError.echo(text), expected: type.qualifiedName))
                return nil
            }
            if let value = reading.conversion.convert(.decimal(whole), to: .primitive(type)) { return value }
        }
        reading.note(path, .outOfRange(value: ODataError.echo(text), reason: " of \(type.qualifiedName)"))
        return nil
    }

    // MARK: Facets and rules

    private func check(
        _ value: EdmValue,
        _ type: EdmPrimitiveType,
        _ facets: EdmFacets,
        _ rules: PropertyRules,
        at path: PayloadPath
    ) -> Bool {
        switch value {
        case .string(let text): return check(text, facets, rules, at: path)
        case .binary(let bytes):
            if case .limited(let limit) = facets.maxLength, bytes.count > limit {
                reading.note(path, .tooLong(limit: limit, unit: "bytes"))
                return false
            }
        case .decimal(let number):
            if let reason = Self.excess(of: number, facets) {
                reading.note(path, .outOfRange(value: "\(number)", reason: reason))
                return false
            }
            return check(number, rules, at: path)
        case .integer(let number): return check(EdmDecimal(number), rules, at: path)
        case .dateTimeOffset(let instant): return check(instant.microseconds, facets, "\(instant)", at: path)
        case .timeOfDay(let time): return check(time.microseconds, facets, "\(time)", at: path)
        case .duration(let length): return check(length.microseconds, facets, "\(length)", at: path)
        case .double(let number): return check(number, rules, at: path)
        case .null, .boolean, .guid, .date, .enumeration: break
        }
        return true
    }

    private func check(_ text: String, _ facets: EdmFacets, _ rules: PropertyRules, at path: PayloadPath) -> Bool {
        if text.utf8.contains(0) {
            reading.note(path, .outOfRange(value: "U+0000", reason: ": no text holds this character"))
            return false
        }
        if case .limited(let limit) = facets.maxLength, text.utf8.count > limit, text.unicodeScalars.count > limit {
            reading.note(path, .tooLong(limit: limit, unit: "characters"))
            return false
        }
        if !rules.allowed.isEmpty, !rules.allowed.contains(text) {
            reading.note(path, .notAllowed(value: ODataError.echo(text), allowed: rules.allowed))
            return false
        }
        if let pattern = rules.pattern, let matches = reading.options.matches, !matches(pattern, text) {
            reading.note(path, .pattern(pattern))
            return false
        }
        return true
    }

    private func check(_ number: EdmDecimal, _ rules: PropertyRules, at path: PayloadPath) -> Bool {
        if let (least, isExclusive) = rules.minimum, isExclusive ? number <= least : number < least {
            let word = isExclusive ? "greater than" : "at least"
            reading.note(path, .outOfRange(value: "\(number)", reason: "; it must be \(word) \(least)"))
            return false
        }
        if let (most, isExclusive) = rules.maximum, isExclusive ? number >= most : number > most {
            let word = isExclusive ? "less than" : "at most"
            reading.note(path, .outOfRange(value: "\(number)", reason: "; it must be \(word) \(most)"))
            return false
        }
        return true
    }

    /// What is no number, or endless, lies in no range.
    private func check(_ number: Double, _ rules: PropertyRules, at path: PayloadPath) -> Bool {
        guard rules.minimum != nil || rules.maximum != nil else { return true }
        if let exact = EdmDecimal("\(number)") { return check(exact, rules, at: path) }
        let isSmall = number.magnitude < 1
        if isSmall { return check(EdmDecimal(0), rules, at: path) }
        reading.note(path, .outOfRange(value: "\(number)", reason: ""))
        return false
    }

    /// The digits of a second beyond the precision are refused rather than cut, because they would be lost.
    private func check(_ microseconds: Int64, _ facets: EdmFacets, _ shown: String, at path: PayloadPath) -> Bool {
        guard let precision = facets.precision, (0..<6).contains(precision) else { return true }
        let unit = (precision..<6).reduce(Int64(1)) { unit, _ in unit * 10 }
        if microseconds % unit == 0 { return true }
        reading.note(path, .outOfRange(value: shown, reason: ": seconds have at most \(precision) decimal places"))
        return false
    }

    /// Why a decimal does not fit its precision and scale; nil where it does.
    private static func excess(of number: EdmDecimal, _ facets: EdmFacets) -> String? {
        let exact = number.normalised
        let digits = String(exact.significand.magnitude).count
        switch facets.scale {
        case .fixed(let scale):
            if exact.scale > scale { return ": it has more than \(scale) decimal places" }
            guard let precision = facets.precision else { return nil }
            let whole = max(0, digits - exact.scale)
            return whole > precision - scale ? ": it has more than \(precision) digits" : nil
        case .variable, .floating, nil:
            guard let precision = facets.precision else { return nil }
            return digits > precision ? ": it has more than \(precision) digits" : nil
        }
    }
}
