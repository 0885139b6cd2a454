/// How a delimited file is written.
public struct CSVDialect: Sendable, Hashable {
    /// The byte between cells.
    public var delimiter: UInt8
    /// The characters.
    public var encoding: CSVEncoding
    /// The bytes of a byte order mark before the first row.
    var markLength = 0

    /// Gathers the parts.
    public init(delimiter: UInt8 = UInt8(ascii: ","), encoding: CSVEncoding = .utf8) {
        self.delimiter = delimiter
        self.encoding = encoding
    }

    /// The delimiters looked for: comma, semicolon, tab, bar.
    static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

    /// The delimiter that cuts most of the first 200 rows of a sample into the same number of cells, else a comma.
    static func delimiter(of sample: some Collection<UInt8>) -> UInt8 {
        var best = (delimiter: candidates[0], score: 0)
        for candidate in candidates {
            let counts = cellCounts(of: sample, delimiter: candidate)
            guard let first = counts.first, first > 1 else { continue }
            let equal = counts.count { $0 == first }
            let score = equal * 1000 / counts.count * 100 + min(first, 99)
            if score > best.score { best = (candidate, score) }
        }
        return best.delimiter
    }

    private static func cellCounts(of sample: some Collection<UInt8>, delimiter: UInt8) -> [Int] {
        var counts: [Int] = []
        var cells = 1
        var isQuoted = false
        var isBlank = true
        for byte in sample {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if !isQuoted, byte == UInt8(ascii: "\n") {
                if !isBlank { counts.append(cells) }
                if counts.count == 200 { return counts }
                (cells, isBlank) = (1, true)
            } else if !isQuoted, byte == delimiter {
                cells += 1
                isBlank = false
            } else if byte != UInt8(ascii: "\r") {
                isBlank = false
            }
        }
        if !isBlank { counts.append(cells) }
        return counts
    }
}

/// The characters of a file.
public enum CSVEncoding: String, Sendable, Hashable, CaseIterable {
    /// UTF-8, with or without a byte order mark.
    case utf8 = "utf-8"
    /// The Western code page of older programs.
    case windows1252 = "windows-1252"

    /// The text of some bytes; damaged UTF-8 becomes replacement characters.
    func text(_ bytes: some Collection<UInt8>) -> String {
        switch self {
        case .utf8: return String(decoding: bytes, as: UTF8.self)
        case .windows1252:
            var text = String.UnicodeScalarView()
            for byte in bytes {
                let code = (0x80..<0xA0).contains(byte) ? Self.upper[Int(byte) - 0x80] : UInt32(byte)
                text.append(Unicode.Scalar(code) ?? "\u{FFFD}")
            }
            return String(text)
        }
    }

    /// The characters of the bytes 80 to 9F.
    private static let upper: [UInt32] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]
}

/// Tells whether bytes that come in pieces are well-formed UTF-8.
struct UTF8Check {
    private(set) var isValid = true
    private var pending = 0
    private var lower: UInt8 = 0x80
    private var upper: UInt8 = 0xBF

    /// Looks at more bytes.
    mutating func feed(_ bytes: some Sequence<UInt8>) {
        guard isValid else { return }
        for byte in bytes {
            if pending == 0 {
                if byte < 0x80 { continue }
                guard start(byte) else {
                    isValid = false
                    return
                }
            } else {
                guard (lower...upper).contains(byte) else {
                    isValid = false
                    return
                }
                pending -= 1
                (lower, upper) = (0x80, 0xBF)
            }
        }
    }

    /// Says that nothing follows.
    mutating func finish() {
        if pending > 0 { isValid = false }
    }

    private mutating func start(_ byte: UInt8) -> Bool {
        switch byte {
        case 0xC2...0xDF: pending = 1
        case 0xE0: (pending, lower) = (2, 0xA0)
        case 0xED: (pending, upper) = (2, 0x9F)
        case 0xE1...0xEF: pending = 2
        case 0xF0: (pending, lower) = (3, 0x90)
        case 0xF4: (pending, upper) = (3, 0x8F)
        case 0xF1...0xF3: pending = 3
        default: return false
        }
        return true
    }
}
