public import Identity

/// Is told who asks and what the answer held, for the log line of the request.
///
/// Only what every log may hold: kinds, numbers and public key ids, never names or secrets.
public protocol RequestWitness: Sendable {
    /// The request with this id was admitted for a principal.
    func note(_ principal: Principal, of requestID: String)

    /// The answer to the request with this id held so many rows; may be called several times, for parts.
    func note(rows: Int64, of requestID: String)
}
