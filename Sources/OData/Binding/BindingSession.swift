/// What binding one request keeps in mind: the model, the aliases, where it is, and how much it has spent.
final class BindingSession {
    let model: EdmModel
    let options: BinderOptions
    /// The text that ranges refer to at the moment.
    var option = "path"
    var segment: Int?

    private let aliases: [AliasSyntax]
    private var nestedAliases: [[AliasSyntax]] = []
    private var aliasesInUse: [String] = []
    /// The aliases that were looked at, as `@name=value`.
    var usedAliases: [String] = []
    private var nextVariable = 1
    /// Nodes of the expression at hand so far.
    private(set) var nodes = 0
    private var lastType: EdmStructuredType?
    private var depth = 0
    /// Expanded items so far.
    var expandedItems = 0
    /// The structures that `$apply` has made, by the names of their types.
    var shapes: [EdmTypeName: KnownShape] = [:]
    /// Whether the option at hand sees the result of `$apply`.
    var isBehindApply = false
    /// The sets of `$crossjoin`, by name.
    var crossjoined: [String: EdmEntitySet] = [:]
    /// What marks the navigation properties that rows of `$crossjoin` have: no path of a model is written so.
    static let crossjoinPartner = "$crossjoin"
    /// The nodes of the groups around that `rolluprecursive` made, by position.
    var rollupNodes: [BoundVariable] = []
    /// The arguments of the functions around whose definitions are being bound, the innermost last.
    var functionArguments: [[String: BoundExpression]] = []
    /// What `$compute` of the innermost query has named so far.
    var computations: [KnownComputation] = []
    /// The number of the variable that those names belong to.
    var computedVariable = 0
    /// The nodes of the values that `compute` in `$apply` has named, which come with each use of a name.
    var computedNodes: [String: Int] = [:]

    init(model: EdmModel, options: BinderOptions, aliases: [AliasSyntax]) {
        self.model = model
        self.options = options
        self.aliases = aliases
    }

    // MARK: Places

    func enter(segment number: Int) {
        option = "path"
        segment = number
    }

    func enter(option name: String) {
        option = name
        segment = nil
    }

    func place(_ range: SourceRange) -> BindingPlace {
        BindingPlace(option: option, segment: segment, range: range)
    }

    func notImplemented(_ feature: String, _ range: SourceRange) -> BindingError {
        .notImplemented(feature: feature, at: place(range))
    }

    // MARK: Variables

    /// The instances that a query's options speak of: number 0.
    func instance(of type: EdmType, in set: String?) -> BoundVariable {
        BoundVariable(number: 0, name: "$it", type: type, entitySet: set)
    }

    func variable(_ name: String, type: EdmType, entitySet: String?) -> BoundVariable {
        defer { nextVariable += 1 }
        return BoundVariable(number: nextVariable, name: name, type: type, entitySet: entitySet)
    }

    // MARK: Bounds

    /// Begins a new expression, whose nodes are counted on their own.
    func startExpression() { nodes = 0 }

    /// Counts one node and one level; every call must be paired with ``leaveNode()``.
    func enterNode(_ range: SourceRange) throws(BindingError) {
        nodes += 1
        guard nodes <= options.expressionNodes else {
            throw .limitExceeded(.expressionNodes, limit: options.expressionNodes, at: place(range))
        }
        depth += 1
        guard depth <= options.expressionDepth else {
            throw .limitExceeded(.expressionDepth, limit: options.expressionDepth, at: place(range))
        }
    }

    func leaveNode() { depth -= 1 }

    /// Counts nodes that are bound already and come in the place of a name.
    func spend(nodes count: Int, _ range: SourceRange) throws(BindingError) {
        nodes += count
        guard nodes <= options.expressionNodes else {
            throw .limitExceeded(.expressionNodes, limit: options.expressionNodes, at: place(range))
        }
    }

    /// Counts what a property of rows of `$apply` stands for.
    func spend(on property: EdmProperty, _ range: SourceRange) throws(BindingError) {
        guard !computedNodes.isEmpty, let count = computedNodes[property.name] else { return }
        try spend(nodes: count, range)
    }

    // MARK: Aliases

    /// Makes aliases of nested options visible (4.01); later ones hide earlier ones.
    func pushAliases(_ aliases: [AliasSyntax]) {
        nestedAliases.append(aliases)
    }

    func popAliases() { nestedAliases.removeLast() }

    func alias(_ name: String) -> AliasSyntax? {
        for level in nestedAliases.reversed() {
            if let found = level.first(where: { $0.name == name }) { return found }
        }
        return aliases.first { $0.name == name }
    }

    /// Does some work with the value of an alias, in the alias's own text; throws for a missing or cyclic alias.
    func withAlias<Result>(
        _ name: String,
        _ range: SourceRange,
        _ work: (ExpressionSyntax) throws(BindingError) -> Result
    ) throws(BindingError) -> Result {
        guard let alias = alias(name) else { throw .unknownAlias(name: name, at: place(range)) }
        guard !aliasesInUse.contains(name) else { throw .cyclicAlias(name: name, at: place(range)) }
        aliasesInUse.append(name)
        let text = "@\(name)=\(alias.text)"
        if !usedAliases.contains(text) { usedAliases.append(text) }
        let (outerOption, outerSegment) = (option, segment)
        enter(option: "@\(name)")
        let result = try work(alias.value)
        aliasesInUse.removeLast()
        (option, segment) = (outerOption, outerSegment)
        return result
    }

    // MARK: Names

    /// The declared member of a type that a name in a query option stands for.
    func memberName(_ name: String, of type: EdmStructuredType, ignoringCase: Bool) -> String? {
        if ignoringCase, let declared = type.declaredName(ignoringCase: name) { return declared }
        return options.names.member(name, type.name)
    }

    /// The type of a qualified name as written, its alias resolved; nil for unqualified names and unknown types.
    func structuredType(_ name: NameSyntax) -> EdmStructuredType? {
        guard let qualified = typeName(name) else { return nil }
        return model.entityType(qualified) ?? model.complexType(qualified)
    }

    func typeName(_ name: NameSyntax) -> EdmTypeName? {
        guard let namespace = name.namespace else { return nil }
        return EdmTypeName(model.namespace(of: String(namespace)), String(name.identifier))
    }

    func structuredType(_ type: EdmType) -> EdmStructuredType? {
        let name: EdmTypeName
        switch type {
        case .entity(let entity): name = entity
        case .complex(let complex): name = complex
        case .primitive, .enumeration, .typeDefinition, .abstract: return nil
        }
        if name.namespace == BoundShape.namespace { return shapes[name]?.type }
        // Most paths of a request start at the same type.
        if let lastType, lastType.name == name { return lastType }
        let found = model.entityType(name) ?? model.complexType(name)
        lastType = found
        return found
    }

    /// The set that a navigation property leads to: by containment or binding, else the only set of the type.
    ///
    /// `path` are the complex properties on the way from the entity to the navigation property.
    func targetSet(
        of navigation: EdmNavigationProperty,
        from set: EdmEntitySet?,
        through path: [String] = []
    ) -> EdmEntitySet? {
        if let shape = shape(navigation.target) { return shape.entitySet }
        if navigation.partner == Self.crossjoinPartner { return crossjoined[navigation.name] }
        if let set, let bound = model.target(of: navigation, from: set, through: path) { return bound }
        guard !navigation.containsTarget, let sets = model.container?.entitySets else { return nil }
        var only: EdmEntitySet?
        for candidate in sets where candidate.entityType == navigation.target {
            guard only == nil else { return nil }
            only = candidate
        }
        return only
    }

    /// Throws unless the version is `*` or the published one (URL Conventions 5.1.12).
    func checkSchemaVersion(_ asked: String?) throws(BindingError) {
        guard let asked, asked != "*" else { return }
        let term = EdmTypeName("Org.OData.Core.V1", "SchemaVersion")
        let declared = (model.container?.annotations ?? []) + model.schemas.flatMap(\.annotations)
        for annotation in declared where annotation.term == term {
            if case .string(let published) = annotation.value, published == asked { return }
        }
        throw .unknownSchemaVersion(asked)
    }
}

/// Which variables an expression can see.
struct BindingScope {
    /// What a path without a variable starts from, and `$this`.
    var current: BoundVariable
    /// `$it`; nil where the instance of the request's path is out of reach.
    var instance: BoundVariable?
    /// Range variables of the lambdas around, the innermost last.
    var lambdas: [BoundVariable] = []

    /// A scope in which `$it` is the current instance.
    init(_ variable: BoundVariable) {
        current = variable
        instance = variable
    }

    init(current: BoundVariable, instance: BoundVariable?) {
        self.current = current
        self.instance = instance
    }

    /// The same without lambda variables, for aliases.
    var withoutLambdas: BindingScope {
        BindingScope(current: current, instance: instance)
    }
}
