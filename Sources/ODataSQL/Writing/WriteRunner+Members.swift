import OData
import SQLCore

extension WriteRunner {
    /// Changes every member of a collection alike.
    func updateMembers(_ payload: EntityPayload, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        let rows = try members(of: write.target)
        var count = 0
        for row in rows { try write.condition.check(row.entityTag) }
        for row in rows { try update(row, with: payload, .merge, set: write.target.target, count: &count) }
        return WriteOutcome(.other, count: count)
    }

    /// Removes every member of a collection.
    func deleteMembers(_ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        let rows = try members(of: write.target)
        for row in rows { try write.condition.check(row.entityTag) }
        for row in rows { try store.delete(row.key, from: row.mapping) }
        return WriteOutcome(.other, count: rows.count)
    }

    private func members(of target: BoundRead) throws(WriteError) -> [LocatedRow] {
        if let last = target.steps.lastIndex(where: { if case .navigation = $0 { true } else { false } }) {
            // A collection of nothing is not the same as a collection without members.
            _ = try owner(of: target, before: last)
        }
        let rows = try locator.rows(at: target, limit: limits.members + 1)
        guard rows.count <= limits.members else { throw .tooMany(limit: limits.members) }
        return rows
    }

    /// Adds, changes and removes members one by one; with `replaces` the members named are all there are afterwards.
    func changeMembers(
        _ changes: [PayloadChange],
        replaces: Bool,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        // A collection has no tag of its own, so that only `*` can hold for it.
        try write.condition.check(nil)
        switch write.target.steps.last {
        case nil, .cast: return try changeSet(changes, replaces: replaces, write)
        case .navigation: return try changeRelated(changes, replaces: replaces, write)
        case .complex, .slice: throw .notAllowed(feature: "Changing the result of a function by a list of members")
        case .filter, .key: throw .notAllowed(feature: "Changing a filtered collection by a list of members")
        }
    }

    /// The collection of a set: what is no member of it is gone.
    private func changeSet(
        _ changes: [PayloadChange],
        replaces: Bool,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        let set = write.target.target
        let mapping = try locator.source(of: set.name).mapping
        var count = 0
        var kept: Set<[SQLValue]> = []
        for change in changes {
            switch change {
            case .changed(let payload):
                if let row = try existing(payload, mapping, set.name) {
                    try updateNested(row, payload, set, count: &count)
                    kept.insert(row.key)
                } else {
                    kept.insert(try insertNested(payload, set, mapping, given: RowValues(), count: &count))
                }
            case .removed(let payload, _):
                guard let row = try existing(payload, mapping, set.name) else { continue }
                try store.delete(row.key, from: mapping)
                count += 1
            }
        }
        if replaces {
            for row in try members(of: write.target) where !kept.contains(row.key) {
                try store.delete(row.key, from: mapping)
                count += 1
            }
        }
        return WriteOutcome(.other, count: count)
    }

    /// The collection of a navigation property: what is taken out of it lives on, unless it is deleted (Protocol
    /// 11.4.11 and 11.4.12).
    private func changeRelated(
        _ changes: [PayloadChange],
        replaces: Bool,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        let members = try members(at: write.target)
        if replaces { try removeLinks(of: members) }
        var count = 0
        var kept: Set<[SQLValue]> = []
        for change in changes {
            if let key = try apply(change, to: members, count: &count) { kept.insert(key) }
        }
        if replaces { try removeOthers(than: kept, from: members) }
        return WriteOutcome(.other, count: count)
    }
}
