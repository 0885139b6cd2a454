public import SQLCore

/// Why an import did not run, or stopped before its end; row errors never do that.
public enum ImportError: Error, Equatable {
    /// The mapping is not usable; each text says where and why.
    case mapping([String])
    /// The file cannot be read.
    case file(ImportFileFault)
    /// The viewer may not create or change records of the set.
    case notAllowed(set: String)
    /// Columns the mapping needs are not in the header; beside each the nearest ones.
    case missingColumns([String])
    /// The program's model has no such set, or nobody may write to it.
    case unknownSet(String, nearest: [String])
    /// So many rows in a row had another number of cells than the header: probably another delimiter.
    case wrongShape(line: Int, cells: Int, expected: Int)
    /// The database has no user who could own the records.
    case noOwner
    /// The database failed; what was committed before stays.
    case database(SQLDatabaseError)
    /// A fault of the program; what was committed before stays.
    case failed(String)
    /// The import was cancelled; what was committed before stays.
    case cancelled

    /// One line for people.
    public var message: String {
        switch self {
        case .mapping(let faults): "The mapping cannot be used: " + faults.joined(separator: "; ")
        case .file(let fault): fault.message
        case .notAllowed(let set): "You may not create and change records of \(set)."
        case .missingColumns(let names): "Columns are missing from the file: " + names.joined(separator: "; ")
        case .unknownSet(let set, let nearest):
            "There is no set \(set) to import into." + ImportNames.suggestion(nearest)
        case .wrongShape(let line, let cells, let expected):
            "Line \(line) and the rows before it have other numbers of cells (\(cells)) than the header (\(expected));"
                + " is the delimiter right?"
        case .noOwner: "There is no user who could own the records; create one first."
        case .database(let error): "The database failed: \(error)"
        case .failed(let text): "The import failed: \(text)"
        case .cancelled: "The import was cancelled; rows of finished batches stay."
        }
    }
}

/// What is wrong with a file.
public enum ImportFileFault: Error, Equatable, Sendable {
    /// It cannot be opened or read.
    case unreadable(path: String)
    /// It has no header line.
    case empty
    /// It is UTF-16; it should be saved as UTF-8.
    case utf16
    /// A row is longer than the limit in bytes, often because a quote is never closed.
    case rowTooLong(line: Int, limit: Int)
    /// A row has more cells than the limit.
    case tooManyCells(line: Int, limit: Int)
    /// A quote that opens on this line is never closed.
    case openQuote(line: Int)

    /// One line for people.
    public var message: String {
        switch self {
        case .unreadable(let path): "The file \(path) cannot be read."
        case .empty: "The file has no header line."
        case .utf16: "The file is UTF-16; save it as UTF-8."
        case .rowTooLong(let line, let limit):
            "The row that starts on line \(line) has more than \(limit) bytes; is a quote left open?"
        case .tooManyCells(let line, let limit): "The row on line \(line) has more than \(limit) cells."
        case .openQuote(let line): "A quote in the row that starts on line \(line) is never closed."
        }
    }
}

/// The kinds of row errors; the texts are stable.
public enum ImportRowCode: String, Sendable, Hashable, CaseIterable {
    /// A value is needed.
    case required = "row.required"
    /// The text is no value of the field's type.
    case type = "row.type"
    /// The text is longer than the field.
    case tooLong = "row.too-long"
    /// The list has no such code, or it is not active.
    case listCode = "row.list-code"
    /// There is no record of this key.
    case referenceMissing = "row.reference-missing"
    /// There are several records of this key.
    case referenceAmbiguous = "row.reference-ambiguous"
    /// A unique value is taken by another record.
    case duplicate = "row.duplicate"
    /// The viewer may not do this to the record.
    case notAllowed = "row.not-allowed"
    /// A business rule refuses the row.
    case rule = "row.rule"
}

/// Why one row, or one cell of it, was refused.
public struct ImportRowError: Sendable, Hashable, Error {
    /// The line of the file the row starts on, counted from 1.
    public var line: Int
    /// The column of the file, nil when no single one is to blame.
    public var column: String?
    /// The property, nil when no single one is to blame.
    public var property: String?
    /// The kind.
    public var code: ImportRowCode
    /// The reason in one sentence.
    public var message: String

    /// The error as one line: `line 12, column "country" (CountryCode): row.list-code: …`.
    public var text: String {
        var place = "line \(line)"
        if let column { place += ", column \"\(column)\"" }
        if let property { place += " (\(property))" }
        return "\(place): \(code.rawValue): \(message)"
    }
}

/// Names that are nearly the one that was written.
enum ImportNames {
    static func nearest(_ name: String, among candidates: some Sequence<String>, limit: Int = 3) -> [String] {
        let wanted = Array(name.lowercased().utf8)
        return candidates.compactMap { candidate -> (Int, String)? in
            let distance = distance(wanted, Array(candidate.lowercased().utf8))
            return distance <= (wanted.count < 5 ? 1 : max(2, wanted.count / 3)) ? (distance, candidate) : nil
        }
        .sorted { $0 < $1 }.prefix(limit).map(\.1)
    }

    static func suggestion(_ names: [String]) -> String {
        names.isEmpty ? "" : " Did you mean \(names.joined(separator: ", "))?"
    }

    /// The edit distance of two texts of at most 100 bytes; longer ones count as far apart.
    private static func distance(_ left: [UInt8], _ right: [UInt8]) -> Int {
        guard left.count <= 100, right.count <= 100 else { return 1000 }
        var row = Array(0...right.count)
        for (i, a) in left.enumerated() {
            var diagonal = row[0]
            row[0] = i + 1
            for (j, b) in right.enumerated() {
                let next = min(row[j] + 1, row[j + 1] + 1, diagonal + (a == b ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = next
            }
        }
        return row[right.count]
    }
}
