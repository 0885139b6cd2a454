import SQLCore
import Synchronization

/// A statement of a plan, rendered when it is first run and kept with the plan.
final class PlannedStatement: Sendable {
    let statement: SelectStatement
    private let kept = Mutex<RenderedSQL?>(nil)

    init(_ statement: SelectStatement) {
        self.statement = statement
    }

    /// Runs the statement with the values of its parameters.
    func query(on connection: any SQLConnection, _ values: [SQLValue]) throws(SQLDatabaseError) -> any SQLCursor {
        let filled: RenderedSQL
        do throws(SQLRenderingError) {
            filled = try rendered(for: connection.dialect).filling(values)
        } catch {
            throw .rendering(error)
        }
        return try connection.query(filled)
    }

    private func rendered(for dialect: any SQLDialect) throws(SQLRenderingError) -> RenderedSQL {
        if let known = kept.withLock({ $0 }) { return known }
        let rendered = try dialect.render(statement)
        kept.withLock { $0 = rendered }
        return rendered
    }
}

/// The statements of the pages of a collection: one for the first page and one for each kind of later ones.
final class PageStatements: Sendable {
    /// Without order, limit and the position of a page.
    let base: SelectStatement
    let order: [OrderColumn]
    private let kept = Mutex<[Start: PlannedStatement]>([:])

    /// How many kinds are kept; a sort key with many nulls has many.
    private static let most = 16

    /// Where a page starts.
    enum Start: Hashable {
        case first(skips: Bool)
        /// Behind a position; true stands for a null in it, which changes the comparison.
        case behind([Bool], skips: Bool)
        /// Behind one key, up to another.
        case range
    }

    init(base: SelectStatement, order: [OrderColumn]) {
        self.base = base
        self.order = order
    }

    /// Runs the statement of a page; nil where the position does not fit the order.
    func query(
        on connection: any SQLConnection,
        clock: PlanClock,
        position: [SQLValue]?,
        skip: Int,
        limit: Int
    ) throws(SQLDatabaseError) -> (any SQLCursor)? {
        let start: Start = position.map { .behind($0.map(\.isNull), skips: skip > 0) } ?? .first(skips: skip > 0)
        guard let statement = statement(from: start) else { return nil }
        var values = clock.values()
        values.append(.integer(Int64(limit)))
        values.append(.integer(Int64(skip)))
        if let position { values += position }
        return try statement.query(on: connection, values)
    }

    /// Runs the statement of the rows in a range of their integer key, in its order.
    func query(
        on connection: any SQLConnection,
        clock: PlanClock,
        range: (after: Int64, upTo: Int64)
    ) throws(SQLDatabaseError) -> any SQLCursor {
        guard let statement = statement(from: .range) else { throw .rendering(.missingParameter(0)) }
        let bounds: [SQLValue] = [.integer(range.after), .integer(range.upTo)]
        return try statement.query(on: connection, clock.values() + [.integer(.max), .integer(0)] + bounds)
    }

    private func statement(from start: Start) -> PlannedStatement? {
        if let known = kept.withLock({ $0[start] }) { return known }
        guard let made = select(from: start) else { return nil }
        let statement = PlannedStatement(made)
        kept.withLock { kept in
            if kept.count < Self.most { kept[start] = statement }
        }
        return statement
    }

    private func select(from start: Start) -> SelectStatement? {
        var statement = base
        statement.orderBy = order.map(\.ordering)
        statement.limit = PlanParameter.limit.expression
        switch start {
        case .first(let skips):
            if skips { statement.offset = PlanParameter.offset.expression }
        case .behind(let nulls, let skips):
            if skips { statement.offset = PlanParameter.offset.expression }
            guard let after = Keyset.after(nulls: nulls, order: order) else { return nil }
            statement.filter = (statement.filter ?? .true).and(after)
        case .range:
            guard order.count == 1 else { return nil }
            let key = order[0].expression
            statement.filter = (statement.filter ?? .true)
                .and(.greater(key, PlanParameter.position(0)))
                .and(.comparison(.lessOrEqual, key, PlanParameter.position(1)))
        }
        return statement
    }
}
