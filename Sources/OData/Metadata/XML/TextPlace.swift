/// Line and column of a byte in a document, counted when an error needs them.
struct TextPlace: Hashable {
    /// From 1.
    var line: Int
    /// In Unicode scalar values, from 1.
    var column: Int

    /// The place of an offset; CR LF, LF and CR alone each end a line.
    init(of offset: Int, in bytes: [UInt8]) {
        line = 1
        column = 1
        var previous: UInt8 = 0
        for byte in bytes.prefix(max(0, offset)) {
            switch byte {
            case 0x0a:
                if previous != 0x0d { line += 1 }
                column = 1
            case 0x0d:
                line += 1
                column = 1
            case 0x80..<0xc0: break
            default: column += 1
            }
            previous = byte
        }
    }
}
