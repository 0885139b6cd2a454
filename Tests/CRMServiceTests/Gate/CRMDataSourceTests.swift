import Foundation
import HTTPTypes
import Identity
import OData
import ODataSQL
import ODataServer
import SQLCore
import Testing

@testable import CRMService

@Suite struct CRMDataSourceTests {
    private static func preferences(_ size: Int) -> HTTPFields {
        var fields = HTTPFields()
        if let name = HTTPField.Name("Prefer") { fields[name] = "maxpagesize=\(size)" }
        return fields
    }

    private static func fill(_ service: TemporaryService, tags count: Int) async throws {
        try await service.database.write { connection in
            try connection.execute(
                script: """
                    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \(count))
                    INSERT INTO "Teams" ("TeamId", "Name", "Path", "StatusFlag", "Created", "ChangeSeq",
                        "LastUpdatedTimestamp")
                    SELECT i, 'team ' || (i % 977) || ' ' || i, '/' || i || '/', 'A', \(testNow), 1000000 + i, \(testNow)
                    FROM n;
                    """
            )
        }
    }

    private static func follow(_ link: String?) -> String? {
        link.map { $0.replacingOccurrences(of: "https://crm.test/odata/v4", with: "") }
    }

    @Test("pages to the end over 25,000 rows are together the whole, each row once")
    func paging() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 25_000)
            let viewer = Viewer.system("test")
            for query in [
                "$select=TeamId", "$select=TeamId&$orderby=Path desc", "$select=TeamId&$filter=TeamId ne 7&$skip=3",
            ] {
                var url: String? = "/Teams?\(query)&$count=true"
                var found: [String] = []
                var pages = 0
                while let next = url {
                    let answer = try await service.get(next, as: viewer, fields: Self.preferences(4_000))
                    #expect(answer.status == 200)
                    found += answer.column("TeamId")
                    url = Self.follow(answer.json["@odata.nextLink"].plainText)
                    pages += 1
                    let expected = query.contains("ne 7") ? "24999" : "25000"
                    #expect(answer.json["@odata.count"].plainText == expected)
                }
                let expected = query.contains("ne 7") ? 24_996 : 25_000
                #expect(found.count == expected && Set(found).count == expected)
                #expect(pages == 7)
                if query.contains("desc") {
                    let paths = (1...25_000).map { "/\($0)/" }
                    let keys = paths.sorted(by: >).map { path in String(path.dropFirst().dropLast()) }
                    #expect(found == keys)
                }
            }
        }
    }

    @Test("without a page size a set comes in pages of 10,000, and an explicit top up to 50,000 in one")
    func tops() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 25_000)
            let viewer = Viewer.system("test")
            let plain = try await service.get("/Teams?$select=TeamId", as: viewer)
            #expect(plain.column("TeamId").count == 10_000)
            #expect(plain.json["@odata.nextLink"] != .null)
            for top in [24_000, 50_000] {
                let answer = try await service.get("/Teams?$select=TeamId&$top=\(top)", as: viewer)
                #expect(answer.column("TeamId").count == min(top, 25_000))
                #expect(answer.json["@odata.nextLink"] == .null)
            }
            let paged = try await service.get("/Teams?$top=5", as: viewer, fields: Self.preferences(3))
            let rest = try #require(Self.follow(paged.json["@odata.nextLink"].plainText))
            let last = try await service.get(rest, as: viewer)
            #expect(last.column("TeamId") == ["4", "5"])
            #expect(last.json["@odata.nextLink"] == .null)
        }
    }

    @Test("a position that was changed, belongs to another query or to another reader is refused")
    func positions() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 50)
            let ada = try await service.addUser("ada", role: .admin)
            let eve = try await service.addUser("eve", role: .admin)
            let viewer = service.person(ada)
            let first = try await service.get("/Teams?$select=TeamId", as: viewer, fields: Self.preferences(10))
            let link = try #require(Self.follow(first.json["@odata.nextLink"].plainText))
            #expect(try await service.get(link, as: viewer).column("TeamId").first == "11")
            let token = try #require(link.components(separatedBy: "$skiptoken=").last)
            let other = String(token.dropLast()) + (token.last == "A" ? "B" : "A")
            let foreign = [
                ("/Teams?$select=TeamId&$skiptoken=\(other)", viewer), ("/Teams?$select=TeamId&$skiptoken=x", viewer),
                ("/Teams?$select=TeamId,Name&$skiptoken=\(token)", viewer), ("/Users?$skiptoken=\(token)", viewer),
                (link, service.person(eve)), (link, Viewer.system("test")),
            ]
            for (url, reader) in foreign {
                let answer = try await service.get(url, as: reader)
                #expect(answer.status == 400, "\(url)")
                #expect(answer.code == "skiptoken.invalid", "\(url)")
            }
        }
    }

    @Test("a position of another order is refused, though the server itself has sealed it")
    func positionsOfOtherOrders() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 50)
            let url = "/Teams?$select=TeamId"
            let first = try await service.get(url, as: .system("test"), fields: Self.preferences(10))
            let link = try #require(Self.follow(first.json["@odata.nextLink"].plainText))
            let text = try #require(link.components(separatedBy: "$skiptoken=").last)
            // The key of the service under test.
            let sealer = LinkSealer(key: Array(repeating: 7, count: 32))
            var token = try #require(SkipToken.opened(text, by: sealer))
            token.values.append(.integer(1))
            let other = token.sealed(by: sealer)
            let answer = try await service.get("\(url)&$skiptoken=\(other)", as: .system("test"))
            #expect(answer.code == "skiptoken.invalid")
        }
    }

    @Test("a long answer goes on from a newer state when it was held long enough, unless it must show one state")
    func hold() async throws {
        try await TemporaryService.run(limits: QueryLimits(holdSeconds: 30)) { service in
            try await Self.fill(service, tags: 20_000)
            for (seconds, isolation, isNew) in [(10, "", false), (31, "", true), (31, "snapshot", false)] {
                let name = "changed \(service.time.next())"
                let engine = service.engine(ViewerGate(gate: service.gate, viewer: .system("test")))
                let response = await engine.respond(
                    to: ODataRequest(
                        method: .get,
                        path: "/Teams",
                        query: "$top=20000",
                        fields: isolation.isEmpty ? [:] : [try #require(.init("OData-Isolation")): isolation],
                        serviceRoot: "https://crm.test/"
                    )
                )
                guard case .stream(let stream) = response.body else { throw TestSetUpError() }
                var body = try await stream.next() ?? []
                try await service.sql("UPDATE Teams SET Name = '\(name)' WHERE TeamId = 20000")
                service.time.advance(seconds: Int64(seconds))
                while let chunk = try await stream.next() { body += chunk }
                let answer = TestAnswer(status: 200, fields: [:], bytes: body)
                #expect(answer.column("TeamId").count == 20_000)
                #expect(Set(answer.column("TeamId")).count == 20_000)
                #expect((answer.column("Name").last == name) == isNew)
            }
        }
    }

    @Test("a large answer that nobody reads on gives its thread back")
    func cancelled() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 25_000)
            let engine = service.engine(ViewerGate(gate: service.gate, viewer: .system("test")))
            for round in 0..<40 {
                let response = await engine.respond(
                    to: ODataRequest(
                        method: .get,
                        path: "/Teams",
                        query: "$top=25000",
                        serviceRoot: "https://crm.test/"
                    )
                )
                guard case .stream(let stream) = response.body else {
                    Issue.record("not streamed")
                    return
                }
                if round % 2 == 0 { _ = try await stream.next() }
                stream.cancel()
            }
            // Whoever waits for a stream now gets one.
            #expect(
                try await service.get("/Teams?$select=TeamId&$top=25000", as: .system("t")).column("TeamId").count
                    == 25_000
            )
        }
    }

    @Test("small answers come in one piece with their length, large ones as a stream")
    func lanes() async throws {
        try await TemporaryService.run { service in
            try await Self.fill(service, tags: 2_000)
            let engine = service.engine(ViewerGate(gate: service.gate, viewer: .system("test")))
            let cases = [
                ("/Teams", "$top=500", false), ("/Teams", "$top=501", true), ("/Teams(1)", "", false),
                ("/Teams/$count", "", false), ("/Teams", "$top=5&$expand=Users", true),
                ("/Users", "$top=5&$expand=Team", false),
            ]
            for (path, query, isStream) in cases {
                let response = await engine.respond(
                    to: ODataRequest(
                        method: .get,
                        path: path,
                        query: query.isEmpty ? nil : query,
                        serviceRoot: "https://crm.test/"
                    )
                )
                #expect(response.status == .ok, "\(path)?\(query)")
                if case .stream(let stream) = response.body {
                    #expect(isStream, "\(path)?\(query)")
                    stream.cancel()
                } else {
                    #expect(!isStream, "\(path)?\(query)")
                }
            }
        }
    }

    @Test("failures of the database and the planner keep their meaning")
    func errors() {
        let rows: [(SQLDatabaseError, DataSourceError)] = [
            (.busy, .busy), (.locked, .busy), (.closed, .unavailable), (.diskFull, .unavailable),
            (.interrupted, .cancelled), (.timedOut, .timedOut(seconds: 9)),
            (.arithmetic(.divisionByZero), .divisionByZero), (.arithmetic(.overflow), .overflow),
        ]
        for (error, expected) in rows { #expect(DataSourceError(error, seconds: 9) == expected) }
    }
}
