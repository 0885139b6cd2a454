import OData
import ODataSQL
import SQLCore

/// Writes the rows of a seed into the tables of a model.
struct SeedLoader {
    let seed: Seed
    let mapping: RelationalMapping

    /// Loads everything into empty tables; to be called inside one transaction.
    func load(into connection: any SQLConnection) throws {
        for (set, rows) in seed.sets {
            guard let mapping = mapping[set] else { throw SeedFault(set, "has no table.") }
            for row in rows { try insert(row, mapping, connection) }
        }
        for link in seed.links { try insert(link, connection) }
        for stream in seed.streams { try store(stream, connection) }
    }

    private func insert(_ row: Seed.Row, _ mapping: EntityMapping, _ connection: any SQLConnection) throws {
        var encoder = RowEncoder(mapping)
        if let type = row.type { encoder.set(type: type) }
        for (property, value) in row.values { try encoder.set(property.name, to: value) }
        let columns = encoder.values.sorted { $0.key < $1.key }
        try connection.execute(
            InsertStatement(into: mapping.table, columns: columns.map(\.key), rows: [columns.map { .bind($0.value) }])
        )
    }

    private func insert(_ link: Seed.Link, _ connection: any SQLConnection) throws {
        guard let source = mapping[link.set], let navigation = source.navigations[link.navigation],
            let table = navigation.link, let target = mapping[navigation.entitySet],
            let sourceColumn = table.source.first, let targetColumn = table.target.first
        else { throw SeedFault("links of \(link.set)", "need a navigation property that relates many to many.") }
        for (from, to) in link.pairs {
            let values = [
                try Self.key(from, source, sourceColumn.source), try Self.key(to, target, targetColumn.target),
            ]
            try connection.execute(
                InsertStatement(
                    into: table.table,
                    columns: [sourceColumn.target, targetColumn.source],
                    rows: [values.map { .bind($0) }]
                )
            )
        }
    }

    private static func key(_ value: StructuredValue, _ mapping: EntityMapping, _ column: String) throws -> SQLValue {
        guard let storage = mapping.columns[column]?.storage else {
            throw SeedFault("links of \(mapping.entitySet)", "need a key that is a property.")
        }
        return try RowEncoder.stored(value, as: storage)
    }

    private func store(_ stream: Seed.Stream, _ connection: any SQLConnection) throws {
        guard let mapping = mapping[stream.set], let place = mapping.streams[stream.property ?? ""],
            let key = mapping.key.first
        else { throw SeedFault("streams of \(stream.set)", "have no place.") }
        try connection.execute(
            UpdateStatement(
                mapping.table,
                set: [
                    SQLAssignment(place.content, .bind(.blob(stream.content))),
                    SQLAssignment(place.mediaType, .bind(.text(stream.contentType))),
                ],
                where: .equals(.column(key), .bind(try Self.key(stream.key, mapping, key)))
            )
        )
    }
}
