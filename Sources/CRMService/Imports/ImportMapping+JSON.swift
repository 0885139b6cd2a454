import Foundation

extension ImportMapping {
    /// Reads a mapping from the bytes of a JSON file, at most 1 MiB.
    ///
    /// Throws ``ImportError/mapping(_:)`` with every fault found: wrong JSON, unknown and missing members.
    public init(json: some Collection<UInt8>) throws(ImportError) {
        let root = try ImportJSON.root(of: json)
        var reader = ImportJSONReader(root, at: "")
        let fields = reader.list("fields").enumerated().map { index, member in
            Self.field(member, at: "fields[\(index)]", faults: &reader.faults)
        }
        self.init(entitySet: reader.text("entitySet") ?? "", match: reader.text("match"), fields: fields)
        if entitySet.isEmpty { reader.fault("entitySet is missing") }
        if fields.isEmpty { reader.fault("fields is missing or empty") }
        whenFound = reader.choice("whenFound") ?? .update
        encoding = reader.choice("encoding")
        delimiter = reader.delimiter()
        skipRowWhenEmpty = reader.texts("skipRowWhenEmpty")
        if let mark = reader.text("decimalMark") {
            if mark == "," || mark == "." {
                decimalMark = Character(mark)
            } else {
                reader.fault("decimalMark is . or ,")
            }
        }
        _ = reader.text("about")
        try reader.finish()
    }

    private static func field(_ json: ImportJSON, at path: String, faults: inout [String]) -> ImportField {
        var reader = ImportJSONReader(json, at: path + ".")
        var field = ImportField(reader.text("property") ?? "", source(&reader))
        if field.property.isEmpty { reader.fault("property is missing") }
        field.part = reader.choice("part")
        field.letterCase = reader.choice("case")
        field.translate = reader.map("translate")
        field.prefix = reader.text("prefix") ?? ""
        field.whenEmpty = reader.text("whenEmpty")
        field.keepWhenEmpty = reader.flag("keepWhenEmpty")
        field.dateFormat = reader.text("dateFormat")
        field.yes = reader.texts("yes")
        field.no = reader.texts("no")
        field.shift = shift(&reader)
        if let inner = reader.object("reference") {
            var inner = ImportJSONReader(inner, at: path + ".reference.")
            field.referenceBy = inner.text("by") ?? "AlternateReference"
            if field.prefix.isEmpty { field.prefix = inner.text("prefix") ?? "" } else { _ = inner.text("prefix") }
            inner.close(into: &reader.faults)
        }
        if let inner = reader.object("lookup") {
            var inner = ImportJSONReader(inner, at: path + ".lookup.")
            field.lookup = ImportField.Lookup(
                file: inner.required("file"),
                key: inner.required("key"),
                value: inner.required("value")
            )
            inner.close(into: &reader.faults)
        }
        reader.close(into: &faults)
        return field
    }

    private static func source(_ reader: inout ImportJSONReader) -> ImportField.Source {
        var sources: [ImportField.Source] = []
        if let column = reader.text("column") { sources.append(.column(column)) }
        if let constant = reader.text("value") { sources.append(.constant(constant)) }
        if let template = reader.text("template") { sources.append(.template(template)) }
        let choices = reader.list("choose").enumerated().map { index, member in
            var inner = ImportJSONReader(member, at: reader.path + "choose[\(index)].")
            let choice = ImportField.Choice(
                column: inner.required("column"),
                equals: inner.text("equals") ?? "",
                then: inner.required("then")
            )
            inner.close(into: &reader.faults)
            return choice
        }
        if !choices.isEmpty { sources.append(.choose(choices, otherwise: reader.text("otherwise") ?? "")) }
        if sources.count != 1 { reader.fault("needs one of column, value, template and choose") }
        return sources.first ?? .constant("")
    }

    /// A factor that is a power of ten, as decimal places.
    private static func shift(_ reader: inout ImportJSONReader) -> Int {
        guard let factor = reader.text("factor") else { return 0 }
        let known = ["0.001": -3, "0.01": -2, "0.1": -1, "1": 0, "10": 1, "100": 2, "1000": 3]
        if let places = known[factor] { return places }
        reader.fault("factor is one of 0.001, 0.01, 0.1, 10, 100 and 1000")
        return 0
    }
}

/// A JSON document as plain data.
enum ImportJSON: Decodable, Sendable {
    case object([String: ImportJSON])
    case array([ImportJSON])
    case text(String)
    case flag(Bool)
    case null

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let flag = try? container.decode(Bool.self) {
            self = .flag(flag)
        } else if let text = try? container.decode(String.self) {
            self = .text(text)
        } else if let number = try? container.decode(Decimal.self) {
            self = .text("\(number)")
        } else if let array = try? container.decode([ImportJSON].self) {
            self = .array(array)
        } else {
            self = .object(try container.decode([String: ImportJSON].self))
        }
    }

    static func root(of json: some Collection<UInt8>) throws(ImportError) -> ImportJSON {
        guard json.count <= 1 << 20 else { throw .mapping(["the file has more than 1 MiB"]) }
        do {
            return try JSONDecoder().decode(ImportJSON.self, from: Data(json))
        } catch {
            throw .mapping(["the file is no JSON"])
        }
    }
}

/// Takes members out of a JSON object one by one, and says what was wrong and what was left.
struct ImportJSONReader {
    let path: String
    var faults: [String] = []
    private var members: [String: ImportJSON] = [:]
    private var known: [String] = []

    init(_ json: ImportJSON, at path: String) {
        self.path = path
        if case .object(let members) = json { self.members = members } else { fault("is no object") }
    }

    mutating func fault(_ text: String) {
        faults.append(path + text)
    }

    private mutating func take(_ name: String) -> ImportJSON? {
        known.append(name)
        return members.removeValue(forKey: name)
    }

    mutating func text(_ name: String) -> String? {
        switch take(name) {
        case .text(let text): return text
        case .flag(let flag): return flag ? "true" : "false"
        case nil, .null: return nil
        case .array, .object:
            fault("\(name) is no text")
            return nil
        }
    }

    mutating func required(_ name: String) -> String {
        guard let text = text(name) else {
            fault("\(name) is missing")
            return ""
        }
        return text
    }

    mutating func flag(_ name: String) -> Bool { text(name) == "true" }

    mutating func choice<Choice: RawRepresentable & CaseIterable>(_ name: String) -> Choice?
    where Choice.RawValue == String {
        guard let text = text(name) else { return nil }
        if let choice = Choice(rawValue: text) { return choice }
        fault("\(name) is one of " + Choice.allCases.map(\.rawValue).joined(separator: ", "))
        return nil
    }

    mutating func list(_ name: String) -> [ImportJSON] {
        switch take(name) {
        case .array(let members): return members
        case nil, .null: return []
        default:
            fault("\(name) is no list")
            return []
        }
    }

    mutating func texts(_ name: String) -> [String] {
        list(name).compactMap { if case .text(let text) = $0 { text } else { nil } }
    }

    mutating func object(_ name: String) -> ImportJSON? {
        guard let json = take(name) else { return nil }
        if case .object = json { return json }
        fault("\(name) is no object")
        return nil
    }

    mutating func map(_ name: String) -> [String: String] {
        guard case .object(let members)? = object(name) else { return [:] }
        return members.compactMapValues { if case .text(let text) = $0 { text } else { nil } }
    }

    mutating func delimiter() -> UInt8? {
        guard let text = text("delimiter") else { return nil }
        let bytes = text == "tab" ? [0x09] : Array(text.utf8)
        if bytes.count == 1, CSVDialect.candidates.contains(bytes[0]) { return bytes[0] }
        fault("delimiter is one of , ; | and tab")
        return nil
    }

    /// Notes members nobody asked for and hands all faults on.
    mutating func close(into others: inout [String]) {
        for name in members.keys.sorted() {
            fault("\(name) is unknown." + ImportNames.suggestion(ImportNames.nearest(name, among: known)))
        }
        others += faults
    }

    mutating func finish() throws(ImportError) {
        var all: [String] = []
        close(into: &all)
        guard all.isEmpty else { throw .mapping(all) }
    }
}
