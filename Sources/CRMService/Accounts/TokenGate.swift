public import Identity
import OData
public import ODataServer
package import SQLCore
import Synchronization

/// Admits requests to the feed by their access token: every request is judged on rows read for that request.
///
/// There is no cache of credentials, so a revoked token opens nothing from the next request on.
public final class TokenGate: RequestGate {
    let shared: Accounts
    private let gate: Gate
    private let usage: UsageRecorder
    private let isSecureExpected: Bool
    private let addresses: ClientAddressRule
    private let failures = Mutex(TokenFailureThrottle())
    private let quotas = Mutex(TokenQuota())
    let clients = ClientNames()
    let denials = DeniedTokens()
    private let requestsPerMinute: Int
    private let witness: (any RequestWitness)?

    /// Makes the gate.
    ///
    /// - Parameters:
    ///   - shared: the accounts and tokens.
    ///   - gate: the door to the business data.
    ///   - usage: takes note of requests.
    ///   - isSecureExpected: whether the public address is https, so that a token over plain HTTP is a mistake.
    ///   - addresses: how the client's address is found behind proxies.
    ///   - requestsPerMinute: the quota of one token.
    ///   - witness: is told who asks and what was read; nil for nobody.
    public init(
        _ shared: Accounts,
        gate: Gate,
        usage: UsageRecorder,
        isSecureExpected: Bool,
        addresses: ClientAddressRule,
        requestsPerMinute: Int,
        witness: (any RequestWitness)? = nil
    ) {
        self.shared = shared
        self.gate = gate
        self.usage = usage
        self.isSecureExpected = isSecureExpected
        self.addresses = addresses
        self.requestsPerMinute = requestsPerMinute
        self.witness = witness
    }

    /// Admits a request with what its token may see, or refuses it as the response table says.
    public func admit(_ request: GateRequest) async -> GateDecision {
        await admit(request) { _ in nil as Never? }.decision
    }

    /// Admits a request and answers it at once where it can: one visit to the database for token and rows.
    public func admit<Answer: Sendable>(
        _ request: GateRequest,
        answer: @escaping @Sendable (any CallerContext) -> Answer?
    ) async -> (decision: GateDecision, answer: Answer?) {
        let address = clientAddress(of: request)
        do {
            let visit = try await visit(with: try token(of: request), request, address: address, answer: answer)
            if let duty = visit.duty { await usage.perform(duty) }
            return (.admitted(visit.caller), visit.answer)
        } catch let refusal as AuthRefusal {
            await note(refusal, of: request, address: address)
            return (.refused(finished(refusal, from: address)), nil)
        } catch {
            // A credential store that cannot be read is no reason to call a token bad.
            return (.refused(Self.refusal(.unavailable)), nil)
        }
    }

    func token(of request: GateRequest) throws(AuthRefusal) -> PresentedToken {
        let presented = CredentialParser.parse(
            authorization: request.values(of: "authorization"),
            apiKeys: request.values(of: "x-api-key"),
            rawQuery: request.query ?? "",
            connection: ConnectionFacts(isSecure: request.peer.isSecure, isSecureExpected: isSecureExpected)
        )
        if let refusal = presented.refusal { throw refusal }
        guard case .token(let token) = presented else { throw AuthRefusal.credentialRequired }
        return token
    }

    /// What one visit to the database brought.
    private struct Visit<Answer: Sendable>: Sendable {
        var caller: TokenCaller
        var duty: UsageRecorder.Duty?
        var answer: Answer?
    }

    /// Reads the token's row, judges it, and lets the answer run in the same transaction.
    private func visit<Answer: Sendable>(
        with token: PresentedToken,
        _ request: GateRequest,
        address: ClientAddress,
        answer: @escaping @Sendable (any CallerContext) -> Answer?
    ) async throws -> Visit<Answer> {
        let made = Mutex<Visit<Answer>?>(nil)
        let deadline = Duration.seconds(gate.limits.statementSeconds)
        do {
            return try await shared.database.read(.short, deadline: deadline) { [self] connection in
                let (caller, duty) = try judge(token, request, address: address, on: connection)
                let loan = ConnectionLoan(connection)
                defer { loan.end() }
                let visit = Visit(caller: caller, duty: duty, answer: answer(caller.lent(loan)))
                made.withLock { $0 = visit }
                return visit
            }
        } catch let error as SQLDatabaseError {
            // A statement that was stopped has its answer, though its transaction ends with an error.
            guard let visit = made.withLock({ $0 }), visit.answer != nil else { throw error }
            return visit
        }
    }

    /// Does all that stands between a request and its answer, on a connection at hand.
    ///
    /// The credential is taken from the header, its row is read, and what it may see is found. The benchmark measures it.
    package func check(_ request: GateRequest, on connection: any SQLConnection) throws -> any CallerContext {
        try judge(try token(of: request), request, address: clientAddress(of: request), on: connection).caller
    }

    /// Reads the token's row and judges it.
    private func judge(
        _ token: PresentedToken,
        _ request: GateRequest,
        address: ClientAddress,
        on connection: any SQLConnection
    ) throws -> (caller: TokenCaller, duty: UsageRecorder.Duty?) {
        let found = try shared.tokens.credential(token.secret.keyID, on: connection)
        let now = shared.effects.now()
        let client = clients.name(request.values(of: "user-agent").first ?? "")
        let facts = TokenRequestFacts(now: now, policy: .initial, address: address, isInClear: token.isInClear)
        let row = try TokenVerification.prove(
            token.secret,
            row: found?.token,
            peppers: shared.peppers,
            arePeppersComplete: shared.arePeppersComplete
        )
        let grant = try TokenVerification.grant(for: row, request: facts)
        let quota = quotas.withLock { $0.record(grant.tokenID, limit: requestsPerMinute, at: now) }
        guard quota.isAllowed else { throw AuthRefusal.quotaExceeded(quota) }
        guard let credential = found else { throw AuthRefusal.tokenInvalid }
        let duty = usage.note(
            grant.keyID,
            token: grant.tokenID,
            actor: { AuditActor(.token(credential.token.ownerID, grant)) },
            isFirst: credential.isFirstUse,
            address: address,
            client: client,
            at: now
        )
        let origin = WriteOrigin(requestID: request.peer.requestID ?? "", address: address, client: client)
        return (caller(credential, grant: grant, origin: origin, at: now), duty)
    }

    private func caller(
        _ credential: TokenStore.Credential,
        grant: TokenGrant,
        origin: WriteOrigin,
        at now: UTCInstant
    ) -> TokenCaller {
        let principal = Principal.token(credential.token.ownerID, grant)
        let requestID = origin.requestID
        witness?.note(principal, of: requestID)
        let policy = shared.policies.policy(
            role: credential.token.ownerRole,
            dataRoles: credential.dataRoles,
            team: credential.team
        )
        let viewer = Viewer(principal, policy: policy, roles: credential.dataRoles)
        return TokenCaller(
            view: gate.view(of: viewer),
            origin: origin,
            headers: grant.noticeHeaders(at: now).map { GateHeader($0.name, $0.value) },
            grant: grant,
            viewer: viewer,
            ownerRoles: credential.dataRoles,
            gate: gate,
            usage: usage,
            noteRows: { [witness] in witness?.note(rows: $0, of: requestID) },
            countPart: { [self] in
                let quota = quotas.withLock { quotas in
                    quotas.record(grant.tokenID, limit: requestsPerMinute, at: shared.effects.now())
                }
                return quota.isAllowed ? nil : Self.refusal(.quotaExceeded(quota))
            },
            recheck: { [self] in await isStillValid(credential) }
        )
    }

    /// Whether a token that was admitted before would still be, with the same rights: asked between the chunks of a
    /// long answer.
    private func isStillValid(_ admitted: TokenStore.Credential) async -> Bool {
        let tokens = shared.tokens
        let keyID = admitted.token.keyID
        let facts = TokenRequestFacts(now: shared.effects.now(), policy: .initial, address: .unknown, isInClear: false)
        do {
            let found = try await shared.database.read { connection in
                try tokens.credential(keyID, on: connection)
            }
            guard let found, found.hasRights(of: admitted) else { return false }
            let row = found.token
            _ = try TokenVerification.grant(for: row, request: facts)
            return true
        } catch AuthRefusal.addressNotAllowed {
            return true  // the address was checked when the request came
        } catch {
            return false
        }
    }

    // MARK: Refusals

    private func clientAddress(of request: GateRequest) -> ClientAddress {
        let names = ["x-forwarded-for", "forwarded"]
        let headers = names.flatMap { name in request.values(of: name).map { (name: name, value: $0) } }
        return addresses.resolve(peer: request.peer.address, headers: headers)
    }

    /// Counts failures by network: beyond thirty a minute they are answered 429; a valid token always passes.
    private func finished(_ refusal: AuthRefusal, from address: ClientAddress) -> GateRefusal {
        guard refusal.countsAsFailure else { return Self.refusal(refusal) }
        let now = shared.effects.now()
        let answer = failures.withLock { $0.recordFailure(from: address.throttleNetwork, at: now) }
        if case .wait(let seconds) = answer { return Self.refusal(.tooManyFailures(retryAfterSeconds: seconds)) }
        return Self.refusal(refusal)
    }

    static func refusal(_ refusal: AuthRefusal) -> GateRefusal {
        let response = AuthResponse(refusal)
        return GateRefusal(
            status: response.status,
            headers: response.headers.map { GateHeader($0.name, $0.value) },
            error: ODataError(
                code: response.code,
                message: response.message,
                details: response.details.map { .init(code: $0.code, message: $0.message, target: $0.target) }
            )
        )
    }
}

/// One admitted token for one request.
struct TokenCaller: CallerContext {
    let view: ModelView
    let origin: WriteOrigin
    let headers: [GateHeader]
    let grant: TokenGrant
    let viewer: Viewer
    /// The data roles of the token's owner.
    let ownerRoles: [String]
    let gate: Gate
    let usage: UsageRecorder
    let noteRows: @Sendable (Int64) -> Void
    let countPart: @Sendable () -> GateRefusal?
    let recheck: @Sendable () async -> Bool
    /// The connection on which the token was read, while the visit lasts.
    private var loan: ConnectionLoan?

    init(
        view: ModelView,
        origin: WriteOrigin,
        headers: [GateHeader],
        grant: TokenGrant,
        viewer: Viewer,
        ownerRoles: [String],
        gate: Gate,
        usage: UsageRecorder,
        noteRows: @escaping @Sendable (Int64) -> Void,
        countPart: @escaping @Sendable () -> GateRefusal?,
        recheck: @escaping @Sendable () async -> Bool
    ) {
        self.view = view
        self.origin = origin
        self.headers = headers
        self.grant = grant
        self.viewer = viewer
        self.ownerRoles = ownerRoles
        self.gate = gate
        self.usage = usage
        self.noteRows = noteRows
        self.countPart = countPart
        self.recheck = recheck
    }

    var model: EdmModel { view.model }
    var source: any DataSource {
        CRMDataSource(gate: gate, viewer: viewer, view: view, origin: origin, loan: loan)
    }
    var grantShape: String { viewer.shape }

    /// Whether the caller's rows can be read without waiting.
    var hasConnection: Bool { loan?.use { _ in true } ?? false }

    /// The caller with a connection at hand.
    func lent(_ loan: ConnectionLoan) -> TokenCaller {
        var caller = self
        caller.loan = loan
        return caller
    }

    /// One token is one caller, others of the same person may be allowed less; and in another team, or over other rows,
    /// it is another one.
    var identity: String? {
        let team = viewer.policy.team.map { String($0.rawValue) } ?? ""
        return "token/\(grant.tokenID.rawValue)/\(team)/\(grant.rowScope.storedText)"
    }

    func stillAllowed() async -> Bool { await recheck() }

    func countsPart() -> GateRefusal? { countPart() }

    /// Explains a name that the token hides and its owner sees; whatever the owner does not see stays unknown.
    func refusal(
        for error: BindingError,
        rebind: @Sendable (EdmModel) -> Result<BoundRequest, BindingError>
    ) async -> GateRefusal? {
        guard case .token(let owner, _) = viewer.principal else { return nil }
        let facts = SessionFacts(
            reference: "",
            authenticatedAt: UTCInstant(microseconds: 0),
            hasSecondFactor: false,
            role: grant.ownerRole
        )
        let person = Viewer(.person(owner, facts), policy: viewer.policy, roles: ownerRoles)
        let ownerView = gate.view(of: person)
        guard case .success(let bound) = rebind(ownerView.model) else { return nil }
        let words = MissingScopes(catalog: gate.catalog, hidden: gate.view(of: viewer), grant: grant).words(for: bound)
        guard !words.isEmpty else { return nil }
        return TokenGate.refusal(.scopeMissing(words))
    }

    func access(to act: WriteAct, on entitySet: String) -> WriteAccess {
        gate.source(for: viewer).access(to: act, on: entitySet)
    }

    func finished(_ usage: RequestUsage) async {
        noteRows(usage.rows)
        self.usage.note(
            grant.tokenID,
            entitySet: usage.entitySet ?? "$service",
            rows: usage.rows,
            bytes: usage.bytes,
            isError: usage.status >= 400
        )
    }
}
