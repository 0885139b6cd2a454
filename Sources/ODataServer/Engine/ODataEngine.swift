import HTTPTypes
import OData

/// Answers the requests of an OData service: knows the protocol, and neither storage nor transport.
///
/// The order for every request: length of the URL, gate, headers, path and query, names, read, headers of the answer,
/// body as the consumer takes it. Each stage refuses with its own closed error; `ErrorTable` makes the answer.
public struct ODataEngine: Sendable {
    let gate: any RequestGate
    let operations: ServiceOperations
    let limits: ODataLimits
    let now: @Sendable () -> Int64
    let report: @Sendable (_ requestID: String?, _ text: String) -> Void
    let documents = MetadataDocuments()
    let kept = KeptRequests()
    let asynchronous: AsyncRequests?

    /// Makes an engine.
    ///
    /// - Parameters:
    ///   - gate: Decides who asks and what they may see.
    ///   - operations: What stands behind the functions and actions of the model.
    ///   - limits: Bounds and tolerances.
    ///   - asynchronous: Answers requests later; nil for a service that does not.
    ///   - now: The instant, in microseconds since 1970-01-01T00:00:00Z.
    ///   - report: Takes failures that clients are told nothing about, with the id of the request, for the log.
    public init(
        gate: any RequestGate,
        operations: ServiceOperations = ServiceOperations(),
        limits: ODataLimits = ODataLimits(),
        asynchronous: AsyncRequests? = nil,
        now: @escaping @Sendable () -> Int64,
        report: @escaping @Sendable (_ requestID: String?, _ text: String) -> Void = { _, _ in }
    ) {
        self.gate = gate
        self.operations = operations
        self.limits = limits.defining(operations.definitions)
        self.asynchronous = asynchronous
        self.now = now
        self.report = report
    }

    /// Answers a request; never throws, failures are answers too.
    ///
    /// Returns when status and headers are known. A body that streams is produced while it is consumed, and must be
    /// consumed or cancelled.
    public func respond(to request: ODataRequest) async -> ODataResponse {
        let maxVersion = request.values(of: ODataField.maxVersion).first
        let version = ProtocolVersion.answer(maxVersion: maxVersion)
        let maker = ResponseMaker(version: version ?? .v4_0, isHead: request.method == .head)
        if request.path.utf8.count + (request.query?.utf8.count ?? 0) > limits.urlBytes {
            return maker.failure(.engine(.urlTooLong(limit: limits.urlBytes)))
        }
        // Name, value, colon, blank and line end, as they were on the wire.
        let headerBytes = request.fields.reduce(0) { $0 + $1.name.rawName.utf8.count + $1.value.utf8.count + 4 }
        if headerBytes > limits.headerBytes {
            return maker.failure(.engine(.headersTooLarge(limit: limits.headerBytes)))
        }
        if request.method == .options {
            var fields = maker.fields()
            fields[.allow] = "GET, HEAD, OPTIONS, POST, PATCH, PUT, DELETE"
            return ODataResponse(status: .noContent, fields: fields)
        }
        let later = asynchronous.flatMap { Later($0, request) }
        let admission = await gate.admit(GateRequest(request)) { caller in
            guard version != nil, later == nil else { return nil as QuickAnswer? }
            return RequestPipeline(engine: self, caller: caller, maker: maker).answerAtOnce(request)
        }
        switch admission.decision {
        case .refused(let refusal): return maker.failure(.refused(refusal))
        case .admitted(let caller):
            if let quick = admission.answer {
                await caller.finished(quick.usage)
                return quick.response
            }
            let pipeline = RequestPipeline(engine: self, caller: caller, maker: maker)
            guard version != nil else {
                return await pipeline.failed(.engine(.versionUnsupported(maxVersion ?? "")), request)
            }
            guard let later, let identity = caller.identity else { return await pipeline.answer(request) }
            // An answer is for who sees the same today as on the day of the request.
            let owner = "\(identity)/\(caller.grantShape)"
            let answer = AsyncAnswer(requests: later.requests, pipeline: pipeline, request: request, owner: owner)
            switch later.act {
            case .start(let wish): return await answer.answer(wish)
            case .monitor(let name): return await answer.monitor(name)
            }
        }
    }

    /// A request that is answered later, or that asks how far such a one is.
    private struct Later {
        enum Act {
            case start(AsyncWish)
            case monitor(String)
        }

        let requests: AsyncRequests
        let act: Act

        init?(_ requests: AsyncRequests, _ request: ODataRequest) {
            self.requests = requests
            if let name = AsyncRequests.name(in: request.path) {
                act = .monitor(name)
            } else if let wish = AsyncWish(request) {
                act = .start(wish)
            } else {
                return nil
            }
        }
    }
}

extension GateRequest {
    init(_ request: ODataRequest) {
        self.init(
            method: request.method.rawValue,
            path: request.path,
            query: request.query,
            peer: request.peer,
            canonicalFields: request.fields.map { ($0.name.canonicalName, $0.value) }
        )
    }
}
