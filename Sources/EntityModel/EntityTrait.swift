/// Fields that many entities share, added to a declaration by one word.
public enum EntityTrait: Sendable, Hashable {
    /// Life cycle, stamps, external reference and change sequence; every record set has it, listed last.
    case record
    /// One owner and the owner's team; the label says what the owner is called here.
    case owned(label: String = "Owner")
    /// Newest conversation and next task.
    case trace
    /// The names of the record's tags.
    case tags
    /// The survivor of a merge.
    case merge
    /// Takes custom fields `x_<Name>`; adds none by itself.
    case custom
    /// A postal address, optionally marked as personal.
    case address(mark: PersonalMark? = nil)
    /// A delivery address.
    case delivery
    /// Typed references to any record it may belong to.
    case parents(ReferenceRule = .attachment)
    /// Currency and totals of a document.
    case totals
    /// Product, quantity, price and value of a line.
    case line

    /// The fields of the trait in their order, for an entity of the given set.
    public func fields(inSet set: String) -> [Field] {
        switch self {
        case .record: Self.recordFields
        case .owned(let label): Self.ownedFields(label: label)
        case .trace: Self.traceFields
        case .tags: [.string("TagNames", 1000).computed().labelled("Tags").about("Sorted, joined by “; ”.")]
        case .merge:
            [
                .reference("MergedWith", to: set, onDelete: .keep).computed().navigation("MergedInto")
                    .about("The record this one was merged into, always the final survivor.")
            ]
        case .custom: []
        case .address(let mark): Self.addressFields(prefix: "", mark: mark)
        case .delivery: Self.addressFields(prefix: "Delivery", mark: nil)
        case .parents(let rule): Self.parentFields(rule: rule)
        case .totals: Self.totalsFields
        case .line: Self.lineFields
        }
    }

    private static var recordFields: [Field] {
        [
            .string("AlternateReference", 100).unique().labelled("External reference")
                .about("Its key in another system."),
            .fixed("StatusFlag", 1, ["A", "D"]).computed().required().defaults(to: "A")
                .about("A for active, D for deleted."),
            .timestamp("DeletedAt").computed(),
            .timestamp("Created").computed().required(),
            .reference("CreatedByUserId", to: "Users", onDelete: .never).computed().labelled("Created by"),
        ] + changeFields(lastUser: true) + [
            .virtual("RecordLink", .string(maxLength: 400), .recordLink)
                .about("The address of the record's page; of a part, its parent's.")
        ]
    }

    /// The stamp and number of the last change, which every stored set carries.
    static func changeFields(lastUser: Bool) -> [Field] {
        var fields: [Field] = [
            .timestamp("LastUpdatedTimestamp").computed().required().indexed().labelled("Last updated")
        ]
        if lastUser {
            fields.append(
                .reference("LastUpdatedByUserId", to: "Users", onDelete: .never).computed()
                    .labelled("Last updated by")
            )
            fields.append(
                .reference("ImportRunId", to: "ImportRuns", onDelete: .keep).computed().indexed()
                    .labelled("Source run")
            )
        }
        fields.append(
            .int64("ChangeSeq").computed().required().unique().labelled("Change number")
                .about("Rises with every change in the whole database, in commit order.")
        )
        return fields
    }

    private static func ownedFields(label: String) -> [Field] {
        [
            .reference("OwnerId", to: "Users", onDelete: .never).required().indexed().defaults(to: .creator)
                .labelled(label),
            .reference("TeamId", to: "Teams", onDelete: .never).computed().indexed()
                .about("The owner's team, stamped when the owner is set."),
        ]
    }

    private static var traceFields: [Field] {
        [
            .timestamp("LastActivityAt").computed().indexed().labelled("Last activity")
                .about("Start of the newest conversation; notes do not count."),
            .reference("NextTaskId", to: "Tasks").computed().about("The open task that is due first."),
            .date("NextTaskDue").computed(),
        ]
    }

    private static func addressFields(prefix: String, mark: PersonalMark?) -> [Field] {
        func part(_ name: String, _ length: Int) -> Field { .string(prefix + name, length).personal(mark) }
        let country = Field.choice(prefix + "CountryCode", list: "Countries").personal(mark)
        guard prefix.isEmpty else {
            return [
                part("AddressLine1", 120).searched(), part("AddressLine2", 120), part("City", 80).searched(),
                part("Region", 80), part("Postcode", 20).searched(), country,
            ]
        }
        return [
            part("AddressLine1", 120).searched(), part("AddressLine2", 120), part("City", 80).searched().indexed(),
            part("Region", 80), part("Postcode", 20).searched().indexed(), country.indexed(),
        ]
    }

    /// The references of the trait `parents`, in their order.
    public static let parentReferences: [(field: String, set: String)] = [
        ("CompanyId", "Companies"), ("ContactId", "Contacts"), ("LeadId", "Leads"),
        ("OpportunityId", "Opportunities"), ("CaseId", "Cases"), ("QuoteId", "Quotes"),
        ("SalesOrderId", "SalesOrders"), ("CampaignId", "Campaigns"),
    ]

    private static func parentFields(rule: ReferenceRule) -> [Field] {
        parentReferences.map { .reference($0.field, to: $0.set, onDelete: rule).indexed() }
    }

    private static var totalsFields: [Field] {
        [
            .choice("CurrencyCode", list: "Currencies").required().defaults(to: .companyCurrency),
            .rate("ExchangeRate").computed(),
            .percent("DiscountPercent").defaults(to: 0),
            .money("NetValue").computed(), .money("TaxValue").computed(), .money("GrossValue").computed(),
            .money("CostValue").computed().confidential(), .money("MarginValue").computed().confidential(),
            .decimal("MarginPercentage", 9, 2).computed().confidential(),
            .base("BaseNetValue"), .base("BaseTaxValue"), .base("BaseGrossValue"),
            .base("BaseMarginValue").confidential(),
        ]
    }

    private static var lineFields: [Field] {
        [
            .int32("Sequence").required(),
            .reference("ProductId", to: "Products", onDelete: .keep).indexed(),
            .through("ProductCode", 60, path: ["ProductId"], field: "ProductCode"),
            .through("ProductName", 200, path: ["ProductId"], field: "Name"),
            .through("CategoryName", 120, path: ["ProductId", "ProductCategoryId"], field: "Name"),
            .string("Description", 400).required().searched(), .text("ExtendedDescription", 4000),
            .string("SectionName", 120), .quantity("Quantity").required().defaults(to: 1),
            .choice("UnitCode", list: "Units"), .money("UnitPrice").required().defaults(to: 0),
            .money("CostPrice").confidential(), .percent("DiscountPercent").defaults(to: 0),
            .choice("TaxCode", list: "TaxCodes"), .percent("TaxRate").computed(),
            .money("NetValue").computed(), .money("TaxValue").computed(), .money("GrossValue").computed(),
            .base("BaseNetValue"), .base("BaseCostValue").confidential(),
        ]
    }
}
