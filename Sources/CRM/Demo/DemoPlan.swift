/// The facts of a demo world that several sets must agree on; rows are drawn from them one by one.
///
/// Keys are positions plus one. A key of 0 means none.
struct DemoPlan: Sendable {
    let seed: UInt64
    let counts: DemoCounts
    let clock: DemoClock
    var rates = ExchangeRateTable(baseCurrency: CRMModel.initialBaseCurrency)
    var rateRows: [RateFact] = []
    var users: [UserFact] = []
    var companies: [CompanyFact] = []
    var sites: [SiteFact] = []
    var contacts: [ContactFact] = []
    var leads: [LeadFact] = []
    var products: [ProductFact] = []
    var opportunities: [OpportunityFact] = []
    var opportunityLines: [LineFact] = []
    var opportunityContacts: [(opportunity: Int, contact: Int, isPrimary: Bool)] = []
    var quotes: [QuoteFact] = []
    var quoteLines: [LineFact] = []
    var orders: [OrderFact] = []
    var orderLines: [LineFact] = []
    var cases: [CaseFact] = []
    var activities: [ActivityFact] = []
    var tasks: [TaskFact] = []
    var assignments: [(tag: Int, set: String, id: Int)] = []
    var tagNames: [String: [Int: String]] = [:]
    var traces: [String: [TraceFact]] = [:]
    var companySales: [SalesFact] = []
    var deletions: [(set: String, id: Int, at: Int64, reason: String)] = []
    var merges: [(set: String, losing: Int, winning: Int, at: Int64)] = []
    var snapshotDates: [CivilDate] = []
    var snapshots: [(date: Int32, opportunity: Int32)] = []
    var stageEvents: [(opportunity: Int32, event: Int32)] = []
    var caseEvents: [(item: Int32, event: Int32)] = []

    init(seed: UInt64, counts: DemoCounts, asOf: CivilDate) {
        self.seed = seed
        self.counts = counts
        clock = DemoClock(asOf: asOf)
        makeRates()
        makeUsers()
        makeCompanies()
        makeSites()
        makeContacts()
        makeProducts()
        makeOpportunities()
        makeLeads()
        makeQuotesAndOrders()
        makeOpportunityLines()
        makeOpportunityContacts()
        makeCases()
        makeActivities()
        makeTasks()
        makeTags()
        makeLifeCycleTrails()
        makeSnapshots()
    }

    /// The random stream of a row.
    func stream(_ set: String, _ row: Int) -> RandomStream { RandomStream(seed: seed, set: set, row: row) }

    /// The rate of a currency that counts on a day; the table reaches back before the first business day.
    func rate(_ currency: String, _ day: CivilDate) -> Int64 {
        (try? rates.rate(of: currency, on: day)) ?? ExchangeRateTable.one  // Unreachable: rates start before the world.
    }

    /// An amount in the base currency; demo amounts stay far within the range of money.
    func base(_ value: Int64, rate: Int64) -> Int64 {
        // The fallback cannot be reached: the largest value is in the base currency, all others are small.
        (try? OpportunityValues.base(value, rate: rate)) ?? 0
    }

    /// The minor digits of the world's currencies.
    func minorDigits(_ currency: String) -> Int { currency == "JPY" ? 0 : 2 }
}

struct RateFact: Sendable {
    let currency: String
    let day: CivilDate
    let rate: Int64
}

struct UserFact: Sendable {
    let forename: String
    let surname: String
    let jobTitle: String
    let team: Int
    let manager: Int
    let role: String
    let left: CivilDate?
    let isProgram: Bool
}

/// What became of a record.
enum DemoFate: Sendable, Equatable {
    case active
    case deleted(Int64)
    case merged(Int64, into: Int)

    var deletedAt: Int64? {
        switch self {
        case .active: nil
        case .deleted(let at), .merged(let at, _): at
        }
    }

    var survivor: Int {
        if case .merged(_, let into) = self { return into }
        return 0
    }
}

struct CompanyFact: Sendable {
    var name: String
    var domain: String
    var place: Int
    var owner: Int
    var created: Int64
    var fate = DemoFate.active
    var contacts: [Int] = []
}

struct SiteFact: Sendable {
    let company: Int
    let name: String
    let place: Int
    let isDefault: Bool
    let created: Int64
    var fate = DemoFate.active
}

struct ContactFact: Sendable {
    var company: Int
    var forename: String?
    var surname: String
    var email: String?
    var owner: Int
    var place: Int
    var created: Int64
    var fate = DemoFate.active
}

struct LeadFact: Sendable {
    var created: Int64
    var owner: Int
    var status: String
    var source: String
    var campaign: Int
    var statusChanged: Int64
    var contacted: Int64?
    var opportunity = 0
    var fate = DemoFate.active
}

struct ProductFact: Sendable {
    let name: String
    let code: String
    let category: Int
    let price: Int64
    let cost: Int64
    let taxCode: String
    let unit: String
}

struct StageEvent: Sendable {
    let at: Int64
    let stage: Int
}

struct OpportunityFact: Sendable {
    var created: Int64
    var company: Int
    var contact: Int
    var owner: Int
    var currency: String
    var value: Int64
    var events: [StageEvent]
    var estimatedClose: CivilDate
    var moves: [Int]
    var campaign: Int
    var source: String
    var lead = 0
    var quote = 0
    var reopened = 0
    var reason: String?
    var override: Int64?
    var hasLines = false
    var fate = DemoFate.active

    var stage: Int { events.last?.stage ?? 1 }
}

struct LineFact: Sendable {
    let parent: Int
    let sequence: Int
    let product: Int
    var input: LineInput
    var figures: LineFigures
    var quoteLine = 0
    var isText = false
}

struct QuoteFact: Sendable {
    var opportunity: Int
    var number: String
    var revision: Int
    var previous: Int
    var status: String
    var date: CivilDate
    var sentAt: Int64?
    var accepted: CivilDate?
    var currency: String
    var discount: Int64
    var rate: Int64
    var totals: DocumentTotals
    var order = 0
}

struct OrderFact: Sendable {
    var quote: Int
    var opportunity: Int
    var company: Int
    var contact: Int
    var owner: Int
    var number: String
    var status: String
    var date: CivilDate
    var confirmedAt: Int64?
    var shipped: CivilDate?
    var invoiced: CivilDate?
    var currency: String
    var discount: Int64
    var rate: Int64
    var totals: DocumentTotals
}

struct CaseFact: Sendable {
    var created: Int64
    var company: Int
    var contact: Int
    var owner: Int
    var priority: String
    var type: String
    var events: [(at: Int64, status: String)]
    var firstResponse: Int64?
    var responseTarget: Int64
    var resolveTarget: Int64
    var waitingSeconds: Int64
    var status: String { events.last?.status ?? "New" }
}

struct ActivityFact: Sendable {
    var start: Int64
    var type: String
    var owner: Int
    var direction: String?
    var parents = ParentFact()
}

struct TaskFact: Sendable {
    var created: Int64
    var due: CivilDate?
    var status: String
    var owner: Int
    var completedAt: Int64?
    var parents = ParentFact()
}

/// The records an activity, task or document belongs to.
struct ParentFact: Sendable {
    var company = 0
    var contact = 0
    var lead = 0
    var opportunity = 0
    var item = 0
    var quote = 0
    var order = 0
    var campaign = 0
}

/// Newest conversation and next task of a record.
struct TraceFact: Sendable {
    var lastActivity: Int64 = 0
    var nextTask: OpenTask?
}

/// The sales of a company.
struct SalesFact: Sendable {
    var first: CivilDate?
    var last: CivilDate?
    var count = 0
    var value: Int64 = 0
    var open = 0
}
