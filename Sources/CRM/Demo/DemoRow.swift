import EntityModel

/// The columns of a set in the demo: every stored field but those the loader gives out.
struct DemoLayout: Sendable {
    let columns: [String]
    let positions: [String: Int]
    let blank: [EntityValue]

    init(_ type: EntityType) {
        let given: Set = ["ChangeSeq", "LastUpdatedTimestamp"]
        let fields = type.storedFields.filter { !given.contains($0.name) }
        columns = fields.map(\.name)
        positions = Dictionary(fields.enumerated().map { ($1.name, $0) }) { first, _ in first }
        // A field that the demo does not fill and that may not be empty holds its default.
        blank = fields.map { $0.isNullable ? .null : $0.constantDefault ?? .null }
    }
}

/// A row being filled, value by value; what is not filled stays null, or the default where there is no null.
struct DemoRow {
    let layout: DemoLayout
    private(set) var values: [EntityValue]

    init(layout: DemoLayout) {
        self.layout = layout
        values = layout.blank
    }

    mutating func set(_ column: String, _ value: EntityValue) {
        guard let position = layout.positions[column] else {
            preconditionFailure("The demo fills \(column), which the set does not have.")
        }
        values[position] = value
    }

    mutating func text(_ column: String, _ text: String?) { set(column, text.map { .text($0) } ?? .null) }

    mutating func flag(_ column: String, _ value: Bool) { set(column, .bool(value)) }

    mutating func number(_ column: String, _ value: Int?) { set(column, value.map { .integer(Int64($0)) } ?? .null) }

    /// A key or reference; 0 means none.
    mutating func key(_ column: String, _ value: Int) { set(column, value > 0 ? .integer(Int64(value)) : .null) }

    /// An exact decimal by its digits, at the scale of the column.
    mutating func decimal(_ column: String, _ digits: Int64?) { set(column, digits.map { .decimal($0) } ?? .null) }

    mutating func day(_ column: String, _ day: CivilDate?) { set(column, day.map { .date($0.days) } ?? .null) }

    mutating func time(_ column: String, _ microseconds: Int64?) {
        set(column, microseconds.map { .timestamp($0) } ?? .null)
    }

    /// The fields of the trait `record`.
    mutating func record(created: Int64, by user: Int, fate: DemoFate = .active, reference: String? = nil) {
        text("AlternateReference", reference)
        text("StatusFlag", fate == .active ? "A" : "D")
        time("DeletedAt", fate.deletedAt)
        time("Created", created)
        key("CreatedByUserId", user)
        key("LastUpdatedByUserId", user)
        // Import runs themselves have no source run: there the column is the key.
        if layout.positions["ImportRunId"] != 0 { key("ImportRunId", 1) }
    }

    /// The fields of the trait `owned`.
    mutating func owned(by user: Int, team: Int) {
        key("OwnerId", user)
        key("TeamId", team)
    }

    /// A postal address of a place.
    mutating func address(_ place: DemoPlace, _ random: inout RandomStream, prefix: String = "") {
        text(prefix + "AddressLine1", "\(random.int(in: 1...240)) " + random.pick(DemoNames.streets))
        text(prefix + "AddressLine2", random.chance(150) ? "Floor \(random.int(in: 1...9))" : nil)
        text(prefix + "City", place.city)
        text(prefix + "Region", place.region)
        let inward = place.country == "GB" ? " \(random.int(10))AA" : CivilDate.padded(random.int(100), 2)
        text(prefix + "Postcode", place.postcode + inward)
        text(prefix + "CountryCode", place.country)
    }

    /// The parents of an activity, task or document.
    mutating func parents(_ parents: ParentFact) {
        key("CompanyId", parents.company)
        key("ContactId", parents.contact)
        key("LeadId", parents.lead)
        key("OpportunityId", parents.opportunity)
        key("CaseId", parents.item)
        key("QuoteId", parents.quote)
        key("SalesOrderId", parents.order)
        key("CampaignId", parents.campaign)
    }

    /// The fields of the trait `trace`.
    mutating func trace(_ fact: TraceFact?) {
        guard let fact else { return }
        time("LastActivityAt", fact.lastActivity > 0 ? fact.lastActivity : nil)
        key("NextTaskId", Int(fact.nextTask?.id ?? 0))
        day("NextTaskDue", fact.nextTask?.due)
    }
}
