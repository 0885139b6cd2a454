extension SQLRenderer {
    mutating func append(parenthesised select: SelectStatement) throws(SQLRenderingError) {
        append("(")
        try append(select)
        append(")")
    }

    mutating func append(_ select: SelectStatement) throws(SQLRenderingError) {
        try descend()
        defer { ascend() }
        try append(with: select.with)
        try appendCore(select)
        for branch in select.unionAll {
            append(select.isUnionDistinct ? " UNION " : " UNION ALL ")
            if branch.isCompound {
                append("SELECT * FROM ")
                try append(parenthesised: branch)
            } else {
                try appendCore(branch)
            }
        }
        // A constant orders nothing, and a bare number would name a column.
        let orderings = select.orderBy.filter { !$0.expression.isLiteral }
        if !orderings.isEmpty {
            append(" ORDER BY ")
            try append(orderings: orderings)
        }
        if select.limit != nil || select.offset != nil {
            append(" ")
            try dialect.renderLimit(select.limit, offset: select.offset, into: &self)
        }
    }

    private mutating func append(with tables: [SQLCommonTable]) throws(SQLRenderingError) {
        guard !tables.isEmpty else { return }
        append(tables.contains(where: \.isRecursive) ? "WITH RECURSIVE " : "WITH ")
        for (position, table) in tables.enumerated() {
            if position > 0 { append(", ") }
            append(identifier: table.name)
            if !table.columns.isEmpty { append(columns: table.columns) }
            append(table.isMaterialized ? " AS MATERIALIZED " : " AS ")
            try append(parenthesised: table.statement)
        }
        append(" ")
    }

    private mutating func appendCore(_ select: SelectStatement) throws(SQLRenderingError) {
        append(select.isDistinct ? "SELECT DISTINCT " : "SELECT ")
        try append(results: select.columns)
        if let from = select.from {
            append(" FROM ")
            try append(from)
            for join in select.joins { try append(join) }
        }
        if let filter = select.filter {
            append(" WHERE ")
            try append(filter)
        }
        if !select.groupBy.isEmpty {
            guard !select.groupBy.contains(where: \.isLiteral) else { throw .unsupported("constant in GROUP BY") }
            append(" GROUP BY ")
            try append(list: select.groupBy)
        }
        if let having = select.having {
            append(" HAVING ")
            try append(having)
        }
    }

    private mutating func append(results columns: [SQLResultColumn]) throws(SQLRenderingError) {
        guard !columns.isEmpty else { throw .emptyClause("columns") }
        for (position, column) in columns.enumerated() {
            if position > 0 { append(", ") }
            try append(column.expression)
            if let alias = column.alias {
                append(" AS ")
                append(identifier: alias)
            }
        }
    }

    private mutating func append(_ join: SQLJoin) throws(SQLRenderingError) {
        switch join.kind {
        case .inner: append(" JOIN ")
        case .left: append(" LEFT JOIN ")
        case .cross: append(" CROSS JOIN ")
        }
        try append(join.table)
        guard join.kind != .cross else { return }
        append(" ON ")
        try append(join.condition)
    }

    private mutating func append(_ table: SQLTableReference) throws(SQLRenderingError) {
        switch table {
        case .table(let name, let alias):
            append(identifier: name)
            append(" AS ")
            append(identifier: alias)
        case .select(let select, let alias):
            try append(parenthesised: select)
            append(" AS ")
            append(identifier: alias)
        case .list(let list, let element, let alias):
            try dialect.renderList(list, element: element, alias: alias, into: &self)
        }
    }

    mutating func append(orderings: [SQLOrdering]) throws(SQLRenderingError) {
        for (position, ordering) in orderings.enumerated() {
            if position > 0 { append(", ") }
            try append(ordering.expression, binding: .concatenation)
            append(ordering.isAscending ? "" : " DESC")
            let isNatural = ordering.nullsFirst == (ordering.isAscending == dialect.sortsNullLowest)
            if !isNatural { append(ordering.nullsFirst ? " NULLS FIRST" : " NULLS LAST") }
        }
    }

    mutating func append(_ insert: InsertStatement) throws(SQLRenderingError) {
        guard !insert.columns.isEmpty else { throw .emptyClause("columns") }
        append("INSERT INTO ")
        append(identifier: insert.table)
        append(columns: insert.columns)
        switch insert.source {
        case .rows(let rows):
            guard !rows.isEmpty else { throw .emptyClause("rows") }
            append(" VALUES ")
            for (position, row) in rows.enumerated() {
                guard row.count == insert.columns.count else { throw .wrongOperandCount("row") }
                append(position > 0 ? ", (" : "(")
                try append(list: row)
                append(")")
            }
        case .select(var select):
            append(" ")
            // SQLite reads `… FROM t ON CONFLICT` as a join; a condition ends the ambiguity.
            if insert.onConflict != nil, select.filter == nil, select.from != nil { select.filter = .true }
            try append(select)
        }
        if let action = insert.onConflict { try append(action) }
        try append(returning: insert.returning)
    }

    private mutating func append(_ action: SQLConflictAction) throws(SQLRenderingError) {
        append(" ON CONFLICT")
        switch action {
        case .nothing(let target):
            if !target.isEmpty { append(columns: target) }
            append(" DO NOTHING")
        case .update(let target, let assignments, let filter):
            guard !target.isEmpty else { throw .emptyClause("conflict target") }
            append(columns: target)
            append(" DO UPDATE SET ")
            try append(assignments)
            if let filter {
                append(" WHERE ")
                try append(filter)
            }
        }
    }

    mutating func append(_ update: UpdateStatement) throws(SQLRenderingError) {
        append("UPDATE ")
        append(identifier: update.table)
        append(" SET ")
        try append(update.set)
        if let from = update.from {
            append(" FROM ")
            try append(from)
        }
        if let filter = update.filter {
            append(" WHERE ")
            try append(filter)
        }
        try append(returning: update.returning)
    }

    mutating func append(_ delete: DeleteStatement) throws(SQLRenderingError) {
        append("DELETE FROM ")
        append(identifier: delete.table)
        if let filter = delete.filter {
            append(" WHERE ")
            try append(filter)
        }
        try append(returning: delete.returning)
    }

    private mutating func append(_ assignments: [SQLAssignment]) throws(SQLRenderingError) {
        guard !assignments.isEmpty else { throw .emptyClause("set") }
        for (position, assignment) in assignments.enumerated() {
            if position > 0 { append(", ") }
            append(identifier: assignment.column)
            append(" = ")
            try append(assignment.value, binding: .comparison)
        }
    }

    private mutating func append(returning columns: [SQLResultColumn]) throws(SQLRenderingError) {
        guard !columns.isEmpty else { return }
        append(" RETURNING ")
        try append(results: columns)
    }

    private mutating func append(columns names: [String]) {
        append(" (")
        for (position, name) in names.enumerated() {
            if position > 0 { append(", ") }
            append(identifier: name)
        }
        append(")")
    }
}

extension SelectStatement {
    /// A compound member may have no order, limit or tables of its own.
    fileprivate var isCompound: Bool {
        !with.isEmpty || !unionAll.isEmpty || !orderBy.isEmpty || limit != nil || offset != nil
    }
}

extension SQLExpression {
    fileprivate var isLiteral: Bool {
        if case .literal = self { true } else { false }
    }
}
