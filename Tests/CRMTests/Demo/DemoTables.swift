import CRM
import EntityModel

/// The rows of a demo world by set, for tests that look across sets.
struct DemoTables: Sendable {
    let world: DemoWorld
    private(set) var columns: [String: [String]] = [:]
    private(set) var rows: [String: [[EntityValue]]] = [:]

    /// One small world for all tests that only read it.
    static let small = DemoTables(DemoWorld(size: .small, seed: 1, asOf: CivilDate(days: 20_634)))

    init(_ world: DemoWorld) {
        self.world = world
        for batch in world.batches() {
            columns[batch.set] = batch.columns
            rows[batch.set, default: []] += batch.rows
        }
    }

    /// The values of one column of a set.
    func values(_ set: String, _ column: String) -> [EntityValue] {
        guard let index = columns[set]?.firstIndex(of: column) else { return [] }
        return (rows[set] ?? []).map { $0[index] }
    }

    /// The values of several columns of a set, row by row.
    func tuples(_ set: String, _ names: String...) -> [[EntityValue]] {
        let indexes = names.compactMap { columns[set]?.firstIndex(of: $0) }
        return (rows[set] ?? []).map { row in indexes.map { row[$0] } }
    }

    /// A hash over all sets, columns and values.
    var digest: UInt64 {
        var hash: UInt64 = 0xcbf2_9ce4_8422_2325
        for set in rows.keys.sorted() {
            for row in rows[set] ?? [] {
                for byte in "\(set)\(row)".utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
            }
        }
        return hash
    }
}

extension EntityValue {
    var number: Int64 {
        switch self {
        case .integer(let value), .decimal(let value), .timestamp(let value): value
        case .date(let days): Int64(days)
        case .bool(let value): value ? 1 : 0
        case .null, .text: 0
        }
    }

    var string: String? {
        if case .text(let text) = self { return text }
        return nil
    }
}
