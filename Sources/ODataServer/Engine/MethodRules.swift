import HTTPTypes
import OData

/// Which methods a resource has (Protocol 11), and which of them this service carries out.
enum MethodRules {
    private static let reads = ["GET", "HEAD", "OPTIONS"]

    /// Passes reads of what can be read; everything else throws, 501 for what would make sense and 405 for the rest.
    static func check(_ method: HTTPRequest.Method, on request: BoundRequest, path: String) throws(RequestFailure) {
        switch request {
        case .batch:
            guard method == .post else { throw refusal(method, path, ["POST", "OPTIONS"]) }
        case .serviceDocument, .metadata:
            guard isRead(method) else { throw refusal(method, path, reads) }
        case .read(let read):
            if isRead(method) { return }
            if let feature = feature(of: method, on: read.shape) { throw .engine(.notImplemented(feature: feature)) }
            throw refusal(method, path, reads)
        }
    }

    private static func isRead(_ method: HTTPRequest.Method) -> Bool { method == .get || method == .head }

    private static func refusal(_ method: HTTPRequest.Method, _ path: String, _ allow: [String]) -> RequestFailure {
        let resource = ODataError.echo(path.isEmpty || path == "/" ? "the service root" : path)
        return .engine(.methodNotAllowed(method: method.rawValue, resource: resource), allow: allow)
    }

    /// What a writing method would do; nil where it makes no sense.
    private static func feature(of method: HTTPRequest.Method, on shape: BoundRead.Shape) -> String? {
        switch (shape, method) {
        case (.collection, .post): "Creating entities"
        case (.entity, .patch), (.entity, .put): "Updating entities"
        case (.entity, .delete): "Deleting entities"
        case (.property, .patch), (.property, .put), (.property, .delete), (.rawValue, .put), (.rawValue, .delete):
            "Updating properties"
        case (.references(isCollection: true), .post), (.references, .put), (.references, .delete):
            "Changing references"
        default: nil
        }
    }
}
