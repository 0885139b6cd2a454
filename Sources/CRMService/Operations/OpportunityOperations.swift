import CRM
import OData
public import ODataServer

/// What opportunities can be told to do, beside being changed: through the same gate, rules and trail as any change.
public enum OpportunityOperations {
    static let win = EdmProjection.name("Win")

    /// The operations as the model has them.
    static let declarations: [EdmOperation] = {
        let opportunity = EdmTypeReference(.entity(EdmProjection.name("Opportunity")), isNullable: false)
        return [
            EdmOperation(
                .action,
                win,
                isBound: true,
                entitySetPath: "opportunity",
                parameters: [
                    EdmOperation.Parameter("opportunity", opportunity),
                    EdmOperation.Parameter("closeDate", .primitive(.date)),
                    EdmOperation.Parameter(
                        "value",
                        .primitive(.decimal, facets: EdmFacets(precision: 19, scale: .fixed(4)))
                    ),
                ],
                returnType: opportunity,
                annotations: [
                    EdmProjection.description(
                        "Moves the opportunity to the first won stage of its pipeline, closed on the day given, else today."
                    )
                ]
            )
        ]
    }()

    /// The set whose rows an operation changes.
    static func changedSet(_ name: EdmTypeName) -> String? {
        declarations.contains { $0.name == name } ? "Opportunities" : nil
    }

    /// The handlers, for the engine of the feed.
    public static var handlers: ServiceOperations {
        var handlers = ServiceOperations()
        handlers.add(action: win, closeAsWon)
        return handlers
    }

    private static let closeAsWon: ActionHandler = { (call, session) throws(OperationError) in
        guard let opportunity = call.binding else { throw .notFound }
        guard call.model.entitySet("OpportunityStages") != nil, let pipeline = call.instance["PipelineId"].integer
        else {
            throw .refused(
                status: 403,
                code: ODataErrorCode.forbidden.rawValue,
                message: "To win an opportunity one must be allowed to read OpportunityStages.",
                target: "OpportunityStages"
            )
        }
        let stages = try call.query(
            "OpportunityStages",
            "$filter=PipelineId eq \(pipeline) and State eq 'Won' and IsActive eq true&$orderby=Sequence&$top=1"
        )
        guard let stage = try session.rows(stages).first else {
            throw .refused(
                status: 409,
                code: "opportunity.no-won-stage",
                message: "The pipeline of this opportunity has no active stage with the state Won.",
                target: "PipelineId"
            )
        }
        var changes = [(property: "OpportunityStageId", value: stage["OpportunityStageId"])]
        if !call["closeDate"].isNull { changes.append(("CloseDate", call["closeDate"])) }
        if !call["value"].isNull { changes.append(("Value", call["value"])) }
        try session.update(opportunity, changes)
        return .query(opportunity)
    }
}
