import Identity
import SQLCore
import Synchronization
import Testing

@testable import CRMService

/// Gate 7 of the token design: every due notice once, and no other.
@Suite struct NoticeServiceTests {
    private static func service(_ service: TemporaryService, sendsMail: Bool = true) -> NoticeService {
        NoticeService(service.accounts, publicURL: "https://crm.test", sendsMail: sendsMail)
    }

    /// Tokens of one owner with terms of 7 to 365 days and some without an end, as rows alone.
    private static func addTokens(_ count: Int, _ owner: Account, _ service: TemporaryService) async throws {
        let terms: [Int64?] = [7, 30, 60, 90, 180, 365, nil]
        let rows = (0..<count).map { number -> String in
            let end = terms[number % terms.count].map { String(testNow + $0 * 86_400_000_000) } ?? "NULL"
            return
                "(\(owner.id.rawValue), \(testNow), 'token \(number)', 'odata.read', 'owner', '', \(end), \(testNow), 'r', 1)"
        }
        try await service.sql(
            "INSERT INTO access_token (owner_user_id, created_at, description, scopes, row_scope, networks, expires_at, "
                + "term_started_at, never_reason, version) VALUES \(rows.joined(separator: ", "))"
        )
    }

    @Test("a thousand tokens, a year and two workers: every notice of time exactly once", .timeLimit(.minutes(5)))
    func year() async throws {
        try await TemporaryService.run { service in
            let owner = try await service.addUser("ada", role: .admin)
            try await Self.addTokens(1_000, owner, service)
            let workers = [Self.service(service), Self.service(service)]
            var given = 0
            for _ in 0...365 {
                given += try await withThrowingTaskGroup(of: Int.self) { group in
                    for worker in workers { group.addTask { try await worker.giveDue() } }
                    return try await group.reduce(0, +)
                }
                service.time.advance(seconds: 86_400)
            }
            // Of 1,000 tokens the first six of seven terms have 143, the others 142 or 143; by term: what it brings.
            let sums = try await service.database.sql(
                "SELECT kind, count(*) FROM token_notice GROUP BY kind ORDER BY kind"
            )
            let expected: [[SQLValue]] = [
                [.text("expired"), .integer(143 * 6)], [.text("expires-1"), .integer(143 * 6)],
                [.text("expires-30"), .integer(143 * 4)], [.text("expires-7"), .integer(143 * 5)],
                [.text("idle"), .integer(142)], [.text("yearly"), .integer(142)],
            ]
            #expect(sums == expected)
            #expect(given == 143 * 21 + 142 * 2)
        }
    }

    @Test("what happens to a token is told once, and again only when it happens again")
    func events() async throws {
        try await TemporaryService.run { service in
            let owner = try await service.addUser("ada", role: .admin)
            let token = try await service.mint(owner, description: "Weekly numbers")
            let notices = Self.service(service)
            #expect(try await notices.giveDue() == 1)
            #expect(try await notices.giveDue() == 0)
            _ = try await TokenService(service.accounts).revokeAtConsole(token.id)
            #expect(try await notices.giveDue() == 1)
            service.time.advance(seconds: 86_400)
            #expect(try await notices.giveDue() == 0)
            let kinds = try await service.database.sql("SELECT kind FROM token_notice ORDER BY kind")
            #expect(kinds == [[.text("created")], [.text("revoked")]])
        }
    }

    @Test("reminders of one owner go in one mail a day, what happened at once")
    func digest() async throws {
        try await TemporaryService.run { service in
            let owner = try await service.addUser("ada", role: .admin)
            try await Self.addTokens(7, owner, service)
            let notices = Self.service(service)
            service.time.advance(seconds: 60 * 86_400 + 1)
            try await notices.giveDue()
            #expect(try await notices.composeMails() == 1)
            #expect(try await notices.composeMails() == 0)
            // Another reminder on the same day waits, an event does not.
            try await service.sql(
                "UPDATE access_token SET expires_at = expires_at + 1000000 WHERE description = 'token 3'"
            )
            #expect(try await notices.giveDue() == 1)
            #expect(try await notices.composeMails() == 0)
            _ = try await service.mint(owner, description: "Another")
            try await notices.giveDue()
            #expect(try await notices.composeMails() == 1)
            #expect(try await service.database.number("SELECT count(*) FROM outbox") == 2)
            let texts = try await service.database.sql("SELECT body FROM outbox")
            #expect(!"\(texts)".contains("tsr_pat_ "))
        }
    }

    @Test("without a mail server nothing is written for one, and later only what is new goes out")
    func noMail() async throws {
        try await TemporaryService.run { service in
            let owner = try await service.addUser("ada", role: .admin)
            _ = try await service.mint(owner)
            try await Self.service(service, sendsMail: false).giveDue()
            #expect(try await Self.service(service, sendsMail: false).composeMails() == 0)
            service.time.advance(seconds: 3 * 86_400)
            #expect(try await Self.service(service).composeMails() == 0)
            #expect(try await service.database.number("SELECT count(*) FROM outbox") == 0)
        }
    }

    // MARK: Outbox

    private final class Server: MailSender {
        struct State {
            var failure: MailFailure?
            var taken: [Int64] = []
        }

        let state: Mutex<State>

        init(failure: MailFailure? = nil) { state = Mutex(State(failure: failure)) }

        func send(_ mail: ClaimedMail) async throws(MailFailure) {
            let failure = state.withLock { state -> MailFailure? in
                if state.failure == nil || (state.failure?.isOfMail == true && !mail.mail.to.hasPrefix("bad")) {
                    state.taken.append(mail.item)
                    return nil
                }
                return state.failure
            }
            if let failure { throw failure }
        }
    }

    private static func put(_ addresses: [String], _ service: TemporaryService) async throws {
        try await service.database.write { connection in
            for address in addresses {
                let mail = OutgoingMail(to: address, subject: "s", text: "t")
                try OutboxStore.add(mail, at: TemporaryService.start, on: connection)
            }
        }
    }

    @Test("a broken mail server delays mails and loses none; what it said is known")
    func brokenServer() async throws {
        try await TemporaryService.run { service in
            try await Self.put((1...25).map { "a\($0)@example.org" }, service)
            let (outbox, server) = (OutboxService(service.accounts), Server(failure: MailFailure("it is down")))
            var result = try await outbox.sendDue(by: server)
            #expect(result == (0, 10))
            let trouble = try await Self.service(service).mailTrouble()
            #expect(trouble == MailTrouble(waiting: 10, lastError: "it is down"))
            server.state.withLock { $0.failure = nil }
            result = try await outbox.sendDue(by: server)
            #expect(result == (15, 0))
            service.time.advance(seconds: 60)
            result = try await outbox.sendDue(by: server)
            #expect(result == (10, 0))
            #expect(try await Self.service(service).mailTrouble() == nil)
            #expect(server.state.withLock { $0.taken.sorted() } == (1...25).map { Int64($0) })
        }
    }

    @Test("a mail that is refused waits alone")
    func refusedMail() async throws {
        try await TemporaryService.run { service in
            try await Self.put(["bad@example.org", "a@example.org", "b@example.org"], service)
            let server = Server(failure: MailFailure("no such mailbox", isOfMail: true))
            let result = try await OutboxService(service.accounts).sendDue(by: server)
            #expect(result == (2, 1))
            #expect(server.state.withLock { $0.taken } == [2, 3])
        }
    }

    @Test("two processes never send the same mail")
    func twoProcesses() async throws {
        try await TemporaryService.run { service in
            try await Self.put((1...40).map { "a\($0)@example.org" }, service)
            let server = Server()
            try await withThrowingTaskGroup(of: Void.self) { group in
                for _ in 0..<2 {
                    group.addTask { _ = try await OutboxService(service.accounts).sendDue(by: server) }
                }
                try await group.waitForAll()
            }
            #expect(server.state.withLock { $0.taken.sorted() } == (1...40).map { Int64($0) })
        }
    }

    @Test("a mail whose process died is sent when the claim is over")
    func deadProcess() async throws {
        try await TemporaryService.run { service in
            try await Self.put(["a@example.org"], service)
            _ = try await service.database.write { connection in
                try OutboxStore.claim(limit: 10, at: TemporaryService.start, on: connection)
            }
            let (outbox, server) = (OutboxService(service.accounts), Server())
            #expect(try await outbox.sendDue(by: server) == (0, 0))
            service.time.advance(seconds: 300)
            #expect(try await outbox.sendDue(by: server) == (1, 0))
        }
    }
}
