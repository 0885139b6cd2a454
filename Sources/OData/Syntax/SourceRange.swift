/// A stretch of a decoded text, as byte offsets from its first byte.
///
/// The text is the decoded value of one query option, or one decoded path segment; whoever holds the range knows which.
/// `SourceRange.characterPosition(in:)` turns an offset into the 1-based character that messages name.
public struct SourceRange: Sendable, Hashable {
    private let first: Int32
    private let beyond: Int32

    /// Makes a range; offsets that do not fit are clamped, so that a range never fails.
    public init(_ start: Int, _ end: Int) {
        first = Int32(clamping: start)
        beyond = Int32(clamping: end)
    }

    /// The offset of the first byte.
    public var start: Int { Int(first) }

    /// The offset behind the last byte.
    public var end: Int { Int(beyond) }

    /// A range that covers both.
    public func union(_ other: SourceRange) -> SourceRange {
        SourceRange(min(start, other.start), max(end, other.end))
    }

    /// The 1-based position, in Unicode scalar values, of the first byte in `text`.
    public func characterPosition(in text: String) -> Int {
        SourceRange.characterPosition(of: start, in: text.utf8)
    }

    /// The 1-based position, in Unicode scalar values, of a byte offset.
    static func characterPosition(of offset: Int, in bytes: some Sequence<UInt8>) -> Int {
        var position = 1
        var index = 0
        for byte in bytes {
            if index >= offset { break }
            if byte & 0xC0 != 0x80 { position += 1 }
            index += 1
        }
        return position
    }
}
