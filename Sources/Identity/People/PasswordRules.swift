/// A rule that a new password breaks.
public enum PasswordProblem: Equatable, Sendable {
    /// Fewer than 12 characters.
    case tooShort(count: Int)
    /// More than 256 characters.
    case tooLong
    /// One of the passwords that everybody tries, or made from one.
    case common
    /// Little more than the name of the product, the organisation or the person.
    case builtFromName(String)
    /// A repetition or a run such as `abcabcabcabc` or `123456789012`.
    case pattern
}

/// What a new password must be: 12 to 256 characters, not common, not built from a name.
///
/// No composition rules and no forced change: they make passwords worse (NIST SP 800-63B, 3.1.1.2; ASVS 6.2).
public enum PasswordRules {
    /// The fewest characters.
    public static let shortest = 12
    /// The most characters.
    public static let longest = 256

    /// The rules a password breaks, all of them.
    ///
    /// `names` are the product's, the organisation's and the person's; e-mail addresses count by what stands before the
    /// sign `@`.
    public static func problems(of password: Password, names: [String]) -> [PasswordProblem] {
        let count = password.text.unicodeScalars.count
        guard count <= longest else { return [.tooLong] }
        var problems: [PasswordProblem] = count < shortest ? [.tooShort(count: count)] : []
        let plain = password.text.lowercased()
        if isPattern(plain) {
            problems.append(.pattern)
        }
        if [plain, unleeted(plain)].contains(where: isCommon) {
            problems.append(.common)
        }
        if let name = dominantName(in: plain, names: names) {
            problems.append(.builtFromName(name))
        }
        return problems
    }

    /// Whether a text is in the list, or is a word of the list with at most six digits or signs around it.
    private static func isCommon(_ text: String) -> Bool {
        if CommonPasswords.whole.contains(text) { return true }
        let letters = text.drop { !$0.isLetter }
        let end = letters.lastIndex(where: \.isLetter).map { letters.index(after: $0) } ?? letters.startIndex
        let core = String(letters[..<end])
        guard !core.isEmpty, text.count - core.count <= 6 else { return false }
        return [core, unleeted(core)].contains { word in
            let half = String(word.prefix(word.count / 2))
            return CommonPasswords.whole.contains(word) || CommonPasswords.words.contains(word)
                || (half + half == word && CommonPasswords.words.contains(half))
        }
    }

    /// Whether a text repeats at most four characters, or climbs or falls by one character after another.
    private static func isPattern(_ text: String) -> Bool {
        let scalars = text.unicodeScalars.map { Int($0.value) }
        guard scalars.count > 3 else { return true }
        for period in 1...4 where zip(scalars, scalars.dropFirst(period)).allSatisfy({ $0 == $1 }) {
            return true
        }
        return [1, -1].contains { step in
            // A run of digits goes on after 9 with 0.
            zip(scalars, scalars.dropFirst()).allSatisfy { pair in
                pair.1 == pair.0 + step || (pair.0 == 57 && pair.1 == 48 && step == 1)
                    || (pair.0 == 48 && pair.1 == 57 && step == -1)
            }
        }
    }

    /// The first name without which fewer than six letters and digits are left.
    private static func dominantName(in text: String, names: [String]) -> String? {
        let variants = [text, unleeted(text)]
        var parts: [String] = []
        for name in names {
            let local = name.lowercased().split(separator: "@").first.map(String.init) ?? ""
            parts += local.split { !$0.isLetter && !$0.isNumber }.map(String.init).filter { $0.count >= 3 }
        }
        parts.sort { ($0.count, $1) > ($1.count, $0) }
        for variant in variants {
            var rest = variant
            var found: String?
            for part in parts where rest.contains(part) {
                rest = rest.split(separator: part, omittingEmptySubsequences: false).joined()
                found = found ?? part
            }
            if let found, rest.count(where: { $0.isLetter || $0.isNumber }) < 6 { return found }
        }
        return nil
    }

    /// Undoes the usual replacements of letters by digits and signs.
    private static func unleeted(_ text: String) -> String {
        String(
            text.map { character in
                switch character {
                case "0": "o"
                case "1", "!": "i"
                case "3": "e"
                case "4", "@": "a"
                case "5", "$": "s"
                case "7": "t"
                default: character
                }
            }
        )
    }
}
