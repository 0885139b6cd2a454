/// One entity and its set, declared once: table, `$metadata`, pages, import, export, search and masks follow from it.
public struct EntityType: Sendable, Hashable {
    /// The entity type's name in `$metadata`; lists without fields of their own share `ListItem`.
    public let name: String
    /// The entity set's name; unique in the catalog.
    public let set: String
    /// What people call one of them.
    public let label: String
    /// What people call many of them.
    public let pluralLabel: String
    /// The life its rows lead.
    public let kind: EntityKind
    /// The shared traits, in the order of the declaration.
    public let traits: [EntityTrait]
    /// All fields: key, own fields, fields of the traits (`record` last); flattened names follow their reference.
    public let fields: [Field]
    /// Indexes over several fields; those of one field are flags of the field (see ``everyIndex``).
    public let indexes: [EntityIndex]
    /// The ways to the many records that point here.
    public let toMany: [ToMany]
    /// The group reporting tokens choose by.
    public let group: ReportingGroup
    /// The row of the permission matrix that decides.
    public let access: AccessGroup
    /// Which rows a person sees.
    public let rows: RowAccess
    /// The field people know a record by, nil when no single one does.
    public let nameField: String?
    /// What the set holds, for the data dictionary.
    public let about: String

    /// Declares an entity.
    ///
    /// The key field of a record, history or generated set is added first unless a field of the block is the key.
    /// - Parameters:
    ///   - name: the entity type's name; the key is `<name>Id`.
    ///   - set: the entity set's name.
    ///   - traits: shared fields, added after the own ones in this order, `record` last.
    ///   - label: what people call one, by default the name in words.
    ///   - plural: what people call many, by default the set's name in words.
    ///   - kind: the life of the rows.
    ///   - indexes: indexes over several fields.
    ///   - toMany: ways to the many records that point here.
    ///   - group: the group of reporting.
    ///   - access: the row of the permission matrix.
    ///   - rows: which rows are visible; by default by owner if there is one, else all.
    ///   - nameField: the field people know a record by.
    ///   - about: what the set holds.
    ///   - fields: the own fields in order.
    public init(
        _ name: String,
        set: String,
        traits: [EntityTrait] = [],
        label: String? = nil,
        plural: String? = nil,
        kind: EntityKind = .record,
        indexes: [EntityIndex] = [],
        toMany: [ToMany] = [],
        group: ReportingGroup = .dimensions,
        access: AccessGroup,
        rows: RowAccess? = nil,
        nameField: String? = nil,
        about: String,
        @FieldListBuilder fields: () -> [Field]
    ) {
        self.name = name
        self.set = set
        self.label = label ?? WordLabel.sentence(name)
        pluralLabel = plural ?? WordLabel.sentence(set)
        self.kind = kind
        self.traits = traits
        self.indexes = indexes
        self.toMany = toMany
        self.group = group
        self.access = access
        self.about = about
        let expanded = Self.expand(name: name, set: set, kind: kind, traits: traits, own: fields())
        self.fields = expanded
        self.rows = rows ?? Self.defaultRows(expanded)
        self.nameField = nameField ?? Self.defaultNameField(expanded)
    }

    private static func expand(
        name: String,
        set: String,
        kind: EntityKind,
        traits: [EntityTrait],
        own: [Field]
    ) -> [Field] {
        var fields: [Field] = own.contains { $0.isKey } ? [] : [.id(name + "Id")]
        fields += own
        for trait in traits where trait != .record { fields += trait.fields(inSet: set) }
        if traits.contains(.record) { fields += EntityTrait.record.fields(inSet: set) }
        if kind.carriesChangeNumber, !traits.contains(.record) {
            fields += EntityTrait.changeFields(lastUser: false)
        }
        // A set does not refer to itself by its own key: the source run of import runs.
        fields = fields.enumerated().filter { $0 == 0 || $1.name != fields[0].name || $1.isKey }.map(\.element)
        return fields.flatMap { [$0] + flattened($0, among: fields) }
    }

    /// The names shown beside a reference on every set that has it.
    private static func flattened(_ field: Field, among fields: [Field]) -> [Field] {
        let name: Field? =
            switch field.name {
            case "CompanyId": .through("CompanyName", 200, path: ["CompanyId"], field: "Name")
            case "OwnerId": .through("OwnerName", 170, path: ["OwnerId"], field: "FullName")
            case "ContactId":
                .through("ContactName", 170, path: ["ContactId"], field: "FullName").personal(.name)
            default: nil
            }
        guard let name, field.isStored, !field.isKey, !fields.contains(where: { $0.name == name.name }) else {
            return []
        }
        return [name]
    }

    private static func defaultRows(_ fields: [Field]) -> RowAccess {
        let names = Set(fields.map(\.name))
        return names.contains("OwnerId") && names.contains("TeamId")
            ? .owned(user: "OwnerId", team: "TeamId") : .everyone
    }

    private static func defaultNameField(_ fields: [Field]) -> String? {
        for name in ["FullName", "Name", "Label", "Subject"] where fields.contains(where: { $0.name == name }) {
            return name
        }
        return nil
    }
}

extension EntityType {
    /// The key field; every type has one, or the catalog refuses it.
    public var key: Field? { fields.first { $0.isKey } }

    /// The fields with a column, in order.
    public var storedFields: [Field] { fields.filter { $0.isStored } }

    /// Finds a field by its exact name.
    public func field(_ name: String) -> Field? { fields.first { $0.name == name } }

    /// Whether the entity has the life cycle of a record: soft delete, stamps, external reference.
    public var isRecord: Bool { traits.contains(.record) }

    /// Whether the set takes custom fields.
    public var takesCustomFields: Bool { traits.contains(.custom) }

    /// The declared alternate keys; records can be addressed by their external reference.
    public var alternateKeys: [[String]] { isRecord ? [["AlternateReference"]] : [] }

    /// Every index of the table: of single fields in their order, then those over several.
    public var everyIndex: [EntityIndex] {
        let single = fields.filter { $0.isStored && !$0.isKey }.flatMap { field -> [EntityIndex] in
            var found: [EntityIndex] = []
            if field.isUnique { found.append(EntityIndex([field.name], unique: true)) }
            if field.isIndexed, !field.isUnique { found.append(EntityIndex([field.name])) }
            if field.isFolded { found.append(EntityIndex([field.name], form: .folded)) }
            return found
        }
        return single + indexes
    }
}

extension EntityType: CustomStringConvertible {
    /// The set's name.
    public var description: String { self.set }
}

/// The life the rows of a set lead.
public enum EntityKind: String, Sendable, Hashable, CaseIterable {
    /// Records with an Int64 key that people create, change and delete.
    case record
    /// Codes with labels, keyed by their code.
    case list
    /// One row a day, keyed by the date, generated.
    case calendar
    /// Append-only rows that only the system writes.
    case history
    /// Rows made from the model itself, stored nowhere.
    case generated

    /// Whether rows carry `LastUpdatedTimestamp` and `ChangeSeq`: all but generated ones.
    public var carriesChangeNumber: Bool {
        switch self {
        case .record, .list, .history: true
        case .calendar, .generated: false
        }
    }

    /// Whether people and programs may write rows.
    public var isWritable: Bool {
        switch self {
        case .record, .list: true
        case .calendar, .history, .generated: false
        }
    }
}
