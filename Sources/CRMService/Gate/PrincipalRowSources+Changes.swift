import EntityModel
import Identity
import ODataSQL
import SQLCore

/// What a viewer may have seen of rows since a position, from the rules about rows and the values rows had before.
///
/// Each test of a rule is widened by the values its field had since the position, one by one. A row that had them at
/// different times is taken in, too: its key may be told to somebody who never saw it, though owner or team of it were
/// theirs. A row whose values never fulfilled a test stays unknown.
extension PrincipalRowSources {
    /// How the viewer's sight of a set changes.
    func sight(of type: EntityType) -> SightChanges? {
        guard type.kind.carriesChangeNumber, let rule = rule(for: type) else { return nil }
        let seen: @Sendable (String, SQLExpression) -> SQLExpression = { alias, since in
            rows(rule, of: type, alias: alias, depth: 0, since: since)
        }
        guard touched(rule, of: type, alias: "x", since: .null, depth: 0) != nil else {
            return SightChanges(seen: seen)
        }
        return SightChanges(
            seen: seen,
            touched: { alias, since in touched(rule, of: type, alias: alias, since: since, depth: 0) ?? .false }
        )
    }

    /// Rows that come into sight or go out of it with the records they belong to; nil where only the row itself decides.
    private func touched(
        _ rule: RowRule,
        of type: EntityType,
        alias: String,
        since: SQLExpression,
        depth: Int
    ) -> SQLExpression? {
        guard depth < 6 else { return nil }
        switch type.rows {
        case .administrators, .everyone, .owned: return nil
        case .part(let field):
            if rule == .all, !type.isHiddenWithParent { return nil }
            return touched(through: [field], of: type, alias: alias, since: since, depth: depth)
        case .ownedOrParent(_, _, let parents):
            return rule == .all ? nil : touched(through: parents, of: type, alias: alias, since: since, depth: depth)
        case .anyParent(let fields):
            return rule == .all ? nil : touched(through: fields, of: type, alias: alias, since: since, depth: depth)
        case .record(let set, let id):
            guard rule != .all, !seesEverything else { return nil }
            let parents = catalog.types.filter {
                $0.isRecord && view.sets.contains($0.set) && self.rule(for: $0) != .all
            }
            return .or(
                parents.map { parent in
                    .and([
                        .equals(.column(alias, set), .text(parent.set)),
                        .inSelect(.column(alias, id), ChangeTrail.records(of: parent.set, movedSince: since)),
                    ])
                }
            )
        }
    }

    private func touched(
        through fields: [String],
        of type: EntityType,
        alias: String,
        since: SQLExpression,
        depth: Int
    ) -> SQLExpression? {
        var conditions: [SQLExpression] = []
        for field in fields {
            guard let set = type.field(field)?.kind.targetSet, let parent = catalog.type(ofSet: set),
                let key = parent.key, let rule = rule(for: parent)
            else { continue }
            let own = SQLExpression.column(alias, field)
            conditions.append(.inSelect(own, ChangeTrail.records(of: set, movedSince: since)))
            let inner = "q\(depth)"
            guard let above = touched(rule, of: parent, alias: inner, since: since, depth: depth + 1) else { continue }
            conditions.append(
                .inSelect(
                    own,
                    SelectStatement(
                        columns: [SQLResultColumn(.column(inner, key.name))],
                        from: .table(StorageNames.table(of: parent), alias: inner),
                        where: above
                    )
                )
            )
        }
        return conditions.isEmpty ? nil : .or(conditions)
    }

    /// A test of a field of a record: of the value it has, or, looking back, also of those it had.
    func test(
        _ field: String,
        of type: EntityType,
        alias: String,
        since: SQLExpression?,
        _ test: @escaping (SQLExpression) -> SQLExpression
    ) -> SQLExpression {
        let now = test(.column(alias, field))
        guard let since, type.isRecord, let key = type.key?.name else { return now }
        let before = ChangeTrail.records(of: type.set, movedSince: since, field: (field, test))
        return .or([now, .inSelect(.column(alias, key), before)])
    }
}
