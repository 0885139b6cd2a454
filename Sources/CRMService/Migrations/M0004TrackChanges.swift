import SQLCore

/// What delta links need beside the numbers of changes: deleted records are found by number like others, keys of rows
/// that left their table stay for a while, and so do the values that decide who sees a record and where it belongs.
enum M0004TrackChanges {
    static let migration = Migration(
        4,
        "track changes",
        scripts: [
            .sqlite: """
            CREATE TABLE "change_tombstone" (
                "entity_set" TEXT NOT NULL,
                "seq" INTEGER NOT NULL,
                "record_key" TEXT NOT NULL,
                "at" INTEGER NOT NULL,
                PRIMARY KEY ("entity_set", "seq")
            ) STRICT, WITHOUT ROWID;
            CREATE TABLE "change_move" (
                "entity_set" TEXT NOT NULL,
                "seq" INTEGER NOT NULL,
                "record_id" INTEGER NOT NULL,
                "field" TEXT NOT NULL,
                "old_value" INTEGER,
                "at" INTEGER NOT NULL,
                PRIMARY KEY ("entity_set", "seq", "record_id", "field")
            ) STRICT, WITHOUT ROWID;
            DROP INDEX "Companies_ChangeSeq_index";
            CREATE UNIQUE INDEX "Companies_ChangeSeq_index" ON "Companies" ("ChangeSeq");
            DROP INDEX "Divisions_ChangeSeq_index";
            CREATE UNIQUE INDEX "Divisions_ChangeSeq_index" ON "Divisions" ("ChangeSeq");
            DROP INDEX "Contacts_ChangeSeq_index";
            CREATE UNIQUE INDEX "Contacts_ChangeSeq_index" ON "Contacts" ("ChangeSeq");
            DROP INDEX "Leads_ChangeSeq_index";
            CREATE UNIQUE INDEX "Leads_ChangeSeq_index" ON "Leads" ("ChangeSeq");
            DROP INDEX "Opportunities_ChangeSeq_index";
            CREATE UNIQUE INDEX "Opportunities_ChangeSeq_index" ON "Opportunities" ("ChangeSeq");
            DROP INDEX "OpportunityContacts_ChangeSeq_index";
            CREATE UNIQUE INDEX "OpportunityContacts_ChangeSeq_index" ON "OpportunityContacts" ("ChangeSeq");
            DROP INDEX "OpportunityLines_ChangeSeq_index";
            CREATE UNIQUE INDEX "OpportunityLines_ChangeSeq_index" ON "OpportunityLines" ("ChangeSeq");
            DROP INDEX "Pipelines_ChangeSeq_index";
            CREATE UNIQUE INDEX "Pipelines_ChangeSeq_index" ON "Pipelines" ("ChangeSeq");
            DROP INDEX "OpportunityStages_ChangeSeq_index";
            CREATE UNIQUE INDEX "OpportunityStages_ChangeSeq_index" ON "OpportunityStages" ("ChangeSeq");
            DROP INDEX "Products_ChangeSeq_index";
            CREATE UNIQUE INDEX "Products_ChangeSeq_index" ON "Products" ("ChangeSeq");
            DROP INDEX "ProductCategories_ChangeSeq_index";
            CREATE UNIQUE INDEX "ProductCategories_ChangeSeq_index" ON "ProductCategories" ("ChangeSeq");
            DROP INDEX "ProductPrices_ChangeSeq_index";
            CREATE UNIQUE INDEX "ProductPrices_ChangeSeq_index" ON "ProductPrices" ("ChangeSeq");
            DROP INDEX "Quotes_ChangeSeq_index";
            CREATE UNIQUE INDEX "Quotes_ChangeSeq_index" ON "Quotes" ("ChangeSeq");
            DROP INDEX "QuoteLines_ChangeSeq_index";
            CREATE UNIQUE INDEX "QuoteLines_ChangeSeq_index" ON "QuoteLines" ("ChangeSeq");
            DROP INDEX "SalesOrders_ChangeSeq_index";
            CREATE UNIQUE INDEX "SalesOrders_ChangeSeq_index" ON "SalesOrders" ("ChangeSeq");
            DROP INDEX "SalesOrderLines_ChangeSeq_index";
            CREATE UNIQUE INDEX "SalesOrderLines_ChangeSeq_index" ON "SalesOrderLines" ("ChangeSeq");
            DROP INDEX "Activities_ChangeSeq_index";
            CREATE UNIQUE INDEX "Activities_ChangeSeq_index" ON "Activities" ("ChangeSeq");
            DROP INDEX "ActivityParticipants_ChangeSeq_index";
            CREATE UNIQUE INDEX "ActivityParticipants_ChangeSeq_index" ON "ActivityParticipants" ("ChangeSeq");
            DROP INDEX "Tasks_ChangeSeq_index";
            CREATE UNIQUE INDEX "Tasks_ChangeSeq_index" ON "Tasks" ("ChangeSeq");
            DROP INDEX "Cases_ChangeSeq_index";
            CREATE UNIQUE INDEX "Cases_ChangeSeq_index" ON "Cases" ("ChangeSeq");
            DROP INDEX "ServiceTargets_ChangeSeq_index";
            CREATE UNIQUE INDEX "ServiceTargets_ChangeSeq_index" ON "ServiceTargets" ("ChangeSeq");
            DROP INDEX "Campaigns_ChangeSeq_index";
            CREATE UNIQUE INDEX "Campaigns_ChangeSeq_index" ON "Campaigns" ("ChangeSeq");
            DROP INDEX "CampaignMembers_ChangeSeq_index";
            CREATE UNIQUE INDEX "CampaignMembers_ChangeSeq_index" ON "CampaignMembers" ("ChangeSeq");
            DROP INDEX "Users_ChangeSeq_index";
            CREATE UNIQUE INDEX "Users_ChangeSeq_index" ON "Users" ("ChangeSeq");
            DROP INDEX "Teams_ChangeSeq_index";
            CREATE UNIQUE INDEX "Teams_ChangeSeq_index" ON "Teams" ("ChangeSeq");
            DROP INDEX "Territories_ChangeSeq_index";
            CREATE UNIQUE INDEX "Territories_ChangeSeq_index" ON "Territories" ("ChangeSeq");
            DROP INDEX "SalesTargets_ChangeSeq_index";
            CREATE UNIQUE INDEX "SalesTargets_ChangeSeq_index" ON "SalesTargets" ("ChangeSeq");
            DROP INDEX "Documents_ChangeSeq_index";
            CREATE UNIQUE INDEX "Documents_ChangeSeq_index" ON "Documents" ("ChangeSeq");
            DROP INDEX "Tags_ChangeSeq_index";
            CREATE UNIQUE INDEX "Tags_ChangeSeq_index" ON "Tags" ("ChangeSeq");
            DROP INDEX "TagAssignments_ChangeSeq_index";
            CREATE UNIQUE INDEX "TagAssignments_ChangeSeq_index" ON "TagAssignments" ("ChangeSeq");
            DROP INDEX "ExchangeRates_ChangeSeq_index";
            CREATE UNIQUE INDEX "ExchangeRates_ChangeSeq_index" ON "ExchangeRates" ("ChangeSeq");
            DROP INDEX "ImportRuns_ChangeSeq_index";
            CREATE UNIQUE INDEX "ImportRuns_ChangeSeq_index" ON "ImportRuns" ("ChangeSeq");
            """
        ]
    )
}
