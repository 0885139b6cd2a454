import OData
import Testing

@Suite struct ContextURLTests {
    struct Row: Sendable, CustomTestStringConvertible {
        var url: String
        var in40: String?
        var in401: String?
        var testDescription: String { url }

        /// One fragment for both versions.
        init(_ url: String, _ fragment: String?) {
            self.init(url, fragment, fragment)
        }

        init(_ url: String, _ in40: String?, _ in401: String?) {
            self.url = url
            self.in40 = in40
            self.in401 = in401
        }
    }

    static let rows: [Row] = [
        // Collections and entities (Protocol 10.2 and 10.3)
        Row("Products", "Products"),
        Row("Products?$filter=Id eq 1&$top=3&$count=true", "Products"),
        Row("Products(1)", "Products/$entity"),
        Row("Suppliers('A')", "Suppliers/$entity"),
        Row("OrderLines(OrderId=1,LineNo=2)", "OrderLines/$entity"),
        Row("OrderLines(LineNo=2,OrderId=1)", "OrderLines/$entity"),
        Row("Products(Code='x')", "Products/$entity"),
        Row("Products(1)/Category", "Categories/$entity"),
        Row("Products(1)/Lines", "OrderLines"),
        Row("Categories(1)/Products", "Products"),
        Row("Categories(1)/Products(2)/Supplier", "Suppliers/$entity"),
        Row("Products/1", "Products/$entity"),
        Row("Products/$filter(Id eq 1)", "Products"),
        // Select lists (Protocol 10.8)
        Row("Products?$select=Name", "Products(Name)"),
        Row("Products?$select=Price,Name", "Products(Price,Name)"),
        Row("Products?$select=*", "Products(*)"),
        Row("Products?$select=*,Name", "Products(*,Name)"),
        Row("Products?$select=Name,Name", "Products(Name)"),
        Row("Products(1)?$select=Name", "Products(Name)/$entity"),
        Row("Products?$compute=Price mul 2 as Double", "Products(*,Double)"),
        Row("Products?$compute=Price mul 2 as Double&$select=Name,Double", "Products(Name,Double)"),
        Row("Products?$compute=Price mul 2 as Double&$select=Name", "Products(Name)"),
        Row("Products?$compute=Price mul 2 as Double&$select=*", "Products(*)"),
        Row("Products(1)?$compute=Price mul 2 as Double", "Products(*,Double)/$entity"),
        Row("Products?$expand=Lines($compute=Amount mul 2 as D)", "Products(Lines(*,D))"),
        Row("Products?$select=Name,Category", "Products(Name,Category)"),
        Row("Suppliers?$select=Address", "Suppliers(Address)"),
        Row("Suppliers?$select=Address/City", "Suppliers(Address/City)"),
        Row("Suppliers?$select=Address/City,Address/Street", "Suppliers(Address/City,Address/Street)"),
        Row("Suppliers?$select=Address($select=City,Street)", "Suppliers(Address/City,Address/Street)"),
        // Expanded navigation properties (Protocol 10.9): never `()` in 4.0
        Row("Products?$expand=Category", "Products", "Products(Category())"),
        Row("Products?$expand=Category,Supplier", "Products", "Products(Category(),Supplier())"),
        Row("Products?$expand=Lines($filter=LineNo gt 1)", "Products", "Products(Lines())"),
        Row("Products?$expand=Category($select=Name)", "Products(Category(Name))"),
        Row("Products?$expand=Category($select=Id,Name)", "Products(Category(Id,Name))"),
        Row("Products(1)?$expand=Category($select=Name)", "Products(Category(Name))/$entity"),
        Row("Products?$select=Name&$expand=Category", "Products(Name)", "Products(Name,Category())"),
        Row("Products?$select=Name&$expand=Category($select=Id)", "Products(Name,Category(Id))"),
        Row("Products?$select=Name,Category&$expand=Category", "Products(Name,Category)", "Products(Name,Category())"),
        Row("Products?$select=Category,Name&$expand=Category($select=Id)", "Products(Category(Id),Name)"),
        Row("Products?$expand=Category($expand=Parent)", "Products", "Products(Category(Parent()))"),
        Row("Products?$expand=Category($expand=Parent($select=Name))", "Products(Category(Parent(Name)))"),
        Row(
            "Products?$expand=Category($select=Name;$expand=Parent)",
            "Products(Category(Name))",
            "Products(Category(Name,Parent()))"
        ),
        Row("Products?$expand=Lines/$ref", "Products"),
        Row("Products?$expand=Lines/$count", "Products"),
        Row("Products?$select=Id&$expand=Lines/$count", "Products(Id)"),
        // Values (Protocol 10.14)
        Row("Products(1)/Name", "Products(1)/Name"),
        Row("Suppliers('A')/Address", "Suppliers('A')/Address"),
        Row("Suppliers('A')/Address/City", "Suppliers('A')/Address/City"),
        Row("OrderLines(LineNo=2,OrderId=1)/Amount", "OrderLines(OrderId=1,LineNo=2)/Amount"),
        Row("Suppliers('O''Neil')/Name", "Suppliers('O''Neil')/Name"),
        Row("Suppliers('a b#c%d')/Name", "Suppliers('a%20b%23c%25d')/Name"),
        Row("Suppliers('é')/Name", "Suppliers('%C3%A9')/Name"),
        Row("Products(1)/Category/Name", "Edm.String"),
        Row("Products(Code='x')/Name", "Edm.String"),
        Row("Products(1)/Name/$value", nil),
        Row("Products/$count", nil),
        // References (Protocol 10.11 and 10.12)
        Row("Products(1)/Lines/$ref", "Collection($ref)"),
        Row("Products(1)/Category/$ref", "$ref"),
    ]

    @Test("the context says what the answer holds, in both versions", arguments: rows)
    func contexts(row: Row) throws {
        let read = try SampleRequest.read(row.url)
        for (version, expected) in [(ODataVersion.v4_0, row.in40), (.v4_01, row.in401)] {
            let context = ContextURL(model: SampleModel.shop, version: version, serviceRoot: "https://host/odata/v4/")
            #expect(context.text(of: read) == expected.map { "https://host/odata/v4/$metadata#" + $0 })
            if version == .v4_0 { #expect(context.text(of: read)?.contains("()") != true) }
        }
    }

    @Test("contained entities have the path to them, and recursion its plus")
    func containmentAndRecursion() throws {
        let key = EdmProperty("Id", .primitive(.int32, isNullable: false))
        let order = EdmEntityType(EdmTypeName("S", "Order"), key: [.init("Id")], properties: [key])
        let item = EdmEntityType(EdmTypeName("S", "Item"), key: [.init("Id")], properties: [key])
        let orders = EdmEntitySet("Orders", entityType: order.name)
        let items = EdmEntitySet("Items", entityType: item.name)
        let model = EdmModel(schemas: [
            EdmSchema(
                namespace: "S",
                entityTypes: [order, item],
                container: EdmEntityContainer(EdmTypeName("S", "C"), entitySets: [orders])
            )
        ])
        let contained = EdmNavigationProperty("Items", to: item.name, isCollection: true, containsTarget: true)
        let single = EdmNavigationProperty("Main", to: item.name, containsTarget: true)
        let parent = EdmNavigationProperty("Parent", to: item.name)
        let one = BoundRead.Step.key([.init(property: key, value: .integer(1))])
        let variable = BoundVariable(number: 0, name: "$it", type: .entity(item.name), entitySet: nil)
        var query = BoundQuery(variable: variable)
        let context = ContextURL(model: model, version: .v4_01, serviceRoot: "/")
        func read(_ steps: [BoundRead.Step], _ shape: BoundRead.Shape) -> String? {
            context.text(of: BoundRead(root: orders, steps: steps, shape: shape, target: items, query: query))
        }
        #expect(read([one, .navigation(contained, items)], .collection) == "/$metadata#Orders(1)/Items")
        #expect(read([one, .navigation(contained, items), one], .entity) == "/$metadata#Orders(1)/Items/$entity")
        #expect(read([one, .navigation(single, items)], .entity) == "/$metadata#Orders(1)/Main")
        #expect(read([one, .navigation(single, items)], .property([key])) == "/$metadata#Orders(1)/Main/Id")
        var inner = BoundQuery(variable: variable)
        inner.select = .items([.property(key, nested: .all)])
        query.expand = [
            BoundExpand(navigation: parent, entitySet: items, query: inner, levels: 3, hasNestedSelection: true)
        ]
        #expect(read([one, .navigation(contained, items)], .collection) == "/$metadata#Orders(1)/Items(Parent+(Id))")
    }
}
