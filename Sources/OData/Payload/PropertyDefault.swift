/// Reads the `DefaultValue` facets of a model (CSDL 7.2.7).
public struct PropertyDefault {
    private let conversion: ValueConversion

    /// Makes a reader for a model.
    public init(model: EdmModel) {
        conversion = ValueConversion(model: model)
    }

    /// The default of a property; nil where it has none, or one that is no value of its type.
    public func value(of property: EdmProperty) -> EdmValue? {
        guard let text = property.defaultValue else { return nil }
        let type = conversion.plain(property.type)
        return type.isCollection ? nil : conversion.value(of: text, as: type)
    }
}

extension EdmProperty {
    /// Whether only the service writes it: `Core.Computed`, or `Core.Permissions` without `Write`.
    public var isComputed: Bool { PropertyRules(annotations).isComputed }

    /// Whether it is written at creation at most: only the service writes it, or nobody changes it later
    /// (`Core.Immutable`).
    public var isFixed: Bool {
        let rules = PropertyRules(annotations)
        return rules.isComputed || rules.isImmutable
    }

    /// Whether a client may leave it out of a new entity although it is not nullable.
    public var hasDefault: Bool { defaultValue != nil || PropertyRules(annotations).hasComputedDefault }

    /// Whether a replacement that does not name it sets it back to its default (Protocol 11.4.3): not what only the
    /// service writes, not what is fixed, and not what only the service knows a default for.
    public var isReplaceable: Bool {
        let rules = PropertyRules(annotations)
        return !rules.isComputed && !rules.isImmutable && !rules.hasComputedDefault && type.primitive != .stream
    }
}
