import OData
import ODataSQL

/// One entity set with any number of columns, whose entities lead to others of the set.
struct BenchModel {
    let model: EdmModel
    let sources: Sources

    struct Sources: RowSources {
        let mapping: EntityMapping

        func source(of entitySet: String) -> RowSource? { RowSource(mapping, rows: .all) }
    }

    init(columns: Int) {
        let type = EdmTypeName("Bench", "Row")
        let kinds: [(EdmTypeReference, ColumnStorage)] = [
            (.primitive(.int64), .integer), (.primitive(.string, facets: EdmFacets(maxLength: .limited(100))), .text),
            (.primitive(.decimal, facets: EdmFacets(precision: 18, scale: .fixed(2))), .scaledDecimal(scale: 2)),
            (.primitive(.date), .date), (.primitive(.dateTimeOffset, facets: EdmFacets(precision: 6)), .timestamp),
            (.primitive(.boolean), .boolean),
        ]
        var properties = [EdmProperty("ID", .primitive(.int64, isNullable: false))]
        var mapped = ["ID": ColumnMapping("id", .integer, isNullable: false)]
        for number in 1...max(columns, 1) {
            let (reference, storage) = kinds[number % kinds.count]
            properties.append(EdmProperty("Column\(number)", reference))
            mapped["Column\(number)"] = ColumnMapping("c\(number)", storage)
        }
        let toOne = ["Up"] + (1...16).map { "Link\($0)" }
        let toMany = ["Down"] + (1...16).map { "List\($0)" }
        let entity = EdmEntityType(
            type,
            key: [EdmEntityType.KeyProperty("ID")],
            properties: properties,
            navigationProperties: toOne.map { EdmNavigationProperty($0, to: type, isCollection: false) }
                + toMany.map { EdmNavigationProperty($0, to: type, isCollection: true) }
        )
        let set = EdmEntitySet(
            "Rows",
            entityType: type,
            navigationBindings: (toOne + toMany).map { EdmNavigationBinding(path: $0, target: "Rows") }
        )
        var navigations: [String: NavigationMapping] = [:]
        for name in toOne {
            navigations[name] = NavigationMapping(
                entitySet: "Rows",
                isCollection: false,
                pairs: [.init(source: "c6", target: "id")]
            )
        }
        for name in toMany {
            navigations[name] = NavigationMapping(
                entitySet: "Rows",
                isCollection: true,
                pairs: [.init(source: "id", target: "c6")]
            )
        }
        let container = EdmEntityContainer(EdmTypeName("Bench", "Container"), entitySets: [set])
        model = EdmModel(schemas: [EdmSchema(namespace: "Bench", entityTypes: [entity], container: container)])
        sources = Sources(
            mapping: EntityMapping(
                entitySet: "Rows",
                table: "rows",
                columns: mapped,
                navigations: navigations,
                key: ["ID"]
            )
        )
    }
}
