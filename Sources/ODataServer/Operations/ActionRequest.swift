import HTTPTypes
import OData

/// The call of an action on its way: arguments from the body, then the handler, then the answer.
struct ActionRequest: Sendable {
    let run: FunctionRun
    let call: BoundCall
    private let arguments: [String: StructuredValue]
    private let handler: ActionHandler
    private let preferences: Preferences

    private var pipeline: RequestPipeline { run.pipeline }
    private var parsed: RequestPipeline.ParsedRequest { run.parsed }

    /// Checks everything that can be known without the data.
    init(run: FunctionRun, call: BoundCall, body: [UInt8]) throws(RequestFailure) {
        self.run = run
        self.call = call
        guard let handler = run.pipeline.engine.operations.action(call.operation.name) else {
            throw .engine(.notImplemented(feature: "calls of \(call.operation.name)"))
        }
        self.handler = handler
        preferences = Preferences(lines: run.request.values(of: ODataField.prefer))
        let version = run.request.fields[ODataField.version]
        if let version, !ProtocolVersion.canRead(version) { throw .engine(.requestVersionUnsupported(version)) }
        if !body.isEmpty { try RequestPipeline.checkJSON(run.request) }
        if call.operation.returnType == nil, let option = run.parsed.options.shapingOption {
            throw .binding(.optionNotApplicable(option: option, resource: .functionResult), texts: run.parsed.texts)
        }
        var options = EntityReader.Options { _ in .failure(.init("no references here")) }
        options.json = run.pipeline.engine.limits.json
        options.numbersAsStrings = RequestPipeline.readsNumbersAsStrings(run.request)
        options.matches = run.pipeline.engine.limits.matchesPattern
        do throws(PayloadError) {
            let reader = EntityReader(model: run.pipeline.caller.model, options: options)
            arguments = try reader.arguments(body, of: call.operation)
        } catch {
            throw .payload(error)
        }
    }

    /// Carries the action out in a session; `isShared` tells of a transaction with other requests in it.
    func answer(in session: ActionSession, isShared: Bool) throws(RequestFailure) -> QuickAnswer {
        let instance = try self.instance(in: session)
        var bound = call
        bound.arguments = arguments
        let answer: ActionAnswer
        do throws(OperationError) {
            answer = try handler(run.call(bound, on: instance), session)
        } catch {
            throw run.failure(error)
        }
        let quick: QuickAnswer
        switch answer {
        case .nothing: return nothing(isMinimal: false, entity: nil)
        case .value(let value):
            if preferences.returnsMinimal?.value == true { return nothing(isMinimal: true, entity: nil) }
            quick = try ValueAnswer(pipeline: pipeline, request: run.request, parsed: parsed).answer(value, bound)
        case .query(let read):
            if preferences.returnsMinimal?.value == true { return nothing(isMinimal: true, entity: nil) }
            quick = try self.read(read, of: bound, in: session, isShared: isShared)
        case .created(let entity):
            if preferences.returnsMinimal?.value == true { return nothing(isMinimal: true, entity: entity) }
            quick = created(
                entity,
                try self.read(try self.read(of: entity), of: bound, in: session, isShared: isShared)
            )
        }
        return applied(quick)
    }

    // MARK: The binding entity

    /// The entity or value the action is called on, once the condition of the request holds for it (Protocol 8.2.4).
    private func instance(in session: ActionSession) throws(RequestFailure) -> StructuredValue {
        guard let binding = call.binding, binding.isSingle else { return .null }
        let stream: EntityStream
        do {
            stream = try session.session.read(binding, options: session.reader.options)
        } catch {
            throw .source(error, texts: parsed.texts)
        }
        guard stream.facts.outcome != .notFound else { throw run.failure(.notFound) }
        let condition = WriteCondition(
            ifMatch: EntityTagCondition(lines: run.request.references.resolveTags(run.request.values(of: .ifMatch))),
            ifNoneMatch: EntityTagCondition(lines: run.request.values(of: .ifNoneMatch))
        )
        do throws(WriteError) {
            try condition.check(stream.facts.entityTag)
        } catch {
            throw .write(error, texts: parsed.texts)
        }
        do throws(OperationError) {
            return try session.reader.rows(of: stream, binding).first ?? .null
        } catch {
            throw run.failure(error)
        }
    }

    // MARK: Answers

    /// The read of a result with the options of the request, in the state that the action has made.
    private func read(
        _ read: BoundRead,
        of call: BoundCall,
        in session: ActionSession,
        isShared: Bool
    ) throws(RequestFailure) -> QuickAnswer {
        let bound: BoundRequest
        do throws(BindingError) {
            let binder = Binder(model: pipeline.caller.model, options: pipeline.engine.limits.binder)
            bound = try binder.bind(read, of: call, options: parsed.options)
        } catch {
            throw .binding(error, texts: parsed.texts)
        }
        guard case .read(let read) = bound else {
            throw run.failure(.failed("\(call.operation.name) leads to no data"))
        }
        // The condition was about the entity before the action.
        var request = run.request
        request.fields[.ifMatch] = nil
        request.fields[.ifNoneMatch] = nil
        let text = RequestPipeline.BoundText(parsed: parsed, bound: bound)
        let reader = ReadAnswer(pipeline: pipeline, request: request, text: text)
        return try reader.answer(read, in: session.session, pages: isShared)
    }

    private func read(of entity: WrittenEntity) throws(RequestFailure) -> BoundRead {
        let type = EdmType.entity(entity.set.entityType)
        let variable = BoundVariable(number: 0, name: "$it", type: type, entitySet: entity.set.name)
        return BoundRead(
            root: entity.set,
            steps: [.key(entity.key)],
            shape: .entity,
            target: entity.set,
            query: BoundQuery(variable: variable)
        )
    }

    private func created(_ entity: WrittenEntity, _ quick: QuickAnswer) -> QuickAnswer {
        var quick = quick
        let address = run.request.serviceRoot + entity.path
        quick.response.status = .created
        quick.response.fields[.location] = address
        quick.usage.status = 201
        return quick
    }

    private func nothing(isMinimal: Bool, entity: WrittenEntity?) -> QuickAnswer {
        var fields = pipeline.maker.fields(usesPreferences: preferences.returnsMinimal != nil)
        fields.append(pipeline.caller.headers)
        if let entity {
            let address = run.request.serviceRoot + entity.path
            fields[.location] = address
            fields[ODataField.entityID] = address
            if let tag = entity.entityTag { fields[.eTag] = tag.description }
        }
        if isMinimal, let preference = preferences.returnsMinimal {
            fields[ODataField.preferenceApplied] = "\(preference.spelling)=minimal"
        }
        let usage = RequestUsage(
            entitySet: call.binding?.target.name,
            rows: 0,
            bytes: 0,
            status: 204,
            isComplete: true
        )
        return QuickAnswer(response: ODataResponse(status: .noContent, fields: fields), usage: usage)
    }

    /// Says that `return=representation` was granted.
    private func applied(_ quick: QuickAnswer) -> QuickAnswer {
        guard let preference = preferences.returnsMinimal, !preference.value, quick.response.status != .noContent
        else { return quick }
        var quick = quick
        let others = quick.response.fields[ODataField.preferenceApplied].map { $0 + ", " } ?? ""
        quick.response.fields[ODataField.preferenceApplied] = others + "\(preference.spelling)=representation"
        return quick
    }
}

extension QueryOptionsSyntax {
    /// The first option that shapes a result.
    var shapingOption: String? {
        if filter != nil { return "$filter" }
        if orderBy != nil { return "$orderby" }
        if search != nil { return "$search" }
        if apply != nil { return "$apply" }
        if compute != nil { return "$compute" }
        if expand != nil { return "$expand" }
        if select != nil { return "$select" }
        if top != nil { return "$top" }
        if skip != nil { return "$skip" }
        if count != nil { return "$count" }
        return nil
    }
}
