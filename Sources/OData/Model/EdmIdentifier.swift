/// The names of CSDL (CSDL 15).
enum EdmIdentifier {
    /// Whether a text is a simple identifier (CSDL 15.2): at most 128 characters.
    static func isSimple(_ text: some StringProtocol) -> Bool {
        var count = 0
        for scalar in text.unicodeScalars {
            guard isPart(scalar, isFirst: count == 0) else { return false }
            count += 1
        }
        return (1...128).contains(count)
    }

    /// Whether a text is a namespace: simple identifiers with dots between them, at most 511 characters (CSDL 15.1).
    static func isNamespace(_ text: some StringProtocol) -> Bool {
        guard text.unicodeScalars.count <= 511 else { return false }
        return text.split(separator: ".", omittingEmptySubsequences: false).allSatisfy { isSimple($0) }
    }

    /// Whether a text is a qualified name: a namespace, a dot, an identifier (CSDL 15.3).
    static func isQualified(_ text: some StringProtocol) -> Bool { text.contains(".") && isNamespace(text) }

    static func isPart(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
        if scalar.isASCII {
            let byte = UInt8(truncatingIfNeeded: scalar.value)
            return ASCIIClass.isLetter(byte) || byte == UInt8(ascii: "_") || !isFirst && ASCIIClass.isDigit(byte)
        }
        switch scalar.properties.generalCategory {
        case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter, .letterNumber:
            return true
        case .decimalNumber, .nonspacingMark, .spacingMark, .connectorPunctuation, .format: return !isFirst
        default: return false
        }
    }
}
