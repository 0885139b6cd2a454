/// All entities and lists of the product, checked once and looked up by name.
public struct EntityCatalog: Sendable {
    /// Every entity in order: records, history and generated sets as declared, then one per list.
    public let types: [EntityType]
    /// The lists in order.
    public let lists: [ChoiceList]

    private let positions: [String: Int]
    private let foldedPositions: [String: Int]
    private let listPositions: [String: Int]
    private let fieldPositions: [[String: Int]]
    private let navigationsBySet: [String: [Navigation]]

    /// Makes a catalog and checks it: names unique apart from case, targets exist, virtual fields fit, lists are sound.
    ///
    /// - Parameters:
    ///   - types: the entities that are not lists.
    ///   - lists: the lists; their entities are made here.
    /// - Throws: the first contradiction found.
    public init(types: [EntityType], lists: [ChoiceList]) throws(CatalogError) {
        let all = types + lists.map(\.entityType)
        self.types = all
        self.lists = lists
        positions = Dictionary(all.enumerated().map { ($1.set, $0) }) { first, _ in first }
        foldedPositions = Dictionary(all.enumerated().map { ($1.set.lowercased(), $0) }) { first, _ in first }
        listPositions = Dictionary(lists.enumerated().map { ($1.set, $0) }) { first, _ in first }
        fieldPositions = all.map { type in
            Dictionary(type.fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
        }
        navigationsBySet = Self.makeNavigations(all)
        try CatalogCheck(catalog: self).run()
    }

    /// Finds an entity by the exact name of its set.
    public func type(ofSet set: String) -> EntityType? { positions[set].map { types[$0] } }

    /// Finds an entity by the name of its set, ignoring case.
    public func type(ofSetIgnoringCase set: String) -> EntityType? {
        foldedPositions[set.lowercased()].map { types[$0] }
    }

    /// Finds a list by the name of its set.
    public func list(_ set: String) -> ChoiceList? { listPositions[set].map { lists[$0] } }

    /// Finds a field by the exact names of set and field.
    public func field(_ name: String, ofSet set: String) -> Field? {
        guard let position = positions[set], let index = fieldPositions[position][name] else { return nil }
        return types[position].fields[index]
    }

    /// The navigation properties of a set: by references and codes, to the calendar, then to many.
    public func navigations(ofSet set: String) -> [Navigation] { navigationsBySet[set] ?? [] }

    /// The sets that take their rows' visibility from a record of the given set, directly or through parts.
    public func parts(ofSet set: String) -> [EntityType] {
        types.filter { type in
            guard case .part(let field) = type.rows else { return false }
            return type.field(field)?.kind.targetSet == set
        }
    }

    /// The field values that follow `path` of references from a set, nil when the path is broken.
    public func target(ofSet set: String, path: [String], field: String) -> Field? {
        var current = set
        for reference in path {
            guard let next = self.field(reference, ofSet: current)?.kind.targetSet else { return nil }
            current = next
        }
        return self.field(field, ofSet: current)
    }

    private static func makeNavigations(_ types: [EntityType]) -> [String: [Navigation]] {
        var backward: [String: [String: String]] = [:]
        for type in types {
            for many in type.toMany { backward[many.set, default: [:]][many.field + "→" + type.set] = many.name }
        }
        let calendar = types.first { $0.kind == .calendar }?.set
        var result: [String: [Navigation]] = [:]
        for type in types {
            var found = type.fields.compactMap { field -> Navigation? in
                guard field.isStored, let target = field.kind.targetSet, let name = field.navigationName else {
                    return nil
                }
                let partner = backward[type.set]?[field.name + "→" + target]
                return Navigation(name: name, target: target, join: .toOne(field: field.name), partner: partner)
            }
            if let calendar {
                found += type.fields.filter { $0.hasCalendarNavigation }.map {
                    Navigation(name: $0.name + "Calendar", target: calendar, join: .toOne(field: $0.name))
                }
            }
            found += type.toMany.map { many in
                let partner = types.first { $0.set == many.set }?.field(many.field)?.navigationName
                return Navigation(
                    name: many.name,
                    target: many.set,
                    join: .toMany(field: many.field),
                    partner: partner
                )
            }
            result[type.set] = found
        }
        return result
    }
}
