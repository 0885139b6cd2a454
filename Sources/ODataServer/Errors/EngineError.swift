import OData

/// Why the engine itself refuses a request, apart from what parser, binder and source say.
enum EngineError: Error, Equatable {
    case urlTooLong(limit: Int)
    case headersTooLarge(limit: Int)
    case queryBodyTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    case bodyMalformed
    case mediaTypeUnsupported(type: String, expected: String)
    case versionUnsupported(String)
    case formatNotAcceptable(String)
    case charsetNotAcceptable(String)
    /// `resource` completes "… is not allowed on …".
    case methodNotAllowed(method: String, resource: String)
    /// `feature` begins the sentence "… is not implemented by this service."
    case notImplemented(feature: String)
    case entityNotFound(String)
    case preconditionFailed
}
