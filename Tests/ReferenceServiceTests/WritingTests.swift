import Foundation
import Testing

@testable import odata_reference

@Suite("Writing to the reference service")
struct WritingTests {
    private static func id(of answer: StoreService.Answer) throws -> String {
        let location = try #require(answer.header("Location"))
        return String(location.dropFirst("http://store".count))
    }

    @Test("a new product gets key, version, time, type and defaults from the service")
    func insert() async throws {
        try await StoreService.with { store in
            let body =
                #"{"ID":"00000000-0000-4000-8001-000000000001","Name":"Lamp","Version":9,"CreatedAt":"2001-01-01T00:00:00Z"}"#
            let made = await store.send("POST /Products", body)
            #expect(made.status == 201)
            let address = try Self.id(of: made)
            #expect(address != StoreService.product(1))
            #expect(made.header("ETag") == "W/\"1\"")
            let text = await store.plain(
                "\(address)?$select=Name,Price,Status,Version,ProductType,Tags,ShippingAddress,Dimensions"
            )
            #expect(
                text
                    == #"{"Name":"Lamp","Price":0,"Status":"None","Version":1,"ProductType":"Product","Tags":[],"ShippingAddress":null,"Dimensions":null}"#
            )
            #expect(!made.text.contains("2001-01-01"))
            #expect(await store.send("GET \(address)/Photo").status == 204)
        }
    }

    @Test(
        "the type of a new product comes from the body, the address, or the discriminator",
        arguments: [
            (
                "/Products", ##"{"@odata.type":"#Reference.Store.SpecialProduct","Name":"x","SpecialProperty":"s"}"##,
                "SpecialProduct"
            ),
            ("/Products/Reference.Store.SpecialProduct", #"{"Name":"x","SpecialProperty":"s"}"#, "SpecialProduct"),
            ("/Products", #"{"Name":"x","ProductType":"SpecialProduct"}"#, "SpecialProduct"),
            ("/Products", #"{"Name":"x"}"#, "Product"),
        ]
    )
    func types(target: String, body: String, type: String) async throws {
        try await StoreService.with { store in
            let made = await store.send("POST \(target)", body)
            #expect(made.status == 201, "\(made.text)")
            let address = try Self.id(of: made)
            #expect(await store.plain("\(address)/ProductType/$value") == type)
            let isSpecial = await store.send("GET \(address)/Reference.Store.SpecialProduct").status == 200
            #expect(isSpecial == (type == "SpecialProduct"))
        }
    }

    @Test("a change merges complex values; a replacement sets back what it does not name")
    func complexValues() async throws {
        try await StoreService.with { store in
            #expect(await store.send("PATCH {p1}", #"{"ShippingAddress":{"City":"Tacoma"}}"#).status == 204)
            #expect(
                await store.plain("\(StoreService.product(1))/ShippingAddress")
                    == #"{"Street":"12 Harbor Steps","City":"Tacoma","State":"WA","PostalCode":"98101","Country":"USA"}"#
            )
            #expect(await store.send("PATCH {p4}", #"{"Dimensions":{"Unit":"m"}}"#).status == 204)
            #expect(
                await store.plain("\(StoreService.product(4))/Dimensions")
                    == #"{"Length":0,"Width":0,"Height":0,"Unit":"m"}"#
            )
            #expect(await store.send("PUT {p2}", #"{"Name":"Mouse","CreatedAt":"2001-01-01T00:00:00Z"}"#).status == 204)
            #expect(
                await store.plain(
                    "\(StoreService.product(2))?$select=Name,Price,Tags,ShippingAddress,Data,Version,CreatedAt"
                )
                    == #"{"Name":"Mouse","Price":0,"Tags":[],"ShippingAddress":null,"Data":null,"Version":2,"CreatedAt":"2024-03-20T14:45:00Z"}"#
            )
            #expect(await store.send("PATCH {p1}", #"{"ShippingAddress":null}"#).status == 204)
            #expect(await store.send("GET {p1}/ShippingAddress").status == 204)
        }
    }

    @Test("properties, members of complex values and collections are written one by one")
    func properties() async throws {
        try await StoreService.with { store in
            let rows: [(String, String?, String, String)] = [
                ("PUT {p1}/Price", #"{"value":5}"#, "{p1}/Price", #"{"value":5}"#),
                ("PUT {p1}/Name/$value", "Desk", "{p1}/Name/$value", "Desk"),
                ("PUT {p1}/ShippingAddress/City", #"{"value":"Kent"}"#, "{p1}/ShippingAddress/City/$value", "Kent"),
                (
                    "PATCH {p1}/ShippingAddress", #"{"Street":"1 Way"}"#, "{p1}/ShippingAddress",
                    #"{"Street":"1 Way","City":"Kent","State":"WA","PostalCode":"98101","Country":"USA"}"#
                ),
                (
                    "PUT {p1}/ShippingAddress", #"{"City":"Bonn"}"#, "{p1}/ShippingAddress",
                    #"{"Street":null,"City":"Bonn","State":null,"PostalCode":null,"Country":null}"#
                ),
                ("DELETE {p1}/ShippingAddress", nil, "{p1}?$select=ShippingAddress", #"{"ShippingAddress":null}"#),
                ("PUT {p1}/Tags", #"{"value":["a","b \"c\""]}"#, "{p1}/Tags", #"{"value":["a","b \"c\""]}"#),
                ("POST {p1}/Tags", #"{"value":"d"}"#, "{p1}/Tags", #"{"value":["a","b \"c\"","d"]}"#),
                ("POST {p1}/Tags?$index=0", #"{"value":"[,"}"#, "{p1}/Tags", #"{"value":["[,","a","b \"c\"","d"]}"#),
                ("POST {p1}/Tags?$index=3", #"{"value":"e"}"#, "{p1}/Tags?$skip=2", #"{"value":["b \"c\"","e","d"]}"#),
                ("POST {p1}/Tags?$index=-1", #"{"value":"f"}"#, "{p1}/Tags?$skip=3", #"{"value":["e","d","f"]}"#),
                ("POST {p1}/Tags?$index=-7", #"{"value":"g"}"#, "{p1}/Tags?$top=2", #"{"value":["g","[,"]}"#),
                ("DELETE {p1}/Tags", nil, "{p1}/Tags", #"{"value":[]}"#),
                ("PUT {p1}/Status", #"{"value":"OnSale,Featured"}"#, "{p1}/Status/$value", "OnSale,Featured"),
                ("PUT {p1}/Status", #"{"value":3}"#, "{p1}/Status/$value", "InStock,OnSale"),
                (
                    "PUT {p1}/Location", #"{"value":{"type":"Point","coordinates":[1.5,2]}}"#, "{p1}?$select=Location",
                    #"{"Location":{"type":"Point","coordinates":[1.5,2]}}"#
                ),
            ]
            for (request, body, read, expected) in rows {
                let answer = await store.send(
                    request,
                    body,
                    request.contains("$value") ? "Content-Type: text/plain" : ""
                )
                #expect(answer.status == 204, "\(request): \(answer.text)")
                #expect(await store.plain(read) == expected, "\(request)")
            }
            let version = await store.plain("{p1}/Version/$value")
            #expect(version == "\(1 + rows.count)")
        }
    }

    @Test("what only the service writes stays as it is")
    func fixed() async throws {
        try await StoreService.with { store in
            #expect(
                await store.send("PATCH {p1}", #"{"ProductType":"Product","SerialNumber":"x","Version":7}"#).status
                    == 204
            )
            #expect(
                await store.plain("{p1}?$select=ProductType,SerialNumber")
                    == #"{"ProductType":"SpecialProduct","SerialNumber":null}"#
            )
            #expect(await store.send("PUT {p1}/Version", #"{"value":3}"#).status == 405)
            let made = await store.send("POST /Products", #"{"Name":"x","SerialNumber":"A1"}"#)
            let address = try Self.id(of: made)
            #expect(await store.send("PATCH \(address)", #"{"SerialNumber":"B2"}"#).status == 204)
            #expect(await store.plain("\(address)/SerialNumber/$value") == "A1")
        }
    }

    @Test(
        "what the model does not allow is refused",
        arguments: [
            ("POST /Products", #"{"Name":"   "}"#, 400), ("POST /Products", #"{"Price":1}"#, 400),
            ("POST /Products", #"{"Name":"x","Rating":300}"#, 400),
            ("POST /Products", #"{"Name":"x","Status":"Sold"}"#, 400),
            ("POST /Products", #"{"Name":"x","Nope":1}"#, 400),
            ("POST /Categories", #"{"Name":"Kitchen"}"#, 409),
            (
                "POST /ProductDescriptions",
                #"{"ProductID":"00000000-0000-4000-8001-0000000000ff","LanguageKey":"xx","Description":"d"}"#, 400
            ),
            ("PATCH /Products(00000000-0000-4000-8001-0000000000ff)", #"{"Name":"x"}"#, 404),
            ("PUT /Products(00000000-0000-4000-8001-0000000000ff)", #"{"Name":"x"}"#, 404),
            ("POST /ReadOnlyItems", #"{"Name":"x"}"#, 405),
            ("PATCH /ReadOnlyItems(00000000-0000-4000-8004-000000000001)", #"{"Name":"x"}"#, 405),
            ("POST {p1}/Tags?$index=9", #"{"value":"x"}"#, 400), ("POST {p1}/Tags?$index=-9", #"{"value":"x"}"#, 400),
            ("POST /Products?$index=0", #"{"Name":"x"}"#, 501),
            ("PATCH /ReadOnlyItems", #"{"value":[]}"#, 405), ("DELETE /Company", nil, 405),
            ("PATCH {p2}", ##"{"@odata.type":"#Reference.Store.SpecialProduct","SpecialProperty":"x"}"##, 400),
        ]
    )
    func refused(request: String, body: String?, status: Int) async throws {
        try await StoreService.with { store in
            let answer = await store.send(request, body)
            #expect(answer.status == status, "\(answer.text)")
            if status == 405 { #expect(answer.header("Allow") != nil) }
        }
    }

    @Test("the singleton is changed without a key")
    func singleton() async throws {
        try await StoreService.with { store in
            let answer = await store.send("PATCH /Company", #"{"CEO":"Ada"}"#, "If-Match: W/\"1\"")
            #expect(answer.status == 204)
            #expect(answer.header("ETag") == "W/\"2\"")
            #expect(await store.plain("/Company?$select=Name,CEO") == #"{"Name":"TechStore Inc.","CEO":"Ada"}"#)
            #expect(await store.send("PATCH /Company", #"{"CEO":"B"}"#, "If-Match: W/\"1\"").status == 412)
            let shown = await store.send("PATCH /Company", #"{"CEO":"C"}"#, "Prefer: return=representation")
            #expect(shown.status == 200)
            #expect(shown.text.contains(##""@odata.context":"http://store/$metadata#Company""##))
        }
    }

    @Test("media entities are made of bytes, which are read back whole and in parts")
    func media() async throws {
        try await StoreService.with { store in
            let made = await store.send("POST /MediaItems", "0123456789", "Content-Type: image/png")
            #expect(made.status == 201, "\(made.text)")
            let address = try Self.id(of: made)
            #expect(
                await store.plain("\(address)?$select=Name,ContentType,Size")
                    == #"{"Name":"Untitled","ContentType":"image/png","Size":10}"#
            )
            let bytes = await store.send("GET \(address)/$value")
            #expect(bytes.text == "0123456789")
            #expect(bytes.header("Content-Type") == "image/png")
            let part = await store.send("GET \(address)/$value", nil, "Range: bytes=2-4")
            #expect(part.status == 206)
            #expect(part.text == "234")
            #expect(part.header("Content-Range") == "bytes 2-4/10")
            #expect(await store.send("GET \(address)/$value", nil, "Range: bytes=-3").text == "789")
            #expect(await store.send("GET \(address)/$value", nil, "Range: bytes=10-").status == 416)
            #expect(await store.send("PUT \(address)/$value", "abc", "Content-Type: application/pdf").status == 204)
            #expect(
                await store.plain("\(address)?$select=ContentType,Size")
                    == #"{"ContentType":"application/pdf","Size":3}"#
            )
            #expect(await store.send("POST /MediaItems", "{}", "Content-Type: application/json").status == 415)
            #expect(await store.send("POST /MediaItems", "x", "Content-Type: text/plain").status == 415)
            #expect(await store.send("PATCH \(address)", #"{"Name":"Plan"}"#).status == 204)
            #expect(await store.send("DELETE \(address)").status == 204)
            #expect(await store.send("GET \(address)").status == 404)
        }
    }

    @Test("stream properties are put, read and taken away")
    func streams() async throws {
        try await StoreService.with { store in
            #expect(await store.send("PUT {p1}/Photo", "hello", "Content-Type: text/plain").status == 204)
            let photo = await store.send("GET {p1}/Photo")
            #expect(photo.text == "hello")
            #expect(photo.header("Content-Type") == "text/plain")
            #expect(await store.send("DELETE {p1}/Photo").status == 204)
            #expect(await store.send("GET {p1}/Photo").status == 204)
        }
    }

    @Test("links many to many are made, replaced and removed, and count as a change of the product")
    func links() async throws {
        try await StoreService.with { store in
            func related() async -> String { await store.plain("{p1}/RelatedProducts?$select=Name") }
            let body = #"{"@odata.id":"http://store{p2}"}"#
            #expect(await store.send("POST {p1}/RelatedProducts/$ref", body).status == 204)
            #expect(await related() == #"{"value":[{"Name":"Wireless Mouse"},{"Name":"Premium Laptop Pro"}]}"#)
            #expect(await store.plain("{p1}/Version/$value") == "2")
            #expect(await store.send("DELETE {p1}/RelatedProducts/$ref?$id=http://store{p6}").status == 204)
            #expect(await related() == #"{"value":[{"Name":"Wireless Mouse"}]}"#)
            #expect(
                await store.send("DELETE {p1}/RelatedProducts(00000000-0000-4000-8001-000000000002)/$ref").status == 204
            )
            #expect(await related() == #"{"value":[]}"#)
            #expect(await store.send("PUT {p1}/Category/$ref", #"{"@odata.id":"{c2}"}"#).status == 204)
            #expect(await store.plain("{p1}/Category/Name/$value") == "Kitchen")
            #expect(await store.send("DELETE {p1}/Category/$ref").status == 204)
            #expect(await store.send("GET {p1}/Category").status == 204)
        }
    }

    @Test("nested entities are made with their owner")
    func deepInsert() async throws {
        try await StoreService.with { store in
            let body = """
                {"Name":"Set","Category":{"Name":"New"},"Descriptions":[{"LanguageKey":"EN","Description":"a set"}],
                 "RelatedProducts@odata.bind":["http://store{p1}"],"RelatedProducts":[{"Name":"Part"}],
                 "ShippingAddress":{"City":"Rome"},"Tags":["t"]}
                """
            let made = await store.send("POST /Products", body)
            #expect(made.status == 201, "\(made.text)")
            let address = try Self.id(of: made)
            #expect(
                await store.plain(
                    "\(address)?$select=Name,ShippingAddress/City,Tags,Version&$expand=Category($select=Name),Descriptions($select=Description),RelatedProducts($select=Name;$orderby=Name)"
                )
                    == #"{"Name":"Set","ShippingAddress":{"City":"Rome"},"Tags":["t"],"Version":1,"Category":{"Name":"New"},"Descriptions":[{"Description":"a set"}],"RelatedProducts":[{"Name":"Laptop"},{"Name":"Part"}]}"#
            )
        }
    }

    @Test("deleting takes descriptions and links along, and leaves products without their category")
    func deletes() async throws {
        try await StoreService.with { store in
            #expect(await store.send("DELETE {p1}", nil, "If-Match: W/\"5\"").status == 412)
            #expect(await store.send("DELETE {p1}").status == 204)
            #expect(
                await store.plain(
                    "/ProductDescriptions/$count?$filter=ProductID eq 00000000-0000-4000-8001-000000000001"
                ) == "0"
            )
            #expect(await store.plain("{p5}/RelatedProducts/$count") == "0")
            #expect(await store.send("DELETE {c1}").status == 204)
            #expect(await store.plain("/Products/$count?$filter=CategoryID eq null") == "4")
        }
    }
}
