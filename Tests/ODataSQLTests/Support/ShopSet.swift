import OData
import ODataSQL
import SQLCore

/// One entity set of the sample model, from which the model, the mapping and the table are made.
struct ShopSet: Sendable {
    struct Column: Sendable {
        let name: String
        let type: EdmTypeReference
        let storage: ColumnStorage
    }

    struct Link: Sendable {
        let name: String
        let target: String
        let isCollection: Bool
        let pairs: [(own: String, other: String)]
    }

    let name: String
    let columns: [Column]
    let key: [String]
    var links: [Link] = []
    var searched: [String] = []
    /// The link to the parent, where the entities form a hierarchy named `Tree`.
    var parent: String?

    /// The name of the entity type.
    var typeName: EdmTypeName { EdmTypeName("Shop", "\(name)Row") }
    /// The name of the table.
    var table: String { "t_" + name.lowercased() }
    var searchTable: String { table + "_search" }

    func column(_ name: String) -> Column? { columns.first { $0.name == name } }

    /// The column of the table: never the property's name, so that a mix-up shows.
    static func stored(_ property: String) -> String { property.lowercased() + "_c" }

    var entityType: EdmEntityType {
        EdmEntityType(
            typeName,
            key: key.map { EdmEntityType.KeyProperty($0) },
            properties: columns.map { EdmProperty($0.name, $0.type) },
            navigationProperties: links.map { link in
                EdmNavigationProperty(
                    link.name,
                    to: EdmTypeName("Shop", "\(link.target)Row"),
                    isCollection: link.isCollection
                )
            },
            annotations: parent.map { [hierarchy($0)] } ?? []
        )
    }

    private func hierarchy(_ parent: String) -> EdmAnnotation {
        EdmAnnotation(
            EdmTypeName("Org.OData.Aggregation.V1", "RecursiveHierarchy"),
            .record(
                type: nil,
                properties: [
                    EdmAnnotationProperty("NodeProperty", .propertyPath(key[0])),
                    EdmAnnotationProperty("ParentNavigationProperty", .navigationPropertyPath(parent)),
                ],
                annotations: []
            ),
            qualifier: "Tree"
        )
    }

    var entitySet: EdmEntitySet {
        EdmEntitySet(
            name,
            entityType: typeName,
            navigationBindings: links.map { EdmNavigationBinding(path: $0.name, target: $0.target) }
        )
    }

    var mapping: EntityMapping {
        var mapped: [String: ColumnMapping] = [:]
        for column in columns {
            mapped[column.name] = ColumnMapping(
                Self.stored(column.name),
                column.storage,
                isNullable: column.type.isNullable
            )
        }
        var navigations: [String: NavigationMapping] = [:]
        for link in links {
            navigations[link.name] = NavigationMapping(
                entitySet: link.target,
                isCollection: link.isCollection,
                pairs: link.pairs.map {
                    NavigationMapping.Pair(source: Self.stored($0.own), target: Self.stored($0.other))
                }
            )
        }
        let search = SearchMapping(
            table: searchTable,
            columns: Dictionary(uniqueKeysWithValues: searched.map { ($0, Self.stored($0)) }),
            rowID: Self.stored(key[0])
        )
        return EntityMapping(
            entitySet: name,
            table: table,
            columns: mapped,
            navigations: navigations,
            key: key,
            search: searched.isEmpty ? nil : search
        )
    }

    /// The statements that make the table, with an index for each link and each single sorted column of note.
    func script(dialect: some SQLDialect, indexed: [[String]]) -> String {
        var lines = columns.map { column in
            let null = column.type.isNullable ? "" : " NOT NULL"
            return "\"\(Self.stored(column.name))\" \(dialect.typeName(of: column.storage.sqlType))\(null)"
        }
        lines.append("PRIMARY KEY (\(key.map { "\"\(Self.stored($0))\"" }.joined(separator: ", ")))")
        var script = "CREATE TABLE \"\(table)\" (\(lines.joined(separator: ", "))) STRICT;\n"
        for (number, columns) in indexed.enumerated() {
            let names = columns.map { "\"\(Self.stored($0))\"" }.joined(separator: ", ")
            script += "CREATE INDEX \"\(table)_\(number)\" ON \"\(table)\" (\(names));\n"
        }
        if !searched.isEmpty {
            let names = searched.map { "\"\(Self.stored($0))\"" }.joined(separator: ", ")
            script += "CREATE VIRTUAL TABLE \"\(searchTable)\" USING fts5(\(names), content='\(table)', "
            script += "content_rowid='\(Self.stored(key[0]))', tokenize='unicode61 remove_diacritics 2');\n"
        }
        return script
    }
}

extension ColumnStorage {
    var sqlType: SQLType {
        switch self {
        case .integer, .wideInteger, .enumeration: .integer
        case .scaledDecimal(let scale): .decimal(precision: 18, scale: scale)
        case .real: .double
        case .boolean: .boolean
        case .text: .text
        case .date: .date
        case .timestamp: .timestamp
        case .timeOfDay: .timeOfDay
        case .duration: .duration
        case .guid: .guid
        case .blob: .blob
        // The shop has none of these.
        case .wideDecimal, .geography, .list, .structure: .text
        }
    }

    /// A value as this storage holds it; for values that it holds exactly.
    func stored(_ value: EdmValue) -> SQLValue {
        switch value {
        case .null: .null
        case .boolean(let flag): .boolean(flag)
        case .integer(let number), .enumeration(_, let number): .integer(number)
        case .decimal(let number): .integer(Exact(number).scaled(to: decimalScale) ?? 0)
        case .double(let number): .real(number)
        case .string(let text): .text(text)
        case .guid(let guid): .text(guid.description)
        case .date(let date): .text(date.description)
        case .timeOfDay(let time): .integer(time.microseconds)
        case .dateTimeOffset(let instant): .integer(instant.microseconds)
        case .duration(let duration): .integer(duration.microseconds)
        case .binary(let bytes): .blob(bytes)
        }
    }

    var decimalScale: Int {
        if case .scaledDecimal(let scale) = self { scale } else { 0 }
    }
}
