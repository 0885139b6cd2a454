import EntityModel
import SQLCore

/// Facts of records that written ones point to, read once a batch.
struct RelatedRecords {
    private let catalog: EntityCatalog
    private let connection: any SQLConnection
    private var known: [String: [Int64: [String: SQLValue]]] = [:]
    private var sites: [Int64: SQLValue] = [:]

    private static let columns: [String: [String]] = [
        "Companies": ["Name", "CurrencyCode", "TypeCode"], "Users": ["TeamId", "IsActive"],
        "Products": ["Name", "UnitPrice", "CostPrice", "UnitCode", "TaxCode"],
        "SalesOrders": ["CurrencyCode", "ExchangeRate", "StatusCode", "DiscountPercent", "CompanyId"],
        "Quotes": ["CurrencyCode", "ExchangeRate", "StatusCode", "DiscountPercent", "CompanyId"],
        "Opportunities": ["CurrencyCode", "ExchangeRate"],
        "OpportunityStages": [
            "PipelineId", "Code", "Sequence", "Probability", "State", "ForecastCategoryCode", "RequiredFields",
            "IsActive",
        ],
        "ProductCategories": ["Path"], "Teams": ["Path"],
    ]

    init(catalog: EntityCatalog, connection: any SQLConnection) {
        self.catalog = catalog
        self.connection = connection
    }

    /// Forgets everything: after records have been written.
    mutating func forget() {
        known = [:]
        sites = [:]
    }

    /// A fact of one record; null when there is no such record.
    mutating func value(_ field: String, of set: String, _ id: Int64?) throws -> SQLValue {
        guard let id else { return .null }
        if let row = known[set]?[id] { return row[field] ?? .null }
        guard let columns = Self.columns[set], let type = catalog.type(ofSet: set) else { return .null }
        let table = RecordTable(type)
        let found = try table.rows(where: table.keyColumn, in: [.integer(id)], columns: columns, on: connection)
        let row = found.first.map { Dictionary(zip(columns, $0)) { first, _ in first } } ?? [:]
        known[set, default: [:]][id] = row
        return row[field] ?? .null
    }

    mutating func text(_ field: String, of set: String, _ id: Int64?) throws -> String? {
        if case .text(let text) = try value(field, of: set, id) { text } else { nil }
    }

    mutating func integer(_ field: String, of set: String, _ id: Int64?) throws -> Int64? {
        if case .integer(let number) = try value(field, of: set, id) { number } else { nil }
    }

    /// The default site of a company.
    mutating func defaultSite(of company: Int64?) throws -> SQLValue {
        guard let company else { return .null }
        if let site = sites[company] { return site }
        guard let type = catalog.type(ofSet: "Divisions") else { return .null }
        let rows = try RecordTable(type).rows(
            where: "CompanyId",
            in: [.integer(company)],
            columns: ["DivisionId", "IsDefault"],
            on: connection
        )
        let site = rows.first { $0[1] == .boolean(true) }?[0] ?? .null
        sites[company] = site
        return site
    }

    /// The pipeline marked as default, else the first.
    func defaultPipeline() throws -> SQLValue {
        guard let type = catalog.type(ofSet: "Pipelines") else { return .null }
        let rows = try RecordTable(type).all(columns: ["PipelineId", "IsDefault"], on: connection)
        return (rows.first { $0[1] == .boolean(true) } ?? rows.first)?[0] ?? .null
    }

    /// The first active stage of a pipeline.
    func firstStage(of pipeline: SQLValue) throws -> SQLValue {
        guard let type = catalog.type(ofSet: "OpportunityStages") else { return .null }
        let rows = try RecordTable(type).rows(
            where: "PipelineId",
            in: [pipeline],
            columns: ["OpportunityStageId", "Sequence", "IsActive"],
            on: connection
        )
        let active = rows.filter { $0[2] == .boolean(true) }
        func sequence(_ row: [SQLValue]) -> Int64 { if case .integer(let number) = row[1] { number } else { 0 } }
        return active.min { sequence($0) < sequence($1) }?[0] ?? .null
    }
}
