/// Writes annotations and their expressions as JSON (CSDL JSON 14).
struct CSDLJSONAnnotations {
    private let names: CSDLNames
    private let version: ODataVersion
    /// Deeper expressions are cut, so that a model made by a program cannot exhaust the stack.
    private static let depthLimit = 64

    init(names: CSDLNames, version: ODataVersion) {
        self.names = names
        self.version = version
    }

    /// Annotations as members: `@Term#Qualifier`, with the name of what they are about before it.
    func members(_ annotations: [EdmAnnotation], of target: String = "") -> [JSONNode.Member] {
        members(annotations, of: target, depth: 0)
    }

    private func members(_ annotations: [EdmAnnotation], of target: String, depth: Int) -> [JSONNode.Member] {
        guard depth < Self.depthLimit else { return [] }
        return annotations.flatMap { annotation -> [JSONNode.Member] in
            let qualifier = annotation.qualifier.map { "#" + $0 } ?? ""
            let name = "\(target)@\(names.term(annotation.term))\(qualifier)"
            return [.init(name, value(annotation.value, depth: depth + 1))]
                + members(annotation.annotations, of: name, depth: depth + 1)
        }
    }

    /// `isTyped`: whether the term tells the type of the value, so that a constant needs no more than its text.
    private func value(_ value: EdmAnnotationValue, depth: Int, isTyped: Bool = true) -> JSONNode {
        guard depth < Self.depthLimit else { return .null }
        let next = depth + 1
        switch value {
        case .null(let own):
            return own.isEmpty ? .null : .object(members(own, of: "", depth: next) + [.init("$Null", .null)])
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .number(String(number))
        case .decimal(let text), .float(let text):
            return JSONNumberText.isNumber(text) ? .number(text) : .string(text)
        case .string(let text), .date(let text), .dateTimeOffset(let text), .timeOfDay(let text), .duration(let text),
            .guid(let text), .binary(let text):
            return .string(text)
        case .propertyPath(let path), .navigationPropertyPath(let path), .anyPropertyPath(let path),
            .modelElementPath(let path), .annotationPath(let path):
            return .string(names.path(path))
        case .enumMember(let type, let members):
            let text = JSONNode.string(members.joined(separator: ","))
            return isTyped ? text : .object([.init("$Cast", text), .init("$Type", .string("\(type)"))])
        case .path(let path): return .object([.init("$Path", .string(names.path(path)))])
        case .collection(let items): return .array(items.map { self.value($0, depth: next, isTyped: isTyped) })
        case .record(let type, let properties, let own): return record(type, properties, own, depth: next)
        case .expression(let name, let operands, let own):
            return expression(name, operands, own, depth: next, isTyped: isTyped && name == "If")
        case .apply(let function, let arguments, let own):
            let values = arguments.map { self.value($0, depth: next, isTyped: false) }
            return .object(
                members(own, of: "", depth: next) + [
                    .init("$Apply", .array(values)), .init("$Function", .string(names.path(function))),
                ]
            )
        case .cast(let type, let inner, let own): return typed("$Cast", type, inner, own, depth: next)
        case .isOf(let type, let inner, let own): return typed("$IsOf", type, inner, own, depth: next)
        case .labeled(let name, let inner, let own):
            return .object(
                members(own, of: "", depth: next) + [
                    .init("$LabeledElement", self.value(inner, depth: next, isTyped: isTyped)),
                    .init("$Name", .string(name)),
                ]
            )
        case .labeledReference(let name): return .object([.init("$LabeledElementReference", .string(names.path(name)))])
        case .urlReference(let inner, let own):
            return .object(members(own, of: "", depth: next) + [.init("$UrlRef", self.value(inner, depth: next))])
        }
    }

    /// `Not` and `Neg` take one operand as it is, all others an array.
    private func expression(
        _ name: String,
        _ operands: [EdmAnnotationValue],
        _ own: [EdmAnnotation],
        depth: Int,
        isTyped: Bool
    ) -> JSONNode {
        let values = operands.map { value($0, depth: depth, isTyped: isTyped) }
        let isUnary = (name == "Not" || name == "Neg") && values.count == 1
        let operand = isUnary ? values.first ?? .null : .array(values)
        return .object(members(own, of: "", depth: depth) + [.init("$" + name, operand)])
    }

    private func record(
        _ type: EdmTypeName?,
        _ properties: [EdmAnnotationProperty],
        _ own: [EdmAnnotation],
        depth: Int
    ) -> JSONNode {
        var result: [JSONNode.Member] = []
        result.add("@type", type.map { .string(names.recordType($0)) })
        result += members(own, of: "", depth: depth)
        for property in properties {
            result += members(property.annotations, of: property.name, depth: depth)
            result.add(property.name, value(property.value, depth: depth))
        }
        return .object(result)
    }

    private func typed(
        _ name: String,
        _ reference: EdmTypeReference,
        _ inner: EdmAnnotationValue,
        _ own: [EdmAnnotation],
        depth: Int
    ) -> JSONNode {
        var result = members(own, of: "", depth: depth)
        result.add(name, value(inner, depth: depth, isTyped: false))
        if reference.type != .primitive(.string) { result.add("$Type", .string(names.type(reference.type))) }
        result.add("$Collection", flag: reference.isCollection)
        return .object(result + reference.facets.jsonMembers(of: reference.type, version: version, isCast: true))
    }
}
