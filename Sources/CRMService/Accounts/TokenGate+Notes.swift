import Identity
import ODataServer
import SQLCore
import Synchronization

/// Which refusals of proven tokens were noted lately: one for each secret, reason and hour.
final class DeniedTokens: Sendable {
    private struct Key: Hashable {
        let keyID: TokenKeyID
        let code: String
    }

    private let hours = Mutex<[Key: Int64]>([:])

    /// So many are remembered; then all are forgotten, and some noted once more.
    private static let most = 10_000

    /// Whether the refusal is the first of its kind in this hour.
    func isFirst(_ keyID: TokenKeyID, code: String, at now: UTCInstant) -> Bool {
        let hour = now.wholeSeconds / 3_600
        return hours.withLock { hours in
            let key = Key(keyID: keyID, code: code)
            guard hours[key] != hour else { return false }
            if hours.count >= Self.most { hours.removeAll(keepingCapacity: true) }
            hours[key] = hour
            return true
        }
    }
}

extension TokenGate {
    /// Notes what the owner of a token must know of a refusal after the proof; other refusals are not noted here.
    func note(_ refusal: AuthRefusal, of request: GateRequest, address: ClientAddress) async {
        let action: AuditAction
        switch refusal {
        case .secretRetired: action = .tokenRetiredSecretUsed
        case .addressNotAllowed, .policyBlocks: action = .tokenDenied
        case .sentInClear: action = .tokenPresentedInClear
        default: return
        }
        // A refusal of these kinds comes after the proof, so that there is a token.
        guard let keyID = (try? token(of: request))?.secret.keyID else { return }
        let (shared, now) = (shared, shared.effects.now())
        let response = AuthResponse(refusal)
        let isRetired = action == .tokenRetiredSecretUsed
        guard isRetired || denials.isFirst(keyID, code: response.code, at: now) else { return }
        let origin = RequestOrigin(
            address: address,
            client: clients.name(request.values(of: "user-agent").first ?? ""),
            requestID: request.peer.requestID ?? ""
        )
        // Where the note cannot be taken at once, a later request takes it.
        _ = await shared.database.writeBriefly { connection in
            if isRetired, try !TokenSecretStore.markRetiredUse(keyID, at: now, on: connection) { return }
            guard let owner = try shared.tokens.credential(keyID, on: connection)?.token,
                let row = try shared.tokens.token(owner.tokenID, on: connection)
            else { return }
            let actor = AuditActor.token(owner: owner.ownerID, owner.tokenID, keyID)
            let note = TokenNote(row, actor: actor, origin: origin, at: now)
            try shared.append(note, action, reason: isRetired ? nil : response.message, on: connection)
        }
    }
}
