import CRM
import Identity

/// Demo data as the first-run page offers it.
public enum SetupDemo: String, Sendable, Hashable, CaseIterable {
    /// Some 2,000 records.
    case small = "s"
    /// Some 200,000 records.
    case medium = "m"

    /// The one base currency whose amounts the data holds.
    public static var currency: String { CRMModel.initialBaseCurrency }

    private var size: DemoSize {
        switch self {
        case .small: .small
        case .medium: .medium
        }
    }

    /// Loads the data as of a day, whole or not at all; does nothing where there are people already.
    func load(asOf day: CivilDay, now: UTCInstant, into shared: Accounts) async throws {
        guard let date = CivilDate(year: day.year, month: day.month, day: day.day) else { return }
        let world = DemoWorld(size: size, seed: 1, asOf: date)
        do {
            try await DemoLoader(database: shared.database, catalog: shared.catalog).load(world, now: now.microseconds)
        } catch DemoLoadError.notEmpty {
            // A set-up that was refused after the data had come is tried again.
        }
    }
}
