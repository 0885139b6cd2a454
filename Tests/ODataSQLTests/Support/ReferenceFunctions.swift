import Foundation
import OData

/// The canonical functions, for the reference evaluator.
enum ReferenceFunctions {
    static func call(_ function: BuiltInFunction, _ values: [EdmValue], now: Int64) throws -> EdmValue {
        switch function {
        case .now: return .dateTimeOffset(EdmDateTimeOffset(microseconds: now))
        case .mindatetime: return .dateTimeOffset(EdmDateTimeOffset(microseconds: -62_135_596_800_000_000))
        case .maxdatetime: return .dateTimeOffset(EdmDateTimeOffset(microseconds: 253_402_300_799_999_999))
        default: break
        }
        if values.contains(.null) { return .null }
        if case .string(let text) = values[0] { return try string(function, text, values) }
        switch (function, values[0]) {
        case (.round, .double(let number)): return .double(number.rounded(.toNearestOrAwayFromZero))
        case (.floor, .double(let number)): return .double(number.rounded(.down))
        case (.ceiling, .double(let number)): return .double(number.rounded(.up))
        case (.round, _), (.floor, _), (.ceiling, _):
            guard let exact = Exact(values[0]) else { break }
            let rule: FloatingPointRoundingRule =
                function == .floor ? .down : function == .ceiling ? .up : .toNearestOrAwayFromZero
            return exact.rounded(rule).value
        case (.totalseconds, .duration(let duration)): return Exact(Int128(duration.microseconds), scale: 6).value
        case (.date, .date): return values[0]
        case (.totaloffsetminutes, _): return .integer(0)
        default: return try part(function, values[0])
        }
        throw ReferenceEvaluator.Failure.unsupported(function.name)
    }

    static func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    private static func part(_ function: BuiltInFunction, _ value: EdmValue) throws -> EdmValue {
        var day: EdmDate?
        var micros: Int64?
        switch value {
        case .date(let date): day = date
        case .timeOfDay(let time): micros = time.microseconds
        case .dateTimeOffset(let instant):
            let days = floorDivide(instant.microseconds, 86_400_000_000)
            day = EdmDate(daysSinceEpoch: Int32(days))
            micros = instant.microseconds - days * 86_400_000_000
        default: break
        }
        switch function {
        case .year: if let day { return .integer(Int64(day.parts.year)) }
        case .month: if let day { return .integer(Int64(day.parts.month)) }
        case .day: if let day { return .integer(Int64(day.parts.day)) }
        case .hour: if let micros { return .integer(micros / 3_600_000_000) }
        case .minute: if let micros { return .integer(micros / 60_000_000 % 60) }
        case .second: if let micros { return .integer(micros / 1_000_000 % 60) }
        case .fractionalseconds: if let micros { return Exact(Int128(micros % 1_000_000), scale: 6).value }
        case .date: if let day { return .date(day) }
        case .time: if let time = micros.flatMap({ EdmTimeOfDay(microseconds: $0) }) { return .timeOfDay(time) }
        default: break
        }
        throw ReferenceEvaluator.Failure.unsupported(function.name)
    }

    private static func string(_ function: BuiltInFunction, _ text: String, _ values: [EdmValue]) throws -> EdmValue {
        let scalars = Array(text.unicodeScalars)
        var other: [Unicode.Scalar] = []
        if values.count > 1, case .string(let second) = values[1] { other = Array(second.unicodeScalars) }
        switch function {
        case .length: return .integer(Int64(scalars.count))
        case .contains: return .boolean(index(of: other, in: scalars) != nil)
        case .indexof: return .integer(Int64(index(of: other, in: scalars) ?? -1))
        case .startswith: return .boolean(scalars.starts(with: other))
        case .endswith: return .boolean(scalars.reversed().starts(with: other.reversed()))
        case .concat: return .string(text + Self.text(other))
        case .tolower: return .string(text.lowercased())
        case .toupper: return .string(text.uppercased())
        case .trim:
            let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
            let front = Array(scalars.drop(while: isSpace))
            return .string(Self.text(Array(front.reversed().drop(while: isSpace).reversed())))
        case .substring:
            guard case .integer(let start) = values[1] else { break }
            let from =
                start < 0 ? max(scalars.count + Int(clamping: start), 0) : min(Int(clamping: start), scalars.count)
            var length = scalars.count
            if values.count > 2, case .integer(let wanted) = values[2] { length = max(Int(clamping: wanted), 0) }
            return .string(Self.text(Array(scalars[from...].prefix(length))))
        default: break
        }
        throw ReferenceEvaluator.Failure.unsupported(function.name)
    }

    private static func text(_ scalars: [Unicode.Scalar]) -> String {
        var view = String.UnicodeScalarView()
        view.append(contentsOf: scalars)
        return String(view)
    }

    private static func index(of part: [Unicode.Scalar], in text: [Unicode.Scalar]) -> Int? {
        if part.isEmpty { return 0 }
        guard part.count <= text.count else { return nil }
        return (0...text.count - part.count).first { Array(text[$0..<$0 + part.count]) == part }
    }

    static func cast(_ value: EdmValue, to type: EdmTypeReference) throws -> EdmValue {
        switch (value, type.primitive) {
        case (.null, _): return .null
        case (_, .double), (_, .single): return .double(ReferenceEvaluator.double(value))
        case (.integer, .decimal), (.decimal, .decimal): return value
        case (.integer, .int64), (.integer, .int32), (.integer, .int16): return value
        case (.decimal(let number), .int64), (.decimal(let number), .int32):
            return Exact(number).rounded(.towardZero).scaled(to: 0).map { .integer($0) } ?? .null
        case (.date(let day), .dateTimeOffset):
            return .dateTimeOffset(EdmDateTimeOffset(microseconds: Int64(day.daysSinceEpoch) * 86_400_000_000))
        case (.dateTimeOffset, .date): return try part(.date, value)
        case (.integer(let number), .string): return .string(String(number))
        case (.date(let day), .string): return .string(day.description)
        case (.guid(let guid), .string): return .string(guid.description)
        default: throw ReferenceEvaluator.Failure.unsupported("cast")
        }
    }
}

/// `$search` for the reference: whole words without regard to case and marks.
enum ReferenceSearch {
    static func matches(_ search: SearchSyntax, _ instance: ReferenceEvaluator.Instance) -> Bool {
        switch search {
        case .word(let text, _), .phrase(let text, _), .incomplete(let text, _):
            let wanted = tokens(text)
            return instance.set.searched.contains { name in
                guard !wanted.isEmpty, case .string(let text) = instance.row[name] ?? .null else { return false }
                let found = tokens(text)
                guard found.count >= wanted.count else { return false }
                return (0...found.count - wanted.count).contains { Array(found[$0..<$0 + wanted.count]) == wanted }
            }
        case .not(let operand, _): return !matches(operand, instance)
        case .and(let operands, _): return operands.allSatisfy { matches($0, instance) }
        case .or(let operands, _): return operands.contains { matches($0, instance) }
        }
    }

    private static func tokens(_ text: String) -> [String] {
        text.folding(options: [.caseInsensitive, .diacriticInsensitive], locale: nil)
            .unicodeScalars.split { !$0.properties.isAlphabetic && $0.properties.numericType == nil }
            .map { String($0) }
    }
}
