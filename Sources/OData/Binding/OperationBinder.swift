/// Binding of calls: finds the overload and gives its arguments their types (URL Conventions 4.5, CSDL 12.2 and 12.4).
struct OperationBinder {
    let session: BindingSession
    /// Options of the query that are not the protocol's; they may give parameters (URL Conventions 5.3).
    let custom: [CustomOptionSyntax]

    /// A call as the path has it.
    struct Call {
        var name: NameSyntax
        /// What stands in parentheses; nil without any.
        var arguments: [ArgumentSyntax]?
        var key: [ArgumentSyntax]?
        var range: SourceRange
        var segment: Int
        var rest: [ResourceSegmentSyntax]
    }

    // MARK: Names

    /// The import of a name in the container.
    func bind(_ call: Call, import operationImport: EdmOperationImport) throws(BindingError) -> BoundCall {
        let overloads = session.model.operations(operationImport.operation).filter { !$0.isBound }
        guard let first = overloads.first else { throw unknown(call, near: []) }
        let (operation, arguments) =
            first.kind == .action
            ? try action(overloads, call) : try function(overloads, call)
        return BoundCall(
            operation: operation,
            operationImport: operationImport,
            binding: nil,
            arguments: arguments,
            key: call.key,
            rest: call.rest,
            segment: call.segment
        )
    }

    /// A bound operation on a resource; nil where the name is none.
    func bind(_ call: Call, on resource: BoundResource) throws(BindingError) -> BoundCall? {
        let names = session.qualifiedNames(call.name)
        guard names.contains(where: { !session.model.operations($0).isEmpty }) else { return nil }
        let candidates = names.flatMap { session.model.operations($0) }.filter { $0.isBound }
        let fitting = candidates.compactMap { operation in
            distance(of: resource, from: operation).map { (operation, $0) }
        }
        // The most specific binding type wins (CSDL 12.2).
        guard let least = fitting.map(\.1).min() else {
            // Without a qualifier it may still be a key, or no name at all.
            guard call.name.isQualified else { return nil }
            throw .segmentNotApplicable(
                segment: String(call.name.text.prefix(80)),
                resource: resource.kind,
                at: session.place(call.range)
            )
        }
        let overloads = fitting.filter { $0.1 == least }.map(\.0)
        let isAction = overloads.first?.kind == .action
        let (operation, arguments) = isAction ? try action(overloads, call) : try function(overloads, call)
        return BoundCall(
            operation: operation,
            operationImport: nil,
            binding: BoundRead(
                root: resource.root,
                steps: resource.steps,
                shape: resource.shape,
                target: resource.set,
                query: BoundQuery(variable: session.instance(of: resource.entityType, in: resource.set.name))
            ),
            arguments: arguments,
            key: call.key,
            rest: call.rest,
            segment: call.segment
        )
    }

    /// How far the type of a resource is derived from that of the binding parameter; nil where they do not fit.
    private func distance(of resource: BoundResource, from operation: EdmOperation) -> Int? {
        guard let type = operation.parameters.first?.type else { return nil }
        switch resource.shape {
        case .collection, .entity:
            let isCollection = resource.shape == .collection
            guard type.isCollection == isCollection else { return nil }
            if type.type == .abstract("EntityType") { return .max }
            guard case .entity(let base) = type.type else { return nil }
            return steps(from: .entity(resource.type.name), to: .entity(base))
        case .property(let path):
            guard let property = path.last else { return nil }
            guard property.type.isCollection == type.isCollection else { return nil }
            return steps(from: property.type.type, to: type.type)
        case .rawValue, .stream, .item, .count, .valueCount, .references: return nil
        }
    }

    /// How many steps of derivation a type is below another one; nil where it is not.
    private func steps(from type: EdmType, to base: EdmType) -> Int? {
        if type == base { return 0 }
        var current = type
        for steps in 1..<64 {
            switch current {
            case .entity(let name):
                guard let above = session.model.entityType(name)?.baseType else { return nil }
                current = .entity(above)
            case .complex(let name):
                guard let above = session.model.complexType(name)?.baseType else { return nil }
                current = .complex(above)
            case .primitive, .enumeration, .typeDefinition, .abstract: return nil
            }
            if current == base { return steps }
        }
        return nil
    }

    // MARK: Overloads

    /// Actions are not told apart by parameters: their arguments are in the body.
    private func action(
        _ overloads: [EdmOperation],
        _ call: Call
    ) throws(BindingError) -> (EdmOperation, [String: StructuredValue]) {
        guard let operation = overloads.first, call.arguments == nil || call.arguments?.isEmpty == true,
            call.key == nil, call.rest.isEmpty
        else {
            throw .segmentNotApplicable(
                segment: String(call.name.text.prefix(80)),
                resource: .serviceRoot,
                at: session.place(call.range)
            )
        }
        return (operation, [:])
    }

    private func function(
        _ overloads: [EdmOperation],
        _ call: Call
    ) throws(BindingError) -> (EdmOperation, [String: StructuredValue]) {
        var given: [String: ExpressionSyntax] = [:]
        for argument in call.arguments ?? [] {
            guard let name = argument.name else {
                throw mismatch(call, overloads, given: ["a value without a name"])
            }
            guard given.updateValue(argument.value, forKey: name.text) == nil else {
                throw mismatch(call, overloads, given: [name.text, name.text])
            }
        }
        let known = Set(overloads.flatMap { $0.ownParameters.map(\.name) })
        var implicit: [String: ImplicitValue] = [:]
        for name in known where given[name] == nil { implicit[name] = self.implicit(name) }
        let names = Set(given.keys).union(implicit.keys)
        guard let operation = Self.overload(overloads, givenNames: names) else {
            throw mismatch(call, overloads, given: names.sorted())
        }
        var arguments: [String: StructuredValue] = [:]
        for parameter in operation.ownParameters {
            if let syntax = given[parameter.name] {
                arguments[parameter.name] = try value(syntax, of: parameter)
            } else if let found = implicit[parameter.name] {
                arguments[parameter.name] = try value(found, of: parameter)
            } else if let value = parameter.valueWhenMissing(in: session.conversion) {
                arguments[parameter.name] = value
            }
        }
        return (operation, arguments)
    }

    /// The one overload that fits the names; nil where none or several do (CSDL 12.4).
    ///
    /// An overload with all its parameters given wins over one that lacks an optional one, and that over one that lacks
    /// one which is merely nullable.
    static func overload(_ overloads: [EdmOperation], givenNames names: Set<String>) -> EdmOperation? {
        let known = overloads.filter { names.isSubset(of: $0.ownParameters.map(\.name)) }
        let tests: [(EdmOperation.Parameter) -> Bool] = [
            { _ in false }, { $0.isOptional }, { $0.isOptional || $0.type.isNullable },
        ]
        for mayLack in tests {
            let fitting = known.filter { operation in
                operation.ownParameters.allSatisfy { names.contains($0.name) || mayLack($0) }
            }
            if let operation = fitting.first { return fitting.count == 1 ? operation : nil }
        }
        return nil
    }

    // MARK: Arguments

    /// A parameter that stands in the query: `?p=1`, or `?@p=1`.
    private enum ImplicitValue {
        case option(String)
        case alias
    }

    private func implicit(_ name: String) -> ImplicitValue? {
        if session.alias(name) != nil { return .alias }
        return custom.first { $0.name == name }.map { .option($0.value ?? "") }
    }

    private func value(
        _ found: ImplicitValue,
        of parameter: EdmOperation.Parameter
    ) throws(BindingError) -> StructuredValue {
        switch found {
        case .alias:
            return try session.withAlias(parameter.name, SourceRange(0, 0)) { (syntax) throws(BindingError) in
                try value(syntax, of: parameter)
            }
        case .option(let text):
            let outer = (session.option, session.segment)
            session.enter(option: parameter.name)
            defer { (session.option, session.segment) = outer }
            let syntax: ExpressionSyntax
            do {
                syntax = try QueryOptionsParser.parameterValue(text, option: parameter.name)
            } catch {
                throw invalid(text, parameter, SourceRange(0, text.utf8.count))
            }
            return try value(syntax, of: parameter)
        }
    }

    private func value(
        _ syntax: ExpressionSyntax,
        of parameter: EdmOperation.Parameter
    ) throws(BindingError) -> StructuredValue {
        if case .path(let path) = syntax, case .alias(let name) = path.root, path.segments.isEmpty {
            // An alias without a value is null where the parameter may be left out.
            if session.alias(name) == nil, parameter.isOptional || parameter.type.isNullable { return .null }
            return try session.withAlias(name, path.range) { (syntax) throws(BindingError) in
                try value(syntax, of: parameter)
            }
        }
        guard let value = ArgumentReader(session: session).value(syntax, parameter.type) else {
            throw invalid(SyntaxPrinter.text(of: syntax), parameter, syntax.range)
        }
        if value == .null, !parameter.type.isNullable { throw invalid("null", parameter, syntax.range) }
        return value
    }

    // MARK: Errors

    private func invalid(
        _ text: String,
        _ parameter: EdmOperation.Parameter,
        _ range: SourceRange
    ) -> BindingError {
        .invalidValue(text: String(text.prefix(80)), type: parameter.type.name, at: session.place(range))
    }

    private func mismatch(_ call: Call, _ overloads: [EdmOperation], given: [String]) -> BindingError {
        .noOverload(
            name: String(call.name.text.prefix(80)),
            given: given.map { String($0.prefix(80)) },
            accepted: overloads.map { $0.ownParameters.map(\.name) },
            at: session.place(call.range)
        )
    }

    private func unknown(_ call: Call, near: [String]) -> BindingError {
        .unknownResource(
            name: String(call.name.text.prefix(80)),
            type: nil,
            near: near,
            at: session.place(call.range)
        )
    }
}

/// Brings arguments of a function to the types of its parameters.
struct ArgumentReader {
    let session: BindingSession

    /// The value; nil where it is none of the type, or no constant.
    ///
    /// Recursion is bounded by the depth of the syntax, which the parser limits.
    func value(_ syntax: ExpressionSyntax, _ reference: EdmTypeReference) -> StructuredValue? {
        if case .literal(.null, _) = syntax { return .null }
        guard reference.isCollection else { return single(syntax, reference) }
        guard case .array(let items, _) = syntax else { return nil }
        var item = reference
        item.isCollection = false
        let values = items.compactMap { value($0, item) }
        return values.count == items.count ? .list(values) : nil
    }

    private func single(_ syntax: ExpressionSyntax, _ reference: EdmTypeReference) -> StructuredValue? {
        switch (reference.type, syntax) {
        case (.complex(let name), .object(let members, _)): return structure(name, members)
        case (.primitive, .literal(.geography(let geography), _)), (.primitive, .literal(.geometry(let geography), _)):
            return .geography(geography)
        case (.primitive, .literal(let literal, _)), (.enumeration, .literal(let literal, _)),
            (.typeDefinition, .literal(let literal, _)):
            return session.conversion.value(of: literal, as: session.conversion.plain(reference)).map { .primitive($0) }
        default: return nil
        }
    }

    private func structure(_ name: EdmTypeName, _ members: [ObjectMemberSyntax]) -> StructuredValue? {
        guard let type = session.model.complexType(name) else { return nil }
        var values: [StructuredValue.Member] = []
        for member in members where !member.name.contains("@") {
            guard let property = type.property(member.name), let value = value(member.value, property.type) else {
                return nil
            }
            values.append(.init(member.name, value))
        }
        return .structure(values)
    }
}
