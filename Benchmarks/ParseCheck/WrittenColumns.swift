import Foundation
import Logging
import OData
import ODataSQL
import SQLCore
import SQLiteDriver

/// What writing rows takes of processors, database included, by the number of selected columns.
enum WrittenColumns {
    private static let rows = 200

    /// Microseconds for each row, for each number of columns of a table with as many.
    static func microsecondsPerRow(_ sizes: [Int]) async throws -> [Double] {
        var results: [Double] = []
        for columns in sizes { results.append(try await microsecondsPerRow(columns: columns)) }
        return results
    }

    private static func microsecondsPerRow(columns: Int) async throws -> Double {
        let folder = FileManager.default.temporaryDirectory.appending(path: "parse-check-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(
            path: folder.appending(path: "rows.sqlite").path(percentEncoded: false),
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "parse-check") { _ in SwiftLogNoOpLogHandler() }
        )
        let script = script(columns: columns)
        try await database.write { connection in try connection.execute(script: script) }
        let runner = try runner(columns: columns)
        let micros = try await database.read { connection in
            try ParseCheck.best { () throws in
                guard case .written(let summary) = try runner.run(on: connection, sink: { _ in }),
                    summary.rows["Rows"] == rows
                else { throw NotWritten() }
            }
        }
        await database.close()
        return (micros * 100 / Double(rows)).rounded() / 100
    }

    private struct NotWritten: Error {}

    private static func runner(columns: Int) throws -> ReadRunner {
        let model = BenchModel(columns: columns)
        let names = (1...columns).map { "Column\($0)" }.joined(separator: ",")
        var limits = ParserLimits()
        limits.optionItems = 1_000_000
        let request = try RequestURL(path: "Rows", query: "$select=ID," + names, limits: limits)
        guard case .read(let read) = try Binder(model: model.model).bind(path: request.path, options: request.options)
        else { throw NotWritten() }
        let format = RowFormat(metadata: .minimal, usesShortNames: false, serviceRoot: "http://host/odata/")
        return ReadRunner(
            plan: try ReadPlanner(model: model.model, sources: model.sources, format: format).plan(read),
            format: format,
            page: ReadRunner.Page(remaining: nil, skip: 0, size: 1_000, position: nil) { _, _, _ in "next" },
            envelope: ReadRunner.Envelope(contextURL: nil),
            clock: PlanClock(nowMicroseconds: 0, today: "1970-01-01")
        )
    }

    /// A table with values of the kinds that the model's columns have.
    private static func script(columns: Int) -> String {
        let kinds = [
            ("INTEGER", "i * 1000"), ("TEXT", "'some text of row ' || i"), ("INTEGER", "i * 125"),
            ("TEXT", "'2024-02-29'"), ("INTEGER", "1700000000000000 + i"), ("INTEGER", "i % 2"),
        ]
        let all = (1...columns).map { (name: "c\($0)", type: kinds[$0 % 6].0, value: kinds[$0 % 6].1) }
        let definitions = all.map { "\($0.name) \($0.type)" }.joined(separator: ", ")
        return """
            CREATE TABLE rows (id INTEGER PRIMARY KEY, \(definitions));
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(rows))
            INSERT INTO rows SELECT i, \(all.map(\.value).joined(separator: ", ")) FROM n;
            """
    }
}
