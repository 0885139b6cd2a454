import HTTPTypes
import OData

/// Answers the call of a function or action (Protocol 11.5).
struct CallAnswer: Sendable {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest

    private var run: FunctionRun { FunctionRun(pipeline: pipeline, request: request, parsed: parsed) }
    private var reader: OperationReader { OperationReader(pipeline: pipeline, request: request) }

    /// An answer with a transaction of its own, where it needs one.
    func answer(_ call: BoundCall) async throws(RequestFailure) -> ODataResponse {
        let run = run
        let reader = reader
        var step = try run.start(call)
        while true {
            switch step {
            case .needs(let read, let then):
                let rows: [StructuredValue]
                do throws(OperationError) {
                    rows = try await reader.rows(of: read, from: pipeline.caller.source)
                } catch {
                    throw run.failure(error)
                }
                step = try then(rows)
            case .done(.read(let read)):
                let text = RequestPipeline.BoundText(parsed: parsed, bound: .read(read))
                return try await ReadAnswer(pipeline: pipeline, request: request, text: text).answer(read)
            case .done(.value(let value, let call)):
                let quick = try ValueAnswer(pipeline: pipeline, request: request, parsed: parsed).answer(value, call)
                await pipeline.caller.finished(quick.usage)
                return quick.response
            case .done(.action(let call)): return try await act(call)
            }
        }
    }

    /// An answer inside a transaction that others share.
    func answer(
        _ call: BoundCall,
        body: [UInt8],
        in session: any WriteSession
    ) throws(RequestFailure) -> QuickAnswer {
        let run = run
        let actions = ActionSession(session: session, reader: reader)
        var step = try run.start(call)
        while true {
            switch step {
            case .needs(let read, let then):
                let rows: [StructuredValue]
                do throws(OperationError) {
                    rows = try actions.rows(read)
                } catch {
                    throw run.failure(error)
                }
                step = try then(rows)
            case .done(.read(let read)):
                let text = RequestPipeline.BoundText(parsed: parsed, bound: .read(read))
                return try ReadAnswer(pipeline: pipeline, request: request, text: text).answer(read, in: session)
            case .done(.value(let value, let call)):
                return try ValueAnswer(pipeline: pipeline, request: request, parsed: parsed).answer(value, call)
            case .done(.action(let call)):
                let action = try ActionRequest(run: run, call: call, body: body)
                return try action.answer(in: actions, isShared: true)
            }
        }
    }

    private func act(_ call: BoundCall) async throws(RequestFailure) -> ODataResponse {
        let body: [UInt8]
        let limit = pipeline.engine.limits.bodyBytes
        do {
            body = try await request.body.collect(upTo: limit)
        } catch {
            throw RequestPipeline.failure(error, limit: .bodyTooLarge(limit: limit))
        }
        let action = try ActionRequest(run: run, call: call, body: body)
        let reader = reader
        let quick = try await pipeline.transaction(parsed.texts) { session throws(RequestFailure) in
            try action.answer(in: ActionSession(session: session, reader: reader), isShared: false)
        }
        await pipeline.caller.finished(quick.usage)
        return quick.response
    }
}
