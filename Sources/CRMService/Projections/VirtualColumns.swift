import EntityModel
import ODataSQL
import SQLCore

/// The expressions of fields that are computed when they are read.
struct VirtualColumns {
    let catalog: EntityCatalog
    let type: EntityType
    let pageRoot: String

    private static let microsecondsPerDay: Int64 = 86_400_000_000

    func mapping(of value: VirtualValue, storage: ColumnStorage) -> ColumnMapping {
        switch value {
        case .through(let path, let field): through(path, field, storage)
        case .year(let field): part(.year, of: field)
        case .month(let field): part(.month, of: field)
        case .ageInDays(let field): age(since: field)
        case .isOverdue(let due, let status, let meaning): isOverdue(due: due, status: status, meaning: meaning)
        case .recordLink: recordLink()
        case .downloadLink: ColumnMapping(computed: { _ in .null }, .text)  // no content is stored yet
        case .latestRate: latestRate()
        case .calendarOffset(let unit): calendarOffset(unit)
        }
    }

    /// The value of a record reached over references: joined by key, without that record's own row predicate, because
    /// who may see a record may see the names of what it points to.
    private func through(_ path: [String], _ field: String, _ storage: ColumnStorage) -> ColumnMapping {
        var hops: [(column: String, table: String, key: String)] = []
        var current = type
        for reference in path {
            guard let set = current.field(reference)?.kind.targetSet, let target = catalog.type(ofSet: set),
                let key = target.key
            else { return ColumnMapping(computed: { _ in .null }, storage) }
            hops.append((reference, StorageNames.table(of: target), key.name))
            current = target
        }
        let joins = hops
        return ColumnMapping(
            computed: { scope in
                var alias = scope.alias
                for hop in joins {
                    alias = scope.leftJoin(table: hop.table, on: hop.key, equals: hop.column, of: alias)
                }
                return .column(alias, field)
            },
            storage
        )
    }

    private func part(_ part: SQLTimePart, of field: String) -> ColumnMapping {
        ColumnMapping(
            computed: { scope in .function(.part(part, .date), [.column(scope.alias, field)]) },
            .integer
        )
    }

    private func age(since field: String) -> ColumnMapping {
        ColumnMapping(
            computed: { scope in
                let passed = SQLExpression.arithmetic(
                    .subtract,
                    .integer,
                    scope.now,
                    .column(scope.alias, field)
                )
                return .arithmetic(.divide, .integer, passed, .bind(.integer(Self.microsecondsPerDay)))
            },
            .integer
        )
    }

    /// Due before today while the status still has the open meaning in its list.
    private func isOverdue(due: String, status: String, meaning: String) -> ColumnMapping {
        guard case .code(let list)? = type.field(status)?.kind else {
            return ColumnMapping(computed: { _ in .false }, .boolean, isNullable: false)
        }
        return ColumnMapping(
            computed: { scope in
                let item = SelectStatement(
                    columns: [SQLResultColumn(.integer(1))],
                    from: .table(StorageNames.listTable, alias: "li"),
                    where: .and([
                        .equals(.column("li", StorageNames.listColumn), .text(list)),
                        .equals(.column("li", "Code"), .column(scope.alias, status)),
                        .equals(.column("li", "Meaning"), .text(meaning)),
                    ])
                )
                let isDue = SQLExpression.less(.column(scope.alias, due), scope.today)
                return .caseWhen([SQLCaseBranch(when: .and([isDue, .exists(item)]), then: .true)], otherwise: .false)
            },
            .boolean,
            isNullable: false
        )
    }

    /// The address of the record's page; of a part, its parent's.
    private func recordLink() -> ColumnMapping {
        var set = type.set
        var column = type.key?.name ?? ""
        if case .part(let field) = type.rows, let parent = type.field(field)?.kind.targetSet {
            set = parent
            column = field
        }
        let prefix = pageRoot + RecordAddress.list(of: set) + "/"
        let id = column
        return ColumnMapping(
            computed: { scope in
                let key = SQLExpression.function(.toText(.number(.integer)), [.column(scope.alias, id)])
                return .concatenation([.text(prefix), key])
            },
            .text
        )
    }

    /// The newest rate that is not in the future; 1 for the base currency.
    private func latestRate() -> ColumnMapping {
        let scale = FieldKind.rate.scale ?? 8
        let one = (0..<scale).reduce(Int64(1)) { power, _ in power * 10 }
        return ColumnMapping(
            computed: { scope in
                let newest = SelectStatement(
                    columns: [SQLResultColumn(.column("r", "RateToBase"))],
                    from: .table("ExchangeRates", alias: "r"),
                    where: .and([
                        .equals(.column("r", "CurrencyCode"), .column(scope.alias, "Code")),
                        .lessOrEqual(.column("r", "RateDate"), scope.today),
                        .isActive("r"),
                    ]),
                    orderBy: [SQLOrdering(.column("r", "RateDate"), isAscending: false)],
                    limit: .integer(1)
                )
                let isBase = SQLExpression.equals(.column(scope.alias, "IsBase"), .integer(1))
                return .caseWhen(
                    [SQLCaseBranch(when: isBase, then: .bind(.integer(one)))],
                    otherwise: .scalar(newest)
                )
            },
            .scaledDecimal(scale: scale)
        )
    }

    private func calendarOffset(_ unit: CalendarUnit) -> ColumnMapping {
        ColumnMapping(
            computed: { scope in
                let day = SQLExpression.column(scope.alias, "Date")
                let today = scope.today
                switch unit {
                case .day:
                    let passed = SQLExpression.function(.difference(.date), [day, today])
                    return .arithmetic(.divide, .integer, passed, .bind(.integer(Self.microsecondsPerDay)))
                case .month:
                    let years = Self.difference(.year, day, today)
                    let months = SQLExpression.arithmetic(.multiply, .integer, years, .integer(12))
                    return .arithmetic(.add, .integer, months, Self.difference(.month, day, today))
                case .year: return Self.difference(.year, day, today)
                }
            },
            .integer,
            isNullable: false
        )
    }

    private static func difference(
        _ part: SQLTimePart,
        _ day: SQLExpression,
        _ today: SQLExpression
    ) -> SQLExpression {
        .arithmetic(.subtract, .integer, .function(.part(part, .date), [day]), .function(.part(part, .date), [today]))
    }
}
