import Foundation
import ODataServer
import Testing

@testable import odata_reference

@Suite("Functions of the store")
struct StoreFunctionTests {
    private static let laptop = StoreService.product(1)

    @Test(
        "functions that give products give them in their order, and take the options of a set",
        arguments: [
            (
                "/GetTopProducts()",
                [
                    "Premium Laptop Pro", "Laptop", "Smartphone", "Office Chair", "Gaming Mouse Ultra",
                    "Wireless Mouse",
                    "Coffee Mug",
                ]
            ),
            ("/GetTopProducts?$top=1", ["Premium Laptop Pro"]),
            ("/GetTopProducts(count=2)", ["Premium Laptop Pro", "Laptop"]),
            ("/GetTopProducts()?count=1", ["Premium Laptop Pro"]),
            ("/GetTopProducts(count=0)", []),
            ("/GetTopProducts(count=@c,category=@k)?@c=1&@k='Kitchen'", ["Coffee Mug"]),
            ("/GetTopProducts(count=5,category='None')", []),
            ("/GetTopProducts(count=3)?$orderby=Name", ["Laptop", "Premium Laptop Pro", "Smartphone"]),
            ("/GetTopProducts(count=3)?$filter=Price lt 1000&$skip=1", ["Smartphone"]),
            ("/Products/GetTopProducts(count=1)", ["Premium Laptop Pro"]),
            (
                "/Products/$filter(Price lt 150)/Reference.Store.GetTopProducts(count=2)",
                ["Gaming Mouse Ultra", "Wireless Mouse"]
            ),
            ("/Products/Reference.Store.SpecialProduct/GetTopProducts(count=1)", ["Premium Laptop Pro"]),
            ("/Categories(00000000-0000-4000-8002-000000000002)/Products/GetTopProducts()", ["Coffee Mug"]),
            ("/Products/GetTopProducts(count=5,category='Furniture')", ["Office Chair"]),
            ("/Products/GetTopProducts(count=3)/$filter(Price lt 1000)", ["Laptop", "Smartphone"]),
            (
                "\(laptop)/GetRelatedProducts()",
                ["Wireless Mouse", "Smartphone", "Premium Laptop Pro", "Gaming Mouse Ultra"]
            ),
            ("\(laptop)/GetRelatedProducts?$filter=Price lt 150", ["Wireless Mouse", "Gaming Mouse Ultra"]),
            ("/FindProducts(name='Mouse',maxPrice=50)", ["Wireless Mouse"]),
            ("/FindProducts(name='mouse',maxPrice=500)", []),
            ("/FindProducts?name='o''o'&maxPrice=500", []),
        ]
    )
    func products(path: String, names: [String]) async throws {
        try await StoreService.with { store in
            #expect(await store.names(path) == names)
        }
    }

    @Test(
        "functions that give values",
        arguments: [
            ("\(laptop)/GetTotalPrice(taxRate=0.08)", "Edm.Double", "1079.9892"),
            ("\(laptop)/Reference.Store.GetTotalPrice(taxRate=@t)?@t=0", "Edm.Double", "999.99"),
            ("\(laptop)/CalculatePrice(discount=10)", "Edm.Double", "899.991"),
            ("\(laptop)/CalculatePrice?discount=10&tax=8", "Edm.Double", "971.9902800000001"),
            ("\(laptop)/GetInfo(format='short')", "Edm.String", #""Product: Laptop (Price: 999.99) in short format""#),
            ("\(laptop)/GetInfo?format='a'", "Edm.String", #""Product: Laptop (Price: 999.99) in a format""#),
            ("/Calculate(value=-21)", "Edm.Int64", "-42"), ("/Calculate(b=2,a=1)", "Edm.Int64", "3"),
            ("/Convert(input='5')", "Edm.String", #""String: 5""#),
            ("/Convert(number=5)", "Edm.String", #""Number: 5""#),
            ("/Products/$filter(Price gt 1000)/GetAveragePrice()", "Edm.Double", "1999.99"),
        ]
    )
    func values(path: String, type: String, value: String) async throws {
        try await StoreService.with { store in
            let old = await store.send("GET \(path)")
            #expect(old.text == #"{"@odata.context":"http://store/$metadata#\#(type)","value":\#(value)}"#)
            let new = await store.send("GET \(path)", nil, "OData-MaxVersion: 4.01")
            #expect(new.text == #"{"@context":"http://store/$metadata#\#(type)","value":\#(value)}"#)
        }
    }

    @Test("statistics are a complex value, with nulls for nothing")
    func statistics() async throws {
        try await StoreService.with { store in
            for path in ["/GetProductStats", "/Products/GetProductStats()"] {
                let all = await store.send("GET \(path)").json
                #expect(all["totalProducts"] as? Int == 7)
                #expect(all["maxPrice"] as? Double == 1999.99)
                #expect(all["minPrice"] as? Double == 15.5)
                let mean = try #require(all["averagePrice"] as? Double)
                #expect(abs(mean - 4245.44 / 7) < 1e-9)
            }
            let none = await store.send("GET /Products/$filter(Price lt 0)/GetProductStats()")
            let text = #""totalProducts":0,"averagePrice":null,"maxPrice":null,"minPrice":null}"#
            #expect(none.text == #"{"@odata.context":"http://store/$metadata#Reference.Store.ProductStats",\#(text)"#)
            #expect(await store.send("GET /Products/$filter(Price lt 0)/GetAveragePrice()").status == 204)
            #expect(await store.send("GET /GetProductStats()/$value").status == 400)
        }
    }

    @Test(
        "wrong calls",
        arguments: [
            ("/GetTopProducts(count=-1)", 400), ("/GetTopProducts(category='Electronics')", 400),
            ("/GetTopProducts(count='x')", 400), ("/Calculate(a=3)", 400),
            ("/Calculate(value=9223372036854775807)", 400),
            ("/Calculate(a=9223372036854775807,b=1)", 400), ("/Calculate(value=9223372036854775808)", 400),
            ("\(laptop)/CalculatePrice?tax=8", 400), ("\(laptop)/GetTotalPrice()", 400),
            ("\(laptop)/GetTotalPrice", 400),
            ("/Products(00000000-0000-4000-8001-0000000000ff)/GetTotalPrice(taxRate=0)", 404),
            ("/Products(00000000-0000-4000-8001-0000000000ff)/GetRelatedProducts()", 404),
            ("/Nothing(a=1)", 404), ("\(laptop)/Nothing(a=1)", 404), ("/GetTopProducts(count=1)/Name", 400),
        ]
    )
    func refused(path: String, status: Int) async throws {
        try await StoreService.with { store in
            #expect(await store.send("GET \(path)").status == status)
        }
    }

    @Test("functions answer GET and HEAD only")
    func methods() async throws {
        try await StoreService.with { store in
            for method in ["POST", "PUT", "PATCH", "DELETE"] {
                let answer = await store.send("\(method) /Convert(number=5)", "{}")
                #expect(answer.status == 405)
                #expect(answer.header("Allow") == "GET, HEAD, OPTIONS")
            }
            let head = await store.send("HEAD /Convert(number=5)")
            #expect(head.status == 200)
            #expect(head.text.isEmpty)
        }
    }

    @Test("a large result pages, and the pages follow each other without a gap")
    func pages() async throws {
        try await StoreService.with { store in
            var next: String? = "/GetTopProducts()?$select=Name&$count=true"
            var names: [String] = []
            for _ in 0..<10 {
                guard let target = next else { break }
                let answer = await store.send("GET \(target)", nil, "Prefer: maxpagesize=3")
                names += answer.rows.map { $0["Name"] as? String ?? "" }
                #expect(answer.rows.count <= 3)
                next = (answer.json["@odata.nextLink"] as? String).map { String($0.dropFirst("http://store".count)) }
            }
            #expect(names == (await store.names("/GetTopProducts()")))
        }
    }

    @Test(
        "functions that are expressions filter, order and compute",
        arguments: [
            ("/Products?$filter=GetTotalPrice(taxRate=1) gt 2000", ["Premium Laptop Pro"]),
            ("/Products?$filter=Reference.Store.CalculatePrice(discount=50,tax=0) lt 10", ["Coffee Mug"]),
            ("/Products?$orderby=$it/Reference.Store.GetTotalPrice(taxRate=-2)&$top=1", ["Premium Laptop Pro"]),
            (
                "/Products?$compute=GetTotalPrice(taxRate=0.5) as Gross&$filter=Gross lt 30&$select=Name,Gross",
                ["Coffee Mug"]
            ),
            ("/Categories?$filter=Products/any(p:p/Reference.Store.GetTotalPrice(taxRate=0) gt 1500)", ["Electronics"]),
        ]
    )
    func expressions(path: String, names: [String]) async throws {
        try await StoreService.with { store in
            #expect(await store.names(path) == names)
        }
    }

    @Test("a function without an expression is not implemented there")
    func noExpression() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /Products?$filter=GetInfo(format='a') eq 'b'")
            #expect(answer.status == 501)
            #expect(answer.text.contains("Reference.Store.GetInfo"))
        }
    }

    @Test("full metadata shows what can be called on an entity, minimal metadata does not")
    func advertised() async throws {
        try await StoreService.with { store in
            let full = await store.send("GET \(Self.laptop)", nil, "Accept: application/json;odata.metadata=full")
                .json
            let action = try #require(full["#Reference.Store.ApplyDiscount"] as? [String: String])
            #expect(action["title"] == "ApplyDiscount")
            #expect(action["target"] == "http://store\(Self.laptop)/Reference.Store.ApplyDiscount")
            let function = try #require(full["#Reference.Store.CalculatePrice(discount,tax)"] as? [String: String])
            #expect(
                function["target"]
                    == "http://store\(Self.laptop)/Reference.Store.CalculatePrice(discount=@discount,tax=@tax)"
            )
            let chosen = await store.send(
                "GET \(Self.laptop)?$select=Name,Reference.Store.Activate",
                nil,
                "Accept: application/json;odata.metadata=full"
            )
            #expect(chosen.json["#Reference.Store.Activate"] != nil)
            #expect(chosen.json["#Reference.Store.ApplyDiscount"] == nil)
            #expect(await store.send("GET \(Self.laptop)").text.contains("#Reference.Store.Activate") == false)
        }
    }
}
