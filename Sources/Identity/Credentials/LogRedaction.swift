/// Strikes secrets out of texts that go to logs, traces and error reports.
///
/// One pure function on the log sink, so that a mistake elsewhere does not become a leak.
public enum LogRedaction {
    /// Header names, in lower case, whose values are never written.
    public static let droppedHeaderNames: Set<String> = ["authorization", "x-api-key", "cookie", "set-cookie"]

    /// Whether the value of a header is dropped, in any spelling of the name.
    public static func drops(headerName: String) -> Bool {
        droppedHeaderNames.contains(headerName.lowercased())
    }

    /// Replaces what follows a key id: `tsr_pat_<12>_…` becomes `tsr_pat_<12>_***`.
    ///
    /// Also strikes tokens in wrong case, with a damaged separator or percent-encoded underscores: they are as secret as
    /// the right one. Text without the prefix comes back as it is.
    public static func redact(_ text: String) -> String {
        let bytes = Array(text.utf8)
        guard bytes.count > 20, let first = prefixEnd(in: bytes, from: 0) else { return text }
        var output: [UInt8] = []
        output.reserveCapacity(bytes.count)
        var copied = 0
        var next: Int? = first
        while let keyStart = next {
            let keyEnd = keyStart + TokenCodec.keyIDLength
            guard keyEnd < bytes.count, bytes[keyStart..<keyEnd].allSatisfy(ASCII.isBase62) else {
                next = prefixEnd(in: bytes, from: keyStart)
                continue
            }
            var end = keyEnd
            while end < bytes.count, isSecretLike(bytes[end]) { end += 1 }
            output += bytes[copied..<keyEnd]
            if end > keyEnd {
                output += Array("_***".utf8)
                // A text that was redacted before stays as it is.
                if bytes[end...].starts(with: Array("***".utf8)) { end += 3 }
            }
            copied = end
            next = prefixEnd(in: bytes, from: end)
        }
        output += bytes[copied...]
        return String(decoding: output, as: UTF8.self)
    }

    /// The index behind the next prefix, in any case and with `_` or `%5F`.
    private static func prefixEnd(in bytes: [UInt8], from start: Int) -> Int? {
        var index = start
        while index + TokenCodec.prefixBytes.count <= bytes.count {
            if ASCII.lowered(bytes[index]) == UInt8(ascii: "t"),
                let end = word("tsr", in: bytes, at: index).flatMap({ underscore(in: bytes, at: $0) })
                    .flatMap({ word("pat", in: bytes, at: $0) }).flatMap({ underscore(in: bytes, at: $0) })
            {
                return end
            }
            index += 1
        }
        return nil
    }

    private static func word(_ word: StaticString, in bytes: [UInt8], at index: Int) -> Int? {
        let end = index + word.utf8CodeUnitCount
        guard end <= bytes.count, ASCII.isEqual(bytes[index..<end], ignoringCaseOf: word) else { return nil }
        return end
    }

    private static func underscore(in bytes: [UInt8], at index: Int) -> Int? {
        guard index < bytes.count else { return nil }
        return bytes[index] == UInt8(ascii: "_") ? index + 1 : word("%5f", in: bytes, at: index)
    }

    private static func isSecretLike(_ byte: UInt8) -> Bool {
        ASCII.isBase62(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-") || byte == UInt8(ascii: "%")
            || byte >= 0x80
    }
}
