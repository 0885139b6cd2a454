import Identity
import OData
import SQLCore
import Synchronization

/// Where a leaked secret was found, as its finder says.
private struct LeakReport {
    let token: String
    let place: String

    /// Reads `[{"token": …, "url": …, "source": …}, …]`; what is not of this shape is left out.
    static func read(_ body: [UInt8]) -> [LeakReport] {
        guard body.count <= TokenSelfService.leakBytes, let item = try? JSONReader.value(of: body),
            case .array(let items) = item.value
        else { return [] }  // the answer is the same whatever came
        return items.prefix(TokenSelfService.mostLeaks).compactMap { entry in
            guard case .object(let object) = entry.value, case .string(let token)? = object["token"] else { return nil }
            let words = ["source", "url"].compactMap { name in
                if case .string(let text)? = object[name] { text } else { nil }
            }
            return LeakReport(token: token, place: Self.printable(words.joined(separator: " ")))
        }
    }

    private static func printable(_ text: String) -> String {
        let scalars = text.unicodeScalars.prefix(300).filter { $0.value >= 0x20 && $0.value != 0x7f }
        return LogRedaction.redact(String(String.UnicodeScalarView(scalars)))
    }
}

extension TokenSelfService {
    /// Bytes of the longest report that is looked at.
    public static let leakBytes = 65_536
    /// Entries of a report that are looked at.
    public static let mostLeaks = 100

    /// The token of a whole secret that verifies, whatever the token is now; nil for everything else.
    ///
    /// A secret that was replaced and is over proves nothing: somebody may have kept it for long.
    private func proven(_ text: String) async throws -> StoredToken? {
        // Whatever is wrong with the text, it proves nothing.
        guard text.utf8.count <= 512, let secret = try? TokenCodec.decode(text) else { return nil }
        let (shared, now) = (shared, shared.effects.now())
        let found = try await shared.database.read { connection in
            try shared.tokens.credential(secret.keyID, on: connection)?.token
        }
        guard
            let row = try? TokenVerification.prove(
                secret,
                row: found,
                peppers: shared.peppers,
                arePeppersComplete: shared.arePeppersComplete
            )
        else { return nil }  // unknown and wrong are the same
        return row.secretState.isUsable(validUntil: row.validUntil, at: now) ? row : nil
    }

    // MARK: RFC 7009

    /// `POST /oauth/revoke`: ends the token whose secret stands in the form field `token`.
    ///
    /// 200 whether or not there was one; failures are counted like those of the feed, and a valid secret always passes.
    public func revoke(token text: String?, origin: RequestOrigin) async throws -> SelfServiceAnswer {
        guard let text, !text.isEmpty else {
            let body: [String: CanonicalJSON] = [
                "error": .string("invalid_request"),
                "error_description": .string("Send the token in the form field token"),
            ]
            return SelfServiceAnswer(status: 400, body: .object(body))
        }
        guard let row = try await proven(text) else {
            let now = shared.effects.now()
            let answer = failures.withLock { $0.recordFailure(from: origin.address.throttleNetwork, at: now) }
            if case .wait(let seconds) = answer {
                return SelfServiceAnswer(TokenGate.refusal(.tooManyFailures(retryAfterSeconds: seconds)))
            }
            return SelfServiceAnswer(status: 200)
        }
        let store = shared.tokens
        let found = try await shared.database.read { connection in try store.token(row.tokenID, on: connection) }
        if let found {
            let actor = AuditActor.token(owner: row.ownerID, row.tokenID, row.keyID)
            _ = try await tokens.revoke(found, user: row.ownerID, actor: actor, origin: origin, reason: "self")
        }
        return SelfServiceAnswer(status: 200)
    }

    // MARK: Leaks

    /// `POST /api/token-leaks`: ends every token of which the body holds a whole secret that verifies.
    ///
    /// Always the same answer, so that nobody learns from it which secrets exist: also to what is too long, too much,
    /// too often or no JSON, which is not looked at.
    public func reportLeaks(_ body: [UInt8], origin: RequestOrigin) async -> SelfServiceAnswer {
        let answer = SelfServiceAnswer(status: 202, body: .object(["received": .boolean(true)]))
        let now = shared.effects.now()
        guard reports.withLock({ $0.admits(origin.address.throttleNetwork, at: now) }) else { return answer }
        for report in LeakReport.read(body) {
            do {
                guard let row = try await proven(report.token) else { continue }
                try await expose(row, place: report.place, origin: origin)
            } catch {
                // The database is away: the finder may send it again, and learns nothing from the answer.
                continue
            }
        }
        return answer
    }

    private func expose(_ stored: StoredToken, place: String, origin: RequestOrigin) async throws {
        let (shared, now) = (shared, shared.effects.now())
        try await shared.database.write { connection in
            guard let row = try shared.tokens.token(stored.tokenID, on: connection), row.life.exposedAt == nil else {
                return
            }
            guard try shared.tokens.change(row.id, version: row.version, .exposed(at: now), on: connection) else {
                throw TokenChangeError.changedMeanwhile
            }
            let note = TokenNote(row, actor: .anonymous, origin: origin, at: now)
            let key = CanonicalJSON.object([
                "key_id": .string(stored.keyID.text),
                "state": .string(TokenState(of: row.life, at: now).label.lowercased()),
            ])
            let reason = place.isEmpty ? nil : place
            try shared.append(note, .tokenLeakReported, reason: reason, after: key, on: connection)
            try shared.append(note, .tokenExposed, reason: reason, on: connection)
        }
    }
}
