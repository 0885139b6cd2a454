import EntityModel
import Identity
import SQLCore

/// Whom and what the audit events of one act on a token name.
struct TokenNote {
    let subject: AuditSubject
    let actor: AuditActor
    let origin: RequestOrigin
    let at: UTCInstant

    init(id: TokenID, name: String, actor: AuditActor, origin: RequestOrigin, at: UTCInstant) {
        subject = AuditSubject(type: "AccessTokens", id: id.rawValue, name: name)
        self.actor = actor
        self.origin = origin
        self.at = at
    }

    init(_ row: TokenRow, actor: AuditActor, origin: RequestOrigin, at: UTCInstant) {
        self.init(id: row.id, name: row.description, actor: actor, origin: origin, at: at)
    }
}

extension Accounts {
    /// Appends an audit event about a token inside the transaction of what it records.
    func append(
        _ note: TokenNote,
        _ action: AuditAction,
        reason: String? = nil,
        before: CanonicalJSON? = nil,
        after: CanonicalJSON? = nil,
        on connection: any SQLConnection
    ) throws {
        let event = AuditEvent(
            at: note.at,
            actor: note.actor,
            action: action,
            subject: note.subject,
            address: note.origin.address.description,
            client: note.origin.client,
            requestID: note.origin.requestID,
            reason: reason,
            before: before,
            after: after
        )
        try audit.append(event, on: connection)
    }

    /// A new secret whose key id is free.
    func drawSecret(on connection: any SQLConnection) throws -> TokenSecret {
        var random = effects.makeRandom()
        var secret = TokenSecret.draw(using: &random)
        // 71 random bits: a second draw is never needed, and a third would be a broken generator.
        for _ in 0..<8 {
            guard try TokenSecretStore.exists(secret.keyID, on: connection) else { return secret }
            secret = TokenSecret.draw(using: &random)
        }
        throw SQLDatabaseError.corrupt("no free key id was drawn")
    }
}

extension TokenInsertion {
    /// What the audit log keeps of a new token.
    var auditFields: CanonicalJSON {
        var fields: [String: CanonicalJSON] = [
            "scopes": .string(scopes.canonicalText),
            "row_scope": .string(rowScope.storedText),
            "networks": .string(networks.description),
        ]
        fields["expires_at"] = term.expiresAt.map { .string($0.rfc3339) } ?? .string("never")
        fields["never_reason"] = term.neverReason.map { .string($0) }
        return .object(fields)
    }
}
