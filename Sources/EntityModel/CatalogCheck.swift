/// Checks the declarations of a catalog against each other.
struct CatalogCheck {
    let catalog: EntityCatalog

    func run() throws(CatalogError) {
        try checkSetNames()
        for list in catalog.lists { try check(list) }
        for type in catalog.types {
            try checkMembers(of: type)
            try checkUses(of: type)
            for field in type.fields { try check(field, of: type) }
        }
    }

    private func checkSetNames() throws(CatalogError) {
        var sets: Set<String> = []
        var typesByName: [String: EntityType] = [:]
        for type in catalog.types {
            guard Self.isName(type.set) else { throw .badName(set: type.set, name: type.set) }
            guard Self.isName(type.name) else { throw .badName(set: type.set, name: type.name) }
            guard sets.insert(type.set.lowercased()).inserted else { throw .duplicateSet(type.set) }
            let earlier = typesByName.updateValue(type, forKey: type.name.lowercased())
            if let earlier, earlier.fields != type.fields || earlier.kind != .list {
                throw .duplicateType(type.name)
            }
        }
    }

    private func checkMembers(of type: EntityType) throws(CatalogError) {
        guard type.fields.filter(\.isKey).count == 1 else { throw .badKey(set: type.set) }
        var seen: Set<String> = []
        let members = type.fields.map(\.name) + catalog.navigations(ofSet: type.set).map(\.name)
        for name in members {
            guard Self.isName(name) else { throw .badName(set: type.set, name: name) }
            guard seen.insert(name.lowercased()).inserted else {
                throw .duplicateMember(set: type.set, name: name)
            }
        }
    }

    private func checkUses(of type: EntityType) throws(CatalogError) {
        for index in type.indexes {
            for name in index.fields { _ = try stored(name, of: type) }
        }
        if let name = type.nameField, type.field(name) == nil { throw .unknownField(set: type.set, name: name) }
        for name in Self.fieldNames(of: type.rows) { _ = try stored(name, of: type) }
        for many in type.toMany {
            guard catalog.field(many.field, ofSet: many.set)?.kind.targetSet == type.set else {
                throw .unknownTarget(set: type.set, field: many.name, target: many.set)
            }
        }
    }

    private static func fieldNames(of rows: RowAccess) -> [String] {
        switch rows {
        case .everyone, .administrators: []
        case .owned(let user, let team): [user, team]
        case .part(let field): [field]
        case .ownedOrParent(let user, let team, let parents): [user, team] + parents
        case .anyParent(let parents): parents
        case .record(let set, let id): [set, id]
        }
    }

    private func stored(_ name: String, of type: EntityType) throws(CatalogError) -> Field {
        guard let field = type.field(name), field.isStored else { throw .unknownField(set: type.set, name: name) }
        return field
    }

    private func check(_ field: Field, of type: EntityType) throws(CatalogError) {
        if let target = field.kind.targetSet {
            let found = catalog.type(ofSet: target)?.kind
            let isList = if case .code = field.kind { true } else { false }
            guard let found, (found == .list) == isList else {
                throw .unknownTarget(set: type.set, field: field.name, target: target)
            }
        }
        guard hasSoundSize(field) else { throw .badSize(set: type.set, field: field.name) }
        guard hasFittingDefault(field) else { throw .badDefault(set: type.set, field: field.name) }
        if let value = field.virtualValue { try check(value, for: field, of: type) }
    }

    private func hasSoundSize(_ field: Field) -> Bool {
        if let length = field.kind.maxLength, !(1...32_000).contains(length) { return false }
        if let longest = field.fixedCodes.map(\.count).max(), longest > field.kind.maxLength ?? 0 { return false }
        if let precision = field.kind.precision, let scale = field.kind.scale {
            return (1...19).contains(precision) && (0...precision).contains(scale)
        }
        return true
    }

    private func hasFittingDefault(_ field: Field) -> Bool {
        switch (field.initial, field.kind) {
        case (nil, _), (.context, _), (.bool, .bool): true
        case (.text(let code), .code(let list)): catalog.list(list)?.item(code) != nil
        case (.text(let text), .string): field.fixedCodes.isEmpty || field.fixedCodes.contains(text)
        case (.integer(let number), let kind):
            kind.isNumeric && number >= field.range?.minimum ?? .min && number <= field.range?.maximum ?? .max
        default: false
        }
    }

    private func check(_ value: VirtualValue, for field: Field, of type: EntityType) throws(CatalogError) {
        let fits: Bool
        switch value {
        case .through(let path, let name):
            guard let target = catalog.target(ofSet: type.set, path: path, field: name), !path.isEmpty else {
                throw .unknownField(set: type.set, name: field.name)
            }
            guard target.mark == nil || field.mark == target.mark, field.isConfidential || !target.isConfidential else {
                throw .lostMark(set: type.set, field: field.name)
            }
            fits = target.isStored && target.kind == field.kind
        case .year(let name), .month(let name):
            fits = try stored(name, of: type).kind == .date && field.kind == .int32
        case .ageInDays(let name):
            fits = try stored(name, of: type).kind == .timestamp && field.kind == .int32
        case .isOverdue(let due, let status, _):
            let isCode = if case .code = try stored(status, of: type).kind { true } else { false }
            fits = try stored(due, of: type).kind == .date && isCode && field.kind == .bool
        case .recordLink, .downloadLink:
            fits = field.kind.maxLength != nil
        case .latestRate:
            fits = field.kind == .rate
        case .calendarOffset:
            fits = field.kind == .int32 && type.kind == .calendar
        }
        guard fits else { throw .virtualKind(set: type.set, field: field.name) }
    }

    private func check(_ list: ChoiceList) throws(CatalogError) {
        var codes: Set<String> = []
        for item in list.items {
            guard Self.isCode(item.code), codes.insert(item.code.lowercased()).inserted else {
                throw .badList(set: list.set, code: item.code)
            }
            let known = Set(list.extraFields.map(\.name))
            guard known.isSuperset(of: item.extra.keys) else { throw .badList(set: list.set, code: item.code) }
        }
        let defaults = list.items.filter(\.isDefault)
        if defaults.count > 1 { throw .badList(set: list.set, code: defaults[1].code) }
    }

    private static func isName(_ name: String) -> Bool {
        guard let first = name.utf8.first, isLetter(first), name.utf8.count <= 64 else { return false }
        return name.utf8.allSatisfy { isLetter($0) || isDigit($0) || $0 == UInt8(ascii: "_") }
    }

    private static func isCode(_ code: String) -> Bool {
        guard let first = code.utf8.first, first < UInt8(ascii: "a"), isLetter(first), code.utf8.count <= 40 else {
            return false
        }
        return code.utf8.allSatisfy { isLetter($0) || isDigit($0) }
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= UInt8(ascii: "a") && lower <= UInt8(ascii: "z")
    }

    private static func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
}
