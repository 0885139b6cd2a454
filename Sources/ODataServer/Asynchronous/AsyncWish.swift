import HTTPTypes

/// The wish of a client to be answered later.
struct AsyncWish: Hashable, Sendable {
    /// How many seconds the client waits for the answer itself; nil where it does not say.
    var wait: Int?

    /// Reads `Prefer`; nil without `respond-async`.
    init?(_ request: ODataRequest) {
        guard request.fields[ODataField.prefer] != nil else { return nil }
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        guard preferences.respondsAsync else { return nil }
        wait = preferences.waitSeconds
    }
}
