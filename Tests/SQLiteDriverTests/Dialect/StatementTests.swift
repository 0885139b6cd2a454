import SQLCore
import SQLiteDriver
import Testing

/// Renders statements and runs them, since text that looks right proves little.
@Suite struct StatementTests {
    static let schema = """
        CREATE TABLE company (id INTEGER PRIMARY KEY, name TEXT NOT NULL, parent INTEGER, size INTEGER) STRICT;
        INSERT INTO company VALUES (1, 'Acme', NULL, 10), (2, 'Bolt', 1, NULL), (3, 'Café', 1, 30), (4, 'acme', 2, 10);
        """

    static let id = SQLExpression.column("c", "id")
    static let name = SQLExpression.column("c", "name")
    static let parent = SQLExpression.column("c", "parent")
    static let size = SQLExpression.column("c", "size")

    struct Filter: Sendable {
        let name: String
        let condition: SQLExpression
        let keys: [Int64]
    }

    static let filters: [Filter] = [
        Filter(name: "equals", condition: .equals(name, .text("Acme")), keys: [1]),
        Filter(name: "different from null", condition: .isDistinctFrom(size, .integer(10)), keys: [2, 3]),
        Filter(name: "not different from null", condition: .isNotDistinctFrom(parent, .null), keys: [1]),
        Filter(name: "three-valued not", condition: .not(.greater(size, .integer(10))), keys: [1, 4]),
        Filter(name: "two-valued not", condition: .isNotTrue(.greater(size, .integer(10))), keys: [1, 2, 4]),
        Filter(name: "is false", condition: .test(.isFalse, .greater(size, .integer(10))), keys: [1, 4]),
        Filter(name: "is not false", condition: .test(.isNotFalse, .greater(size, .integer(10))), keys: [2, 3]),
        Filter(name: "is true", condition: .isTrue(.equals(name, .text("Bolt"))), keys: [2]),
        Filter(name: "in", condition: .inList(id, [.bind(2), .bind(4), .bind(9)]), keys: [2, 4]),
        Filter(name: "in nothing", condition: .inList(id, []), keys: []),
        Filter(name: "in many", condition: .inList(id, (3..<400).map { .bind(.integer($0)) }), keys: [3, 4]),
        Filter(
            name: "in many texts",
            condition: .inList(name, (0..<300).map { .text("x\($0)") } + [.text("Café")]),
            keys: [3]
        ),
        Filter(
            name: "row value",
            condition: .rowComparison(.greater, [size, id], [.bind(10), .bind(1)]),
            keys: [3, 4]
        ),
        Filter(
            name: "and in or",
            condition: .or([.and([.equals(id, .bind(1)), .isNull(parent)]), .equals(id, .bind(3))]),
            keys: [1, 3]
        ),
        Filter(name: "constant", condition: .false, keys: []),
        Filter(name: "boolean as value", condition: .equals(.isNull(parent), .true), keys: [1]),
        Filter(
            name: "concatenation",
            condition: .equals(.concatenation([name, .text("!")]), .text("Bolt!")),
            keys: [2]
        ),
        Filter(
            name: "case",
            condition: .equals(
                .caseWhen([SQLCaseBranch(when: .isNull(size), then: .integer(0))], otherwise: size),
                .integer(0)
            ),
            keys: [2]
        ),
        Filter(
            name: "exists",
            condition: .exists(
                SelectStatement(
                    columns: [SQLResultColumn(.integer(1))],
                    from: .table("company", alias: "k"),
                    where: .equals(.column("k", "parent"), id)
                )
            ),
            keys: [1, 2]
        ),
        Filter(
            name: "in select",
            condition: .inSelect(
                id,
                SelectStatement(columns: [SQLResultColumn(.column("k", "parent"))], from: .table("company", alias: "k"))
            ),
            keys: [1, 2]
        ),
        Filter(
            name: "scalar",
            condition: .equals(
                size,
                .scalar(
                    SelectStatement(
                        columns: [SQLResultColumn(.aggregate(.maximum, .column("k", "size"), isDistinct: false))],
                        from: .table("company", alias: "k")
                    )
                )
            ),
            keys: [3]
        ),
        Filter(
            name: "a thousand alternatives",
            condition: .or((0..<1_500).map { .equals(id, .bind(.integer($0 * 2))) }),
            keys: [2, 4]
        ),
        Filter(
            name: "a thousand conditions",
            condition: .and((5..<1_500).map { .notEquals(id, .bind(.integer($0))) }),
            keys: [1, 2, 3, 4]
        ),
        Filter(name: "cast", condition: .equals(.cast(id, .text), .text("3")), keys: [3]),
        Filter(
            name: "long concatenation",
            condition: .equals(.concatenation(Array(repeating: name, count: 900)), name),
            keys: []
        ),
    ]

    @Test("conditions keep the rows they should")
    func conditions() async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema)
            for filter in Self.filters {
                let select = SelectStatement(
                    columns: [SQLResultColumn(Self.id)],
                    from: .table("company", alias: "c"),
                    where: filter.condition,
                    orderBy: [SQLOrdering(Self.id)]
                )
                #expect(try await database.rows(select) == filter.keys.map { [.integer($0)] }, "\(filter.name)")
            }
        }
    }

    struct Query: Sendable {
        let name: String
        let statement: SelectStatement
        let rows: [[SQLValue]]
    }

    static func select(
        _ columns: [SQLExpression],
        joins: [SQLJoin] = [],
        groupBy: [SQLExpression] = [],
        having: SQLExpression? = nil,
        orderBy: [SQLOrdering] = [],
        limit: SQLExpression? = nil,
        offset: SQLExpression? = nil
    ) -> SelectStatement {
        SelectStatement(
            columns: columns.enumerated().map { SQLResultColumn($1, as: "c\($0)") },
            from: .table("company", alias: "c"),
            joins: joins,
            groupBy: groupBy,
            having: having,
            orderBy: orderBy,
            limit: limit,
            offset: offset
        )
    }

    static let parentTable = SQLTableReference.table("company", alias: "p")
    static let onParent = SQLExpression.equals(.column("p", "id"), parent)

    static let queries: [Query] = [
        Query(
            name: "null is lowest ascending",
            statement: select([id], orderBy: [SQLOrdering(size), SQLOrdering(id)]),
            rows: [[2], [1], [4], [3]]
        ),
        Query(
            name: "null is lowest descending",
            statement: select([id], orderBy: [SQLOrdering(size, isAscending: false), SQLOrdering(id)]),
            rows: [[3], [1], [4], [2]]
        ),
        Query(
            name: "null last on demand",
            statement: select([id], orderBy: [SQLOrdering(size, nullsFirst: false), SQLOrdering(id)]),
            rows: [[1], [4], [3], [2]]
        ),
        Query(
            name: "text sorts by its bytes",
            statement: select([name], orderBy: [SQLOrdering(name)]),
            rows: [["Acme"], ["Bolt"], ["Café"], ["acme"]]
        ),
        Query(
            name: "limit and offset",
            statement: select([id], orderBy: [SQLOrdering(id)], limit: .bind(2), offset: .bind(1)),
            rows: [[2], [3]]
        ),
        Query(
            name: "offset alone",
            statement: select([id], orderBy: [SQLOrdering(id)], offset: .bind(3)),
            rows: [[4]]
        ),
        Query(
            name: "left join",
            statement: select(
                [id, .column("p", "name")],
                joins: [SQLJoin(.left, parentTable, on: onParent)],
                orderBy: [SQLOrdering(id)]
            ),
            rows: [[1, .null], [2, "Acme"], [3, "Acme"], [4, "Bolt"]]
        ),
        Query(
            name: "inner join",
            statement: select([id], joins: [SQLJoin(.inner, parentTable, on: onParent)], orderBy: [SQLOrdering(id)]),
            rows: [[2], [3], [4]]
        ),
        Query(
            name: "cross join",
            statement: select([.count()], joins: [SQLJoin(.cross, parentTable)]),
            rows: [[16]]
        ),
        Query(
            name: "groups",
            statement: select(
                [size, .count(), .count(parent), .sum(id)],
                groupBy: [size],
                having: .greater(.count(), .bind(1)),
                orderBy: [SQLOrdering(size)]
            ),
            rows: [[10, 2, 1, 5]]
        ),
        Query(
            name: "aggregates",
            statement: select([
                .count(size, isDistinct: true), .aggregate(.minimum, size, isDistinct: false),
                .aggregate(.average, size, isDistinct: false), .aggregate(.wideSum, size, isDistinct: false),
            ]),
            rows: [[2, 10, .real(50.0 / 3), 50]]
        ),
        Query(
            name: "row number per group",
            statement: select(
                [
                    id,
                    .window(SQLWindow(.rowNumber, partition: [parent], order: [SQLOrdering(id, isAscending: false)])),
                    .window(SQLWindow(.aggregate(.count, nil), partition: [parent])),
                ],
                orderBy: [SQLOrdering(id)]
            ),
            rows: [[1, 1, 1], [2, 2, 2], [3, 1, 2], [4, 1, 1]]
        ),
        Query(
            name: "running sum before the row",
            statement: select(
                [id, .window(SQLWindow(.aggregate(.sum, id), order: [SQLOrdering(id)], frame: .precedingRows))],
                orderBy: [SQLOrdering(id)]
            ),
            rows: [[1, .null], [2, 1], [3, 3], [4, 6]]
        ),
        Query(
            name: "running sum with the row",
            statement: select(
                [.window(SQLWindow(.aggregate(.sum, id), order: [SQLOrdering(id)], frame: .precedingRowsAndCurrent))],
                orderBy: [SQLOrdering(id)]
            ),
            rows: [[1], [3], [6], [10]]
        ),
        Query(
            name: "distinct",
            statement: SelectStatement(
                isDistinct: true,
                columns: [SQLResultColumn(size)],
                from: .table("company", alias: "c"),
                orderBy: [SQLOrdering(size)]
            ),
            rows: [[.null], [10], [30]]
        ),
        Query(
            name: "union all with an ordered member",
            statement: SelectStatement(
                columns: [SQLResultColumn(.integer(7), as: "c0")],
                unionAll: [select([id], orderBy: [SQLOrdering(id, isAscending: false)], limit: .bind(1))],
                orderBy: [SQLOrdering(.column("c0"))]
            ),
            rows: [[4], [7]]
        ),
        Query(
            name: "recursive common table",
            statement: SelectStatement(
                with: [
                    SQLCommonTable(
                        "chain",
                        columns: ["id"],
                        as: SelectStatement(
                            columns: [SQLResultColumn(.bind(4))],
                            unionAll: [
                                SelectStatement(
                                    columns: [SQLResultColumn(parent)],
                                    from: .table("chain", alias: "h"),
                                    joins: [
                                        SQLJoin(
                                            .inner,
                                            .table("company", alias: "c"),
                                            on: .equals(id, .column("h", "id"))
                                        )
                                    ],
                                    where: .isNotNull(parent)
                                )
                            ]
                        ),
                        isRecursive: true
                    )
                ],
                columns: [SQLResultColumn(.column("h", "id"))],
                from: .table("chain", alias: "h"),
                orderBy: [SQLOrdering(.column("h", "id"))]
            ),
            rows: [[1], [2], [4]]
        ),
        Query(
            name: "materialized common table and sub-select",
            statement: SelectStatement(
                with: [SQLCommonTable("big", as: select([id, size]), isMaterialized: true)],
                columns: [SQLResultColumn(.sum(.column("s", "c1")))],
                from: .select(
                    SelectStatement(
                        columns: [SQLResultColumn(.column("b", "c1"), as: "c1")],
                        from: .table("big", alias: "b")
                    ),
                    alias: "s"
                )
            ),
            rows: [[50]]
        ),
        Query(
            name: "list of composite keys in its order",
            statement: SelectStatement(
                columns: [SQLResultColumn(.column("c", "id"))],
                from: .list(.text("[[10,\"acme\"],[10,\"Acme\"]]"), element: .json, alias: "k"),
                joins: [
                    SQLJoin(
                        .inner,
                        .table("company", alias: "c"),
                        on: .and([
                            .equals(size, .function(.listElement(0, .integer), [.column("k", "value")])),
                            .equals(name, .function(.listElement(1, .text), [.column("k", "value")])),
                        ])
                    )
                ],
                orderBy: [SQLOrdering(.column("k", SQLTableReference.listOrdinalColumn))]
            ),
            rows: [[4], [1]]
        ),
    ]

    @Test("queries give the rows they should, in order")
    func queries() async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema)
            for query in Self.queries {
                #expect(try await database.rows(query.statement) == query.rows, "\(query.name)")
            }
        }
    }

    @Test("an insert can give columns back, leave or change a row that exists")
    func inserts() async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema)
            @Sendable func insert(_ id: Int64, _ name: String, _ action: SQLConflictAction?) -> InsertStatement {
                InsertStatement(
                    into: "company",
                    columns: ["id", "name"],
                    rows: [[.bind(.integer(id)), .text(name)]],
                    onConflict: action,
                    returning: [SQLResultColumn(.column("name"))]
                )
            }
            let update = SQLConflictAction.update(
                target: ["id"],
                set: [SQLAssignment("name", SQLConflictAction.excluded("name"))],
                where: nil
            )
            let names = try await database.write { connection in
                try connection.query(insert(9, "new", nil)).allRows()
                    + connection.query(insert(1, "kept", .nothing(target: ["id"]))).allRows()
                    + connection.query(insert(2, "changed", update)).allRows()
            }
            #expect(names == [["new"], ["changed"]])
            let copied = try await database.write { connection in
                try connection.execute(
                    InsertStatement(
                        into: "company",
                        columns: ["id", "name"],
                        source: .select(
                            SelectStatement(
                                columns: [SQLResultColumn(Self.id), SQLResultColumn(.text("copy"))],
                                from: .table("company", alias: "c")
                            )
                        ),
                        onConflict: update
                    )
                )
            }
            #expect(copied == 5)
            let failure = await #expect(throws: SQLDatabaseError.self) {
                try await database.write { _ = try $0.query(insert(1, "again", nil)).allRows() }
            }
            #expect(failure == .constraint(.unique(columns: ["company.id"])))
        }
    }

    @Test("updates and deletes count and give back what they touched")
    func updates() async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema)
            let counts = try await database.write { connection in
                [
                    try connection.execute(
                        UpdateStatement(
                            "company",
                            set: [SQLAssignment("size", .integer(1))],
                            where: .isNull(.column("parent"))
                        )
                    ),
                    try connection.execute(
                        UpdateStatement("company", set: [SQLAssignment("size", .null)], where: .false)
                    ),
                    try connection.execute(DeleteStatement(from: "company", where: .equals(.column("id"), .bind(4)))),
                ]
            }
            #expect(counts == [1, 0, 1])
            let returned = try await database.write { connection in
                try connection.query(
                    UpdateStatement(
                        "company",
                        set: [SQLAssignment("size", .column("p", "size"))],
                        from: .table("company", alias: "p"),
                        where: .equals(.column("p", "id"), .column("company", "parent")),
                        returning: [SQLResultColumn(.column("id")), SQLResultColumn(.column("size"))]
                    )
                ).allRows()
            }
            #expect(Set(returned) == [[2, 1], [3, 1]])
        }
    }

    @Test("a keyset of row values uses the index")
    func keysetPlan() async throws {
        try await withDatabase { database async throws in
            try await database.script(Self.schema + "CREATE INDEX company_size ON company (size, id);")
            let select = SelectStatement(
                columns: [SQLResultColumn(Self.id)],
                from: .table("company", alias: "c"),
                where: .rowComparison(.greater, [Self.size, Self.id], [.bind(10), .bind(1)]),
                orderBy: [SQLOrdering(Self.size), SQLOrdering(Self.id)]
            )
            let rendered = try SQLiteDialect().render(select)
            let plan = try await database.read { connection in
                try connection.rows(RenderedSQL("EXPLAIN QUERY PLAN " + rendered.text, binds: rendered.binds))
            }
            #expect(plan.count == 1)
            #expect("\(plan)".contains("SEARCH c USING COVERING INDEX company_size (size>?)"))
        }
    }
}
