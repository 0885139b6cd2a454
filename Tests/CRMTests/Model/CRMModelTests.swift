import CRM
import EntityModel
import Testing

@Suite struct CRMModelTests {
    static let catalog = Result { () throws(CatalogError) in try CRMModel.makeCatalog() }

    static let recordSets = """
        Companies Divisions Contacts Leads Opportunities OpportunityContacts OpportunityLines Pipelines \
        OpportunityStages Products ProductCategories ProductPrices Quotes QuoteLines SalesOrders SalesOrderLines \
        Activities ActivityParticipants Tasks Cases ServiceTargets Campaigns CampaignMembers Users Teams Territories \
        SalesTargets Documents Tags TagAssignments ExchangeRates ImportRuns
        """.split(separator: " ").map(String.init)

    static let otherSets = """
        ImportRunErrors OpportunityStageHistory CaseStatusHistory OpportunitySnapshots Calendar RecordMerges Deletions \
        AuditEvents FieldDefinitions
        """.split(separator: " ").map(String.init)

    static let lists = """
        CompanyTypes:7 Industries:20 EmployeeBands:6 ContactRoles:7 LeadStatuses:5 LeadRatings:3 LeadSources:10 \
        DisqualifyReasons:8 LostReasons:8 OpportunityTypes:3 ForecastCategories:5 QuoteStatuses:6 OrderStatuses:6 \
        Units:8 ActivityTypes:5 ActivityOutcomes:6 TaskTypes:5 TaskStatuses:5 Priorities:4 CaseTypes:4 CaseOrigins:5 \
        CaseStatuses:6 CampaignTypes:6 CampaignStatuses:4 MemberStatuses:5 Currencies:165 Countries:249 TaxCodes:4
        """.split(separator: " ").map(String.init)

    @Test("the catalog is sound and holds every set of the design")
    func sets() throws {
        let catalog = try Self.catalog.get()
        #expect(CRMModel.records.map(\.set) == Self.recordSets)
        #expect(CRMModel.history.map(\.set) == Self.otherSets)
        #expect(catalog.lists.map { "\($0.set):\($0.items.count)" } == Self.lists)
        #expect(catalog.types.count == 32 + 9 + 28)
    }

    @Test("every record set has the life cycle of records, and no other has", arguments: CRMModel.types)
    func lifeCycle(type: EntityType) {
        #expect(type.isRecord == (type.kind == .record))
        #expect(type.isRecord == (type.fields.last?.name == "RecordLink"))
        let carriesNumber = type.field("ChangeSeq") != nil && type.field("LastUpdatedTimestamp") != nil
        #expect(carriesNumber == !["Calendar", "FieldDefinitions"].contains(type.set))
        #expect(!type.about.isEmpty)
    }

    @Test("every set with a company, owner or contact shows its name beside it", arguments: CRMModel.types)
    func flattenedNames(type: EntityType) {
        for (id, name) in [("CompanyId", "CompanyName"), ("OwnerId", "OwnerName"), ("ContactId", "ContactName")]
        where type.field(id)?.isKey == false {
            #expect(type.field(name)?.isStored == false, "\(type.set).\(name)")
        }
    }

    @Test("to-many navigations are those of the design")
    func waysBack() throws {
        let catalog = try Self.catalog.get()
        let found = catalog.types.filter { !$0.toMany.isEmpty }.map { type in
            "\(type.set) → " + type.toMany.map(\.name).joined(separator: ", ")
        }
        #expect(
            Set(found) == [
                "Companies → Divisions, Contacts, Opportunities, Quotes, SalesOrders, Cases, Activities, Tasks",
                "Contacts → Opportunities, Cases, Activities, Tasks", "Leads → Activities, Tasks",
                """
                Opportunities → OpportunityLines, OpportunityContacts, OpportunityStageHistory, Quotes, Activities, Tasks
                """, "Quotes → QuoteLines", "SalesOrders → SalesOrderLines",
                "Cases → CaseStatusHistory, Activities, Tasks",
                "Campaigns → CampaignMembers, Leads, Opportunities", "Pipelines → OpportunityStages",
                "Products → ProductPrices", "Teams → Users",
            ]
        )
    }

    @Test("fields of six names lead to the calendar wherever they are stored")
    func calendarNavigations() throws {
        let dates: Set = ["EstimatedClose", "CloseDate", "OrderDate", "QuoteDate", "DueDate", "SnapshotDate"]
        for type in try Self.catalog.get().types {
            for field in type.fields where field.isStored && field.kind == .date {
                #expect(field.hasCalendarNavigation == dates.contains(field.name), "\(type.set).\(field.name)")
            }
        }
    }

    @Test("the base currency alone is active at start")
    func activeCurrencies() throws {
        let list = try #require(try Self.catalog.get().list("Currencies"))
        #expect(list.items.filter(\.isActive).map(\.code) == [CRMModel.initialBaseCurrency])
        #expect(list.item("JPY")?.extra["MinorDigits"] == .integer(0))
        #expect(list.item("KWD")?.extra["MinorDigits"] == .integer(3))
        #expect(list.item("EUR")?.extra["Symbol"] == .text("€"))
    }

    @Test("every country has a region and a currency the list of currencies knows")
    func countries() throws {
        let catalog = try Self.catalog.get()
        let currencies = try #require(catalog.list("Currencies"))
        for item in try #require(catalog.list("Countries")).items {
            guard case .text(let region) = item.extra["RegionName"] else {
                Issue.record("\(item.code) has no region")
                continue
            }
            #expect(!region.isEmpty)
            if case .text(let code) = item.extra["CurrencyCode"] {
                #expect(currencies.item(code) != nil, "\(item.code): \(code)")
            }
        }
        #expect(catalog.list("Countries")?.item("DE")?.extra["DialPrefix"] == .text("+49"))
    }
}
