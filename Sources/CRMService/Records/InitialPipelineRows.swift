import CRM
import EntityModel
import SQLCore

/// The pipelines of a first start and their stages, as rows of their sets.
///
/// Without a stage no opportunity can be made, so a database that never had a pipeline gets these. Afterwards they are
/// the organisation's own: renamed, changed, deleted or not, no start puts anything back.
struct InitialPipelineRows {
    private let pipelines: EntityType
    private let stages: EntityType

    /// Finds the two sets; nil in a model without them.
    init?(catalog: EntityCatalog) {
        guard let pipelines = catalog.type(ofSet: "Pipelines"), let stages = catalog.type(ofSet: "OpportunityStages")
        else { return nil }
        self.pipelines = pipelines
        self.stages = stages
    }

    /// Adds them where there is neither a pipeline nor a stage, deleted ones included.
    func insert(now: Int64, clock: inout ChangeClock, on connection: any SQLConnection) throws {
        let tables = [RecordTable(pipelines), RecordTable(stages)]
        guard try tables.allSatisfy({ try $0.count(on: connection) == 0 }) else { return }
        for (type, rows) in [(pipelines, Self.pipelineValues), (stages, Self.stageValues)] {
            let columns = Self.columns(of: type)
            let insert = try RecordInsert(into: type, columns: columns + ["Created"], dialect: connection.dialect)
            for row in rows {
                try insert.insert(
                    columns.map { row[$0] ?? .null } + [.timestamp(now)],
                    clock: &clock,
                    on: connection
                )
            }
        }
    }

    /// Removes them where they stand as they were added, so that a world with rows of its own can take their place.
    func removeIfUnchanged(on connection: any SQLConnection) throws {
        let wanted = [(pipelines, Self.pipelineValues), (stages, Self.stageValues)]
        for (type, rows) in wanted {
            let table = RecordTable(type)
            let columns = Self.columns(of: type)
            let initial = rows.map { row in columns.map { (row[$0] ?? .null).stored } }
            guard try table.count(on: connection) == Int64(rows.count),
                try table.all(columns: columns, on: connection) == initial
            else { return }
        }
        for (type, _) in wanted.reversed() {
            try connection.execute(DeleteStatement(from: StorageNames.table(of: type), where: nil))
        }
    }

    /// What a row of these holds beside the stamps of its last change.
    private static func columns(of type: EntityType) -> [String] {
        let stamps = ["Created", "LastUpdatedTimestamp", "ChangeSeq"]
        return type.storedFields.map(\.name).filter { !stamps.contains($0) }
    }

    private static var pipelineValues: [[String: EntityValue]] {
        InitialPipelines.all.enumerated().map { index, pipeline in
            [
                "PipelineId": .integer(Int64(index + 1)), "Name": .text(pipeline.name),
                "Sequence": .integer(InitialPipelines.sequence(ofPosition: index)),
                "IsDefault": .bool(pipeline.isDefault), "IsActive": .bool(true), "StatusFlag": .text("A"),
            ]
        }
    }

    private static var stageValues: [[String: EntityValue]] {
        var rows: [[String: EntityValue]] = []
        for (index, pipeline) in InitialPipelines.all.enumerated() {
            for (position, stage) in pipeline.stages.enumerated() {
                rows.append([
                    "OpportunityStageId": .integer(Int64(rows.count + 1)), "PipelineId": .integer(Int64(index + 1)),
                    "Code": .text(stage.code), "Name": .text(stage.name),
                    "Sequence": .integer(InitialPipelines.sequence(ofPosition: position)),
                    "Probability": .decimal(stage.probability * 100), "State": .text(stage.state.rawValue),
                    "ForecastCategoryCode": .text(stage.category),
                    "RottenDays": stage.rottenDays.map { .integer($0) } ?? .null, "ColorToken": .text(stage.color),
                    "IsActive": .bool(true), "StatusFlag": .text("A"),
                ])
            }
        }
        return rows
    }
}
