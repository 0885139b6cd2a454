import EntityModel
import Identity
import ODataSQL
import SQLCore

/// A viewer's tables: each set's mapping together with the rows of it that the viewer may see.
///
/// The only place where a ``RowSource`` is made, so that nothing can be read past these predicates.
struct PrincipalRowSources: RowSources {
    let viewer: Viewer
    let catalog: EntityCatalog
    let mapping: RelationalMapping
    let view: ModelView
    /// What is to be done with the rows.
    let act: DataAct
    /// Who decides about rows: the words of a token choose its sets and fields, not its rows, so a part is visible with
    /// its record even where the token does not name the record's set.
    private let reader: Principal

    init(
        viewer: Viewer,
        catalog: EntityCatalog,
        mapping: RelationalMapping,
        view: ModelView,
        act: DataAct = .read
    ) {
        self.act = act
        self.viewer = viewer
        self.catalog = catalog
        self.mapping = mapping
        self.view = view
        guard case .token(let owner, let grant) = viewer.principal else {
            reader = viewer.principal
            return
        }
        let rows = TokenGrant(
            tokenID: grant.tokenID,
            keyID: grant.keyID,
            ownerRole: grant.ownerRole,
            scopes: act == .read ? .readOnly : .readAndWrite,
            rowScope: grant.rowScope,
            expiresAt: grant.expiresAt
        )
        reader = .token(owner, rows)
    }

    func source(of entitySet: String) -> RowSource? {
        guard view.sets.contains(entitySet), let type = catalog.type(ofSet: entitySet),
            let entity = mapping[entitySet]
        else { return nil }
        if type.kind == .generated { return generated(entity, of: type) }
        var reduced = entity
        if let search = entity.search, let fields = view.fields[entitySet] {
            // Only what the viewer may see is searched, so that a hit tells nothing of hidden fields.
            reduced.search?.columns = search.columns.filter { fields.contains($0.key) }
        }
        return RowSource(reduced, rows: predicate(for: type), sight: sight(of: type))
    }

    /// The dictionary of fields: the rows that speak of what the viewer sees.
    private func generated(_ entity: EntityMapping, of type: EntityType) -> RowSource {
        guard let key = type.key?.name else { return RowSource(entity, rows: .nothing) }
        if case .system = viewer.principal { return RowSource(entity, rows: .all) }
        let visible = view.fields.flatMap { set, fields in fields.map { SQLExpression.text("\(set).\($0)") } }
        return RowSource(entity, rows: .matching { alias in .inList(.column(alias, key), visible) })
    }

    // MARK: Predicates

    private func predicate(for type: EntityType) -> RowPredicate {
        guard let rule = rule(for: type) else { return .nothing }
        let needsCondition = rule != .all || type.isRecord || type.isHiddenWithParent
        guard needsCondition else { return .all }
        return .matching { alias in condition(rule, of: type, alias: alias, depth: 0) }
    }

    func rule(for type: EntityType) -> RowRule? {
        guard let name = EntitySetName(type.set) else { return nil }
        // A refusal means that the set is hidden; the reduced model has no such name, so nothing asks for it.
        return try? viewer.policy.rows(for: act, on: name, by: reader)
    }

    /// The condition for the rows of a set that the act may be done to; nil where it may be done to none.
    func condition(of type: EntityType, alias: String) -> SQLExpression? {
        rule(for: type).map { condition($0, of: type, alias: alias, depth: 0) }
    }

    /// The condition for one row; recursion over parents is bounded, since the model's parts are at most a few deep.
    private func condition(_ rule: RowRule, of type: EntityType, alias: String, depth: Int) -> SQLExpression {
        var conditions: [SQLExpression] = []
        if type.isRecord { conditions.append(.isActive(alias)) }
        conditions.append(rows(rule, of: type, alias: alias, depth: depth))
        return conditions.reduce(.true) { $0.and($1) }
    }

    /// Who sees a row, whether it is deleted or not; with `since` whoever may have seen it since that change.
    func rows(
        _ rule: RowRule,
        of type: EntityType,
        alias: String,
        depth: Int,
        since: SQLExpression? = nil
    ) -> SQLExpression {
        guard depth < 6 else { return .false }
        switch type.rows {
        case .administrators:
            // They tell of all teams' records, so a token of one team reads none of them.
            return rule == .all ? .true : .false
        case .everyone:
            return unowned(rule)
        case .owned(let user, let team):
            return owned(rule, user: user, team: team, of: type, alias: alias, since: since)
        case .part(let field):
            if rule == .all, !type.isHiddenWithParent { return .true }
            return visibleParent(field, of: type, alias: alias, depth: depth, since: since)
        case .ownedOrParent(let user, let team, let parents):
            if rule == .all { return .true }
            let own = owned(rule, user: user, team: team, of: type, alias: alias, since: since)
            let related = parents.map { visibleParent($0, of: type, alias: alias, depth: depth, since: since) }
            return privately(.or([own] + related), user: user, of: type, alias: alias, since: since)
        case .anyParent(let fields):
            if rule == .all { return .true }
            return .or(fields.map { visibleParent($0, of: type, alias: alias, depth: depth, since: since) })
        case .record(let set, let id):
            if rule == .all || seesEverything { return .true }
            return namedRecord(set: set, id: id, alias: alias, depth: depth, since: since)
        }
    }

    /// Rows without an owner: only the level all sees them; a token's row scope leaves them alone.
    private func unowned(_ rule: RowRule) -> SQLExpression {
        switch rule {
        case .all, .asParent, .teamAndBelow: .true
        case .none, .owner, .anyOf: .false
        case .allOf(let rules): rules.allSatisfy { unowned($0) == .true } ? .true : .false
        }
    }

    private func owned(
        _ rule: RowRule,
        user: String,
        team: String,
        of type: EntityType,
        alias: String,
        since: SQLExpression?
    ) -> SQLExpression {
        func each(_ rules: [RowRule]) -> [SQLExpression] {
            rules.map { owned($0, user: user, team: team, of: type, alias: alias, since: since) }
        }
        switch rule {
        case .all, .asParent: return .true
        case .none: return .false
        case .owner(let id):
            return test(user, of: type, alias: alias, since: since) { .equals($0, .bind(.integer(id.rawValue))) }
        case .teamAndBelow(let id):
            return test(team, of: type, alias: alias, since: since) { .inSelect($0, Self.teams(below: id)) }
        case .anyOf(let rules): return .or(each(rules))
        case .allOf(let rules): return .and(each(rules))
        }
    }

    /// A team and all teams below it, by the path that every team carries.
    private static func teams(below team: TeamID) -> SelectStatement {
        SelectStatement(
            columns: [SQLResultColumn(.column("tm", "TeamId"))],
            from: .table("Teams", alias: "tm"),
            where: .function(.contains, [.column("tm", "Path"), .text("/\(team.rawValue)/")])
        )
    }

    /// Private rows are their owner's alone, whatever relates to them.
    private func privately(
        _ condition: SQLExpression,
        user: String,
        of type: EntityType,
        alias: String,
        since: SQLExpression?
    ) -> SQLExpression {
        guard type.field("IsPrivate") != nil, let id = viewer.principal.userID else { return condition }
        let isMine = test(user, of: type, alias: alias, since: since) { .equals($0, .bind(.integer(id.rawValue))) }
        let isOpen = test("IsPrivate", of: type, alias: alias, since: since) { .equals($0, .integer(0)) }
        return condition.and(.or([isOpen, isMine]))
    }

    /// The record a field points to is visible, by that record's own present predicate.
    private func visibleParent(
        _ field: String,
        of type: EntityType,
        alias: String,
        depth: Int,
        since: SQLExpression?
    ) -> SQLExpression {
        guard let set = type.field(field)?.kind.targetSet,
            let parent = catalog.type(ofSet: set), let key = parent.key, let rule = rule(for: parent)
        else { return .false }
        let inner = "p\(depth)"
        // Looking back, a parent that is deleted now may have been seen.
        let visible =
            since == nil
            ? condition(rule, of: parent, alias: inner, depth: depth + 1)
            : rows(rule, of: parent, alias: inner, depth: depth + 1, since: since)
        let parents = SelectStatement(
            columns: [SQLResultColumn(.column(inner, key.name))],
            from: .table(StorageNames.table(of: parent), alias: inner),
            where: visible
        )
        return test(field, of: type, alias: alias, since: since) { .inSelect($0, parents) }
    }

    /// The record named by a set and an id is visible, deleted or not; where all rows of a set are, even purged ones.
    private func namedRecord(
        set: String,
        id: String,
        alias: String,
        depth: Int,
        since: SQLExpression?
    ) -> SQLExpression {
        let parents = catalog.types.filter { $0.isRecord && view.sets.contains($0.set) }
        let open = parents.filter { rule(for: $0) == .all }.map(\.set)
        let branches = parents.compactMap { parent in
            guard let key = parent.key, let rule = rule(for: parent), rule != .all else { return nil as SQLExpression? }
            let inner = "p\(depth)"
            let visible = SelectStatement(
                columns: [SQLResultColumn(.column(inner, key.name))],
                from: .table(StorageNames.table(of: parent), alias: inner),
                where: rows(rule, of: parent, alias: inner, depth: depth + 1, since: since)
            )
            return .and([.equals(.column(alias, set), .text(parent.set)), .inSelect(.column(alias, id), visible)])
        }
        return .or([.inList(.column(alias, set), open.map { .text($0) })] + branches)
    }

    var seesEverything: Bool {
        if case .system = viewer.principal { return true }
        guard case .person = viewer.principal else { return false }
        return viewer.policy.role == .admin
    }
}

extension EntityType {
    /// History disappears with its record and comes back with it.
    var isHiddenWithParent: Bool {
        guard case .part = rows else { return false }
        return kind == .history
    }
}
