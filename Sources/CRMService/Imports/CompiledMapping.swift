import EntityModel
import Identity
import SQLCore

/// A mapping that fits its set and its file: names are positions.
struct CompiledMapping: Sendable {
    let layout: RecordLayout
    let fields: [CompiledField]
    /// The entry rows are matched by, as its place in ``fields``.
    let match: Int?
    let whenFound: ImportMapping.WhenFound
    let decimalMark: Character
    /// Columns that leave a row out when they are empty.
    let skipColumns: [Int]
    let header: [String]

    var type: EntityType { layout.type }
}

/// One entry of a mapping.
struct CompiledField: Sendable {
    enum Source: Sendable {
        case column(Int)
        case constant(String)
        case template([(part: ImportTemplate.Part, column: Int?)])
        case choose([(column: Int, equals: String, then: String)], otherwise: String)
    }

    let entry: ImportField
    let field: Field
    /// The field's place in the layout.
    let position: Int
    let source: Source
    let lookup: [String: String]
    let datePattern: DatePattern?
    let reference: ReferenceTarget?

    /// The column to blame.
    var column: String? { entry.columns.first }
}

/// How a reference finds its record.
struct ReferenceTarget: Sendable, Hashable {
    let set: String
    let by: String
    let isByKey: Bool
}

/// Fits a mapping to the model, the viewer and the file.
struct MappingCompiler {
    let mapping: ImportMapping
    let catalog: EntityCatalog
    let visibility: FieldVisibility
    let header: [String]
    /// Reads a lookup file: keys and texts.
    let lookup: (ImportField.Lookup) throws(ImportError) -> [String: String]

    func compile() throws(ImportError) -> CompiledMapping {
        let writable = catalog.types.filter { $0.kind.isWritable }.map(\.set)
        guard let type = catalog.type(ofSet: mapping.entitySet), type.kind.isWritable,
            let layout = RecordLayout(type)
        else {
            throw .unknownSet(mapping.entitySet, nearest: ImportNames.nearest(mapping.entitySet, among: writable))
        }
        try checkColumns()
        var faults: [String] = []
        var fields: [CompiledField] = []
        var seen: Set<String> = []
        for entry in mapping.fields {
            if !seen.insert(entry.property).inserted { faults.append("\(entry.property) is mapped twice") }
            if let field = try compile(entry, layout, &faults) { fields.append(field) }
        }
        let match = mapping.match.flatMap { name in fields.firstIndex { $0.field.name == name } }
        if let name = mapping.match, match == nil, faults.isEmpty {
            faults.append("match names \(name), which is not among the mapped fields")
        }
        guard faults.isEmpty else { throw .mapping(faults) }
        return CompiledMapping(
            layout: layout,
            fields: fields,
            match: match,
            whenFound: mapping.whenFound,
            decimalMark: mapping.decimalMark,
            skipColumns: mapping.skipRowWhenEmpty.compactMap { header.firstIndex(of: $0) },
            header: header
        )
    }

    private func checkColumns() throws(ImportError) {
        var missing: [String] = []
        var seen = Set(header)
        for name in mapping.fields.flatMap(\.columns) + mapping.skipRowWhenEmpty where seen.insert(name).inserted {
            missing.append("“\(name)”." + ImportNames.suggestion(ImportNames.nearest(name, among: header)))
        }
        guard missing.isEmpty else { throw .missingColumns(missing) }
    }

    private func compile(
        _ entry: ImportField,
        _ layout: RecordLayout,
        _ faults: inout [String]
    ) throws(ImportError) -> CompiledField? {
        let type = layout.type
        guard let field = type.field(entry.property), isVisible(field) else {
            let names = type.fields.filter { !$0.isReadOnly && isVisible($0) }.map(\.name)
            let nearest = ImportNames.nearest(entry.property, among: names)
            faults.append("\(type.set) has no field \(entry.property)." + ImportNames.suggestion(nearest))
            return nil
        }
        let isOwnKey = field.isKey && (type.kind == .list || mapping.match == field.name)
        guard !field.isReadOnly || isOwnKey, let position = layout.position(field.name) else {
            faults.append("\(field.name) is computed and cannot be imported")
            return nil
        }
        let reference = reference(of: field, entry, &faults)
        let pattern = entry.dateFormat.flatMap(DatePattern.init)
        if entry.dateFormat != nil, pattern == nil {
            faults.append("dateFormat of \(field.name) needs yyyy, MM and dd, each once")
        }
        return CompiledField(
            entry: entry,
            field: field,
            position: position,
            source: source(entry),
            lookup: try entry.lookup.map(lookup) ?? [:],
            datePattern: pattern,
            reference: reference
        )
    }

    private func isVisible(_ field: Field) -> Bool {
        if field.isConfidential, !visibility.confidential { return false }
        switch field.mark {
        case nil: return true
        case .name, .contact: return visibility.contactDetails
        case .freeText: return visibility.freeText
        }
    }

    private func reference(of field: Field, _ entry: ImportField, _ faults: inout [String]) -> ReferenceTarget? {
        guard case .reference(let set) = field.kind, let target = catalog.type(ofSet: set) else {
            if entry.referenceBy != nil { faults.append("\(field.name) is no reference") }
            return nil
        }
        let by = entry.referenceBy ?? "AlternateReference"
        guard let found = target.field(by), found.isStored, found.isKey || found.kind.isText else {
            let texts = target.storedFields.filter { $0.kind.isText || $0.isKey }.map(\.name)
            let nearest = ImportNames.nearest(by, among: texts)
            faults.append(
                "\(field.name) is looked up by \(by), which \(set) does not have." + ImportNames.suggestion(nearest)
            )
            return nil
        }
        return ReferenceTarget(set: set, by: by, isByKey: found.isKey)
    }

    private func source(_ entry: ImportField) -> CompiledField.Source {
        func place(_ name: String) -> Int { header.firstIndex(of: name) ?? 0 }
        switch entry.source {
        case .column(let name): return .column(place(name))
        case .constant(let text): return .constant(text)
        case .template(let text):
            return .template(
                ImportTemplate(text).parts.map { part in
                    if case .column(let name, _) = part { (part, place(name)) } else { (part, nil) }
                }
            )
        case .choose(let choices, let otherwise):
            return .choose(choices.map { (place($0.column), $0.equals, $0.then) }, otherwise: otherwise)
        }
    }
}
