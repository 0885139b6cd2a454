import CRM
import Testing

@Suite struct StageMoveTests {
    static let today = CivilDate(days: 20_000)

    static func stage(
        _ id: Int64,
        _ state: OpportunityState = .open,
        pipeline: Int64 = 1,
        needs: [String] = [],
        active: Bool = true
    ) -> StageFacts {
        StageFacts(
            id: id,
            pipelineId: pipeline,
            code: "S\(id)",
            sequence: Int32(id),
            probability: 2500,
            state: state,
            category: state == .open ? "Pipeline" : "Closed",
            requiredFields: needs,
            isActive: active
        )
    }

    @Test("state, probability and category follow the stage, and the hand-set probability is dropped")
    func following() throws {
        var standing = StageStanding(entering: Self.stage(1))
        standing.probability = 6000
        standing.isProbabilityOverridden = true
        let moved = try StageMove.standing(standing, entering: Self.stage(2), today: Self.today)
        #expect(moved.state == .open && moved.probability == 2500 && !moved.isProbabilityOverridden)
        #expect(moved.closeDate == nil)
    }

    @Test("winning sets 100 percent and a closing day that is not in the future")
    func winning() throws {
        let won = try StageMove.standing(
            StageStanding(entering: Self.stage(1)),
            entering: Self.stage(5, .won),
            today: Self.today,
            closeDate: Self.today.adding(days: 9)
        )
        #expect(won.state == .won && won.probability == 10_000 && won.closeDate == Self.today)
    }

    @Test("losing needs a reason; reopening clears it and is counted")
    func losingAndReopening() throws {
        let open = StageStanding(entering: Self.stage(1))
        #expect(throws: RuleViolation.reasonRequired) {
            try StageMove.standing(open, entering: Self.stage(6, .lost), today: Self.today)
        }
        let lost = try StageMove.standing(
            open,
            entering: Self.stage(6, .lost),
            today: Self.today,
            lostReason: "Price"
        )
        #expect(lost.probability == 0 && lost.lostReason == "Price" && lost.closeDate == Self.today)
        let again = try StageMove.standing(lost, entering: Self.stage(2), today: Self.today)
        #expect(again.state == .open && again.lostReason == nil && again.closeDate == nil && again.reopenedCount == 1)
    }

    @Test("a stage that is closed, foreign or demanding is refused")
    func refusals() throws {
        let open = StageStanding(entering: Self.stage(1))
        #expect(throws: RuleViolation.stageInactive(code: "S3")) {
            try StageMove.standing(open, entering: Self.stage(3, active: false), today: Self.today)
        }
        #expect(throws: RuleViolation.stageOfOtherPipeline(code: "S7")) {
            try StageMove.standing(open, entering: Self.stage(7, pipeline: 2), today: Self.today)
        }
        #expect(throws: RuleViolation.stageFieldsMissing(["NextStep"])) {
            try StageMove.standing(
                open,
                entering: Self.stage(4, needs: ["NextStep", "Value"]),
                today: Self.today,
                filledFields: ["Value"]
            )
        }
        let moved = try StageMove.standing(
            open,
            entering: Self.stage(7, pipeline: 2),
            today: Self.today,
            changesPipeline: true
        )
        #expect(moved.pipelineId == 2)
    }

    @Test("entering the present stage again changes nothing")
    func sameStage() throws {
        var standing = StageStanding(entering: Self.stage(1))
        standing.probability = 6000
        #expect(try StageMove.standing(standing, entering: Self.stage(1), today: Self.today) == standing)
    }
}
