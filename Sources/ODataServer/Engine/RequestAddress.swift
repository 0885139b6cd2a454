/// The address of a read without its position: what all pages of one sweep have in common.
struct RequestAddress {
    private let path: String
    private let options: [Substring]

    /// Takes an undecoded path and query.
    init(path: String, query: String?) {
        self.path = path.hasPrefix("/") ? String(path.dropFirst()) : path
        options = (query ?? "").split(separator: "&").filter { !Self.isPosition($0) }
    }

    /// The absolute address up to and including `$skiptoken=`.
    func nextLinkPrefix(serviceRoot: String) -> String { prefix(serviceRoot: serviceRoot, of: "$skiptoken") }

    /// The absolute address up to and including `$deltatoken=`.
    func deltaLinkPrefix(serviceRoot: String) -> String { prefix(serviceRoot: serviceRoot, of: "$deltatoken") }

    private func prefix(serviceRoot: String, of token: String) -> String {
        serviceRoot + path + "?" + options.map { $0 + "&" }.joined() + token + "="
    }

    /// Path and options without those that do not change which changes there are: a delta link may be asked for the
    /// number of them (Protocol 11.3).
    var changesText: String {
        let path =
            Self.isCount(self.path) ? self.path.split(separator: "/").dropLast().joined(separator: "/") : self.path
        return path + "?" + options.filter { !Self.isOption($0, "count") }.joined(separator: "&")
    }

    private static func isCount(_ path: String) -> Bool { path.hasSuffix("/$count") || path.hasSuffix("/%24count") }

    /// Path and options in one text.
    var requestText: String { path + "?" + options.joined(separator: "&") }

    private static func isPosition(_ option: Substring) -> Bool {
        isOption(option, "skiptoken") || isOption(option, "deltatoken")
    }

    private static func isOption(_ option: Substring, _ name: String) -> Bool {
        let found = option.prefix { $0 != "=" }.lowercased()
        return found == "$" + name || found == "%24" + name || found == name
    }
}
