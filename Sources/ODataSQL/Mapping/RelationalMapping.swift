/// How a whole model is stored: one mapping per entity set.
public struct RelationalMapping: Sendable {
    private let bySet: [String: EntityMapping]

    /// Makes a mapping; of two entries for one set the first counts.
    public init(_ entities: [EntityMapping]) {
        bySet = Dictionary(entities.map { ($0.entitySet, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// The mapping of a set, or nil.
    public subscript(entitySet: String) -> EntityMapping? { bySet[entitySet] }

    /// All mappings, in no particular order.
    public var entities: [EntityMapping] { Array(bySet.values) }
}
