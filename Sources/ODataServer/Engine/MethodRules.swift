import HTTPTypes
import OData

/// Which methods a resource has (Protocol 11).
enum MethodRules {
    private static let reads = ["GET", "HEAD", "OPTIONS"]

    /// Passes what documents and batches have; everything else throws 405.
    static func check(_ method: HTTPRequest.Method, on request: BoundRequest, path: String) throws(RequestFailure) {
        switch request {
        case .batch:
            guard method == .post else { throw refusal(method, path, ["POST", "OPTIONS"]) }
        case .serviceDocument, .metadata:
            guard isRead(method) else { throw refusal(method, path, reads) }
        case .read(let read) where read.span != .path:
            guard isRead(method) else { throw refusal(method, path, reads) }
        case .read, .call: break
        }
    }

    /// The change that a method makes, if the resource has the method and the caller may use it.
    static func operation(
        _ method: HTTPRequest.Method,
        on read: BoundRead,
        isEach: Bool,
        path: String,
        caller: any CallerContext
    ) throws(RequestFailure) -> WriteOperation {
        let set = read.target.name
        // References of a set itself, and not of a navigation property, can only be read.
        if case .references = read.shape, !read.steps.contains(where: \.isNavigation) {
            throw refusal(method, path, reads)
        }
        let isFixed = isFixed(read, in: caller.model)
        let methods = WriteOperation.methods(on: read.shape, isEach: isEach, isFixed: isFixed) { act in
            if case .unsupported = caller.access(to: act, on: set) { false } else { true }
        }
        guard let operation = WriteOperation(method, on: read.shape, isEach: isEach, isFixed: isFixed) else {
            throw refusal(method, path, methods)
        }
        guard let act = operation.act else { return operation }
        switch caller.access(to: act, on: set) {
        case .allowed: return operation
        case .refused(let refusal): throw .refused(refusal)
        case .unsupported: throw refusal(method, path, methods)
        }
    }

    /// Whether the path leads to a property that has its value for good: computed, immutable, or part of the key.
    private static func isFixed(_ read: BoundRead, in model: EdmModel) -> Bool {
        let path: [EdmProperty]
        switch read.shape {
        case .property(let properties), .rawValue(let properties), .stream(let properties), .item(let properties, _),
            .valueCount(let properties):
            path = properties
        case .collection, .entity, .count, .references: return false
        }
        let keys = model.entityType(read.target.entityType)?.key.map(\.path) ?? []
        return path.contains(where: \.isFixed) || keys.contains(path.map(\.name).joined(separator: "/"))
    }

    static func isRead(_ method: HTTPRequest.Method) -> Bool { method == .get || method == .head }

    private static func refusal(_ method: HTTPRequest.Method, _ path: String, _ allow: [String]) -> RequestFailure {
        let resource = ODataError.echo(path.isEmpty || path == "/" ? "the service root" : path)
        return .engine(.methodNotAllowed(method: method.rawValue, resource: resource), allow: allow)
    }
}

extension BoundRead.Step {
    fileprivate var isNavigation: Bool {
        if case .navigation = self { true } else { false }
    }
}
