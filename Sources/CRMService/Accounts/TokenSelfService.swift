import Identity
import OData
import ODataServer
import SQLCore
import Synchronization

/// What holders of a token may do about it: look at it, end it, renew it, report that it leaked.
///
/// A token in the header is judged by the same gate as the feed's; a secret in a body proves possession and nothing
/// more. Neither asks who is signed in.
public final class TokenSelfService: Sendable {
    let shared: Accounts
    let tokens: TokenService
    private let gate: TokenGate
    let failures = Mutex(TokenFailureThrottle())
    let reports = Mutex(LeakReportThrottle())

    /// Makes the service behind the gate of the feed.
    public init(_ shared: Accounts, gate: TokenGate) {
        self.shared = shared
        self.gate = gate
        tokens = TokenService(shared)
    }

    // MARK: The token in the header

    /// `GET /api/tokens/current`: what the token is, never a secret.
    public func current(_ call: SelfServiceCall) async throws -> SelfServiceAnswer {
        try await admitted(call) { [self] caller, owner in
            let row = try await row(caller)
            let secrets = try await tokens.secrets(of: row)
            return SelfServiceAnswer(status: 200, headers: notices(caller), body: description(of: row, secrets, owner))
        }
    }

    /// `DELETE /api/tokens/current`: ends the token for good.
    public func revokeCurrent(_ call: SelfServiceCall) async throws -> SelfServiceAnswer {
        try await admitted(call) { [self] caller, owner in
            let actor = AuditActor(.token(owner, caller.grant))
            let row = try await row(caller)
            _ = try await tokens.revoke(row, user: owner, actor: actor, origin: call.origin, reason: "self")
            return SelfServiceAnswer(status: 204)
        }
    }

    /// `POST /api/tokens/current/rotate`: a new secret, in the answer once.
    ///
    /// The body is empty, or `{"overlap":"first-use"|"now"|"1h"|"24h"|"7d"}`.
    public func rotateCurrent(_ call: SelfServiceCall) async throws -> SelfServiceAnswer {
        try await admitted(call) { [self] caller, owner in
            guard let overlap = Self.overlap(call.body) else {
                let words = SecretOverlap.allCases.map(\.rawValue).joined(separator: ", ")
                return SelfServiceAnswer(
                    problem: 400,
                    code: "body.malformed",
                    "Send no body, or a JSON object whose member overlap is one of \(words)"
                )
            }
            do {
                let rotation = try await tokens.rotate(
                    asking: caller.grant,
                    owner: owner,
                    overlap: overlap,
                    origin: call.origin
                )
                return SelfServiceAnswer(status: 200, body: description(of: rotation))
            } catch let error as TokenChangeError {
                return answer(to: error)
            }
        }
    }

    /// Lets a call through with the token of its header, or gives the refusal the feed would give.
    private func admitted(
        _ call: SelfServiceCall,
        _ body: (TokenCaller, UserID) async throws -> SelfServiceAnswer
    ) async throws -> SelfServiceAnswer {
        switch await gate.admit(call.gateRequest) {
        case .refused(let refusal): return SelfServiceAnswer(refusal)
        case .admitted(let context):
            guard let caller = context as? TokenCaller, case .token(let owner, _) = caller.viewer.principal else {
                return SelfServiceAnswer(TokenGate.refusal(.credentialRequired))
            }
            do {
                try tokens.require(.useTokenSelfService, of: caller.viewer.principal)
            } catch {
                return answer(to: error)
            }
            return try await body(caller, owner)
        }
    }

    private func row(_ caller: TokenCaller) async throws -> TokenRow {
        let (store, id) = (shared.tokens, caller.grant.tokenID)
        let found = try await shared.database.read { connection in try store.token(id, on: connection) }
        guard let row = found else { throw TokenChangeError.unknown }
        return row
    }

    private func answer(to error: TokenChangeError) -> SelfServiceAnswer {
        switch error {
        case .refused(.scopesMissing(let words)): SelfServiceAnswer(TokenGate.refusal(.scopeMissing(words)))
        case .refused:
            SelfServiceAnswer(problem: 403, code: "token.not-permitted", "The owner of this token may not do this now")
        case .changedMeanwhile:
            SelfServiceAnswer(
                problem: 409,
                code: "token.changed",
                "The token was changed meanwhile; look at it before you try again"
            )
        case .unknown, .notPossible, .invalid, .wider, .secretEnded:
            SelfServiceAnswer(problem: 409, code: "token.state", "The token as it is now does not allow this")
        }
    }

    private static func overlap(_ body: [UInt8]) -> SecretOverlap? {
        if body.isEmpty { return .afterFirstUse }
        guard let item = try? JSONReader.value(of: body), case .object(let object) = item.value else {
            return nil  // what is wrong with it is said by what would be right
        }
        guard object.members.allSatisfy({ $0.name == "overlap" }) else { return nil }
        switch object["overlap"] {
        case nil: return .afterFirstUse
        case .string(let word)?: return SecretOverlap(rawValue: word)
        default: return nil
        }
    }

    // MARK: Words

    private func notices(_ caller: TokenCaller) -> [ResponseHeader] {
        caller.headers.map { ResponseHeader($0.name, $0.value) }
    }

    private func description(of row: TokenRow, _ secrets: [TokenSecretRow], _ owner: UserID) -> CanonicalJSON {
        let now = shared.effects.now()
        return .object([
            "id": .integer(row.id.rawValue), "description": .string(row.description),
            "owner": .string(row.ownerName), "scopes": .string(row.scopes.canonicalText),
            "rowScope": .string(row.rowScope.storedText), "networks": .string(row.networks.description),
            "state": .string(TokenState(of: row.life, at: now).label.lowercased()),
            "createdAt": .string(row.createdAt.rfc3339), "expiresAt": Self.instant(row.life.expiresAt),
            "lastUsedAt": Self.instant(row.lastUsedAt),
            "secrets": .array(
                secrets.filter { $0.isLive(at: now) }.map { secret in
                    .object([
                        "keyId": .string(secret.keyID.text), "state": .string(secret.state.rawValue),
                        "validUntil": Self.instant(secret.validUntil), "lastUsedAt": Self.instant(secret.lastUsedAt),
                    ])
                }
            ),
        ])
    }

    private func description(of rotation: TokenRotation) -> CanonicalJSON {
        .object([
            "token": .string(rotation.minted.secret.revealText()),
            "keyId": .string(rotation.minted.secret.keyID.text),
            "expiresAt": Self.instant(rotation.minted.term.expiresAt),
            "replaced": .array(
                rotation.replaced.map { secret in
                    .object([
                        "keyId": .string(secret.keyID.text), "state": .string(secret.state.rawValue),
                        "validUntil": Self.instant(secret.validUntil),
                        "secondsAfterFirstUse": secret.secondsAfterUse.map { .integer($0) } ?? .null,
                    ])
                }
            ),
        ])
    }

    private static func instant(_ instant: UTCInstant?) -> CanonicalJSON {
        instant.map { .string($0.rfc3339) } ?? .null
    }
}
