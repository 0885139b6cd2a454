/// What the annotations of a property say about writing it.
struct PropertyRules {
    /// Only the service writes it (`Core.Computed`), or nobody (`Core.Permissions` with `Read`).
    var isComputed = false
    /// Written at creation only (`Core.Immutable`).
    var isImmutable = false
    /// The service has a value where none is given (`Core.ComputedDefaultValue`).
    var hasComputedDefault = false
    /// `Validation.Pattern`.
    var pattern: String?
    /// `Validation.Minimum` and `Validation.Maximum`, and whether the bound itself is out.
    var minimum: (value: EdmDecimal, isExclusive: Bool)?
    var maximum: (value: EdmDecimal, isExclusive: Bool)?
    /// `Validation.AllowedValues`; empty where any is allowed.
    var allowed: [String] = []

    init(_ annotations: [EdmAnnotation]) {
        for annotation in annotations where annotation.qualifier == nil {
            switch (annotation.term.namespace, annotation.term.name) {
            case ("Org.OData.Core.V1", let name): readCore(name, annotation.value)
            case ("Org.OData.Validation.V1", let name): readValidation(name, annotation)
            default: break
            }
        }
    }

    private mutating func readCore(_ name: String, _ value: EdmAnnotationValue) {
        let isSet = value != .bool(false)
        switch name {
        case "Computed": isComputed = isSet
        case "Immutable": isImmutable = isSet
        case "ComputedDefaultValue": hasComputedDefault = isSet
        case "Permissions":
            if case .enumMember(_, let members) = value, !members.isEmpty {
                let isWritable = members.contains { ["Write", "ReadWrite", "2", "3"].contains($0) }
                if !isWritable { isComputed = true }
            }
        default: break
        }
    }

    private mutating func readValidation(_ name: String, _ annotation: EdmAnnotation) {
        let isExclusive = annotation.annotations.contains {
            $0.term == EdmTypeName("Org.OData.Validation.V1", "Exclusive") && $0.value != .bool(false)
        }
        switch name {
        case "Pattern":
            if case .string(let text) = annotation.value { pattern = text }
        case "Minimum": minimum = Self.number(annotation.value).map { ($0, isExclusive) }
        case "Maximum": maximum = Self.number(annotation.value).map { ($0, isExclusive) }
        case "AllowedValues":
            guard case .collection(let items) = annotation.value else { return }
            allowed = items.compactMap { item in
                guard case .record(_, let properties, _) = item,
                    case .string(let text)? = properties.first(where: { $0.name == "Value" })?.value
                else { return nil }
                return text
            }
        default: break
        }
    }

    private static func number(_ value: EdmAnnotationValue) -> EdmDecimal? {
        switch value {
        case .int(let number): EdmDecimal(number)
        case .decimal(let text), .float(let text): EdmDecimal(text)
        default: nil
        }
    }
}
