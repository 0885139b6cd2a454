import HTTPTypes
import OData

/// Answers with a value that an operation has made (Protocol 11.5.4 and 11.5.5; context URLs 10.15).
struct ValueAnswer {
    let pipeline: RequestPipeline
    let request: ODataRequest
    let parsed: RequestPipeline.ParsedRequest

    /// The value at the end of the path, and its form.
    private struct Target {
        var value: StructuredValue
        var type: EdmTypeReference
        var form = Form.json

        enum Form { case json, raw, count }
    }

    func answer(_ value: StructuredValue, _ call: BoundCall) throws(RequestFailure) -> QuickAnswer {
        guard let type = call.operation.returnType else {
            throw .source(.failed("\(call.operation.name) gave a value, and has no return type"), texts: parsed.texts)
        }
        let target = try target(Target(value: value, type: type), call)
        try checkOptions(target)
        let format = try pipeline.format(target.form == .json ? .json : .text, request, parsed)
        let preferences = Preferences(lines: request.values(of: ODataField.prefer))
        let applied = preferences.applied(pageSize: nil, omits: preferences.omittedValues?.value ?? .none)
        var fields = pipeline.maker.fields(usesPreferences: applied != nil)
        fields.append(pipeline.caller.headers)
        if let applied { fields[ODataField.preferenceApplied] = applied }
        let usage = RequestUsage(entitySet: call.binding?.target.name, rows: 0, bytes: 0, status: 200, isComplete: true)
        var quick = QuickAnswer(response: ODataResponse(status: .ok, fields: fields), usage: usage)
        if target.value.isNull {
            quick.response.status = .noContent
            quick.usage.status = 204
            return quick
        }
        let bytes = try body(of: target, format, omits: preferences.omittedValues?.value ?? .none)
        quick.response.fields[.contentType] = format.contentType(version: pipeline.maker.version)
        if pipeline.maker.isHead {
            quick.response.fields[.contentLength] = String(bytes.count)
        } else {
            quick.response.body = .bytes(bytes)
            quick.usage.bytes = Int64(bytes.count)
            quick.usage.rows = 1
        }
        return quick
    }

    // MARK: The rest of the path

    private func target(_ start: Target, _ call: BoundCall) throws(RequestFailure) -> Target {
        guard call.key == nil else { throw refusal("a key", call.segment) }
        var target = start
        for (offset, segment) in call.rest.enumerated() {
            let number = call.segment + 1 + offset
            guard target.form == .json else { throw refusal(segment.text, number) }
            switch segment.kind {
            case .value where !target.type.isCollection && member(of: target.type) == nil: target.form = .raw
            case .count where target.type.isCollection: target.form = .count
            case .name(let name):
                guard !target.type.isCollection, let type = member(of: target.type),
                    let property = type.property(name.text)
                else {
                    let place = BindingPlace(option: "path", segment: number, range: name.range)
                    let error = BindingError.unknownResource(name: name.text, type: nil, near: [], at: place)
                    throw .binding(error, texts: parsed.texts)
                }
                target.value = target.value[property.name]
                target.type = property.type
            default: throw refusal(segment.text, number)
            }
        }
        return target
    }

    private func member(of type: EdmTypeReference) -> EdmStructuredType? {
        switch type.type {
        case .complex(let name): pipeline.caller.model.complexType(name)
        case .entity(let name): pipeline.caller.model.entityType(name)
        case .primitive, .enumeration, .typeDefinition, .abstract: nil
        }
    }

    private func refusal(_ segment: String, _ number: Int) -> RequestFailure {
        let place = BindingPlace(option: "path", segment: number, range: SourceRange(0, 0))
        let error = BindingError.segmentNotApplicable(segment: segment, resource: .functionResult, at: place)
        return .binding(error, texts: parsed.texts)
    }

    // MARK: Options

    /// A single value takes none of the options that shape an answer, but for `$select`; of those for collections
    /// `$top`, `$skip` and `$count` are carried out.
    private func checkOptions(_ target: Target) throws(RequestFailure) {
        guard let option = parsed.options.withoutPaging(target.type.isCollection).shapingOption else { return }
        let isStructured = member(of: target.type) != nil
        if option == "$select", isStructured, selected != nil { return }
        let isForLater =
            target.type.isCollection || (isStructured && ["$select", "$expand", "$compute"].contains(option))
        guard isForLater else {
            throw .binding(.optionNotApplicable(option: option, resource: .functionResult), texts: parsed.texts)
        }
        throw .engine(.notImplemented(feature: "\(option) on values that an operation has made"))
    }

    /// The properties that `$select` names, where it names nothing else.
    private var selected: [String]? {
        guard let select = parsed.options.select else { return nil }
        var names: [String] = []
        for item in select.items {
            guard case .path(let path) = item, path.segments.count == 1, path.options == nil,
                case .name(let name)? = path.segments.first
            else { return nil }
            names.append(name.text)
        }
        return names
    }

    // MARK: Bodies

    private func body(
        of target: Target,
        _ format: ContentFormat,
        omits: OmittedValues
    ) throws(RequestFailure) -> [UInt8] {
        let writer = StructuredValueWriter(
            model: pipeline.caller.model,
            version: pipeline.maker.version,
            metadata: format.metadata,
            ieee754Compatible: format.ieee754Compatible,
            omits: omits
        )
        switch target.form {
        case .count: return Array(String(target.value.items.count).utf8)
        case .raw:
            guard let text = writer.rawText(of: target.value, as: target.type) else {
                throw .source(.failed("a value without a text"), texts: parsed.texts)
            }
            return text
        case .json: return json(of: target, format, writer)
        }
    }

    private func json(of target: Target, _ format: ContentFormat, _ writer: StructuredValueWriter) -> [UInt8] {
        let prefix = pipeline.maker.version == .v4_0 ? "@odata." : "@"
        var json = JSONWriter(capacity: 512)
        json.append("{")
        var isFirst = true
        func name(_ name: String, _ json: inout JSONWriter) {
            if isFirst { isFirst = false } else { json.append(",") }
            json.string(name)
            json.append(":")
        }
        if format.metadata != .none {
            name(prefix + "context", &json)
            let list = selected.map { "(" + $0.joined(separator: ",") + ")" } ?? ""
            json.string(request.serviceRoot + "$metadata#" + target.type.contextName + list)
        }
        if case .structure = target.value {
            writer.members(of: target.value, as: target.type, only: selected, isFirst: isFirst, to: &json)
        } else {
            var value = target.value
            if case .list(let items) = value {
                if parsed.options.count == true {
                    name(prefix + "count", &json)
                    json.integer(Int64(items.count))
                }
                let rest = items.dropFirst(parsed.options.skip ?? 0)
                value = .list(Array(rest.prefix(parsed.options.top ?? rest.count)))
            }
            name("value", &json)
            writer.write(value, as: target.type, to: &json)
        }
        json.append("}")
        return json.take()
    }
}

extension EdmTypeReference {
    /// The type as a context URL names it: `Edm.Double`, `Collection(Self.Address)`.
    fileprivate var contextName: String { URLText.fragment(name) }
}

extension QueryOptionsSyntax {
    /// The options but for `$top`, `$skip` and `$count`, where those are carried out.
    fileprivate func withoutPaging(_ isCollection: Bool) -> QueryOptionsSyntax {
        guard isCollection else { return self }
        var options = self
        options.top = nil
        options.skip = nil
        options.count = nil
        return options
    }
}
