// The words in which fields are declared: one factory per kind, one modifier per flag.

extension Field {
    /// Declares one line of text of at most `length` characters.
    public static func string(_ name: String, _ length: Int) -> Field { Field(name, .string(maxLength: length)) }

    /// Declares many lines of text of at most `length` characters.
    public static func text(_ name: String, _ length: Int) -> Field { Field(name, .text(maxLength: length)) }

    /// Declares a code of a list.
    public static func choice(_ name: String, list: String) -> Field { Field(name, .code(list: list)) }

    /// Declares a one-line text that takes only the given codes, which never change.
    public static func fixed(_ name: String, _ length: Int, _ codes: [String]) -> Field {
        var field = Field(name, .string(maxLength: length))
        field.fixedCodes = codes
        return field
    }

    /// Declares a reference to a record of another set.
    public static func reference(_ name: String, to set: String, onDelete rule: ReferenceRule = .clear) -> Field {
        var field = Field(name, .reference(set: set))
        field.rule = rule
        return field
    }

    /// Declares a yes or no, which starts as no.
    public static func bool(_ name: String) -> Field { Field(name, .bool) }

    /// Declares a whole number of 32 bits.
    public static func int32(_ name: String) -> Field { Field(name, .int32) }

    /// Declares a whole number of 64 bits.
    public static func int64(_ name: String) -> Field { Field(name, .int64) }

    /// Declares an amount in the record's currency.
    public static func money(_ name: String) -> Field { Field(name, .money) }

    /// Declares an amount in the base currency, always computed.
    public static func base(_ name: String) -> Field { Field(name, .baseMoney).computed() }

    /// Declares a quantity.
    public static func quantity(_ name: String) -> Field { Field(name, .quantity) }

    /// Declares a percentage.
    public static func percent(_ name: String) -> Field { Field(name, .percent) }

    /// Declares an exchange rate.
    public static func rate(_ name: String) -> Field { Field(name, .rate) }

    /// Declares another exact decimal number.
    public static func decimal(_ name: String, _ precision: Int, _ scale: Int) -> Field {
        Field(name, .decimal(precision: precision, scale: scale))
    }

    /// Declares a calendar day.
    public static func date(_ name: String) -> Field { Field(name, .date) }

    /// Declares an instant.
    public static func timestamp(_ name: String) -> Field { Field(name, .timestamp) }

    /// Declares the Int64 key of a record.
    static func id(_ name: String) -> Field { Field(name, .id).key().computed() }

    /// Declares a field that is computed when read.
    public static func virtual(_ name: String, _ kind: FieldKind, _ value: VirtualValue) -> Field {
        var field = Field(name, kind)
        field.source = .virtual(value)
        field.initial = nil
        field.navigationName = nil
        return field
    }

    /// Declares a name or fact of the record that `path` of references leads to, read with the row.
    public static func through(_ name: String, _ length: Int, path: [String], field: String) -> Field {
        .virtual(name, .string(maxLength: length), .through(path: path, field: field))
    }
}

extension Field {
    /// Makes it the key.
    public func key() -> Field { changed { $0.isKey = true } }

    /// Demands a value (flag R).
    public func required() -> Field { changed { $0.isRequired = true } }

    /// Adds an index, of the value itself (flag I) or of its folded twin (flag N).
    public func indexed(_ form: IndexForm = .plain) -> Field {
        changed {
            switch form {
            case .plain: $0.isIndexed = true
            case .folded: $0.isFolded = true
            }
        }
    }

    /// Makes it unique among active rows (flag U).
    public func unique() -> Field { changed { $0.isUnique = true } }

    /// Adds it to the search (flag S).
    public func searched() -> Field { changed { $0.isSearched = true } }

    /// Lets it be set at creation only (flag F).
    public func fixedAfterCreate() -> Field { changed { $0.isFixedAfterCreate = true } }

    /// Leaves the value to the system, which stores it with the row (flag C).
    public func computed() -> Field { changed { $0.source = .computed } }

    /// Marks it as personal (P1, P2 or P3).
    public func personal(_ mark: PersonalMark?) -> Field { changed { $0.mark = mark } }

    /// Marks it as commercially confidential (flag K).
    public func confidential() -> Field { changed { $0.isConfidential = true } }

    /// Gives it a label other than its name in words.
    public func labelled(_ label: String) -> Field { changed { $0.label = label } }

    /// Explains it in the data dictionary.
    public func about(_ text: String) -> Field { changed { $0.about = text } }

    /// Starts it with a text or a code.
    public func defaults(to text: String) -> Field { changed { $0.initial = .text(text) } }

    /// Starts it with a whole number.
    public func defaults(to number: Int64) -> Field { changed { $0.initial = .integer(number) } }

    /// Starts it with yes or no.
    public func defaults(to value: Bool) -> Field { changed { $0.initial = .bool(value) } }

    /// Starts it with what the surroundings say.
    public func defaults(to context: ContextDefault) -> Field { changed { $0.initial = .context(context) } }

    /// Limits the numbers it accepts.
    public func within(_ range: NumericRange) -> Field { changed { $0.range = range } }

    /// Limits the numbers it accepts to a closed range.
    public func within(_ range: ClosedRange<Int64>) -> Field {
        within(NumericRange(minimum: range.lowerBound, maximum: range.upperBound))
    }

    /// Names the navigation property other than by dropping `Id` or `Code`.
    public func navigation(_ name: String) -> Field { changed { $0.navigationName = name } }

    /// Adds the navigation `<name>Calendar` to the day's row in the calendar.
    public func onCalendar() -> Field { changed { $0.hasCalendarNavigation = true } }

    private func changed(_ change: (inout Field) -> Void) -> Field {
        var copy = self
        change(&copy)
        return copy
    }
}

/// What an index of one field holds.
public enum IndexForm: Sendable, Hashable {
    /// The value as it is.
    case plain
    /// The folded twin of a text: NFKC, case and accents removed.
    case folded
}

/// Collects the fields of an entity declaration in their order.
@resultBuilder
public enum FieldListBuilder {
    /// Joins the fields of a block.
    public static func buildBlock(_ parts: [Field]...) -> [Field] { parts.flatMap(\.self) }

    /// Takes the fields of a loop.
    public static func buildArray(_ parts: [[Field]]) -> [Field] { parts.flatMap(\.self) }

    /// Takes one field.
    public static func buildExpression(_ field: Field) -> [Field] { [field] }

    /// Takes several fields at once.
    public static func buildExpression(_ fields: [Field]) -> [Field] { fields }
}
