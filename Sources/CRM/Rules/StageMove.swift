/// What the rules need to know of a stage.
public struct StageFacts: Sendable, Hashable {
    /// The stage's key.
    public let id: Int64
    /// The pipeline's key.
    public let pipelineId: Int64
    /// The code, unique in the pipeline.
    public let code: String
    /// The position in the pipeline.
    public let sequence: Int32
    /// Percent, scale 2.
    public let probability: Int64
    /// The state an opportunity gets by entering.
    public let state: OpportunityState
    /// The code of the forecast category.
    public let category: String
    /// Fields that must be filled to enter.
    public let requiredFields: [String]
    /// Whether it can be entered.
    public let isActive: Bool

    /// Makes the facts of a stage.
    public init(
        id: Int64,
        pipelineId: Int64,
        code: String,
        sequence: Int32,
        probability: Int64,
        state: OpportunityState,
        category: String,
        requiredFields: [String] = [],
        isActive: Bool = true
    ) {
        self.id = id
        self.pipelineId = pipelineId
        self.code = code
        self.sequence = sequence
        self.probability = probability
        self.state = state
        self.category = category
        self.requiredFields = requiredFields
        self.isActive = isActive
    }
}

/// The part of an opportunity a stage decides.
public struct StageStanding: Sendable, Hashable {
    /// The pipeline's key.
    public var pipelineId: Int64
    /// The stage's key.
    public var stageId: Int64
    /// Open, won or lost.
    public var state: OpportunityState
    /// Percent, scale 2.
    public var probability: Int64
    /// Whether somebody set the probability by hand.
    public var isProbabilityOverridden: Bool
    /// The code of the forecast category.
    public var category: String
    /// The day it was won or lost, nil while open.
    public var closeDate: CivilDate?
    /// Why it was lost.
    public var lostReason: String?
    /// How often it was opened again.
    public var reopenedCount: Int32

    /// Makes the standing of a new opportunity in a stage.
    public init(entering stage: StageFacts, closeDate: CivilDate? = nil, lostReason: String? = nil) {
        pipelineId = stage.pipelineId
        stageId = stage.id
        state = stage.state
        probability = stage.state.fixedProbability ?? stage.probability
        isProbabilityOverridden = false
        category = stage.category
        self.closeDate = stage.state == .open ? nil : closeDate
        self.lostReason = stage.state == .lost ? lostReason : nil
        reopenedCount = 0
    }
}

extension OpportunityState {
    /// The probability a closed opportunity has, scale 2; nil while it is open.
    public var fixedProbability: Int64? {
        switch self {
        case .open: nil
        case .won: 10_000
        case .lost: 0
        }
    }
}

/// Moves opportunities between stages: by hand, on the board, by import, through the feed.
public enum StageMove {
    /// The standing after entering a stage.
    ///
    /// - Parameters:
    ///   - standing: the present standing.
    ///   - stage: the stage to enter.
    ///   - today: today in the organisation's zone; the latest possible closing day.
    ///   - closeDate: the closing day wanted, by default today.
    ///   - lostReason: why it is lost, when it is.
    ///   - changesPipeline: whether the pipeline is changed in the same act.
    ///   - filledFields: the fields with a value, for stages that demand some.
    /// - Returns: the new standing; the present one when the stage is entered already.
    /// - Throws: the violation that keeps it from entering.
    public static func standing(
        _ standing: StageStanding,
        entering stage: StageFacts,
        today: CivilDate,
        closeDate: CivilDate? = nil,
        lostReason: String? = nil,
        changesPipeline: Bool = false,
        filledFields: Set<String> = []
    ) throws(RuleViolation) -> StageStanding {
        if standing.stageId == stage.id { return standing }
        guard stage.isActive else { throw .stageInactive(code: stage.code) }
        guard stage.pipelineId == standing.pipelineId || changesPipeline else {
            throw .stageOfOtherPipeline(code: stage.code)
        }
        let missing = stage.requiredFields.filter { !filledFields.contains($0) }
        guard missing.isEmpty else { throw .stageFieldsMissing(missing) }
        let reason = lostReason ?? standing.lostReason
        if stage.state == .lost, reason == nil { throw .reasonRequired }
        var next = StageStanding(
            entering: stage,
            closeDate: min(closeDate ?? today, today),
            lostReason: reason
        )
        let reopens = standing.state != .open && stage.state == .open
        next.reopenedCount = standing.reopenedCount + (reopens ? 1 : 0)
        return next
    }
}
