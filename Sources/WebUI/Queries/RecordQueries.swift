import CRMService
import EntityModel
import Identity

/// How many rows a list has, as far as it is worth counting.
enum RowCount: Sendable, Equatable {
    case exactly(Int64)
    case moreThan(Int64)

    /// Words such as `1,240` or `10,000+`.
    var text: String {
        switch self {
        case .exactly(let count): ValueFormat.count(count)
        case .moreThan(let count): ValueFormat.count(count) + "+"
        }
    }

    var isZero: Bool { self == .exactly(0) }
}

/// Reads records for pages; every failure becomes a problem a page can show.
struct RecordQueries: Sendable {
    let visit: PageVisit

    /// Rows are counted up to this; beyond it only on request.
    static let countLimit: Int64 = 10_000

    private var reader: RecordReader { visit.site.services.reader }
    private var now: Int64 { visit.now.microseconds }

    /// Reads a page of a collection.
    func page(
        _ path: String,
        _ query: ListQuery,
        size: Int,
        position: String? = nil
    ) async throws(RecordReadError) -> RecordPageRows {
        try await reader.page(
            path,
            query: query.text,
            size: size,
            position: position,
            viewer: visit.person.viewer,
            now: now
        )
    }

    /// Reads one record; nil where it does not exist for this person.
    func record(_ path: String, _ query: ListQuery) async throws(RecordReadError) -> RecordValue? {
        try await reader.record(path, query: query.text, viewer: visit.person.viewer, now: now)
    }

    /// Counts the rows behind a condition; above the limit only if `exactly` is asked for.
    ///
    /// Whether the limit is passed is found by skipping over it, which stops there; only a smaller list is counted.
    func count(
        _ set: String,
        key: String,
        filter: String?,
        search: String?,
        exactly: Bool
    ) async throws(RecordReadError) -> RowCount {
        let rows: [(name: String, value: String?)] = [("$filter", filter), ("$search", search), ("$select", key)]
        if !exactly {
            let beyond = ListQuery(rows + [("$orderby", key), ("$skip", "\(Self.countLimit)"), ("$top", "1")])
            if try await !page(set, beyond, size: 1).records.isEmpty { return .moreThan(Self.countLimit) }
        }
        let all = try await page(set, ListQuery(rows + [("$count", "true"), ("$top", "1")]), size: 1)
        return .exactly(all.count ?? Int64(all.records.count))
    }

    /// The problem a page shows for a failed read; the reason goes to the log.
    func problem(_ error: RecordReadError) -> PageProblem {
        visit.site.services.report(visit.request.origin.requestID, "\(error)")
        switch error {
        case .syntax, .binding, .notReadable: return .badRequest("This list cannot be asked for in this way.")
        case .source: return .failed
        }
    }
}
