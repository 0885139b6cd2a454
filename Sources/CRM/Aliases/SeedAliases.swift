/// Names from other products under which sets and fields can be read, but never written.
///
/// Resolved after exact and case-insensitive names; never in `$metadata`; answers use the canonical names.
public enum SeedAliases {
    /// The canonical name of a set for an alias, ignoring case.
    public static func set(_ alias: String) -> String? { foldedSets[alias.lowercased()] }

    /// The canonical name of a property or navigation of a set for an alias, ignoring case.
    ///
    /// - Parameters:
    ///   - alias: the name given.
    ///   - set: the canonical name of the set it is looked for in.
    /// - Returns: the canonical name, nil when it is no alias.
    public static func member(_ alias: String, ofSet set: String) -> String? {
        let name = alias.lowercased()
        if let found = foldedOwners[set]?[name] { return found }
        return foldedFields[name]
    }

    /// Every set alias with its canonical name.
    public static let sets: [(alias: String, canonical: String)] = [
        ("Accounts", "Companies"), ("CompanyGroups", "Companies"), ("Organizations", "Companies"),
        ("Sites", "Divisions"), ("People", "Contacts"), ("Persons", "Contacts"), ("Enquiries", "Leads"),
        ("Deals", "Opportunities"), ("LeadPipelines", "Pipelines"), ("Problems", "Cases"), ("Tickets", "Cases"),
        ("ProblemStatus", "CaseStatuses"), ("ProductItems", "Products"), ("Orders", "SalesOrders"),
        ("SalesOrderHeaders", "SalesOrders"), ("QuoteStatus", "QuoteStatuses"), ("ActivityFeed", "Activities"),
        ("ActivityFeeds", "Activities"),
    ]

    /// Aliases of fields, valid on every set that has the canonical field.
    public static let fields: [(alias: String, canonical: String)] = [
        ("LastUpdated", "LastUpdatedTimestamp"), ("ProblemId", "CaseId"), ("ProductItemId", "ProductId"),
        ("StageId", "OpportunityStageId"), ("Guttometer", "Probability"), ("AccountId", "CompanyId"),
        ("OptIn", "MarketingConsent"), ("LineId", "QuoteLineId"), ("SellingPrice", "UnitPrice"),
        ("DecimalPrice", "UnitPrice"), ("DecimalQuantity", "Quantity"),
        ("DecimalDiscountPercentage", "DiscountPercent"), ("DecimalNetValue", "NetValue"),
        ("DecimalCostPrice", "CostPrice"), ("DecimalHomeNetValue", "BaseNetValue"), ("BaseNet", "BaseNetValue"),
        ("DecimalHomeGrossValue", "BaseGrossValue"), ("OrderStatus", "StatusCode"),
    ]

    /// What the owner is called on the sets of other products.
    public static let owners: [(set: String, aliases: [String: String])] = [
        ("Companies", ["AccountManagerId": "OwnerId", "AccountManagerUser": "Owner"]),
        ("Divisions", ["AccountManagerId": "OwnerId", "AccountManagerUser": "Owner"]),
        ("Opportunities", ["SalesPersonId": "OwnerId", "SalesPerson": "Owner"]),
        ("Quotes", ["SalesPersonId": "OwnerId", "SalesPerson": "Owner"]),
        ("SalesOrders", ["SalesPersonId": "OwnerId", "SalesPerson": "Owner"]),
        ("Cases", ["ResponsibleUserId": "OwnerId"]), ("Tasks", ["AssignedToId": "OwnerId"]),
    ]

    /// On lists `Description` stands for the label where the description is empty.
    public static let listLabelFallback = (empty: "Description", replacement: "Label")

    private static let foldedSets = Dictionary(sets.map { ($0.alias.lowercased(), $0.canonical) }) { first, _ in first }

    private static let foldedFields = Dictionary(fields.map { ($0.alias.lowercased(), $0.canonical) }) { first, _ in
        first
    }

    private static let foldedOwners = Dictionary(
        owners.map { entry in
            (
                entry.set,
                Dictionary(entry.aliases.map { ($0.key.lowercased(), $0.value) }) { first, _ in first }
            )
        }
    ) { first, _ in first }
}
