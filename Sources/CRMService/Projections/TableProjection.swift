public import EntityModel
public import SQLCore

/// Makes the database schema of the entity model: the tables that migrations must arrive at.
public struct TableProjection {
    private let catalog: EntityCatalog

    /// Makes a projection of a catalog.
    public init(catalog: EntityCatalog) {
        self.catalog = catalog
    }

    /// All tables of records, lists, history and the calendar, with their indexes, foreign keys and full-text tables.
    public func schema() -> SchemaDescription {
        var schema = SchemaDescription()
        var hasListTable = false
        for type in catalog.types {
            if StorageNames.isShared(type) {
                if hasListTable { continue }
                hasListTable = true
            }
            schema.tables.append(table(for: type))
            let searched = StorageNames.searchedFields(of: type)
            if !searched.isEmpty, let key = type.key {
                schema.fullTextTables.append(
                    FullTextTableDescription(
                        StorageNames.searchTable(of: type),
                        content: type.set,
                        key: key.name,
                        columns: searched.map(\.name)
                    )
                )
            }
        }
        return schema
    }

    /// The table of one set.
    func table(for type: EntityType) -> TableDescription {
        let name = StorageNames.table(of: type)
        let isShared = StorageNames.isShared(type)
        var columns = type.storedFields.map(column)
        var key = type.key.map { [$0.name] } ?? []
        if isShared {
            columns.insert(ColumnDescription(StorageNames.listColumn, .text), at: 0)
            key.insert(StorageNames.listColumn, at: 0)
        }
        for field in type.storedFields where field.isFolded {
            columns.append(ColumnDescription(StorageNames.folded(field.name), .text, isNullable: field.isNullable))
        }
        return TableDescription(
            name,
            columns: columns,
            primaryKey: key,
            neverReusesKeys: type.key?.kind == .id,
            indexes: indexes(for: type, table: name),
            foreignKeys: foreignKeys(for: type)
        )
    }

    private func column(_ field: Field) -> ColumnDescription {
        ColumnDescription(field.name, Self.sqlType(of: field.kind), isNullable: field.isNullable)
    }

    /// The column type of a field kind.
    static func sqlType(of kind: FieldKind) -> SQLType {
        switch kind {
        case .id, .reference, .int32, .int64: .integer
        case .string, .text, .code: .text
        case .bool: .boolean
        case .date: .date
        case .timestamp: .timestamp
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal:
            .decimal(precision: kind.precision ?? 19, scale: kind.scale ?? 4)
        }
    }

    private func indexes(for type: EntityType, table: String) -> [IndexDescription] {
        type.everyIndex.map { index in
            let columns = index.form == .folded ? index.fields.map(StorageNames.folded) : index.fields
            let name = ([table] + columns).joined(separator: "_")
            // Deleted records have changed too, and are found by the number of their change.
            let onlyActive = index.isUnique && type.isRecord && index.fields != [ChangeTrail.numberColumn]
            return IndexDescription(
                name + "_index",
                on: columns,
                isUnique: index.isUnique,
                where: onlyActive ? "\"StatusFlag\" = 'A'" : nil
            )
        }
    }

    /// References to records; codes are checked when they are written, because all plain lists share a table.
    private func foreignKeys(for type: EntityType) -> [ForeignKeyDescription] {
        type.storedFields.compactMap { field in
            guard case .reference(let set) = field.kind, let target = catalog.type(ofSet: set), let key = target.key,
                target.kind != .generated
            else { return nil }
            return ForeignKeyDescription(
                [field.name],
                references: StorageNames.table(of: target),
                [key.name],
                onDelete: field.rule?.isPhysicalCascade == true ? .cascade : .noAction,
                isDeferred: true
            )
        }
    }
}
