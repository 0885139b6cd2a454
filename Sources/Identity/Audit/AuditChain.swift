internal import Crypto

/// The chain that makes a changed, missing, inserted or moved audit event visible.
public enum AuditChain {
    /// What the first link hangs on: 32 zero bytes.
    public static let anchor = [UInt8](repeating: 0, count: 32)

    /// The hash of a link: SHA-256 over the hash before it and the canonical bytes of the event.
    public static func hash(after previous: [UInt8], event: CanonicalJSON) -> [UInt8] {
        Array(SHA256.hash(data: previous + event.bytes))
    }
}
