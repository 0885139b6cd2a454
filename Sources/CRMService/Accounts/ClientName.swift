import Synchronization

/// What a client calls itself, as a family people know and its first words.
enum ClientName {
    /// The longest name kept, in characters.
    static let longest = 80

    /// The family guessed from the product header, then the header itself without control characters.
    static func guess(_ userAgent: String) -> String {
        let printable = userAgent.unicodeScalars.filter { $0.value >= 32 && $0.value != 127 }
        let text = String(String.UnicodeScalarView(printable)).prefix(longest)
        let folded = text.lowercased()
        for (mark, family) in families where folded.contains(mark) { return "\(family) (\(text))" }
        return text.isEmpty ? "unknown client" : String(text)
    }

    private static let families = [
        ("microsoft.data.mashup", "Power Query"), ("tableau", "Tableau"), ("sap", "SAP"), ("qlik", "Qlik"),
        ("curl", "curl"), ("python", "Python"), ("microsoft.odata.client", ".NET"), ("mozilla", "Browser"),
    ]
}

/// The names of the clients seen lately, because few clients send many requests.
final class ClientNames: Sendable {
    private let names = Mutex<[String: String]>([:])

    private static let room = 128
    /// Bytes of the longest product header that is remembered.
    private static let longestHeader = 256

    func name(_ userAgent: String) -> String {
        guard userAgent.utf8.count <= Self.longestHeader else { return ClientName.guess(userAgent) }
        if let known = names.withLock({ $0[userAgent] }) { return known }
        let name = ClientName.guess(userAgent)
        names.withLock { names in
            if names.count >= Self.room { names.removeAll(keepingCapacity: true) }
            names[userAgent] = name
        }
        return name
    }
}
