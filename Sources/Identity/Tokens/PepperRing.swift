/// Why peppers could not be read; names positions and numbers, never bytes.
public enum PepperError: Error, Equatable, Sendable {
    /// No entry at all.
    case empty
    /// An entry is not `number:base64`; the first is entry 1.
    case malformedEntry(position: Int)
    /// The text behind the number is not base64.
    case notBase64(PepperID)
    /// The pepper has another length than 32 bytes.
    case wrongLength(PepperID, bytes: Int)
    /// Two entries carry the same number.
    case duplicate(PepperID)
    /// More than 100 entries.
    case tooMany
}

/// What the start-up check found for the numbers the database knows.
public struct PepperReport: Equatable, Sendable {
    /// Numbers without a pepper in the ring.
    public let missing: [PepperID]
    /// Numbers whose pepper is not the one the database was made with.
    public let different: [PepperID]

    /// Makes a report.
    public init(missing: [PepperID], different: [PepperID]) {
        self.missing = missing
        self.different = different
    }

    /// Whether every stored number is present and right.
    public var isComplete: Bool {
        missing.isEmpty && different.isEmpty
    }
}

/// All peppers of this installation, at least one, looked up by number.
public struct PepperRing: Sendable {
    /// The pepper for new digests: the one with the highest number.
    public let current: Pepper
    private let peppers: [PepperID: Pepper]

    private static let most = 100

    /// Makes a ring of one pepper, as the first start does.
    public init(first: Pepper) {
        current = first
        peppers = [first.id: first]
    }

    /// Makes a ring; refuses an empty list, more than 100 peppers and two of the same number.
    public init(_ list: [Pepper]) throws(PepperError) {
        guard var newest = list.first else { throw .empty }
        guard list.count <= Self.most else { throw .tooMany }
        var byID: [PepperID: Pepper] = [:]
        for pepper in list {
            guard byID.updateValue(pepper, forKey: pepper.id) == nil else { throw .duplicate(pepper.id) }
            if pepper.id > newest.id {
                newest = pepper
            }
        }
        current = newest
        peppers = byID
    }

    /// Reads the setting `TESSERA_PEPPERS`: entries `number:base64` with commas between them.
    public init(environmentText text: String) throws(PepperError) {
        try self.init(Self.parse(text.split(separator: ",", omittingEmptySubsequences: false)))
    }

    /// Reads the pepper file: one entry `number:base64` a line; empty lines and lines that start with `#` are skipped.
    public init(fileText text: String) throws(PepperError) {
        let lines = text.split(whereSeparator: \.isNewline).filter { line in
            !line.allSatisfy(\.isWhitespace) && !line.hasPrefix("#")
        }
        try self.init(Self.parse(lines))
    }

    /// The text of the pepper file, with a warning to keep it; mode 0600 is the writer's part.
    public func fileText() -> String {
        let lines = peppers.values.sorted { $0.id < $1.id }.map { $0.fileLine() }
        return "# Tessera peppers. Keep this file: without it no access token can be checked. Never share it.\n"
            + lines.joined(separator: "\n") + "\n"
    }

    /// The numbers of the ring, in order.
    public var ids: [PepperID] {
        peppers.keys.sorted()
    }

    /// The pepper of a number, if the ring has it.
    public subscript(id: PepperID) -> Pepper? {
        peppers[id]
    }

    /// The same ring with one more pepper.
    public func adding(_ pepper: Pepper) throws(PepperError) -> PepperRing {
        try PepperRing(Array(peppers.values) + [pepper])
    }

    /// Compares the ring with the check values of the database.
    public func report(on checkValues: [PepperID: [UInt8]]) -> PepperReport {
        var missing: [PepperID] = []
        var different: [PepperID] = []
        for (id, checkValue) in checkValues {
            if let pepper = peppers[id] {
                if !pepper.matches(checkValue: checkValue) {
                    different.append(id)
                }
            } else {
                missing.append(id)
            }
        }
        return PepperReport(missing: missing.sorted(), different: different.sorted())
    }

    private static func parse(_ entries: [Substring]) throws(PepperError) -> [Pepper] {
        guard entries.contains(where: { !$0.isEmpty }) else { throw .empty }
        guard entries.count <= most else { throw .tooMany }
        var peppers: [Pepper] = []
        for (index, entry) in entries.enumerated() {
            let text = ASCII.trimmed(Array(entry.utf8)[...], where: ASCII.isWhiteSpace)
            guard let colon = text.firstIndex(of: UInt8(ascii: ":")), colon - text.startIndex <= 9,
                text[..<colon].allSatisfy(ASCII.isDigit),
                let number = Int64(String(decoding: text[..<colon], as: UTF8.self)), number >= 1
            else { throw .malformedEntry(position: index + 1) }
            let id = PepperID(number)
            guard let bytes = Base64Text.decode(text[(colon + 1)...], alphabet: .standard) else { throw .notBase64(id) }
            guard let pepper = Pepper(id: id, bytes: bytes) else { throw .wrongLength(id, bytes: bytes.count) }
            peppers.append(pepper)
        }
        return peppers
    }
}

extension PepperRing: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The numbers of the ring, never its bytes.
    public var description: String {
        "peppers \(ids.map(\.description).joined(separator: ", "))"
    }

    /// The same text as ``description``.
    public var debugDescription: String {
        description
    }

    /// A mirror without children, so that `dump` shows nothing.
    public var customMirror: Mirror {
        Mirror(self, children: [], displayStyle: .struct)
    }
}
