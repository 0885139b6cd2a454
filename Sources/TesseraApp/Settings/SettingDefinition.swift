/// One setting as the table of settings has it: its key, what it accepts and what it means.
public struct SettingDefinition: Sendable, Hashable {
    /// What values a setting accepts.
    public enum Kind: Sendable, Hashable {
        /// A whole number within a range.
        case integer(ClosedRange<Int>)
        /// `true` or `false`.
        case boolean
        /// One of a few words.
        case choice([String])
        /// Any text; empty where that has a meaning.
        case text
    }

    /// The key, such as `http.port`.
    public let key: String
    /// What it accepts.
    public let kind: Kind
    /// The value without any other source.
    public let defaultText: String
    /// The unit and the meaning, for the document and the help.
    public let meaning: String

    /// The name in the environment: `http.public-url` is `TESSERA_HTTP_PUBLIC_URL`.
    public var environmentName: String {
        "TESSERA_" + key.uppercased().map { $0 == "." || $0 == "-" ? "_" : $0 }
    }

    /// The flag without its dashes: `http.public-url` is `http-public-url`.
    public var flagName: String { String(key.map { $0 == "." ? "-" : $0 }) }

    /// The accepted values in words.
    var accepts: String {
        switch kind {
        case .integer(let range): "a whole number from \(range.lowerBound) to \(range.upperBound)"
        case .boolean: "true or false"
        case .choice(let words): words.map { "“\($0)”" }.joined(separator: " or ")
        case .text: "a text"
        }
    }

    /// The range in the short form of the document.
    var rangeText: String {
        switch kind {
        case .integer(let range): "\(range.lowerBound)–\(range.upperBound)"
        case .boolean: "`true`, `false`"
        case .choice(let words): words.map { "`\($0)`" }.joined(separator: ", ")
        case .text: "text"
        }
    }
}
