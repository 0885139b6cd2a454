/// A part of a URL after percent-decoding, once.
struct DecodedText {
    var bytes: [UInt8] = []
    /// Sorted offsets of bytes that had been percent-encoded; in the tolerant reading of semicolons only, because there
    /// nothing else depends on it.
    var escapes: [Int32] = []

    var string: String { String(decoding: bytes, as: UTF8.self) }
}

/// Decodes parts of a URL.
struct PercentDecoder {
    /// Whether `+` is a blank, as in the query of tolerant readings.
    var plusIsBlank: Bool
    /// Whether the place of every escape is kept, not only of semicolons.
    var keepsEscapes: Bool
    /// Whether the bytes must be UTF-8; off for questions about the grammar alone.
    var checksUTF8 = true
    /// The name for error positions.
    var option: String
    /// The number of the path segment for error positions.
    var segment: Int?

    func decode(_ raw: ArraySlice<UInt8>) throws(SyntaxError) -> DecodedText {
        guard raw.contains(where: { $0 == UInt8(ascii: "%") || $0 == UInt8(ascii: "+") || $0 == 0 || $0 >= 0x80 })
        else { return DecodedText(bytes: Array(raw)) }
        var text = DecodedText()
        text.bytes.reserveCapacity(raw.count)
        var index = raw.startIndex
        var bits: UInt8 = 0
        while index < raw.endIndex {
            var byte = raw[index]
            let start = index
            if byte == UInt8(ascii: "%") {
                guard index + 2 < raw.endIndex, let high = ASCIIClass.hexValue(raw[index + 1]),
                    let low = ASCIIClass.hexValue(raw[index + 2])
                else { throw malformed(raw, index) }
                byte = high << 4 | low
                if keepsEscapes || byte == UInt8(ascii: ";") { text.escapes.append(Int32(clamping: text.bytes.count)) }
                index += 2
            } else if byte == UInt8(ascii: "+"), plusIsBlank {
                byte = UInt8(ascii: " ")
            }
            guard byte != 0 else { throw .nulCharacter(at: position(start, raw)) }
            bits |= byte
            text.bytes.append(byte)
            index += 1
        }
        if bits >= 0x80, checksUTF8, String(validating: text.bytes, as: UTF8.self) == nil {
            throw .invalidUTF8(at: SyntaxPosition(option: option, character: 1, segment: segment))
        }
        return text
    }

    private func malformed(_ raw: ArraySlice<UInt8>, _ index: Int) -> SyntaxError {
        .malformedPercentEncoding(
            found: String(decoding: raw[index..<min(index + 3, raw.endIndex)], as: UTF8.self),
            at: position(index, raw)
        )
    }

    private func position(_ index: Int, _ raw: ArraySlice<UInt8>) -> SyntaxPosition {
        SyntaxPosition(
            option: option,
            character: SourceRange.characterPosition(of: index - raw.startIndex, in: raw),
            segment: segment
        )
    }
}
