import HTTPTypes
import OData
import Synchronization

/// Answers one request now or later.
struct AsyncAnswer {
    let requests: AsyncRequests
    let pipeline: RequestPipeline
    let request: ODataRequest
    let owner: String

    private var maker: ResponseMaker { pipeline.maker }

    /// The answer itself where it is there in time, else 202 with the address of a status monitor.
    func answer(_ wish: AsyncWish) async -> ODataResponse {
        guard let name = requests.begin(owner: owner) else { return await pipeline.answer(request) }
        var whole = request
        whole.body = await collected()
        let (pipeline, request) = (pipeline, whole)
        let work = Task { await pipeline.answer(request) }
        requests.setCancel(name) { work.cancel() }
        if let response = await Self.first(of: work, seconds: seconds(wish)) {
            requests.end(name)
            return response
        }
        let now = pipeline.engine.now()
        await requests.removeExpired(now: now)
        do throws(AsyncStoreError) {
            let expires = now + Int64(requests.limits.keepSeconds) * 1_000_000
            try await requests.store.create(name, owner: owner, expires: expires)
        } catch {
            // Without a place to keep it the answer is given at once.
            requests.end(name)
            report(error)
            return await withTaskCancellationHandler {
                await work.value
            } onCancel: {
                work.cancel()
            }
        }
        let spool = self
        let keeping = Task { await spool.keep(work, name) }
        requests.setCancel(name) {
            work.cancel()
            keeping.cancel()
        }
        return accepted(name, isApplied: true)
    }

    /// How long the client is kept waiting: never for a batch, whose answer begins before its work does.
    private func seconds(_ wish: AsyncWish) -> Int {
        isBatch ? 0 : min(wish.wait ?? requests.limits.usualWaitSeconds, requests.limits.longestWaitSeconds)
    }

    private var isBatch: Bool { ["/$batch", "/%24batch"].contains(request.path) }

    /// The body, read while the client is still there.
    private func collected() async -> ODataRequestBody {
        guard request.method != .get, request.method != .head else { return .none }
        let limits = pipeline.engine.limits
        do throws(ODataRequestBody.Failure) {
            let limit = isBatch ? limits.batchBodyBytes : limits.bodyBytes
            return .bytes(try await request.body.collect(upTo: limit))
        } catch {
            return ODataRequestBody { _ throws(ODataRequestBody.Failure) in throw error }
        }
    }

    /// The result of a task, or nil where it is not there in time.
    private static func first(of work: Task<ODataResponse, Never>, seconds: Int) async -> ODataResponse? {
        guard seconds > 0 else { return nil }
        let race = Race()
        let clock = Task {
            // Ends early where the answer came first.
            try? await Task.sleep(for: .seconds(seconds))
            race.end(with: nil)
        }
        return await withTaskCancellationHandler {
            let response: ODataResponse? = await withCheckedContinuation { continuation in
                race.start(continuation)
                Task { race.end(with: await work.value) }
            }
            clock.cancel()
            return response
        } onCancel: {
            work.cancel()
        }
    }

    /// The first of two decides.
    private final class Race: Sendable {
        private enum State {
            case open
            case waiting(CheckedContinuation<ODataResponse?, Never>)
            case decided(ODataResponse?)
            case done
        }

        private let state = Mutex(State.open)

        func start(_ continuation: CheckedContinuation<ODataResponse?, Never>) {
            let result: ODataResponse?? = state.withLock { state in
                if case .decided(let response) = state {
                    state = .done
                    return .some(response)
                }
                state = .waiting(continuation)
                return nil
            }
            if let result { continuation.resume(returning: result) }
        }

        func end(with response: ODataResponse?) {
            let waiting: CheckedContinuation<ODataResponse?, Never>? = state.withLock { state in
                switch state {
                case .open:
                    state = .decided(response)
                    return nil
                case .waiting(let continuation):
                    state = .done
                    return continuation
                case .decided, .done: return nil
                }
            }
            waiting?.resume(returning: response)
        }
    }

    // MARK: Keeping

    private func keep(_ work: Task<ODataResponse, Never>, _ name: String) async {
        let response = await work.value
        if Task.isCancelled {
            if case .stream(let stream) = response.body { stream.cancel() }
        } else {
            do throws(AsyncStoreError) {
                try await store(response, name)
            } catch {
                // What was cancelled has no place any more.
                if !Task.isCancelled { await replace(name, by: error) }
            }
        }
        // What the end of the process cut stays half-made: that is how it is told afterwards.
        if Task.isCancelled, !requests.isStopped { await requests.store.remove(name) }
        requests.end(name)
    }

    private func store(_ response: ODataResponse, _ name: String) async throws(AsyncStoreError) {
        switch response.body {
        case .empty: break
        case .bytes(let bytes): try await requests.store.append(bytes, to: name)
        case .stream(let stream): try await store(stream, name)
        }
        try await requests.store.finish(name, AsyncResultHead(response))
    }

    private func store(_ stream: ODataByteStream, _ name: String) async throws(AsyncStoreError) {
        while true {
            let chunk: [UInt8]?
            do {
                // Not one more part of a batch after the client has cancelled it.
                try Task.checkCancellation()
                chunk = try await stream.next()
            } catch {
                stream.cancel()
                throw .failed("The answer broke off: \(error)")
            }
            guard let chunk else { return }
            do throws(AsyncStoreError) {
                try await requests.store.append(chunk, to: name)
            } catch {
                stream.cancel()
                throw error
            }
        }
    }

    /// An answer that could not be kept whole is an error, never a shorter answer.
    private func replace(_ name: String, by error: AsyncStoreError) async {
        let failure: EngineError
        switch error {
        case .full(let limit): failure = .asyncResultTooLarge(limit: limit)
        case .failed, .tooMany:
            report(error)
            failure = .asyncInterrupted
        }
        let response = maker.failure(.engine(failure))
        do throws(AsyncStoreError) {
            try await requests.store.clearBody(of: name)
            try await store(response, name)
        } catch {
            report(error)
            await requests.store.remove(name)
        }
    }

    private func report(_ error: AsyncStoreError) {
        pipeline.engine.report(request.peer.requestID, "An answer could not be kept: \(error)")
    }

    // MARK: Monitor

    /// Answers at the address of a status monitor.
    func monitor(_ name: String) async -> ODataResponse {
        var response: ODataResponse
        do throws(AsyncStoreError) {
            response = try await monitored(name)
            if case .stream(let stream) = response.body {
                if let body = try await metered(stream) {
                    response.body = body
                    return response
                }
                response.body = .empty
            }
        } catch {
            report(error)
            response = maker.failure(.engine(.asyncInterrupted))
        }
        await pipeline.note(set: nil, bytes: 0, status: response.status.code)
        return response
    }

    /// A kept answer ends where its reader loses the right to it, as every long answer does; nil for an empty one.
    private func metered(_ stream: ODataByteStream) async throws(AsyncStoreError) -> ODataBody? {
        let first: [UInt8]?
        do {
            first = try await stream.next()
        } catch {
            throw .failed("\(error)")
        }
        guard let first else { return nil }
        let (engine, requestID) = (pipeline.engine, request.peer.requestID)
        let metered = MeteredBody(
            first: first,
            rest: stream,
            caller: pipeline.caller,
            recheckSeconds: engine.limits.recheckSeconds,
            now: engine.now,
            // Its bytes were counted when it was made.
            usage: { _, isComplete in
                RequestUsage(entitySet: nil, rows: 0, bytes: 0, status: 200, isComplete: isComplete)
            },
            failed: { engine.report(requestID, "the answer was cut: \($0)") }
        )
        return metered.body
    }

    private func monitored(_ name: String) async throws(AsyncStoreError) -> ODataResponse {
        guard let entry = try await requests.store.entry(name, now: pipeline.engine.now()), entry.owner == owner else {
            return maker.failure(.engine(.monitorUnknown))
        }
        switch request.method {
        case .get, .head: break
        case .delete:
            await requests.cancel(name)
            return ODataResponse(status: .noContent, fields: maker.fields())
        default:
            let error = EngineError.methodNotAllowed(
                method: request.method.rawValue,
                resource: "the monitor of an asynchronous request"
            )
            return maker.failure(.engine(error, allow: ["GET", "HEAD", "DELETE"]))
        }
        if let head = entry.head {
            let body = try await requests.store.body(of: name)
            return final(head, body)
        }
        // Looked at again: it may have ended since the entry was read.
        if requests.isRunning(name) { return accepted(name, isApplied: false) }
        if let head = try await requests.store.entry(name, now: pipeline.engine.now())?.head {
            return final(head, try await requests.store.body(of: name))
        }
        // It was running when an earlier process ended.
        let broken = maker.failure(.engine(.asyncInterrupted))
        var stream = ODataByteStream(next: { nil })
        if case .bytes(let bytes) = broken.body { stream = stream.following(bytes) }
        return final(AsyncResultHead(broken), stream)
    }

    private func accepted(_ name: String, isApplied: Bool) -> ODataResponse {
        var fields = maker.fields(usesPreferences: true)
        fields[.location] = AsyncRequests.address(of: name, serviceRoot: request.serviceRoot)
        fields[.retryAfter] = "1"
        if isApplied { fields[ODataField.preferenceApplied] = "respond-async" }
        return ODataResponse(status: .accepted, fields: fields)
    }

    /// The final answer with `AsyncResult`, or as an HTTP message for clients that take one (Protocol 11.6).
    private func final(_ head: AsyncResultHead, _ body: ODataByteStream) -> ODataResponse {
        let takesMessage = takesMessage
        var fields = takesMessage ? maker.fields() : head.httpFields
        if maker.version == .v4_01 || !takesMessage { fields[ODataField.asyncResult] = String(head.status) }
        guard takesMessage else {
            return ODataResponse(status: .ok, fields: fields, body: maker.isHead ? .empty : .stream(body))
        }
        fields[.contentType] = "application/http"
        fields[ODataField.contentTransferEncoding] = "binary"
        let message = body.following(head.message)
        return ODataResponse(status: .ok, fields: fields, body: maker.isHead ? .empty : .stream(message))
    }

    /// In 4.0 it is what comes unless `Accept` has no place for it; in 4.01 it is asked for by its name.
    private var takesMessage: Bool {
        let lines = request.values(of: .accept)
        let accepted = MediaType.list(lines).filter { $0.quality > 0 && $0.covers("application", "http") }
        if maker.version == .v4_0 { return lines.isEmpty || !accepted.isEmpty }
        return accepted.contains { $0.type == "application" && $0.subtype == "http" }
    }
}

extension AsyncResultHead {
    init(_ response: ODataResponse) {
        self.init(
            status: response.status.code,
            reason: response.status.reasonPhrase,
            fields: response.fields.map { Field(name: $0.name.rawName, value: $0.value) }
        )
    }

    var httpFields: HTTPFields {
        var lines = HTTPFields()
        for field in fields {
            guard let name = HTTPField.Name(field.name) else { continue }
            lines.append(HTTPField(name: name, value: field.value))
        }
        return lines
    }

    /// Status line and header lines of an HTTP message (RFC 9112).
    var message: [UInt8] {
        let lines = fields.map { "\($0.name): \($0.value)\r\n" }.joined()
        return Array("HTTP/1.1 \(status) \(reason)\r\n\(lines)\r\n".utf8)
    }
}
