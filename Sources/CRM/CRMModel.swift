public import EntityModel

/// The product's model: every entity and every list, in the order people meet them.
///
/// Adding an entity is one file in `Entities/` and its line in ``types``; a list is one line in ``lists``.
public enum CRMModel {
    /// The entities that are not lists, in the order of `$metadata` and of the data dictionary.
    public static let types: [EntityType] = records + history

    /// Sets whose rows people create, change and delete.
    public static let records: [EntityType] = [
        companies, divisions, contacts, leads, opportunities, opportunityContacts, opportunityLines, pipelines,
        opportunityStages, products, productCategories, productPrices, quotes, quoteLines, salesOrders,
        salesOrderLines, activities, activityParticipants, tasks, cases, serviceTargets, campaigns, campaignMembers,
        users, teams, territories, salesTargets, documents, tags, tagAssignments, exchangeRates, importRuns,
    ]

    /// Sets only the system writes.
    public static let history: [EntityType] = [
        importRunErrors, opportunityStageHistory, caseStatusHistory, opportunitySnapshots, calendar, recordMerges,
        deletions, auditEvents, fieldDefinitions,
    ]

    /// The lists, in the order of the settings page.
    public static let lists: [ChoiceList] =
        companyLists + leadLists + opportunityLists + documentLists + activityLists + caseLists + campaignLists
        + [currencies, countries, taxCodes]

    /// Makes the checked catalog of all types and lists.
    ///
    /// Throws when the declarations contradict each other, which the tests exclude; a program makes it once at start.
    public static func makeCatalog() throws(CatalogError) -> EntityCatalog {
        try EntityCatalog(types: types, lists: lists)
    }
}
