import Foundation
import ODataServer
import Testing

@testable import odata_reference

@Suite("Actions of the store")
struct StoreActionTests {
    private static let laptop = StoreService.product(1)

    private static func price(_ number: Int, in store: StoreService) async -> Double? {
        Double(await store.send("GET \(StoreService.product(number))/Price/$value").text)
    }

    @Test("a discount changes the price, the version and the tag, and answers with the product")
    func applyDiscount() async throws {
        try await StoreService.with { store in
            let answer = await store.send(
                "POST \(Self.laptop)/Reference.Store.ApplyDiscount",
                #"{"percentage":10}"#,
                #"If-Match: W/"1""#
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["@odata.context"] as? String == "http://store/$metadata#Products/$entity")
            #expect(answer.json["@odata.type"] as? String == "#Reference.Store.SpecialProduct")
            #expect(answer.json["Price"] as? Double == 999.99 * (1 - 10.0 / 100))
            #expect(answer.json["Version"] as? Int == 2)
            #expect(answer.header("ETag") == #"W/"2""#)
            let stale = await store.send(
                "POST \(Self.laptop)/ApplyDiscount",
                #"{"percentage":10}"#,
                #"If-Match: W/"1""#
            )
            #expect(stale.status == 412)
            let chosen = await store.send("POST \(Self.laptop)/ApplyDiscount?$select=Name", #"{"percentage":0}"#)
            #expect(chosen.json["@odata.context"] as? String == "http://store/$metadata#Products(Name)/$entity")
        }
    }

    @Test("actions without a result answer 204")
    func nothing() async throws {
        try await StoreService.with { store in
            #expect(await store.send("POST \(Self.laptop)/IncreasePrice", #"{"amount":0.01}"#).status == 204)
            #expect(await Self.price(1, in: store) == 999.99 + 0.01)
            #expect(await store.send("POST /Products/MarkAllAsReviewed").status == 204)
            #expect(await store.send("POST /Products/Reference.Store.MarkAllAsReviewed", "{}").status == 204)
            #expect(await store.send("POST /ResetProducts").status == 204)
            #expect(await store.send("POST /ResetProducts", "{}").status == 204)
        }
    }

    @Test("activating takes the mark of a discontinued product away and keeps the others")
    func activate() async throws {
        try await StoreService.with { store in
            for number in 1...7 {
                let product = StoreService.product(number)
                let before = await store.send("GET \(product)?$select=Status").json["Status"] as? String ?? ""
                #expect(await store.send("POST \(product)/Activate").status == 204)
                let after = await store.send("GET \(product)?$select=Status").json["Status"] as? String ?? ""
                let kept = Set(before.split(separator: ",")).subtracting(["None", "Discontinued"])
                #expect(Set(after.split(separator: ",")) == kept.union(["InStock"]), "\(before) → \(after)")
            }
        }
    }

    @Test("an action that computes a value changes nothing")
    func calculateDiscount() async throws {
        try await StoreService.with { store in
            let answer = await store.send("POST \(Self.laptop)/CalculateDiscount", #"{"percentage":50}"#)
            #expect(answer.text == #"{"@odata.context":"http://store/$metadata#Edm.Double","value":499.995}"#)
            #expect(await store.send("GET \(Self.laptop)/Version/$value").text == "1")
        }
    }

    @Test("processing takes all products, or those from a price on")
    func process() async throws {
        try await StoreService.with { store in
            #expect(await store.send("POST /Process", #"{"percentage":50,"minPrice":999.99}"#).status == 204)
            #expect(await Self.price(1, in: store) == 499.995)
            #expect(await Self.price(2, in: store) != nil)
            #expect(await store.send("GET /Products/$count?$filter=Version eq 2").text == "2")
            #expect(await store.send("POST /Process", #"{"percentage":0,"minPrice":null}"#).status == 204)
            #expect(await store.send("GET /Products/$count?$filter=Version ge 2").text == "7")
            let reset = await store.send("POST /ResetAllPrices")
            #expect(reset.status == 200, "\(reset.text)")
            #expect(reset.json["updatedCount"] as? Int == 7)
            #expect(await Self.price(1, in: store) == 999.99)
        }
    }

    @Test(
        "wrong arguments",
        arguments: [
            ("\(laptop)/ApplyDiscount", "{}"), ("\(laptop)/ApplyDiscount", #"{"percentage":"10"}"#),
            ("\(laptop)/ApplyDiscount", #"{"percentage":null}"#),
            ("\(laptop)/ApplyDiscount", #"{"percentage":1,"x":2}"#),
            ("/Process", #"{"minPrice":1}"#), ("/ResetProducts", #"{"x":1}"#), ("/Process", "[]"), ("/Process", "{"),
        ]
    )
    func wrong(path: String, body: String) async throws {
        try await StoreService.with { store in
            let answer = await store.send("POST \(path)", body)
            #expect(answer.status == 400, "\(answer.text)")
            #expect(await store.send("GET /Products/$count?$filter=Version gt 1").text == "0")
        }
    }

    @Test("actions answer POST only, and know what they are called on")
    func methods() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /Process")
            #expect(answer.status == 405)
            #expect(answer.header("Allow") == "POST, OPTIONS")
            #expect(await store.send("POST /Products(00000000-0000-4000-8001-0000000000ff)/Activate").status == 404)
            #expect(await store.send("POST /Products/Reference.Store.Activate").status == 400)
            #expect(await store.send("POST /Reseed(x=1)").status == 400)
        }
    }

    @Test("a change set with an action that fails changes nothing")
    func changeSet() async throws {
        try await StoreService.with { store in
            let requests = [
                #"{"id":"1","atomicityGroup":"g","method":"post","url":"\#(Self.laptop.dropFirst())/IncreasePrice","body":{"amount":1},"headers":{"content-type":"application/json"}}"#,
                #"{"id":"2","atomicityGroup":"g","method":"post","url":"Products(00000000-0000-4000-8001-0000000000ff)/Activate"}"#,
            ]
            let answer = await store.send(
                "POST /$batch",
                #"{"requests":[\#(requests.joined(separator: ","))]}"#,
                "OData-MaxVersion: 4.01"
            )
            #expect(answer.status == 200, "\(answer.text)")
            #expect(await Self.price(1, in: store) == 999.99)
        }
    }

    @Test("a reseed brings everything back: rows, links and streams")
    func reseed() async throws {
        try await StoreService.with { store in
            _ = await store.send("DELETE \(Self.laptop)")
            _ = await store.send("POST /Categories", #"{"Name":"Toys"}"#)
            _ = await store.send("POST /Process", #"{"percentage":50}"#)
            let answer = await store.send("POST /Reseed")
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.json["@odata.context"] as? String == "http://store/$metadata#Edm.String")
            #expect(await Self.price(1, in: store) == 999.99)
            #expect(await store.send("GET /Categories/$count").text == "3")
            #expect(await store.send("GET /Products/$count?$filter=Version eq 1").text == "7")
            #expect(await store.send("GET \(Self.laptop)/Photo").status == 200)
            #expect(await store.send("GET \(Self.laptop)/RelatedProducts/$count").text != "0")
        }
    }
}
