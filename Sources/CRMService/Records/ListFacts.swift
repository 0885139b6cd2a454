import CRM
import EntityModel
import SQLCore

/// The codes of all lists as the database has them when an import starts.
struct ListFacts: Sendable {
    private struct Item: Sendable {
        let isActive: Bool
        let isDefault: Bool
        let meaning: String?
    }

    private var items: [String: [String: Item]] = [:]
    private var byText: [String: [String: String]] = [:]
    private(set) var taxRates: [String: Int64] = [:]
    private(set) var minorDigits: [String: Int] = [:]
    private(set) var baseCurrency = CRMModel.initialBaseCurrency

    init(catalog: EntityCatalog, on connection: any SQLConnection) throws {
        for list in catalog.lists {
            let table = RecordTable(list.entityType)
            let rows = try table.all(
                columns: ["Code", "Label", "IsActive", "IsDefault", "Meaning"],
                on: connection
            )
            for row in rows {
                guard case .text(let code) = row[0], case .text(let label) = row[1] else { continue }
                let meaning: String? = if case .text(let text) = row[4] { text } else { nil }
                items[list.set, default: [:]][code] = Item(
                    isActive: row[2] == .boolean(true),
                    isDefault: row[3] == .boolean(true),
                    meaning: meaning
                )
                byText[list.set, default: [:]][code.lowercased()] = code
                if byText[list.set]?[label.lowercased()] == nil { byText[list.set]?[label.lowercased()] = code }
            }
        }
        try readCurrencies(catalog, on: connection)
    }

    private mutating func readCurrencies(_ catalog: EntityCatalog, on connection: any SQLConnection) throws {
        if let type = catalog.type(ofSet: "Currencies") {
            for row in try RecordTable(type).all(columns: ["Code", "MinorDigits", "IsBase"], on: connection) {
                guard case .text(let code) = row[0] else { continue }
                if case .integer(let digits) = row[1] { minorDigits[code] = Int(digits) }
                if row[2] == .boolean(true) { baseCurrency = code }
            }
        }
        if let type = catalog.type(ofSet: "TaxCodes") {
            for row in try RecordTable(type).all(columns: ["Code", "Rate"], on: connection) {
                if case .text(let code) = row[0], case .integer(let rate) = row[1] { taxRates[code] = rate }
            }
        }
    }

    /// The code that a text means: the code itself or a label, without regard to case.
    func code(_ text: String, in list: String) -> String? {
        if items[list]?[text] != nil { return text }
        return byText[list]?[text.lowercased()]
    }

    func codes(of list: String) -> [String] { items[list].map { Array($0.keys) } ?? [] }

    func isActive(_ code: String, in list: String) -> Bool { items[list]?[code]?.isActive ?? false }

    func meaning(_ code: String?, in list: String) -> String? { code.flatMap { items[list]?[$0]?.meaning } }

    /// All codes with a meaning.
    func codes(meaning: String, in list: String) -> [String] {
        items[list]?.filter { $0.value.meaning == meaning }.keys.sorted() ?? []
    }

    /// The first active code with a meaning.
    func code(meaning: String, in list: String) -> String? {
        items[list]?.filter { $0.value.meaning == meaning && $0.value.isActive }.keys.min()
    }
}
