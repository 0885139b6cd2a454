/// One row of a delimited file.
struct CSVRow: Sendable, Hashable {
    /// The line it starts on, counted from 1.
    var line: Int
    /// The cells as text, quotes taken off.
    var cells: [String]
}

/// Reads delimited text (RFC 4180) piece by piece; memory holds one piece and one row.
///
/// Rows end with CR LF, LF or CR; a quoted cell may hold delimiters, doubled quotes and line ends. A quote inside a
/// cell that does not begin with one is an ordinary character. Blank lines are passed over.
struct CSVReader {
    /// What one row may have.
    struct Limits: Sendable {
        var rowBytes = 4 << 20
        var cells = 1000
    }

    private let dialect: CSVDialect
    private let limits: Limits
    private let more: () throws(ImportFileFault) -> [UInt8]?
    private var piece: [UInt8] = []
    private var position = 0
    private var hasEnded = false
    private var line = 1
    private var endedWithReturn = false
    /// Bytes taken from the source so far.
    private(set) var bytesRead: Int64 = 0

    /// Reads from a source that gives pieces until nil.
    init(
        dialect: CSVDialect,
        limits: Limits = Limits(),
        more: @escaping () throws(ImportFileFault) -> [UInt8]?
    ) {
        self.dialect = dialect
        self.limits = limits
        self.more = more
    }

    /// Reads text that is in memory.
    init(_ text: String, dialect: CSVDialect = CSVDialect(), limits: Limits = Limits()) {
        var rest: [UInt8]? = Array(text.utf8)
        self.init(dialect: dialect, limits: limits) { () throws(ImportFileFault) -> [UInt8]? in
            defer { rest = nil }
            return rest
        }
    }

    /// The next row, nil at the end.
    mutating func next() throws(ImportFileFault) -> CSVRow? {
        while let first = try byte() {
            if first == Self.newline || first == Self.carriageReturn {
                countLine(first)
                continue
            }
            position -= 1
            return try row()
        }
        return nil
    }

    private static let quote = UInt8(ascii: "\"")
    private static let newline = UInt8(ascii: "\n")
    private static let carriageReturn = UInt8(ascii: "\r")

    private mutating func row() throws(ImportFileFault) -> CSVRow {
        let start = line
        var cells: [String] = []
        var cell: [UInt8] = []
        var size = 0
        var state = State.start
        while true {
            guard let byte = try byte() else {
                if state == .quoted { throw .openQuote(line: start) }
                cells.append(dialect.encoding.text(cell))
                return CSVRow(line: start, cells: cells)
            }
            size += 1
            guard size <= limits.rowBytes else { throw .rowTooLong(line: start, limit: limits.rowBytes) }
            switch (state, byte) {
            case (.quoted, Self.quote): state = .closing
            case (.quoted, _):
                if byte == Self.newline || byte == Self.carriageReturn {
                    countLine(byte)
                } else {
                    endedWithReturn = false
                }
                cell.append(byte)
            case (.closing, Self.quote):
                cell.append(byte)
                state = .quoted
            case (_, dialect.delimiter):
                cells.append(dialect.encoding.text(cell))
                cell.removeAll(keepingCapacity: true)
                guard cells.count < limits.cells else { throw .tooManyCells(line: start, limit: limits.cells) }
                state = .start
            case (_, Self.newline), (_, Self.carriageReturn):
                countLine(byte)
                cells.append(dialect.encoding.text(cell))
                return CSVRow(line: start, cells: cells)
            case (.start, Self.quote): state = .quoted
            case (_, _):
                endedWithReturn = false
                cell.append(byte)
                state = .plain
            }
        }
    }

    /// Counts CR LF as one line end.
    private mutating func countLine(_ byte: UInt8) {
        if !(byte == Self.newline && endedWithReturn) { line += 1 }
        endedWithReturn = byte == Self.carriageReturn
    }

    private enum State { case start, plain, quoted, closing }

    private mutating func byte() throws(ImportFileFault) -> UInt8? {
        while position >= piece.count {
            if hasEnded { return nil }
            guard let next = try more() else {
                hasEnded = true
                return nil
            }
            bytesRead += Int64(next.count)
            piece = next
            position = 0
        }
        defer { position += 1 }
        return piece[position]
    }
}
