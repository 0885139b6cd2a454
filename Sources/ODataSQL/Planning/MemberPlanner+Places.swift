import OData
import SQLCore

/// Where an expanded navigation property stands in the object of its owner.
extension MemberPlanner {
    /// Puts a member into the complex values on its way; rows of other types than the one that has it get none.
    func place(
        _ member: EntityShape.Member,
        of item: BoundExpand,
        _ typing: Typing?,
        _ type: EdmStructuredType,
        in shape: inout EntityShape,
        columns: inout ColumnCollector
    ) throws(PlanningError) {
        var owner: EdmTypeName?
        var complex: [EdmProperty] = []
        for step in item.path {
            switch step {
            case .cast(let type): owner = type
            case .complex(let property): complex.append(property)
            case .navigation: throw .notImplemented(feature: "paths over entities in $expand", at: nil)
            }
        }
        if let first = complex.first {
            let names = complex.map { ShapePlanner.name($0.name) }
            if shape.members.insert(member, into: names[...]) { return }
            // The value itself is not selected: it shows nothing but what is expanded.
            let inner = complex.dropFirst().reversed().reduce(BoundSelect.items([])) { nested, property in
                .items([.property(property, nested: nested)])
            }
            let declared = type.property(first.name) == nil ? owner : nil
            let selected: BoundSelect.Item =
                declared.map { .derived($0, first, nested: inner) } ?? .property(first, nested: inner)
            shape.members += try members(of: type, .items([selected]), at: "", typing, columns: &columns)
            guard shape.members.insert(member, into: names[...]) else {
                throw .notImplemented(feature: "$expand in complex values that are stored as one", at: nil)
            }
        } else if let owner {
            guard let typing else { throw .notImplemented(feature: "casts of rows that have no type", at: nil) }
            let including = typing.mapping.including[owner] ?? []
            shape.members.append(.typed(typing.types.map { including.contains($0) }, member))
        } else {
            shape.members.append(member)
        }
    }
}

extension [EntityShape.Member] {
    /// Adds a member inside the complex values of the given names; false where they are not there.
    ///
    /// Recursion is bounded by the number of names.
    fileprivate mutating func insert(_ member: EntityShape.Member, into names: ArraySlice<[UInt8]>) -> Bool {
        guard let name = names.first else {
            append(member)
            return true
        }
        for index in indices {
            guard let changed = self[index].holding(member, in: name, names.dropFirst()) else { continue }
            self[index] = changed
            return true
        }
        return false
    }
}

extension EntityShape.Member {
    /// The complex value of a name with one member more; nil for another member.
    fileprivate func holding(
        _ member: EntityShape.Member,
        in name: [UInt8],
        _ rest: ArraySlice<[UInt8]>
    ) -> EntityShape.Member? {
        switch self {
        case .structure(name, let presence, var shape):
            guard shape.members.insert(member, into: rest) else { return nil }
            return .structure(name: name, presence: presence, shape: shape)
        case .typed(let types, let inner): return inner.holding(member, in: name, rest).map { .typed(types, $0) }
        default: return nil
        }
    }
}
