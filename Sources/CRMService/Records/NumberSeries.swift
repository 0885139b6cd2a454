import CRM
import SQLCore

/// Gives documents their numbers, `S-2026-00001`: counted up within a year, never given twice.
///
/// The counter is a row of its own, changed in the transaction that uses the number.
struct NumberSeries {
    /// The letter in front.
    let letter: String
    /// The set and field that hold numbers given out before there was a counter.
    let set: String
    let field: String
    /// Whether the year is part of the number, and every year starts with 1.
    var isYearly = true
    /// Digits are filled up with zeros to this width.
    var width = 5

    /// The next number for a business day.
    func next(on day: CivilDate, _ connection: any SQLConnection) throws -> String {
        let prefix = isYearly ? "\(letter)-\(CivilDateText.year(day))-" : "\(letter)-"
        let name = "number." + prefix
        let next = try (last(name, on: connection) ?? highest(prefix, on: connection)) + 1
        try connection.execute(
            InsertStatement(
                into: "service_state",
                columns: ["name", "value"],
                rows: [[.bind(.text(name)), .bind(.text(String(next)))]],
                onConflict: .update(
                    target: ["name"],
                    set: [SQLAssignment("value", SQLConflictAction.excluded("value"))],
                    where: nil
                )
            )
        )
        let digits = String(next)
        return prefix + String(repeating: "0", count: max(0, width - digits.count)) + digits
    }

    private func last(_ name: String, on connection: any SQLConnection) throws -> Int64? {
        let rows = try connection.rows(
            SelectStatement(
                columns: [SQLResultColumn(.column("s", "value"))],
                from: .table("service_state", alias: "s"),
                where: .equals(.column("s", "name"), .bind(.text(name)))
            )
        )
        guard case .text(let text)? = rows.first?.first else { return nil }
        return Int64(text)
    }

    /// The highest number that is in use.
    private func highest(_ prefix: String, on connection: any SQLConnection) throws -> Int64 {
        let rows = try connection.rows(
            SelectStatement(
                columns: [SQLResultColumn(.column("r", field))],
                from: .table(set, alias: "r"),
                where: .function(.startsWith, [.column("r", field), .bind(.text(prefix))])
            )
        )
        return rows.reduce(0) { most, row in
            guard case .text(let text) = row[0] else { return most }
            return max(most, Int64(text.dropFirst(prefix.count)) ?? 0)
        }
    }
}

private enum CivilDateText {
    /// The year with four digits.
    static func year(_ day: CivilDate) -> String { String(day.text.prefix(4)) }
}
