import EntityModel
import SQLCore

/// The stored fields of a set in order, without the numbers the change clock gives out.
struct RecordLayout: Sendable {
    let type: EntityType
    let fields: [Field]
    let columns: [String]
    /// The position of the key.
    let key: Int
    private let positions: [String: Int]

    /// Nil for sets without a key.
    init?(_ type: EntityType) {
        let given: Set = ["ChangeSeq", "LastUpdatedTimestamp"]
        fields = type.storedFields.filter { !given.contains($0.name) }
        guard let key = fields.firstIndex(where: { $0.isKey }) else { return nil }
        self.type = type
        self.key = key
        columns = fields.map(\.name)
        positions = Dictionary(columns.enumerated().map { ($1, $0) }) { first, _ in first }
    }

    func position(_ name: String) -> Int? { positions[name] }
}

/// A record on its way into the database: one value for each stored field, in the form of its column.
struct RecordDraft: Sendable {
    let layout: RecordLayout
    var values: [SQLValue]

    /// An empty record.
    init(_ layout: RecordLayout) {
        self.layout = layout
        values = Array(repeating: .null, count: layout.columns.count)
    }

    /// A stored record.
    init(_ layout: RecordLayout, values: [SQLValue]) {
        self.layout = layout
        self.values = values
    }

    /// The value of a field; null for fields the set does not have, which are not set either.
    subscript(_ name: String) -> SQLValue {
        get { layout.position(name).map { values[$0] } ?? .null }
        set {
            if let position = layout.position(name) { values[position] = newValue }
        }
    }

    func has(_ name: String) -> Bool { layout.position(name) != nil }

    var key: SQLValue {
        get { values[layout.key] }
        set { values[layout.key] = newValue }
    }

    func integer(_ name: String) -> Int64? {
        if case .integer(let number) = self[name] { number } else { nil }
    }

    func text(_ name: String) -> String? {
        if case .text(let text) = self[name] { text } else { nil }
    }

    mutating func set(_ name: String, _ number: Int64?) { self[name] = number.map { .integer($0) } ?? .null }

    mutating func set(_ name: String, _ text: String?) { self[name] = text.map { .text($0) } ?? .null }

    /// The fields whose values differ from another state of the same record.
    func changes(from other: RecordDraft) -> [(field: String, value: SQLValue)] {
        values.indices.compactMap { index in
            values[index] == other.values[index] ? nil : (layout.columns[index], values[index])
        }
    }
}
