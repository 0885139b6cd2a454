/// Why a business rule refuses a change; `code` is what pages and feed show.
public enum RuleViolation: Error, Hashable, Sendable {
    /// An amount outside ±900,000,000,000,000 or one that cannot be held exactly.
    case moneyOutOfRange(field: String)
    /// No exchange rate of the currency on or before the day.
    case noRate(currency: String, day: CivilDate)
    /// An opportunity is lost without a reason.
    case reasonRequired
    /// The stage cannot be entered any more.
    case stageInactive(code: String)
    /// The stage is of another pipeline than the opportunity.
    case stageOfOtherPipeline(code: String)
    /// Fields the stage demands are empty.
    case stageFieldsMissing([String])
    /// An activity ends before it starts.
    case endsBeforeStart

    /// The stable code, as in the catalogue of errors.
    public var code: String {
        switch self {
        case .moneyOutOfRange: "money.out-of-range"
        case .noRate: "currency.no-rate"
        case .reasonRequired: "opportunity.reason-required"
        case .stageInactive: "stage.inactive"
        case .stageOfOtherPipeline: "stage.other-pipeline"
        case .stageFieldsMissing: "stage.fields-missing"
        case .endsBeforeStart: "activity.ends-before-start"
        }
    }
}
