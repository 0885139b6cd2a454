extension SyntaxReader {
    /// Items of `$expand`, separated by commas.
    mutating func expand() throws(SyntaxError) -> ExpandSyntax {
        var items: [ExpandItemSyntax] = []
        repeat {
            skipToleratedBlanks()
            items.append(try expandItem())
            guard items.count <= limits.expandWidth else { throw exceeded(.expandWidth, limits.expandWidth) }
            skipToleratedBlanks()
        } while take(",")
        return ExpandSyntax(items: items)
    }

    private mutating func expandItem() throws(SyntaxError) -> ExpandItemSyntax {
        let start = index
        if takeDollar("value", exact: false) {
            return ExpandItemSyntax(path: [], target: .mediaStream, options: nil, range: SourceRange(start, index))
        }
        var path: [SelectSegmentSyntax] = []
        var target = ExpandTargetSyntax.entities
        repeat {
            guard path.count < limits.pathSegments else { throw exceeded(.pathSegments, limits.pathSegments) }
            if take("*") {
                target = .allEntities
                if byte(at: index + 1) == UInt8(ascii: "$"), takePlain("/") {
                    guard takeDollar("ref") else { throw unexpected("$ref") }
                    target = .allReferences
                }
                break
            }
            if isPlain("$"), !path.isEmpty {
                target = try expandTarget()
                break
            }
            path.append(try selectSegment("a navigation property or '*'"))
        } while takePlain("/")
        let options = try expandOptions(target)
        return ExpandItemSyntax(path: path, target: target, options: options, range: SourceRange(start, index))
    }

    private mutating func expandTarget() throws(SyntaxError) -> ExpandTargetSyntax {
        if takeDollar("ref") { return .references }
        if takeDollar("count") { return .count }
        throw unexpected("a property, $ref or $count")
    }

    private mutating func expandOptions(_ target: ExpandTargetSyntax) throws(SyntaxError) -> QueryOptionsSyntax? {
        guard current == UInt8(ascii: "(") else { return nil }
        return switch target {
        case .entities: try nestedOptions(.expand)
        case .references: try nestedOptions(.reference)
        case .count: try nestedOptions(.count)
        case .allEntities: try nestedOptions(.star)
        case .allReferences, .mediaStream: throw unexpected("',' or the end")
        }
    }

    /// A positive number without leading zeros, or `max`.
    mutating func levels() throws(SyntaxError) -> LevelsSyntax {
        let start = index
        let word = identifierEnd(index)
        if matches("max", index, word) {
            index = word
            return .max
        }
        guard current != UInt8(ascii: "0"), let number = wholeNumber() else {
            throw unexpected("a positive number or 'max'", at: start)
        }
        return .number(number)
    }

    /// Digits; a number beyond Int is the greatest Int, which bounds just as well.
    mutating func wholeNumber() -> Int? {
        var value: Int?
        while ASCIIClass.isDigit(current) {
            let (product, overflow) = (value ?? 0).multipliedReportingOverflow(by: 10)
            let (sum, carry) = product.addingReportingOverflow(Int(current - 0x30))
            value = overflow || carry ? Int.max : sum
            index += 1
        }
        return value
    }
}
