import OData

/// Why the engine itself refuses a request, apart from what parser, binder and source say.
enum EngineError: Error, Equatable {
    case urlTooLong(limit: Int)
    case headersTooLarge(limit: Int)
    case queryBodyTooLarge(limit: Int)
    case bodyTooLarge(limit: Int)
    case bodyMalformed
    /// The batch as a whole, or the address of a part; the text completes the message.
    case batchInvalid(String)
    case batchTooLarge(limit: Int)
    /// A request of a batch that this one depends on has failed.
    case dependencyFailed
    /// A part of a batch brings credentials of its own.
    case credentialsInPart
    case mediaTypeUnsupported(type: String, expected: String)
    case versionUnsupported(String)
    /// `OData-Version` of a request body.
    case requestVersionUnsupported(String)
    case formatNotAcceptable(String)
    case charsetNotAcceptable(String)
    /// `resource` completes "… is not allowed on …".
    case methodNotAllowed(method: String, resource: String)
    /// `feature` begins the sentence "… is not implemented by this service."
    case notImplemented(feature: String)
    case entityNotFound(String)
    /// The model says that the operation cannot be called.
    case operationUnavailable(String)
    case preconditionFailed
    /// No status monitor of this caller.
    case monitorUnknown
    /// An asynchronous request ended with its process, or its answer could not be kept.
    case asyncInterrupted
    case asyncResultTooLarge(limit: Int64)
}
