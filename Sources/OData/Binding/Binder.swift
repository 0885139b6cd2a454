/// Resolves the names of a parsed request against a model and gives every expression its type.
///
/// The model is the reader's own: what it does not hold is unknown, whatever else the service may hold. Binding takes
/// no clock and asks no database, so the same request gives the same result. What the protocol allows and this service
/// does not carry out ends in ``BindingError/notImplemented(feature:at:)``, never in a wrong answer.
public struct Binder: Sendable {
    /// The model that names are looked up in.
    public let model: EdmModel
    /// What is tolerated, and the bounds.
    public let options: BinderOptions

    /// Makes a binder; costs nothing.
    public init(model: EdmModel, options: BinderOptions = BinderOptions()) {
        self.model = model
        self.options = options
    }

    /// Binds a path and its query options (URL Conventions 4 and 5).
    ///
    /// `$format`, `$skiptoken` and custom options are not looked at: they are the server's.
    public func bind(
        path: ResourcePathSyntax,
        options syntax: QueryOptionsSyntax = QueryOptionsSyntax()
    ) throws(BindingError) -> BoundRequest {
        let session = BindingSession(model: model, options: options, aliases: syntax.aliases)
        try session.checkSchemaVersion(syntax.schemaVersion)
        switch path.segments.first?.kind {
        case nil: return try whole(.serviceDocument, syntax)
        case .metadata: return try alone(.metadata, path, syntax, session)
        case .batch: return try alone(.batch, path, syntax, session)
        case .crossjoin(let names):
            return .read(try CrossjoinBinder(session: session).bind(names, path, syntax))
        case .all: return .read(try AllBinder(model: model, options: options, session: session).bind(path, syntax))
        default: break
        }
        let resource: BoundResource
        switch try PathBinder(session: session, custom: syntax.custom).bind(path) {
        case .call(let call): return .call(call)
        case .resource(let found): resource = found
        }
        let query = try session.query(syntax, for: resource)
        return .read(
            BoundRead(
                root: resource.root,
                steps: resource.steps,
                shape: resource.shape,
                target: resource.set,
                query: query
            )
        )
    }

    /// Binds what stands behind a function, and the query options, on the resource that the function gave.
    ///
    /// Without `$orderby` the members keep the order in which the function gave them.
    public func bind(
        _ result: BoundRead,
        of call: BoundCall,
        options syntax: QueryOptionsSyntax
    ) throws(BindingError) -> BoundRequest {
        let session = BindingSession(model: model, options: options, aliases: syntax.aliases)
        let resource: BoundResource
        switch try PathBinder(session: session, custom: syntax.custom).resume(result.asPath(), behind: call) {
        case .call(let call): return .call(call)
        case .resource(let found): resource = found
        }
        var query = try session.query(syntax, for: resource)
        if syntax.orderBy == nil, case .collection = resource.shape, case .slice(let slice)? = resource.steps.last {
            let keys = query.orderBy.filter { key in !slice.orderBy.contains { $0.expression == key.expression } }
            query.orderBy = slice.orderBy + keys
        }
        return .read(
            BoundRead(
                root: resource.root,
                steps: resource.steps,
                shape: resource.shape,
                target: resource.set,
                query: query
            )
        )
    }

    /// Binds query options for what a read leads to, in the place of its own: for functions that are a query.
    public func bind(_ syntax: QueryOptionsSyntax, on read: BoundRead) throws(BindingError) -> BoundRead {
        let session = BindingSession(model: model, options: options, aliases: syntax.aliases)
        guard let type = model.entityType(read.resultType) else { return read }
        let resource = BoundResource(
            root: read.root,
            steps: read.steps,
            shape: read.shape,
            set: read.target,
            type: type
        )
        var read = read
        read.query = try session.query(syntax, for: resource)
        return read
    }

    /// Binds a filter for one set on its own, such as one kept for later use.
    public func bind(
        filter: ExpressionSyntax,
        on set: EdmEntitySet
    ) throws(BindingError) -> (filter: BoundExpression, variable: BoundVariable) {
        let session = BindingSession(model: model, options: options, aliases: [])
        session.option = "$filter"
        let variable = session.instance(of: .entity(set.entityType), in: set.name)
        return (try session.condition(filter, in: BindingScope(variable)), variable)
    }

    private func alone(
        _ request: BoundRequest,
        _ path: ResourcePathSyntax,
        _ syntax: QueryOptionsSyntax,
        _ session: BindingSession
    ) throws(BindingError) -> BoundRequest {
        if path.segments.count > 1 {
            session.enter(segment: 1)
            throw .unknownResource(
                name: path.segments[1].text,
                type: nil,
                near: [],
                at: session.place(SourceRange(0, path.segments[1].text.utf8.count))
            )
        }
        return try whole(request, syntax)
    }

    private func whole(_ request: BoundRequest, _ syntax: QueryOptionsSyntax) throws(BindingError) -> BoundRequest {
        if let option = syntax.writtenOptions.first {
            throw .optionNotApplicable(option: option, resource: .serviceRoot)
        }
        return request
    }
}

extension QueryOptionsSyntax {
    /// The names of the options that shape an answer and were written, in the protocol's order.
    var writtenOptions: [String] {
        var names: [String] = []
        if apply != nil { names.append("$apply") }
        if compute != nil { names.append("$compute") }
        if search != nil { names.append("$search") }
        if filter != nil { names.append("$filter") }
        if count != nil { names.append("$count") }
        if orderBy != nil { names.append("$orderby") }
        if skip != nil { names.append("$skip") }
        if top != nil { names.append("$top") }
        if expand != nil { names.append("$expand") }
        if select != nil { names.append("$select") }
        if levels != nil { names.append("$levels") }
        if index != nil { names.append("$index") }
        if id != nil { names.append("$id") }
        if deltaToken != nil { names.append("$deltatoken") }
        return names
    }
}
