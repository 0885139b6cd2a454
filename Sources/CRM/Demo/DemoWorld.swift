public import EntityModel

/// An invented company's CRM, made of nothing but a size, a seed and a day: same three inputs, same rows.
///
/// Every stored field is filled but `ChangeSeq` and `LastUpdatedTimestamp`, which the loader gives out. Rows follow
/// the business rules: histories add up, totals are exact, roll-ups agree with their rows. Nothing happens after the
/// first instant of the as-of day. Sets refer to each other in circles (a company's next task, a quote's order), so
/// foreign keys are to be checked at the end of the load.
public struct DemoWorld: Sendable {
    /// How large the world is.
    public let size: DemoSize
    /// The seed all chance comes from.
    public let seed: UInt64
    /// The day the world is looked at.
    public let asOf: CivilDate
    /// The number of rows of all batches.
    public let totalRows: Int
    /// The currencies in use, which the loader activates; the first is the base currency.
    public static let currencies = ["GBP", "EUR", "USD", "JPY"]

    let plan: DemoPlan
    private let layouts: [String: DemoLayout]

    /// Makes a world; the facts several sets share are decided here, rows are made as they are asked for.
    public init(size: DemoSize, seed: UInt64 = 1, asOf: CivilDate) {
        self.size = size
        self.seed = seed
        self.asOf = asOf
        let plan = DemoPlan(seed: seed, counts: size.counts, asOf: asOf)
        self.plan = plan
        totalRows = DemoSection.allCases.reduce(0) { $0 + plan.count(of: $1) }
        let types = Dictionary(CRMModel.types.map { ($0.set, $0) }) { first, _ in first }
        layouts = Dictionary(
            DemoSection.allCases.compactMap { section in
                types[section.rawValue].map { (section.rawValue, DemoLayout($0)) }
            }
        ) { first, _ in first }
    }

    /// The rows in the order of their sets, in batches of one set each.
    public func batches(ofAtMost size: Int = 1000) -> DemoBatches { DemoBatches(world: self, size: max(1, size)) }

    /// The number of rows of a set.
    public func count(ofSet set: String) -> Int { DemoSection(rawValue: set).map { plan.count(of: $0) } ?? 0 }

    /// The users with the data role each is meant to have.
    public var people: [DemoPerson] {
        plan.users.enumerated().map { index, user in
            DemoPerson(
                userId: Int64(index + 1),
                email: plan.email(ofUser: index),
                roleCode: user.role,
                isActive: user.left == nil,
                isProgram: user.isProgram
            )
        }
    }

    func row(_ section: DemoSection, _ index: Int) -> [EntityValue] {
        guard let layout = layouts[section.rawValue] else { return [] }
        var draft = DemoRow(layout: layout)
        plan.fill(&draft, section, index)
        return draft.values
    }

    func columns(_ section: DemoSection) -> [String] { layouts[section.rawValue]?.columns ?? [] }
}

/// A user of the demo world, for the accounts the loader makes.
public struct DemoPerson: Sendable, Hashable {
    /// The key in `Users`.
    public let userId: Int64
    /// The address to sign in with.
    public let email: String
    /// The code of the data role.
    public let roleCode: String
    /// Whether the account is active.
    public let isActive: Bool
    /// Whether it is a program's.
    public let isProgram: Bool
}

/// Some rows of one set.
public struct DemoBatch: Sendable {
    /// The set the rows are of.
    public let set: String
    /// The fields of the rows, the key first; the same for every batch of a set.
    public let columns: [String]
    /// The rows, each with a value for every column.
    public let rows: [[EntityValue]]
    /// The rows given out with this batch and before it.
    public let rowsSoFar: Int
    /// The rows of all batches.
    public let totalRows: Int
}

/// The batches of a world, made one at a time.
public struct DemoBatches: Sequence, IteratorProtocol, Sendable {
    private let world: DemoWorld
    private let size: Int
    private var section = 0
    private var index = 0
    private var rowsSoFar = 0

    init(world: DemoWorld, size: Int) {
        self.world = world
        self.size = size
    }

    /// Makes the next batch, nil after the last.
    public mutating func next() -> DemoBatch? {
        let sections = DemoSection.allCases
        while section < sections.count, index >= world.plan.count(of: sections[section]) {
            section += 1
            index = 0
        }
        guard section < sections.count else { return nil }
        let current = sections[section]
        let end = Swift.min(index + size, world.plan.count(of: current))
        let rows = (index..<end).map { world.row(current, $0) }
        rowsSoFar += rows.count
        index = end
        return DemoBatch(
            set: current.rawValue,
            columns: world.columns(current),
            rows: rows,
            rowsSoFar: rowsSoFar,
            totalRows: world.totalRows
        )
    }
}
