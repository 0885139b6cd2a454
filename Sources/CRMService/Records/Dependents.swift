import EntityModel
import OData
import ODataSQL
import SQLCore

/// What refers to a record and keeps it from being deleted: told as far as the viewer sees it.
struct Dependents {
    let rows: PrincipalRowSources
    let catalog: EntityCatalog
    let connection: any SQLConnection
    private var found: [String] = []
    private var hasHidden = false

    /// How many kinds of dependents one message names.
    private static let mostNames = 5

    init(rows: PrincipalRowSources, catalog: EntityCatalog, connection: any SQLConnection) {
        self.rows = rows
        self.catalog = catalog
        self.connection = connection
    }

    /// Counts the rows of a set whose field has a value; deleted ones only where asked for, and those nobody sees.
    mutating func count(
        _ type: EntityType,
        where field: Field,
        is key: SQLValue,
        naming name: String,
        withDeleted: Bool = false
    ) throws {
        var conditions = [SQLExpression.equals(.column("r", field.name), .bind(key))]
        if type.isRecord, !withDeleted { conditions.append(.isActive("r")) }
        if StorageNames.isShared(type) {
            conditions.append(.equals(.column("r", StorageNames.listColumn), .text(type.set)))
        }
        let all = try count(type, conditions)
        guard all > 0 else { return }
        let seesField = rows.view.fields[type.set]?.contains(field.name) == true
        var visible: Int64 = 0
        if seesField, let condition = rows.condition(of: type, alias: "r") {
            visible = try count(type, conditions + [condition])
        }
        if visible > 0 { found.append("\(visible) in \(name)") }
        if visible < all { hasHidden = true }
    }

    /// Throws where anything was counted.
    func refuse() throws(WriteError) {
        guard hasHidden || !found.isEmpty else { return }
        var names = Array(found.prefix(Self.mostNames))
        if hasHidden { names.append("records you may not see") }
        throw .hasDependents(names.joined(separator: ", "))
    }

    private func count(_ type: EntityType, _ conditions: [SQLExpression]) throws -> Int64 {
        let statement = SelectStatement(
            columns: [SQLResultColumn(.count())],
            from: .table(StorageNames.table(of: type), alias: "r"),
            where: .and(conditions)
        )
        guard case .integer(let count)? = try connection.rows(statement).first?.first else { return 0 }
        return count
    }
}
