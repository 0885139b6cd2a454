import Identity
import SQLCore

/// The one-time value of a form: a random text that the session has sealed, stored when the form is used.
struct FormNonce {
    private let digest: [UInt8]
    private let session: SessionDigest

    /// How long uses are remembered: longer than the longest session, so that no form can be used again after it.
    private static let memoryMicroseconds: Int64 = 31 * 86_400 * 1_000_000

    /// Reads a posted value; nil for one that this session did not get.
    init?(_ value: String, of person: SignedInPerson) {
        let parts = value.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 2, let secret = OneTimeSecret(text: parts[0]),
            person.isFormToken(parts[1], of: Self.form(parts[0]))
        else { return nil }
        digest = secret.digestBytes
        session = person.stored.digest
    }

    /// What the session's seal names.
    static func form(_ text: String) -> String { "token/\(text)" }

    /// Throws if the form was used before.
    func requireUnused(on connection: any SQLConnection) throws {
        let earlier = SelectStatement(
            columns: [SQLResultColumn(.column("n", "result_id"))],
            from: .table("form_nonce", alias: "n"),
            where: .equals(.column("n", "nonce_digest"), .bind(.blob(digest)))
        )
        guard let row = try connection.rows(earlier).first else { return }
        guard case .integer(let id)? = row.first else { throw TokenCreationError.alreadyCreated(nil) }
        throw TokenCreationError.alreadyCreated(TokenID(id))
    }

    /// Notes what the form made; the transaction that made it fails if another one was faster.
    func use(result: TokenID, at now: UTCInstant, on connection: any SQLConnection) throws {
        let instant = SQLExpression.bind(.integer(now.microseconds))
        let insert = InsertStatement(
            into: "form_nonce",
            columns: ["nonce_digest", "session_digest", "form", "created_at", "used_at", "result_id"],
            rows: [
                [
                    .bind(.blob(digest)), .bind(.blob(session.bytes)), .text("token"), instant, instant,
                    .bind(.integer(result.rawValue)),
                ]
            ]
        )
        try connection.execute(insert)
        let limit = SQLExpression.bind(.integer(now.microseconds - Self.memoryMicroseconds))
        try connection.execute(DeleteStatement(from: "form_nonce", where: .less(.column("created_at"), limit)))
    }
}
