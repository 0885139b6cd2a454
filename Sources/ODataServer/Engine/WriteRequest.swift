import HTTPTypes
import OData

/// One change on its way: the body becomes a bound change, the change runs in a session, the outcome becomes an answer.
///
/// Nothing here waits, so that a transaction can hold several of them.
struct WriteRequest: Sendable {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest
    let target: BoundRead
    let operation: WriteOperation
    let format: ContentFormat
    let preferences: Preferences
    /// What other requests of the same batch have made.
    var references = BatchReferences()

    /// What a change came to, ready to be told.
    struct Result: Sendable {
        var outcome: WriteOutcome
        /// The entity or value as it is now, where it was asked for and can be seen.
        var representation: [UInt8]?
        var entityTag: EntityTag?
    }

    // MARK: Binding

    /// Checks the body against the model; the data are not asked.
    func bind(_ body: [UInt8]) throws(RequestFailure) -> BoundWrite {
        let reader = PayloadBinder(request: self)
        let action: BoundWrite.Action
        do throws(PayloadError) {
            action = try reader.action(body)
        } catch {
            throw .payload(error)
        }
        return BoundWrite(target, action, condition: condition)
    }

    private var condition: WriteCondition {
        let needsMatch: Bool
        switch operation {
        case .update, .delete, .setValue, .clearValue, .addItem, .setStream, .clearStream:
            needsMatch = WriteCapabilities(of: target.target, in: pipeline.caller.model).needsMatch
        case .insert, .insertStream, .link, .unlink, .updateMembers, .deleteMembers, .changeMembers: needsMatch = false
        }
        return WriteCondition(
            ifMatch: EntityTagCondition(lines: references.resolveTags(request.values(of: .ifMatch))),
            ifNoneMatch: EntityTagCondition(lines: request.values(of: .ifNoneMatch)),
            isMatchRequired: needsMatch
        )
    }

    // MARK: Running

    /// Carries the change out and reads back what the client wants to see.
    func run(_ write: BoundWrite, in session: any WriteSession) throws(RequestFailure) -> Result {
        let outcome: WriteOutcome
        do {
            outcome = try session.write(write)
        } catch {
            throw .write(error, texts: parsed.texts)
        }
        var result = Result(outcome: outcome, entityTag: outcome.entity?.entityTag)
        guard returnsRepresentation(outcome), let read = try representation(of: outcome, write) else { return result }
        let stream: EntityStream
        do {
            let text = RequestPipeline.BoundText(parsed: parsed, bound: .read(read))
            let answer = ReadAnswer(pipeline: pipeline, request: request, text: text)
            stream = try session.read(read, options: try answer.options(for: read, format: format, preferences: .none))
        } catch let error as RequestFailure {
            throw error
        } catch let error as DataSourceError {
            throw .source(error, texts: parsed.texts)
        } catch {
            throw .source(.failed("\(error)"), texts: parsed.texts)
        }
        if stream.facts.outcome == .content, case .bytes(let bytes) = stream.body {
            result.representation = bytes
            result.entityTag = stream.facts.entityTag ?? result.entityTag
        }
        return result
    }

    private func returnsRepresentation(_ outcome: WriteOutcome) -> Bool {
        switch operation {
        case .insert, .insertStream: preferences.returnsMinimal?.value != true
        case .update where outcome.effect == .created: preferences.returnsMinimal?.value != true
        case .update, .setValue, .addItem: preferences.returnsMinimal?.value == false
        case .delete, .clearValue, .setStream, .clearStream, .link, .unlink, .updateMembers, .deleteMembers,
            .changeMembers:
            false
        }
    }

    /// The read that shows the outcome: with `$select` and `$expand` of the request, else with what the body nested.
    private func representation(of outcome: WriteOutcome, _ write: BoundWrite) throws(RequestFailure) -> BoundRead? {
        switch operation {
        case .setValue, .addItem: return target
        default: break
        }
        guard let entity = outcome.entity else { return nil }
        var options = QueryOptionsSyntax()
        options.select = parsed.options.select
        options.expand = parsed.options.expand
        options.compute = parsed.options.compute
        options.aliases = parsed.options.aliases
        var expand = ""
        if options.expand == nil, case .insert(let payload) = write.action { expand = Self.expand(of: payload) }
        do {
            let url = try RequestURL(
                path: entity.path,
                query: expand.isEmpty ? nil : "$expand=" + expand,
                limits: pipeline.engine.limits.parser
            )
            if !expand.isEmpty { options.expand = url.options.expand }
            let binder = Binder(model: pipeline.caller.model, options: pipeline.engine.limits.binder)
            guard case .read(let read) = try binder.bind(path: url.path, options: options) else { return nil }
            return read
        } catch let error as SyntaxError {
            throw .syntax(error)
        } catch let error as BindingError {
            throw .binding(error, texts: parsed.texts)
        } catch {
            return nil
        }
    }

    /// What a body nests, as the text of `$expand`: the answer shows at least that (Protocol 11.4.2.2).
    private static func expand(of payload: EntityPayload, depth: Int = 0) -> String {
        guard depth < 6 else { return "" }
        var names: [String] = []
        for navigation in payload.navigations {
            let inner: String
            switch navigation.content {
            case .entity(let entity): inner = expand(of: entity, depth: depth + 1)
            case .entities(let entities):
                inner = entities.first.map { expand(of: $0, depth: depth + 1) } ?? ""
            case .nothing, .references, .delta: continue
            }
            let name = navigation.navigation.name
            names.append(inner.isEmpty ? name : "\(name)($expand=\(inner))")
        }
        return names.joined(separator: ",")
    }

    // MARK: Answering

    /// Status, headers and body for an outcome (Protocol 8.3 and 9.1).
    func response(to result: Result) -> ODataResponse {
        var fields = pipeline.maker.fields(usesPreferences: preferences.returnsMinimal != nil)
        fields.append(pipeline.caller.headers)
        let isCreated = result.outcome.effect == .created
        if isCreated, let entity = result.outcome.entity {
            let address = request.serviceRoot + entity.path
            fields[.location] = address
            fields[ODataField.entityID] = address
        }
        if result.outcome.effect != .deleted, let tag = result.entityTag { fields[.eTag] = tag.description }
        if mayReturn, let applied = preferences.returnsMinimal, applied.value == (result.representation == nil) {
            let value = applied.value ? "minimal" : "representation"
            fields[ODataField.preferenceApplied] = "\(applied.spelling)=\(value)"
        }
        guard let body = result.representation else { return ODataResponse(status: .noContent, fields: fields) }
        fields[.contentType] = format.contentType(version: pipeline.maker.version)
        return ODataResponse(status: isCreated ? .created : .ok, fields: fields, body: .bytes(body))
    }

    private var mayReturn: Bool {
        switch operation {
        case .insert, .insertStream, .update, .setValue, .addItem: true
        case .delete, .clearValue, .setStream, .clearStream, .link, .unlink, .updateMembers, .deleteMembers,
            .changeMembers:
            false
        }
    }
}
