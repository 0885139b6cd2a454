import CRMService
import Identity

/// What a token was used for in thirty days, as its page shows it.
struct TokenUsageText {
    let format: ValueFormat
    let report: TokenUsageReport

    var section: TokenPage.Usage {
        TokenPage.Usage(
            chart: chart,
            days: report.days.isEmpty ? nil : days,
            sets: report.days.isEmpty ? nil : sets,
            addresses: report.addresses.isEmpty ? nil : addresses
        )
    }

    private var chart: DayChart {
        var sums: [CivilDay: Int64] = [:]
        for day in report.days { sums[day.day, default: 0] += day.requests }
        let all = sums.values.reduce(0, +)
        let count = Int(report.until.dayNumber - report.since.dayNumber) + 1
        let values = (0..<count).map { sums[report.since.adding(days: $0)] ?? 0 }
        let finding =
            all == 0
            ? "No requests in the last \(count) days."
            : "\(Self.requests(all)) in the last \(count) days, on \(sums.count == 1 ? "one day" : "\(sums.count) days")."
        return DayChart(finding: finding, values: values)
    }

    private static func requests(_ count: Int64) -> String {
        count == 1 ? "1 request" : "\(ValueFormat.count(count)) requests"
    }

    private struct Sums {
        var (requests, rows, bytes, errors) = (Int64(0), Int64(0), Int64(0), Int64(0))

        mutating func add(_ day: TokenUsageDay) {
            requests += day.requests
            rows += day.rows
            bytes += day.bytes
            errors += day.errors
        }

        var cells: [PageCell] {
            [
                .number("Requests", ValueFormat.count(requests)), .number("Rows", ValueFormat.count(rows)),
                .number("Kilobytes", ValueFormat.count((bytes + 1_023) / 1_024)),
                .number("Errors", ValueFormat.count(errors)),
            ]
        }
    }

    private static let columns = ["Requests", "Rows", "Kilobytes", "Errors"].map {
        PageTable.Column($0, isNumber: true)
    }

    private var days: PageTable {
        let sums = Dictionary(grouping: report.days, by: \.day).mapValues(Self.sums)
        let rows = sums.sorted { $0.key > $1.key }.map { day, sums in
            PageTable.Row(head: .short("Day (UTC)", ValueFormat.day(day)), cells: sums.cells)
        }
        return PageTable(caption: "Use by day", columns: [PageTable.Column("Day (UTC)")] + Self.columns, rows: rows)
    }

    private var sets: PageTable {
        let sums = Dictionary(grouping: report.days, by: \.entitySet).mapValues(Self.sums)
        let rows = sums.sorted { ($1.value.requests, $0.key) < ($0.value.requests, $1.key) }.map { set, sums in
            PageTable.Row(head: .text("Set", set == "$service" ? "Service document" : set), cells: sums.cells)
        }
        return PageTable(caption: "Use by set", columns: [PageTable.Column("Set")] + Self.columns, rows: rows)
    }

    private static func sums(_ days: [TokenUsageDay]) -> Sums {
        days.reduce(into: Sums()) { $0.add($1) }
    }

    private var addresses: PageTable {
        PageTable(
            caption: "Newest addresses",
            columns: ["Address", "First seen", "Last seen"].map { PageTable.Column($0) },
            rows: report.addresses.map { place in
                PageTable.Row(
                    head: .code("Address", place.address),
                    cells: [
                        .instant("First seen", format.instant(place.firstSeenAt)),
                        .instant("Last seen", format.instant(place.lastSeenAt)),
                    ]
                )
            }
        )
    }
}
