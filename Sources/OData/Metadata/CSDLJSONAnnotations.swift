/// Writes annotations and their expressions as JSON (CSDL JSON 14).
struct CSDLJSONAnnotations {
    private let names: CSDLNames
    /// Deeper expressions are cut, so that a model made by a program cannot exhaust the stack.
    private static let depthLimit = 64

    init(names: CSDLNames) {
        self.names = names
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

    private func value(_ value: EdmAnnotationValue, depth: Int) -> JSONNode {
        guard depth < Self.depthLimit else { return .null }
        let next = depth + 1
        switch value {
        case .null: return .null
        case .bool(let flag): return .bool(flag)
        case .int(let number): return .number(String(number))
        case .decimal(let text), .float(let text):
            return JSONNumberText.isNumber(text) ? .number(text) : .string(text)
        case .string(let text), .date(let text), .dateTimeOffset(let text), .timeOfDay(let text), .duration(let text),
            .guid(let text), .binary(let text), .propertyPath(let text), .navigationPropertyPath(let text),
            .anyPropertyPath(let text), .modelElementPath(let text), .annotationPath(let text):
            return .string(text)
        case .enumMember(_, let members): return .string(members.joined(separator: ","))
        case .path(let path): return .object([.init("$Path", .string(path))])
        case .collection(let items): return .array(items.map { self.value($0, depth: next) })
        case .record(let type, let properties, let own): return record(type, properties, own, depth: next)
        case .expression(let name, let operands, let own):
            return expression(name, operands, own, depth: next)
        case .apply(let function, let arguments, let own):
            let values = arguments.map { self.value($0, depth: next) }
            return .object(
                members(own, of: "", depth: next) + [
                    .init("$Apply", .array(values)), .init("$Function", .string(function)),
                ]
            )
        case .cast(let type, let inner, let own): return typed("$Cast", type, inner, own, depth: next)
        case .isOf(let type, let inner, let own): return typed("$IsOf", type, inner, own, depth: next)
        case .labeled(let name, let inner, let own):
            return .object(
                members(own, of: "", depth: next) + [
                    .init("$LabeledElement", self.value(inner, depth: next)), .init("$Name", .string(name)),
                ]
            )
        case .labeledReference(let name): return .object([.init("$LabeledElementReference", .string(name))])
        case .urlReference(let inner, let own):
            return .object(members(own, of: "", depth: next) + [.init("$UrlRef", self.value(inner, depth: next))])
        }
    }

    /// `Not` and `Neg` take one operand as it is, all others an array.
    private func expression(
        _ name: String,
        _ operands: [EdmAnnotationValue],
        _ own: [EdmAnnotation],
        depth: Int
    ) -> JSONNode {
        let values = operands.map { value($0, depth: depth) }
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
        result.add(name, value(inner, depth: depth))
        result.add("$Type", .string(names.type(reference.type)))
        result.add("$Collection", flag: reference.isCollection)
        let facets = reference.facets
        if case .limited(let length) = facets.maxLength { result.add("$MaxLength", .number(String(length))) }
        if let precision = facets.precision { result.add("$Precision", .number(String(precision))) }
        if case .fixed(let scale) = facets.scale { result.add("$Scale", .number(String(scale))) }
        return .object(result)
    }
}
