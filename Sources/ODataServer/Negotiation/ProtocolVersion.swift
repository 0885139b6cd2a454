import OData

/// Finds the version of the answer (Protocol 8.2.7).
enum ProtocolVersion {
    /// 4.01 for clients that take it or more, 4.0 for those that say so or nothing; nil below 4.0 and for what is no
    /// version.
    static func answer(maxVersion: String?) -> ODataVersion? {
        guard let maxVersion else { return .v4_0 }
        guard let number = number(maxVersion), number >= 4_000 else { return nil }
        return number >= 4_010 ? .v4_01 : .v4_0
    }

    /// Whether a body of a version can be read: those that are, not those that may come (Protocol 8.1.5).
    static func canRead(_ version: String) -> Bool {
        number(version).map { $0 == 4_000 || $0 == 4_010 } ?? false
    }

    /// A version in thousandths: the digits behind the point are a fraction, as in 4.01 and 4.1.
    ///
    /// Text behind a
    /// semicolon, which old clients send, does not count.
    private static func number(_ text: String) -> Int? {
        let version = MediaType.trimmed(text.prefix { $0 != ";" })
        let parts = version.split(separator: ".", omittingEmptySubsequences: false)
        guard (1...2).contains(parts.count), parts.allSatisfy({ !$0.isEmpty && $0.utf8.allSatisfy(isDigit) }),
            let whole = Int(parts[0].prefix(6)), parts[0].utf8.count <= 6
        else { return nil }
        let fraction = parts.count == 2 ? String((parts[1] + "000").prefix(3)) : "000"
        return Int(fraction).map { whole * 1000 + $0 }
    }

    private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
