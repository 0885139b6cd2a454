import Foundation
import OData
import ODataSQL

/// Measures what a request costs before the database sees it: `parse-check` prints, as JSON, the processor time in
/// microseconds of parsing and binding typical addresses, of parsing, binding and planning where a dimension doubles, of
/// writing rows with more and more columns, and of refusing hostile addresses.
///
/// Every figure is the best of several windows: disturbances only ever slow one down.
@main
struct ParseCheck {
    static func main() async throws {
        var results: [String: Any] = [:]
        for (name, query) in Samples.typical { results[name] = try bindMicroseconds(query) }
        for doubling in Samples.doublings {
            results[doubling.name] = try doubling.sizes.map { size in
                try planMicroseconds(doubling.query(size), BenchModel(columns: doubling.columns(size)))
            }
        }
        results["written"] = try await WrittenColumns.microsecondsPerRow(Samples.writtenColumns)
        var slowest = (name: "", micros: 0.0)
        for (name, query) in Samples.hostile {
            let micros = try refusalMicroseconds(query)
            if micros > slowest.micros { slowest = (name, micros) }
        }
        results["hostile"] = ["count": Samples.hostile.count, "slowest": slowest.name, "micros": slowest.micros]
        let options: JSONSerialization.WritingOptions = [.sortedKeys, .prettyPrinted]
        print(String(decoding: try JSONSerialization.data(withJSONObject: results, options: options), as: UTF8.self))
    }

    // MARK: One figure

    private static func bindMicroseconds(_ query: String) throws -> Double {
        let model = BenchModel(columns: 40)
        let binder = Binder(model: model.model)
        return try best { () throws in
            let request = try RequestURL(path: "Rows", query: query)
            _ = try binder.bind(path: request.path, options: request.options)
        }
    }

    /// With bounds that nothing here meets, so that the largest sizes are carried out.
    private static func planMicroseconds(_ query: String, _ model: BenchModel) throws -> Double {
        var limits = ParserLimits()
        (limits.expressionNodes, limits.optionItems, limits.expandWidth) = (1_000_000, 1_000_000, 1_000_000)
        var options = BinderOptions()
        (options.expressionNodes, options.expandItems) = (1_000_000, 1_000_000)
        let binder = Binder(model: model.model, options: options)
        let format = RowFormat(metadata: .minimal, usesShortNames: false, serviceRoot: "http://host/odata/")
        let planner = ReadPlanner(model: model.model, sources: model.sources, format: format)
        return try best { () throws in
            let request = try RequestURL(path: "Rows", query: query, limits: limits)
            guard case .read(let read) = try binder.bind(path: request.path, options: request.options) else { return }
            _ = try planner.plan(read)
        }
    }

    /// What is refused by the usual bounds, and must be.
    private static func refusalMicroseconds(_ query: String) throws -> Double {
        let binder = Binder(model: BenchModel(columns: 40).model)
        var isRefused = true
        let micros = best {
            do {
                let request = try RequestURL(path: "Rows", query: query)
                _ = try binder.bind(path: request.path, options: request.options)
                isRefused = false
            } catch {}
        }
        guard isRefused else { throw NotRefused(query: String(query.prefix(80))) }
        return micros
    }

    private struct NotRefused: Error { var query: String }

    // MARK: Time

    static func best(_ body: () throws -> Void) rethrows -> Double {
        try body()
        var best = Double.infinity
        for _ in 0..<7 {
            var count = 0
            let start = threadMicroseconds()
            var spent = 0.0
            repeat {
                try body()
                count += 1
                spent = threadMicroseconds() - start
            } while spent < 20_000
            best = min(best, spent / Double(count))
        }
        return (best * 100).rounded() / 100
    }

    private static func threadMicroseconds() -> Double {
        var time = timespec()
        clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
        return Double(time.tv_sec) * 1_000_000 + Double(time.tv_nsec) / 1_000
    }
}
