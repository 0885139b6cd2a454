import CRM
import EntityModel
import Identity
import SQLCore

/// What stays the same during one import.
struct ImportPlan: Sendable {
    let catalog: EntityCatalog
    let mapping: CompiledMapping
    let converter: CellConverter
    let lists: ListFacts
    let rates: ExchangeRateTable
    let permission: ImportPermission
    let owner: Int64?
    let author: Int64?
    let isDryRun: Bool
    let delimiter: String
    let now: @Sendable () -> Int64
    let businessDay: @Sendable (Int64) -> CivilDate

    var mappedFields: Set<String> { Set(mapping.fields.map(\.field.name)) }
}

/// What changes from batch to batch.
struct ImportState: Sendable {
    var report: ImportReport
    var run: Int64 = 0
    var references = ReferenceCache()
    /// Rows that refer to records of their own set which are not there yet; tried again after the last row.
    var deferred: [PreparedRow] = []
    var mayDefer = true
    /// How many rows may wait.
    static let mostDeferred = 100_000
}

/// Records found by their keys, kept between batches.
struct ReferenceCache: Sendable {
    enum Found: Sendable {
        case one(Int64)
        case several
    }

    private var known: [ReferenceTarget: [String: Found]] = [:]
    private var count = 0
    private static let most = 200_000

    func find(_ text: String, _ target: ReferenceTarget) -> Found? { known[target]?[text] }

    /// Looks up the texts that are not known yet.
    mutating func load(
        _ texts: Set<String>,
        _ target: ReferenceTarget,
        catalog: EntityCatalog,
        on connection: any SQLConnection
    ) throws {
        let new = texts.filter { known[target]?[$0] == nil }
        guard !new.isEmpty, let type = catalog.type(ofSet: target.set) else { return }
        if count + new.count > Self.most {
            known = [:]
            count = 0
        }
        let table = RecordTable(type)
        let values = new.sorted().compactMap { text -> SQLValue? in
            target.isByKey ? Int64(text).map { .integer($0) } : .text(text)
        }
        let rows = try table.rows(
            where: target.by,
            in: values,
            columns: [target.by, table.keyColumn],
            on: connection
        )
        for row in rows {
            guard case .integer(let key) = row[1] else { continue }
            let text: String
            switch row[0] {
            case .text(let found): text = found
            case .integer(let number): text = String(number)
            default: continue
            }
            known[target, default: [:]][text] = known[target]?[text] == nil ? .one(key) : .several
            count += 1
        }
    }

    mutating func forget() {
        known = [:]
        count = 0
    }
}

/// Which records of a set a viewer may create and change by import.
struct ImportPermission: Sendable {
    private let updates: RowRule

    /// Throws ``ImportError/notAllowed(set:)`` when the viewer may not write to the set at all.
    init(viewer: Viewer, set: String) throws(ImportError) {
        guard let name = EntitySetName(set) else { throw .notAllowed(set: set) }
        do throws(AccessRefusal) {
            _ = try viewer.policy.rows(for: .create, on: name, by: viewer.principal)
            updates = try viewer.policy.rows(for: .update, on: name, by: viewer.principal)
        } catch {
            throw .notAllowed(set: set)
        }
        // Parts follow their parents, which are not looked at here, so only those who reach all of them may.
        if updates == .asParent, viewer.policy.role != .admin { throw .notAllowed(set: set) }
    }

    func mayUpdate(_ stored: RecordDraft) -> Bool { Self.reaches(updates, stored) }

    private static func reaches(_ rule: RowRule, _ record: RecordDraft) -> Bool {
        switch rule {
        case .all, .asParent: true
        case .none: false
        case .owner(let user): record.integer("OwnerId") == user.rawValue
        case .teamAndBelow(let team): record.integer("TeamId") == team.rawValue
        case .anyOf(let rules): rules.contains { reaches($0, record) }
        case .allOf(let rules): rules.allSatisfy { reaches($0, record) }
        }
    }
}
