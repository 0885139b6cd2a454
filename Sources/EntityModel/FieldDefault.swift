/// The value a field takes on creation when the writer gives none.
public enum FieldDefault: Sendable, Hashable {
    /// Yes or no; every `bool` without another default starts as no.
    case bool(Bool)
    /// A whole number; for decimals the whole part, for example 0 or 1.
    case integer(Int64)
    /// A fixed text, or the code of a list.
    case text(String)
    /// A value the surroundings supply at the moment of writing.
    case context(ContextDefault)
}

/// A default that depends on who writes, when, and on the records the new one points to.
public enum ContextDefault: Sendable, Hashable {
    /// The user who creates the record.
    case creator
    /// Today in the organisation's time zone.
    case today
    /// So many days after today in the organisation's time zone.
    case daysFromToday(Int)
    /// The present instant.
    case now
    /// The base currency of the organisation.
    case baseCurrency
    /// The currency of the record's company, else the base currency.
    case companyCurrency
    /// The default site of the record's company.
    case defaultSite
    /// The pipeline marked as default.
    case defaultPipeline
    /// The first active stage of the record's pipeline.
    case firstStage
    /// The probability of the record's stage.
    case stageProbability
    /// The forecast category of the record's stage.
    case stageForecastCategory
}

extension Field {
    /// The default that is the same for every record, as a value of the field; nil where there is none, or it depends.
    public var constantDefault: EntityValue? {
        switch initial {
        case .bool(let flag): return .bool(flag)
        case .text(let text): return .text(text)
        case .integer(let whole):
            guard let places = kind.scale else { return .integer(whole) }
            return .decimal((0..<places).reduce(whole) { digits, _ in digits * 10 })
        case .context, nil: return nil
        }
    }
}
