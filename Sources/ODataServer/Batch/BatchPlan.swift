import HTTPTypes
import OData

/// The requests of a batch, read and in order (Protocol 11.7).
struct BatchPlan: Sendable {
    /// The two formats.
    enum Format: Sendable { case multipart, json }

    /// One request of a batch.
    struct Part: Sendable {
        /// `Content-ID`, or `id`.
        var id: String?
        var method: String
        /// As written: absolute, root-relative or relative to the service root; it may begin with `$id`.
        var url: String
        var fields: HTTPFields
        var body: [UInt8] = []
        /// The ids of requests and groups that must have succeeded.
        var dependsOn: [String] = []
        /// `if`: under which other condition the part is carried out.
        var condition: String?
    }

    /// What is carried out as one.
    enum Unit: Sendable {
        case part(Part)
        /// A change set or atomicity group: all of it or nothing.
        case group(id: String, parts: [Part])
        /// A change set that cannot be carried out, such as one that holds a `GET`.
        case refusedGroup(id: String, problem: String)

        var parts: [Part] {
            switch self {
            case .part(let part): [part]
            case .group(_, let parts): parts
            case .refusedGroup: []
            }
        }
    }

    var units: [Unit]
    /// Whether the parts behind a failed one are still answered.
    var continuesOnError: Bool

    /// The ids behind a dollar sign in addresses and conditions: those of requests whose answers must be remembered, and
    /// names such as `filter`, which do no harm.
    var namedAnswers: Set<String> {
        var names = Set<String>()
        for part in units.flatMap(\.parts) {
            BatchReferences.collectNames(in: part.url, into: &names)
            if let condition = part.condition { BatchReferences.collectNames(in: condition, into: &names) }
        }
        return names
    }
}

/// Why the body of a batch as a whole cannot be understood; the text is for the message.
struct BatchFault: Error, Equatable {
    var problem: String
    /// The bound that was passed, where one was.
    var limit: Int?
    /// The bytes of header lines that a request of a batch may have, where one has more.
    var headerLimit: Int?

    init(_ problem: String, limit: Int? = nil) {
        self.problem = problem
        self.limit = limit
    }

    init(headerLimit: Int) {
        problem = "a request has more than \(headerLimit) bytes of headers."
        self.headerLimit = headerLimit
    }
}

/// Finds the path and query of a part's URL below the service root.
enum BatchAddress {
    /// The undecoded path after the root, and the query; nil where the URL leads elsewhere.
    ///
    /// The host of an absolute URL does not matter, because clients behind proxies know another one.
    static func resolve(_ url: String, serviceRoot: String) -> (path: String, query: String?)? {
        let rootPath = pathAndQuery(of: serviceRoot)
        let target: Substring
        if url.contains("://") || url.hasPrefix("/") {
            let local = pathAndQuery(of: url)
            if local.hasPrefix(rootPath) {
                target = local.dropFirst(rootPath.count - 1)
            } else if local + "/" == rootPath || local.hasPrefix(rootPath.dropLast() + "?") {
                target = local.dropFirst(rootPath.count - 1)
            } else {
                return nil
            }
        } else {
            target = "/" + url
        }
        let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        return (parts.first ?? "", parts.count > 1 ? parts[1] : nil)
    }

    private static func pathAndQuery(of url: String) -> Substring {
        guard let range = url.firstRange(of: "://"), !url[..<range.lowerBound].contains("/") else { return url[...] }
        let rest = url[range.upperBound...]
        return rest.firstIndex(of: "/").map { rest[$0...] } ?? "/"
    }
}
