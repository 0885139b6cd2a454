import CRM
import EntityModel
import Identity
import Testing

@testable import CRMService

/// Records written through the feed: defaults, rules, sums, numbers, histories.
@Suite struct RecordWritingTests {
    @Test("a new company belongs to its creator, gets its default site, is found and leaves a trail")
    func company() async throws {
        try await WritingBench.run { bench in
            let answer = try await bench.send(
                "POST /Companies",
                #"{"Name":"  Blue  Harbour ","Website":"https://blue.example"}"#
            )
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["Name"] == .text("Blue  Harbour"))
            #expect(answer.json["OwnerId"].plainText == String(bench.admin.id.rawValue))
            #expect(answer.json["TypeCode"] == .text("Prospect"))
            #expect(answer.json["Domain"] == .text("blue.example"))
            #expect(answer.json["CurrencyCode"] == .text("GBP"))
            #expect(answer.json["PaymentTermsDays"] == .number("30"))
            #expect(answer.lines("Location") == ["https://crm.test/odata/v4/Companies(1)"])
            let tag = try #require(answer.lines("ETag").first)
            #expect(tag == #"W/"\#(answer.json["ChangeSeq"].plainText ?? "")""#)
            let sites = try await bench.send("GET /Companies(1)/Divisions?$select=Name,IsDefault")
            #expect(sites.column("IsDefault") == ["true"])
            #expect(try await bench.send("GET /Companies/$count?$search=harbour").text == "1")
            let trail = try await bench.send(
                "GET /AuditEvents?$filter=Action eq 'record.created'&$select=EntitySet,RecordId,ActorKind,KeyId,RequestId,RecordName"
            )
            #expect(trail.column("EntitySet") == ["Companies"])
            #expect(trail.column("ActorKind") == ["Token"])
            #expect(trail.column("RequestId") == ["r1"])
            #expect(trail.column("RecordName") == ["Blue  Harbour"])
        }
    }

    @Test("a change takes a new number, notes what it changed, and one that changes nothing takes none")
    func change() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let tag = try #require(try await bench.send("GET /Companies(1)").lines("ETag").first)
            let changed = try await bench.send(
                "PATCH /Companies(1)",
                #"{"Phone":"+49 30 1","CreditLimit":12.5}"#,
                headers: ["If-Match: \(tag)"]
            )
            #expect(changed.status == 204, "\(changed.text)")
            #expect(changed.lines("ETag") != [tag])
            let same = try await bench.send("PATCH /Companies(1)", #"{"Phone":"+49 30 1"}"#)
            #expect(same.lines("ETag") == changed.lines("ETag"))
            let stale = try await bench.send("PATCH /Companies(1)", #"{"Phone":"2"}"#, headers: ["If-Match: \(tag)"])
            #expect(stale.status == 412)
            let trail = try await bench.send("GET /AuditEvents?$filter=Action eq 'record.changed'&$select=Before,After")
            #expect(trail.column("Before") == [#"{"CreditLimit":null,"Phone":null}"#])
            #expect(trail.column("After") == [#"{"CreditLimit":"12.5000","Phone":"+49 30 1"}"#])
        }
    }

    @Test("an opportunity follows its stage, and each move is one row of its history")
    func stages() async throws {
        try await WritingBench.run { bench in
            let id = try await bench.create(
                "Opportunities",
                #"{"Name":"Fleet","EstimatedClose":"2026-12-01","Value":1000}"#
            )
            #expect(try await bench.value("Probability", of: "Opportunities(\(id))") == "10.00")
            #expect(try await bench.value("WeightedValue", of: "Opportunities(\(id))") == "100.0000")
            let stages = try await bench.send("GET /OpportunityStages?$filter=PipelineId eq 1 and State eq 'Lost'")
            let stage = try #require(stages.column("OpportunityStageId").first)
            let noReason = try await bench.send("PATCH /Opportunities(\(id))", #"{"OpportunityStageId":\#(stage)}"#)
            #expect(noReason.status == 400)
            #expect(noReason.code == "opportunity.reason-required")
            let lost = try await bench.send(
                "PATCH /Opportunities(\(id))",
                #"{"OpportunityStageId":\#(stage),"LostReasonCode":"Price"}"#
            )
            #expect(lost.status == 204, "\(lost.text)")
            #expect(try await bench.value("State", of: "Opportunities(\(id))") == "Lost")
            let history = try await bench.send(
                "GET /Opportunities(\(id))/OpportunityStageHistory?$orderby=OpportunityStageHistoryId&$select=ToState,Via"
            )
            #expect(history.column("ToState") == ["Open", "Lost"])
            #expect(history.column("Via") == ["API", "API"])
        }
    }

    @Test("a quote with its lines is made in one request, numbered and added up; sent, it is locked")
    func quote() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            let body = #"""
                {"Company@odata.bind":"Companies(1)","DiscountPercent":10,
                 "QuoteLines":[{"Description":"Desk","Quantity":2,"UnitPrice":100},{"Description":"Lamp","UnitPrice":49.90}]}
                """#
            let answer = try await bench.send("POST /Quotes", body)
            #expect(answer.status == 201, "\(answer.text)")
            #expect(answer.json["QuoteNumber"].plainText?.hasPrefix("Q-2026-") == true)
            #expect(answer.json["NetValue"].plainText == "224.9100")
            guard case .list(let lines) = answer.json["QuoteLines"] else {
                Issue.record("no lines in \(answer.text)")
                return
            }
            #expect(lines.map { $0["Sequence"].plainText } == ["1", "2"])
            #expect(try await bench.send("PATCH /Quotes(1)", #"{"StatusCode":"Sent"}"#).status == 204)
            let locked = try await bench.send("PATCH /QuoteLines(1)", #"{"Quantity":3}"#)
            #expect(locked.status == 409)
            #expect(locked.code == "quote.locked")
            #expect(try await bench.send("POST /Quotes(1)/QuoteLines", #"{"Description":"x"}"#).status == 409)
            #expect(try await bench.send("PATCH /Quotes(1)", #"{"DiscountPercent":0}"#).code == "quote.locked")
        }
    }

    @Test("a confirmed order counts for its company, and can only be cancelled")
    func order() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create(
                "SalesOrders",
                #"{"CompanyId":1,"SalesOrderLines":[{"Description":"Desk","Quantity":2,"UnitPrice":100}]}"#
            )
            #expect(try await bench.value("OrderCount", of: "Companies(1)") == "0")
            #expect(try await bench.send("PATCH /SalesOrders(1)", #"{"StatusCode":"Confirmed"}"#).status == 204)
            let company = try await bench.send("GET /Companies(1)").json
            #expect(company["OrderCount"].plainText == "1")
            #expect(company["LifetimeValue"].plainText == "200.0000")
            #expect(company["TypeCode"] == .text("Customer"))
            #expect(try await bench.send("DELETE /SalesOrders(1)").code == "order.locked")
            #expect(try await bench.send("PATCH /SalesOrders(1)", #"{"StatusCode":"Cancelled"}"#).status == 204)
            #expect(try await bench.value("OrderCount", of: "Companies(1)") == "0")
        }
    }

    @Test("activities, tasks and tags show on the records they belong to")
    func trails() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create("Companies", #"{"Name":"Blue"}"#)
            _ = try await bench.create(
                "Activities",
                #"{"TypeCode":"Call","Subject":"First","CompanyId":1,"StartAt":"2026-01-02T10:00:00Z"}"#
            )
            _ = try await bench.create(
                "Activities",
                #"{"TypeCode":"Note","Subject":"Remark","CompanyId":1,"StartAt":"2026-01-03T10:00:00Z"}"#
            )
            _ = try await bench.create("Tasks", #"{"Subject":"Later","CompanyId":1,"DueDate":"2026-09-01"}"#)
            let task = try await bench.create("Tasks", #"{"Subject":"Soon","CompanyId":1,"DueDate":"2026-08-01"}"#)
            var company = try await bench.send("GET /Companies(1)").json
            #expect(company["LastActivityAt"].plainText?.hasPrefix("2026-01-02T10:00:00") == true)
            #expect(company["NextTaskId"].plainText == String(task))
            #expect(try await bench.send("PATCH /Tasks(\(task))", #"{"StatusCode":"Completed"}"#).status == 204)
            #expect(try await bench.value("CompletedByUserId", of: "Tasks(\(task))") == String(bench.admin.id.rawValue))
            _ = try await bench.create("Tags", #"{"Name":"Gold"}"#)
            _ = try await bench.create("TagAssignments", #"{"TagId":1,"CompanyId":1}"#)
            company = try await bench.send("GET /Companies(1)").json
            #expect(company["NextTaskDue"] == .text("2026-09-01"))
            #expect(company["TagNames"] == .text("Gold"))
            #expect(try await bench.send("PATCH /Tags(1)", #"{"Name":"Silver"}"#).status == 204)
            #expect(try await bench.value("TagNames", of: "Companies(1)") == "Silver")
            #expect(try await bench.send("DELETE /TagAssignments(1)").status == 204)
            #expect(try await bench.value("TagNames", of: "Companies(1)") == nil)
            let two = try await bench.send("POST /TagAssignments", #"{"TagId":1,"CompanyId":1,"LeadId":1}"#)
            #expect(two.status == 400)
        }
    }

    @Test("an external reference finds a record, or makes it")
    func upsert() async throws {
        try await WritingBench.run { bench in
            let made = try await bench.send("PATCH /Companies(AlternateReference='ERP-7')", #"{"Name":"Blue"}"#)
            #expect(made.status == 201, "\(made.text)")
            #expect(made.json["AlternateReference"] == .text("ERP-7"))
            let changed = try await bench.send("PATCH /Companies(AlternateReference='ERP-7')", #"{"Name":"Green"}"#)
            #expect(changed.status == 204)
            #expect(try await bench.value("Name", of: "Companies(1)") == "Green")
            let twice = try await bench.send("POST /Companies", #"{"Name":"Other","AlternateReference":"ERP-7"}"#)
            #expect(twice.status == 409)
            #expect(twice.code == "key.duplicate")
            #expect(try await bench.send("PATCH /Companies(99)", #"{"Name":"x"}"#).status == 404)
        }
    }

    @Test("PUT keeps what only the service decides and resets the rest")
    func put() async throws {
        try await WritingBench.run { bench in
            _ = try await bench.create(
                "Companies",
                #"{"Name":"Blue","Phone":"1","IsOnStop":true,"PaymentTermsDays":7}"#
            )
            #expect(try await bench.send("PUT /Companies(1)", #"{"Name":"Green"}"#).status == 204)
            let company = try await bench.send("GET /Companies(1)").json
            #expect(company["Phone"] == .null)
            #expect(company["IsOnStop"] == .bool(false))
            #expect(company["PaymentTermsDays"].plainText == "30")
            #expect(company["OwnerId"].plainText == String(bench.admin.id.rawValue))
        }
    }

    struct BadRow: Sendable {
        let line: String
        let body: String
        let status: Int
        let code: String
    }

    static let bad: [BadRow] = [
        BadRow(line: "POST /Companies", body: "{}", status: 400, code: "value.required"),
        BadRow(line: "POST /Companies", body: #"{"Name":"   "}"#, status: 400, code: "value.required"),
        BadRow(
            line: "POST /Companies",
            body: #"{"Name":"x","TypeCode":"Nonsense"}"#,
            status: 400,
            code: "reference.invalid"
        ),
        BadRow(
            line: "POST /Companies",
            body: #"{"Name":"x","CurrencyCode":"XOF"}"#,
            status: 400,
            code: "value.unknown-member"
        ),
        BadRow(
            line: "POST /Companies",
            body: #"{"Name":"x","EmployeeCount":-1}"#,
            status: 400,
            code: "value.out-of-range"
        ),
        BadRow(
            line: "POST /Companies",
            body: #"{"Name":"x","AnnualRevenue":900000000000001}"#,
            status: 400,
            code: "money.out-of-range"
        ),
        BadRow(line: "POST /Companies", body: #"{"Name":"x","OwnerId":77}"#, status: 400, code: "reference.invalid"),
        BadRow(line: "POST /Contacts", body: #"{"Surname":"x","Emial":"y"}"#, status: 400, code: "property.unknown"),
        BadRow(
            line: "POST /Activities",
            body: #"{"TypeCode":"Call","Subject":"x","Direction":"Up"}"#,
            status: 400,
            code: "value.unknown-member"
        ),
        BadRow(
            line: "POST /Activities",
            body: #"{"TypeCode":"Call","Subject":"x","StartAt":"2026-01-02T10:00:00Z","EndAt":"2026-01-02T09:00:00Z"}"#,
            status: 400,
            code: "activity.ends-before-start"
        ),
        BadRow(
            line: "POST /SalesTargets",
            body: #"{"UserId":1,"PeriodStart":"2026-01-02","Metric":"WonValue","BaseTarget":1}"#,
            status: 400,
            code: "target.period-start"
        ),
        BadRow(
            line: "POST /ExchangeRates",
            body: #"{"CurrencyCode":"EUR","RateDate":"2026-01-01","RateToBase":0}"#,
            status: 400,
            code: "value.out-of-range"
        ),
        BadRow(line: "POST /Priorities", body: #"{"Code":"Mad","Label":"Mad"}"#, status: 409, code: "list.code-fixed"),
        BadRow(line: "POST /Users", body: #"{"UserName":"x"}"#, status: 405, code: "method.not-allowed"),
        BadRow(line: "POST /OpportunityStageHistory", body: "{}", status: 405, code: "method.not-allowed"),
        BadRow(line: "POST /Documents", body: "{}", status: 405, code: "method.not-allowed"),
    ]

    @Test("bad records get their own answer and leave nothing behind", arguments: bad)
    func refused(row: BadRow) async throws {
        try await WritingBench.run { bench in
            let answer = try await bench.send(row.line, row.body)
            #expect(answer.status == row.status, "\(answer.text)")
            #expect(answer.code == row.code, "\(answer.text)")
            #expect(try await bench.send("GET /AuditEvents/$count?$filter=startswith(Action,'record.')").text == "0")
        }
    }

    @Test("several records are one transaction, and refer to each other")
    func batch() async throws {
        try await WritingBench.run { bench in
            let body = #"""
                {"requests":[
                {"id":"c","method":"post","url":"Companies","atomicityGroup":"g","body":{"Name":"Blue"}},
                {"id":"p","method":"post","url":"$c/Contacts","atomicityGroup":"g","dependsOn":["c"],"body":{"Surname":"Ray"}},
                {"id":"o","method":"post","url":"Opportunities","atomicityGroup":"g","dependsOn":["c","p"],
                 "body":{"Name":"Deal","EstimatedClose":"2026-12-01","Company@odata.bind":"$c","Contact@odata.bind":"$p"}},
                {"id":"x","method":"post","url":"Companies","atomicityGroup":"h","body":{"Name":"Red"}},
                {"id":"y","method":"post","url":"Companies","atomicityGroup":"h","body":{"Name":null}}
                ]}
                """#
            let answer = try await bench.send("POST /$batch", body, headers: ["OData-MaxVersion: 4.01"])
            #expect(answer.status == 200)
            guard case .list(let responses) = answer.json["responses"] else { return }
            #expect(responses.map { $0["status"].plainText } == ["201", "201", "201", "424", "400"], "\(answer.text)")
            #expect(
                try await bench.send("GET /Companies?$select=Name,OpenOpportunityCount").column("OpenOpportunityCount")
                    == ["1"]
            )
            let numbers = try await bench.send("GET /AuditEvents?$select=ChangeSeq&$orderby=ChangeSeq").column(
                "ChangeSeq"
            )
            #expect(Set(numbers).count == numbers.count)
        }
    }
}
