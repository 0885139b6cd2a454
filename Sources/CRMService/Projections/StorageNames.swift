import EntityModel

/// The names of tables and columns that the projections agree on.
///
/// A set's table bears the set's name and a field's column the field's name; all plain lists share one table.
enum StorageNames {
    /// The table of all lists that have no fields of their own.
    static let listTable = "ListItems"
    /// The column that says which list an item belongs to.
    static let listColumn = "List"
    /// The type of the lists without fields of their own.
    static let listType = "ListItem"

    static func table(of type: EntityType) -> String {
        type.kind == .list && type.name == listType ? listTable : type.set
    }

    /// Whether the set is a part of the table all plain lists share.
    static func isShared(_ type: EntityType) -> Bool { type.kind == .list && type.name == listType }

    /// The twin of a column that is kept without case and accents.
    static func folded(_ column: String) -> String { column + "_folded" }

    static func searchTable(of type: EntityType) -> String { type.set + "_search" }

    /// The searched fields of a set; sets without a number for a key have none, because full text refers to rows by it.
    static func searchedFields(of type: EntityType) -> [Field] {
        type.key?.kind == .id ? type.storedFields.filter { $0.isSearched } : []
    }
}
