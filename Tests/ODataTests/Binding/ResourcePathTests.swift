import OData
import Testing

@Suite("Binding of resource paths and selections")
struct ResourcePathTests {
    @Test(
        "Paths lead to what they name",
        arguments: [
            ("Products", "Products = collection of Products"),
            ("Products(1)", "Products(Id=1:Int32) = entity of Products"),
            ("Products(Id=1)", "Products(Id=1:Int32) = entity of Products"),
            ("Products('1')", "Products(Id=1:Int32) = entity of Products"),
            ("Products(Code='abc')", "Products(Code='abc') = entity of Products"),
            ("Products(@k)?@k=5", "Products(Id=5:Int32) = entity of Products"),
            ("Products(Id=@k)?@k=5", "Products(Id=5:Int32) = entity of Products"),
            ("Products/5", "Products(Id=5:Int32) = entity of Products"),
            ("Suppliers('A')", "Suppliers(Code='A') = entity of Suppliers"),
            ("Suppliers/A", "Suppliers(Code='A') = entity of Suppliers"),
            ("Suppliers('O''Neil')", "Suppliers(Code='O'Neil') = entity of Suppliers"),
            ("OrderLines(OrderId=1,LineNo=2)", "OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"),
            ("OrderLines(LineNo=2,OrderId=1)", "OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"),
            ("OrderLines/1/2", "OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"),
            (
                "Orders(1)/Lines(2)",
                "Orders(Id=1:Int64)/Lines>OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"
            ),
            (
                "Orders(1)/Lines(LineNo=2)",
                "Orders(Id=1:Int64)/Lines>OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"
            ),
            (
                "Orders(1)/Lines(OrderId=1,LineNo=2)",
                "Orders(Id=1:Int64)/Lines>OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"
            ),
            (
                "Orders(1)/Lines(2)/Product/Category/Name",
                "Orders(Id=1:Int64)/Lines>OrderLines(OrderId=1:Int64,LineNo=2:Int32)/Product>Products"
                    + "/Category>Categories = property Name of Categories"
            ),
            (
                "Orders/1/Lines/1/2",
                "Orders(Id=1:Int64)/Lines>OrderLines(OrderId=1:Int64,LineNo=2:Int32) = entity of OrderLines"
            ),
            ("Products(1)/Name", "Products(Id=1:Int32) = property Name of Products"),
            ("Products(1)/Name/$value", "Products(Id=1:Int32) = raw Name of Products"),
            ("Products(1)/Tags", "Products(Id=1:Int32) = property Tags of Products"),
            ("Suppliers('A')/Address", "Suppliers(Code='A') = property Address of Suppliers"),
            ("Suppliers('A')/Address/City", "Suppliers(Code='A') = property Address/City of Suppliers"),
            ("Suppliers('A')/Address/City/$value", "Suppliers(Code='A') = raw Address/City of Suppliers"),
            ("Suppliers('A')/Address/Country/Code", "Suppliers(Code='A') = property Address/Country/Code of Suppliers"),
            ("Products/$count", "Products = count of Products"),
            ("Products/$count?$filter=Id gt 1&$top=5&$select=Name", "Products = count of Products"),
            ("Products/$ref", "Products = references of Products"),
            ("Products(1)/$ref", "Products(Id=1:Int32) = reference of Products"),
            ("Products(1)/Lines/$ref", "Products(Id=1:Int32)/Lines>OrderLines = references of OrderLines"),
            ("Products(1)/Category/$ref", "Products(Id=1:Int32)/Category>Categories = reference of Categories"),
            ("Products(1)/Category", "Products(Id=1:Int32)/Category>Categories = entity of Categories"),
            ("Products(1)/Lines", "Products(Id=1:Int32)/Lines>OrderLines = collection of OrderLines"),
            ("Products(1)/Lines/$count", "Products(Id=1:Int32)/Lines>OrderLines = count of OrderLines"),
            ("Products/$filter(Id gt 5)", "Products/filter $this#1 ($this.Id gt 5:Int32) = collection of Products"),
            (
                "Products/$filter(@f)?@f=Id gt 5",
                "Products/filter $this#1 ($this.Id gt 5:Int32) = collection of Products"
            ),
            (
                "Products/$filter(Id gt 5)/$filter(Id lt 9)/$count",
                "Products/filter $this#1 ($this.Id gt 5:Int32)/filter $this#2 ($this.Id lt 9:Int32) ="
                    + " count of Products"
            ),
            (
                "Products/$filter(Id gt 5)(7)",
                "Products/filter $this#1 ($this.Id gt 5:Int32)(Id=7:Int32) = entity of Products"
            ),
            ("Products/Shop.SpecialProduct", "Products/<SpecialProduct> = collection of Products"),
            ("Products/Shop.Product", "Products = collection of Products"),
            (
                "Products/Shop.SpecialProduct(5)/Discount",
                "Products/<SpecialProduct>(Id=5:Int32) = property Discount of Products"
            ),
            (
                "Products(5)/Shop.SpecialProduct/Discount",
                "Products(Id=5:Int32)/<SpecialProduct> = property Discount of Products"
            ),
            ("Products(5)/Shop.SpecialProduct", "Products(Id=5:Int32)/<SpecialProduct> = entity of Products"),
            ("Products(1)/Photo", "Products(Id=1:Int32) = stream Photo of Products"),
            ("Products(1)/Photo/$value", "Products(Id=1:Int32) = stream Photo of Products"),
            ("Products(1)/Tags/0", "Products(Id=1:Int32) = item 0 of Tags of Products"),
            ("Products(1)/Tags/-1", "Products(Id=1:Int32) = item -1 of Tags of Products"),
            ("Products(1)/Tags/$count", "Products(Id=1:Int32) = count of Tags of Products"),
            ("Company", "Company = entity of Company"),
            ("Company/Name", "Company = property Name of Company"),
            ("Company/Products", "Company/Products>Products = collection of Products"),
        ]
    )
    func paths(url: String, expected: String) throws {
        #expect(try BoundPrinter.line(SampleRequest.read(url)) == expected)
    }

    @Test(
        "Calls name the overload, what it is called on and what stands behind",
        arguments: [
            ("TopProducts", "Shop.TopProducts by TopProducts on nothing"),
            ("TopProducts()", "Shop.TopProducts by TopProducts on nothing"),
            ("Products/Shop.Related()", "Shop.Related on Products = collection of Products"),
            ("Products(1)/Shop.Related", "Shop.Related on Products(Id=1:Int32) = entity of Products"),
            ("Products/Shop.Related()/$count", "Shop.Related on Products = collection of Products then 1"),
        ]
    )
    func calls(url: String, expected: String) throws {
        guard case .call(let call) = try SampleRequest.bind(url) else { throw SampleRequest.NotARead() }
        let name = call.operationImport.map { " by \($0.name)" } ?? ""
        let binding = call.binding.map { BoundPrinter.line($0) } ?? "nothing"
        let rest = call.isWhole ? "" : " then \(call.rest.count)"
        #expect("\(call.operation.name)\(name) on \(binding)\(rest)" == expected)
    }

    @Test(
        "Selections keep the order of the request",
        arguments: [
            ("Products", "all"),
            ("Products?$select=Name,Id", "Name,Id"),
            ("Products?$select=Name,Name,Id", "Name,Id"),
            ("Products?$select=*", "*"),
            ("Products?$select=*,Category", "*,nav Category"),
            ("Products?$select=name", "Name"),
            ("Products?$select=Category,Name", "nav Category,Name"),
            ("Suppliers?$select=Address", "Address"),
            ("Suppliers?$select=Address/City", "Address(City)"),
            ("Suppliers?$select=Address/City,Name,Address/Street", "Address(City,Street),Name"),
            ("Suppliers?$select=Address/Country/Code", "Address(Country(Code))"),
            ("Suppliers?$select=Address($select=City,Street)", "Address(City,Street)"),
            ("Suppliers?$select=Address/City,Address", "Address"),
            ("Suppliers?$select=Address,Address/City", "Address"),
            ("Products?$select=Shop.Related", "op Shop.Related"),
            ("Products?$select=Shop.*", "op Shop.*"),
            ("Products?$select=Shop.Product/Name", "Name"),
            ("Products?$select=Name,Shop.SpecialProduct/Discount", "Name,<SpecialProduct>/Discount"),
            ("Products/Shop.SpecialProduct?$select=Discount", "Discount"),
        ]
    )
    func select(url: String, expected: String) throws {
        #expect(try BoundPrinter.select(SampleRequest.read(url).query.select) == expected)
    }

    @Test(
        "Orders end with the key",
        arguments: [
            ("Products", "Id"),
            ("Products?$orderby=Name", "Name, Id"),
            ("Products?$orderby=Name desc,Id desc", "Name desc, Id desc"),
            ("Products?$orderby=Category/Name", "Category>Categories/Name, Id"),
            ("Products?$orderby=Lines/$count desc", "count(Lines>OrderLines) desc, Id"),
            ("Products?$orderby=length(Name),Price add 1 desc", "length(Name), (Price add 1:Decimal) desc, Id"),
            ("OrderLines?$orderby=LineNo desc", "LineNo desc, OrderId"),
            ("OrderLines", "OrderId, LineNo"),
            ("Suppliers?$orderby=Address/City", "Address/City, Code"),
        ]
    )
    func order(url: String, expected: String) throws {
        #expect(try BoundPrinter.order(SampleRequest.read(url).query.orderBy) == expected)
    }
}
