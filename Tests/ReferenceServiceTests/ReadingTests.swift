import Testing

@testable import odata_reference

@Suite("Reading the reference service")
struct ReadingTests {
    @Test("every set, the singleton and every kind of value is read")
    func values() async throws {
        try await StoreService.with { store in
            let counts = [
                ("Products", 7), ("Categories", 3), ("ProductDescriptions", 7), ("MediaItems", 2), ("ReadOnlyItems", 2),
                ("DecimalSamples", 1),
            ]
            for (set, count) in counts { #expect(await store.plain("/\(set)/$count") == "\(count)", "\(set)") }
            #expect(
                await store.plain("/DecimalSamples?$select=Amount") == #"{"value":[{"Amount":123.450000000000000000}]}"#
            )
            let exact = await store.send("GET /DecimalSamples", nil, "Accept: application/json;IEEE754Compatible=true")
            #expect(exact.text.contains(#""Amount":"123.450000000000000000""#))
            #expect(
                await store.plain(
                    "{p1}?$select=Rating,Temperature,Quantity,Weight,Data,OpenTime,ShippingTime,Status,Location"
                )
                    == #"{"Rating":200,"Temperature":-10,"Quantity":1200,"Weight":3.14,"Data":"dGVzdA","OpenTime":"09:30:00","ShippingTime":"P1D","Status":"InStock,Featured","Location":{"type":"Point","coordinates":[-122.3321,47.6062]}}"#
            )
            #expect(await store.plain("{p1}/Data/$value") == "test")
            #expect(await store.plain("/Company/Logo/$value").hasPrefix("<svg"))
            #expect(await store.plain("{p1}/Tags/0") == #"{"value":"portable"}"#)
            #expect(await store.plain("{p1}/Tags/$count") == "2")
            #expect(await store.send("GET {p1}/Tags/9").status == 404)
        }
    }

    @Test(
        "null is 204, nothing is 404, and what does not fit is 400",
        arguments: [
            ("GET {p4}/ShippingAddress", 204), ("GET {p4}/ShippingAddress/City", 204), ("GET {p4}/Data", 204),
            ("GET {p4}/Data/$value", 204), ("GET {p2}/Reference.Store.SpecialProduct", 404), ("GET /Products(1)", 404),
            ("GET {p1}/Nope", 404), ("GET /Nope", 404), ("GET {p1}/$value", 400), ("GET /Products?$nope=1", 400),
            ("GET /Products?$filter=Nope eq 1", 400), ("GET {m1}/$value", 200), ("GET {p1}/Photo", 200),
            ("GET /Products/$query", 405), ("GET /Products/$each", 501),
            ("GET {p1}/Tags?$index=0", 400), ("GET /Products?$schemaversion=*", 200),
            ("GET /Products?$schemaversion=1.0", 200),
            ("GET /Products?$schemaversion=2", 404),
        ]
    )
    func statuses(request: String, status: Int) async throws {
        try await StoreService.with { store in #expect(await store.send(request).status == status) }
    }

    @Test("keys are named, left out where a constraint gives them, or segments of their own")
    func keys() async throws {
        try await StoreService.with { store in
            let expected = #"{"Description":"Fast laptop for work and play"}"#
            let addresses = [
                "/ProductDescriptions(ProductID=00000000-0000-4000-8001-000000000001,LanguageKey='EN')",
                "{p1}/Descriptions('EN')", "{p1}/Descriptions(LanguageKey='EN')", "{p1}/Descriptions/EN",
            ]
            for address in addresses.dropLast() {
                #expect(await store.plain("\(address)?$select=Description") == expected, "\(address)")
            }
            #expect(await store.plain("/Products/00000000-0000-4000-8001-000000000001/Name/$value") == "Laptop")
        }
    }

    @Test("an entity is found by its id")
    func entityByID() async throws {
        try await StoreService.with { store in
            for id in ["Products(00000000-0000-4000-8001-000000000001)", "http://store{p1}", "{p1}"] {
                let answer = await store.send("GET /$entity?$id=\(id)&$select=Name")
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.text.contains(##""@odata.context":"http://store/$metadata#Products(Name)/$entity""##))
                #expect(answer.text.contains(#""Name":"Laptop""#))
            }
            let special = await store.send(
                "GET /$entity/Reference.Store.SpecialProduct?$id={p1}&$select=SpecialFeature"
            )
            #expect(special.text.contains(#""SpecialFeature":"Onsite support""#))
            #expect(await store.send("GET /$entity").status == 400)
            #expect(await store.send("GET /$entity?$id=http://elsewhere.example/x").status == 404)
        }
    }

    @Test(
        "context URLs are exact in both versions",
        arguments: [
            ("/Products?$select=Name", "#Products(Name)"), ("{p1}?$select=Name", "#Products(Name)/$entity"),
            ("/Products/Reference.Store.SpecialProduct", "#Products/Reference.Store.SpecialProduct"),
            ("/Products?$select=Name&$expand=Category($select=Name)", "#Products(Name,Category(Name))"),
            ("{p1}/Name", "#Products(00000000-0000-4000-8001-000000000001)/Name"),
            ("{p1}/ShippingAddress", "#Products(00000000-0000-4000-8001-000000000001)/ShippingAddress"),
            ("/Company", "#Company"), ("/Company/Name", "#Company/Name"),
            ("/Products/$ref?$top=1", "#Collection($ref)"), ("{p1}/$ref", "#$ref"),
            ("{p1}/Descriptions", "#ProductDescriptions"), ("{p1}/Category", "#Categories/$entity"),
        ]
    )
    func contexts(target: String, context: String) async throws {
        try await StoreService.with { store in
            let old = await store.send("GET \(target)", nil, "OData-MaxVersion: 4.0")
            #expect(
                old.text.hasPrefix("{\"@odata.context\":\"http://store/$metadata\(context)\""),
                "\(old.text.prefix(200))"
            )
            let new = await store.send("GET \(target)", nil, "OData-MaxVersion: 4.01")
            #expect(new.text.hasPrefix("{\"@context\":\"http://store/$metadata\(context)\""), "\(new.text.prefix(200))")
        }
    }

    @Test("full metadata names types, ids, links and streams")
    func fullMetadata() async throws {
        try await StoreService.with { store in
            let product = await store.send("GET {p1}", nil, "Accept: application/json;odata.metadata=full")
            for piece in [
                ##""@odata.type":"#Reference.Store.SpecialProduct""##, #""@odata.id":"http://store{p1}""#,
                #""Category@odata.navigationLink":"http://store{p1}/Category""#,
                #""Category@odata.associationLink":"http://store{p1}/Category/$ref""#,
                ##""Rating@odata.type":"#Byte""##, ##""Tags@odata.type":"#Collection(String)""##,
                ##""Status@odata.type":"#Reference.Store.ProductStatus""##,
                #""Photo@odata.mediaContentType":"image/png""#,
            ] {
                let wanted = piece.replacing("{p1}", with: StoreService.product(1))
                #expect(product.text.contains(wanted), "\(wanted) in \(product.text.prefix(3000))")
            }
            let media = await store.send("GET {m1}", nil, "Accept: application/json;odata.metadata=full")
            #expect(media.text.contains(#""@odata.mediaContentType":"image/png""#))
        }
    }

    @Test("collections of values have options, complex values a selection")
    func structureOptions() async throws {
        try await StoreService.with { store in
            let rows = [
                ("{p1}/Tags?$top=1", #"{"value":["portable"]}"#), ("{p1}/Tags?$skip=1", #"{"value":["work"]}"#),
                ("{p1}/Tags?$orderby=$it desc", #"{"value":["work","portable"]}"#),
                ("{p1}/Tags?$filter=startswith($this,'w')", #"{"value":["work"]}"#),
                ("{p1}/Tags/$count?$filter=$it eq 'work'", "1"), ("{p4}/Tags?$top=1", #"{"value":[]}"#),
                ("{p1}/ShippingAddress?$select=City,State", #"{"City":"Seattle","State":"WA"}"#),
            ]
            for (target, expected) in rows { #expect(await store.plain(target) == expected, "\(target)") }
            let counted = await store.send("GET {p1}/Tags?$count=true&$top=1")
            #expect(counted.text.contains(#""@odata.count":2,"value":["portable"]"#), "\(counted.text)")
            #expect(await store.send("GET {p1}/Tags?$search=x").status == 400)
        }
    }

    @Test("tags make answers 304")
    func tags() async throws {
        try await StoreService.with { store in
            let first = await store.send("GET {p1}")
            #expect(first.header("ETag") == "W/\"1\"")
            #expect(await store.send("GET {p1}", nil, "If-None-Match: W/\"1\"").status == 304)
            #expect(await store.send("GET {p1}", nil, "If-None-Match: W/\"2\"").status == 200)
        }
    }

    @Test("a long query stands in the body")
    func queryInBody() async throws {
        try await StoreService.with { store in
            let answer = await store.send(
                "POST /Products/$query",
                "$filter=Price gt 1000&$select=Name",
                "Content-Type: text/plain"
            )
            #expect(answer.status == 200)
            #expect(answer.text.contains("Premium Laptop Pro"))
        }
    }

    @Test("levels end where there is nothing more")
    func levels() async throws {
        try await StoreService.with { store in
            let text = await store.plain("{p5}?$select=Name&$expand=RelatedProducts($levels=max;$select=Name)")
            #expect(
                text.hasPrefix(
                    #"{"Name":"Smartphone","RelatedProducts":[{"Name":"Laptop","RelatedProducts":[{"Name":"Premium Laptop Pro","RelatedProducts":[]}]}]}"#
                )
            )
        }
    }
}
