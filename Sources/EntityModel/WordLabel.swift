/// Turns names of the model into words for people.
enum WordLabel {
    private static let words: [String: String] = [
        "url": "URL", "vat": "VAT", "sku": "SKU", "utm": "UTM", "ip": "IP", "id": "ID", "sla": "SLA", "iso": "ISO",
        "sha256": "SHA-256", "edm": "EDM", "email": "e-mail", "api": "API", "linked": "Linked",
    ]

    /// The name of a field in words, without `Id` or `Code` when the field leads somewhere: `VatNumber` → "VAT number".
    static func label(forField name: String, kind: FieldKind) -> String {
        kind.targetSet == nil ? sentence(name) : sentence(navigationName(forField: name) ?? name)
    }

    /// The navigation property of a field: its name without `Id` or `Code`, nil when it has neither.
    static func navigationName(forField name: String) -> String? {
        for suffix in ["Id", "Code"] where name.hasSuffix(suffix) && name.count > suffix.count {
            return String(name.dropLast(suffix.count))
        }
        return nil
    }

    /// A camel-case name as words in sentence case: `OpportunityStages` → "Opportunity stages".
    static func sentence(_ name: String) -> String {
        var parts: [String] = []
        var current = ""
        for character in name {
            if character.isUppercase, !current.isEmpty {
                parts.append(current)
                current = ""
            }
            current.append(character)
        }
        parts.append(current)
        let spoken = parts.map { words[$0.lowercased()] ?? $0.lowercased() }
        let text = spoken.joined(separator: " ")
        return text.prefix(1).uppercased() + text.dropFirst()
    }
}
