/// One field of an entity, declared once: from it come column, property, form control, import target and mask.
///
/// Made by the factories (`Field.string("Name", 200)`) and refined by modifiers (`.required().searched()`).
public struct Field: Sendable, Hashable {
    /// The name in `$metadata`, for example `VatNumber`.
    public let name: String
    /// What it holds.
    public let kind: FieldKind
    /// What people read, for example "VAT number".
    public internal(set) var label: String
    /// What the data dictionary says; empty when the label says it all.
    public internal(set) var about: String
    /// Whether it is the key or the first field of the key.
    public internal(set) var isKey: Bool
    /// Whether a value must be there (flag R).
    public internal(set) var isRequired: Bool
    /// Whether it is indexed as it is (flag I).
    public internal(set) var isIndexed: Bool
    /// Whether it is indexed on a folded twin: NFKC, case and accents removed (flag N).
    public internal(set) var isFolded: Bool
    /// Whether it is unique among active rows (flag U).
    public internal(set) var isUnique: Bool
    /// Whether `$search` and the global search look at it (flag S).
    public internal(set) var isSearched: Bool
    /// Whether it can be set at creation only (flag F).
    public internal(set) var isFixedAfterCreate: Bool
    /// Who supplies the value.
    public internal(set) var source: FieldSource
    /// How personal it is (P1 to P3), nil when it is not.
    public internal(set) var mark: PersonalMark?
    /// Whether it is commercially confidential: cost, margin, credit (flag K).
    public internal(set) var isConfidential: Bool
    /// The value it starts with.
    public internal(set) var initial: FieldDefault?
    /// The only texts allowed, empty when any is; these never change, unlike the codes of a list.
    public internal(set) var fixedCodes: [String]
    /// The numbers allowed, nil when the kind's own range is all.
    public internal(set) var range: NumericRange?
    /// What becomes of the record when the target of a reference goes.
    public internal(set) var rule: ReferenceRule?
    /// The navigation property to the target, nil for fields that lead nowhere.
    public internal(set) var navigationName: String?
    /// Whether a navigation `<name>Calendar` leads to the day's row in the calendar.
    public internal(set) var hasCalendarNavigation: Bool

    init(_ name: String, _ kind: FieldKind) {
        self.name = name
        self.kind = kind
        label = WordLabel.label(forField: name, kind: kind)
        about = ""
        isKey = false
        isRequired = false
        isIndexed = false
        isFolded = false
        isUnique = false
        isSearched = false
        isFixedAfterCreate = false
        source = .entered
        isConfidential = false
        fixedCodes = []
        hasCalendarNavigation = false
        if case .bool = kind { initial = .bool(false) }
        if case .percent = kind { range = NumericRange(minimum: 0, maximum: 100) }
        if kind.targetSet != nil { navigationName = WordLabel.navigationName(forField: name) }
    }

    /// Whether null is a possible value: not for keys, required fields and booleans.
    public var isNullable: Bool {
        if isKey || isRequired { return false }
        if case .bool = kind { return false }
        return true
    }

    /// Whether only the system writes it.
    public var isReadOnly: Bool { source != .entered || isKey }

    /// Whether it has a column; virtual fields have none.
    public var isStored: Bool { virtualValue == nil }

    /// How it is computed when read, nil for stored fields.
    public var virtualValue: VirtualValue? {
        if case .virtual(let value) = source { return value }
        return nil
    }

    /// Whether it may be used in `$filter`: everything but page and download addresses.
    public var isFilterable: Bool {
        switch virtualValue {
        case .recordLink, .downloadLink: false
        default: true
        }
    }

    /// Whether it may be used in `$orderby` and for grouping: neither long texts nor addresses.
    public var isSortable: Bool {
        if case .text = kind { return false }
        return isFilterable
    }

    /// Whether two different readers may get different answers about the field's existence.
    public var isMarked: Bool { mark != nil || isConfidential }
}

/// Who supplies the value of a field.
public enum FieldSource: Sendable, Hashable {
    /// A person, an import or a program.
    case entered
    /// The system, when it writes the row (flag C).
    case computed
    /// The system, when the row is read (flag V).
    case virtual(VirtualValue)
}

/// The numbers a field accepts, both ends included unless said otherwise.
public struct NumericRange: Sendable, Hashable {
    /// The smallest number, nil for no limit.
    public let minimum: Int64?
    /// The largest number, nil for no limit.
    public let maximum: Int64?
    /// Whether the smallest number itself is refused.
    public let isMinimumExcluded: Bool

    /// Makes a range; a missing end is open.
    public init(minimum: Int64? = nil, maximum: Int64? = nil, isMinimumExcluded: Bool = false) {
        self.minimum = minimum
        self.maximum = maximum
        self.isMinimumExcluded = isMinimumExcluded
    }
}
