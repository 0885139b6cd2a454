import Foundation
import Testing

/// Whole requests to the feed through the real HTTP server.
@Suite struct FeedTests {
    @Test("the service document lists the sets")
    func serviceDocument() async throws {
        let answer = try await DemoServer.shared().feed("/")
        let names = answer.rows.compactMap { $0["name"] as? String }
        #expect(answer.status == 200 && names.contains("Opportunities") && Set(names).count == names.count)
    }

    @Test("the metadata is XML by default, JSON where it is wanted, and answers 304 to its tag")
    func metadata() async throws {
        let server = try await DemoServer.shared()
        let xml = try await server.feed("/$metadata", fields: ["Accept: application/xml"])
        #expect(xml.text.hasPrefix("<?xml") && xml["Content-Type"]?.hasPrefix("application/xml") == true)
        let json = try await server.feed("/$metadata", fields: ["Accept: application/json"])
        #expect(json.json["$Version"] != nil)
        let tag = try #require(xml["ETag"])
        let again = try await server.feed("/$metadata", fields: ["Accept: application/xml", "If-None-Match: \(tag)"])
        #expect(again.status == 304 && again.body.isEmpty)
    }

    @Test("a token is taken as Bearer, as Basic password and as X-Api-Key", arguments: ["bearer", "basic", "key"])
    func credentials(way: String) async throws {
        let server = try await DemoServer.shared()
        let basic = Data(":\(server.token)".utf8).base64EncodedString()
        let field =
            switch way {
            case "bearer": "Authorization: Bearer \(server.token)"
            case "basic": "Authorization: Basic \(basic)"
            default: "X-Api-Key: \(server.token)"
            }
        let answer = try await server.request(
            "GET",
            "/odata/v4/Companies?$top=1",
            fields: [field],
            isAuthorised: false
        )
        #expect(answer.status == 200 && answer.rows.count == 1)
    }

    @Test(
        "anything else is refused as the table says, in JSON and with both challenges",
        arguments: [
            ("", 401, "auth.required"), ("Authorization: Bearer", 401, "auth.required"),
            ("Authorization: Digest x", 401, "auth.required"),
            ("Authorization: Basic bWU6cGFzc3dvcmQ=", 401, "auth.password-not-accepted"),
            ("Authorization: Basic %%%", 401, "token.malformed"),
            ("X-Api-Key: tsr_pat_short", 401, "token.malformed"),
            (
                "X-Api-Key: tsr_pat_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809", 401,
                "token.invalid"
            ),
        ]
    )
    func refusals(field: String, status: Int, code: String) async throws {
        let server = try await DemoServer.shared()
        let answer = try await server.request(
            "GET",
            "/odata/v4/Companies",
            fields: field.isEmpty ? [] : [field],
            isAuthorised: false
        )
        #expect(answer.status == status && answer.errorCode == code)
        let challenges = answer.fields.filter { $0.name == "www-authenticate" }.map(\.value)
        #expect(challenges.count == 2 && challenges[0].hasPrefix("Basic") && challenges[1].hasPrefix("Bearer"))
        #expect(answer["Set-Cookie"] == nil)
    }

    @Test("a token in the address is refused, also beside a good one")
    func tokenInAddress() async throws {
        let server = try await DemoServer.shared()
        let answer = try await server.feed("/Companies?access_token=\(server.token)")
        #expect(answer.status == 400 && answer.errorCode == "auth.query-not-allowed")
    }

    @Test(
        "bad input has its own status, and unknown names come with the nearest",
        arguments: [
            ("/Companys", 404, "Companies"), ("/Companies?$filter=Nmae%20eq%20'x'", 400, "Name"),
            ("/Companies?$filter=Name%20eq%20eq", 400, ""), ("/Companies(0)", 404, ""),
            ("/Companies?$skiptoken=abc", 400, ""),
            ("/Companies?$apply=concat(identity,nest(identity%20as%20N))", 501, ""),
        ]
    )
    func badInput(path: String, status: Int, hint: String) async throws {
        let answer = try await DemoServer.shared().feed(path)
        #expect(answer.status == status && answer.errorCode != nil, "\(answer.text.prefix(300))")
        #expect(hint.isEmpty || answer.errorMessage.contains(hint), "\(answer.errorMessage)")
    }

    @Test(
        "pages put together are all rows, once each",
        arguments: ["Companies", "Opportunities", "OpportunityStageHistory"]
    )
    func paging(set: String) async throws {
        let server = try await DemoServer.shared()
        let count = try #require(Int(try await server.feed("/\(set)/$count").text))
        var path: String? = "/odata/v4/\(set)"
        var etags: [String] = []
        var pages = 0
        while let current = path {
            let answer = try await server.request("GET", current, fields: ["Prefer: odata.maxpagesize=70"])
            #expect(answer.status == 200 && answer.rows.count <= 70)
            etags += answer.rows.map { row in
                row.filter { $0.key.hasSuffix("Id") }.map { "\($0.key)\($0.value)" }.sorted().joined()
            }
            pages += 1
            let next = answer.json["@odata.nextLink"] as? String
            path = next.flatMap { link in link.range(of: "/odata/v4").map { String(link[$0.lowerBound...]) } }
            try #require(pages < 1_000)
        }
        #expect(etags.count == count && pages >= count / 70)
    }

    @Test("HEAD has the headers of GET and no body")
    func head() async throws {
        let answer = try await DemoServer.shared().request("HEAD", "/odata/v4/Companies?$top=3")
        #expect(answer.status == 200 && answer.body.isEmpty && answer["OData-Version"] != nil)
    }

    @Test("an entity answers 304 to its own tag and 200 to another")
    func notModified() async throws {
        let server = try await DemoServer.shared()
        let entity = try await server.feed("/Companies(1)")
        let tag = try #require(entity["ETag"])
        #expect(try await server.feed("/Companies(1)", fields: ["If-None-Match: \(tag)"]).status == 304)
        #expect(try await server.feed("/Companies(1)", fields: ["If-None-Match: W/\"other\""]).status == 200)
    }

    @Test("a client that takes gzip gets it, and far fewer bytes")
    func gzip() async throws {
        let server = try await DemoServer.shared()
        let plain = try await server.feed("/Opportunities?$top=200")
        let packed = try await server.feed("/Opportunities?$top=200", fields: ["Accept-Encoding: gzip"])
        #expect(plain["Content-Encoding"] == nil && packed["Content-Encoding"] == "gzip")
        #expect(packed.body.prefix(2) == [0x1f, 0x8b] && packed.body.count * 3 < plain.body.count)
    }

    @Test("context URLs and links bear the address the client used")
    func contextURL() async throws {
        let server = try await DemoServer.shared()
        let answer = try await server.feed("/Companies?$top=1")
        let context = answer.json["@odata.context"] as? String ?? ""
        #expect(context.hasPrefix("http://127.0.0.1:\(server.port)/odata/v4/$metadata#Companies"))
    }
}
