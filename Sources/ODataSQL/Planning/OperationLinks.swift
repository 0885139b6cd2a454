import OData

/// Finds the operations that entities of a type are shown with in the full metadata level (JSON Format 16 and 17).
struct OperationLinks {
    let model: EdmModel

    /// The operations bound to a type or one it is derived from, one link for each overload; with a selection those that it
    /// names.
    func links(of type: EdmTypeName, _ select: BoundSelect) -> [EntityShape.Identity.OperationLink] {
        model.operations.filter { operation in
            guard operation.isBound, operation.isAvailable, isSelected(operation.name, select),
                let binding = operation.parameters.first?.type, !binding.isCollection,
                case .entity(let base) = binding.type
            else { return false }
            return model.type(type, isOrDerivesFrom: base)
        }
        .map(link)
    }

    private func link(_ operation: EdmOperation) -> EntityShape.Identity.OperationLink {
        let names = operation.ownParameters.map(\.name)
        var (name, segment) = (operation.name.description, "/\(operation.name)")
        if operation.kind == .function, !names.isEmpty {
            // Overloads are told apart by the names of their parameters, which stand as aliases in the address.
            name += "(\(names.joined(separator: ",")))"
            segment += "(\(names.map { "\($0)=@\($0)" }.joined(separator: ",")))"
        }
        let opening = "\"#\(name)\":{\"title\":\"\(operation.name.name)\",\"target\":"
        return EntityShape.Identity.OperationLink(opening: Array(opening.utf8), segment: Array(segment.utf8))
    }

    private func isSelected(_ name: EdmTypeName, _ select: BoundSelect) -> Bool {
        guard case .items(let items) = select else { return true }
        return items.contains { item in
            guard case .operation(let text) = item else { return false }
            guard let dot = text.lastIndex(of: ".") else { return text == name.name }
            let namespace = model.namespace(of: String(text[..<dot]))
            let last = text[text.index(after: dot)...].prefix { $0 != "(" }
            return namespace == name.namespace && (last == "*" || last == name.name)
        }
    }
}
