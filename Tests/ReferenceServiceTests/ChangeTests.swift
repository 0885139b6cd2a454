import Foundation
import Testing

@testable import odata_reference

@Suite("Changes of the products")
struct ChangeTests {
    private static let laptop = StoreService.product(1)

    /// Reads all pages with `Prefer: track-changes` and gives the delta link.
    private static func deltaLink(_ store: StoreService, _ path: String) async throws -> String {
        let first = await store.send("GET \(path)", nil, "Prefer: track-changes,maxpagesize=3")
        #expect(first.header("Preference-Applied")?.contains("track-changes") == true, "\(first.text)")
        var body = try Self.body(first.text)
        for _ in 0..<50 {
            guard let next = body["@odata.nextLink"] as? String else { break }
            body = try Self.body(await store.send("GET \(Self.path(next))").text)
        }
        return Self.path(try #require(body["@odata.deltaLink"] as? String))
    }

    private static func body(_ text: String) throws -> [String: Any] {
        try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
    }

    /// The address without the root.
    private static func path(_ link: String) -> String { link.replacing("http://store", with: "") }

    private static func names(_ body: [String: Any]) -> [String] {
        (body["value"] as? [[String: Any]] ?? []).map { row in
            (row["Name"] as? String) ?? (row["reason"] as? String) ?? "?"
        }
    }

    @Test("a delta link tells what was changed, made and deleted, and then nothing")
    func sweep() async throws {
        try await StoreService.with { store in
            let link = try await Self.deltaLink(store, "/Products?$select=Name")
            #expect(await store.send("PATCH \(Self.laptop)", #"{"Name":"Changed"}"#).status == 204)
            let made = await store.send("POST /Products", #"{"Name":"New","Price":1}"#)
            #expect(made.status == 201, "\(made.text)")
            #expect(await store.send("DELETE \(StoreService.product(3))").status == 204)
            let changes = try Self.body(await store.send("GET \(link)").text)
            #expect(changes["@odata.context"] as? String == "http://store/$metadata#Products(Name)/$delta")
            #expect(Self.names(changes) == ["Changed", "New", "deleted"])
            let next = Self.path(try #require(changes["@odata.deltaLink"] as? String))
            let nothing = try Self.body(await store.send("GET \(next)").text)
            #expect(Self.names(nothing).isEmpty)
        }
    }

    @Test("what leaves a filter is told as removed, what comes into it as it is")
    func filter() async throws {
        try await StoreService.with { store in
            let link = try await Self.deltaLink(store, "/Products?$filter=Price gt 900")
            #expect(await store.send("PATCH \(Self.laptop)", #"{"Price":5}"#).status == 204)
            #expect(await store.send("PATCH \(StoreService.product(2))", #"{"Price":1000}"#).status == 204)
            let changes = try Self.body(await store.send("GET \(link)").text)
            #expect(Self.names(changes) == ["changed", "Wireless Mouse"])
        }
    }

    @Test("deleting a category changes its products, for the schema takes their reference away")
    func cascade() async throws {
        try await StoreService.with { store in
            let link = try await Self.deltaLink(store, "/Products?$select=Name,CategoryID")
            let category = "/Categories(00000000-0000-4000-8002-000000000002)"
            let own = await store.names("\(category)/Products")
            #expect(!own.isEmpty)
            #expect(await store.send("DELETE \(category)").status == 204)
            let changes = try Self.body(await store.send("GET \(link)").text)
            #expect(Self.names(changes).sorted() == own.sorted())
        }
    }

    @Test("after the return to the seed delta links from before are 410 and say where to read anew; new ones hold")
    func reseed() async throws {
        try await StoreService.with { store in
            let link = try await Self.deltaLink(store, "/Products?$select=Name")
            #expect(await store.send("POST /Reseed").status < 300)
            let old = await store.send("GET \(link)")
            #expect(old.status == 410)
            #expect(old.text.contains("http://store/Products"))
            let new = try await Self.deltaLink(store, "/Products?$select=Name")
            #expect(await store.send("PATCH \(Self.laptop)", #"{"Name":"Changed"}"#).status == 204)
            #expect(Self.names(try Self.body(await store.send("GET \(new)").text)) == ["Changed"])
        }
    }

    @Test("a text that is no token of this service is 400, and sets that promise nothing have no delta link")
    func refusals() async throws {
        try await StoreService.with { store in
            #expect(await store.send("GET /Products?$deltatoken=abc").status == 400)
            let plain = await store.send("GET /Categories", nil, "Prefer: track-changes")
            #expect(plain.header("Preference-Applied") == nil)
            #expect(!plain.text.contains("deltaLink"))
        }
    }
}
