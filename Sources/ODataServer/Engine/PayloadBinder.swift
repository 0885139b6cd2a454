import HTTPTypes
import OData

/// Turns the body of a change into the action it asks for.
struct PayloadBinder {
    let request: WriteRequest

    private var model: EdmModel { request.pipeline.caller.model }
    private var target: BoundRead { request.target }

    func action(_ body: [UInt8]) throws(PayloadError) -> BoundWrite.Action {
        switch request.operation {
        case .insert: return .insert(try entity(body, for: .insert, supplied: navigationValues))
        case .update(.merge): return .update(try entity(body, for: .merge, supplied: keyNames), .merge)
        case .update(.replace): return .update(try entity(body, for: .replace, supplied: keyNames), .replace)
        case .delete: return .delete
        case .setValue(let style): return .setValue(try value(body), style)
        case .clearValue: return .setValue(try cleared(), .replace)
        case .addItem:
            guard let property else { throw Self.noProperty }
            return .addItem(try reader.item(body, of: property), index: request.parsed.options.index)
        case .insertStream: return .insertStream(body, mediaType: mediaType)
        case .setStream: return .setStream(body, mediaType: mediaType)
        case .clearStream: return .clearStream
        case .link(let replaces):
            guard let navigation else { throw Self.noProperty }
            return .link(try reader.references(body, to: navigation), replaces: replaces)
        case .unlink: return .unlink(try unlinked())
        case .updateMembers: return .updateMembers(try entity(body, for: .merge, supplied: []))
        case .deleteMembers: return .deleteMembers
        case .changeMembers(let replaces):
            return .changeMembers(try reader.changes(body, type: type, set: target.target), replaces: replaces)
        }
    }

    private var mediaType: String { request.request.fields[.contentType] ?? "application/octet-stream" }

    private static let noProperty = PayloadError.wrongShape(found: "a set", expected: "a property")

    private var reader: EntityReader {
        var options = EntityReader.Options { text in self.resolve(text) }
        options.json = request.pipeline.engine.limits.json
        options.entities = request.pipeline.engine.limits.writtenEntities
        options.numbersAsStrings = RequestPipeline.readsNumbersAsStrings(request.request)
        options.matches = request.pipeline.engine.limits.matchesPattern
        return EntityReader(model: model, options: options)
    }

    /// The type of the entities at the end of the path, casts included.
    private var type: EdmTypeName {
        for step in target.steps.reversed() {
            switch step {
            case .cast(let name): return name
            case .navigation(let navigation, _): return navigation.target
            case .key, .filter, .complex, .slice: continue
            }
        }
        return target.root.entityType
    }

    private func entity(
        _ body: [UInt8],
        for purpose: EntityReader.Purpose,
        supplied: Set<String>
    ) throws(PayloadError) -> EntityPayload {
        try reader.entity(body, type: type, set: target.target, for: purpose, supplied: supplied)
    }

    /// The key properties that the address gives values to.
    private var keyNames: Set<String> {
        guard case .key(let key)? = target.steps.last else { return navigationValues }
        return Set(key.map(\.property.name)).union(navigationValues)
    }

    /// The properties that refer to the entity whose collection the path leads to.
    private var navigationValues: Set<String> {
        var names: Set<String> = []
        for step in target.steps {
            guard case .navigation(let navigation, _) = step, let partner = navigation.partner,
                let back = model.entityType(navigation.target)?.navigationProperty(partner)
            else { continue }
            names = Set(back.referentialConstraints.map(\.property))
        }
        return names
    }

    // MARK: Properties

    private var property: EdmProperty? {
        switch target.shape {
        case .property(let path), .rawValue(let path): path.last
        default: nil
        }
    }

    private func value(_ body: [UInt8]) throws(PayloadError) -> PayloadValue {
        guard let property else { throw Self.noProperty }
        guard case .rawValue = target.shape else { return try reader.propertyValue(body, of: property) }
        if property.type.primitive == .binary { return .primitive(.binary(body)) }
        guard let text = String(validating: body, as: UTF8.self) else {
            throw .json(.invalidUTF8(at: JSONPosition(line: 1, column: 1)))
        }
        return try reader.rawValue(text, of: property)
    }

    /// Null for a single value, nothing for a collection; refused where null is no value.
    private func cleared() throws(PayloadError) -> PayloadValue {
        guard let property else { throw Self.noProperty }
        if property.type.isCollection { return .collection([]) }
        guard property.type.isNullable else { throw .violations([PayloadViolation(property.name, .required)]) }
        return .null
    }

    // MARK: References

    private var navigation: EdmNavigationProperty? {
        for step in target.steps.reversed() {
            if case .navigation(let navigation, _) = step { return navigation }
        }
        return nil
    }

    private func unlinked() throws(PayloadError) -> EntityReference? {
        guard let text = request.parsed.linkID else { return nil }
        switch resolve(text) {
        case .success(let read): return EntityReference(text, read)
        case .failure(let fault):
            let problem = PayloadViolation.Problem.invalidReference(text: ODataError.echo(text), problem: fault.problem)
            throw .violations([PayloadViolation("$id", problem)])
        }
    }

    /// Binds the address of an entity: absolute, from the root, or relative to the service root; also `$1` in a batch.
    func resolve(_ text: String) -> Result<BoundRead, EntityReader.ReferenceFault> {
        guard let resolved = request.references.resolve(text) else {
            return .failure(.init("no request before this one made the entity '\(ODataError.echo(text))'"))
        }
        guard let address = BatchAddress.resolve(resolved, serviceRoot: request.request.serviceRoot) else {
            return .failure(.init("it leads out of the service"))
        }
        let limits = request.pipeline.engine.limits
        guard resolved.utf8.count <= limits.urlBytes,
            let url = try? RequestURL(path: address.path, query: address.query, limits: limits.parser),
            case .read(let read)? = try? Binder(model: model, options: limits.binder).bind(path: url.path)
        else { return .failure(.init("it is no address of this service")) }
        return .success(read)
    }
}
