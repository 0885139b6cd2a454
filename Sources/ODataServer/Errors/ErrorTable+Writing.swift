import OData

extension ErrorTable {
    /// What is wrong with a body.
    func answer(for error: PayloadError) -> ErrorAnswer {
        switch error {
        case .json(let fault): return answer(for: fault)
        case .wrongShape(let found, let expected):
            return ErrorAnswer(.bodyInvalid, ["problem": "\(expected) is needed and not \(found)."])
        case .tooManyEntities(let limit): return ErrorAnswer(.deepWriteTooLarge, ["limit": String(limit)])
        case .violations(let violations): return answer(for: violations)
        }
    }

    private func answer(for fault: JSONFault) -> ErrorAnswer {
        let problem: String
        switch fault {
        case .unexpected(let found, let expected, let at):
            let text = found.isEmpty ? "it ends" : "found '\(ODataError.echo(found))'"
            problem = "\(text) at \(at), expected \(expected)."
        case .unterminated(let at): problem = "the string that begins at \(at) is not closed."
        case .invalidEscape(let at): problem = "the escape at \(at) is none."
        case .controlCharacter(let at): problem = "the control character at \(at) must be escaped."
        case .invalidNumber(let at): problem = "the number at \(at) is not well-formed."
        case .invalidUTF8(let at): problem = "the text at \(at) is not UTF-8."
        case .duplicateMember(let name, let at):
            problem = "the member '\(ODataError.echo(name))' at \(at) occurs twice."
        case .tooDeep(let limit): return ErrorAnswer(.payloadTooDeep, ["limit": String(limit)])
        case .tooWide(let limit):
            let places = ["part": "An object of the body", "limit": String(limit), "unit": "members"]
            return ErrorAnswer(.payloadTooWide, places)
        case .tooMany(let limit):
            return ErrorAnswer(.payloadTooWide, ["part": "The body", "limit": String(limit), "unit": "values"])
        case .tooLong(let limit, let at):
            return ErrorAnswer(
                .valueTooLong,
                ["name": "The text at \(at)", "limit": String(limit), "unit": "bytes"]
            )
        }
        return ErrorAnswer(.bodyInvalid, ["problem": problem])
    }

    // MARK: Violations

    /// All faults of a body in one answer: a single one as it is, several as details.
    private func answer(for violations: [PayloadViolation]) -> ErrorAnswer {
        let answers = violations.map(answer)
        guard let first = answers.first else { return ErrorAnswer(.bodyInvalid, ["problem": "its values are wrong."]) }
        let details = answers.map {
            ODataError.Detail(code: $0.error.code, message: $0.error.message, target: $0.error.target)
        }
        var answer = first
        if answers.count > 1 {
            let problem = "\(answers.count) values are wrong, the first: \(first.error.message)"
            answer = ErrorAnswer(.bodyInvalid, ["problem": problem], target: first.error.target)
        }
        answer.error.details = details
        return answer
    }

    private func answer(for violation: PayloadViolation) -> ErrorAnswer {
        let target = violation.target
        let name = target.isEmpty ? "The body" : target
        switch violation.problem {
        case .unknownProperty(let type, let near):
            let last = target.split(separator: "/").last.map(String.init) ?? target
            let places = [
                "option": "body", "name": last, "type": "\(type)", "suggestion": Self.suggestion(near),
            ]
            return ErrorAnswer(.propertyUnknown, places, target: target)
        case .unknownParameter(let operation, let near):
            let places = ["name": target, "operation": "\(operation)", "suggestion": Self.suggestion(near)]
            return ErrorAnswer(.parameterUnknown, places, target: target)
        case .typeMismatch(let found, let expected):
            let problem = "\(found) is not a value of \(expected)."
            return ErrorAnswer(.valueTypeMismatch, ["name": name, "problem": problem], target: target)
        case .tooLong(let limit, let unit):
            return ErrorAnswer(.valueTooLong, ["name": name, "limit": String(limit), "unit": unit], target: target)
        case .outOfRange(let value, let reason):
            let places = ["name": name, "value": ODataError.echo(value), "position": reason]
            return ErrorAnswer(.valueOutOfRange, places, target: target)
        case .required: return ErrorAnswer(.valueRequired, ["name": name], target: target)
        case .unknownMember(let value, let type, let near):
            let places = [
                "name": name, "value": ODataError.echo(value), "type": "\(type)", "suggestion": Self.suggestion(near),
            ]
            return ErrorAnswer(.valueUnknownMember, places, target: target)
        case .pattern(let pattern):
            return ErrorAnswer(.valuePattern, ["name": name, "pattern": ODataError.echo(pattern)], target: target)
        case .notAllowed(let value, let allowed):
            let places = [
                "name": name, "value": value, "type": "the values allowed", "suggestion": Self.suggestion(allowed),
            ]
            return ErrorAnswer(.valueUnknownMember, places, target: target)
        case .unknownType(let type, let expected):
            let problem = "'\(ODataError.echo(type))' is not \(expected) or a type derived from it."
            return ErrorAnswer(.valueTypeMismatch, ["name": name, "problem": problem], target: target)
        case .invalidReference(let text, let problem):
            return ErrorAnswer(.referenceInvalid, ["name": name, "value": text, "problem": problem], target: target)
        case .notWritable: return ErrorAnswer(.valueNotWritable, ["name": name], target: target)
        }
    }

    // MARK: Changes

    /// Why a change was not carried out.
    func answer(for error: WriteError) -> ErrorAnswer {
        switch error {
        case .notFound: return ErrorAnswer(.entityNotFound, ["name": texts.segments.joined(separator: "/")])
        case .notAllowed(let feature):
            return ErrorAnswer(.methodNotAllowed, ["method": ODataError.echo(feature), "resource": "this resource"])
        case .notImplemented(let feature):
            return ErrorAnswer(.featureNotImplemented, ["feature": ODataError.echo(feature)])
        case .preconditionFailed: return ErrorAnswer(.preconditionFailed)
        case .preconditionRequired: return ErrorAnswer(.preconditionRequired)
        case .duplicate(let properties):
            let names = properties.map { ODataError.echo($0) }.joined(separator: ", ")
            return ErrorAnswer(.keyDuplicate, ["name": names], target: properties.first)
        case .hasDependents(let text): return ErrorAnswer(.entityHasDependents, ["name": text])
        case .violations(let violations): return answer(for: violations)
        case .rule(let code, let message, let target, let isConflict):
            var answer = ErrorAnswer(.bodyInvalid)
            answer.status = isConflict ? 409 : 400
            answer.error = ODataError(code: code, message: message, target: target)
            return answer
        case .refused(let refusal):
            var answer = ErrorAnswer(.forbidden)
            answer.status = refusal.status
            answer.error = refusal.error
            return answer
        case .tooMany(let limit): return ErrorAnswer(.deepWriteTooLarge, ["limit": String(limit)])
        case .busy: return ErrorAnswer(.unavailable, retryAfter: 2)
        case .unavailable: return ErrorAnswer(.unavailable, retryAfter: 30)
        case .timedOut: return ErrorAnswer(.queryTime, ["limit": "the time for a change"], retryAfter: 30)
        case .cancelled: return ErrorAnswer(.unavailable, retryAfter: 2)
        case .failed:
            return ErrorAnswer(.internalError, requestID.map { ["id": " Request id: \(ODataError.echo($0))."] } ?? [:])
        }
    }
}
