/// Binding of `groupby` (Data Aggregation 3.2.3).
struct GroupingBinder {
    let apply: ApplyBinder
    let input: BoundShape

    private var session: BindingSession { apply.session }
    private var scope: BindingScope { apply.scope(input) }

    /// Appends the grouping; several grouping sets, which `rollup` makes, become the concatenation of one for each.
    func append(
        _ elements: [GroupingElementSyntax],
        _ sequence: ApplySyntax?,
        _ range: SourceRange,
        to target: inout BoundApply
    ) throws(BindingError) {
        var sets: [[BoundExpression]] = [[]]
        var rollups: [BoundRollup] = []
        var showsNulls = false
        for element in elements {
            var choices: [[BoundExpression]] = []
            switch element {
            case .property(let path): choices = [[try Self.key(path, in: scope, session: session)]]
            case .rollup(let withTotal, let paths, _):
                choices = try prefixes(paths)
                if withTotal {
                    choices.append([])
                    showsNulls = true
                }
            case .rollupRecursive(let reference, let nodes, let range):
                rollups.append(try HierarchyBinder(apply: apply, input: input).rollup(reference, nodes, range))
                continue
            }
            sets = sets.flatMap { set in choices.map { set + $0 } }
            let limit = ParserLimits().applyBranches
            guard sets.count <= limit else {
                throw .limitExceeded(.applyBranches, limit: limit, at: session.place(range))
            }
        }
        let bound = try self.sequence(sequence, in: rollups, range)
        let all = sets.reduce(into: [BoundExpression]()) { all, set in
            all += set.filter { key in !all.contains { $0.node == key.node } }
        }
        var branches: [BoundApply] = []
        for set in sets {
            let keys = Self.unique(set)
            let shape = try shape(of: keys, among: showsNulls ? all : keys, rollups, bound?.shape, range)
            branches.append(BoundApply(steps: [.groupBy(keys, rollups: rollups, bound)], shape: shape))
        }
        if branches.count == 1 {
            target.steps += branches[0].steps
            target.shape = branches[0].shape
        } else {
            let shapes = branches.map(\.shape)
            target.shape = try ShapeUnion(session: session).union(shapes, of: input, at: range)
            target.steps.append(.concat(branches, isUniform: ShapeUnion.isUniform(shapes)))
        }
    }

    /// The sequence that runs per group, which may ask for the nodes that the groups belong to.
    private func sequence(
        _ syntax: ApplySyntax?,
        in rollups: [BoundRollup],
        _ range: SourceRange
    ) throws(BindingError) -> BoundApply? {
        guard let syntax else { return nil }
        let outer = session.rollupNodes
        if !rollups.isEmpty { session.rollupNodes = rollups.map(\.variable) }
        let bound = try apply.bind(syntax, on: input)
        session.rollupNodes = outer
        if !rollups.isEmpty, bound.shape.isEntity {
            throw session.notImplemented("rolluprecursive with a sequence that keeps entities", range)
        }
        return bound
    }

    /// The structure of the rows of groups: keys and nodes, and behind them what the sequence made.
    private func shape(
        of keys: [BoundExpression],
        among all: [BoundExpression],
        _ rollups: [BoundRollup],
        _ result: BoundShape?,
        _ range: SourceRange
    ) throws(BindingError) -> BoundShape {
        let nodes = rollups.compactMap(\.key)
        if let rollup = rollups.first(where: { $0.key == nil }) {
            let members = result?.members ?? []
            let isSimple = members.allSatisfy { if case .dynamic = $0 { true } else { false } }
            guard all.isEmpty, rollups.count == 1, isSimple, result?.variants.isEmpty ?? true else {
                throw session.notImplemented("rolluprecursive over nodes beside other groups", range)
            }
            for case .dynamic(let property) in members {
                try session.checkNewName(NameSyntax(property.name, range), on: .entity(input.name))
            }
            return session.register(of: rollup.hierarchy.entitySet, isEntity: true, members: members)
        }
        let shape = try KeyShape(session: session, input: input).shape(of: keys + nodes, among: all + nodes, range)
        guard let result else { return shape }
        return try ShapeUnion(session: session).merge(shape, result, at: range)
    }

    private static func unique(_ keys: [BoundExpression]) -> [BoundExpression] {
        keys.reduce(into: []) { unique, key in
            if !unique.contains(where: { $0.node == key.node }) { unique.append(key) }
        }
    }

    // MARK: Keys

    /// A grouping property: a value, or a related entity.
    static func key(
        _ path: MemberPathSyntax,
        in scope: BindingScope,
        session: BindingSession
    ) throws(BindingError) -> BoundExpression {
        session.startExpression()
        guard case .value(let value) = try session.end(of: path, in: scope) else {
            throw session.notImplemented("grouping along a collection", path.range)
        }
        switch value.node {
        case .property(let steps, let property):
            if case .complex = property.type.type {
                throw session.notImplemented("grouping by complex values", path.range)
            }
            if steps.hasComplexStep { throw session.notImplemented("grouping by parts of complex values", path.range) }
            guard property.type.primitive?.isSpatial != true, property.type.primitive != .stream else {
                throw .notOrderable(type: value.typeText, at: session.place(path.range))
            }
            return value
        case .navigation: return value
        default: throw session.notImplemented("grouping by '\(path.text)'", path.range)
        }
    }

    /// All, all but the last, and so on down to the first alone; a single path may name a levelled hierarchy.
    private func prefixes(_ paths: [MemberPathSyntax]) throws(BindingError) -> [[BoundExpression]] {
        var keys: [BoundExpression] = []
        if paths.count == 1, let levels = try hierarchy(paths[0]) {
            keys = levels
        } else {
            for path in paths { keys.append(try Self.key(path, in: scope, session: session)) }
        }
        return (1...keys.count).reversed().map { Array(keys.prefix($0)) }
    }

    /// The levels of the hierarchy that the last segment names (Data Aggregation 5.1).
    private func hierarchy(_ path: MemberPathSyntax) throws(BindingError) -> [BoundExpression]? {
        guard case .name(let name)? = path.segments.last, case .entity(let owner)? = try owner(of: path),
            let type = session.structuredType(.entity(session.shape(owner)?.entitySet.entityType ?? owner)),
            type.property(name.text) == nil
        else { return nil }
        let term = EdmTypeName("Org.OData.Aggregation.V1", "LeveledHierarchy")
        guard let found = type.annotations.first(where: { $0.term == term && $0.qualifier == name.text }),
            case .collection(let levels) = found.value
        else { return nil }
        var keys: [BoundExpression] = []
        for case .propertyPath(let level) in levels {
            var whole = path
            whole.segments.removeLast()
            whole.segments += level.split(separator: "/").map { .name(NameSyntax(String($0), name.range)) }
            keys.append(try Self.key(whole, in: scope, session: session))
        }
        return keys.isEmpty ? nil : keys
    }

    /// The type that the last segment of a path belongs to.
    private func owner(of path: MemberPathSyntax) throws(BindingError) -> EdmType? {
        var prefix = path
        prefix.segments.removeLast()
        if prefix.segments.isEmpty { return scope.current.type }
        guard case .value(let value) = try session.end(of: prefix, in: scope) else { return nil }
        return value.type.type
    }
}

extension BoundPath {
    fileprivate var hasComplexStep: Bool {
        steps.contains { if case .complex = $0 { true } else { false } }
    }
}
