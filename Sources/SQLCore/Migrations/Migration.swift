/// One step of a database's schema: plain SQL for each dialect, never changed once released.
public struct Migration: Sendable, Hashable {
    /// The position in the order; positive, each number once.
    public let number: Int
    /// A short name for people.
    public let name: String
    /// The statements, by dialect.
    public let scripts: [SQLDialectKind: String]

    /// Makes a migration.
    public init(_ number: Int, _ name: String, scripts: [SQLDialectKind: String]) {
        self.number = number
        self.name = name
        self.scripts = scripts
    }

    /// The checksum of the text for a dialect, 16 hexadecimal digits; nil without a text for it.
    ///
    /// Tells an edited file from the one that ran; it is no protection against malice.
    public func checksum(for kind: SQLDialectKind) -> String? {
        scripts[kind].map { Fingerprint.hexadecimal(of: $0) }
    }
}

/// A short stable digest of text, the same in every run and on every machine; FNV-1a with 64 bits.
public enum Fingerprint {
    /// The digest as a number.
    public static func value(of text: String) -> UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for byte in text.utf8 {
            // FNV-1a is defined by multiplication modulo 2^64.
            hash = (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
        }
        return hash
    }

    /// The digest as 16 hexadecimal digits.
    public static func hexadecimal(of text: String) -> String {
        let digits = String(value(of: text), radix: 16)
        return String(repeating: "0", count: 16 - digits.count) + digits
    }
}
