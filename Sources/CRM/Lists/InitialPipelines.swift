/// The pipelines of a fresh installation, with their stages.
public enum InitialPipelines {
    /// *Sales* (the default) and *Renewals*.
    public static let all: [PipelinePlan] = [
        PipelinePlan(
            name: "Sales",
            isDefault: true,
            stages: [
                StagePlan("Prospecting", probability: 10, category: "Pipeline", rottenDays: 14, color: "blue"),
                StagePlan("Qualification", probability: 25, category: "Pipeline", rottenDays: 21, color: "teal"),
                StagePlan("Proposal", probability: 50, category: "BestCase", rottenDays: 21, color: "violet"),
                StagePlan("Negotiation", probability: 75, category: "Commit", rottenDays: 14, color: "amber"),
                StagePlan("Won", probability: 100, state: .won, category: "Closed", color: "green"),
                StagePlan("Lost", probability: 0, state: .lost, category: "Omitted", color: "grey"),
            ]
        ),
        PipelinePlan(
            name: "Renewals",
            isDefault: false,
            stages: [
                StagePlan("Upcoming", probability: 60, category: "Pipeline", color: "blue"),
                StagePlan("InDiscussion", "In discussion", probability: 75, category: "BestCase", color: "teal"),
                StagePlan("Agreed", probability: 90, category: "Commit", color: "amber"),
                StagePlan("Renewed", probability: 100, state: .won, category: "Closed", color: "green"),
                StagePlan("Churned", probability: 0, state: .lost, category: "Omitted", color: "grey"),
            ]
        ),
    ]

    /// The number by which a pipeline, or a stage of one, at a place in these plans is sorted; room is left between.
    public static func sequence(ofPosition position: Int) -> Int64 { (Int64(position) + 1) * 10 }
}

/// A pipeline to create.
public struct PipelinePlan: Sendable, Hashable {
    /// The name.
    public let name: String
    /// Whether new opportunities start in it.
    public let isDefault: Bool
    /// Its stages in order.
    public let stages: [StagePlan]
}

/// A stage to create.
public struct StagePlan: Sendable, Hashable {
    /// The code, unique in the pipeline.
    public let code: String
    /// The name.
    public let name: String
    /// The probability in percent.
    public let probability: Int64
    /// The state an opportunity gets by entering.
    public let state: OpportunityState
    /// The code of the forecast category.
    public let category: String
    /// Days after which a deal counts as standing still.
    public let rottenDays: Int64?
    /// The colour's token.
    public let color: String

    init(
        _ code: String,
        _ name: String? = nil,
        probability: Int64,
        state: OpportunityState = .open,
        category: String,
        rottenDays: Int64? = nil,
        color: String
    ) {
        self.code = code
        self.name = name ?? code
        self.probability = probability
        self.state = state
        self.category = category
        self.rottenDays = rottenDays
        self.color = color
    }
}
