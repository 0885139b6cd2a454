/// The version of the protocol that an answer keeps to (Protocol 8.1.5).
public enum ODataVersion: String, CaseIterable, Hashable, Sendable {
    case v4_0 = "4.0"
    case v4_01 = "4.01"

    /// How control information begins: `@odata.` in 4.0, `@` in 4.01 (JSON Format 4.6).
    public var controlPrefix: String {
        switch self {
        case .v4_0: "@odata."
        case .v4_01: "@"
        }
    }
}
