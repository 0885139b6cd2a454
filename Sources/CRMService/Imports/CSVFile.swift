import Foundation

/// A delimited file on disk: looked through once for its characters and delimiter, then read row by row.
struct CSVFile {
    let name: String
    let bytes: Int64
    let dialect: CSVDialect
    private let path: String

    private static let pieceSize = 256 << 10
    private static let sampleSize = 256 << 10

    /// Looks through a file; what the mapping fixes is not guessed.
    init(path: String, delimiter: UInt8? = nil, encoding: CSVEncoding? = nil) throws(ImportFileFault) {
        self.path = path
        name = path.split(separator: "/").last.map(String.init) ?? path
        let handle = try Self.open(path)
        defer { try? handle.close() }
        var check = UTF8Check()
        var sample: [UInt8] = []
        var bytes: Int64 = 0
        while let piece = try Self.read(handle, path) {
            if sample.count < Self.sampleSize { sample += piece.prefix(Self.sampleSize - sample.count) }
            if encoding == nil { check.feed(piece) }
            bytes += Int64(piece.count)
        }
        check.finish()
        self.bytes = bytes
        if sample.starts(with: [0xFF, 0xFE]) || sample.starts(with: [0xFE, 0xFF]) { throw .utf16 }
        let mark = sample.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        var dialect = CSVDialect(
            delimiter: delimiter ?? CSVDialect.delimiter(of: sample.dropFirst(mark)),
            encoding: encoding ?? (check.isValid ? .utf8 : .windows1252)
        )
        dialect.markLength = mark
        self.dialect = dialect
    }

    /// Reads the rows from the start; the header is the first.
    func reader() throws(ImportFileFault) -> CSVReader {
        let handle = try Self.open(path)
        let path = path
        var skip = dialect.markLength
        return CSVReader(dialect: dialect) { () throws(ImportFileFault) -> [UInt8]? in
            guard let piece = try Self.read(handle, path) else { return nil }
            defer { skip = 0 }
            return Array(piece.dropFirst(skip))
        }
    }

    private static func open(_ path: String) throws(ImportFileFault) -> FileHandle {
        guard let handle = FileHandle(forReadingAtPath: path) else { throw .unreadable(path: path) }
        return handle
    }

    private static func read(_ handle: FileHandle, _ path: String) throws(ImportFileFault) -> [UInt8]? {
        do {
            guard let data = try handle.read(upToCount: pieceSize), !data.isEmpty else { return nil }
            return [UInt8](data)
        } catch {
            throw .unreadable(path: path)
        }
    }
}
