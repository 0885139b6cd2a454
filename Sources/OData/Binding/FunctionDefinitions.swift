/// Functions of a model that are written as an expression, and so can stand in other expressions: `$filter`, `$orderby`,
/// `$compute`.
///
/// A definition is a text of the protocol's own, such as `Price mul (1 add @taxRate)`: parameters stand as aliases, names
/// are those of the entity that the function is bound to. The binder puts it in the place of the call.
public struct FunctionDefinitions: Sendable {
    /// No definitions.
    public static let none = FunctionDefinitions()

    private struct Key: Hashable, Sendable {
        var name: EdmTypeName
        var parameters: Set<String>
    }

    private var expressions: [Key: ExpressionSyntax] = [:]

    init() {}

    /// Defines the overload of a function that has exactly these parameters, the binding parameter not counted.
    ///
    /// Throws `SyntaxError` for a text that is no expression.
    public mutating func define(
        _ name: EdmTypeName,
        parameters: [String],
        as expression: String
    ) throws(SyntaxError) {
        let syntax = try QueryOptionsParser.parameterValue(expression, option: name.description)
        expressions[Key(name: name, parameters: Set(parameters))] = syntax
    }

    func expression(of operation: EdmOperation) -> ExpressionSyntax? {
        expressions[Key(name: operation.name, parameters: Set(operation.ownParameters.map(\.name)))]
    }
}

/// Binding of calls of the model's own functions inside expressions (URL Conventions 5.1.1.16).
extension BindingSession {
    /// The value of a call; nil where the name is no function of the model.
    ///
    /// `variable` is the instance that a bound function is called on; nil behind a path.
    func definedCall(
        _ name: NameSyntax,
        _ arguments: [ArgumentSyntax],
        on variable: BoundVariable?,
        of type: EdmType,
        in scope: BindingScope
    ) throws(BindingError) -> BoundExpression? {
        let functions = qualifiedNames(name).flatMap { model.operations($0) }.filter { $0.kind == .function }
        guard !functions.isEmpty else { return nil }
        let fitting = functions.filter { function in
            guard function.isBound else { return true }
            guard let binding = function.parameters.first?.type, !binding.isCollection,
                case .entity(let base) = binding.type, case .entity(let own) = type
            else { return false }
            return model.type(own, isOrDerivesFrom: base)
        }
        let bound = fitting.filter(\.isBound)
        let overloads = bound.isEmpty ? fitting : bound
        guard !overloads.isEmpty else { throw unknownFunction(name.text, name.range) }
        var given: [String: ExpressionSyntax] = [:]
        for argument in arguments { given[argument.name?.text ?? ""] = argument.value }
        guard given.count == arguments.count,
            let function = OperationBinder.overload(overloads, givenNames: Set(given.keys))
        else {
            throw .noOverload(
                name: String(name.text.prefix(80)),
                given: arguments.map { String(($0.name?.text ?? "a value without a name").prefix(80)) },
                accepted: overloads.map { $0.ownParameters.map(\.name) },
                at: place(name.range)
            )
        }
        guard function.isAvailable, let definition = options.functions.expression(of: function), let variable else {
            throw notImplemented("calls of \(function.name) in expressions", name.range)
        }
        var values: [String: BoundExpression] = [:]
        for parameter in function.ownParameters {
            if let syntax = given[parameter.name] {
                values[parameter.name] = try convert(try bind(syntax, in: scope), to: parameter.type, name.text)
            } else {
                let missing = parameter.valueWhenMissing(in: conversion)?.single ?? .null
                values[parameter.name] = BoundExpression(.constant(missing), type: parameter.type, range: name.range)
            }
        }
        functionArguments.append(values)
        defer { functionArguments.removeLast() }
        var result = try bind(definition, in: BindingScope(variable))
        result.range = name.range
        return result
    }

    /// The names a call may stand for: itself, or in a default namespace (URL Conventions 4.5).
    func qualifiedNames(_ name: NameSyntax) -> [EdmTypeName] {
        if let qualified = typeName(name) { return [qualified] }
        let term = EdmTypeName("Org.OData.Core.V1", "DefaultNamespace")
        return model.schemas.filter { schema in
            schema.annotations.contains { $0.term == term && $0.value != .bool(false) }
        }
        .map { EdmTypeName($0.namespace, name.text) }
    }
}
