import OData
import Testing

@Suite("Options of the binder")
struct BinderOptionsTests {
    @Test("Sets and properties of a path are found in any case only when asked")
    func pathNames() throws {
        var options = BinderOptions()
        #expect(try SampleRequest.error("products(1)/NAME") != nil)
        options.caseInsensitivePaths = true
        let read = try SampleRequest.read("products(1)/NAME", options: options)
        #expect(BoundPrinter.line(read) == "Products(Id=1:Int32) = property Name of Products")
    }

    @Test("Properties of query options are found in any case unless that is switched off")
    func queryNames() throws {
        var options = BinderOptions()
        #expect(try SampleRequest.filter("name eq 'x'", options: options) == "(Name eq 'x') : Boolean")
        options.caseInsensitiveNames = false
        #expect(throws: BindingError.self) { try SampleRequest.filter("name eq 'x'", options: options) }
    }

    @Test("Key segments can be switched off")
    func keySegments() throws {
        var options = BinderOptions()
        options.keyAsSegment = false
        #expect(try SampleRequest.error("Products/5", options: options) != nil)
    }

    @Test(
        "Strict binding refuses the tolerances",
        arguments: ["Status eq 1", "Status gt 0", "Released lt CreatedAt", "CreatedAt ge 2024-01-31"]
    )
    func strict(filter: String) throws {
        var options = BinderOptions()
        _ = try SampleRequest.filter(filter, options: options)
        options.isStrict = true
        #expect(throws: BindingError.self) { try SampleRequest.filter(filter, options: options) }
    }

    @Test("Further names are asked after declared ones and give declared names")
    func resolver() throws {
        var options = BinderOptions()
        options.names = NameResolver(
            entitySet: { ["Goods": "Products", "Categories": "Orders", "Ghosts": "Nothing"][$0] },
            member: { name, type in
                type.name == "Product"
                    ? ["Title": "Name", "Group": "Category", "Id": "Sold", "Ghost": "Nothing"][name] : nil
            }
        )
        let read = try SampleRequest.read(
            "Goods?$select=Title,Group&$filter=Group/Name eq Title and Id eq 1&$orderby=Title&$expand=Group",
            options: options
        )
        #expect(read.root.name == "Products")
        #expect(BoundPrinter.select(read.query.select) == "Name,nav Category")
        #expect(
            read.query.filter.map(BoundPrinter.text) == "((Category>Categories/Name eq Name) and (Id eq 1:Int32))"
        )
        #expect(BoundPrinter.expand(read.query.expand) == "Category>Categories")
        #expect(try SampleRequest.read("Categories", options: options).root.name == "Categories")
        #expect(try SampleRequest.read("Goods(1)/Title", options: options).shape != .entity)
        #expect(try SampleRequest.error("Ghosts", options: options) != nil)
        #expect(try SampleRequest.error("Products?$select=Ghost", options: options) != nil)
    }

    @Test("The number of nodes is bounded, those of aliases included")
    func nodes() throws {
        var options = BinderOptions()
        options.expressionNodes = 7
        #expect(try SampleRequest.error("Products?$filter=Id eq 1 or Id eq 2", options: options) == nil)
        #expect(
            try SampleRequest.error("Products?$filter=Id eq 1 or @a&@a=Id eq 2 or Id eq 3", options: options)
                == .limitExceeded(.expressionNodes, limit: 7, at: BindingPlace(option: "@a", range: SourceRange(0, 2)))
        )
    }

    @Test("Nesting is bounded across aliases")
    func nesting() throws {
        var url = "Products?$filter=@a0"
        for number in 0..<90 { url += "&@a\(number)=not @a\(number + 1)" }
        url += "&@a90=IsActive"
        guard case .limitExceeded(.expressionDepth, 128, _) = try #require(try SampleRequest.error(url)) else {
            Issue.record("the depth was not bounded")
            return
        }
    }

    @Test("The number of expanded items is bounded")
    func expandedItems() throws {
        var options = BinderOptions()
        options.expandItems = 3
        #expect(try SampleRequest.error("Products?$expand=*", options: options) == nil)
        guard
            case .limitExceeded(.expandWidth, 3, _) = try #require(
                try SampleRequest.error("Products?$expand=*,Category($expand=Parent)", options: options)
            )
        else {
            Issue.record("the items were not bounded")
            return
        }
    }

    @Test("A model without a set does not know it by any route")
    func reducedModel() throws {
        let schemas = SampleModel.shop.schemas.map { schema in
            var schema = schema
            schema.container?.entitySets.removeAll { $0.name == "Suppliers" }
            for index in schema.entityTypes.indices {
                schema.entityTypes[index].navigationProperties.removeAll { $0.target.name == "Supplier" }
            }
            return schema
        }
        let binder = Binder(model: EdmModel(schemas: schemas))
        for (path, query) in [
            ("Suppliers", nil), ("Products", "$expand=Supplier"), ("Products", "$filter=Supplier/Name%20eq%20'x'"),
            ("Products", "$orderby=Supplier/Name"), ("Products", "$select=Supplier"), ("Products(1)/Supplier", nil),
            ("OrderLines", "$filter=Product/Supplier/Products/any()"),
        ] as [(String, String?)] {
            let request = try RequestURL(path: path, query: query)
            #expect(throws: BindingError.self) { try binder.bind(path: request.path, options: request.options) }
        }
        let expanded = try RequestURL(path: "Products", query: "$expand=*")
        guard case .read(let read) = try binder.bind(path: expanded.path, options: expanded.options) else { return }
        #expect(read.query.expand.map(\.navigation.name) == ["Category", "Lines"])
    }
}
