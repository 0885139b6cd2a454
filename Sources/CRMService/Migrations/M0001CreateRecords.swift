import SQLCore

/// Made from the entity model; frozen: a later change of the model is a later migration.
enum M0001CreateRecords {
    static let migration = Migration(
        1,
        "create records",
        scripts: [
            .sqlite: """
                        CREATE TABLE "Companies" (
                            "CompanyId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "LegalName" TEXT,
                            "TypeCode" TEXT NOT NULL,
                            "IndustryCode" TEXT,
                            "EmployeeBandCode" TEXT,
                            "EmployeeCount" INTEGER,
                            "AnnualRevenue" INTEGER,
                            "BaseAnnualRevenue" INTEGER,
                            "CurrencyCode" TEXT,
                            "Website" TEXT,
                            "Domain" TEXT,
                            "Phone" TEXT,
                            "Email" TEXT,
                            "VatNumber" TEXT,
                            "RegistrationNumber" TEXT,
                            "ParentCompanyId" INTEGER,
                            "TerritoryId" INTEGER,
                            "SourceCode" TEXT,
                            "CampaignId" INTEGER,
                            "CreditLimit" INTEGER,
                            "IsOnStop" INTEGER NOT NULL,
                            "PaymentTermsDays" INTEGER,
                            "DoNotContact" INTEGER NOT NULL,
                            "FirstOrderDate" TEXT,
                            "LastOrderDate" TEXT,
                            "LapsedDate" TEXT,
                            "OrderCount" INTEGER,
                            "LifetimeValue" INTEGER,
                            "OpenOpportunityCount" INTEGER,
                            "Description" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "LastActivityAt" INTEGER,
                            "NextTaskId" INTEGER,
                            "NextTaskDue" TEXT,
                            "TagNames" TEXT,
                            "MergedWith" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            "Domain_folded" TEXT,
                            "Email_folded" TEXT,
                            "VatNumber_folded" TEXT,
                            FOREIGN KEY ("ParentCompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TerritoryId") REFERENCES "Territories" ("TerritoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("NextTaskId") REFERENCES "Tasks" ("TaskId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("MergedWith") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Companies_Name_folded_index" ON "Companies" ("Name_folded");
                        CREATE INDEX "Companies_TypeCode_index" ON "Companies" ("TypeCode");
                        CREATE INDEX "Companies_IndustryCode_index" ON "Companies" ("IndustryCode");
                        CREATE INDEX "Companies_Domain_folded_index" ON "Companies" ("Domain_folded");
                        CREATE INDEX "Companies_Email_folded_index" ON "Companies" ("Email_folded");
                        CREATE INDEX "Companies_VatNumber_folded_index" ON "Companies" ("VatNumber_folded");
                        CREATE INDEX "Companies_ParentCompanyId_index" ON "Companies" ("ParentCompanyId");
                        CREATE INDEX "Companies_TerritoryId_index" ON "Companies" ("TerritoryId");
                        CREATE INDEX "Companies_OwnerId_index" ON "Companies" ("OwnerId");
                        CREATE INDEX "Companies_TeamId_index" ON "Companies" ("TeamId");
                        CREATE INDEX "Companies_LastActivityAt_index" ON "Companies" ("LastActivityAt");
                        CREATE UNIQUE INDEX "Companies_AlternateReference_index" ON "Companies" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Companies_LastUpdatedTimestamp_index" ON "Companies" ("LastUpdatedTimestamp");
                        CREATE INDEX "Companies_ImportRunId_index" ON "Companies" ("ImportRunId");
                        CREATE UNIQUE INDEX "Companies_ChangeSeq_index" ON "Companies" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Divisions" (
                            "DivisionId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CompanyId" INTEGER NOT NULL,
                            "Name" TEXT NOT NULL,
                            "IsDefault" INTEGER NOT NULL,
                            "AccountCode" TEXT,
                            "Phone" TEXT,
                            "Email" TEXT,
                            "Latitude" INTEGER,
                            "Longitude" INTEGER,
                            "TerritoryId" INTEGER,
                            "TimeZone" TEXT,
                            "IsBillTo" INTEGER NOT NULL,
                            "IsShipTo" INTEGER NOT NULL,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "AddressLine1" TEXT,
                            "AddressLine2" TEXT,
                            "City" TEXT,
                            "Region" TEXT,
                            "Postcode" TEXT,
                            "CountryCode" TEXT,
                            "MergedWith" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TerritoryId") REFERENCES "Territories" ("TerritoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("MergedWith") REFERENCES "Divisions" ("DivisionId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Divisions_CompanyId_index" ON "Divisions" ("CompanyId");
                        CREATE INDEX "Divisions_Name_folded_index" ON "Divisions" ("Name_folded");
                        CREATE UNIQUE INDEX "Divisions_AccountCode_index" ON "Divisions" ("AccountCode") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Divisions_OwnerId_index" ON "Divisions" ("OwnerId");
                        CREATE INDEX "Divisions_TeamId_index" ON "Divisions" ("TeamId");
                        CREATE INDEX "Divisions_City_index" ON "Divisions" ("City");
                        CREATE INDEX "Divisions_Postcode_index" ON "Divisions" ("Postcode");
                        CREATE INDEX "Divisions_CountryCode_index" ON "Divisions" ("CountryCode");
                        CREATE UNIQUE INDEX "Divisions_AlternateReference_index" ON "Divisions" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Divisions_LastUpdatedTimestamp_index" ON "Divisions" ("LastUpdatedTimestamp");
                        CREATE INDEX "Divisions_ImportRunId_index" ON "Divisions" ("ImportRunId");
                        CREATE UNIQUE INDEX "Divisions_ChangeSeq_index" ON "Divisions" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Contacts" (
                            "ContactId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CompanyId" INTEGER,
                            "DivisionId" INTEGER,
                            "Title" TEXT,
                            "Forename" TEXT,
                            "Surname" TEXT NOT NULL,
                            "PreferredName" TEXT,
                            "FullName" TEXT,
                            "JobTitle" TEXT,
                            "Department" TEXT,
                            "RoleCode" TEXT,
                            "Email" TEXT,
                            "EmailBounced" INTEGER NOT NULL,
                            "PhoneNumber" TEXT,
                            "MobilePhoneNumber" TEXT,
                            "LinkedInUrl" TEXT,
                            "PreferredLanguage" TEXT,
                            "MarketingConsent" INTEGER NOT NULL,
                            "MarketingConsentDate" TEXT,
                            "MarketingConsentSource" TEXT,
                            "DoNotCall" INTEGER NOT NULL,
                            "DoNotEmail" INTEGER NOT NULL,
                            "HasLeft" INTEGER NOT NULL,
                            "SourceCode" TEXT,
                            "CampaignId" INTEGER,
                            "AnonymisedAt" INTEGER,
                            "Description" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "LastActivityAt" INTEGER,
                            "NextTaskId" INTEGER,
                            "NextTaskDue" TEXT,
                            "TagNames" TEXT,
                            "MergedWith" INTEGER,
                            "AddressLine1" TEXT,
                            "AddressLine2" TEXT,
                            "City" TEXT,
                            "Region" TEXT,
                            "Postcode" TEXT,
                            "CountryCode" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Surname_folded" TEXT NOT NULL,
                            "FullName_folded" TEXT,
                            "Email_folded" TEXT,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("DivisionId") REFERENCES "Divisions" ("DivisionId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("NextTaskId") REFERENCES "Tasks" ("TaskId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("MergedWith") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Contacts_CompanyId_index" ON "Contacts" ("CompanyId");
                        CREATE INDEX "Contacts_DivisionId_index" ON "Contacts" ("DivisionId");
                        CREATE INDEX "Contacts_Surname_folded_index" ON "Contacts" ("Surname_folded");
                        CREATE INDEX "Contacts_FullName_folded_index" ON "Contacts" ("FullName_folded");
                        CREATE INDEX "Contacts_Email_folded_index" ON "Contacts" ("Email_folded");
                        CREATE INDEX "Contacts_OwnerId_index" ON "Contacts" ("OwnerId");
                        CREATE INDEX "Contacts_TeamId_index" ON "Contacts" ("TeamId");
                        CREATE INDEX "Contacts_LastActivityAt_index" ON "Contacts" ("LastActivityAt");
                        CREATE INDEX "Contacts_City_index" ON "Contacts" ("City");
                        CREATE INDEX "Contacts_Postcode_index" ON "Contacts" ("Postcode");
                        CREATE INDEX "Contacts_CountryCode_index" ON "Contacts" ("CountryCode");
                        CREATE UNIQUE INDEX "Contacts_AlternateReference_index" ON "Contacts" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Contacts_LastUpdatedTimestamp_index" ON "Contacts" ("LastUpdatedTimestamp");
                        CREATE INDEX "Contacts_ImportRunId_index" ON "Contacts" ("ImportRunId");
                        CREATE UNIQUE INDEX "Contacts_ChangeSeq_index" ON "Contacts" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Leads" (
                            "LeadId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Description" TEXT NOT NULL,
                            "Forename" TEXT,
                            "Surname" TEXT,
                            "CompanyName" TEXT,
                            "JobTitle" TEXT,
                            "Email" TEXT,
                            "PhoneNumber" TEXT,
                            "MobilePhoneNumber" TEXT,
                            "Website" TEXT,
                            "CountryCode" TEXT,
                            "Postcode" TEXT,
                            "StatusCode" TEXT NOT NULL,
                            "StatusChanged" INTEGER,
                            "RatingCode" TEXT,
                            "Score" INTEGER,
                            "SourceCode" TEXT NOT NULL,
                            "SourceDetail" TEXT,
                            "CampaignId" INTEGER,
                            "EstimatedValue" INTEGER,
                            "CurrencyCode" TEXT,
                            "BaseEstimatedValue" INTEGER,
                            "FirstContactedAt" INTEGER,
                            "ResponseMinutes" INTEGER,
                            "DisqualifyReasonCode" TEXT,
                            "DisqualifiedAt" INTEGER,
                            "ConvertedAt" INTEGER,
                            "ConvertedByUserId" INTEGER,
                            "ConvertedCompanyId" INTEGER,
                            "ConvertedContactId" INTEGER,
                            "ConvertedOpportunityId" INTEGER,
                            "UtmSource" TEXT,
                            "UtmMedium" TEXT,
                            "UtmCampaign" TEXT,
                            "UtmTerm" TEXT,
                            "UtmContent" TEXT,
                            "LandingUrl" TEXT,
                            "Details" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "LastActivityAt" INTEGER,
                            "NextTaskId" INTEGER,
                            "NextTaskDue" TEXT,
                            "TagNames" TEXT,
                            "MergedWith" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Surname_folded" TEXT,
                            "CompanyName_folded" TEXT,
                            "Email_folded" TEXT,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ConvertedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ConvertedCompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ConvertedContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ConvertedOpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("NextTaskId") REFERENCES "Tasks" ("TaskId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("MergedWith") REFERENCES "Leads" ("LeadId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Leads_Surname_folded_index" ON "Leads" ("Surname_folded");
                        CREATE INDEX "Leads_CompanyName_folded_index" ON "Leads" ("CompanyName_folded");
                        CREATE INDEX "Leads_Email_folded_index" ON "Leads" ("Email_folded");
                        CREATE INDEX "Leads_StatusCode_index" ON "Leads" ("StatusCode");
                        CREATE INDEX "Leads_SourceCode_index" ON "Leads" ("SourceCode");
                        CREATE INDEX "Leads_CampaignId_index" ON "Leads" ("CampaignId");
                        CREATE INDEX "Leads_ConvertedAt_index" ON "Leads" ("ConvertedAt");
                        CREATE INDEX "Leads_OwnerId_index" ON "Leads" ("OwnerId");
                        CREATE INDEX "Leads_TeamId_index" ON "Leads" ("TeamId");
                        CREATE INDEX "Leads_LastActivityAt_index" ON "Leads" ("LastActivityAt");
                        CREATE UNIQUE INDEX "Leads_AlternateReference_index" ON "Leads" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Leads_LastUpdatedTimestamp_index" ON "Leads" ("LastUpdatedTimestamp");
                        CREATE INDEX "Leads_ImportRunId_index" ON "Leads" ("ImportRunId");
                        CREATE UNIQUE INDEX "Leads_ChangeSeq_index" ON "Leads" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Opportunities" (
                            "OpportunityId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "CompanyId" INTEGER,
                            "DivisionId" INTEGER,
                            "ContactId" INTEGER,
                            "PipelineId" INTEGER NOT NULL,
                            "OpportunityStageId" INTEGER NOT NULL,
                            "State" TEXT NOT NULL,
                            "StageChanged" INTEGER,
                            "Probability" INTEGER NOT NULL,
                            "IsProbabilityOverridden" INTEGER NOT NULL,
                            "Value" INTEGER NOT NULL,
                            "CurrencyCode" TEXT NOT NULL,
                            "ExchangeRate" INTEGER,
                            "BaseValue" INTEGER,
                            "WeightedValue" INTEGER,
                            "BaseWeightedValue" INTEGER,
                            "WorstValue" INTEGER,
                            "BestValue" INTEGER,
                            "MarginValue" INTEGER,
                            "AutocalculateValue" INTEGER NOT NULL,
                            "EstimatedClose" TEXT NOT NULL,
                            "OriginalEstimatedClose" TEXT,
                            "CloseDateMoves" INTEGER,
                            "CloseDate" TEXT,
                            "LostReasonCode" TEXT,
                            "LostDetail" TEXT,
                            "CompetitorName" TEXT,
                            "ForecastCategoryCode" TEXT NOT NULL,
                            "TypeCode" TEXT,
                            "SourceCode" TEXT,
                            "CampaignId" INTEGER,
                            "OriginatingLeadId" INTEGER,
                            "NextStep" TEXT,
                            "ReopenedCount" INTEGER,
                            "Description" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "LastActivityAt" INTEGER,
                            "NextTaskId" INTEGER,
                            "NextTaskDue" TEXT,
                            "TagNames" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("DivisionId") REFERENCES "Divisions" ("DivisionId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("PipelineId") REFERENCES "Pipelines" ("PipelineId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityStageId") REFERENCES "OpportunityStages" ("OpportunityStageId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OriginatingLeadId") REFERENCES "Leads" ("LeadId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("NextTaskId") REFERENCES "Tasks" ("TaskId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Opportunities_Name_folded_index" ON "Opportunities" ("Name_folded");
                        CREATE INDEX "Opportunities_CompanyId_index" ON "Opportunities" ("CompanyId");
                        CREATE INDEX "Opportunities_ContactId_index" ON "Opportunities" ("ContactId");
                        CREATE INDEX "Opportunities_EstimatedClose_index" ON "Opportunities" ("EstimatedClose");
                        CREATE INDEX "Opportunities_CloseDate_index" ON "Opportunities" ("CloseDate");
                        CREATE INDEX "Opportunities_LostReasonCode_index" ON "Opportunities" ("LostReasonCode");
                        CREATE INDEX "Opportunities_CampaignId_index" ON "Opportunities" ("CampaignId");
                        CREATE INDEX "Opportunities_OwnerId_index" ON "Opportunities" ("OwnerId");
                        CREATE INDEX "Opportunities_TeamId_index" ON "Opportunities" ("TeamId");
                        CREATE INDEX "Opportunities_LastActivityAt_index" ON "Opportunities" ("LastActivityAt");
                        CREATE UNIQUE INDEX "Opportunities_AlternateReference_index" ON "Opportunities" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Opportunities_LastUpdatedTimestamp_index" ON "Opportunities" ("LastUpdatedTimestamp");
                        CREATE INDEX "Opportunities_ImportRunId_index" ON "Opportunities" ("ImportRunId");
                        CREATE UNIQUE INDEX "Opportunities_ChangeSeq_index" ON "Opportunities" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Opportunities_PipelineId_OpportunityStageId_StatusFlag_index" ON "Opportunities" ("PipelineId", "OpportunityStageId", "StatusFlag");
                        CREATE INDEX "Opportunities_OwnerId_State_index" ON "Opportunities" ("OwnerId", "State");
                        CREATE INDEX "Opportunities_State_EstimatedClose_index" ON "Opportunities" ("State", "EstimatedClose");
                        CREATE TABLE "OpportunityContacts" (
                            "OpportunityContactId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "OpportunityId" INTEGER NOT NULL,
                            "ContactId" INTEGER NOT NULL,
                            "RoleCode" TEXT,
                            "IsPrimary" INTEGER NOT NULL,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "OpportunityContacts_OpportunityId_index" ON "OpportunityContacts" ("OpportunityId");
                        CREATE INDEX "OpportunityContacts_ContactId_index" ON "OpportunityContacts" ("ContactId");
                        CREATE UNIQUE INDEX "OpportunityContacts_AlternateReference_index" ON "OpportunityContacts" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "OpportunityContacts_LastUpdatedTimestamp_index" ON "OpportunityContacts" ("LastUpdatedTimestamp");
                        CREATE INDEX "OpportunityContacts_ImportRunId_index" ON "OpportunityContacts" ("ImportRunId");
                        CREATE UNIQUE INDEX "OpportunityContacts_ChangeSeq_index" ON "OpportunityContacts" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "OpportunityContacts_OpportunityId_ContactId_index" ON "OpportunityContacts" ("OpportunityId", "ContactId") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "OpportunityLines" (
                            "OpportunityLineId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "OpportunityId" INTEGER NOT NULL,
                            "Sequence" INTEGER NOT NULL,
                            "ProductId" INTEGER,
                            "Description" TEXT NOT NULL,
                            "ExtendedDescription" TEXT,
                            "SectionName" TEXT,
                            "Quantity" INTEGER NOT NULL,
                            "UnitCode" TEXT,
                            "UnitPrice" INTEGER NOT NULL,
                            "CostPrice" INTEGER,
                            "DiscountPercent" INTEGER,
                            "TaxCode" TEXT,
                            "TaxRate" INTEGER,
                            "NetValue" INTEGER,
                            "TaxValue" INTEGER,
                            "GrossValue" INTEGER,
                            "BaseNetValue" INTEGER,
                            "BaseCostValue" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "OpportunityLines_OpportunityId_index" ON "OpportunityLines" ("OpportunityId");
                        CREATE INDEX "OpportunityLines_ProductId_index" ON "OpportunityLines" ("ProductId");
                        CREATE UNIQUE INDEX "OpportunityLines_AlternateReference_index" ON "OpportunityLines" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "OpportunityLines_LastUpdatedTimestamp_index" ON "OpportunityLines" ("LastUpdatedTimestamp");
                        CREATE INDEX "OpportunityLines_ImportRunId_index" ON "OpportunityLines" ("ImportRunId");
                        CREATE UNIQUE INDEX "OpportunityLines_ChangeSeq_index" ON "OpportunityLines" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Pipelines" (
                            "PipelineId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "Sequence" INTEGER,
                            "IsDefault" INTEGER NOT NULL,
                            "IsActive" INTEGER NOT NULL,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Pipelines_Name_index" ON "Pipelines" ("Name") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "Pipelines_AlternateReference_index" ON "Pipelines" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Pipelines_LastUpdatedTimestamp_index" ON "Pipelines" ("LastUpdatedTimestamp");
                        CREATE INDEX "Pipelines_ImportRunId_index" ON "Pipelines" ("ImportRunId");
                        CREATE UNIQUE INDEX "Pipelines_ChangeSeq_index" ON "Pipelines" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "OpportunityStages" (
                            "OpportunityStageId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "PipelineId" INTEGER NOT NULL,
                            "Code" TEXT NOT NULL,
                            "Name" TEXT NOT NULL,
                            "Sequence" INTEGER NOT NULL,
                            "Probability" INTEGER NOT NULL,
                            "State" TEXT NOT NULL,
                            "ForecastCategoryCode" TEXT NOT NULL,
                            "RottenDays" INTEGER,
                            "RequiredFields" TEXT,
                            "ColorToken" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("PipelineId") REFERENCES "Pipelines" ("PipelineId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "OpportunityStages_PipelineId_index" ON "OpportunityStages" ("PipelineId");
                        CREATE UNIQUE INDEX "OpportunityStages_AlternateReference_index" ON "OpportunityStages" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "OpportunityStages_LastUpdatedTimestamp_index" ON "OpportunityStages" ("LastUpdatedTimestamp");
                        CREATE INDEX "OpportunityStages_ImportRunId_index" ON "OpportunityStages" ("ImportRunId");
                        CREATE UNIQUE INDEX "OpportunityStages_ChangeSeq_index" ON "OpportunityStages" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "OpportunityStages_PipelineId_Code_index" ON "OpportunityStages" ("PipelineId", "Code") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Products" (
                            "ProductId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "ProductCode" TEXT NOT NULL,
                            "Name" TEXT NOT NULL,
                            "Description" TEXT,
                            "ProductCategoryId" INTEGER,
                            "UnitPrice" INTEGER NOT NULL,
                            "CostPrice" INTEGER,
                            "CurrencyCode" TEXT NOT NULL,
                            "UnitCode" TEXT,
                            "TaxCode" TEXT,
                            "Sku" TEXT,
                            "Barcode" TEXT,
                            "Manufacturer" TEXT,
                            "IsSellable" INTEGER NOT NULL,
                            "IsObsolete" INTEGER NOT NULL,
                            "TagNames" TEXT,
                            "MergedWith" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            FOREIGN KEY ("ProductCategoryId") REFERENCES "ProductCategories" ("ProductCategoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("MergedWith") REFERENCES "Products" ("ProductId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Products_ProductCode_index" ON "Products" ("ProductCode") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Products_Name_folded_index" ON "Products" ("Name_folded");
                        CREATE INDEX "Products_ProductCategoryId_index" ON "Products" ("ProductCategoryId");
                        CREATE INDEX "Products_Sku_index" ON "Products" ("Sku");
                        CREATE INDEX "Products_Barcode_index" ON "Products" ("Barcode");
                        CREATE UNIQUE INDEX "Products_AlternateReference_index" ON "Products" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Products_LastUpdatedTimestamp_index" ON "Products" ("LastUpdatedTimestamp");
                        CREATE INDEX "Products_ImportRunId_index" ON "Products" ("ImportRunId");
                        CREATE UNIQUE INDEX "Products_ChangeSeq_index" ON "Products" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ProductCategories" (
                            "ProductCategoryId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "ParentCategoryId" INTEGER,
                            "Path" TEXT,
                            "Sequence" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ParentCategoryId") REFERENCES "ProductCategories" ("ProductCategoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "ProductCategories_Path_index" ON "ProductCategories" ("Path");
                        CREATE UNIQUE INDEX "ProductCategories_AlternateReference_index" ON "ProductCategories" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ProductCategories_LastUpdatedTimestamp_index" ON "ProductCategories" ("LastUpdatedTimestamp");
                        CREATE INDEX "ProductCategories_ImportRunId_index" ON "ProductCategories" ("ImportRunId");
                        CREATE UNIQUE INDEX "ProductCategories_ChangeSeq_index" ON "ProductCategories" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ProductPrices" (
                            "ProductPriceId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "ProductId" INTEGER NOT NULL,
                            "CurrencyCode" TEXT NOT NULL,
                            "UnitPrice" INTEGER NOT NULL,
                            "MinQuantity" INTEGER,
                            "ValidFrom" TEXT,
                            "ValidTo" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "ProductPrices_ProductId_index" ON "ProductPrices" ("ProductId");
                        CREATE UNIQUE INDEX "ProductPrices_AlternateReference_index" ON "ProductPrices" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ProductPrices_LastUpdatedTimestamp_index" ON "ProductPrices" ("LastUpdatedTimestamp");
                        CREATE INDEX "ProductPrices_ImportRunId_index" ON "ProductPrices" ("ImportRunId");
                        CREATE UNIQUE INDEX "ProductPrices_ChangeSeq_index" ON "ProductPrices" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Quotes" (
                            "QuoteId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "QuoteNumber" TEXT,
                            "Revision" INTEGER,
                            "PreviousQuoteId" INTEGER,
                            "Description" TEXT,
                            "OpportunityId" INTEGER,
                            "CompanyId" INTEGER NOT NULL,
                            "DivisionId" INTEGER,
                            "ContactId" INTEGER,
                            "StatusCode" TEXT NOT NULL,
                            "QuoteDate" TEXT NOT NULL,
                            "ExpiryDate" TEXT,
                            "SentAt" INTEGER,
                            "AcceptedDate" TEXT,
                            "RejectedDetail" TEXT,
                            "CustomerReference" TEXT,
                            "PaymentTermsDays" INTEGER,
                            "IntroText" TEXT,
                            "Terms" TEXT,
                            "SalesOrderId" INTEGER,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "CurrencyCode" TEXT NOT NULL,
                            "ExchangeRate" INTEGER,
                            "DiscountPercent" INTEGER,
                            "NetValue" INTEGER,
                            "TaxValue" INTEGER,
                            "GrossValue" INTEGER,
                            "CostValue" INTEGER,
                            "MarginValue" INTEGER,
                            "MarginPercentage" INTEGER,
                            "BaseNetValue" INTEGER,
                            "BaseTaxValue" INTEGER,
                            "BaseGrossValue" INTEGER,
                            "BaseMarginValue" INTEGER,
                            "DeliveryAddressLine1" TEXT,
                            "DeliveryAddressLine2" TEXT,
                            "DeliveryCity" TEXT,
                            "DeliveryRegion" TEXT,
                            "DeliveryPostcode" TEXT,
                            "DeliveryCountryCode" TEXT,
                            "TagNames" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("PreviousQuoteId") REFERENCES "Quotes" ("QuoteId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("DivisionId") REFERENCES "Divisions" ("DivisionId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Quotes_QuoteNumber_index" ON "Quotes" ("QuoteNumber");
                        CREATE INDEX "Quotes_OpportunityId_index" ON "Quotes" ("OpportunityId");
                        CREATE INDEX "Quotes_CompanyId_index" ON "Quotes" ("CompanyId");
                        CREATE INDEX "Quotes_StatusCode_index" ON "Quotes" ("StatusCode");
                        CREATE INDEX "Quotes_QuoteDate_index" ON "Quotes" ("QuoteDate");
                        CREATE INDEX "Quotes_OwnerId_index" ON "Quotes" ("OwnerId");
                        CREATE INDEX "Quotes_TeamId_index" ON "Quotes" ("TeamId");
                        CREATE UNIQUE INDEX "Quotes_AlternateReference_index" ON "Quotes" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Quotes_LastUpdatedTimestamp_index" ON "Quotes" ("LastUpdatedTimestamp");
                        CREATE INDEX "Quotes_ImportRunId_index" ON "Quotes" ("ImportRunId");
                        CREATE UNIQUE INDEX "Quotes_ChangeSeq_index" ON "Quotes" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "Quotes_QuoteNumber_Revision_index" ON "Quotes" ("QuoteNumber", "Revision") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "QuoteLines" (
                            "QuoteLineId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "QuoteId" INTEGER NOT NULL,
                            "LineKind" TEXT NOT NULL,
                            "IsOptional" INTEGER NOT NULL,
                            "Sequence" INTEGER NOT NULL,
                            "ProductId" INTEGER,
                            "Description" TEXT NOT NULL,
                            "ExtendedDescription" TEXT,
                            "SectionName" TEXT,
                            "Quantity" INTEGER NOT NULL,
                            "UnitCode" TEXT,
                            "UnitPrice" INTEGER NOT NULL,
                            "CostPrice" INTEGER,
                            "DiscountPercent" INTEGER,
                            "TaxCode" TEXT,
                            "TaxRate" INTEGER,
                            "NetValue" INTEGER,
                            "TaxValue" INTEGER,
                            "GrossValue" INTEGER,
                            "BaseNetValue" INTEGER,
                            "BaseCostValue" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "QuoteLines_QuoteId_index" ON "QuoteLines" ("QuoteId");
                        CREATE INDEX "QuoteLines_ProductId_index" ON "QuoteLines" ("ProductId");
                        CREATE UNIQUE INDEX "QuoteLines_AlternateReference_index" ON "QuoteLines" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "QuoteLines_LastUpdatedTimestamp_index" ON "QuoteLines" ("LastUpdatedTimestamp");
                        CREATE INDEX "QuoteLines_ImportRunId_index" ON "QuoteLines" ("ImportRunId");
                        CREATE UNIQUE INDEX "QuoteLines_ChangeSeq_index" ON "QuoteLines" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "SalesOrders" (
                            "SalesOrderId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "OrderNumber" TEXT,
                            "QuoteId" INTEGER,
                            "OpportunityId" INTEGER,
                            "CompanyId" INTEGER NOT NULL,
                            "DivisionId" INTEGER,
                            "ContactId" INTEGER,
                            "StatusCode" TEXT NOT NULL,
                            "OrderDate" TEXT NOT NULL,
                            "DueDate" TEXT,
                            "ConfirmedAt" INTEGER,
                            "ShippedDate" TEXT,
                            "InvoicedDate" TEXT,
                            "InvoiceReference" TEXT,
                            "TrackingReference" TEXT,
                            "CancelDetail" TEXT,
                            "CustomerReference" TEXT,
                            "PaymentTermsDays" INTEGER,
                            "Terms" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "CurrencyCode" TEXT NOT NULL,
                            "ExchangeRate" INTEGER,
                            "DiscountPercent" INTEGER,
                            "NetValue" INTEGER,
                            "TaxValue" INTEGER,
                            "GrossValue" INTEGER,
                            "CostValue" INTEGER,
                            "MarginValue" INTEGER,
                            "MarginPercentage" INTEGER,
                            "BaseNetValue" INTEGER,
                            "BaseTaxValue" INTEGER,
                            "BaseGrossValue" INTEGER,
                            "BaseMarginValue" INTEGER,
                            "DeliveryAddressLine1" TEXT,
                            "DeliveryAddressLine2" TEXT,
                            "DeliveryCity" TEXT,
                            "DeliveryRegion" TEXT,
                            "DeliveryPostcode" TEXT,
                            "DeliveryCountryCode" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("DivisionId") REFERENCES "Divisions" ("DivisionId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "SalesOrders_OrderNumber_index" ON "SalesOrders" ("OrderNumber") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "SalesOrders_QuoteId_index" ON "SalesOrders" ("QuoteId");
                        CREATE INDEX "SalesOrders_OpportunityId_index" ON "SalesOrders" ("OpportunityId");
                        CREATE INDEX "SalesOrders_CompanyId_index" ON "SalesOrders" ("CompanyId");
                        CREATE INDEX "SalesOrders_StatusCode_index" ON "SalesOrders" ("StatusCode");
                        CREATE INDEX "SalesOrders_OrderDate_index" ON "SalesOrders" ("OrderDate");
                        CREATE INDEX "SalesOrders_OwnerId_index" ON "SalesOrders" ("OwnerId");
                        CREATE INDEX "SalesOrders_TeamId_index" ON "SalesOrders" ("TeamId");
                        CREATE UNIQUE INDEX "SalesOrders_AlternateReference_index" ON "SalesOrders" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "SalesOrders_LastUpdatedTimestamp_index" ON "SalesOrders" ("LastUpdatedTimestamp");
                        CREATE INDEX "SalesOrders_ImportRunId_index" ON "SalesOrders" ("ImportRunId");
                        CREATE UNIQUE INDEX "SalesOrders_ChangeSeq_index" ON "SalesOrders" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "SalesOrderLines" (
                            "SalesOrderLineId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "SalesOrderId" INTEGER NOT NULL,
                            "QuoteLineId" INTEGER,
                            "QuantityShipped" INTEGER,
                            "Sequence" INTEGER NOT NULL,
                            "ProductId" INTEGER,
                            "Description" TEXT NOT NULL,
                            "ExtendedDescription" TEXT,
                            "SectionName" TEXT,
                            "Quantity" INTEGER NOT NULL,
                            "UnitCode" TEXT,
                            "UnitPrice" INTEGER NOT NULL,
                            "CostPrice" INTEGER,
                            "DiscountPercent" INTEGER,
                            "TaxCode" TEXT,
                            "TaxRate" INTEGER,
                            "NetValue" INTEGER,
                            "TaxValue" INTEGER,
                            "GrossValue" INTEGER,
                            "BaseNetValue" INTEGER,
                            "BaseCostValue" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("QuoteLineId") REFERENCES "QuoteLines" ("QuoteLineId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "SalesOrderLines_SalesOrderId_index" ON "SalesOrderLines" ("SalesOrderId");
                        CREATE INDEX "SalesOrderLines_ProductId_index" ON "SalesOrderLines" ("ProductId");
                        CREATE UNIQUE INDEX "SalesOrderLines_AlternateReference_index" ON "SalesOrderLines" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "SalesOrderLines_LastUpdatedTimestamp_index" ON "SalesOrderLines" ("LastUpdatedTimestamp");
                        CREATE INDEX "SalesOrderLines_ImportRunId_index" ON "SalesOrderLines" ("ImportRunId");
                        CREATE UNIQUE INDEX "SalesOrderLines_ChangeSeq_index" ON "SalesOrderLines" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Activities" (
                            "ActivityId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "TypeCode" TEXT NOT NULL,
                            "Subject" TEXT NOT NULL,
                            "Body" TEXT,
                            "Direction" TEXT,
                            "OutcomeCode" TEXT,
                            "StartAt" INTEGER NOT NULL,
                            "EndAt" INTEGER,
                            "DurationMinutes" INTEGER,
                            "IsPrivate" INTEGER NOT NULL,
                            "IsPinned" INTEGER NOT NULL,
                            "MessageReference" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "CompanyId" INTEGER,
                            "ContactId" INTEGER,
                            "LeadId" INTEGER,
                            "OpportunityId" INTEGER,
                            "CaseId" INTEGER,
                            "QuoteId" INTEGER,
                            "SalesOrderId" INTEGER,
                            "CampaignId" INTEGER,
                            "TagNames" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LeadId") REFERENCES "Leads" ("LeadId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CaseId") REFERENCES "Cases" ("CaseId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Activities_TypeCode_index" ON "Activities" ("TypeCode");
                        CREATE INDEX "Activities_StartAt_index" ON "Activities" ("StartAt");
                        CREATE INDEX "Activities_MessageReference_index" ON "Activities" ("MessageReference");
                        CREATE INDEX "Activities_OwnerId_index" ON "Activities" ("OwnerId");
                        CREATE INDEX "Activities_TeamId_index" ON "Activities" ("TeamId");
                        CREATE INDEX "Activities_CompanyId_index" ON "Activities" ("CompanyId");
                        CREATE INDEX "Activities_ContactId_index" ON "Activities" ("ContactId");
                        CREATE INDEX "Activities_LeadId_index" ON "Activities" ("LeadId");
                        CREATE INDEX "Activities_OpportunityId_index" ON "Activities" ("OpportunityId");
                        CREATE INDEX "Activities_CaseId_index" ON "Activities" ("CaseId");
                        CREATE INDEX "Activities_QuoteId_index" ON "Activities" ("QuoteId");
                        CREATE INDEX "Activities_SalesOrderId_index" ON "Activities" ("SalesOrderId");
                        CREATE INDEX "Activities_CampaignId_index" ON "Activities" ("CampaignId");
                        CREATE UNIQUE INDEX "Activities_AlternateReference_index" ON "Activities" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Activities_LastUpdatedTimestamp_index" ON "Activities" ("LastUpdatedTimestamp");
                        CREATE INDEX "Activities_ImportRunId_index" ON "Activities" ("ImportRunId");
                        CREATE UNIQUE INDEX "Activities_ChangeSeq_index" ON "Activities" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ActivityParticipants" (
                            "ActivityParticipantId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "ActivityId" INTEGER NOT NULL,
                            "ContactId" INTEGER,
                            "UserId" INTEGER,
                            "Email" TEXT,
                            "Role" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ActivityId") REFERENCES "Activities" ("ActivityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("UserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "ActivityParticipants_ActivityId_index" ON "ActivityParticipants" ("ActivityId");
                        CREATE INDEX "ActivityParticipants_ContactId_index" ON "ActivityParticipants" ("ContactId");
                        CREATE UNIQUE INDEX "ActivityParticipants_AlternateReference_index" ON "ActivityParticipants" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ActivityParticipants_LastUpdatedTimestamp_index" ON "ActivityParticipants" ("LastUpdatedTimestamp");
                        CREATE INDEX "ActivityParticipants_ImportRunId_index" ON "ActivityParticipants" ("ImportRunId");
                        CREATE UNIQUE INDEX "ActivityParticipants_ChangeSeq_index" ON "ActivityParticipants" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Tasks" (
                            "TaskId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Subject" TEXT NOT NULL,
                            "Details" TEXT,
                            "TypeCode" TEXT NOT NULL,
                            "StatusCode" TEXT NOT NULL,
                            "PriorityCode" TEXT NOT NULL,
                            "DueDate" TEXT,
                            "ReminderAt" INTEGER,
                            "CompletedAt" INTEGER,
                            "CompletedByUserId" INTEGER,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "CompanyId" INTEGER,
                            "ContactId" INTEGER,
                            "LeadId" INTEGER,
                            "OpportunityId" INTEGER,
                            "CaseId" INTEGER,
                            "QuoteId" INTEGER,
                            "SalesOrderId" INTEGER,
                            "CampaignId" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CompletedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LeadId") REFERENCES "Leads" ("LeadId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CaseId") REFERENCES "Cases" ("CaseId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Tasks_ReminderAt_index" ON "Tasks" ("ReminderAt");
                        CREATE INDEX "Tasks_OwnerId_index" ON "Tasks" ("OwnerId");
                        CREATE INDEX "Tasks_TeamId_index" ON "Tasks" ("TeamId");
                        CREATE INDEX "Tasks_CompanyId_index" ON "Tasks" ("CompanyId");
                        CREATE INDEX "Tasks_ContactId_index" ON "Tasks" ("ContactId");
                        CREATE INDEX "Tasks_LeadId_index" ON "Tasks" ("LeadId");
                        CREATE INDEX "Tasks_OpportunityId_index" ON "Tasks" ("OpportunityId");
                        CREATE INDEX "Tasks_CaseId_index" ON "Tasks" ("CaseId");
                        CREATE INDEX "Tasks_QuoteId_index" ON "Tasks" ("QuoteId");
                        CREATE INDEX "Tasks_SalesOrderId_index" ON "Tasks" ("SalesOrderId");
                        CREATE INDEX "Tasks_CampaignId_index" ON "Tasks" ("CampaignId");
                        CREATE UNIQUE INDEX "Tasks_AlternateReference_index" ON "Tasks" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Tasks_LastUpdatedTimestamp_index" ON "Tasks" ("LastUpdatedTimestamp");
                        CREATE INDEX "Tasks_ImportRunId_index" ON "Tasks" ("ImportRunId");
                        CREATE UNIQUE INDEX "Tasks_ChangeSeq_index" ON "Tasks" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Tasks_OwnerId_StatusCode_DueDate_index" ON "Tasks" ("OwnerId", "StatusCode", "DueDate");
                        CREATE TABLE "Cases" (
                            "CaseId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CaseNumber" TEXT,
                            "Subject" TEXT NOT NULL,
                            "Details" TEXT,
                            "TypeCode" TEXT NOT NULL,
                            "StatusCode" TEXT NOT NULL,
                            "StatusChanged" INTEGER,
                            "PriorityCode" TEXT NOT NULL,
                            "OriginCode" TEXT,
                            "CompanyId" INTEGER,
                            "ContactId" INTEGER,
                            "ProductId" INTEGER,
                            "SalesOrderId" INTEGER,
                            "ParentCaseId" INTEGER,
                            "CustomerReference" TEXT,
                            "SerialNumber" TEXT,
                            "ResponseTargetAt" INTEGER,
                            "FirstResponseAt" INTEGER,
                            "ResolveTargetAt" INTEGER,
                            "ResolvedAt" INTEGER,
                            "ClosedAt" INTEGER,
                            "PausedAt" INTEGER,
                            "WaitingSeconds" INTEGER,
                            "SlaStatus" TEXT,
                            "Resolution" TEXT,
                            "ReopenedCount" INTEGER,
                            "SatisfactionScore" INTEGER,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "LastActivityAt" INTEGER,
                            "NextTaskId" INTEGER,
                            "NextTaskDue" TEXT,
                            "TagNames" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ParentCaseId") REFERENCES "Cases" ("CaseId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("NextTaskId") REFERENCES "Tasks" ("TaskId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Cases_CaseNumber_index" ON "Cases" ("CaseNumber") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Cases_StatusCode_index" ON "Cases" ("StatusCode");
                        CREATE INDEX "Cases_CompanyId_index" ON "Cases" ("CompanyId");
                        CREATE INDEX "Cases_ContactId_index" ON "Cases" ("ContactId");
                        CREATE INDEX "Cases_SerialNumber_index" ON "Cases" ("SerialNumber");
                        CREATE INDEX "Cases_OwnerId_index" ON "Cases" ("OwnerId");
                        CREATE INDEX "Cases_TeamId_index" ON "Cases" ("TeamId");
                        CREATE INDEX "Cases_LastActivityAt_index" ON "Cases" ("LastActivityAt");
                        CREATE UNIQUE INDEX "Cases_AlternateReference_index" ON "Cases" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Cases_LastUpdatedTimestamp_index" ON "Cases" ("LastUpdatedTimestamp");
                        CREATE INDEX "Cases_ImportRunId_index" ON "Cases" ("ImportRunId");
                        CREATE UNIQUE INDEX "Cases_ChangeSeq_index" ON "Cases" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Cases_OwnerId_StatusCode_index" ON "Cases" ("OwnerId", "StatusCode");
                        CREATE INDEX "Cases_SlaStatus_ResolveTargetAt_index" ON "Cases" ("SlaStatus", "ResolveTargetAt");
                        CREATE TABLE "ServiceTargets" (
                            "ServiceTargetId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "PriorityCode" TEXT NOT NULL,
                            "CaseTypeCode" TEXT,
                            "ResponseMinutes" INTEGER NOT NULL,
                            "ResolveMinutes" INTEGER NOT NULL,
                            "UsesBusinessHours" INTEGER NOT NULL,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "ServiceTargets_AlternateReference_index" ON "ServiceTargets" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ServiceTargets_LastUpdatedTimestamp_index" ON "ServiceTargets" ("LastUpdatedTimestamp");
                        CREATE INDEX "ServiceTargets_ImportRunId_index" ON "ServiceTargets" ("ImportRunId");
                        CREATE UNIQUE INDEX "ServiceTargets_ChangeSeq_index" ON "ServiceTargets" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Campaigns" (
                            "CampaignId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "TypeCode" TEXT,
                            "StatusCode" TEXT NOT NULL,
                            "StartDate" TEXT,
                            "EndDate" TEXT,
                            "CurrencyCode" TEXT,
                            "Budget" INTEGER,
                            "ActualCost" INTEGER,
                            "ExpectedRevenue" INTEGER,
                            "BaseBudget" INTEGER,
                            "BaseActualCost" INTEGER,
                            "Description" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "TagNames" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Campaigns_Name_folded_index" ON "Campaigns" ("Name_folded");
                        CREATE INDEX "Campaigns_OwnerId_index" ON "Campaigns" ("OwnerId");
                        CREATE INDEX "Campaigns_TeamId_index" ON "Campaigns" ("TeamId");
                        CREATE UNIQUE INDEX "Campaigns_AlternateReference_index" ON "Campaigns" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Campaigns_LastUpdatedTimestamp_index" ON "Campaigns" ("LastUpdatedTimestamp");
                        CREATE INDEX "Campaigns_ImportRunId_index" ON "Campaigns" ("ImportRunId");
                        CREATE UNIQUE INDEX "Campaigns_ChangeSeq_index" ON "Campaigns" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "CampaignMembers" (
                            "CampaignMemberId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CampaignId" INTEGER NOT NULL,
                            "ContactId" INTEGER,
                            "LeadId" INTEGER,
                            "StatusCode" TEXT NOT NULL,
                            "RespondedAt" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LeadId") REFERENCES "Leads" ("LeadId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "CampaignMembers_CampaignId_index" ON "CampaignMembers" ("CampaignId");
                        CREATE INDEX "CampaignMembers_ContactId_index" ON "CampaignMembers" ("ContactId");
                        CREATE INDEX "CampaignMembers_LeadId_index" ON "CampaignMembers" ("LeadId");
                        CREATE UNIQUE INDEX "CampaignMembers_AlternateReference_index" ON "CampaignMembers" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "CampaignMembers_LastUpdatedTimestamp_index" ON "CampaignMembers" ("LastUpdatedTimestamp");
                        CREATE INDEX "CampaignMembers_ImportRunId_index" ON "CampaignMembers" ("ImportRunId");
                        CREATE UNIQUE INDEX "CampaignMembers_ChangeSeq_index" ON "CampaignMembers" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Users" (
                            "UserId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "UserName" TEXT NOT NULL,
                            "Email" TEXT NOT NULL,
                            "Forename" TEXT NOT NULL,
                            "Surname" TEXT NOT NULL,
                            "FullName" TEXT,
                            "Initials" TEXT,
                            "JobTitle" TEXT,
                            "PhoneNumber" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "Kind" TEXT,
                            "ManagerUserId" INTEGER,
                            "TeamId" INTEGER,
                            "TerritoryId" INTEGER,
                            "Locale" TEXT,
                            "TimeZone" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "UserName_folded" TEXT NOT NULL,
                            "Email_folded" TEXT NOT NULL,
                            FOREIGN KEY ("ManagerUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TerritoryId") REFERENCES "Territories" ("TerritoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Users_UserName_index" ON "Users" ("UserName") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Users_UserName_folded_index" ON "Users" ("UserName_folded");
                        CREATE UNIQUE INDEX "Users_Email_index" ON "Users" ("Email") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Users_Email_folded_index" ON "Users" ("Email_folded");
                        CREATE INDEX "Users_TeamId_index" ON "Users" ("TeamId");
                        CREATE UNIQUE INDEX "Users_AlternateReference_index" ON "Users" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Users_LastUpdatedTimestamp_index" ON "Users" ("LastUpdatedTimestamp");
                        CREATE INDEX "Users_ImportRunId_index" ON "Users" ("ImportRunId");
                        CREATE UNIQUE INDEX "Users_ChangeSeq_index" ON "Users" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Teams" (
                            "TeamId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "ParentTeamId" INTEGER,
                            "ManagerUserId" INTEGER,
                            "Path" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ParentTeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ManagerUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Teams_Name_index" ON "Teams" ("Name") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Teams_Path_index" ON "Teams" ("Path");
                        CREATE UNIQUE INDEX "Teams_AlternateReference_index" ON "Teams" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Teams_LastUpdatedTimestamp_index" ON "Teams" ("LastUpdatedTimestamp");
                        CREATE INDEX "Teams_ImportRunId_index" ON "Teams" ("ImportRunId");
                        CREATE UNIQUE INDEX "Teams_ChangeSeq_index" ON "Teams" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Territories" (
                            "TerritoryId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Code" TEXT NOT NULL,
                            "Name" TEXT NOT NULL,
                            "ParentTerritoryId" INTEGER,
                            "ManagerUserId" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ParentTerritoryId") REFERENCES "Territories" ("TerritoryId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ManagerUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Territories_Code_index" ON "Territories" ("Code") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "Territories_AlternateReference_index" ON "Territories" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Territories_LastUpdatedTimestamp_index" ON "Territories" ("LastUpdatedTimestamp");
                        CREATE INDEX "Territories_ImportRunId_index" ON "Territories" ("ImportRunId");
                        CREATE UNIQUE INDEX "Territories_ChangeSeq_index" ON "Territories" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "SalesTargets" (
                            "SalesTargetId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "UserId" INTEGER,
                            "TeamId" INTEGER,
                            "PeriodStart" TEXT NOT NULL,
                            "Metric" TEXT NOT NULL,
                            "BaseTarget" INTEGER NOT NULL,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("UserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "SalesTargets_UserId_index" ON "SalesTargets" ("UserId");
                        CREATE INDEX "SalesTargets_TeamId_index" ON "SalesTargets" ("TeamId");
                        CREATE UNIQUE INDEX "SalesTargets_AlternateReference_index" ON "SalesTargets" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "SalesTargets_LastUpdatedTimestamp_index" ON "SalesTargets" ("LastUpdatedTimestamp");
                        CREATE INDEX "SalesTargets_ImportRunId_index" ON "SalesTargets" ("ImportRunId");
                        CREATE UNIQUE INDEX "SalesTargets_ChangeSeq_index" ON "SalesTargets" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "SalesTargets_UserId_TeamId_PeriodStart_Metric_index" ON "SalesTargets" ("UserId", "TeamId", "PeriodStart", "Metric") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Documents" (
                            "DocumentId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "FileName" TEXT NOT NULL,
                            "ContentType" TEXT,
                            "ByteCount" INTEGER,
                            "Sha256" TEXT,
                            "OwnerId" INTEGER NOT NULL,
                            "TeamId" INTEGER,
                            "CompanyId" INTEGER,
                            "ContactId" INTEGER,
                            "LeadId" INTEGER,
                            "OpportunityId" INTEGER,
                            "CaseId" INTEGER,
                            "QuoteId" INTEGER,
                            "SalesOrderId" INTEGER,
                            "CampaignId" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LeadId") REFERENCES "Leads" ("LeadId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CaseId") REFERENCES "Cases" ("CaseId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "Documents_OwnerId_index" ON "Documents" ("OwnerId");
                        CREATE INDEX "Documents_TeamId_index" ON "Documents" ("TeamId");
                        CREATE INDEX "Documents_CompanyId_index" ON "Documents" ("CompanyId");
                        CREATE INDEX "Documents_ContactId_index" ON "Documents" ("ContactId");
                        CREATE INDEX "Documents_LeadId_index" ON "Documents" ("LeadId");
                        CREATE INDEX "Documents_OpportunityId_index" ON "Documents" ("OpportunityId");
                        CREATE INDEX "Documents_CaseId_index" ON "Documents" ("CaseId");
                        CREATE INDEX "Documents_QuoteId_index" ON "Documents" ("QuoteId");
                        CREATE INDEX "Documents_SalesOrderId_index" ON "Documents" ("SalesOrderId");
                        CREATE INDEX "Documents_CampaignId_index" ON "Documents" ("CampaignId");
                        CREATE UNIQUE INDEX "Documents_AlternateReference_index" ON "Documents" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Documents_LastUpdatedTimestamp_index" ON "Documents" ("LastUpdatedTimestamp");
                        CREATE INDEX "Documents_ImportRunId_index" ON "Documents" ("ImportRunId");
                        CREATE UNIQUE INDEX "Documents_ChangeSeq_index" ON "Documents" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "Tags" (
                            "TagId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "Name" TEXT NOT NULL,
                            "ColorToken" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            "Name_folded" TEXT NOT NULL,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "Tags_Name_index" ON "Tags" ("Name") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Tags_Name_folded_index" ON "Tags" ("Name_folded");
                        CREATE UNIQUE INDEX "Tags_AlternateReference_index" ON "Tags" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "Tags_LastUpdatedTimestamp_index" ON "Tags" ("LastUpdatedTimestamp");
                        CREATE INDEX "Tags_ImportRunId_index" ON "Tags" ("ImportRunId");
                        CREATE UNIQUE INDEX "Tags_ChangeSeq_index" ON "Tags" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "TagAssignments" (
                            "TagAssignmentId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "TagId" INTEGER NOT NULL,
                            "ProductId" INTEGER,
                            "CompanyId" INTEGER,
                            "ContactId" INTEGER,
                            "LeadId" INTEGER,
                            "OpportunityId" INTEGER,
                            "CaseId" INTEGER,
                            "QuoteId" INTEGER,
                            "SalesOrderId" INTEGER,
                            "CampaignId" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("TagId") REFERENCES "Tags" ("TagId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ProductId") REFERENCES "Products" ("ProductId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CompanyId") REFERENCES "Companies" ("CompanyId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ContactId") REFERENCES "Contacts" ("ContactId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LeadId") REFERENCES "Leads" ("LeadId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CaseId") REFERENCES "Cases" ("CaseId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("QuoteId") REFERENCES "Quotes" ("QuoteId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("SalesOrderId") REFERENCES "SalesOrders" ("SalesOrderId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CampaignId") REFERENCES "Campaigns" ("CampaignId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "TagAssignments_TagId_index" ON "TagAssignments" ("TagId");
                        CREATE INDEX "TagAssignments_CompanyId_index" ON "TagAssignments" ("CompanyId");
                        CREATE INDEX "TagAssignments_ContactId_index" ON "TagAssignments" ("ContactId");
                        CREATE INDEX "TagAssignments_LeadId_index" ON "TagAssignments" ("LeadId");
                        CREATE INDEX "TagAssignments_OpportunityId_index" ON "TagAssignments" ("OpportunityId");
                        CREATE INDEX "TagAssignments_CaseId_index" ON "TagAssignments" ("CaseId");
                        CREATE INDEX "TagAssignments_QuoteId_index" ON "TagAssignments" ("QuoteId");
                        CREATE INDEX "TagAssignments_SalesOrderId_index" ON "TagAssignments" ("SalesOrderId");
                        CREATE INDEX "TagAssignments_CampaignId_index" ON "TagAssignments" ("CampaignId");
                        CREATE UNIQUE INDEX "TagAssignments_AlternateReference_index" ON "TagAssignments" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "TagAssignments_LastUpdatedTimestamp_index" ON "TagAssignments" ("LastUpdatedTimestamp");
                        CREATE INDEX "TagAssignments_ImportRunId_index" ON "TagAssignments" ("ImportRunId");
                        CREATE UNIQUE INDEX "TagAssignments_ChangeSeq_index" ON "TagAssignments" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ExchangeRates" (
                            "ExchangeRateId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CurrencyCode" TEXT NOT NULL,
                            "RateDate" TEXT NOT NULL,
                            "RateToBase" INTEGER NOT NULL,
                            "Source" TEXT,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ImportRunId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "ExchangeRates_AlternateReference_index" ON "ExchangeRates" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ExchangeRates_LastUpdatedTimestamp_index" ON "ExchangeRates" ("LastUpdatedTimestamp");
                        CREATE INDEX "ExchangeRates_ImportRunId_index" ON "ExchangeRates" ("ImportRunId");
                        CREATE UNIQUE INDEX "ExchangeRates_ChangeSeq_index" ON "ExchangeRates" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE UNIQUE INDEX "ExchangeRates_CurrencyCode_RateDate_index" ON "ExchangeRates" ("CurrencyCode", "RateDate") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ImportRuns" (
                            "ImportRunId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "EntitySet" TEXT NOT NULL,
                            "FileName" TEXT,
                            "Format" TEXT,
                            "State" TEXT,
                            "MatchRule" TEXT,
                            "ByteCount" INTEGER,
                            "RowCount" INTEGER,
                            "CreatedCount" INTEGER,
                            "UpdatedCount" INTEGER,
                            "UnchangedCount" INTEGER,
                            "SkippedCount" INTEGER,
                            "FailedCount" INTEGER,
                            "StartedAt" INTEGER,
                            "FinishedAt" INTEGER,
                            "UndoneAt" INTEGER,
                            "AlternateReference" TEXT,
                            "StatusFlag" TEXT NOT NULL,
                            "DeletedAt" INTEGER,
                            "Created" INTEGER NOT NULL,
                            "CreatedByUserId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "LastUpdatedByUserId" INTEGER,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CreatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("LastUpdatedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE UNIQUE INDEX "ImportRuns_AlternateReference_index" ON "ImportRuns" ("AlternateReference") WHERE "StatusFlag" = 'A';
                        CREATE INDEX "ImportRuns_LastUpdatedTimestamp_index" ON "ImportRuns" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "ImportRuns_ChangeSeq_index" ON "ImportRuns" ("ChangeSeq") WHERE "StatusFlag" = 'A';
                        CREATE TABLE "ImportRunErrors" (
                            "ImportRunErrorId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "ImportRunId" INTEGER NOT NULL,
                            "RowNumber" INTEGER,
                            "FieldName" TEXT,
                            "Code" TEXT,
                            "Message" TEXT,
                            "RawRow" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "ImportRunErrors_ImportRunId_index" ON "ImportRunErrors" ("ImportRunId");
                        CREATE INDEX "ImportRunErrors_LastUpdatedTimestamp_index" ON "ImportRunErrors" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "ImportRunErrors_ChangeSeq_index" ON "ImportRunErrors" ("ChangeSeq");
                        CREATE TABLE "OpportunityStageHistory" (
                            "OpportunityStageHistoryId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "OpportunityId" INTEGER NOT NULL,
                            "PipelineId" INTEGER,
                            "FromStageId" INTEGER,
                            "ToStageId" INTEGER NOT NULL,
                            "FromState" TEXT,
                            "ToState" TEXT,
                            "ChangedAt" INTEGER NOT NULL,
                            "ChangedByUserId" INTEGER,
                            "DurationSeconds" INTEGER,
                            "IsBackward" INTEGER NOT NULL,
                            "Value" INTEGER,
                            "CurrencyCode" TEXT,
                            "BaseValue" INTEGER,
                            "Probability" INTEGER,
                            "EstimatedClose" TEXT,
                            "OwnerId" INTEGER,
                            "TeamId" INTEGER,
                            "Via" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("PipelineId") REFERENCES "Pipelines" ("PipelineId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("FromStageId") REFERENCES "OpportunityStages" ("OpportunityStageId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ToStageId") REFERENCES "OpportunityStages" ("OpportunityStageId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ChangedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "OpportunityStageHistory_OpportunityId_index" ON "OpportunityStageHistory" ("OpportunityId");
                        CREATE INDEX "OpportunityStageHistory_ChangedAt_index" ON "OpportunityStageHistory" ("ChangedAt");
                        CREATE INDEX "OpportunityStageHistory_LastUpdatedTimestamp_index" ON "OpportunityStageHistory" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "OpportunityStageHistory_ChangeSeq_index" ON "OpportunityStageHistory" ("ChangeSeq");
                        CREATE TABLE "CaseStatusHistory" (
                            "CaseStatusHistoryId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "CaseId" INTEGER NOT NULL,
                            "FromStatusCode" TEXT,
                            "ToStatusCode" TEXT NOT NULL,
                            "ChangedAt" INTEGER NOT NULL,
                            "ChangedByUserId" INTEGER,
                            "DurationSeconds" INTEGER,
                            "OwnerId" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("CaseId") REFERENCES "Cases" ("CaseId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ChangedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "CaseStatusHistory_CaseId_index" ON "CaseStatusHistory" ("CaseId");
                        CREATE INDEX "CaseStatusHistory_ChangedAt_index" ON "CaseStatusHistory" ("ChangedAt");
                        CREATE INDEX "CaseStatusHistory_LastUpdatedTimestamp_index" ON "CaseStatusHistory" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "CaseStatusHistory_ChangeSeq_index" ON "CaseStatusHistory" ("ChangeSeq");
                        CREATE TABLE "OpportunitySnapshots" (
                            "OpportunitySnapshotId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "SnapshotDate" TEXT NOT NULL,
                            "OpportunityId" INTEGER NOT NULL,
                            "PipelineId" INTEGER,
                            "OpportunityStageId" INTEGER,
                            "State" TEXT,
                            "ForecastCategoryCode" TEXT,
                            "OwnerId" INTEGER,
                            "TeamId" INTEGER,
                            "Value" INTEGER,
                            "CurrencyCode" TEXT,
                            "BaseValue" INTEGER,
                            "Probability" INTEGER,
                            "BaseWeightedValue" INTEGER,
                            "EstimatedClose" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("OpportunityId") REFERENCES "Opportunities" ("OpportunityId") ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("PipelineId") REFERENCES "Pipelines" ("PipelineId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OpportunityStageId") REFERENCES "OpportunityStages" ("OpportunityStageId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("OwnerId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("TeamId") REFERENCES "Teams" ("TeamId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "OpportunitySnapshots_SnapshotDate_index" ON "OpportunitySnapshots" ("SnapshotDate");
                        CREATE INDEX "OpportunitySnapshots_OpportunityId_index" ON "OpportunitySnapshots" ("OpportunityId");
                        CREATE INDEX "OpportunitySnapshots_LastUpdatedTimestamp_index" ON "OpportunitySnapshots" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "OpportunitySnapshots_ChangeSeq_index" ON "OpportunitySnapshots" ("ChangeSeq");
                        CREATE UNIQUE INDEX "OpportunitySnapshots_SnapshotDate_OpportunityId_index" ON "OpportunitySnapshots" ("SnapshotDate", "OpportunityId");
                        CREATE TABLE "Calendar" (
                            "Date" TEXT NOT NULL,
                            "DateKey" INTEGER NOT NULL,
                            "Year" INTEGER NOT NULL,
                            "Quarter" INTEGER NOT NULL,
                            "Month" INTEGER NOT NULL,
                            "Day" INTEGER NOT NULL,
                            "DayOfYear" INTEGER NOT NULL,
                            "DayOfWeek" INTEGER NOT NULL,
                            "IsoYear" INTEGER NOT NULL,
                            "IsoWeek" INTEGER NOT NULL,
                            "QuarterLabel" TEXT,
                            "MonthLabel" TEXT,
                            "MonthName" TEXT,
                            "DayName" TEXT,
                            "MonthStart" TEXT,
                            "WeekStart" TEXT,
                            "FiscalYear" INTEGER NOT NULL,
                            "FiscalQuarter" INTEGER NOT NULL,
                            "FiscalMonth" INTEGER NOT NULL,
                            "FiscalLabel" TEXT,
                            "IsWeekend" INTEGER NOT NULL,
                            "IsHoliday" INTEGER NOT NULL,
                            "IsWorkingDay" INTEGER NOT NULL,
                            "HolidayName" TEXT,
                            PRIMARY KEY ("Date")
                        ) STRICT;
                        CREATE TABLE "RecordMerges" (
                            "RecordMergeId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "EntitySet" TEXT,
                            "LosingId" INTEGER,
                            "WinningId" INTEGER,
                            "MergedAt" INTEGER,
                            "MergedByUserId" INTEGER,
                            "UndoneAt" INTEGER,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("MergedByUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "RecordMerges_LastUpdatedTimestamp_index" ON "RecordMerges" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "RecordMerges_ChangeSeq_index" ON "RecordMerges" ("ChangeSeq");
                        CREATE TABLE "Deletions" (
                            "DeletionId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "EntitySet" TEXT,
                            "RecordId" INTEGER,
                            "DeletedAt" INTEGER,
                            "Reason" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL
                        ) STRICT;
                        CREATE INDEX "Deletions_EntitySet_index" ON "Deletions" ("EntitySet");
                        CREATE INDEX "Deletions_LastUpdatedTimestamp_index" ON "Deletions" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "Deletions_ChangeSeq_index" ON "Deletions" ("ChangeSeq");
                        CREATE TABLE "AuditEvents" (
                            "AuditEventId" INTEGER PRIMARY KEY AUTOINCREMENT,
                            "OccurredAt" INTEGER,
                            "ActorUserId" INTEGER,
                            "ActorKind" TEXT,
                            "TokenId" INTEGER,
                            "KeyId" TEXT,
                            "ImportRunId" INTEGER,
                            "Action" TEXT,
                            "EntitySet" TEXT,
                            "RecordId" INTEGER,
                            "RecordName" TEXT,
                            "Outcome" TEXT,
                            "Reason" TEXT,
                            "Before" TEXT,
                            "After" TEXT,
                            "RequestId" TEXT,
                            "IpAddress" TEXT,
                            "ClientName" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            FOREIGN KEY ("ActorUserId") REFERENCES "Users" ("UserId") DEFERRABLE INITIALLY DEFERRED,
                            FOREIGN KEY ("ImportRunId") REFERENCES "ImportRuns" ("ImportRunId") DEFERRABLE INITIALLY DEFERRED
                        ) STRICT;
                        CREATE INDEX "AuditEvents_OccurredAt_index" ON "AuditEvents" ("OccurredAt");
                        CREATE INDEX "AuditEvents_LastUpdatedTimestamp_index" ON "AuditEvents" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "AuditEvents_ChangeSeq_index" ON "AuditEvents" ("ChangeSeq");
                        CREATE INDEX "AuditEvents_EntitySet_RecordId_AuditEventId_index" ON "AuditEvents" ("EntitySet", "RecordId", "AuditEventId");
                        CREATE TABLE "FieldDefinitions" (
                            "Code" TEXT NOT NULL,
                            "EntitySet" TEXT,
                            "PropertyName" TEXT,
                            "Label" TEXT,
                            "EdmType" TEXT,
                            "MaxLength" INTEGER,
                            "IsRequired" INTEGER NOT NULL,
                            "IsCustom" INTEGER NOT NULL,
                            "ListName" TEXT,
                            "Mark" TEXT,
                            "Description" TEXT,
                            PRIMARY KEY ("Code")
                        ) STRICT;
                        CREATE TABLE "ListItems" (
                            "List" TEXT NOT NULL,
                            "Code" TEXT NOT NULL,
                            "Label" TEXT NOT NULL,
                            "Sequence" INTEGER,
                            "Meaning" TEXT,
                            "ColorToken" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "IsDefault" INTEGER NOT NULL,
                            "IsSystem" INTEGER NOT NULL,
                            "Description" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            PRIMARY KEY ("List", "Code")
                        ) STRICT;
                        CREATE INDEX "ListItems_LastUpdatedTimestamp_index" ON "ListItems" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "ListItems_ChangeSeq_index" ON "ListItems" ("ChangeSeq");
                        CREATE TABLE "Currencies" (
                            "Code" TEXT NOT NULL,
                            "Label" TEXT NOT NULL,
                            "Sequence" INTEGER,
                            "Meaning" TEXT,
                            "ColorToken" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "IsDefault" INTEGER NOT NULL,
                            "IsSystem" INTEGER NOT NULL,
                            "Description" TEXT,
                            "Symbol" TEXT,
                            "MinorDigits" INTEGER,
                            "IsBase" INTEGER NOT NULL,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            PRIMARY KEY ("Code")
                        ) STRICT;
                        CREATE INDEX "Currencies_LastUpdatedTimestamp_index" ON "Currencies" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "Currencies_ChangeSeq_index" ON "Currencies" ("ChangeSeq");
                        CREATE TABLE "Countries" (
                            "Code" TEXT NOT NULL,
                            "Label" TEXT NOT NULL,
                            "Sequence" INTEGER,
                            "Meaning" TEXT,
                            "ColorToken" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "IsDefault" INTEGER NOT NULL,
                            "IsSystem" INTEGER NOT NULL,
                            "Description" TEXT,
                            "DialPrefix" TEXT,
                            "CurrencyCode" TEXT,
                            "RegionName" TEXT,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            PRIMARY KEY ("Code")
                        ) STRICT;
                        CREATE INDEX "Countries_LastUpdatedTimestamp_index" ON "Countries" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "Countries_ChangeSeq_index" ON "Countries" ("ChangeSeq");
                        CREATE TABLE "TaxCodes" (
                            "Code" TEXT NOT NULL,
                            "Label" TEXT NOT NULL,
                            "Sequence" INTEGER,
                            "Meaning" TEXT,
                            "ColorToken" TEXT,
                            "IsActive" INTEGER NOT NULL,
                            "IsDefault" INTEGER NOT NULL,
                            "IsSystem" INTEGER NOT NULL,
                            "Description" TEXT,
                            "Rate" INTEGER NOT NULL,
                            "LastUpdatedTimestamp" INTEGER NOT NULL,
                            "ChangeSeq" INTEGER NOT NULL,
                            PRIMARY KEY ("Code")
                        ) STRICT;
                        CREATE INDEX "TaxCodes_LastUpdatedTimestamp_index" ON "TaxCodes" ("LastUpdatedTimestamp");
                        CREATE UNIQUE INDEX "TaxCodes_ChangeSeq_index" ON "TaxCodes" ("ChangeSeq");
                        CREATE VIRTUAL TABLE "Companies_search" USING fts5(
                            "Name", "LegalName", "Domain", "Phone", "Email", "Description", content="Companies", content_rowid="CompanyId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Companies_search_insert" AFTER INSERT ON "Companies" BEGIN
                            INSERT INTO "Companies_search" (rowid, "Name", "LegalName", "Domain", "Phone", "Email", "Description") VALUES (new."CompanyId", new."Name", new."LegalName", new."Domain", new."Phone", new."Email", new."Description");
                        END;
                        CREATE TRIGGER "Companies_search_delete" AFTER DELETE ON "Companies" BEGIN
                            INSERT INTO "Companies_search" ("Companies_search", rowid, "Name", "LegalName", "Domain", "Phone", "Email", "Description") VALUES ('delete', old."CompanyId", old."Name", old."LegalName", old."Domain", old."Phone", old."Email", old."Description");
                        END;
                        CREATE TRIGGER "Companies_search_update" AFTER UPDATE OF "CompanyId", "Name", "LegalName", "Domain", "Phone", "Email", "Description" ON "Companies" BEGIN
                            INSERT INTO "Companies_search" ("Companies_search", rowid, "Name", "LegalName", "Domain", "Phone", "Email", "Description") VALUES ('delete', old."CompanyId", old."Name", old."LegalName", old."Domain", old."Phone", old."Email", old."Description");
                            INSERT INTO "Companies_search" (rowid, "Name", "LegalName", "Domain", "Phone", "Email", "Description") VALUES (new."CompanyId", new."Name", new."LegalName", new."Domain", new."Phone", new."Email", new."Description");
                        END;
                        CREATE VIRTUAL TABLE "Divisions_search" USING fts5(
                            "Name", "AccountCode", "AddressLine1", "City", "Postcode", content="Divisions", content_rowid="DivisionId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Divisions_search_insert" AFTER INSERT ON "Divisions" BEGIN
                            INSERT INTO "Divisions_search" (rowid, "Name", "AccountCode", "AddressLine1", "City", "Postcode") VALUES (new."DivisionId", new."Name", new."AccountCode", new."AddressLine1", new."City", new."Postcode");
                        END;
                        CREATE TRIGGER "Divisions_search_delete" AFTER DELETE ON "Divisions" BEGIN
                            INSERT INTO "Divisions_search" ("Divisions_search", rowid, "Name", "AccountCode", "AddressLine1", "City", "Postcode") VALUES ('delete', old."DivisionId", old."Name", old."AccountCode", old."AddressLine1", old."City", old."Postcode");
                        END;
                        CREATE TRIGGER "Divisions_search_update" AFTER UPDATE OF "DivisionId", "Name", "AccountCode", "AddressLine1", "City", "Postcode" ON "Divisions" BEGIN
                            INSERT INTO "Divisions_search" ("Divisions_search", rowid, "Name", "AccountCode", "AddressLine1", "City", "Postcode") VALUES ('delete', old."DivisionId", old."Name", old."AccountCode", old."AddressLine1", old."City", old."Postcode");
                            INSERT INTO "Divisions_search" (rowid, "Name", "AccountCode", "AddressLine1", "City", "Postcode") VALUES (new."DivisionId", new."Name", new."AccountCode", new."AddressLine1", new."City", new."Postcode");
                        END;
                        CREATE VIRTUAL TABLE "Contacts_search" USING fts5(
                            "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode", content="Contacts", content_rowid="ContactId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Contacts_search_insert" AFTER INSERT ON "Contacts" BEGIN
                            INSERT INTO "Contacts_search" (rowid, "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode") VALUES (new."ContactId", new."Forename", new."Surname", new."FullName", new."JobTitle", new."Email", new."PhoneNumber", new."MobilePhoneNumber", new."Description", new."AddressLine1", new."City", new."Postcode");
                        END;
                        CREATE TRIGGER "Contacts_search_delete" AFTER DELETE ON "Contacts" BEGIN
                            INSERT INTO "Contacts_search" ("Contacts_search", rowid, "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode") VALUES ('delete', old."ContactId", old."Forename", old."Surname", old."FullName", old."JobTitle", old."Email", old."PhoneNumber", old."MobilePhoneNumber", old."Description", old."AddressLine1", old."City", old."Postcode");
                        END;
                        CREATE TRIGGER "Contacts_search_update" AFTER UPDATE OF "ContactId", "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode" ON "Contacts" BEGIN
                            INSERT INTO "Contacts_search" ("Contacts_search", rowid, "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode") VALUES ('delete', old."ContactId", old."Forename", old."Surname", old."FullName", old."JobTitle", old."Email", old."PhoneNumber", old."MobilePhoneNumber", old."Description", old."AddressLine1", old."City", old."Postcode");
                            INSERT INTO "Contacts_search" (rowid, "Forename", "Surname", "FullName", "JobTitle", "Email", "PhoneNumber", "MobilePhoneNumber", "Description", "AddressLine1", "City", "Postcode") VALUES (new."ContactId", new."Forename", new."Surname", new."FullName", new."JobTitle", new."Email", new."PhoneNumber", new."MobilePhoneNumber", new."Description", new."AddressLine1", new."City", new."Postcode");
                        END;
                        CREATE VIRTUAL TABLE "Leads_search" USING fts5(
                            "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details", content="Leads", content_rowid="LeadId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Leads_search_insert" AFTER INSERT ON "Leads" BEGIN
                            INSERT INTO "Leads_search" (rowid, "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details") VALUES (new."LeadId", new."Description", new."Forename", new."Surname", new."CompanyName", new."Email", new."PhoneNumber", new."Details");
                        END;
                        CREATE TRIGGER "Leads_search_delete" AFTER DELETE ON "Leads" BEGIN
                            INSERT INTO "Leads_search" ("Leads_search", rowid, "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details") VALUES ('delete', old."LeadId", old."Description", old."Forename", old."Surname", old."CompanyName", old."Email", old."PhoneNumber", old."Details");
                        END;
                        CREATE TRIGGER "Leads_search_update" AFTER UPDATE OF "LeadId", "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details" ON "Leads" BEGIN
                            INSERT INTO "Leads_search" ("Leads_search", rowid, "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details") VALUES ('delete', old."LeadId", old."Description", old."Forename", old."Surname", old."CompanyName", old."Email", old."PhoneNumber", old."Details");
                            INSERT INTO "Leads_search" (rowid, "Description", "Forename", "Surname", "CompanyName", "Email", "PhoneNumber", "Details") VALUES (new."LeadId", new."Description", new."Forename", new."Surname", new."CompanyName", new."Email", new."PhoneNumber", new."Details");
                        END;
                        CREATE VIRTUAL TABLE "Opportunities_search" USING fts5(
                            "Name", "Description", content="Opportunities", content_rowid="OpportunityId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Opportunities_search_insert" AFTER INSERT ON "Opportunities" BEGIN
                            INSERT INTO "Opportunities_search" (rowid, "Name", "Description") VALUES (new."OpportunityId", new."Name", new."Description");
                        END;
                        CREATE TRIGGER "Opportunities_search_delete" AFTER DELETE ON "Opportunities" BEGIN
                            INSERT INTO "Opportunities_search" ("Opportunities_search", rowid, "Name", "Description") VALUES ('delete', old."OpportunityId", old."Name", old."Description");
                        END;
                        CREATE TRIGGER "Opportunities_search_update" AFTER UPDATE OF "OpportunityId", "Name", "Description" ON "Opportunities" BEGIN
                            INSERT INTO "Opportunities_search" ("Opportunities_search", rowid, "Name", "Description") VALUES ('delete', old."OpportunityId", old."Name", old."Description");
                            INSERT INTO "Opportunities_search" (rowid, "Name", "Description") VALUES (new."OpportunityId", new."Name", new."Description");
                        END;
                        CREATE VIRTUAL TABLE "OpportunityLines_search" USING fts5(
                            "Description", content="OpportunityLines", content_rowid="OpportunityLineId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "OpportunityLines_search_insert" AFTER INSERT ON "OpportunityLines" BEGIN
                            INSERT INTO "OpportunityLines_search" (rowid, "Description") VALUES (new."OpportunityLineId", new."Description");
                        END;
                        CREATE TRIGGER "OpportunityLines_search_delete" AFTER DELETE ON "OpportunityLines" BEGIN
                            INSERT INTO "OpportunityLines_search" ("OpportunityLines_search", rowid, "Description") VALUES ('delete', old."OpportunityLineId", old."Description");
                        END;
                        CREATE TRIGGER "OpportunityLines_search_update" AFTER UPDATE OF "OpportunityLineId", "Description" ON "OpportunityLines" BEGIN
                            INSERT INTO "OpportunityLines_search" ("OpportunityLines_search", rowid, "Description") VALUES ('delete', old."OpportunityLineId", old."Description");
                            INSERT INTO "OpportunityLines_search" (rowid, "Description") VALUES (new."OpportunityLineId", new."Description");
                        END;
                        CREATE VIRTUAL TABLE "Products_search" USING fts5(
                            "ProductCode", "Name", "Sku", "Barcode", content="Products", content_rowid="ProductId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Products_search_insert" AFTER INSERT ON "Products" BEGIN
                            INSERT INTO "Products_search" (rowid, "ProductCode", "Name", "Sku", "Barcode") VALUES (new."ProductId", new."ProductCode", new."Name", new."Sku", new."Barcode");
                        END;
                        CREATE TRIGGER "Products_search_delete" AFTER DELETE ON "Products" BEGIN
                            INSERT INTO "Products_search" ("Products_search", rowid, "ProductCode", "Name", "Sku", "Barcode") VALUES ('delete', old."ProductId", old."ProductCode", old."Name", old."Sku", old."Barcode");
                        END;
                        CREATE TRIGGER "Products_search_update" AFTER UPDATE OF "ProductId", "ProductCode", "Name", "Sku", "Barcode" ON "Products" BEGIN
                            INSERT INTO "Products_search" ("Products_search", rowid, "ProductCode", "Name", "Sku", "Barcode") VALUES ('delete', old."ProductId", old."ProductCode", old."Name", old."Sku", old."Barcode");
                            INSERT INTO "Products_search" (rowid, "ProductCode", "Name", "Sku", "Barcode") VALUES (new."ProductId", new."ProductCode", new."Name", new."Sku", new."Barcode");
                        END;
                        CREATE VIRTUAL TABLE "Quotes_search" USING fts5(
                            "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode", content="Quotes", content_rowid="QuoteId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Quotes_search_insert" AFTER INSERT ON "Quotes" BEGIN
                            INSERT INTO "Quotes_search" (rowid, "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES (new."QuoteId", new."QuoteNumber", new."Description", new."CustomerReference", new."DeliveryAddressLine1", new."DeliveryCity", new."DeliveryPostcode");
                        END;
                        CREATE TRIGGER "Quotes_search_delete" AFTER DELETE ON "Quotes" BEGIN
                            INSERT INTO "Quotes_search" ("Quotes_search", rowid, "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES ('delete', old."QuoteId", old."QuoteNumber", old."Description", old."CustomerReference", old."DeliveryAddressLine1", old."DeliveryCity", old."DeliveryPostcode");
                        END;
                        CREATE TRIGGER "Quotes_search_update" AFTER UPDATE OF "QuoteId", "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode" ON "Quotes" BEGIN
                            INSERT INTO "Quotes_search" ("Quotes_search", rowid, "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES ('delete', old."QuoteId", old."QuoteNumber", old."Description", old."CustomerReference", old."DeliveryAddressLine1", old."DeliveryCity", old."DeliveryPostcode");
                            INSERT INTO "Quotes_search" (rowid, "QuoteNumber", "Description", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES (new."QuoteId", new."QuoteNumber", new."Description", new."CustomerReference", new."DeliveryAddressLine1", new."DeliveryCity", new."DeliveryPostcode");
                        END;
                        CREATE VIRTUAL TABLE "QuoteLines_search" USING fts5(
                            "Description", content="QuoteLines", content_rowid="QuoteLineId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "QuoteLines_search_insert" AFTER INSERT ON "QuoteLines" BEGIN
                            INSERT INTO "QuoteLines_search" (rowid, "Description") VALUES (new."QuoteLineId", new."Description");
                        END;
                        CREATE TRIGGER "QuoteLines_search_delete" AFTER DELETE ON "QuoteLines" BEGIN
                            INSERT INTO "QuoteLines_search" ("QuoteLines_search", rowid, "Description") VALUES ('delete', old."QuoteLineId", old."Description");
                        END;
                        CREATE TRIGGER "QuoteLines_search_update" AFTER UPDATE OF "QuoteLineId", "Description" ON "QuoteLines" BEGIN
                            INSERT INTO "QuoteLines_search" ("QuoteLines_search", rowid, "Description") VALUES ('delete', old."QuoteLineId", old."Description");
                            INSERT INTO "QuoteLines_search" (rowid, "Description") VALUES (new."QuoteLineId", new."Description");
                        END;
                        CREATE VIRTUAL TABLE "SalesOrders_search" USING fts5(
                            "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode", content="SalesOrders", content_rowid="SalesOrderId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "SalesOrders_search_insert" AFTER INSERT ON "SalesOrders" BEGIN
                            INSERT INTO "SalesOrders_search" (rowid, "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES (new."SalesOrderId", new."OrderNumber", new."InvoiceReference", new."CustomerReference", new."DeliveryAddressLine1", new."DeliveryCity", new."DeliveryPostcode");
                        END;
                        CREATE TRIGGER "SalesOrders_search_delete" AFTER DELETE ON "SalesOrders" BEGIN
                            INSERT INTO "SalesOrders_search" ("SalesOrders_search", rowid, "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES ('delete', old."SalesOrderId", old."OrderNumber", old."InvoiceReference", old."CustomerReference", old."DeliveryAddressLine1", old."DeliveryCity", old."DeliveryPostcode");
                        END;
                        CREATE TRIGGER "SalesOrders_search_update" AFTER UPDATE OF "SalesOrderId", "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode" ON "SalesOrders" BEGIN
                            INSERT INTO "SalesOrders_search" ("SalesOrders_search", rowid, "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES ('delete', old."SalesOrderId", old."OrderNumber", old."InvoiceReference", old."CustomerReference", old."DeliveryAddressLine1", old."DeliveryCity", old."DeliveryPostcode");
                            INSERT INTO "SalesOrders_search" (rowid, "OrderNumber", "InvoiceReference", "CustomerReference", "DeliveryAddressLine1", "DeliveryCity", "DeliveryPostcode") VALUES (new."SalesOrderId", new."OrderNumber", new."InvoiceReference", new."CustomerReference", new."DeliveryAddressLine1", new."DeliveryCity", new."DeliveryPostcode");
                        END;
                        CREATE VIRTUAL TABLE "SalesOrderLines_search" USING fts5(
                            "Description", content="SalesOrderLines", content_rowid="SalesOrderLineId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "SalesOrderLines_search_insert" AFTER INSERT ON "SalesOrderLines" BEGIN
                            INSERT INTO "SalesOrderLines_search" (rowid, "Description") VALUES (new."SalesOrderLineId", new."Description");
                        END;
                        CREATE TRIGGER "SalesOrderLines_search_delete" AFTER DELETE ON "SalesOrderLines" BEGIN
                            INSERT INTO "SalesOrderLines_search" ("SalesOrderLines_search", rowid, "Description") VALUES ('delete', old."SalesOrderLineId", old."Description");
                        END;
                        CREATE TRIGGER "SalesOrderLines_search_update" AFTER UPDATE OF "SalesOrderLineId", "Description" ON "SalesOrderLines" BEGIN
                            INSERT INTO "SalesOrderLines_search" ("SalesOrderLines_search", rowid, "Description") VALUES ('delete', old."SalesOrderLineId", old."Description");
                            INSERT INTO "SalesOrderLines_search" (rowid, "Description") VALUES (new."SalesOrderLineId", new."Description");
                        END;
                        CREATE VIRTUAL TABLE "Activities_search" USING fts5(
                            "Subject", "Body", content="Activities", content_rowid="ActivityId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Activities_search_insert" AFTER INSERT ON "Activities" BEGIN
                            INSERT INTO "Activities_search" (rowid, "Subject", "Body") VALUES (new."ActivityId", new."Subject", new."Body");
                        END;
                        CREATE TRIGGER "Activities_search_delete" AFTER DELETE ON "Activities" BEGIN
                            INSERT INTO "Activities_search" ("Activities_search", rowid, "Subject", "Body") VALUES ('delete', old."ActivityId", old."Subject", old."Body");
                        END;
                        CREATE TRIGGER "Activities_search_update" AFTER UPDATE OF "ActivityId", "Subject", "Body" ON "Activities" BEGIN
                            INSERT INTO "Activities_search" ("Activities_search", rowid, "Subject", "Body") VALUES ('delete', old."ActivityId", old."Subject", old."Body");
                            INSERT INTO "Activities_search" (rowid, "Subject", "Body") VALUES (new."ActivityId", new."Subject", new."Body");
                        END;
                        CREATE VIRTUAL TABLE "Tasks_search" USING fts5(
                            "Subject", "Details", content="Tasks", content_rowid="TaskId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Tasks_search_insert" AFTER INSERT ON "Tasks" BEGIN
                            INSERT INTO "Tasks_search" (rowid, "Subject", "Details") VALUES (new."TaskId", new."Subject", new."Details");
                        END;
                        CREATE TRIGGER "Tasks_search_delete" AFTER DELETE ON "Tasks" BEGIN
                            INSERT INTO "Tasks_search" ("Tasks_search", rowid, "Subject", "Details") VALUES ('delete', old."TaskId", old."Subject", old."Details");
                        END;
                        CREATE TRIGGER "Tasks_search_update" AFTER UPDATE OF "TaskId", "Subject", "Details" ON "Tasks" BEGIN
                            INSERT INTO "Tasks_search" ("Tasks_search", rowid, "Subject", "Details") VALUES ('delete', old."TaskId", old."Subject", old."Details");
                            INSERT INTO "Tasks_search" (rowid, "Subject", "Details") VALUES (new."TaskId", new."Subject", new."Details");
                        END;
                        CREATE VIRTUAL TABLE "Cases_search" USING fts5(
                            "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution", content="Cases", content_rowid="CaseId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Cases_search_insert" AFTER INSERT ON "Cases" BEGIN
                            INSERT INTO "Cases_search" (rowid, "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution") VALUES (new."CaseId", new."CaseNumber", new."Subject", new."Details", new."CustomerReference", new."SerialNumber", new."Resolution");
                        END;
                        CREATE TRIGGER "Cases_search_delete" AFTER DELETE ON "Cases" BEGIN
                            INSERT INTO "Cases_search" ("Cases_search", rowid, "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution") VALUES ('delete', old."CaseId", old."CaseNumber", old."Subject", old."Details", old."CustomerReference", old."SerialNumber", old."Resolution");
                        END;
                        CREATE TRIGGER "Cases_search_update" AFTER UPDATE OF "CaseId", "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution" ON "Cases" BEGIN
                            INSERT INTO "Cases_search" ("Cases_search", rowid, "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution") VALUES ('delete', old."CaseId", old."CaseNumber", old."Subject", old."Details", old."CustomerReference", old."SerialNumber", old."Resolution");
                            INSERT INTO "Cases_search" (rowid, "CaseNumber", "Subject", "Details", "CustomerReference", "SerialNumber", "Resolution") VALUES (new."CaseId", new."CaseNumber", new."Subject", new."Details", new."CustomerReference", new."SerialNumber", new."Resolution");
                        END;
                        CREATE VIRTUAL TABLE "Campaigns_search" USING fts5(
                            "Name", content="Campaigns", content_rowid="CampaignId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Campaigns_search_insert" AFTER INSERT ON "Campaigns" BEGIN
                            INSERT INTO "Campaigns_search" (rowid, "Name") VALUES (new."CampaignId", new."Name");
                        END;
                        CREATE TRIGGER "Campaigns_search_delete" AFTER DELETE ON "Campaigns" BEGIN
                            INSERT INTO "Campaigns_search" ("Campaigns_search", rowid, "Name") VALUES ('delete', old."CampaignId", old."Name");
                        END;
                        CREATE TRIGGER "Campaigns_search_update" AFTER UPDATE OF "CampaignId", "Name" ON "Campaigns" BEGIN
                            INSERT INTO "Campaigns_search" ("Campaigns_search", rowid, "Name") VALUES ('delete', old."CampaignId", old."Name");
                            INSERT INTO "Campaigns_search" (rowid, "Name") VALUES (new."CampaignId", new."Name");
                        END;
                        CREATE VIRTUAL TABLE "Users_search" USING fts5(
                            "FullName", content="Users", content_rowid="UserId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Users_search_insert" AFTER INSERT ON "Users" BEGIN
                            INSERT INTO "Users_search" (rowid, "FullName") VALUES (new."UserId", new."FullName");
                        END;
                        CREATE TRIGGER "Users_search_delete" AFTER DELETE ON "Users" BEGIN
                            INSERT INTO "Users_search" ("Users_search", rowid, "FullName") VALUES ('delete', old."UserId", old."FullName");
                        END;
                        CREATE TRIGGER "Users_search_update" AFTER UPDATE OF "UserId", "FullName" ON "Users" BEGIN
                            INSERT INTO "Users_search" ("Users_search", rowid, "FullName") VALUES ('delete', old."UserId", old."FullName");
                            INSERT INTO "Users_search" (rowid, "FullName") VALUES (new."UserId", new."FullName");
                        END;
                        CREATE VIRTUAL TABLE "Documents_search" USING fts5(
                            "FileName", content="Documents", content_rowid="DocumentId",
                            tokenize='unicode61 remove_diacritics 2'
                        );
                        CREATE TRIGGER "Documents_search_insert" AFTER INSERT ON "Documents" BEGIN
                            INSERT INTO "Documents_search" (rowid, "FileName") VALUES (new."DocumentId", new."FileName");
                        END;
                        CREATE TRIGGER "Documents_search_delete" AFTER DELETE ON "Documents" BEGIN
                            INSERT INTO "Documents_search" ("Documents_search", rowid, "FileName") VALUES ('delete', old."DocumentId", old."FileName");
                        END;
                        CREATE TRIGGER "Documents_search_update" AFTER UPDATE OF "DocumentId", "FileName" ON "Documents" BEGIN
                            INSERT INTO "Documents_search" ("Documents_search", rowid, "FileName") VALUES ('delete', old."DocumentId", old."FileName");
                            INSERT INTO "Documents_search" (rowid, "FileName") VALUES (new."DocumentId", new."FileName");
                        END;
            """
        ]
    )
}
