import EntityModel
import OData
import ODataSQL
import SQLCore

/// Makes the relational mapping of the entity model: which column or expression each property is read from.
struct MappingProjection {
    private let catalog: EntityCatalog
    /// The public address of the pages, without a slash at its end, for links to records.
    private let pageRoot: String

    init(catalog: EntityCatalog, pageRoot: String) {
        self.catalog = catalog
        self.pageRoot = pageRoot
    }

    /// The mapping of every set.
    func mapping() -> RelationalMapping {
        RelationalMapping(catalog.types.compactMap(entity))
    }

    private func entity(_ type: EntityType) -> EntityMapping? {
        guard let key = type.key else { return nil }
        var columns: [String: ColumnMapping] = [:]
        for field in type.fields { columns[field.name] = column(field, of: type) }
        var navigations: [String: NavigationMapping] = [:]
        for navigation in catalog.navigations(ofSet: type.set) {
            navigations[navigation.name] = link(navigation, from: type)
        }
        let searched = StorageNames.searchedFields(of: type)
        let search = SearchMapping(
            table: StorageNames.searchTable(of: type),
            columns: Dictionary(searched.map { ($0.name, $0.name) }, uniquingKeysWith: { first, _ in first }),
            rowID: key.name
        )
        let set = type.set
        let isItem: @Sendable (String) -> SQLExpression = { alias in
            .equals(.column(alias, StorageNames.listColumn), .text(set))
        }
        return EntityMapping(
            entitySet: set,
            table: StorageNames.table(of: type),
            columns: columns,
            navigations: navigations,
            key: [key.name],
            version: type.kind.carriesChangeNumber ? "ChangeSeq" : nil,
            search: searched.isEmpty ? nil : search,
            changes: ChangeTrail.mapping(of: type),
            discriminator: StorageNames.isShared(type) ? isItem : nil
        )
    }

    private func link(_ navigation: Navigation, from type: EntityType) -> NavigationMapping? {
        guard let target = catalog.type(ofSet: navigation.target), let targetKey = target.key, let key = type.key else {
            return nil
        }
        let pair: NavigationMapping.Pair
        switch navigation.join {
        case .toOne(let field): pair = NavigationMapping.Pair(source: field, target: targetKey.name)
        case .toMany(let field): pair = NavigationMapping.Pair(source: key.name, target: field)
        }
        return NavigationMapping(entitySet: navigation.target, isCollection: navigation.isCollection, pairs: [pair])
    }

    private func column(_ field: Field, of type: EntityType) -> ColumnMapping {
        guard let virtual = field.virtualValue else {
            return ColumnMapping(field.name, Self.storage(of: field.kind), isNullable: field.isNullable)
        }
        let columns = VirtualColumns(catalog: catalog, type: type, pageRoot: pageRoot)
        return columns.mapping(of: virtual, storage: Self.storage(of: field.kind))
    }

    /// How a field kind is stored.
    static func storage(of kind: FieldKind) -> ColumnStorage {
        switch kind {
        case .id, .reference, .int64: .wideInteger
        case .int32: .integer
        case .string, .text, .code: .text
        case .bool: .boolean
        case .date: .date
        case .timestamp: .timestamp
        case .money, .baseMoney, .quantity, .percent, .rate, .decimal: .scaledDecimal(scale: kind.scale ?? 4)
        }
    }
}
