public import OData
public import SQLCore

/// Where single rows are written: what a service adds to plain SQL, such as keys, stamps, rules and trails.
///
/// ``WriteRunner`` decides which rows change and to what; a store makes it so. It belongs to one transaction and is used
/// on its thread only. Whatever it throws ends the transaction.
public protocol RowStore: AnyObject {
    /// Adds a row and gives what identifies it: the values of the columns that tell rows apart.
    ///
    /// `values` are what the client gave, by column; the store adds the rest.
    func insert(_ values: RowValues, into mapping: EntityMapping) throws(WriteError) -> [SQLValue]

    /// Changes columns of a row.
    func update(
        _ key: [SQLValue],
        of mapping: EntityMapping,
        to values: RowValues,
        style: BoundWrite.Style
    ) throws(WriteError)

    /// Refuses where the caller may change no row of a table at all; asked before references are followed, so that the
    /// answer tells nothing of the rows.
    func permitUpdates(of mapping: EntityMapping) throws(WriteError)

    /// Removes a row.
    func delete(_ key: [SQLValue], from mapping: EntityMapping) throws(WriteError)

    /// Relates two rows by a row of a link table, which may be there already.
    func relate(_ pair: RowValues, in link: NavigationMapping.Link) throws(WriteError)

    /// Ends relations: removes the rows of a link table that have these values.
    func unrelate(_ values: RowValues, in link: NavigationMapping.Link) throws(WriteError)

    /// Follows up on the rows written since the last time, such as sums of other rows; called when a change is complete.
    func settle() throws(WriteError)
}

extension RowStore {
    /// Refuses: a store of tables without links many to many need not say so.
    public func relate(_ pair: RowValues, in link: NavigationMapping.Link) throws(WriteError) {
        throw .notImplemented(feature: "Relating entities many to many")
    }

    /// Refuses: a store of tables without links many to many need not say so.
    public func unrelate(_ values: RowValues, in link: NavigationMapping.Link) throws(WriteError) {
        throw .notImplemented(feature: "Relating entities many to many")
    }
}

/// Values of a row by column, in the order they were given.
public struct RowValues: Sendable, Hashable {
    /// The columns that have values, in order.
    public private(set) var columns: [String] = []
    private var values: [String: SQLValue] = [:]

    /// Makes an empty row.
    public init() {}

    /// The value of a column; nil where none was given.
    ///
    /// Setting nil takes it out.
    public subscript(column: String) -> SQLValue? {
        get { values[column] }
        set {
            if values.updateValue(newValue ?? .null, forKey: column) == nil { columns.append(column) }
            if newValue == nil {
                values[column] = nil
                columns.removeAll { $0 == column }
            }
        }
    }

    /// Whether there is nothing to write.
    public var isEmpty: Bool { columns.isEmpty }
}

/// A row that exists and that the caller may see.
struct LocatedRow {
    let mapping: EntityMapping
    /// What identifies the row: the values of the columns that tell rows apart.
    let key: [SQLValue]
    let version: Int64?
    /// The columns of the key and the address, those that lead to other rows, and those that tell the type and which
    /// complex values there are.
    let columns: [String: SQLValue]

    var entityTag: EntityTag? { version.map { EntityTag(String($0)) } }
}
