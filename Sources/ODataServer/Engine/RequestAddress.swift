/// The address of a read without its position: what all pages of one sweep have in common.
struct RequestAddress {
    private let path: String
    private let options: [Substring]

    /// Takes an undecoded path and query.
    init(path: String, query: String?) {
        self.path = path.hasPrefix("/") ? String(path.dropFirst()) : path
        options = (query ?? "").split(separator: "&").filter { !Self.isSkipToken($0) }
    }

    /// The absolute address up to and including `$skiptoken=`.
    func nextLinkPrefix(serviceRoot: String) -> String {
        serviceRoot + path + "?" + options.map { $0 + "&" }.joined() + "$skiptoken="
    }

    /// Path and options in one text.
    var requestText: String { path + "?" + options.joined(separator: "&") }

    private static func isSkipToken(_ option: Substring) -> Bool {
        let name = option.prefix { $0 != "=" }.lowercased()
        return name == "$skiptoken" || name == "%24skiptoken"
    }
}
