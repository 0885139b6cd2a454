import OData

extension ErrorTable {
    /// What the binder refused.
    func answer(for error: BindingError) -> ErrorAnswer {
        switch error {
        case .unknownResource(let name, _, let near, _):
            return ErrorAnswer(
                .resourceNotFound,
                ["name": ODataError.echo(name), "suggestion": Self.suggestion(near)],
                target: "path"
            )
        case .unknownProperty(let path, let type, let near, let at):
            let shown = type.namespace == BoundShape.namespace ? "the result of $apply" : "\(type)"
            return named(.propertyUnknown, path, near, at, type: shown)
        case .unknownFunction(let name, let near, let at): return named(.functionUnknown, name, near, at)
        case .unknownType(let name, let near, let at): return named(.typeUnknown, name, near, at)
        case .unknownMember(let name, let type, let near, let at):
            let places = [
                "name": Self.name(of: at), "value": ODataError.echo(name), "type": "\(type)", "position": position(at),
                "suggestion": Self.suggestion(near),
            ]
            return ErrorAnswer(.valueUnknownMember, places, target: Self.name(of: at))
        case .unknownAlias(let name, let at): return alias(name, "it is used\(position(at)) and has no value.")
        case .cyclicAlias(let name, let at): return alias(name, "its value refers to itself\(position(at)).")
        case .unknownSchemaVersion(let version):
            return ErrorAnswer(.schemaVersionUnknown, ["version": ODataError.echo(version)], target: "$schemaversion")
        case .entityNotFound(let key, let entitySet, _):
            return ErrorAnswer(.entityNotFound, ["name": "\(entitySet)(\(ODataError.echo(key)))"], target: "path")
        case .invalidKey(let fault, let type, let at):
            let problem = "\(Self.text(of: fault))\(position(at))."
            return ErrorAnswer(.keyInvalid, ["name": "\(type)", "problem": problem], target: "path")
        case .optionNotApplicable(let option, let resource):
            return ErrorAnswer(
                .optionNotApplicable,
                ["name": ODataError.echo(option), "resource": resource.rawValue],
                target: ODataError.echo(option)
            )
        case .notSearchable(let entitySet):
            return Self.invalid(option: "$search", "the set '\(entitySet)' cannot be searched.")
        case .notImplemented(let feature, let at):
            return ErrorAnswer(
                .featureNotImplemented,
                ["feature": ODataError.echo(feature), "position": position(at)],
                target: Self.name(of: at)
            )
        case .limitExceeded(let limit, let number, let at): return Self.exceeded(limit, number, option: at.option)
        case .divisionByZero(let at):
            return ErrorAnswer(.divisionByZero, ["position": position(at)], target: Self.name(of: at))
        case .invalidPattern(let fault, let at):
            let problem = "\(Self.text(of: fault))\(position(at))."
            return ErrorAnswer(.patternUnsupported, ["problem": problem], target: Self.name(of: at))
        case .notSingleValued, .notCollection, .notStructured, .unrelatedType, .segmentNotApplicable, .noCommonType,
            .wrongOperand, .wrongArgument, .wrongArgumentCount, .invalidValue, .notBoolean, .notOrderable, .emptyList,
            .negativeLength, .offsetInComponent, .duplicateExpand, .duplicateVariable,
            .nameInUse, .untypedValue, .noOverload:
            guard let place = error.place else {
                return ErrorAnswer(.urlInvalid, ["problem": "it cannot be understood."])
            }
            return Self.invalid(option: place.option, problem(of: error) + position(place) + ".")
        }
    }

    /// What is wrong, as the middle of a sentence; the position follows.
    private func problem(of error: BindingError) -> String {
        let echo = ODataError.echo
        switch error {
        case .notSingleValued(let path, _): return "'\(echo(path))' leads to a collection where one value is needed"
        case .notCollection(let path, _): return "'\(echo(path))' is not a collection"
        case .notStructured(let path, let type, _): return "'\(echo(path))' is of type \(type) and has no members"
        case .unrelatedType(let name, let type, _): return "'\(echo(name))' is not related to \(type)"
        case .segmentNotApplicable(let segment, let resource, _):
            return "'\(echo(segment))' does not apply to \(resource.rawValue)"
        case .noCommonType(let left, let right, let name, _):
            return "'\(name)' cannot combine \(left) with \(right)"
        case .wrongOperand(let name, let found, let expected, _): return "'\(name)' needs \(expected) and not \(found)"
        case .wrongArgument(let function, let place, let found, let expected, _):
            return "argument \(place) of '\(function)' must be \(expected.joined(separator: " or ")) and not \(found)"
        case .wrongArgumentCount(let function, let found, let expected, _):
            let counts = expected.map(String.init).joined(separator: " or ")
            return "'\(function)' takes \(counts) arguments and not \(found)"
        case .invalidValue(let text, let type, _): return "'\(echo(text))' is not a value of \(type)"
        case .notBoolean(let found, _): return "a Boolean expression is needed and not \(found)"
        case .notOrderable(let type, _): return "values of \(type) have no order"
        case .emptyList: return "the list behind 'in' is empty"
        case .negativeLength: return "the length of 'substring' is negative"
        case .offsetInComponent(let function, _): return "the literal in '\(function)' must be in UTC"
        case .duplicateExpand(let path, _): return "'\(echo(path))' occurs twice"
        case .noOverload(let name, let given, let accepted, _):
            let lists = accepted.map { $0.isEmpty ? "none" : $0.joined(separator: ", ") }
            let found = given.isEmpty ? "none" : given.map(echo).joined(separator: ", ")
            return "'\(echo(name))' takes the parameters \(lists.joined(separator: "; or ")), and was given \(found)"
        case .duplicateVariable(let name, _): return "the variable '\(echo(name))' is in use already"
        case .nameInUse(let name, _): return "the name '\(echo(name))' is in use already"
        case .untypedValue: return "null alone has no type; write cast(null,<type>)"
        case .unknownResource, .unknownProperty, .unknownFunction, .unknownType, .unknownMember, .unknownAlias,
            .cyclicAlias, .unknownSchemaVersion, .entityNotFound, .invalidKey, .optionNotApplicable, .notSearchable,
            .notImplemented, .limitExceeded, .divisionByZero, .invalidPattern:
            return "it cannot be understood"
        }
    }

    private func position(_ at: BindingPlace) -> String {
        texts.position(option: at.option, segment: at.segment, range: at.range)
    }

    private static func name(of place: BindingPlace) -> String { ODataError.echo(place.option) }

    private func named(
        _ code: ODataErrorCode,
        _ name: String,
        _ near: [String],
        _ at: BindingPlace,
        type: String = ""
    ) -> ErrorAnswer {
        let places = [
            "option": Self.name(of: at), "name": ODataError.echo(name), "type": type, "position": position(at),
            "suggestion": Self.suggestion(near),
        ]
        return ErrorAnswer(code, places, target: Self.name(of: at))
    }

    private func alias(_ name: String, _ problem: String) -> ErrorAnswer {
        let text = ODataError.echo(name.hasPrefix("@") ? String(name.dropFirst()) : name)
        return ErrorAnswer(.aliasInvalid, ["name": text, "problem": problem], target: "@" + text)
    }

    private static func text(of fault: BindingError.KeyFault) -> String {
        switch fault {
        case .notLiteral: "a literal is needed"
        case .unnamed(let properties):
            "each of the properties \(properties.joined(separator: ", ")) needs a named value"
        case .unknownName(let name, let properties):
            "'\(ODataError.echo(name))' is not one of \(properties.joined(separator: ", "))"
        case .missing(let name): "'\(ODataError.echo(name))' has no value"
        case .duplicate(let name): "'\(ODataError.echo(name))' has two values"
        case .notCollection: "there is no collection to take it from"
        }
    }

    private static func text(of fault: PatternError) -> String {
        switch fault {
        case .unsupported(let construct, let offset): "\(construct.rawValue) at its character \(offset + 1)"
        case .malformed(let expected, let offset): "expected \(expected) at its character \(offset + 1),"
        }
    }
}
