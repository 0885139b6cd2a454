extension BindingSession {
    /// `isdefined(path)` (Data Aggregation 3.7): known before any row is read, as long as all rows have one structure.
    func isDefined(_ call: FunctionCallSyntax, in scope: BindingScope) throws(BindingError) -> BoundExpression {
        guard call.arguments.count == 1 else {
            throw .wrongArgumentCount(
                function: "isdefined",
                found: call.arguments.count,
                expected: [1],
                at: place(call.range)
            )
        }
        guard case .path(let path) = call.arguments[0], path.root == .implicit || path.root == .it else {
            throw .wrongArgument(
                function: "isdefined",
                position: 1,
                found: SyntaxPrinter.text(of: call.arguments[0]),
                expected: ["a path"],
                at: place(call.arguments[0].range)
            )
        }
        _ = try end(of: path, in: scope)
        let names = path.segments.compactMap { segment in
            if case .name(let name) = segment { name.text } else { nil }
        }
        guard let shape = shape(of: scope.current), let isDefined = isDefined(names[...], in: shape) else {
            if shape(of: scope.current) == nil {
                return BoundExpression(.constant(.boolean(true)), type: .boolean, range: call.range)
            }
            throw notImplemented("isdefined where some rows have the property", call.range)
        }
        return BoundExpression(.constant(.boolean(isDefined)), type: .boolean, range: call.range)
    }

    /// Whether rows have what a path leads to; nil where some have it and others do not.
    ///
    /// Recursion is bounded by the length of the path.
    private func isDefined(_ path: ArraySlice<String>, in shape: BoundShape) -> Bool? {
        if !shape.variants.isEmpty {
            let answers = Set(shape.variants.map { isDefined(path, in: $0) })
            return answers.count == 1 ? answers.first ?? nil : nil
        }
        guard let name = path.first else { return true }
        switch shape.members.first(where: { $0.name.lowercased() == name.lowercased() }) {
        case .part(_, let inner): return isDefined(path.dropFirst(), in: inner)
        case .property, .dynamic, .entity, .joined, .nested: return true
        case .null: return false
        case nil: return shape.isEntity
        }
    }
}
