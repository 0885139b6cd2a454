import Foundation

/// Text by Unicode scalar values; SQLite itself knows ASCII only and stops at NUL.
enum TextFunctions {
    static var all: [SQLiteFunction] {
        [
            SQLiteFunction("odata_length", 1) { call in call.give(Int64(scalarCount(call.utf8(0)))) },
            SQLiteFunction("odata_startswith", 2) { call in
                let (text, part) = (call.utf8(0), call.utf8(1))
                call.give(text.count >= part.count && text.prefix(part.count).elementsEqual(part))
            },
            SQLiteFunction("odata_endswith", 2) { call in
                let (text, part) = (call.utf8(0), call.utf8(1))
                call.give(text.count >= part.count && text.suffix(part.count).elementsEqual(part))
            },
            SQLiteFunction("odata_substring", 2) { call in
                let text = call.utf8(0)
                call.give(UnsafeBufferPointer(rebasing: text[start(call.integer(1), in: text)...]))
            },
            SQLiteFunction("odata_substring", 3) { call in
                let text = call.utf8(0)
                let first = start(call.integer(1), in: text)
                let rest = UnsafeBufferPointer(rebasing: text[first...])
                let end = offset(ofScalar: max(call.integer(2), 0), in: rest)
                call.give(UnsafeBufferPointer(rebasing: rest[..<end]))
            },
            SQLiteFunction("odata_lower", 1) { call in call.give(call.string(0).lowercased()) },
            SQLiteFunction("odata_upper", 1) { call in call.give(call.string(0).uppercased()) },
            SQLiteFunction("odata_trim", 1) { call in
                let scalars = Substring(call.string(0)).unicodeScalars
                let isSpace = { (scalar: Unicode.Scalar) in scalar.properties.isWhitespace }
                guard let first = scalars.firstIndex(where: { !isSpace($0) }),
                    let last = scalars.lastIndex(where: { !isSpace($0) })
                else { return call.give("") }
                call.give(String(scalars[first...last]))
            },
            SQLiteFunction("odata_fold", 1) { call in call.give(fold(call.utf8(0))) },
        ]
    }

    /// The match function, with the last pattern compiled; one for each connection, hence for each thread.
    static func pattern() -> [SQLiteFunction] {
        var lastText: [UInt8]?
        var lastPattern: PatternAutomaton?
        return [
            SQLiteFunction("odata_matches", 2) { call throws(SQLiteFunctionFailure) in
                let text = call.utf8(1)
                let isSame = lastText.map { $0.elementsEqual(text) } ?? false
                if !isSame {
                    lastText = nil
                    lastPattern = PatternAutomaton(pattern: String(decoding: text, as: UTF8.self))
                    lastText = Array(text)
                }
                guard let pattern = lastPattern else { throw .invalidArgument }
                call.give(pattern.matches(call.string(0)))
            }
        ]
    }

    /// Compatibility form without marks and case.
    static func fold(_ utf8: UnsafeBufferPointer<UInt8>) -> String {
        let text = String(decoding: utf8, as: UTF8.self)
        if utf8.allSatisfy({ $0 < 0x80 }) { return text.lowercased() }
        var scalars = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCompatibilityMapping.unicodeScalars
        where scalar.properties.generalCategory != .nonspacingMark {
            // Letters whose stroke or ligature is no mark of its own stay; upper then lower joins ß with SS and ς with σ.
            scalars.append(scalar)
        }
        return String(scalars).uppercased().lowercased().precomposedStringWithCompatibilityMapping
    }

    private static func scalarCount(_ utf8: UnsafeBufferPointer<UInt8>) -> Int {
        var count = 0
        for byte in utf8 where byte & 0xc0 != 0x80 { count += 1 }
        return count
    }

    /// The byte where a substring starts: from the end if negative, at most the end.
    private static func start(_ position: Int64, in utf8: UnsafeBufferPointer<UInt8>) -> Int {
        guard position < 0 else { return offset(ofScalar: position, in: utf8) }
        let (fromStart, isTooFar) = Int64(scalarCount(utf8)).addingReportingOverflow(position)
        return isTooFar ? 0 : offset(ofScalar: max(fromStart, 0), in: utf8)
    }

    /// The byte at which the scalar with a number starts; the end if there are fewer.
    private static func offset(ofScalar number: Int64, in utf8: UnsafeBufferPointer<UInt8>) -> Int {
        guard number < utf8.count else { return utf8.count }
        var left = number
        for (position, byte) in utf8.enumerated() where byte & 0xc0 != 0x80 {
            if left == 0 { return position }
            left -= 1
        }
        return utf8.count
    }
}
