public import OData

/// One call of an operation, with everything bound and typed.
public struct OperationCall: Sendable {
    /// The overload that was called.
    public let operation: EdmOperation
    /// What it is called on, as a read: an entity, a collection with its filters, a property; nil for unbound operations.
    public let binding: BoundRead?
    /// The entity or value that a bound operation is called on; `null` for collections and unbound operations.
    public let instance: StructuredValue
    /// The arguments by parameter, without the binding parameter; those that were left out have their default.
    public let arguments: [String: StructuredValue]
    /// The caller's model.
    public let model: EdmModel
    /// The instant of the request, in microseconds since 1970-01-01T00:00:00Z.
    public let now: Int64
    let options: BinderOptions

    /// An argument; `null` where the overload has no such parameter.
    public subscript(parameter: String) -> StructuredValue { arguments[parameter] ?? .null }

    /// Whether the overload has a parameter of this name.
    public func has(_ parameter: String) -> Bool { operation.ownParameters.contains { $0.name == parameter } }

    // MARK: Queries

    /// Everything in a set, with query options such as `$filter=Price le @maxPrice&$orderby=ID`.
    ///
    /// The arguments of the call stand in the options as `@name`, so that their values need no escaping.
    public func query(_ set: String, _ options: String = "") throws(OperationError) -> BoundRead {
        try query(URLText.pathSegment(set), of: nil, options)
    }

    /// What a read leads to, with query options; steps of the read, such as its filter, stay.
    public func query(_ read: BoundRead, _ options: String = "") throws(OperationError) -> BoundRead {
        try query("", of: read.asPath(), options)
    }

    /// A single entity of a set, by the row that was read of it.
    public func entity(_ row: StructuredValue, in set: EdmEntitySet) throws(OperationError) -> BoundRead {
        guard let type = model.entityType(set.entityType) else { throw .failed("no type of the set \(set.name)") }
        var key: [BoundRead.KeyValue] = []
        for part in type.key {
            guard let property = type.property(part.path), let value = row[part.path].single else {
                throw .failed("a row of \(set.name) without its key")
            }
            key.append(BoundRead.KeyValue(property: property, value: value))
        }
        return BoundRead(
            root: set,
            steps: [.key(key)],
            shape: .entity,
            target: set,
            query: BoundQuery(
                variable: BoundVariable(number: 0, name: "$it", type: .entity(type.name), entitySet: set.name)
            )
        )
    }

    private func query(_ path: String, of read: BoundRead?, _ options: String) throws(OperationError) -> BoundRead {
        do {
            let url = try RequestURL(path: path, query: options)
            var syntax = url.options
            for (name, value) in arguments {
                guard let literal = value.single.map(URLText.literal) ?? (value.isNull ? "null" : nil) else { continue }
                let tree = try QueryOptionsParser.parameterValue(literal, option: "@\(name)")
                syntax.aliases.append(AliasSyntax(name: name, value: tree, text: literal))
            }
            let binder = Binder(model: model, options: self.options)
            if let read { return try binder.bind(syntax, on: read) }
            guard case .read(let read) = try binder.bind(path: url.path, options: syntax) else {
                throw OperationError.failed("'\(path)' is no set")
            }
            return read
        } catch let error as OperationError {
            throw error
        } catch {
            throw .failed("the query '\(options)' of \(operation.name): \(error)")
        }
    }
}

/// The transaction of an action: what it reads is the state its own changes have made.
public struct ActionSession {
    /// The session of the caller's source, behind every rule about what the caller may see and change.
    public let session: any WriteSession
    let reader: OperationReader

    /// The rows of a read; none for an entity that does not exist.
    public func rows(_ read: BoundRead) throws(OperationError) -> [StructuredValue] {
        do {
            return try reader.rows(of: session.read(read, options: reader.options), read)
        } catch let error as OperationError {
            throw error
        } catch let error as DataSourceError {
            throw .source(error)
        } catch {
            throw .failed("\(error)")
        }
    }

    /// Changes properties of the entity that a read leads to; what is not named stays.
    ///
    /// Values keep to the rules of the model, as those of a client do; properties that only the service writes can be
    /// changed too.
    @discardableResult
    public func update(
        _ entity: BoundRead,
        _ values: [(property: String, value: StructuredValue)]
    ) throws(OperationError) -> WriteOutcome {
        guard let type = reader.model.entityType(entity.resultType) else {
            throw .failed("\(entity.resultType) is no entity type")
        }
        var json = JSONWriter(capacity: 512)
        json.append("{")
        let writer = StructuredValueWriter(model: reader.model, version: .v4_01)
        var own: [PayloadProperty] = []
        var isFirst = true
        for (name, value) in values {
            guard let property = type.property(name) else { throw .failed("\(type.name) has no property '\(name)'") }
            if property.isComputed {
                guard let value = PayloadValue(value, of: property, in: reader.model) else {
                    throw .failed("\(type.name) takes no such value of '\(name)'")
                }
                own.append(PayloadProperty(property, value))
                continue
            }
            if isFirst { isFirst = false } else { json.append(",") }
            json.string(name)
            json.append(":")
            writer.write(value, as: property.type, to: &json)
        }
        json.append("}")
        var payload: EntityPayload
        do throws(PayloadError) {
            payload = try reader.values.entity(json.take(), type: type.name, set: entity.target, for: .merge)
        } catch {
            guard case .violations(let violations) = error else { throw .failed("\(error)") }
            throw .write(.violations(violations))
        }
        payload.properties += own
        return try write(BoundWrite(entity, .update(payload, .merge)))
    }

    /// Carries out a change.
    @discardableResult
    public func write(_ write: BoundWrite) throws(OperationError) -> WriteOutcome {
        do {
            return try session.write(write)
        } catch {
            throw .write(error)
        }
    }
}
