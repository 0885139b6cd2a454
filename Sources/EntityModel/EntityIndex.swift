/// One index of an entity's table, over one field or several.
public struct EntityIndex: Sendable, Hashable {
    /// The fields in order.
    public let fields: [String]
    /// Whether no two rows may agree in all fields; of record sets, no two active rows.
    public let isUnique: Bool
    /// Whether the index holds the values or their folded twins.
    public let form: IndexForm

    /// Makes an index over fields in the given order.
    public init(_ fields: [String], unique: Bool = false, form: IndexForm = .plain) {
        self.fields = fields
        isUnique = unique
        self.form = form
    }
}
