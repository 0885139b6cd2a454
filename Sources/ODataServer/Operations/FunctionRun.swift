import HTTPTypes
import OData

/// Takes the calls of a path apart, one after the other, until it is known what the request is about.
///
/// Nothing here waits or blocks: where rows are needed first, the step says so, and whoever has the data at hand goes on.
struct FunctionRun: Sendable {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest

    /// How far a path has come.
    indirect enum Step {
        /// Rows are needed.
        case needs(BoundRead, then: ([StructuredValue]) throws(RequestFailure) -> Step)
        case done(Result)
    }

    /// What a path of calls leads to.
    enum Result {
        /// A read like any other.
        case read(BoundRead)
        /// A value that a function has made, and the call whose path and options go on from there.
        case value(StructuredValue, BoundCall)
        /// An action, perhaps on what functions have given.
        case action(BoundCall)
    }

    /// The first step of a call.
    func start(_ call: BoundCall) throws(RequestFailure) -> Step {
        guard call.operation.isAvailable else {
            throw .engine(.operationUnavailable(call.operation.name.description))
        }
        if call.operation.kind == .action {
            guard request.method == .post else { throw refusal(["POST", "OPTIONS"]) }
            return .done(.action(call))
        }
        guard MethodRules.isRead(request.method) || !call.isWhole else { throw refusal(["GET", "HEAD", "OPTIONS"]) }
        try checkComposition(call)
        guard let handler = pipeline.engine.operations.function(call.operation.name) else {
            throw .engine(.notImplemented(feature: "calls of \(call.operation.name)"))
        }
        guard let binding = call.binding, binding.isSingle else {
            return try step(call) { () throws(OperationError) in try handler(self.call(call, on: .null)) }
        }
        return .needs(binding) { (rows) throws(RequestFailure) in
            guard let row = rows.first else { throw failure(.notFound) }
            return try step(call) { () throws(OperationError) in try handler(self.call(call, on: row)) }
        }
    }

    func call(_ call: BoundCall, on row: StructuredValue) -> OperationCall {
        OperationCall(
            operation: call.operation,
            binding: call.binding,
            instance: row,
            arguments: call.arguments,
            model: pipeline.caller.model,
            now: pipeline.engine.now(),
            options: pipeline.engine.limits.binder
        )
    }

    private func step(
        _ call: BoundCall,
        _ answer: () throws(OperationError) -> FunctionAnswer
    ) throws(RequestFailure) -> Step {
        let found: FunctionAnswer
        do {
            found = try answer()
        } catch {
            throw failure(error)
        }
        switch found {
        case .value(let value): return .done(.value(value, call))
        case .reading(let read, let then):
            return .needs(read) { (rows) throws(RequestFailure) in
                try step(call) { () throws(OperationError) in try then(rows) }
            }
        case .query(let read): return try resume(read, behind: call)
        }
    }

    /// Binds the rest of the path and the options on what a function gave.
    private func resume(_ read: BoundRead, behind call: BoundCall) throws(RequestFailure) -> Step {
        guard read.query.apply == nil, read.query.search == nil else {
            throw failure(.failed("\(call.operation.name) gave a query with $apply or $search"))
        }
        let bound: BoundRequest
        do throws(BindingError) {
            let binder = Binder(model: pipeline.caller.model, options: pipeline.engine.limits.binder)
            bound = try binder.bind(read, of: call, options: parsed.options)
        } catch {
            throw .binding(error, texts: parsed.texts)
        }
        switch bound {
        case .call(let next): return try start(next)
        case .read(let read):
            guard MethodRules.isRead(request.method) else { throw refusal(["GET", "HEAD", "OPTIONS"]) }
            return .done(.read(read))
        case .serviceDocument, .metadata, .batch: throw failure(.failed("\(call.operation.name) leads to no data"))
        }
    }

    /// A function that is not composable ends the path, but for the form of its result (CSDL 12.7).
    private func checkComposition(_ call: BoundCall) throws(RequestFailure) {
        guard !call.operation.isComposable, !call.isWhole else { return }
        if call.key == nil, call.rest.count == 1 {
            switch call.rest[0].kind {
            case .value, .count, .reference: return
            default: break
            }
        }
        let place = BindingPlace(option: "path", segment: call.segment + 1, range: SourceRange(0, 0))
        let error = BindingError.segmentNotApplicable(
            segment: call.rest.first?.text ?? "a key",
            resource: .functionResult,
            at: place
        )
        throw .binding(error, texts: parsed.texts)
    }

    /// What a failure of an operation means to the client.
    func failure(_ error: OperationError) -> RequestFailure {
        switch error {
        case .refused(let status, let code, let message, let target):
            let known = (400...599).contains(status) ? status : 500
            let error = ODataError(code: code, message: message, target: target)
            return .refused(GateRefusal(status: known, error: error))
        case .notFound: return .engine(.entityNotFound(parsed.texts.segments.joined(separator: "/")))
        case .write(let error): return .write(error, texts: parsed.texts)
        case .source(let error): return .source(error, texts: parsed.texts)
        case .failed(let text): return .source(.failed(text), texts: parsed.texts)
        }
    }

    func refusal(_ allow: [String]) -> RequestFailure {
        let resource = ODataError.echo(parsed.path)
        return .engine(.methodNotAllowed(method: request.method.rawValue, resource: resource), allow: allow)
    }
}

extension BoundRead {
    /// Whether it leads to one entity or value, which an operation gets with its call.
    var isSingle: Bool {
        switch shape {
        case .entity, .property, .item: true
        case .collection, .rawValue, .stream, .valueCount, .count, .references: false
        }
    }
}
