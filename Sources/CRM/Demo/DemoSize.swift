/// How large a demo world is.
public enum DemoSize: String, Sendable, Hashable, CaseIterable {
    /// About 2,400 business records: loads in a moment.
    case small = "S"
    /// About 200,000 records.
    case medium = "M"
    /// Some millions of records.
    case large = "L"

    var counts: DemoCounts {
        switch self {
        case .small:
            DemoCounts(
                users: 12,
                companies: 150,
                sites: 160,
                contacts: 360,
                leads: 90,
                opportunities: 410,
                opportunityContacts: 100,
                opportunityLines: 90,
                products: 60,
                prices: 15,
                quotes: 60,
                orders: 36,
                activities: 240,
                participants: 60,
                tasks: 70,
                cases: 30,
                campaigns: 6,
                members: 40,
                targets: 24,
                documents: 18,
                assignments: 36,
                ratesEveryDays: 31,
                dailySnapshots: 10,
                weeklySnapshots: 26
            )
        case .medium:
            DemoCounts(
                users: 40,
                companies: 5000,
                sites: 5800,
                contacts: 20_000,
                leads: 8000,
                opportunities: 15_000,
                opportunityContacts: 12_000,
                opportunityLines: 10_000,
                products: 400,
                prices: 300,
                quotes: 7000,
                orders: 5000,
                activities: 45_000,
                participants: 15_000,
                tasks: 12_000,
                cases: 4000,
                campaigns: 40,
                members: 6000,
                targets: 1500,
                documents: 1500,
                assignments: 4000,
                ratesEveryDays: 1,
                dailySnapshots: 0,
                weeklySnapshots: 8
            )
        case .large:
            DemoCounts(
                users: 400,
                companies: 100_000,
                sites: 115_000,
                contacts: 500_000,
                leads: 150_000,
                opportunities: 300_000,
                opportunityContacts: 240_000,
                opportunityLines: 200_000,
                products: 2000,
                prices: 1500,
                quotes: 150_000,
                orders: 250_000,
                activities: 2_000_000,
                participants: 600_000,
                tasks: 300_000,
                cases: 80_000,
                campaigns: 200,
                members: 120_000,
                targets: 14_000,
                documents: 30_000,
                assignments: 80_000,
                ratesEveryDays: 1,
                dailySnapshots: 0,
                weeklySnapshots: 0
            )
        }
    }
}

/// The number of rows of each set; those of lines and history follow from chance.
struct DemoCounts: Sendable {
    let users: Int
    let companies: Int
    let sites: Int
    let contacts: Int
    let leads: Int
    let opportunities: Int
    let opportunityContacts: Int
    let opportunityLines: Int
    let products: Int
    let prices: Int
    let quotes: Int
    let orders: Int
    let activities: Int
    let participants: Int
    let tasks: Int
    let cases: Int
    let campaigns: Int
    let members: Int
    let targets: Int
    let documents: Int
    let assignments: Int
    let ratesEveryDays: Int
    let dailySnapshots: Int
    let weeklySnapshots: Int
}
