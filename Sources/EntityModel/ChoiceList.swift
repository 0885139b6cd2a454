/// A list of codes with labels, served as an entity set of its own.
public struct ChoiceList: Sendable, Hashable {
    /// The set's name, for example `CompanyTypes`; fields name their list by it.
    public let set: String
    /// The entity type: `ListItem` unless the list has fields of its own.
    public let typeName: String
    /// What people read over the list.
    public let label: String
    /// Whether the codes are fixed and only the labels are free.
    public let isSystem: Bool
    /// The fields the list has beyond those of every list.
    public let extraFields: [Field]
    /// The codes it starts with, in order.
    public let items: [ListItem]

    /// Declares a list.
    ///
    /// - Parameters:
    ///   - set: the set's name.
    ///   - typeName: the entity type, `ListItem` for lists without fields of their own.
    ///   - label: what people read, by default the set's name in words.
    ///   - system: whether the codes are fixed.
    ///   - items: the codes in order; sequence numbers are given by position, ten apart.
    ///   - extraFields: fields beyond those of every list.
    public init(
        _ set: String,
        typeName: String = "ListItem",
        label: String? = nil,
        system: Bool = false,
        items: [ListItem],
        @FieldListBuilder extraFields: () -> [Field] = { [] }
    ) {
        self.set = set
        self.typeName = typeName
        self.label = label ?? WordLabel.sentence(set)
        isSystem = system
        self.extraFields = extraFields()
        self.items = items.enumerated().map { position, item in
            item.placed(sequence: Int32(clamping: (position + 1) * 10), isSystem: system)
        }
    }

    /// The code new records start with, where there is one.
    public var defaultCode: String? { items.first { $0.isDefault }?.code }

    /// Finds an item by its code.
    public func item(_ code: String) -> ListItem? { items.first { $0.code == code } }

    /// The set as an entity: key `Code`, the fields of every list, then its own.
    public var entityType: EntityType {
        EntityType(
            typeName,
            set: set,
            label: typeName == "ListItem" ? "List item" : nil,
            plural: label,
            kind: .list,
            access: .organisation,
            about: "Codes of the list “\(label)”."
        ) {
            Field.string("Code", 40).key().fixedAfterCreate().searched()
                .about("Never changes; what records hold.")
            Field.string("Label", 120).required().searched().about("What people read; may be translated.")
            Field.int32("Sequence")
            Field.string("Meaning", 16).about("What the business rules look at.")
            Field.string("ColorToken", 20).labelled("Colour")
            Field.bool("IsActive").defaults(to: true).about("A code in use is deactivated, never deleted.")
            Field.bool("IsDefault")
            Field.bool("IsSystem").computed().about("Whether the code belongs to the product and cannot be changed.")
            Field.string("Description", 400)
            extraFields
        }
    }
}

/// One code of a list.
public struct ListItem: Sendable, Hashable {
    /// What records hold: a letter, then letters and digits; never changes.
    public let code: String
    /// What people read.
    public let label: String
    /// What the business rules look at, nil when nothing does.
    public let meaning: String?
    /// Whether new records start with it.
    public let isDefault: Bool
    /// Whether it can be chosen from the start.
    public let isActive: Bool
    /// The values of the list's own fields.
    public let extra: [String: EntityValue]
    /// The position in the list.
    public private(set) var sequence: Int32 = 0
    /// Whether the code is fixed.
    public private(set) var isSystem = false

    /// Declares a code; without a label its name in words is taken.
    public init(
        _ code: String,
        _ label: String? = nil,
        meaning: String? = nil,
        isDefault: Bool = false,
        isActive: Bool = true,
        extra: [String: EntityValue] = [:]
    ) {
        self.code = code
        self.label = label ?? WordLabel.sentence(code)
        self.meaning = meaning
        self.isDefault = isDefault
        self.isActive = isActive
        self.extra = extra
    }

    func placed(sequence: Int32, isSystem: Bool) -> ListItem {
        var copy = self
        copy.sequence = sequence
        copy.isSystem = isSystem
        return copy
    }
}
