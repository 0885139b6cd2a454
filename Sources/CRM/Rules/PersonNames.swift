/// Texts derived from other fields of people and companies.
public enum PersonNames {
    /// The full name from forename and surname, at most 170 characters.
    public static func fullName(forename: String?, surname: String?) -> String {
        let parts = [forename, surname].compactMap { $0 }.map(trimmed).filter { !$0.isEmpty }
        return String(parts.joined(separator: " ").prefix(170))
    }

    /// A text without white space at its ends.
    public static func trimmed(_ text: String) -> String {
        var rest = Substring(text)
        while rest.first?.isWhitespace == true { rest.removeFirst() }
        while rest.last?.isWhitespace == true { rest.removeLast() }
        return String(rest)
    }
}

/// The Internet domain of a company.
public enum CompanyDomain {
    /// Hosts that give mail boxes to everybody and so say nothing about a company.
    public static let freeMailHosts: Set<String> = [
        "aol.com", "fastmail.com", "free.fr", "gmail.com", "gmx.com", "gmx.de", "gmx.net", "googlemail.com",
        "hotmail.co.uk", "hotmail.com", "icloud.com", "laposte.net", "libero.it", "live.com", "mac.com", "mail.com",
        "mail.ru", "me.com", "msn.com", "orange.fr", "outlook.com", "proton.me", "protonmail.com", "qq.com",
        "t-online.de", "wanadoo.fr", "web.de", "yahoo.co.uk", "yahoo.com", "yahoo.de", "yahoo.fr", "yandex.ru",
        "ymail.com", "zoho.com", "126.com", "163.com",
    ]

    /// The domain taken from the website, else from the e-mail address unless that is free mail.
    public static func domain(website: String?, email: String?) -> String? {
        if let website, let host = host(ofWebsite: website) { return host }
        guard let email, let at = email.lastIndex(of: "@") else { return nil }
        let host = PersonNames.trimmed(String(email[email.index(after: at)...])).lowercased()
        return isHost(host) && !freeMailHosts.contains(host) ? host : nil
    }

    /// The host of a web address without `www.`, in lower case; nil when there is none.
    public static func host(ofWebsite website: String) -> String? {
        var rest = Substring(PersonNames.trimmed(website).lowercased())
        if let scheme = rest.firstRange(of: "://") { rest = rest[scheme.upperBound...] }
        if let end = rest.firstIndex(where: { "/?#".contains($0) }) { rest = rest[..<end] }
        if let at = rest.lastIndex(of: "@") { rest = rest[rest.index(after: at)...] }
        if let colon = rest.firstIndex(of: ":") { rest = rest[..<colon] }
        if rest.hasPrefix("www.") { rest = rest.dropFirst(4) }
        if rest.hasSuffix(".") { rest = rest.dropLast() }
        return isHost(String(rest)) ? String(rest) : nil
    }

    private static func isHost(_ text: String) -> Bool {
        let labels = text.split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count >= 2, text.utf8.count <= 253 else { return false }
        return labels.allSatisfy { label in
            !label.isEmpty && label.utf8.count <= 63
                && label.allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" }
        }
    }
}
