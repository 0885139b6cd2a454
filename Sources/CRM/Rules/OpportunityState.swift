/// Whether an opportunity is still to be decided, won or lost; follows its stage.
public enum OpportunityState: String, Sendable, Hashable, CaseIterable {
    /// Still to be decided.
    case open = "Open"
    /// Won.
    case won = "Won"
    /// Lost.
    case lost = "Lost"

    /// The codes in order.
    public static let codes = allCases.map(\.rawValue)
}
