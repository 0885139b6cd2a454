import HTTPTypes
import OData

/// Carries out the requests of a change set or atomicity group in one transaction: all of them or none.
struct BatchGroup: Sendable {
    let answer: BatchAnswer
    let parts: [BatchPlan.Part]
    /// The requests whose answers others ask values of.
    let named: Set<String>

    /// What became of the group.
    enum Outcome: Sendable {
        /// The answers, one for each part.
        case done([ODataResponse])
        /// Nothing was done: the answer to the part at fault, and its place.
        case failed(ODataResponse, at: Int)
    }

    /// A part that failed inside the transaction, which it ends.
    private struct Failure: Error {
        var place: Int
        var failure: RequestFailure
        var parsed: RequestPipeline.ParsedRequest?
    }

    /// What a part came to inside the transaction.
    private enum Step: Sendable {
        case change(WriteRequest, WriteRequest.Result)
        case read(QuickAnswer)

        /// The bytes that are kept for the answer.
        var bytes: Int {
            switch self {
            case .change(_, let result): return result.representation?.count ?? 0
            case .read(let answer):
                if case .bytes(let bytes) = answer.response.body { return bytes.count }
                return 0
            }
        }
    }

    func run(_ references: BatchReferences) async -> Outcome {
        let (answer, parts, named) = (answer, parts, named)
        do {
            let pipeline = answer.pipeline
            let steps = try await pipeline.caller.source.write(at: pipeline.engine.now()) { session in
                var references = references
                var steps: [Step] = []
                var bytes = 0
                let limit = pipeline.engine.limits.groupAnswerBytes
                for (place, part) in parts.enumerated() {
                    let step = try Self.step(part, place, answer, in: session, &references, named: named)
                    bytes += step.bytes
                    guard bytes <= limit else { throw Failure(place: place, failure: Self.tooLarge(limit)) }
                    steps.append(step)
                }
                return steps
            }
            var responses: [ODataResponse] = []
            for step in steps {
                switch step {
                case .change(let change, let result):
                    responses.append(await change.pipeline.finished(change, result))
                case .read(let quick):
                    await pipeline.caller.finished(quick.usage)
                    responses.append(quick.response)
                }
            }
            return .done(responses)
        } catch let error as Failure {
            return .failed(await response(to: error), at: error.place)
        } catch let error as WriteError {
            // The end of the transaction failed, which is nobody's fault in particular.
            return await failed(.write(error, texts: RequestTexts()))
        } catch is CancellationError {
            return await failed(.write(.cancelled, texts: RequestTexts()))
        } catch {
            return await failed(.write(.failed("\(error)"), texts: RequestTexts()))
        }
    }

    private static func tooLarge(_ limit: Int) -> RequestFailure {
        .source(.tooComplex("the answers of one group are larger than \(limit) bytes"), texts: RequestTexts())
    }

    private func failed(_ failure: RequestFailure) async -> Outcome {
        let place = max(0, parts.count - 1)
        return .failed(await answer.pipeline(for: parts[place]).failed(failure, answer.request), at: place)
    }

    private func response(to error: Failure) async -> ODataResponse {
        let inner = answer.pipeline(for: parts[error.place])
        var failure = error.failure
        if case .binding(let binding, _) = failure, let parsed = error.parsed {
            failure = await inner.explained(binding, parsed)
        }
        return await inner.failed(failure, answer.request)
    }

    // MARK: One part

    private static func step(
        _ part: BatchPlan.Part,
        _ place: Int,
        _ answer: BatchAnswer,
        in session: any WriteSession,
        _ references: inout BatchReferences,
        named: Set<String>
    ) throws(Failure) -> Step {
        var parsed: RequestPipeline.ParsedRequest?
        do throws(RequestFailure) {
            if let refusal = answer.refusal(of: part, references) { throw refusal }
            let request = try answer.partRequest(part, references)
            let pipeline = answer.pipeline(for: part)
            let text = try pipeline.parse(path: request.path, query: request.query, request.method)
            parsed = text
            let read: BoundRead
            switch try bound(text, request, pipeline) {
            case .read(let found): read = found
            case .call(let call):
                let caller = CallAnswer(pipeline: pipeline, request: request, parsed: text)
                try checkSize(part, pipeline)
                let quick = try caller.answer(call, body: part.body, in: session)
                references.remember(part, quick.response, address: request.path, for: named)
                return .read(quick)
            }
            if MethodRules.isRead(request.method) {
                let bound = RequestPipeline.BoundText(parsed: text, bound: .read(read))
                let reader = ReadAnswer(pipeline: pipeline, request: request, text: bound)
                let quick = try reader.answer(read, in: session)
                references.remember(part, quick.response, address: request.path, for: named)
                return .read(quick)
            }
            let change = try pipeline.change(read, request.method, request, text, references: references)
            try checkSize(part, pipeline)
            let result = try change.run(try change.bind(part.body), in: session)
            references.remember(part, change.response(to: result), address: request.path, for: named)
            return .change(change, result)
        } catch {
            throw Failure(place: place, failure: error, parsed: parsed)
        }
    }

    private static func checkSize(_ part: BatchPlan.Part, _ pipeline: RequestPipeline) throws(RequestFailure) {
        let limit = pipeline.engine.limits.bodyBytes
        guard part.body.count <= limit else { throw .engine(.bodyTooLarge(limit: limit)) }
    }

    /// What a part asks of the data.
    private enum Target {
        case read(BoundRead)
        case call(BoundCall)
    }

    private static func bound(
        _ parsed: RequestPipeline.ParsedRequest,
        _ request: ODataRequest,
        _ pipeline: RequestPipeline
    ) throws(RequestFailure) -> Target {
        let bound: BoundRequest
        do throws(BindingError) {
            bound = try pipeline.bind(parsed, to: pipeline.caller.model)
        } catch {
            throw .binding(error, texts: parsed.texts)
        }
        try MethodRules.check(request.method, on: bound, path: request.path)
        switch bound {
        case .read(let read): return .read(read)
        case .call(let call): return .call(call)
        case .batch: throw .engine(.batchInvalid("a batch holds another one."))
        case .serviceDocument, .metadata: throw .engine(.batchInvalid("a group holds a request for a document."))
        }
    }
}

extension BatchReferences {
    /// The longest body of an answer whose values others can ask for.
    static let longestBody = 1_048_576

    /// Takes note of an answer, so that later parts can refer to it; of its body where `named` says that they do.
    mutating func remember(
        _ part: BatchPlan.Part,
        _ response: ODataResponse,
        address: String,
        for named: Set<String>
    ) {
        guard let id = part.id else { return }
        var entry = Entry(hasSucceeded: (200..<300).contains(response.status.code))
        if entry.hasSucceeded {
            let own = address.hasPrefix("/") ? String(address.dropFirst()) : address
            entry.address = response.fields[.location] ?? own
            if let tag = response.fields[.eTag], case .tags(let tags)? = EntityTagCondition(lines: [tag]) {
                entry.entityTag = tags.first
            }
            let isJSON = response.fields[.contentType].flatMap(MediaType.init)?.subtype == "json"
            if isJSON, named.contains(id), case .bytes(let bytes) = response.body, bytes.count <= Self.longestBody {
                entry.body = try? JSONReader.value(of: bytes).value
            }
        }
        add(id, entry)
    }
}
