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
