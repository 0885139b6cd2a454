import OData
import SQLCore

/// Designs the tables of a model, set by set; then what relates them.
struct StorageDesigner {
    let model: EdmModel
    let facts: [String: ModelStorage.Facts]
    var sets: [DesignedSet] = []
    private var positions: [String: Int] = [:]
    private var links: [TableDescription] = []
    private var fullTextTables: [FullTextTableDescription] = []

    /// A set with its table, while both are being made.
    struct DesignedSet {
        var set: EdmEntitySet
        var type: EdmStructuredType
        var mapping: EntityMapping
        var table: TableDescription
        /// The columns that identify a row: those of the owner, then the key.
        var identity: [(column: String, storage: ColumnStorage)]
        /// The navigation properties, by the path to them.
        var navigations: [(path: [String], navigation: EdmNavigationProperty)]
    }

    init(model: EdmModel, facts: [String: ModelStorage.Facts]) {
        self.model = model
        self.facts = facts
    }

    var schema: SchemaDescription {
        SchemaDescription(tables: sets.map(\.table) + links, fullTextTables: fullTextTables)
    }

    mutating func design() throws(ModelStorageError) {
        for set in model.container?.entitySets ?? [] { try add(set, owner: nil, depth: 0) }
        for singleton in model.container?.singletons ?? [] {
            guard let set = model.source(named: singleton.name) else { continue }
            try add(set, owner: nil, depth: 0)
        }
        for position in sets.indices {
            for (path, navigation) in sets[position].navigations { relate(position, path, navigation) }
        }
    }

    // MARK: Tables

    private struct Owner {
        var address: [AddressPart]
        var identity: [(column: String, storage: ColumnStorage)]
        var table: String
        var navigation: EdmNavigationProperty
        var path: String
    }

    private mutating func add(_ set: EdmEntitySet, owner: Owner?, depth: Int) throws(ModelStorageError) {
        guard depth <= 8 else { throw .nestedTooDeep(set.name) }
        guard let type = model.entityType(set.entityType) else { throw .unknownType(set.entityType, at: set.name) }
        var columns = ColumnDesigner(model: model, set: set.name)
        try columns.addType(type)
        let own = facts[set.name] ?? ModelStorage.Facts()
        var mapping = columns.mapping(key: type.key.map(\.path))
        mapping.presence = ColumnDesigner.row
        mapping.version = own.version
        mapping.isSingle = owner.map { !$0.navigation.isCollection } ?? (model.singleton(set.name) != nil)
        if let mediaType = own.mediaType { mapping.streams[""]?.mediaType = mediaType }
        mapping.streams[""]?.length = own.mediaLength
        let ownerColumns = (owner?.identity ?? []).enumerated().map { ("$owner\($0 + 1)", $1.storage) }
        let key = type.key.compactMap { part in mapping.columns[part.path].map { (part.path, $0.storage) } }
        let identity = ownerColumns + (mapping.isSingle ? [] : key)
        mapping.address = address(of: set, mapping, owner, ownerColumns, key, type)
        var table = columns.table(named: set.name)
        table.columns += ownerColumns.map { ColumnDescription($0.0, $0.1.sqlType) }
        if !identity.isEmpty {
            table.indexes.append(IndexDescription("\(set.name)$key", on: identity.map(\.0), isUnique: true))
        }
        for (position, properties) in own.unique.enumerated() {
            table.indexes.append(IndexDescription("\(set.name)$unique\(position)", on: properties, isUnique: true))
        }
        if !own.searched.isEmpty {
            let name = "\(set.name)$search"
            fullTextTables.append(
                FullTextTableDescription(name, content: set.name, key: ColumnDesigner.row, columns: own.searched)
            )
            let searched = Dictionary(own.searched.map { ($0, $0) }) { first, _ in first }
            mapping.search = SearchMapping(table: name, columns: searched, rowID: ColumnDesigner.row)
        }
        positions[set.name] = sets.count
        sets.append(
            DesignedSet(
                set: set,
                type: type,
                mapping: mapping,
                table: table,
                identity: identity.map { ($0.0, $0.1) },
                navigations: columns.navigations
            )
        )
        if let owner { contain(sets.count - 1, owner, ownerColumns.map(\.0)) }
        try addContained(in: sets.count - 1, depth: depth)
    }

    private mutating func addContained(in position: Int, depth: Int) throws(ModelStorageError) {
        let outer = sets[position]
        for (path, navigation) in outer.navigations where navigation.containsTarget {
            guard let set = model.target(of: navigation, from: outer.set, through: path) else { continue }
            let owner = Owner(
                address: outer.mapping.address ?? [],
                identity: outer.identity,
                table: outer.table.name,
                navigation: navigation,
                path: (path + [navigation.name]).joined(separator: "/")
            )
            try add(set, owner: owner, depth: depth + 1)
        }
    }

    private func address(
        of set: EdmEntitySet,
        _ mapping: EntityMapping,
        _ owner: Owner?,
        _ ownerColumns: [(String, ColumnStorage)],
        _ key: [(String, ColumnStorage)],
        _ type: EdmStructuredType
    ) -> [AddressPart] {
        var parts: [AddressPart] = []
        if let owner {
            // The owner's address, with its key taken from this table.
            var rest = ownerColumns[...]
            for part in owner.address {
                switch part {
                case .text: parts.append(part)
                case .key:
                    guard let column = rest.popFirst() else { continue }
                    parts.append(.key(column: column.0, column.1))
                }
            }
            parts.append(.text("/\(owner.path)"))
        } else {
            parts.append(.text(set.name))
        }
        guard !mapping.isSingle else { return parts }
        parts.append(.text("("))
        for (position, column) in key.enumerated() {
            if position > 0 { parts.append(.text(",")) }
            if key.count > 1 { parts.append(.text("\(type.key[position].name)=")) }
            parts.append(.key(column: column.0, column.1))
        }
        return parts + [.text(")")]
    }

    /// Rows that are contained go with their owner.
    private mutating func contain(_ position: Int, _ owner: Owner, _ columns: [String]) {
        let keys = owner.identity.map(\.column)
        // Without a key the owner is the only row of its table.
        guard !keys.isEmpty else { return }
        sets[position].table.foreignKeys.append(
            ForeignKeyDescription(columns, references: owner.table, keys, onDelete: .cascade, isDeferred: true)
        )
    }
}

extension StorageDesigner {
    // MARK: Relations

    /// Maps a navigation property of a set, and makes the columns or the table it needs.
    private mutating func relate(_ position: Int, _ path: [String], _ navigation: EdmNavigationProperty) {
        let name = (path + [navigation.name]).joined(separator: "/")
        guard sets[position].mapping.navigations[name] == nil,
            let target = targetPosition(of: navigation, from: position, path)
        else { return }
        if navigation.containsTarget {
            let pairs = sets[position].identity.enumerated().map { number, column in
                NavigationMapping.Pair(source: column.column, target: "$owner\(number + 1)")
            }
            map(position, name, to: target, pairs, isCollection: navigation.isCollection)
        } else if let pairs = constraintPairs(navigation, path, from: position, to: target) {
            map(position, name, to: target, pairs, isCollection: navigation.isCollection)
            refer(position, pairs, to: target, navigation)
        } else if let back = partner(of: navigation, from: position, to: target) {
            relate(position, name, navigation, to: target, back)
        } else if navigation.isCollection {
            link(position, name, to: target, back: nil)
        } else {
            reference(position, name, navigation, to: target)
        }
    }

    /// A navigation property with a partner that leads back to the same set.
    private mutating func relate(
        _ position: Int,
        _ name: String,
        _ navigation: EdmNavigationProperty,
        to target: Int,
        _ back: (path: [String], navigation: EdmNavigationProperty)
    ) {
        let backName = (back.path + [back.navigation.name]).joined(separator: "/")
        if let pairs = constraintPairs(back.navigation, back.path, from: target, to: position) {
            let reversed = pairs.map { NavigationMapping.Pair(source: $0.target, target: $0.source) }
            return map(position, name, to: target, reversed, isCollection: navigation.isCollection)
        }
        switch (navigation.isCollection, back.navigation.isCollection) {
        case (true, true): link(position, name, to: target, back: backName)
        case (false, _): reference(position, name, navigation, to: target, back: (backName, back.navigation))
        case (true, false): reference(target, backName, back.navigation, to: position, back: (name, navigation))
        }
    }

    private func targetPosition(of navigation: EdmNavigationProperty, from position: Int, _ path: [String]) -> Int? {
        if let set = model.target(of: navigation, from: sets[position].set, through: path) {
            return positions[set.name]
        }
        let candidates = (model.container?.entitySets ?? []).filter { $0.entityType == navigation.target }
        guard candidates.count == 1, let only = candidates.first else { return nil }
        return positions[only.name]
    }

    private func partner(
        of navigation: EdmNavigationProperty,
        from position: Int,
        to target: Int
    ) -> (path: [String], navigation: EdmNavigationProperty)? {
        guard let name = navigation.partner?.split(separator: "/").filter({ !$0.contains(".") }).map(String.init) else {
            return nil
        }
        let back = sets[target].navigations.first { $0.path + [$0.navigation.name] == name }
        guard let back, targetPosition(of: back.navigation, from: target, back.path) == position else { return nil }
        return back
    }

    /// The columns that a referential constraint makes equal; nil where one of them is not there.
    private func constraintPairs(
        _ navigation: EdmNavigationProperty,
        _ path: [String],
        from position: Int,
        to target: Int
    ) -> [NavigationMapping.Pair]? {
        guard !navigation.referentialConstraints.isEmpty else { return nil }
        var pairs: [NavigationMapping.Pair] = []
        for constraint in navigation.referentialConstraints {
            let inner = (path + [constraint.property]).joined(separator: "/")
            let own = sets[position].mapping.columns[inner] == nil ? constraint.property : inner
            guard sets[position].mapping.columns[own] != nil,
                sets[target].mapping.columns[constraint.referencedProperty] != nil
            else { return nil }
            pairs.append(NavigationMapping.Pair(source: own, target: constraint.referencedProperty))
        }
        return pairs
    }

    private mutating func map(
        _ position: Int,
        _ name: String,
        to target: Int,
        _ pairs: [NavigationMapping.Pair],
        isCollection: Bool
    ) {
        sets[position].mapping.navigations[name] = NavigationMapping(
            entitySet: sets[target].set.name,
            isCollection: isCollection,
            pairs: pairs
        )
    }

    /// Columns that hold the key of the related entity, and the way back by them.
    private mutating func reference(
        _ position: Int,
        _ name: String,
        _ navigation: EdmNavigationProperty,
        to target: Int,
        back: (name: String, navigation: EdmNavigationProperty)? = nil
    ) {
        let pairs = sets[target].identity.map { column, storage in
            let own = "\(name)$\(column)"
            sets[position].table.columns.append(ColumnDescription(own, storage.sqlType, isNullable: true))
            return NavigationMapping.Pair(source: own, target: column)
        }
        map(position, name, to: target, pairs, isCollection: false)
        refer(position, pairs, to: target, navigation)
        guard let back, sets[target].mapping.navigations[back.name] == nil else { return }
        let reversed = pairs.map { NavigationMapping.Pair(source: $0.target, target: $0.source) }
        map(target, back.name, to: position, reversed, isCollection: back.navigation.isCollection)
    }

    /// The foreign key behind a reference, with what deleting the target does, and an index for the way back.
    private mutating func refer(
        _ position: Int,
        _ pairs: [NavigationMapping.Pair],
        to target: Int,
        _ navigation: EdmNavigationProperty
    ) {
        let table = sets[position].table
        let columns = pairs.map(\.source)
        let index = IndexDescription("\(table.name)$\(navigation.name)", on: columns)
        if !table.indexes.contains(where: { $0.name == index.name || $0.members == index.members }) {
            sets[position].table.indexes.append(index)
        }
        // Only what tells rows apart can be referred to.
        guard Set(pairs.map(\.target)) == Set(sets[target].identity.map(\.column)), !pairs.isEmpty else { return }
        let order = sets[target].identity.compactMap { column in pairs.first { $0.target == column.column } }
        let areNullable = columns.allSatisfy { name in table.columns.contains { $0.name == name && $0.isNullable } }
        let stated = partner(of: navigation, from: position, to: target)?.navigation.onDelete
        let rule: ForeignKeyDescription.DeleteRule =
            switch stated {
            case .cascade: .cascade
            case .setNull: .setNull
            case .some(.none), .setDefault: .noAction
            case nil: areNullable ? .setNull : .noAction
            }
        sets[position].table.foreignKeys.append(
            ForeignKeyDescription(
                order.map(\.source),
                references: sets[target].table.name,
                order.map(\.target),
                onDelete: rule,
                isDeferred: true
            )
        )
    }

    /// A table that relates rows of two sets, read from either end.
    private mutating func link(_ position: Int, _ name: String, to target: Int, back: String?) {
        let table = "\(sets[position].table.name)$\(name)"
        let source = sets[position].identity.enumerated().map { ("source\($0 + 1)", $1.column, $1.storage) }
        let destination = sets[target].identity.enumerated().map { ("target\($0 + 1)", $1.column, $1.storage) }
        let columns = (source + destination).map { ColumnDescription($0.0, $0.2.sqlType) }
        links.append(
            TableDescription(
                table,
                columns: columns,
                primaryKey: columns.map(\.name),
                indexes: [IndexDescription("\(table)$back", on: destination.map(\.0))],
                foreignKeys: [(source, position), (destination, target)].map { columns, end in
                    ForeignKeyDescription(
                        columns.map(\.0),
                        references: sets[end].table.name,
                        columns.map(\.1),
                        onDelete: .cascade,
                        isDeferred: true
                    )
                }
            )
        )
        let forth = NavigationMapping.Link(
            table: table,
            source: source.map { .init(source: $0.1, target: $0.0) },
            target: destination.map { .init(source: $0.0, target: $0.1) }
        )
        sets[position].mapping.navigations[name] = NavigationMapping(entitySet: sets[target].set.name, link: forth)
        guard let back, sets[target].mapping.navigations[back] == nil else { return }
        let reversed = NavigationMapping.Link(
            table: table,
            source: destination.map { .init(source: $0.1, target: $0.0) },
            target: source.map { .init(source: $0.0, target: $0.1) }
        )
        sets[target].mapping.navigations[back] = NavigationMapping(entitySet: sets[position].set.name, link: reversed)
    }
}
