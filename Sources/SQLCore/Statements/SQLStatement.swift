/// Any statement that can be rendered.
public enum SQLStatement: Sendable, Hashable {
    /// A query.
    case select(SelectStatement)
    /// An insert.
    case insert(InsertStatement)
    /// An update.
    case update(UpdateStatement)
    /// A delete.
    case delete(DeleteStatement)
}
