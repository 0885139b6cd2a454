import EntityModel

extension CRMModel {
    /// Questions and problems of customers.
    static let cases = EntityType(
        "Case",
        set: "Cases",
        traits: [.owned(), .trace, .tags, .custom, .record],
        indexes: [EntityIndex(["OwnerId", "StatusCode"]), EntityIndex(["SlaStatus", "ResolveTargetAt"])],
        toMany: [
            ToMany("CaseStatusHistory", by: "CaseId"), ToMany("Activities", by: "CaseId"),
            ToMany("Tasks", by: "CaseId"),
        ],
        group: .facts,
        access: .cases,
        about: "Questions and problems of customers."
    ) {
        Field.string("CaseNumber", 20).computed().unique().searched()
        Field.string("Subject", 200).required().searched()
        Field.text("Details", 32_000).searched().personal(.freeText)
        Field.choice("TypeCode", list: "CaseTypes").required().defaults(to: "Question")
        Field.choice("StatusCode", list: "CaseStatuses").required().defaults(to: "New").indexed()
        Field.timestamp("StatusChanged").computed()
        Field.choice("PriorityCode", list: "Priorities").required().defaults(to: "Normal")
        Field.choice("OriginCode", list: "CaseOrigins")
        Field.reference("CompanyId", to: "Companies", onDelete: .refuseDelete).indexed()
        Field.reference("ContactId", to: "Contacts").indexed()
        Field.reference("ProductId", to: "Products")
        Field.reference("SalesOrderId", to: "SalesOrders")
        Field.reference("ParentCaseId", to: "Cases")
        Field.string("CustomerReference", 60).searched()
        Field.string("SerialNumber", 60).searched().indexed()
        Field.timestamp("ResponseTargetAt").computed()
        Field.timestamp("FirstResponseAt").computed()
        Field.timestamp("ResolveTargetAt").computed()
        Field.timestamp("ResolvedAt").computed()
        Field.timestamp("ClosedAt").computed()
        Field.timestamp("PausedAt").computed()
        Field.int64("WaitingSeconds").computed().about("Business seconds spent waiting for the customer.")
        Field.fixed("SlaStatus", 8, ["None", "OnTrack", "AtRisk", "Breached", "Met"]).computed()
        Field.text("Resolution", 8000).searched().personal(.freeText)
        Field.int32("ReopenedCount").computed()
        Field.int32("SatisfactionScore").within(1...5)
    }
}
