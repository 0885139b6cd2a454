/// A key under which likely doubles of a record are found, with its points.
public struct MatchKey: Sendable, Hashable {
    /// What the key is made of and its value, as `domain:acme.example`.
    public let text: String
    /// How much a common key says: from 60 points a double is suspected, from 100 certain.
    public let points: Int

    /// Makes a key.
    public init(_ kind: String, _ value: String, points: Int) {
        text = kind + ":" + value
        self.points = points
    }
}

/// Makes match keys on write, so that finding doubles is an index look-up.
public enum MatchKeys {
    /// Words for legal forms, which do not tell companies apart.
    static let legalForms: Set<String> = [
        "ab", "ag", "as", "bv", "co", "company", "corp", "corporation", "gmbh", "group", "holding", "holdings",
        "inc", "incorporated", "kg", "kk", "limited", "llc", "llp", "ltd", "nv", "oy", "plc", "pty", "sa", "sarl",
        "sl", "spa", "srl",
    ]

    /// The keys of a company.
    public static func company(
        name: String,
        vatNumber: String?,
        domain: String?,
        postcode: String?,
        phone: String?
    ) -> [MatchKey] {
        var keys: [MatchKey] = []
        if let vat = compact(vatNumber) { keys.append(MatchKey("vat", vat, points: 100)) }
        if let domain, !domain.isEmpty { keys.append(MatchKey("domain", domain.lowercased(), points: 60)) }
        let normalised = companyName(name)
        if !normalised.isEmpty {
            keys.append(MatchKey("name", normalised, points: 60))
            if let postcode = compact(postcode) {
                keys.append(MatchKey("name-postcode", normalised + "|" + postcode, points: 20))
            }
        }
        if let digits = phoneDigits(phone) { keys.append(MatchKey("phone", digits, points: 20)) }
        return keys
    }

    /// The keys of a contact.
    public static func contact(
        fullName: String,
        email: String?,
        companyId: Int64?,
        mobile: String?,
        postcode: String?
    ) -> [MatchKey] {
        var keys: [MatchKey] = []
        if let email = compactEmail(email) { keys.append(MatchKey("email", email, points: 100)) }
        let name = words(fullName).joined(separator: " ")
        if !name.isEmpty {
            if let companyId { keys.append(MatchKey("name-company", "\(name)|\(companyId)", points: 60)) }
            if let postcode = compact(postcode) {
                keys.append(MatchKey("name-postcode", name + "|" + postcode, points: 50))
            }
        }
        if let digits = phoneDigits(mobile) { keys.append(MatchKey("mobile", digits, points: 50)) }
        return keys
    }

    /// The keys of a lead.
    public static func lead(fullName: String, email: String?, companyName name: String?) -> [MatchKey] {
        var keys: [MatchKey] = []
        if let email = compactEmail(email) { keys.append(MatchKey("email", email, points: 80)) }
        let person = words(fullName).joined(separator: " ")
        if !person.isEmpty, let name, !companyName(name).isEmpty {
            keys.append(MatchKey("name-company-name", person + "|" + companyName(name), points: 60))
        }
        return keys
    }

    /// The keys of a product.
    public static func product(barcode: String?, sku: String?) -> [MatchKey] {
        [
            compact(barcode).map { MatchKey("barcode", $0, points: 100) },
            compact(sku).map { MatchKey("sku", $0, points: 80) },
        ].compactMap(\.self)
    }

    /// A company's name without accents, punctuation and legal forms, in lower case.
    public static func companyName(_ name: String) -> String {
        let all = words(name)
        let significant = all.filter { !legalForms.contains($0) }
        return (significant.isEmpty ? all : significant).joined(separator: " ")
    }

    /// The digits of a telephone number that say something: the last ten, nil when there are fewer than seven.
    public static func phoneDigits(_ phone: String?) -> String? {
        let digits = (phone ?? "").unicodeScalars.filter { ("0"..."9").contains($0) }
        return digits.count >= 7 ? String(String.UnicodeScalarView(digits).suffix(10)) : nil
    }

    private static func compact(_ text: String?) -> String? {
        let joined = words(text ?? "").joined()
        return joined.isEmpty ? nil : joined
    }

    private static func compactEmail(_ email: String?) -> String? {
        guard let email else { return nil }
        let text = PersonNames.trimmed(email).lowercased()
        return text.contains("@") ? text : nil
    }

    /// The words of a text: letters and digits without accents, in lower case; dots and apostrophes join.
    static func words(_ text: String) -> [String] {
        var words: [String] = []
        var word = ""
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .nonspacingMark, .enclosingMark: continue
            case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .otherLetter, .modifierLetter,
                .decimalNumber, .letterNumber, .spacingMark:
                word.unicodeScalars.append(contentsOf: plain(scalar).unicodeScalars)
            default:
                if scalar == "." || scalar == "'" || scalar == "’" { continue }
                if !word.isEmpty { words.append(word) }
                word = ""
            }
        }
        if !word.isEmpty { words.append(word) }
        return words
    }

    /// A letter in lower case without its accent: the Unicode name of `é` is that of `e` "WITH" something.
    private static func plain(_ scalar: Unicode.Scalar) -> String {
        guard !scalar.isASCII else { return scalar.properties.lowercaseMapping }
        if let name = scalar.properties.name, name.hasPrefix("LATIN "), let with = name.firstRange(of: " WITH ") {
            let letter = name[..<with.lowerBound].split(separator: " ").last ?? ""
            if letter.utf8.count <= 2 { return letter.lowercased() }
        }
        return scalar == "ß" ? "ss" : scalar.properties.lowercaseMapping
    }
}
