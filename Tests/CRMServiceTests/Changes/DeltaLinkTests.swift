import CRM
import EntityModel
import Foundation
import Identity
import OData
import ODataSQL
import SQLCore
import Testing

@testable import CRMService

/// Delta links over the service's own writes: payloads, paging, tokens, and what nobody is told.
@Suite struct DeltaLinkTests {
    private static let root = "https://crm.test/odata/v4"
    private static let four01 = "OData-MaxVersion: 4.01"

    /// The delta link at the end of an answer, as a request line.
    private static func link(_ answer: TestAnswer) -> String {
        let link = answer.json["@odata.deltaLink"].plainText ?? answer.json["@deltaLink"].plainText ?? "none"
        return link.replacingOccurrences(of: root, with: "")
    }

    private static func track(
        _ bench: WritingBench,
        _ target: String,
        headers: [String] = [],
        token: String? = nil
    ) async throws -> TestAnswer {
        let answer = try await bench.service.send(
            "GET \(target)",
            token: token ?? bench.token,
            headers: ["Prefer: track-changes"] + headers
        )
        #expect(answer.status == 200, "\(answer.text.prefix(300))")
        return answer
    }

    /// The text with the sealed part of its links cut out.
    private static func plain(_ answer: TestAnswer) -> String {
        answer.text.replacingOccurrences(
            of: #"\$deltatoken=[A-Za-z0-9_-]+"#,
            with: "$deltatoken=…",
            options: .regularExpression
        )
        .replacingOccurrences(of: #"W/\\"[0-9]+\\""#, with: "W/…", options: .regularExpression)
    }

    // MARK: Payloads

    @Test("4.0: changed entities as they are, removed ones as deleted entities with context, id and reason")
    func payload40() async throws {
        try await WritingBench.run { bench in
            for name in ["Blue", "Red", "Green"] { _ = try await bench.create("Companies", #"{"Name":"\#(name)"}"#) }
            let query = "/Companies?$filter=Name ne 'Black'&$select=CompanyId,Name"
            let first = try await Self.track(bench, query)
            #expect(first.lines("Preference-Applied") == ["track-changes"])
            #expect(first.lines("Vary").first?.contains("Prefer") == true)
            _ = try await bench.send("PATCH /Companies(2)", #"{"Name":"Black"}"#)
            _ = try await bench.send("DELETE /Companies(3)")
            _ = try await bench.send("PATCH /Companies(1)", #"{"Name":"Azure"}"#)
            let delta = try await bench.send("GET \(Self.link(first))")
            let removed =
                #"{"@odata.context":"https://crm.test/odata/v4/$metadata#Companies/$deletedEntity","id":"https://crm.test/odata/v4/Companies"#
            #expect(
                Self.plain(delta)
                    == #"{"@odata.context":"https://crm.test/odata/v4/$metadata#Companies(CompanyId,Name)/$delta","value":["#
                    + removed + #"(2)","reason":"changed"},"# + removed + #"(3)","reason":"deleted"},"#
                    + #"{"@odata.etag":"W/…","CompanyId":1,"Name":"Azure"}],"@odata.deltaLink":"#
                    + #""https://crm.test/odata/v4/Companies?$filter=Name%20ne%20'Black'&$select=CompanyId,Name&$deltatoken=…"}"#
            )
            #expect(delta.lines("Content-Type") == ["application/json;odata.metadata=minimal"])
            let again = try await bench.send("GET \(Self.link(delta))")
            #expect(again.json["value"] == .list([]))
        }
    }

    @Test("4.01: removed entities say @removed with the reason, their id and their key")
    func payload401() async throws {
        try await WritingBench.run { bench in
            for name in ["Blue", "Red"] { _ = try await bench.create("Companies", #"{"Name":"\#(name)"}"#) }
            let first = try await Self.track(
                bench,
                "/Companies?$select=Name&$filter=Name ne 'Black'",
                headers: [Self.four01]
            )
            // Without the key a row has to carry its id, or nobody could tell which one changed later.
            #expect(first.text.contains(#"{"@id":"https://crm.test/odata/v4/Companies(1)","@etag":"#))
            _ = try await bench.send("PATCH /Companies(1)", #"{"Name":"Black"}"#)
            _ = try await bench.send("PATCH /Companies(2)", #"{"Name":"Grey"}"#)
            let delta = try await bench.send("GET \(Self.link(first))", headers: [Self.four01])
            #expect(
                Self.plain(delta)
                    == #"{"@context":"https://crm.test/odata/v4/$metadata#Companies(Name)/$delta","value":["#
                    + #"{"@removed":{"reason":"changed"},"@id":"https://crm.test/odata/v4/Companies(1)","CompanyId":1},"#
                    + #"{"@id":"https://crm.test/odata/v4/Companies(2)","@etag":"W/…","Name":"Grey"}],"#
                    + #""@deltaLink":"https://crm.test/odata/v4/Companies?$select=Name&$filter=Name%20ne%20'Black'&$deltatoken=…"}"#
            )
            let full = try await bench.send(
                "GET \(Self.link(first))",
                headers: [Self.four01, "Accept: application/json;metadata=full"]
            )
            #expect(
                full.text.contains(
                    #"{"@context":"https://crm.test/odata/v4/$metadata#Companies/$deletedEntity","@removed":"#
                )
            )
        }
    }

    @Test(
        "4.01 shows an expanded collection whole when a member changed, moved or went; 4.0 is not tracked with $expand"
    )
    func expanded() async throws {
        try await WritingBench.run { bench in
            for name in ["Blue", "Red"] { _ = try await bench.create("Companies", #"{"Name":"\#(name)"}"#) }
            for name in ["Ann", "Ben"] {
                _ = try await bench.create("Contacts", #"{"Surname":"\#(name)","CompanyId":1}"#)
            }
            let query = "/Companies?$select=CompanyId&$expand=Contacts($select=Surname)"
            let plain = try await Self.track(bench, query)
            #expect(plain.lines("Preference-Applied") == [] && Self.link(plain) == "none")
            let first = try await Self.track(bench, query, headers: [Self.four01])
            #expect(first.lines("Preference-Applied") == ["track-changes"])
            _ = try await bench.send("PATCH /Contacts(2)", #"{"CompanyId":2}"#)
            let delta = try await bench.send("GET \(Self.link(first))", headers: [Self.four01])
            let names = Self.plain(delta).split(separator: "\"").filter { ["Ann", "Ben"].contains($0) }
            #expect(delta.column("CompanyId") == ["1", "2"])
            #expect(names == ["Ann", "Ben"])
            _ = try await bench.send("DELETE /Contacts(1)")
            let second = try await bench.send("GET \(Self.link(delta))", headers: [Self.four01])
            #expect(second.column("CompanyId") == ["1"])
            #expect(second.text.contains(#""Contacts":[]"#))
        }
    }

    // MARK: Lists

    @Test("a code that left its table is told by its tombstone, and one that came back as what it is now")
    func tombstones() async throws {
        try await WritingBench.run { bench in
            for code in ["ZA", "ZB"] {
                let answer = try await bench.send("POST /LeadSources", #"{"Code":"\#(code)","Label":"old \#(code)"}"#)
                #expect(answer.status == 201, "\(answer.text)")
            }
            let first = try await Self.track(bench, "/LeadSources?$select=Code,Label", headers: [Self.four01])
            for code in ["ZA", "ZB"] {
                #expect(try await bench.send("DELETE /LeadSources('\(code)')").status == 204)
            }
            #expect(try await bench.send("POST /LeadSources", #"{"Code":"ZB","Label":"new"}"#).status == 201)
            let delta = try await bench.send("GET \(Self.link(first))", headers: [Self.four01])
            #expect(delta.column("Code") == ["ZB", "ZA"])
            #expect(delta.column("Label") == ["new", "null"])
            #expect(
                delta.text.contains(
                    #"{"@removed":{"reason":"deleted"},"@id":"https://crm.test/odata/v4/LeadSources('ZA')","Code":"ZA"}"#
                )
            )
            #expect(try await bench.send("GET \(Self.link(delta))", headers: [Self.four01]).json["value"] == .list([]))
        }
    }

    // MARK: Pages and counts

    @Test("changes come in pages, counted on each, and end in one delta link; a count of them is a number")
    func pages() async throws {
        try await WritingBench.run { bench in
            for number in 1...7 { _ = try await bench.create("Companies", #"{"Name":"c\#(number)"}"#) }
            let first = try await Self.track(bench, "/Companies?$select=CompanyId,Name")
            for number in 1...6 { _ = try await bench.send("PATCH /Companies(\(number))", #"{"Name":"d\#(number)"}"#) }
            _ = try await bench.send("DELETE /Companies(7)")
            let link = Self.link(first)
            var url = "\(link)&$count=true"
            var found: [String] = []
            for page in 1...3 {
                let answer = try await bench.send("GET \(url)", headers: page == 1 ? ["Prefer: maxpagesize=2"] : [])
                #expect(answer.json["@odata.count"].plainText == "7")
                found += answer.column("Name")
                let next = answer.json["@odata.nextLink"].plainText
                #expect((next == nil) == (page == 3) && (Self.link(answer) == "none") == (page < 3))
                url = next?.replacingOccurrences(of: Self.root, with: "") ?? ""
                // What changes between two pages is for the next delta link.
                if page == 1 { _ = try await bench.send("PATCH /Companies(6)", #"{"Name":"e6"}"#) }
            }
            #expect(found == ["d1", "d2", "d3", "d4", "d5", "null"])
            let count = try await bench.send(
                "GET \(link.replacingOccurrences(of: "/Companies?", with: "/Companies/$count?"))"
            )
            #expect(count.status == 200 && count.text == "7")
        }
    }

    @Test("a change between two pages of the first reading is in the first delta")
    func betweenPages() async throws {
        try await WritingBench.run { bench in
            for number in 1...4 { _ = try await bench.create("Companies", #"{"Name":"c\#(number)"}"#) }
            let query = "GET /Companies?$select=CompanyId,Name&$orderby=Name"
            let first = try await bench.send(query, headers: ["Prefer: track-changes, odata.maxpagesize=2"])
            #expect(first.lines("Preference-Applied") == ["odata.maxpagesize=2, track-changes"])
            _ = try await bench.send("PATCH /Companies(1)", #"{"Name":"z"}"#)
            _ = try await bench.send("PATCH /Companies(4)", #"{"Name":"a"}"#)
            let next = (first.json["@odata.nextLink"].plainText ?? "").replacingOccurrences(of: Self.root, with: "")
            let second = try await bench.send("GET \(next)")
            #expect(second.column("Name") == ["c3", "z"])
            let delta = try await bench.send("GET \(Self.link(second))")
            #expect(delta.column("Name") == ["z", "a"])
        }
    }

    // MARK: What cannot be tracked

    @Test(
        "what cannot be tracked is answered without",
        arguments: [
            "/Companies?$top=5", "/Companies?$skip=1", "/Contacts?$filter=Company/Name eq 'x'",
            "/Companies(1)/Contacts",
            "/Companies?$filter=Contacts/any()", "/Contacts?$filter=CompanyName eq 'x'",
            "/Companies?$filter=Created lt now()", "/Companies?$apply=aggregate($count as n)", "/Calendar",
            "/FieldDefinitions", "/Companies?$select=CompanyId&$compute=CompanyId add 1 as n",
        ]
    )
    func untracked(_ target: String) async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let answer = try await Self.track(bench, target, headers: [Self.four01])
            #expect(answer.lines("Preference-Applied") == [])
            #expect(Self.link(answer) == "none")
        }
    }

    // MARK: Tokens

    @Test(
        "a forged or cut token is 400; one of another request, too old, or of other rights is 410 with the set's address"
    )
    func tokens() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let link = Self.link(try await Self.track(bench, "/Companies?$select=Name"))
            let token = String(link.split(separator: "=").last ?? "")
            let flipped = (token.first == "A" ? "B" : "A") + token.dropFirst()
            for forged in [flipped, String(token.dropLast(4)), "x", String(repeating: "A", count: 5_000)] {
                let answer = try await bench.send("GET /Companies?$select=Name&$deltatoken=\(forged)")
                #expect(answer.status == 400 && answer.code == "skiptoken.invalid", "\(forged) \(answer.text)")
                #expect(answer.json["error"]["target"].plainText == "$deltatoken")
            }
            func isGone(_ target: String, as other: String? = nil) async throws {
                let answer = try await bench.service.send("GET \(target)", token: other ?? bench.token)
                #expect(answer.status == 410 && answer.code == "delta.expired", "\(target) \(answer.text)")
                #expect(answer.json["error"]["target"].plainText == "\(Self.root)/Companies")
            }
            try await isGone("/Companies?$select=LegalName&$deltatoken=\(token)")
            try await isGone("/Companies?$deltatoken=\(token)")
            // Of the same person, but with fewer rights.
            let narrow = try await bench.service.mint(bench.admin, words: "odata.read").text
            try await isGone(link, as: narrow)
            let other = try await bench.service.addUser("bob", role: .admin)
            try await isGone(link, as: try await bench.service.mint(other, words: WritingBench.everything).text)
            // As old as it may be, and a moment older.
            let sealer = LinkSealer(key: Array(repeating: 7, count: 32))
            var opened = try #require(ChangeToken.opened(token, by: sealer))
            opened.start.time = testNow - 90 * 86_400_000_000
            let oldest = opened.sealed(by: sealer)
            #expect(try await bench.send("GET /Companies?$select=Name&$deltatoken=\(oldest)").status == 200)
            opened.start.time -= 1
            try await isGone("/Companies?$select=Name&$deltatoken=\(opened.sealed(by: sealer))")
        }
    }

    @Test("what is kept of changes goes when no delta link can ask for it")
    func forgetting() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.send("POST /LeadSources", #"{"Code":"ZA","Label":"a"}"#)
            _ = try await bench.send("DELETE /LeadSources('ZA')")
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.send("DELETE /Companies(1)")
            func kept() async throws -> [String] {
                try await bench.service.database.read { connection in
                    try ["change_tombstone", "change_move"].map { (table) throws -> String in
                        let count = SelectStatement(
                            columns: [SQLResultColumn(.count())],
                            from: .table(table, alias: "t")
                        )
                        return "\(try connection.rows(count))"
                    }
                }
            }
            let before = try await kept()
            let day: Int64 = 86_400_000_000
            try await bench.service.gate.forgetOldChanges(now: testNow + 91 * day)
            #expect(try await kept() == before)
            try await bench.service.gate.forgetOldChanges(now: testNow + 92 * day)
            #expect(try await kept().allSatisfy { $0.contains("integer(0)") })
        }
    }

    // MARK: Rights

    @Test("nobody learns the keys of rows that were never theirs, and everybody what they lose sight of")
    func sight() async throws {
        try await TemporaryService.run { service in
            let world = GateWorld(catalog: service.catalog)
            try await world.load(into: service)
            let viewer = ReplicaTests.viewer("SalesRep", .user)
            var deals = Replica("Opportunities", "$select=OpportunityId,OwnerId", key: "OpportunityId", viewer: viewer)
            var lines = Replica(
                "OpportunityLines",
                "$select=OpportunityLineId",
                key: "OpportunityLineId",
                viewer: viewer
            )
            #expect(try await deals.begin(service))
            #expect(try await lines.begin(service))
            let before = (deals.rows.count, lines.rows.count)
            func set(_ set: String, _ id: Int64, _ field: String, _ value: SQLValue) async throws {
                let type = try #require(service.catalog.type(ofSet: set))
                try await service.database.write { connection in
                    var clock = try ChangeClock(connection, now: testNow)
                    try RecordTable(type).update(
                        key: .integer(id),
                        set: [(field, value)],
                        clock: &clock,
                        on: connection
                    )
                    try clock.store(connection)
                }
            }
            // A stranger's deal, renamed and deleted, and a line of it.
            try await set("Opportunities", 3, "Name", .text("other"))
            try await set("OpportunityLines", 3, "Description", .text("other"))
            try await set("Opportunities", 3, "StatusFlag", .text("D"))
            try await deals.refresh(service)
            try await lines.refresh(service)
            #expect(deals.unknownRemovals == [] && deals.rows.count == before.0)
            #expect(lines.unknownRemovals == [] && lines.rows.count == before.1)
            // Mine is given away, and its lines with it.
            try await set("Opportunities", 1, "OwnerId", .integer(3))
            try await set("Opportunities", 1, "TeamId", .integer(3))
            try await deals.refresh(service)
            try await lines.refresh(service)
            #expect(deals.rows.count == before.0 - 1 && deals.rows["1"] == nil)
            #expect(lines.rows.count < before.1)
            #expect(deals.rows == (try await deals.fresh(service)))
            #expect(lines.rows == (try await lines.fresh(service)))
            #expect(deals.unknownRemovals == [] && lines.unknownRemovals == [])
            // Somebody gives me one, and it goes before I look.
            try await set("Leads", 3, "OwnerId", .integer(1))
            try await set("Leads", 3, "OwnerId", .integer(3))
            var leads = Replica("Leads", "$select=LeadId", key: "LeadId", viewer: viewer)
            #expect(try await leads.begin(service))
            try await set("Leads", 3, "Description", .text("x"))
            try await leads.refresh(service)
            #expect(leads.unknownRemovals == [])
        }
    }

    @Test("a team put below another ends the delta links of readers whose rows it may change")
    func teams() async throws {
        try await WritingBench.run { bench in
            let team = try await bench.service.addTeam("North", path: "/1/")
            _ = try await bench.service.addTeam("South", path: "/2/")
            let manager = try await bench.service.addUser("mia", role: .manager, team: team)
            let viewer = bench.service.person(manager)
            let first = try await bench.service.get(
                "/Companies?$select=Name",
                as: viewer,
                fields: Replica.fields("track-changes")
            )
            let link = Self.link(first)
            #expect(try await bench.service.get(link, as: viewer).status == 200)
            let type = try #require(bench.service.catalog.type(ofSet: "Teams"))
            try await bench.service.database.write { connection in
                var clock = try ChangeClock(connection, now: testNow)
                try RecordTable(type).update(
                    key: .integer(2),
                    set: [("ParentTeamId", .integer(1))],
                    clock: &clock,
                    on: connection
                )
                try clock.store(connection)
            }
            #expect(try await bench.service.get(link, as: viewer).status == 410)
        }
    }

    // MARK: Together

    @Test("while writers write at once, a reader who follows delta links misses nothing")
    func concurrency() async throws {
        try await WritingBench.run { bench in
            for number in 1...5 { _ = try await bench.create("Companies", #"{"Name":"c\#(number)"}"#) }
            var replica = Replica(
                "Companies",
                "$select=CompanyId,Name,OwnerId",
                key: "CompanyId",
                viewer: bench.service.person(bench.admin)
            )
            #expect(try await replica.begin(bench.service))
            try await withThrowingTaskGroup(of: Void.self) { group in
                for writer in 0..<4 {
                    group.addTask {
                        for step in 0..<12 {
                            let number = (writer + step) % 5 + 1
                            let answer = try await bench.send(
                                "PATCH /Companies(\(number))",
                                #"{"Name":"w\#(writer)s\#(step)"}"#
                            )
                            #expect(answer.status < 300)
                            if step % 4 == 0 {
                                _ = try await bench.create("Companies", #"{"Name":"n\#(writer)\#(step)"}"#)
                            }
                        }
                    }
                }
                for _ in 0..<10 { try await replica.refresh(bench.service, pages: 3) }
                try await group.waitForAll()
            }
            try await replica.refresh(bench.service)
            #expect(replica.rows == (try await replica.fresh(bench.service)))
        }
    }

    @Test("$metadata says of every set whether its changes are tracked")
    func annotations() async throws {
        try await WritingBench.run { bench in
            for type in bench.service.catalog.types {
                let set = try #require(bench.service.gate.wholeModel.entitySet(type.set))
                let isTracked = type.kind.carriesChangeNumber
                let annotation = set.annotations.first { "\($0.term)".contains("ChangeTracking") }
                let said = "\(String(describing: annotation?.value))"
                #expect(said.contains("bool(\(isTracked))") == true, "\(set.name)")
                let answer = try await bench.send("GET /\(set.name)?$top=0")
                guard answer.status == 200 else { continue }
                let tracked = try await bench.send("GET /\(set.name)", headers: ["Prefer: track-changes,maxpagesize=1"])
                #expect(
                    (tracked.lines("Preference-Applied") == ["maxpagesize=1, track-changes"]) == isTracked,
                    "\(set.name)"
                )
            }
        }
    }
}
