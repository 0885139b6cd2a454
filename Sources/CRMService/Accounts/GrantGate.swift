public import Identity
import OData
public import ODataServer

/// Admits every request as one token, without its secret: for the owner who wants to know what a program would get.
///
/// The token's rights are those of this moment. Nothing is counted as its use, and it cannot write.
public struct GrantGate: RequestGate {
    private let gate: Gate
    private let viewer: Viewer
    private let grant: TokenGrant
    private let now: UTCInstant

    /// Makes the gate for one of the person's own tokens.
    public init(_ row: TokenRow, owner person: SignedInPerson, gate: Gate, now: UTCInstant) {
        self.gate = gate
        grant = TokenService.grant(of: row, role: person.account.role)
        viewer = person.account.viewer(.token(row.ownerID, grant))
        self.now = now
    }

    /// Admits the request.
    public func admit(_ request: GateRequest) async -> GateDecision {
        .admitted(GrantCaller(gate: gate, viewer: viewer, headers: grant.noticeHeaders(at: now)))
    }
}

private struct GrantCaller: CallerContext {
    let gate: Gate
    let viewer: Viewer
    let notices: [ResponseHeader]

    init(gate: Gate, viewer: Viewer, headers: [ResponseHeader]) {
        self.gate = gate
        self.viewer = viewer
        notices = headers
    }

    var model: EdmModel { gate.view(of: viewer).model }
    var source: any DataSource { gate.source(for: viewer) }
    var grantShape: String { viewer.shape }
    var headers: [GateHeader] { notices.map { GateHeader($0.name, $0.value) } }

    func stillAllowed() async -> Bool { true }
    func access(to act: WriteAct, on entitySet: String) -> WriteAccess { .unsupported }
    func finished(_ usage: RequestUsage) async {}
}

/// What a trial of the connection saw.
public struct ConnectionTrial: Sendable, Equatable {
    /// One request a client would make.
    public struct Step: Sendable, Equatable {
        /// The address after the service's.
        public let path: String
        /// The HTTP status.
        public let status: Int
        /// What the answer held, or why there was none.
        public let finding: String

        /// Describes a step.
        public init(path: String, status: Int, finding: String) {
            self.path = path
            self.status = status
            self.finding = finding
        }

        /// Whether the answer was what a client needs.
        public var isFine: Bool { status == 200 }
    }

    /// The requests in their order.
    public let steps: [Step]

    /// Describes a trial.
    public init(steps: [Step]) { self.steps = steps }
}
