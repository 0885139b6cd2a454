/// A labelled control of a form with its hint and, after a failed attempt, its error.
struct FormField: Sendable, Equatable {
    /// The kinds of control a field can be.
    enum Kind: Sendable, Equatable {
        case text, email, password, date, number, search, multiline
        case select([Option])
    }

    /// One entry of a select list.
    struct Option: Sendable, Equatable {
        let value: String
        let label: String
        let isSelected: Bool

        init(_ value: String, _ label: String, isSelected: Bool = false) {
            self.value = value
            self.label = label
            self.isSelected = isSelected
        }
    }

    let id: String
    let name: String
    let label: String
    let value: String
    let hint: String?
    let error: String?
    let hasHint: Bool
    let hasError: Bool
    /// The type attribute of an input; `nil` for a text area or a select list.
    let inputType: String?
    let hasInput: Bool
    let isMultiline: Bool
    let isSelect: Bool
    let isPassword: Bool
    let options: [Option]
    let autocomplete: String?
    let inputMode: String?
    let minLength: Int?
    let maxLength: Int?
    let isRequired: Bool
    let isOptional: Bool
    let isShort: Bool
    let isFocused: Bool
    let isSpelled: Bool
    /// The ids of hint and error, in reading order.
    let describedBy: String?

    /// Makes a field.
    ///
    /// With `isConditional` it is needed with one choice of the form only: its label does not call it optional, and the
    /// browser does not insist on it.
    init(
        _ name: String,
        _ label: String,
        kind: Kind = .text,
        value: String = "",
        hint: String? = nil,
        error: String? = nil,
        autocomplete: String? = nil,
        inputMode: String? = nil,
        minLength: Int? = nil,
        maxLength: Int? = nil,
        isOptional: Bool = false,
        isConditional: Bool = false,
        isShort: Bool = false,
        isFocused: Bool = false,
        isSpelled: Bool = false,
        id: String? = nil
    ) {
        let id = id ?? "field-" + name
        self.id = id
        self.name = name
        self.label = label
        self.value = value
        self.hint = hint
        self.error = error
        hasHint = hint != nil
        hasError = error != nil
        self.autocomplete = autocomplete
        self.inputMode = inputMode
        self.minLength = minLength
        self.maxLength = maxLength
        isRequired = !isOptional && !isConditional
        self.isOptional = isOptional
        self.isShort = isShort
        self.isFocused = isFocused && error == nil
        self.isSpelled = isSpelled
        isPassword = kind == .password
        var inputType: String? = nil
        var options: [Option] = []
        var isMultiline = false
        var isSelect = false
        switch kind {
        case .text: inputType = "text"
        case .email: inputType = "email"
        case .password: inputType = "password"
        case .date: inputType = "date"
        case .number: inputType = "number"
        case .search: inputType = "search"
        case .multiline: isMultiline = true
        case .select(let entries):
            isSelect = true
            options = entries
        }
        self.inputType = inputType
        hasInput = inputType != nil
        self.options = options
        self.isMultiline = isMultiline
        self.isSelect = isSelect
        let described = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap { $0 }
        describedBy = described.isEmpty ? nil : described.joined(separator: " ")
    }
}

/// A radio button or a check box with its label.
struct FormChoice: Sendable, Equatable {
    /// Whether one or several of a group may be chosen.
    enum Kind: String, Sendable {
        case radio, checkbox
    }

    let id: String
    let name: String
    let type: String
    let value: String
    let label: String
    /// Words beside the label, such as the instant an expiry results in.
    let aside: String?
    let hint: String?
    let hasHint: Bool
    let isChecked: Bool
    let isDisabled: Bool
    let isStrong: Bool

    init(
        _ kind: Kind,
        name: String,
        value: String,
        label: String,
        aside: String? = nil,
        hint: String? = nil,
        isChecked: Bool = false,
        isDisabled: Bool = false,
        isStrong: Bool = false
    ) {
        id =
            "choice-" + name + "-"
            + value.map { $0.isASCII && ($0.isLetter || $0.isNumber) ? String($0) : "-" }.joined()
        self.name = name
        type = kind.rawValue
        self.value = value
        self.label = label
        self.aside = aside
        self.hint = hint
        hasHint = hint != nil
        self.isChecked = isChecked
        self.isDisabled = isDisabled
        self.isStrong = isStrong
    }
}

/// Choices that answer one question.
struct FormChoiceGroup: Sendable, Equatable {
    let id: String
    let legend: String
    let hint: String?
    let error: String?
    let hasHint: Bool
    let hasError: Bool
    let choices: [FormChoice]
    let describedBy: String?
    /// Whether the choices flow in columns, for long lists of short labels.
    let isInColumns: Bool

    init(
        id: String,
        legend: String,
        hint: String? = nil,
        error: String? = nil,
        isInColumns: Bool = false,
        choices: [FormChoice]
    ) {
        self.id = id
        self.legend = legend
        self.hint = hint
        self.error = error
        hasHint = hint != nil
        hasError = error != nil
        self.choices = choices
        self.isInColumns = isInColumns
        let described = [hint.map { _ in id + "-hint" }, error.map { _ in id + "-error" }].compactMap { $0 }
        describedBy = described.isEmpty ? nil : described.joined(separator: " ")
    }
}

/// The list of errors above a form that was refused, each linked to its field.
struct FormErrorSummary: Sendable, Equatable {
    struct Item: Sendable, Equatable {
        let text: String
        /// The fragment of the field's id, or `nil` for an error of the whole form.
        let href: String?
    }

    let title: String
    let items: [Item]

    init?(title: String = "Please check your entries", items: [Item]) {
        if items.isEmpty { return nil }
        self.title = title
        self.items = items
    }

    /// Gathers the errors of fields and groups, in their order, after those of the whole form.
    init?(
        title: String = "Please check your entries",
        form: [String] = [],
        fields: [FormField] = [],
        groups: [FormChoiceGroup] = []
    ) {
        let items =
            form.map { Item(text: $0, href: nil) } + fields.map(Optional.init).errors
            + groups.map(Optional.init).errors
        self.init(title: title, items: items)
    }
}

extension Sequence<FormField?> {
    /// The errors of the fields that have one.
    var errors: [FormErrorSummary.Item] {
        compactMap { field in
            guard let field, let error = field.error else { return nil }
            return FormErrorSummary.Item(text: "\(field.label): \(error)", href: "#" + field.id)
        }
    }
}

extension Sequence<FormChoiceGroup?> {
    /// The errors of the groups that have one; each leads to the first choice.
    var errors: [FormErrorSummary.Item] {
        compactMap { group in
            guard let group, let error = group.error else { return nil }
            return FormErrorSummary.Item(text: error, href: "#" + (group.choices.first?.id ?? group.id))
        }
    }
}
