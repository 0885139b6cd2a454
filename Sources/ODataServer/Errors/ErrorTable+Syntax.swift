import OData

extension ErrorTable {
    /// What the parser refused.
    func answer(for error: SyntaxError) -> ErrorAnswer {
        switch error {
        case .unexpected(let found, let expected, let at):
            let problem = found.isEmpty ? "the text ends" : "found '\(ODataError.echo(found))'"
            return invalid(at, "\(problem)\(position(at)), expected \(expected).")
        case .malformedLiteral(let kind, let text, let at):
            return invalid(at, "'\(ODataError.echo(text))' is not a well-formed \(kind) literal\(position(at)).")
        case .literalOutOfRange(let kind, let text, let at):
            return invalid(at, "'\(ODataError.echo(text))' is out of the range of \(kind)\(position(at)).")
        case .unterminated(let quote, let at):
            return invalid(at, "the quote \(quote) that opens\(position(at)) is not closed.")
        case .malformedPercentEncoding(let found, let at):
            return invalidURL(at, "'\(ODataError.echo(found))' is not a percent-encoded byte\(position(at)).")
        case .invalidUTF8(let at): return invalidURL(at, "the text is not UTF-8\(position(at)).")
        case .nulCharacter(let at): return invalidURL(at, "the character U+0000 is not allowed\(position(at)).")
        case .emptyPathSegment: return ErrorAnswer(.resourceNotFound, ["name": "//"], target: "path")
        case .unknownOption(let name):
            return ErrorAnswer(
                .optionUnknown,
                ["name": ODataError.echo(name), "suggestion": Self.suggestion(Self.options(near: name))],
                target: ODataError.echo(name)
            )
        case .duplicateOption(let name, _):
            return ErrorAnswer(.optionDuplicate, ["name": ODataError.echo(name)], target: ODataError.echo(name))
        case .misplacedOption(let name, let at):
            return invalid(at, "the option \(ODataError.echo(name)) is not allowed here\(position(at)).")
        case .emptyOption(let name):
            return Self.invalid(option: name, "a value is missing.")
        case .limitExceeded(let limit, let number, let at): return Self.exceeded(limit, number, option: at.option)
        }
    }

    /// The code of an option, which is the same for syntax and names.
    static func invalid(option: String, _ problem: String) -> ErrorAnswer {
        let name = ODataError.echo(option)
        let code: ODataErrorCode =
            switch option {
            case "$filter": .filterInvalid
            case "$orderby": .orderByInvalid
            case "$select": .selectInvalid
            case "$expand": .expandInvalid
            case "$apply": .applyInvalid
            case "$search": .searchInvalid
            case "$compute": .computeInvalid
            case "path": .pathInvalid
            default: option.hasPrefix("@") ? .aliasInvalid : .optionInvalid
            }
        let places = [
            "option": name, "problem": problem, "name": option.hasPrefix("@") ? String(name.dropFirst()) : name,
        ]
        return ErrorAnswer(code, places, target: name)
    }

    static func exceeded(_ limit: SyntaxLimit, _ number: Int, option: String) -> ErrorAnswer {
        let code: ODataErrorCode =
            switch limit {
            case .expressionDepth: .expressionTooDeep
            case .expressionNodes: .expressionTooLarge
            case .listMembers: .inListTooLong
            case .expandDepth: .expandTooDeep
            case .expandWidth, .optionItems: .expandTooWide
            case .pathSegments: .pathTooLong
            case .searchTerms: .searchTooComplex
            case .applySteps, .applyBranches: .applyTooComplex
            case .crossjoinSets: .crossjoinTooWide
            case .queryOptions: .tooManyOptions
            case .geoPositions: .expressionTooLarge
            }
        let name = ODataError.echo(option)
        return ErrorAnswer(code, ["option": name, "limit": String(number)], target: name)
    }

    private func invalid(_ at: SyntaxPosition, _ problem: String) -> ErrorAnswer {
        Self.invalid(option: at.option, problem)
    }

    private func invalidURL(_ at: SyntaxPosition, _ problem: String) -> ErrorAnswer {
        ErrorAnswer(.urlInvalid, ["problem": problem], target: ODataError.echo(at.option))
    }

    private func position(_ at: SyntaxPosition) -> String {
        if let segment = at.segment { return " at character \(at.character) of path segment \(segment + 1)" }
        return " at character \(at.character) of \(ODataError.echo(at.option))"
    }

    // MARK: Did you mean

    /// ` Did you mean 'A', 'B' or 'C'?`, or nothing.
    static func suggestion(_ near: [String]) -> String {
        let names = near.prefix(3).map { "'\(ODataError.echo($0))'" }
        guard let last = names.last else { return "" }
        let text = names.count == 1 ? last : names.dropLast().joined(separator: ", ") + " or " + last
        return " Did you mean \(text)?"
    }

    private static let systemOptions = [
        "$filter", "$select", "$expand", "$orderby", "$top", "$skip", "$count", "$search", "$compute", "$apply",
        "$format",
        "$skiptoken", "$deltatoken", "$schemaversion", "$index", "$id", "$levels",
    ]

    private static func options(near name: String) -> [String] {
        let wanted = Array(name.lowercased().utf8.prefix(40))
        let ranked = systemOptions.map { ($0, distance(wanted, Array($0.utf8))) }.filter { $0.1 <= 3 }
        return ranked.sorted { ($0.1, $0.0) < ($1.1, $1.0) }.map(\.0)
    }

    /// The edit distance of two short texts.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        var row = Array(0...right.count)
        for (index, byte) in left.enumerated() {
            var diagonal = row[0]
            row[0] = index + 1
            for column in right.indices {
                let substituted = diagonal + (byte == right[column] ? 0 : 1)
                diagonal = row[column + 1]
                row[column + 1] = min(substituted, row[column] + 1, diagonal + 1)
            }
        }
        return row[right.count]
    }
}
