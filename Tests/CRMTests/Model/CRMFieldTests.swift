import CRM
import EntityModel
import Testing

/// One line of the design for one field: set, name, kind, flags in the letters of the design.
struct FieldRow: Sendable, CustomStringConvertible {
    let set: String
    let name: String
    let kind: FieldKind
    let flags: String

    init(_ path: String, _ kind: FieldKind, _ flags: String = "") {
        let parts = path.split(separator: ".")
        set = String(parts[0])
        name = String(parts[1])
        self.kind = kind
        self.flags = flags
    }

    var description: String { "\(set).\(name)" }
}

@Suite struct CRMFieldTests {
    static let rows: [FieldRow] = [
        .init("Companies.CompanyId", .id, "C"), .init("Companies.Name", .string(maxLength: 200), "R S N"),
        .init("Companies.LegalName", .string(maxLength: 200), "S"),
        .init("Companies.TypeCode", .code(list: "CompanyTypes"), "R I"),
        .init("Companies.BaseAnnualRevenue", .baseMoney, "C"),
        .init("Companies.Domain", .string(maxLength: 253), "S N"),
        .init("Companies.ParentCompanyId", .reference(set: "Companies"), "I"),
        .init("Companies.CreditLimit", .money, "K"), .init("Companies.LifetimeValue", .baseMoney, "C"),
        .init("Companies.Description", .text(maxLength: 4000), "S P3"),
        .init("Companies.MergedWith", .reference(set: "Companies"), "C"),
        .init("Divisions.AccountCode", .string(maxLength: 40), "U S"),
        .init("Divisions.Latitude", .decimal(precision: 9, scale: 6)),
        .init("Contacts.Surname", .string(maxLength: 80), "R S N P1"),
        .init("Contacts.FullName", .string(maxLength: 170), "C S N P1"),
        .init("Contacts.Email", .string(maxLength: 254), "S N P2"),
        .init("Contacts.MarketingConsent", .bool), .init("Contacts.City", .string(maxLength: 80), "S I P2"),
        .init("Contacts.TerritoryName", .string(maxLength: 120), "V"),
        .init("Leads.Details", .text(maxLength: 8000), "S P3"), .init("Leads.ConvertedAt", .timestamp, "C I"),
        .init("Leads.MobilePhoneNumber", .string(maxLength: 40), "P2"),
        .init("Opportunities.OpportunityStageId", .reference(set: "OpportunityStages"), "R"),
        .init("Opportunities.State", .string(maxLength: 4), "C R"), .init("Opportunities.Value", .money, "R"),
        .init("Opportunities.StageAgeDays", .int32, "V"), .init("Opportunities.WeightedValue", .money, "C"),
        .init("Opportunities.EstimatedClose", .date, "R I"), .init("Opportunities.ExchangeRate", .rate, "C"),
        .init("Opportunities.MarginValue", .money, "K"), .init("Opportunities.StageName", .string(maxLength: 80), "V"),
        .init("OpportunityContacts.OpportunityId", .reference(set: "Opportunities"), "R F I"),
        .init("OpportunityLines.CostPrice", .money, "K"), .init("OpportunityLines.Quantity", .quantity, "R"),
        .init("OpportunityStages.Code", .string(maxLength: 40), "R F"),
        .init("Products.ProductCode", .string(maxLength: 60), "R U S"),
        .init("Products.Sku", .string(maxLength: 60), "S I"),
        .init("ProductCategories.Path", .string(maxLength: 400), "C I"),
        .init("ProductPrices.MinQuantity", .quantity), .init("Quotes.QuoteNumber", .string(maxLength: 20), "C S I"),
        .init("Quotes.MarginPercentage", .decimal(precision: 9, scale: 2), "C K"),
        .init("Quotes.DeliveryPostcode", .string(maxLength: 20), "S"),
        .init("QuoteLines.QuoteDate", .date, "V"), .init("QuoteLines.LineKind", .string(maxLength: 8), "R"),
        .init("SalesOrders.OrderNumber", .string(maxLength: 20), "C U S"),
        .init("SalesOrderLines.OwnerId", .reference(set: "Users"), "V"),
        .init("SalesOrderLines.StatusCode", .code(list: "OrderStatuses"), "V"),
        .init("SalesOrderLines.QuantityShipped", .quantity),
        .init("Activities.Subject", .string(maxLength: 200), "R S P3"),
        .init("Activities.Body", .text(maxLength: 32_000), "S P3"),
        .init("Activities.CaseId", .reference(set: "Cases"), "I"),
        .init("ActivityParticipants.Email", .string(maxLength: 254), "P2"),
        .init("Tasks.IsOverdue", .bool, "V"), .init("Tasks.DueDate", .date),
        .init("Cases.CaseNumber", .string(maxLength: 20), "C U S"), .init("Cases.WaitingSeconds", .int64, "C"),
        .init("Cases.SlaStatus", .string(maxLength: 8), "C"), .init("ServiceTargets.ResponseMinutes", .int32, "R"),
        .init("Campaigns.BaseBudget", .baseMoney, "C"), .init("CampaignMembers.LeadId", .reference(set: "Leads"), "I"),
        .init("Users.UserName", .string(maxLength: 60), "R U N"),
        .init("Users.Email", .string(maxLength: 254), "R U N"),
        .init("Users.Kind", .string(maxLength: 12), "F"), .init("Teams.Path", .string(maxLength: 200), "C I"),
        .init("Territories.Code", .string(maxLength: 20), "R U"), .init("SalesTargets.BaseTarget", .money, "R"),
        .init("Documents.FileName", .string(maxLength: 255), "R S P3"),
        .init("Documents.DownloadLink", .string(maxLength: 400), "V"),
        .init("Tags.Name", .string(maxLength: 60), "R U N"),
        .init("TagAssignments.TagId", .reference(set: "Tags"), "R F I"), .init("ExchangeRates.RateToBase", .rate, "R"),
        .init("ImportRuns.RowCount", .int64), .init("ImportRunErrors.RawRow", .text(maxLength: 8000), "P3"),
        .init("OpportunityStageHistory.ChangedAt", .timestamp, "R I"),
        .init("OpportunityStageHistory.FromStageId", .reference(set: "OpportunityStages")),
        .init("CaseStatusHistory.ToStatusCode", .code(list: "CaseStatuses"), "R"),
        .init("OpportunitySnapshots.SnapshotDate", .date, "R I"), .init("Calendar.DayOffset", .int32, "V"),
        .init("Deletions.EntitySet", .string(maxLength: 60), "I"),
        .init("AuditEvents.IpAddress", .string(maxLength: 45), "P2"),
        .init("AuditEvents.OccurredAt", .timestamp, "I"),
        .init("FieldDefinitions.Description", .string(maxLength: 1000), "C"),
        .init("Currencies.LatestRate", .rate, "V"), .init("TaxCodes.Rate", .percent, "R"),
        .init("Countries.RegionName", .string(maxLength: 60)),
        .init("CompanyTypes.Label", .string(maxLength: 120), "R S"),
        .init("Companies.AlternateReference", .string(maxLength: 100), "U"),
        .init("Companies.ChangeSeq", .int64, "C R U"),
        .init("Companies.LastUpdatedTimestamp", .timestamp, "C R I"),
        .init("Companies.OwnerId", .reference(set: "Users"), "R I"),
    ]

    @Test("a field has the kind and the flags of the design", arguments: rows)
    func field(row: FieldRow) throws {
        let field = try #require(CRMModelTests.catalog.get().field(row.name, ofSet: row.set))
        #expect(field.kind == row.kind)
        #expect(flags(of: field) == Set(row.flags.split(separator: " ").map(String.init)))
    }

    private func flags(of field: Field) -> Set<String> {
        var flags: Set<String> = []
        if field.isRequired { flags.insert("R") }
        if field.isIndexed { flags.insert("I") }
        if field.isFolded { flags.insert("N") }
        if field.isUnique { flags.insert("U") }
        if field.isSearched { flags.insert("S") }
        if field.isFixedAfterCreate { flags.insert("F") }
        if field.isConfidential { flags.insert("K") }
        if field.source == .computed { flags.insert("C") }
        if field.virtualValue != nil { flags.insert("V") }
        if let mark = field.mark { flags.insert(mark.rawValue) }
        return flags
    }

    static let defaults: [(path: String, value: FieldDefault)] = [
        ("Companies.TypeCode", .text("Prospect")), ("Companies.PaymentTermsDays", .integer(30)),
        ("Companies.CurrencyCode", .context(.baseCurrency)), ("Contacts.DivisionId", .context(.defaultSite)),
        ("Leads.StatusCode", .text("New")), ("Leads.SourceCode", .text("Other")),
        ("Opportunities.PipelineId", .context(.defaultPipeline)),
        ("Opportunities.OpportunityStageId", .context(.firstStage)),
        ("Opportunities.Probability", .context(.stageProbability)), ("Opportunities.Value", .integer(0)),
        ("Quotes.QuoteDate", .context(.today)), ("Quotes.ExpiryDate", .context(.daysFromToday(30))),
        ("Quotes.CurrencyCode", .context(.companyCurrency)), ("Companies.OwnerId", .context(.creator)),
        ("Activities.StartAt", .context(.now)), ("Products.IsSellable", .bool(true)),
        ("QuoteLines.LineKind", .text("Item")), ("Tasks.PriorityCode", .text("Normal")),
    ]

    @Test("a field starts with the default of the design", arguments: defaults)
    func initial(row: (path: String, value: FieldDefault)) throws {
        let parts = row.path.split(separator: ".").map(String.init)
        let field = try #require(CRMModelTests.catalog.get().field(parts[1], ofSet: parts[0]))
        #expect(field.initial == row.value)
    }

    static let rowRules: [(set: String, rows: RowAccess)] = [
        ("Companies", .owned(user: "OwnerId", team: "TeamId")), ("OpportunityLines", .part(of: "OpportunityId")),
        ("OpportunityStageHistory", .part(of: "OpportunityId")), ("OpportunitySnapshots", .part(of: "OpportunityId")),
        ("CaseStatusHistory", .part(of: "CaseId")), ("CampaignMembers", .part(of: "CampaignId")),
        ("SalesTargets", .owned(user: "UserId", team: "TeamId")), ("Products", .everyone), ("Users", .everyone),
        ("AuditEvents", .administrators), ("Deletions", .record(set: "EntitySet", id: "RecordId")),
        ("Activities", .ownedOrParent(user: "OwnerId", team: "TeamId", parents: ["CompanyId", "LeadId"])),
    ]

    @Test("rows are seen by the rule of the design", arguments: rowRules)
    func rowRule(row: (set: String, rows: RowAccess)) throws {
        #expect(try CRMModelTests.catalog.get().type(ofSet: row.set)?.rows == row.rows)
    }
}
