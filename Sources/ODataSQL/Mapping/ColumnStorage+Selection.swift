import OData

extension ColumnStorage {
    /// A list of complex values that have further members.
    func adding(_ members: [StructureStorage.Member]) -> ColumnStorage {
        guard !members.isEmpty, case .list(.structure(let whole)) = self else { return self }
        return .list(
            of: .structure(StructureStorage(type: whole.type) { type in whole.members(type).map { $0 + members } })
        )
    }

    /// The same of which only the selected members are written, where complex values are stored as objects.
    ///
    /// Recursion is bounded by the depth of the selection.
    func showing(_ select: BoundSelect, _ model: EdmModel) throws(PlanningError) -> ColumnStorage {
        switch (self, select) {
        case (_, .all): return self
        case (_, .members(let query)):
            if query.choosesItems || !query.compute.isEmpty {
                throw .notImplemented(feature: "options of collections inside complex values of collections", at: nil)
            }
            return try showing(query.select, model)
        case (.list(let item), _): return .list(of: try item.showing(select, model))
        case (.structure(let whole), .items(let items)):
            let selection = try StoredSelection(items, of: whole, model)
            let shown = StructureStorage(type: whole.type, including: whole.including, members: selection.members)
            return .structure(shown)
        default: return self
        }
    }
}

/// Which members of a complex value that is stored as an object are written.
private struct StoredSelection {
    /// One selected property; of values of all types, or of one type and those derived from it.
    private struct Item {
        var name: String
        var owner: EdmTypeName?
        var nested: BoundSelect
    }

    private let whole: StructureStorage
    private let model: EdmModel
    private var items: [Item] = []
    private var isAll = false

    init(_ selected: [BoundSelect.Item], of whole: StructureStorage, _ model: EdmModel) throws(PlanningError) {
        self.whole = whole
        self.model = model
        for item in selected {
            switch item {
            case .allProperties: isAll = true
            case .property(let property, let nested):
                try add(Item(name: property.name, owner: nil, nested: nested))
            case .derived(let type, let property, let nested):
                try add(Item(name: property.name, owner: type, nested: nested))
            case .computed(let name):
                // With the control information that names its type.
                let names = whole.allMembers.map(\.name).filter { $0 == name || $0.hasPrefix("\(name)@") }
                for name in names { try add(Item(name: name, owner: nil, nested: .all)) }
            case .navigation, .operation: continue
            }
        }
    }

    /// What cannot be carried out is found here, before any value is written.
    private mutating func add(_ item: Item) throws(PlanningError) {
        if let member = whole.allMembers.first(where: { $0.name == item.name }) {
            _ = try member.storage.showing(item.nested, model)
        }
        items.append(item)
    }

    /// The selected members that values of a type have.
    @Sendable func members(_ type: String) -> [StructureStorage.Member]? {
        guard let all = whole.members(type) else { return nil }
        var shown: [StructureStorage.Member] = []
        for item in items {
            guard let member = all.first(where: { $0.name == item.name }), !isOf(another: type, item.owner) else {
                continue
            }
            let storage = try? member.storage.showing(item.nested, model)
            shown.append(
                StructureStorage.Member(
                    member.name,
                    storage ?? member.storage,
                    hasDefault: member.hasDefault
                )
            )
        }
        guard isAll else { return shown }
        return shown + all.filter { member in !shown.contains { $0.name == member.name } }
    }

    private func isOf(another type: String, _ owner: EdmTypeName?) -> Bool {
        guard let owner, let dot = type.lastIndex(of: ".") else { return false }
        let name = EdmTypeName(String(type[..<dot]), String(type[type.index(after: dot)...]))
        return !model.type(name, isOrDerivesFrom: owner)
    }
}
