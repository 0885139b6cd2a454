/// The sets of the demo world in the order of loading.
enum DemoSection: String, CaseIterable, Sendable {
    case importRuns = "ImportRuns"
    case teams = "Teams"
    case territories = "Territories"
    case users = "Users"
    case pipelines = "Pipelines"
    case opportunityStages = "OpportunityStages"
    case exchangeRates = "ExchangeRates"
    case serviceTargets = "ServiceTargets"
    case productCategories = "ProductCategories"
    case products = "Products"
    case productPrices = "ProductPrices"
    case tags = "Tags"
    case campaigns = "Campaigns"
    case companies = "Companies"
    case divisions = "Divisions"
    case contacts = "Contacts"
    case leads = "Leads"
    case opportunities = "Opportunities"
    case opportunityContacts = "OpportunityContacts"
    case opportunityLines = "OpportunityLines"
    case quotes = "Quotes"
    case quoteLines = "QuoteLines"
    case salesOrders = "SalesOrders"
    case salesOrderLines = "SalesOrderLines"
    case cases = "Cases"
    case activities = "Activities"
    case activityParticipants = "ActivityParticipants"
    case tasks = "Tasks"
    case campaignMembers = "CampaignMembers"
    case documents = "Documents"
    case tagAssignments = "TagAssignments"
    case salesTargets = "SalesTargets"
    case importRunErrors = "ImportRunErrors"
    case opportunityStageHistory = "OpportunityStageHistory"
    case caseStatusHistory = "CaseStatusHistory"
    case opportunitySnapshots = "OpportunitySnapshots"
    case recordMerges = "RecordMerges"
    case deletions = "Deletions"
    case calendar = "Calendar"
}

extension DemoPlan {
    /// The number of rows of a set.
    func count(of section: DemoSection) -> Int {
        switch section {
        case .importRuns: 2
        case .teams: Self.teams.count
        case .territories: Self.territories.count
        case .users: users.count
        case .pipelines: InitialPipelines.all.count
        case .opportunityStages: Self.stages.count
        case .exchangeRates: rateRows.count
        case .serviceTargets: Self.promises.count + 1
        case .productCategories: DemoNames.categories.count
        case .products: products.count
        case .productPrices: counts.prices
        case .tags: DemoNames.tags.count
        case .campaigns: counts.campaigns
        case .companies: companies.count
        case .divisions: sites.count
        case .contacts: contacts.count
        case .leads: leads.count
        case .opportunities: opportunities.count
        case .opportunityContacts: opportunityContacts.count
        case .opportunityLines: opportunityLines.count
        case .quotes: quotes.count
        case .quoteLines: quoteLines.count
        case .salesOrders: orders.count
        case .salesOrderLines: orderLines.count
        case .cases: cases.count
        case .activities: activities.count
        case .activityParticipants: min(counts.participants, activities.count)
        case .tasks: tasks.count
        case .campaignMembers: counts.members
        case .documents: counts.documents
        case .tagAssignments: assignments.count
        case .salesTargets: counts.targets
        case .importRunErrors: 3
        case .opportunityStageHistory: stageEvents.count
        case .caseStatusHistory: caseEvents.count
        case .opportunitySnapshots: snapshots.count
        case .recordMerges: merges.count
        case .deletions: deletions.count
        case .calendar: Int(calendarSpan.upperBound.days - calendarSpan.lowerBound.days) + 1
        }
    }

    /// Fills the row `index` of a set.
    func fill(_ row: inout DemoRow, _ section: DemoSection, _ index: Int) {
        row.key(row.layout.columns[0], index + 1)
        switch section {
        case .importRuns: fillImportRun(&row, index)
        case .teams: fillTeam(&row, index)
        case .territories: fillTerritory(&row, index)
        case .users: fillUser(&row, index)
        case .pipelines: fillPipeline(&row, index)
        case .opportunityStages: fillStage(&row, index)
        case .exchangeRates: fillRate(&row, index)
        case .serviceTargets: fillServiceTarget(&row, index)
        case .productCategories: fillCategory(&row, index)
        case .products: fillProduct(&row, index)
        case .productPrices: fillPrice(&row, index)
        case .tags: fillTag(&row, index)
        case .campaigns: fillCampaign(&row, index)
        case .companies: fillCompany(&row, index)
        case .divisions: fillSite(&row, index)
        case .contacts: fillContact(&row, index)
        case .leads: fillLead(&row, index)
        case .opportunities: fillOpportunity(&row, index)
        case .opportunityContacts: fillOpportunityContact(&row, index)
        case .opportunityLines: fillOpportunityLine(&row, index)
        case .quotes: fillQuote(&row, index)
        case .quoteLines: fillQuoteLine(&row, index)
        case .salesOrders: fillOrder(&row, index)
        case .salesOrderLines: fillOrderLine(&row, index)
        case .cases: fillCase(&row, index)
        case .activities: fillActivity(&row, index)
        case .activityParticipants: fillParticipant(&row, index)
        case .tasks: fillTask(&row, index)
        case .campaignMembers: fillMember(&row, index)
        case .documents: fillDocument(&row, index)
        case .tagAssignments: fillAssignment(&row, index)
        case .salesTargets: fillTarget(&row, index)
        case .importRunErrors: fillImportError(&row, index)
        case .opportunityStageHistory: fillStageEvent(&row, index)
        case .caseStatusHistory: fillCaseEvent(&row, index)
        case .opportunitySnapshots: fillSnapshot(&row, index)
        case .recordMerges: fillMerge(&row, index)
        case .deletions: fillDeletion(&row, index)
        case .calendar: fillCalendar(&row, index)
        }
    }
}
