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
        /// As written: absolute, root-relative or relative to the service root.
        var url: String
        var fields: HTTPFields
        /// The ids of requests that must have succeeded.
        var dependsOn: [String] = []
        /// What the part asks for that is not carried out; nil for a plain request.
        var missingFeature: String?
    }

    var parts: [Part]
    /// Whether the parts behind a failed one are still answered.
    var continuesOnError: Bool
}

/// Why the body of a batch as a whole cannot be understood; the text is for the message.
struct BatchFault: Error, Equatable {
    var problem: String

    init(_ problem: String) {
        self.problem = problem
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
