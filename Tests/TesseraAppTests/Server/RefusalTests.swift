import Foundation
import TesseraApp
import Testing

/// What the feed answers to requests it refuses: always an error of OData, never a page, with the headers that belong to
/// the status.
@Suite struct RefusalTests {
    struct Row: Sendable {
        var status: Int
        var code: String
        var method = "GET"
        var path = "/odata/v4/Companies"
        var fields: [String] = []
        var body = ""
        /// A header that must be there, with how its value begins.
        var header = ("OData-Version", "4.0")
        /// A word of the message.
        var word = ""
        var isAuthorised = true
    }

    private static let long = String(repeating: "a", count: 20_000)
    private static let query = "/odata/v4/Companies/$query"
    private static let text = "Content-Type: text/plain"

    static let rows: [Row] = [
        Row(
            status: 400,
            code: "auth.ambiguous",
            fields: ["X-Api-Key: x"],
            header: ("WWW-Authenticate", "Bearer realm")
        ),
        Row(status: 400, code: "auth.query-not-allowed", path: "/odata/v4/Companies?access_token=x"),
        Row(status: 401, code: "auth.required", header: ("WWW-Authenticate", "Basic realm"), isAuthorised: false),
        Row(
            status: 401,
            code: "token.malformed",
            fields: ["Authorization: Bearer tsr_pat_x"],
            header: ("WWW-Authenticate", "Basic realm"),
            word: "copied",
            isAuthorised: false
        ),
        Row(status: 404, code: "resource.not-found", path: "/odata/v4/Companys", word: "'Companies'"),
        Row(status: 404, code: "entity.not-found", path: "/odata/v4/Companies(999999999)"),
        Row(status: 404, code: "resource.not-found", path: "/odata", word: "/odata/v4/", isAuthorised: false),
        Row(status: 404, code: "resource.not-found", path: "/odata/v3/Companies", word: "/odata/v4/"),
        Row(status: 405, code: "method.not-allowed", method: "PUT", path: "/odata/v4/", header: ("Allow", "GET")),
        Row(
            status: 405,
            code: "method.not-allowed",
            method: "POST",
            path: "/odata/v4/Companies(1)",
            header: ("Allow", "GET")
        ),
        Row(status: 406, code: "format.not-acceptable", fields: ["Accept: text/html"], word: "text/html"),
        Row(status: 406, code: "format.not-acceptable", path: "/odata/v4/Companies?$format=atom", word: "atom"),
        Row(status: 406, code: "version.unsupported", fields: ["OData-MaxVersion: 3.0"], word: "3.0"),
        Row(status: 406, code: "charset.not-acceptable", fields: ["Accept-Charset: utf-16"], word: "utf-16"),
        Row(
            status: 413,
            code: "limit.query-body-too-large",
            method: "POST",
            path: query,
            fields: [text],
            body: String(repeating: "x", count: 270_000),
            word: "262144"
        ),
        Row(status: 414, code: "limit.url-too-long", path: "/odata/v4/Companies?$filter=" + long, word: "$query"),
        Row(
            status: 415,
            code: "media-type.unsupported",
            method: "POST",
            path: query,
            fields: ["Content-Type: text/csv"],
            body: "x",
            word: "text/csv"
        ),
        Row(
            status: 415,
            code: "media-type.unsupported",
            method: "POST",
            path: query,
            fields: [text, "Content-Encoding: br"],
            body: "x",
            word: "gzip"
        ),
        Row(status: 431, code: "limit.headers-too-large", fields: ["X: " + long], word: "16384"),
    ]

    @Test("a refused request gets its status, code and headers as an error of OData", arguments: rows.indices)
    func refusals(index: Int) async throws {
        let row = Self.rows[index]
        var fields = row.fields
        if !row.body.isEmpty { fields.append("Content-Length: \(row.body.utf8.count)") }
        let server = try await DemoServer.shared()
        let answer = try await server.request(
            row.method,
            row.path,
            fields: fields,
            isAuthorised: row.isAuthorised,
            body: row.body
        )
        #expect(answer.status == row.status && answer.errorCode == row.code, "\(answer.text.prefix(300))")
        #expect(answer["Content-Type"]?.hasPrefix("application/json") == true && answer["OData-Version"] == "4.0")
        #expect(answer["Cache-Control"]?.contains("no-store") == true && answer["Request-Id"] != nil)
        #expect(answer["Set-Cookie"] == nil && answer["Location"] == nil)
        #expect(answer[row.header.0]?.hasPrefix(row.header.1) == true, "\(row.header)")
        #expect(row.word.isEmpty || answer.errorMessage.contains(row.word), "\(answer.errorMessage)")
    }

    @Test("a set or column outside the scopes is 403 and names the word that is missing")
    func scope() async throws {
        let server = try await DemoServer.shared()
        let wish = ConsoleAccounts.TokenWish(description: "Narrow \(UUID())", days: 7, neverReason: nil)
        let token = try await ConsoleAccounts(server.services).createToken(wish, login: server.email)
        for (path, word) in [("AuditEvents", "audit.read"), ("Contacts?$select=Email", "odata.personal.contact")] {
            let answer = try await server.request(
                "GET",
                "/odata/v4/" + path,
                fields: ["X-Api-Key: \(token)"],
                isAuthorised: false
            )
            #expect(answer.status == 403 && answer.errorCode == "token.scope" && answer.errorMessage.contains(word))
            #expect(answer["WWW-Authenticate"]?.contains("insufficient_scope") == true)
        }
    }

    @Test("too many failures from one network are 429, and a good token still passes; so is too much of one token")
    func tooMany() async throws {
        let server = try await DemoServer.bare { $0.accounts.requestsPerMinute = 3 }
        let bad = "X-Api-Key: tsr_pat_ABCDEFGHIJKL_56789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijkl0uv809"
        var last = try await server.request("GET", "/odata/v4/", fields: [bad], isAuthorised: false)
        for _ in 0..<40 where last.status == 401 {
            last = try await server.request("GET", "/odata/v4/", fields: [bad], isAuthorised: false)
        }
        #expect(
            last.status == 429 && last.errorCode == "rate.auth" && (last["Retry-After"].flatMap { Int($0) } ?? 0) > 0
        )
        var statuses: [Int] = []
        for _ in 0..<4 {
            last = try await server.request("GET", "/odata/v4/")
            statuses.append(last.status)
        }
        #expect(statuses == [200, 200, 200, 429] && last.errorCode == "rate.token")
        #expect((last["Retry-After"].flatMap { Int($0) } ?? 0) > 0 && last["RateLimit-Limit"] == "3")
    }
}
