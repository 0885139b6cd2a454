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
    /// A lead that became a company, contact or opportunity cannot be changed any more.
    case leadConverted
    /// A quote that has left the draft keeps its lines and terms.
    case quoteLocked
    /// A confirmed order keeps its lines and terms, and cannot be deleted.
    case orderLocked
    /// The value of an opportunity follows its lines.
    case valueComputed
    /// None or several of the fields have a value where exactly one must.
    case exactlyOneOf([String])
    /// None of the fields has a value.
    case atLeastOneOf([String])
    /// The day is not the first of a month.
    case notFirstOfMonth(field: String)
    /// The user who is to own the record does not work here any more.
    case ownerInactive
    /// A record would be above itself.
    case hierarchyCycle(field: String)
    /// The code belongs to the product.
    case codeFixed(String)
    /// The base currency cannot be changed this way.
    case baseCurrencyLocked
    /// The default site of a company stays while the company does.
    case defaultSite

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
        case .leadConverted: "lead.already-converted"
        case .quoteLocked: "quote.locked"
        case .orderLocked: "order.locked"
        case .valueComputed: "opportunity.value-computed"
        case .exactlyOneOf: "record.exactly-one"
        case .atLeastOneOf: "record.at-least-one"
        case .notFirstOfMonth: "target.period-start"
        case .ownerInactive: "owner.inactive"
        case .hierarchyCycle: "hierarchy.cycle"
        case .codeFixed: "list.code-fixed"
        case .baseCurrencyLocked: "currency.base-locked"
        case .defaultSite: "site.default"
        }
    }

    /// One sentence for whoever made the change.
    public var message: String {
        switch self {
        case .moneyOutOfRange(let field): "\(field) is outside ±900,000,000,000,000."
        case .noRate(let currency, let day): "There is no exchange rate of \(currency) on or before \(day.text)."
        case .reasonRequired: "An opportunity that is lost needs a LostReasonCode."
        case .stageInactive(let code): "The stage \(code) is not in use any more."
        case .stageOfOtherPipeline(let code): "The stage \(code) is of another pipeline; change PipelineId with it."
        case .stageFieldsMissing(let fields): "The stage needs values of \(fields.joined(separator: ", "))."
        case .endsBeforeStart: "EndAt is before StartAt."
        case .leadConverted: "The lead was converted and cannot be changed any more."
        case .quoteLocked: "The quote is not a draft any more: its lines, currency and discount stay as they are."
        case .orderLocked: "The order is confirmed: its lines and terms stay as they are; it can only be cancelled."
        case .valueComputed: "Value is the sum of the lines while AutocalculateValue is true."
        case .exactlyOneOf(let fields): "Exactly one of \(fields.joined(separator: ", ")) must have a value."
        case .atLeastOneOf(let fields): "One of \(fields.joined(separator: ", ")) must have a value."
        case .notFirstOfMonth(let field): "\(field) must be the first day of a month."
        case .ownerInactive: "The owner is not an active user."
        case .hierarchyCycle(let field): "By this \(field) the record would be above itself."
        case .codeFixed(let code): "The code \(code) belongs to the product and cannot be created, renamed or deleted."
        case .baseCurrencyLocked: "The base currency cannot be changed through a record."
        case .defaultSite: "The default site of a company cannot be deleted while the company exists."
        }
    }

    /// The field the violation is about, where it is a single one.
    public var field: String? {
        switch self {
        case .moneyOutOfRange(let field), .notFirstOfMonth(let field), .hierarchyCycle(let field): field
        case .noRate: "CurrencyCode"
        case .reasonRequired: "LostReasonCode"
        case .stageInactive, .stageOfOtherPipeline: "OpportunityStageId"
        case .stageFieldsMissing(let fields), .exactlyOneOf(let fields), .atLeastOneOf(let fields): fields.first
        case .endsBeforeStart: "EndAt"
        case .valueComputed: "Value"
        case .ownerInactive: "OwnerId"
        case .codeFixed: "Code"
        case .baseCurrencyLocked: "IsBase"
        case .leadConverted, .quoteLocked, .orderLocked, .defaultSite: nil
        }
    }

    /// Whether the state of a record refuses and not the values given.
    public var isConflict: Bool {
        switch self {
        case .leadConverted, .quoteLocked, .orderLocked, .codeFixed, .baseCurrencyLocked, .defaultSite: true
        case .moneyOutOfRange, .noRate, .reasonRequired, .stageInactive, .stageOfOtherPipeline, .stageFieldsMissing,
            .endsBeforeStart, .valueComputed, .exactlyOneOf, .atLeastOneOf, .notFirstOfMonth, .ownerInactive,
            .hierarchyCycle:
            false
        }
    }
}
