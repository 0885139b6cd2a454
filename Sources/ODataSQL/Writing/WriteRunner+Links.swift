import OData
import SQLCore

extension WriteRunner {
    // MARK: Relations in a body

    /// Makes rows refer to an entity, by what its body says about a collection-valued navigation property, or about a
    /// single-valued one whose columns are at the other end.
    func relate(
        _ navigation: PayloadNavigation,
        _ link: NavigationMapping,
        to row: LocatedRow,
        isNew: Bool,
        count: inout Int
    ) throws(WriteError) {
        guard let set = navigation.target else {
            throw .notImplemented(feature: "Writing contained entities (\(navigation.navigation.name))")
        }
        let mapping = try locator.source(of: set.name).mapping
        let members = Members(navigation.navigation, link, set: set, mapping: mapping, owner: row, isNew: isNew)
        if !isNew, navigation.content.isWhole { try removeLinks(of: members) }
        switch navigation.content {
        case .nothing: try removeOthers(than: [], from: members)
        case .references(let references):
            for reference in references {
                try attach(try locate(reference, as: navigation.navigation.name), to: members)
            }
        case .entity(let payload):
            let kept = try writeMember(payload, of: members, count: &count)
            try removeOthers(than: [kept], from: members)
        case .entities(let payloads):
            var kept: Set<[SQLValue]> = []
            for payload in payloads { kept.insert(try writeMember(payload, of: members, count: &count)) }
            // The whole collection stands in the body, so what does not is no member any more (Protocol 11.4.3.1).
            if !isNew { try removeOthers(than: kept, from: members) }
        case .delta(let changes):
            for change in changes { _ = try apply(change, to: members, count: &count) }
        }
    }

    /// The members of one entity's navigation property.
    struct Members {
        let navigation: EdmNavigationProperty
        let link: NavigationMapping
        let set: EdmEntitySet
        let mapping: EntityMapping
        let owner: LocatedRow
        /// Whether the owner was made by this very change.
        let isNew: Bool
        /// The columns that make a row a member: its own, or those of a link table.
        let columns: RowValues

        /// What a new member gets.
        var given: RowValues { link.link == nil ? columns : RowValues() }

        init(
            _ navigation: EdmNavigationProperty,
            _ link: NavigationMapping,
            set: EdmEntitySet,
            mapping: EntityMapping,
            owner: LocatedRow,
            isNew: Bool = false
        ) {
            self.navigation = navigation
            self.link = link
            self.set = set
            self.mapping = mapping
            self.owner = owner
            self.isNew = isNew
            var columns = RowValues()
            for pair in link.link?.source ?? link.pairs { columns[pair.target] = owner.columns[pair.source] ?? .null }
            self.columns = columns
        }
    }

    /// Writes an entity that is, or becomes, a member; gives its key.
    private func writeMember(
        _ payload: EntityPayload,
        of members: Members,
        count: inout Int
    ) throws(WriteError) -> [SQLValue] {
        if let row = try existing(payload, of: members) {
            try attach(row, to: members)
            try updateNested(row, payload, members.set, count: &count)
            return row.key
        }
        let key = try insertNested(payload, members.set, members.mapping, given: members.given, count: &count)
        if members.link.link != nil { try attach(try reread(key, members.mapping), to: members) }
        return key
    }

    /// Carries out one entry of a delta; gives the key of what is a member afterwards.
    ///
    /// What is to be removed and is no member stays as it is.
    func apply(_ change: PayloadChange, to members: Members, count: inout Int) throws(WriteError) -> [SQLValue]? {
        switch change {
        case .changed(let payload): return try writeMember(payload, of: members, count: &count)
        case .removed(let payload, let isDeleted):
            guard let row = try existing(payload, of: members),
                try isMember(row, of: members)
            else { return nil }
            count += 1
            if isDeleted {
                try store.delete(row.key, from: members.mapping)
            } else {
                try detach(row, from: members)
            }
            return nil
        }
    }

    private func existing(_ payload: EntityPayload, of members: Members) throws(WriteError) -> LocatedRow? {
        let owner = members.navigation.containsTarget ? members.columns : RowValues()
        return try existing(payload, members.mapping, members.navigation.name, owner: owner)
    }

    private func attach(_ row: LocatedRow, to members: Members) throws(WriteError) {
        if try isMember(row, of: members) { return }
        if let table = members.link.link {
            try store.relate(pair(row, members, table), in: table)
            return try touch(members)
        }
        let columns = members.columns.columns.map { ($0, members.columns[$0] ?? .null) }
        try checkWritable(columns, of: row.mapping, row, members.navigation.name)
        try store.update(row.key, of: row.mapping, to: members.columns, style: .merge)
    }

    /// The row of a link table that relates a row with the owner.
    private func pair(_ row: LocatedRow, _ members: Members, _ table: NavigationMapping.Link) -> RowValues {
        var pair = members.columns
        for link in table.target { pair[link.source] = row.columns[link.target] ?? .null }
        return pair
    }

    /// A link in a table of its own changes the entity it starts from; the store counts that.
    private func touch(_ members: Members) throws(WriteError) {
        guard !members.isNew else { return }
        try store.update(members.owner.key, of: members.owner.mapping, to: RowValues(), style: .merge)
    }

    /// Ends all links many to many, before the new ones are made.
    func removeLinks(of members: Members) throws(WriteError) {
        guard let table = members.link.link else { return }
        try store.unrelate(members.columns, in: table)
        try touch(members)
    }

    /// Makes a new entity a member of the many-to-many collection it was added to.
    func linkInserted(_ key: [SQLValue], _ mapping: EntityMapping, _ target: BoundRead) throws(WriteError) {
        let last = target.steps.lastIndex { if case .cast = $0 { false } else { true } }
        guard let last, case .navigation(let navigation, let set) = target.steps[last] else { return }
        let owner = try owner(of: target, before: last)
        let link = try self.link(navigation, of: owner.mapping)
        guard link.link != nil else { return }
        let members = Members(navigation, link, set: set, mapping: mapping, owner: owner)
        try attach(try reread(key, mapping), to: members)
    }

    private func isMember(_ row: LocatedRow, of members: Members) throws(WriteError) -> Bool {
        if let table = members.link.link { return try locator.contains(pair(row, members, table), in: table.table) }
        let columns = try members.mapping.rowColumns
        let wanted = members.columns.columns.map { ($0, members.columns[$0] ?? .null) }
        return try locator.row(members.mapping, wanted + Array(zip(columns, row.key))) != nil
    }

    /// Ends a relation: the reference becomes null; a row that cannot be without it is deleted.
    private func detach(_ row: LocatedRow, from members: Members) throws(WriteError) {
        if members.link.link != nil || canBeWithout(members) {
            try clear(row, of: members)
        } else {
            try store.delete(row.key, from: row.mapping)
        }
    }

    private func canBeWithout(_ members: Members) -> Bool {
        members.columns.columns.allSatisfy { column in
            members.mapping.property(ofColumn: column).flatMap { members.mapping.columns[$0] }?.isNullable ?? true
        }
    }

    func removeOthers(than kept: Set<[SQLValue]>, from members: Members) throws(WriteError) {
        // Links of their own have been removed before.
        guard members.link.link == nil else { return }
        let columns = members.columns.columns.map { ($0, members.columns[$0] ?? .null) }
        let rows = try locator.rows(members.mapping, columns, limit: limits.members + 1)
        guard rows.count <= limits.members else { throw .tooMany(limit: limits.members) }
        for row in rows where !kept.contains(row.key) { try detach(row, from: members) }
    }

    /// The members of the navigation property at the end of a path.
    func members(at target: BoundRead) throws(WriteError) -> Members {
        let (owner, navigation, set) = try relation(target)
        let link = try self.link(navigation, of: owner.mapping)
        let mapping = try locator.source(of: set.name).mapping
        return Members(navigation, link, set: set, mapping: mapping, owner: owner)
    }

    // MARK: $ref

    /// Relates existing entities to the one the path starts from.
    func link(
        _ references: [EntityReference],
        replaces: Bool,
        _ write: BoundWrite
    ) throws(WriteError) -> WriteOutcome {
        let (owner, navigation, set) = try relation(write.target)
        try write.condition.check(owner.entityTag)
        let link = try self.link(navigation, of: owner.mapping)
        if try isOwn(link, owner.mapping) {
            try store.permitUpdates(of: owner.mapping)
            guard let reference = references.first else { throw .failed("a link without a reference") }
            let target = try locate(reference, as: "@odata.id")
            let columns = link.pairs.map { ($0.source, target.columns[$0.target] ?? .null) }
            try change(columns, of: owner, navigation)
            return WriteOutcome(.other)
        }
        let mapping = try locator.source(of: set.name).mapping
        try store.permitUpdates(of: mapping)
        let members = Members(navigation, link, set: set, mapping: mapping, owner: owner)
        if replaces { try removeLinks(of: members) }
        var kept: Set<[SQLValue]> = []
        for reference in references {
            let row = try locate(reference, as: "@odata.id")
            try attach(row, to: members)
            kept.insert(row.key)
        }
        if replaces { try removeLinks(besides: kept, of: members) }
        return WriteOutcome(.other, count: references.count)
    }

    /// Ends relations of the entity the path starts from; the entities at the other end stay.
    func unlink(_ reference: EntityReference?, _ write: BoundWrite) throws(WriteError) -> WriteOutcome {
        var target = write.target
        var memberKey: [BoundRead.KeyValue]?
        if case .key(let key)? = target.steps.last, reference == nil {
            memberKey = key
            target.steps.removeLast()
        }
        let (owner, navigation, set) = try relation(target)
        try write.condition.check(owner.entityTag)
        let link = try self.link(navigation, of: owner.mapping)
        if try isOwn(link, owner.mapping) {
            try store.permitUpdates(of: owner.mapping)
            try change(link.pairs.map { ($0.source, .null) }, of: owner, navigation)
            return WriteOutcome(.other)
        }
        let mapping = try locator.source(of: set.name).mapping
        try store.permitUpdates(of: mapping)
        let members = Members(navigation, link, set: set, mapping: mapping, owner: owner)
        let member: LocatedRow?
        if let reference {
            member = try locator.rows(at: reference.read, limit: 1).first
        } else if let memberKey {
            member = try existing(EntityPayload(type: set.entityType, key: memberKey), of: members)
        } else {
            try removeLinks(of: members)
            try removeLinks(besides: [], of: members)
            return WriteOutcome(.other)
        }
        guard let member, try isMember(member, of: members) else { throw .notFound }
        try clear(member, of: members)
        return WriteOutcome(.other)
    }

    private func change(
        _ columns: [(String, SQLValue)],
        of row: LocatedRow,
        _ navigation: EdmNavigationProperty
    ) throws(WriteError) {
        try checkWritable(columns, of: row.mapping, row, navigation.name)
        var values = RowValues()
        for (column, value) in columns { values[column] = value }
        try store.update(row.key, of: row.mapping, to: values, style: .merge)
    }

    private func removeLinks(besides kept: Set<[SQLValue]>, of members: Members) throws(WriteError) {
        guard members.link.link == nil else { return }
        let columns = members.columns.columns.map { ($0, members.columns[$0] ?? .null) }
        let rows = try locator.rows(members.mapping, columns, limit: limits.members + 1)
        guard rows.count <= limits.members else { throw .tooMany(limit: limits.members) }
        for row in rows where !kept.contains(row.key) { try clear(row, of: members) }
    }

    /// Takes a member out; one that must belong somewhere stays, and the request fails.
    private func clear(_ row: LocatedRow, of members: Members) throws(WriteError) {
        if let table = members.link.link {
            try store.unrelate(pair(row, members, table), in: table)
            return try touch(members)
        }
        guard canBeWithout(members) else {
            let name = members.columns.columns.first.flatMap { members.mapping.property(ofColumn: $0) } ?? ""
            throw .rule(
                code: "reference.required",
                message: "\(name) of \(members.set.name) needs a value, so that the relation cannot be ended.",
                target: name,
                isConflict: true
            )
        }
        let columns = members.columns.columns.map { ($0, SQLValue.null) }
        try checkWritable(columns, of: row.mapping, row, members.navigation.name)
        var nothing = RowValues()
        for (column, value) in columns { nothing[column] = value }
        try store.update(row.key, of: row.mapping, to: nothing, style: .merge)
    }

    /// The entity and the navigation property that `/$ref` is about.
    private func relation(
        _ target: BoundRead
    ) throws(WriteError) -> (owner: LocatedRow, navigation: EdmNavigationProperty, set: EdmEntitySet) {
        guard case .navigation(let navigation, let set)? = target.steps.last else {
            throw .notAllowed(feature: "Changing references of a set")
        }
        return (try owner(of: target, before: target.steps.count - 1), navigation, set)
    }
}

extension PayloadNavigation.Content {
    /// Whether all members are named, so that what is not named is none any more.
    fileprivate var isWhole: Bool {
        switch self {
        case .nothing, .entities, .entity: true
        case .references, .delta: false
        }
    }
}
