import Foundation
import Logging
import OData
import ODataSQL
import SQLCore
import SQLiteDriver

/// The sample data in a temporary database.
struct ShopDatabase: Sendable {
    let database: SQLiteDatabase
    let data: ShopRows

    static let clock = PlanClock(nowMicroseconds: 1_704_067_200_000_000, today: "2024-01-01")

    /// Opens a database in a folder of its own, and closes and removes it after the body.
    static func with(
        _ data: ShopRows = ShopRows(seed: 7),
        _ body: (ShopDatabase) async throws -> Void
    ) async throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(
            path: folder.appendingPathComponent("shop.sqlite").path,
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let shop = ShopDatabase(database: database, data: data)
        do {
            try await shop.fill()
            try await body(shop)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    private func fill() async throws {
        let rows = data.rows
        try await database.write { connection in
            for set in Shop.sets {
                let script = set.script(dialect: SQLiteDialect(), indexed: Shop.indexes[set.name] ?? [])
                try connection.execute(script: script)
                for row in rows[set.name] ?? [] { try connection.execute(Self.insert(row, into: set)) }
                if !set.searched.isEmpty {
                    let table = set.searchTable
                    try connection.execute(script: "INSERT INTO \"\(table)\"(\"\(table)\") VALUES('rebuild')")
                }
            }
        }
    }

    static func insert(_ row: ShopRow, into set: ShopSet) -> InsertStatement {
        let values = set.columns.map { SQLExpression.bind($0.storage.stored(row[$0.name] ?? .null)) }
        return InsertStatement(into: set.table, columns: set.columns.map { ShopSet.stored($0.name) }, rows: [values])
    }
}

/// The sample tables as a caller sees them.
struct ShopSources: RowSources {
    var predicates: [String: RowPredicate] = [:]
    /// The property that versions a set's rows.
    var versions: [String: String] = [:]

    func source(of entitySet: String) -> RowSource? {
        guard var mapping = Shop.mapping[entitySet] else { return nil }
        mapping.version = versions[entitySet]
        return RowSource(mapping, rows: predicates[entitySet] ?? .all)
    }
}

/// A request for the sample data, bound.
enum ShopRequest {
    /// Binds a path with its query; both raw, but blanks need no encoding here.
    static func bind(
        _ text: String,
        limits: ParserLimits = ParserLimits(),
        options: BinderOptions = BinderOptions(),
        isEncoded: Bool = false
    ) throws -> BoundRead {
        let parts = text.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false).map {
            isEncoded ? String($0) : encode($0)
        }
        let url = try RequestURL(path: parts[0], query: parts.count > 1 ? parts[1] : nil, limits: limits)
        let request = try Binder(model: Shop.model, options: options).bind(path: url.path, options: url.options)
        guard case .read(let read) = request else { throw ShopError.noRead }
        return read
    }

    static func encode(_ text: Substring) -> String {
        text.unicodeScalars.map { scalar in
            let isPlain =
                scalar.value > 0x20 && scalar.value < 0x7f && !"+%#\"\\<>^`{|}".unicodeScalars.contains(scalar)
            return isPlain ? String(scalar) : String(scalar).utf8.map { "%" + hex($0) }.joined()
        }
        .joined()
    }

    private static func hex(_ byte: UInt8) -> String {
        (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
    }
}

enum ShopError: Error {
    case noRead
    case broken(String)
}
