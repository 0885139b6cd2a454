/// What a page request can come to grief on; each has one status, one title and one way on.
public enum PageProblem: Error, Equatable, Sendable {
    /// The address holds something that makes no sense; says what.
    case badRequest(String)
    /// Nobody is signed in; a page would lead to the sign-in form instead.
    case notSignedIn
    /// A right is missing; names it and those who can give it.
    case forbidden(right: String, administrators: [String])
    /// The hidden value of a form was missing, wrong or too old.
    case staleForm
    /// No such page, or none this person may know of.
    case notFound
    /// The address exists, the method does not fit.
    case methodNotAllowed
    /// Something else happened meanwhile; says what.
    case conflict(String)
    /// The record was deleted.
    case gone(String)
    /// More was sent than is taken; carries the limit in words.
    case tooLarge(limit: String)
    /// A kind of content that is not taken.
    case unsupportedContent
    /// The entries do not hold; says which.
    case invalid([String])
    /// Too many attempts; says after how many seconds the next one counts.
    case throttled(seconds: Int)
    /// A fault of ours.
    case failed
    /// The database is away or being changed; says after how many seconds to come back.
    case unavailable(seconds: Int)

    /// The status of the answer.
    public var status: Int {
        switch self {
        case .badRequest: 400
        case .notSignedIn: 401
        case .forbidden, .staleForm: 403
        case .notFound: 404
        case .methodNotAllowed: 405
        case .conflict: 409
        case .gone: 410
        case .tooLarge: 413
        case .unsupportedContent: 415
        case .invalid: 422
        case .throttled: 429
        case .failed: 500
        case .unavailable: 503
        }
    }

    /// The value of `Retry-After`, in seconds, for the answers that carry one.
    public var retryAfterSeconds: Int? {
        switch self {
        case .throttled(let seconds), .unavailable(let seconds): seconds
        case .badRequest, .notSignedIn, .forbidden, .staleForm, .notFound, .methodNotAllowed, .conflict, .gone,
            .tooLarge, .unsupportedContent, .invalid, .failed:
            nil
        }
    }

    /// The problem a bare status stands for, when nothing more is known.
    ///
    /// - Parameter status: An HTTP status of 400 or more.
    /// - Returns: The problem with that status; other 4xx become a bad request, other 5xx a fault of ours.
    public static func forStatus(_ status: Int) -> PageProblem {
        switch status {
        case 401: .notSignedIn
        case 403: .forbidden(right: "a right you do not have", administrators: [])
        case 404: .notFound
        case 405: .methodNotAllowed
        case 409: .conflict("Something else changed it meanwhile.")
        case 410: .gone("It was deleted.")
        case 413: .tooLarge(limit: "the limit of this server")
        case 415: .unsupportedContent
        case 422: .invalid([])
        case 429: .throttled(seconds: 60)
        case 503: .unavailable(seconds: 30)
        case 400..<500: .badRequest("The server could not make sense of the request.")
        default: .failed
        }
    }
}
