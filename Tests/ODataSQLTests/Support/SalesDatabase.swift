import Foundation
import Logging
import OData
import ODataSQL
import SQLCore
import SQLiteDriver

/// The rows of the sales examples in a temporary database, mapped by the model alone.
struct SalesDatabase: Sendable {
    let model: EdmModel
    let mapping: RelationalMapping
    let database: SQLiteDatabase

    static let root = "http://sales/"

    static func with(_ body: (SalesDatabase) async throws -> Void) async throws {
        let model = try SalesExamples.model()
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("tessera-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let database = try await SQLiteDatabase.open(
            path: folder.appendingPathComponent("sales.sqlite").path,
            configuration: SQLiteConfiguration(),
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }
        )
        let sales = SalesDatabase(model: model, mapping: Self.mapping(of: model), database: database)
        do {
            try await sales.fill()
            try await body(sales)
            await database.close()
        } catch {
            await database.close()
            throw error
        }
    }

    // MARK: Requests

    /// An answer: its rows and the part of its context behind `$metadata`.
    struct Answer {
        var context: String?
        var rows: [ExampleValue]
    }

    func read(_ request: String) async throws -> Answer {
        let parts = request.split(separator: "?", maxSplits: 1).map { part in
            part.addingPercentEncoding(withAllowedCharacters: Self.allowed) ?? String(part)
        }
        let url = try RequestURL(path: parts[0], query: parts.count > 1 ? parts[1] : nil, limits: ParserLimits())
        guard case .read(let read) = try Binder(model: model).bind(path: url.path, options: url.options) else {
            throw ShopError.noRead
        }
        let format = RowFormat(usesShortNames: true, serviceRoot: Self.root)
        let plan = try ReadPlanner(model: model, sources: self, format: format).plan(read)
        let contexts = ContextURL(model: model, version: .v4_01, serviceRoot: Self.root)
        let context = contexts.text(of: read)?.dropFirst("\(Self.root)$metadata".count)
        let body = try await database.read { connection in
            let runner = ReadRunner(
                plan: plan,
                format: format,
                page: ReadRunner.Page(
                    remaining: read.query.top,
                    skip: read.query.skip ?? 0,
                    size: 1_000,
                    position: nil,
                    nextLink: { _, _, _ in "" }
                ),
                envelope: ReadRunner.Envelope(contextURL: nil),
                clock: ShopDatabase.clock
            )
            var body: [UInt8] = []
            _ = try runner.run(on: connection) { body += $0 }
            return body
        }
        let text = String(decoding: body, as: UTF8.self).replacing("\(Self.root)$metadata", with: "")
            .replacing(Self.root, with: "")
        let whole = ExampleValue(try JSONSerialization.jsonObject(with: Data(text.utf8)))
        guard case .object(let members) = whole, case .array(let rows)? = members["value"] else {
            throw ShopError.broken(text)
        }
        return Answer(context: context.map { String($0) }, rows: rows)
    }

    private static let allowed = CharacterSet.urlQueryAllowed.subtracting(CharacterSet(charactersIn: "+%#\""))

    // MARK: Tables

    private static func table(_ set: EdmEntitySet) -> String { "s_" + set.name.lowercased() }

    private static func column(_ name: String) -> String { "c_" + name.lowercased() }

    private static func mapping(of model: EdmModel) -> RelationalMapping {
        let sets = model.container?.entitySets ?? []
        return RelationalMapping(
            sets.compactMap { set in
                guard let type = model.entityType(set.entityType) else { return nil }
                var columns: [String: ColumnMapping] = [:]
                for property in type.properties {
                    columns[property.name] = ColumnMapping(
                        column(property.name),
                        storage(property.type),
                        isNullable: property.type.isNullable
                    )
                }
                var mapping = EntityMapping(
                    entitySet: set.name,
                    table: table(set),
                    columns: columns,
                    navigations: navigations(of: type, in: set, model),
                    key: type.key.map(\.path)
                )
                if set.name == "Sales" {
                    mapping.customAggregates["Amount"] = CustomAggregateMapping(property: "Amount", method: .sum)
                    mapping.search = SearchMapping(table: "s_search", columns: ["ID": "names"], rowID: "rowid")
                }
                return mapping
            }
        )
    }

    /// To one by a column of the set's own table, to many by that of the partner.
    private static func navigations(
        of type: EdmStructuredType,
        in set: EdmEntitySet,
        _ model: EdmModel
    ) -> [String: NavigationMapping] {
        var result: [String: NavigationMapping] = [:]
        for navigation in type.navigationProperties {
            guard let target = model.target(of: navigation, from: set), let other = model.entityType(target.entityType)
            else { continue }
            let pair: NavigationMapping.Pair
            if navigation.isCollection {
                guard let partner = navigation.partner, let key = type.key.first else { continue }
                pair = NavigationMapping.Pair(source: column(key.path), target: column(partner) + "_id")
            } else {
                guard let key = other.key.first else { continue }
                pair = NavigationMapping.Pair(source: column(navigation.name) + "_id", target: column(key.path))
            }
            result[navigation.name] = NavigationMapping(
                entitySet: target.name,
                isCollection: navigation.isCollection,
                pairs: [pair]
            )
        }
        return result
    }

    private static func storage(_ type: EdmTypeReference) -> ColumnStorage {
        switch type.primitive {
        case .decimal: .scaledDecimal(scale: 2)
        case .int16, .byte: .integer
        case .date: .date
        default: .text
        }
    }

    private func fill() async throws {
        guard case .object(let file) = try SalesExamples.json("data.json"), case .object(let data)? = file["sets"]
        else { return }
        for set in model.container?.entitySets ?? [] {
            guard let type = model.entityType(set.entityType) else { continue }
            let links = type.navigationProperties.filter { !$0.isCollection }.map(\.name)
            let names =
                type.properties.map { Self.column($0.name) } + links.map { Self.column($0) + "_id" }
            let rows = data[set.name]?.items ?? []
            let values = rows.map { row in
                guard case .object(let members) = row else { return [SQLExpression]() }
                return type.properties.map { .bind(Self.stored(members[$0.name] ?? .null, $0.type)) }
                    + links.map { .bind(Self.reference(members[$0] ?? .null)) }
            }
            let table = Self.table(set)
            let script = "CREATE TABLE \(table) (\(names.joined(separator: ", ")));"
            try await database.write { connection in
                try connection.execute(script: script)
                for row in values {
                    try connection.execute(InsertStatement(into: table, columns: names, rows: [row]))
                }
            }
        }
        try await database.write { connection in try connection.execute(script: Self.search) }
    }

    /// Sales are found by the names of their products.
    private static let search = """
        CREATE VIRTUAL TABLE s_search USING fts5(names);
        INSERT INTO s_search(rowid, names) SELECT s_sales.rowid, s_products.c_name FROM s_sales
            JOIN s_products ON s_products.c_id = s_sales.c_product_id;
        """

    private static func stored(_ value: ExampleValue, _ type: EdmTypeReference) -> SQLValue {
        switch (value, type.primitive) {
        case (.text(let text), _): .text(text)
        case (.number(let number), .decimal): .integer(Int64((number * 100).rounded()))
        case (.number(let number), _): .integer(Int64(number))
        default: .null
        }
    }

    /// The key in a reference such as `Customers('C1')`.
    private static func reference(_ value: ExampleValue) -> SQLValue {
        guard case .object(let members) = value, let id = members["@id"]?.text, let open = id.firstIndex(of: "(") else {
            return .null
        }
        return .text(String(id[id.index(after: open)...].dropLast()).replacing("'", with: ""))
    }
}

extension SalesDatabase: RowSources {
    func source(of entitySet: String) -> RowSource? { mapping[entitySet].map { RowSource($0, rows: .all) } }
}
