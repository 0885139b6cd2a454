/// The version of the protocol that an answer keeps to (Protocol 8.1.5).
public enum ODataVersion: String, CaseIterable, Hashable, Sendable {
    // The names are the numbers: `v401` would read as a version 401.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v4_0 = "4.0"
    // swift-format-ignore: AlwaysUseLowerCamelCase
    case v4_01 = "4.01"

    /// How control information begins: `@odata.` in 4.0, `@` in 4.01 (JSON Format 4.6).
    public var controlPrefix: String {
        switch self {
        case .v4_0: "@odata."
        case .v4_01: "@"
        }
    }
}
