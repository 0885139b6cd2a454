import Foundation
import Testing

@testable import odata_reference

@Suite("$crossjoin and $all")
struct SeveralSetsTests {
    @Test("pairs are shown by the addresses of their entities, in the order of both keys")
    func links() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /$crossjoin(Categories,ReadOnlyItems)?$top=1&$count=true")
            let category = "http://store\(StoreService.category(1))"
            #expect(
                answer.text.hasPrefix(
                    ##"{"@odata.context":"http://store/$metadata#Collection(Edm.ComplexType)","@odata.count":6,"value":[{"Categories@odata.navigationLink":"\##(category)","ReadOnlyItems@odata.navigationLink":"http://store/ReadOnlyItems("##
                ),
                "\(answer.text)"
            )
            #expect(await store.plain("/$crossjoin(Categories,ReadOnlyItems)/$count") == "6")
            #expect(await store.plain("/$crossjoin(Categories)?$top=1") == #"{"value":[{}]}"#)
            let new = await store.send(
                "GET /$crossjoin(Products,Categories)?$top=1&$select=Categories",
                nil,
                "OData-MaxVersion: 4.01"
            )
            #expect(new.text.hasSuffix(##""value":[{"Categories@navigationLink":"\##(category)"}]}"##), "\(new.text)")
        }
    }

    @Test("options speak of the entities under the names of their sets")
    func options() async throws {
        try await StoreService.with { store in
            let pairs = "/$crossjoin(Products,Categories)?$filter=Products/CategoryID eq Categories/ID"
            let rows = [
                (
                    "\(pairs)&$orderby=Products/Name desc&$top=1&$expand=Products($select=Name),Categories($select=Name)",
                    #"{"value":[{"Products":{"Name":"Wireless Mouse"},"Categories":{"Name":"Electronics"}}]}"#
                ),
                (
                    "\(pairs) and Products/Name eq 'Laptop'&$expand=Categories($select=Name;$expand=Products($select=Name;$filter=Name eq 'Laptop'))",
                    #"{"value":[{"Categories":{"Name":"Electronics","Products":[{"Name":"Laptop"}]}}]}"#
                ),
                (
                    "\(pairs) and Products/Category/Name eq 'Electronics' and Products/Price gt 900&$compute=Products/Price div 2 as Half&$select=Half&$orderby=Half",
                    #"{"value":[{"Half":499.995},{"Half":999.995}]}"#
                ),
                (
                    "/$crossjoin(Products,Categories)?$apply=filter(Products/CategoryID eq Categories/ID)/groupby((Categories/Name),aggregate($count as Number))&$orderby=Number desc&$top=1",
                    #"{"value":[{"Number":5,"Categories":{"Name":"Electronics"}}]}"#
                ),
                (
                    "\(pairs) and isof(Products,Reference.Store.SpecialProduct) and Products/Reference.Store.SpecialProduct/SpecialFeature eq 'Onsite support'&$expand=Products/Reference.Store.SpecialProduct($select=SpecialFeature)",
                    #"{"value":[{"Products":{"SpecialFeature":"Onsite support"}}]}"#
                ),
                (
                    "/$crossjoin(Categories,ReadOnlyItems)?$filter=Categories/Products/any(p:p/Name eq 'Coffee Mug')&$expand=Categories($select=Name),ReadOnlyItems($select=Name)&$orderby=ReadOnlyItems/Name desc",
                    #"{"value":[{"Categories":{"Name":"Kitchen"},"ReadOnlyItems":{"Name":"Read-only item B"}},{"Categories":{"Name":"Kitchen"},"ReadOnlyItems":{"Name":"Read-only item A"}}]}"#
                ),
            ]
            for (target, expected) in rows {
                let found = await store.plain(target)
                #expect(found == expected, "\(target)")
            }
            #expect(
                await store.plain(
                    "/$crossjoin(Products,Categories)/$count?$filter=Products/CategoryID eq Categories/ID"
                ) == "7"
            )
        }
    }

    @Test("pages of pairs begin behind the last pair")
    func pages() async throws {
        try await StoreService.with { store in
            let whole = await store.send("GET /$crossjoin(Products,ReadOnlyItems)?$skip=1&$top=9").rows
            #expect(whole.count == 9)
            let found = await store.pages("/$crossjoin(Products,ReadOnlyItems)?$skip=1&$top=9", size: 4)
            #expect(found.map(\.count) == [4, 4, 1])
            let links = { (row: [String: Any]) in
                ["Products", "ReadOnlyItems"].map { row["\($0)@odata.navigationLink"] as? String ?? "" }
            }
            #expect(found.joined().map(links) == whole.map(links))
        }
    }

    @Test("all entities come set by set, each with its context, type and id")
    func all() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /$all?$count=true")
            let total = try #require(answer.json["@odata.count"] as? Int)
            let rows = answer.rows
            #expect(rows.count == total)
            #expect(await store.plain("/$all/$count") == "\(total)")
            #expect(answer.json["@odata.context"] as? String == "http://store/$metadata#Collection(Edm.EntityType)")
            for row in rows {
                let id = try #require(row["@odata.id"] as? String)
                let type = try #require(row["@odata.type"] as? String)
                #expect(row["@odata.context"] != nil)
                let entity = await store.send(
                    "GET \(id.dropFirst("http://store".count))",
                    nil,
                    "Accept: application/json;odata.metadata=full"
                )
                #expect(entity.json["@odata.type"] as? String == type, "\(id)")
                #expect(entity.json["@odata.id"] as? String == id, "\(id)")
            }
            let sets = rows.compactMap {
                ($0["@odata.context"] as? String)?.split(separator: "#").last.map(String.init)
            }
            let order = await store.send("GET /").rows.filter { $0["kind"] as? String != "FunctionImport" }
            var seen: [String] = []
            for set in sets where seen.last != set { seen.append(set) }
            #expect(
                seen
                    == order.map {
                        ($0["name"] as? String ?? "") + ($0["kind"] as? String == "Singleton" ? "" : "/$entity")
                    }
            )
            let plain = await store.plain("/$all?$top=1")
            #expect(!plain.contains("@"))
            let full = await store.send("GET /$all?$top=1", nil, "Accept: application/json;odata.metadata=full")
            #expect(full.rows.first?["@odata.editLink"] != nil)
        }
    }

    @Test("pages of all entities go on over the ends of sets", arguments: [1, 2, 3, 7, 100])
    func allPages(size: Int) async throws {
        try await StoreService.with { store in
            let whole = await store.send("GET /$all").rows.map { $0["@odata.id"] as? String ?? "" }
            let pages = await store.pages("/$all", size: size)
            #expect(pages.joined().map { $0["@odata.id"] as? String ?? "" } == whole)
            #expect(pages.dropLast().allSatisfy { $0.count == size })
            #expect(pages.last?.isEmpty == false)
            for skip in [0, 3, 7, 8, 19, whole.count, whole.count + 5] {
                let part = await store.pages("/$all?$skip=\(skip)&$top=5", size: size)
                #expect(
                    part.joined().map { $0["@odata.id"] as? String ?? "" } == Array(whole.dropFirst(skip).prefix(5)),
                    "\(skip)"
                )
            }
        }
    }

    @Test("of one type there are all that have it, in every set, with the options of a set")
    func allOfType() async throws {
        try await StoreService.with { store in
            let special = "/$all/Reference.Store.SpecialProduct"
            #expect(
                await store.plain("\(special)/$count")
                    == (await store.plain("/Products/Reference.Store.SpecialProduct/$count"))
            )
            #expect(
                await store.plain(
                    "\(special)?$filter=SpecialFeature eq 'Onsite support'&$select=Name&$expand=Category($select=Name)"
                )
                    == #"{"value":[{"Name":"Laptop","Category":{"Name":"Electronics"}}]}"#
            )
            let answer = await store.send("GET /$all/Reference.Store.Category?$select=Name&$orderby=Name desc&$top=1")
            #expect(
                answer.text.hasPrefix(
                    ##"{"@odata.context":"http://store/$metadata#Collection(Reference.Store.Category)","value":[{"@odata.context":"http://store/$metadata#Categories(Name)/$entity","@odata.type":"#Reference.Store.Category","@odata.id":"http://store/Categories("##
                ),
                "\(answer.text)"
            )
            #expect(await store.send("GET /$all/Reference.Store.CompanyInfo").rows.count == 1)
        }
    }

    @Test(
        "what does not fit is told",
        arguments: [
            ("GET /$crossjoin(Products,Nope)", 404), ("GET /$crossjoin(Products,Products)", 400),
            ("GET /$crossjoin(Products,Categories)/Products", 400),
            ("GET /$crossjoin(Products,Categories)?$search=x", 400),
            ("GET /$crossjoin(Products,Categories)?$filter=Name eq 'x'", 400),
            ("GET /$crossjoin(Products,Categories)?$filter=Products/Nope eq 'x'", 400),
            ("GET /$crossjoin(Products,Categories,MediaItems,ReadOnlyItems,DecimalSamples)", 400),
            ("POST /$crossjoin(Products,Categories)", 405), ("DELETE /$all", 405), ("POST /$all", 405),
            ("GET /$all?$filter=Name eq 'x'", 400), ("GET /$all?$select=Name", 400), ("GET /$all?$orderby=Name", 400),
            ("GET /$all/Nope", 404), ("GET /$all/Reference.Store.Address", 404), ("GET /$all/$ref", 400),
            ("GET /$all/Reference.Store.Product(1)", 400), ("GET /$all/Reference.Store.Product?$filter=Nope eq 1", 400),
            ("GET /$all?$skiptoken=x", 400),
        ]
    )
    func refusals(request: String, status: Int) async throws {
        try await StoreService.with { store in
            let answer = await store.send(request, request.hasPrefix("POST") ? "{}" : nil)
            #expect(answer.status == status, "\(answer.text)")
        }
    }
}

extension StoreService {
    /// The rows of all pages of a collection, page by page.
    fileprivate func pages(_ target: String, size: Int) async -> [[[String: Any]]] {
        var pages: [[[String: Any]]] = []
        var next: String? = target
        while let line = next, pages.count < 100 {
            let answer = await send("GET \(line)", nil, "Prefer: odata.maxpagesize=\(size)")
            pages.append(answer.rows)
            next = (answer.json["@odata.nextLink"] as? String).map { String($0.dropFirst("http://store".count)) }
        }
        return pages
    }
}
