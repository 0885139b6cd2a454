import Foundation
import HTTPTypes
import ODataServer
import Testing

@testable import odata_reference

@Suite("Requests that are answered later")
struct AsyncTests {
    private static let later = "Prefer: respond-async,wait=0"
    private static let new = "OData-MaxVersion: 4.01"

    /// Sends a request that is accepted, and gives the path of its monitor.
    private static func accepted(
        _ store: StoreService,
        _ line: String,
        _ body: String? = nil,
        _ headers: String...
    ) async throws -> String {
        let answer = await store.send(line, body, headers: headers + [Self.later])
        #expect(answer.status == 202, "\(answer.text)")
        #expect(answer.header("Preference-Applied") == "respond-async")
        #expect(answer.header("Retry-After") == "1")
        #expect(answer.text.isEmpty)
        let location = try #require(answer.header("Location"))
        #expect(location.hasPrefix("http://store/$async/"))
        return location.replacing("http://store", with: "")
    }

    /// Asks the monitor until the answer is whole.
    private static func final(
        _ store: StoreService,
        _ monitor: String,
        _ headers: String...
    ) async -> StoreService.Answer {
        while true {
            let answer = await store.send("GET \(monitor)", nil, headers: headers)
            if answer.status != 202 { return answer }
            #expect(answer.header("Location") == "http://store\(monitor)")
            await Task.yield()
        }
    }

    @Test("a read is answered at the monitor, with AsyncResult in 4.01 and as an HTTP message in 4.0")
    func read() async throws {
        try await StoreService.with { store in
            let plain = await store.send("GET /Products?$select=Name", nil, Self.new)
            let monitor = try await Self.accepted(store, "GET /Products?$select=Name", nil, Self.new)
            let answer = await Self.final(store, monitor, Self.new)
            #expect(answer.status == 200)
            #expect(answer.header("AsyncResult") == "200")
            #expect(answer.header("Content-Type") == plain.header("Content-Type"))
            #expect(answer.header("OData-Version") == "4.01")
            #expect(answer.text == plain.text)
            for headers in [["Accept: application/http", Self.new], []] {
                let message = await store.send("GET \(monitor)", nil, headers: headers)
                #expect(message.status == 200)
                #expect(message.header("Content-Type") == "application/http")
                #expect(message.header("AsyncResult") == (headers.isEmpty ? nil : "200"))
                #expect(message.text.hasPrefix("HTTP/1.1 200 OK\r\n"))
                #expect(message.text.hasSuffix("\r\n\r\n" + plain.text))
            }
        }
    }

    @Test("a failure is a final answer too")
    func failure() async throws {
        try await StoreService.with { store in
            let monitor = try await Self.accepted(store, "GET /Nothing", nil, Self.new)
            let answer = await Self.final(store, monitor, Self.new)
            #expect(answer.status == 200)
            #expect(answer.header("AsyncResult") == "404")
            #expect(answer.text.contains("resource.not-found"))
        }
    }

    @Test("changes, actions and batches are carried out once")
    func changes() async throws {
        try await StoreService.with { store in
            let made = try await Self.accepted(store, "POST /Products", #"{"Name":"Later","Price":3}"#, Self.new)
            let answer = await Self.final(store, made, Self.new)
            #expect(answer.header("AsyncResult") == "201")
            #expect(answer.header("Location")?.hasPrefix("http://store/Products(") == true)
            #expect(await store.names("/Products?$filter=Name eq 'Later'").count == 1)

            let price = #"{"amount":1}"#
            let raised = try await Self.accepted(
                store,
                "POST \(StoreService.product(1))/IncreasePrice",
                price,
                Self.new
            )
            #expect(await Self.final(store, raised, Self.new).header("AsyncResult") == "204")
            #expect(await store.plain("\(StoreService.product(1))/Price/$value") == "1000.99")

            let parts = #"{"requests":[{"id":"1","method":"get","url":"Products/$count"}]}"#
            let batch = try await Self.accepted(store, "POST /$batch", parts, Self.new)
            let whole = await Self.final(store, batch, Self.new)
            #expect(whole.header("AsyncResult") == "200")
            #expect(whole.text.contains(#""id":"1""#), "\(whole.text)")
        }
    }

    @Test("an answer that is there in time is given itself")
    func inTime() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /Products/$count", nil, "Prefer: respond-async, wait=60")
            #expect(answer.status == 200)
            #expect(answer.header("Preference-Applied") == nil)
        }
    }

    @Test("DELETE at the monitor forgets the request; other methods are refused")
    func cancel() async throws {
        try await StoreService.with { store in
            let monitor = try await Self.accepted(store, "GET /Products")
            let refused = await store.send("POST \(monitor)", "{}")
            #expect(refused.status == 405)
            #expect(refused.header("Allow") == "GET, HEAD, DELETE")
            #expect(await store.send("DELETE \(monitor)").status == 204)
            #expect(await store.send("GET \(monitor)").status == 404)
            #expect(await store.send("DELETE \(monitor)").status == 404)
        }
    }

    @Test("names that are none are unknown", arguments: ["x", "../store.sqlite", "%2e%2e%2fstore", "$metadata", ""])
    func names(name: String) async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /$async/\(name)")
            #expect(answer.status == 404)
            #expect(answer.text.contains("async.unknown"))
        }
    }

    @Test("callback is not applied")
    func callback() async throws {
        try await StoreService.with { store in
            let answer = await store.send("GET /Products/$count", nil, "Prefer: callback;url=\"http://127.0.0.1:1/\"")
            #expect(answer.status == 200)
            #expect(answer.header("Preference-Applied") == nil)
        }
    }
}
