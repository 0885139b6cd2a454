import Identity
import SQLCore
import Testing

@testable import CRMService

/// What happens to a token between its creation and its end, against a real database and a clock the test moves.
@Suite struct TokenLifeTests {
    private struct Ada {
        let tokens: TokenService
        let person: SignedInPerson
        let token: TokenText
        let service: TemporaryService

        func row() async throws -> TokenRow { try #require(try await tokens.token(token.id, of: person)) }

        func status(_ text: String) async throws -> String {
            let answer = try await service.get("/Teams", token: text)
            return answer.code ?? String(answer.status)
        }

        func rotate(_ overlap: SecretOverlap = .afterFirstUse) async throws -> String {
            let rotation = try await tokens.rotate(
                token.id,
                version: try await row().version,
                overlap: overlap,
                by: person,
                origin: .console
            )
            return rotation.minted.secret.revealText()
        }

        func actions() async throws -> [String] {
            try await service.database.sql(
                "SELECT Action FROM AuditEvents WHERE EntitySet = 'AccessTokens' ORDER BY AuditEventId"
            ).compactMap { row -> String? in
                guard case .text(let action)? = row.first else { return nil }
                return action
            }
        }
    }

    private static func run(
        words: String = "odata.read",
        _ body: (Ada) async throws -> Void
    ) async throws {
        try await TemporaryService.run { service in
            let person = try await SignedIn.person(service, "ada", .admin)
            let token = try await service.mint(person.account, words: words)
            try await body(
                Ada(tokens: TokenService(service.accounts), person: person, token: token, service: service)
            )
        }
    }

    /// A fresh login of the same person, for acts after the clock was moved.
    private static func again(_ ada: Ada) async throws -> Ada {
        let person = try await SignedIn.again(ada.service, "ada")
        return Ada(tokens: ada.tokens, person: person, token: ada.token, service: ada.service)
    }

    // MARK: Rotation

    @Test("the old secret works until 24 hours after the new one is first used, not after the rotation")
    func firstUseStartsTheClock() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let new = try await ada.rotate()
            ada.service.time.advance(seconds: 3 * 86_400)
            #expect(try await ada.status(ada.token.text) == "200", "nobody has used the new one yet")
            #expect(try await ada.status(new) == "200")
            let used = ada.service.time.now
            ada.service.time.set(used.adding(seconds: 86_400).adding(microseconds: -1))
            #expect(try await ada.status(ada.token.text) == "200")
            ada.service.time.set(used.adding(seconds: 86_400))
            #expect(try await ada.status(ada.token.text) == "token.retired")
            #expect(try await ada.status(new) == "200")
        }
    }

    @Test("a new secret that nobody uses lets the old one live seven days")
    func longest() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let new = try await ada.rotate()
            let end = ada.service.time.now.adding(days: 7)
            ada.service.time.set(end.adding(microseconds: -1))
            #expect(try await ada.status(ada.token.text) == "200")
            ada.service.time.set(end)
            #expect(try await ada.status(ada.token.text) == "token.retired")
            #expect(try await ada.status(new) == "200")
        }
    }

    @Test("an old secret in its overlap says so in a header", arguments: SecretOverlap.allCases)
    func overlaps(overlap: SecretOverlap) async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let new = try await ada.rotate(overlap)
            let answer = try await ada.service.get("/Teams", token: ada.token.text)
            if overlap == .now {
                #expect(answer.code == "token.retired")
            } else {
                #expect(answer.lines("Tessera-Token-Warning") == ["retiring"])
                ada.service.time.advance(seconds: overlap.longestSeconds)
                #expect(try await ada.status(ada.token.text) == "token.retired")
            }
            #expect(try await ada.status(new) == "200")
        }
    }

    @Test("a lost answer: rotating again drops the unused secret and leaves the old one alone")
    func lostAnswer() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let lost = try await ada.rotate()
            ada.service.time.advance(seconds: 300)
            let new = try await ada.rotate()
            #expect(try await ada.status(lost) == "token.retired")
            #expect(try await ada.status(ada.token.text) == "200")
            #expect(try await ada.status(new) == "200")
            let states = try await ada.tokens.secrets(of: try await ada.row()).map(\.state)
            #expect(states == [.current, .retiring, .discarded])
        }
    }

    @Test("rotating twice with use in between ends the oldest secret at once")
    func twice() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let second = try await ada.rotate()
            #expect(try await ada.status(second) == "200")
            let third = try await ada.rotate()
            #expect(try await ada.status(ada.token.text) == "token.retired")
            #expect(try await ada.status(second) == "200")
            #expect(try await ada.status(third) == "200")
        }
    }

    @Test("of fifty rotations at the same moment one wins")
    func parallel() async throws {
        try await Self.run { ada async throws in
            let version = try await ada.row().version
            let outcomes = await withTaskGroup(of: String.self) { group in
                for _ in 0..<50 {
                    group.addTask {
                        do {
                            _ = try await ada.tokens.rotate(
                                ada.token.id,
                                version: version,
                                overlap: .afterFirstUse,
                                by: ada.person,
                                origin: .console
                            )
                            return "won"
                        } catch TokenChangeError.changedMeanwhile {
                            return "changed meanwhile"
                        } catch {
                            return "\(error)"
                        }
                    }
                }
                return await group.reduce(into: [String: Int]()) { $0[$1, default: 0] += 1 }
            }
            #expect(outcomes == ["won": 1, "changed meanwhile": 49])
            #expect(try await ada.tokens.secrets(of: try await ada.row()).count == 2)
        }
    }

    @Test("a new secret that cannot be stored leaves the old one untouched")
    func failedInsert() async throws {
        try await Self.run { ada async throws in
            try await ada.service.sql(
                "CREATE TRIGGER full BEFORE INSERT ON access_token_secret BEGIN SELECT RAISE(ABORT, 'full'); END"
            )
            await #expect(throws: (any Error).self) { try await ada.rotate(.now) }
            #expect(try await ada.status(ada.token.text) == "200")
            #expect(try await ada.tokens.secrets(of: try await ada.row()).map(\.state) == [.current])
            #expect(try await !ada.actions().contains("token.rotated"))
        }
    }

    @Test("use of a replaced secret is noted once a day")
    func retiredUse() async throws {
        try await Self.run { ada async throws in
            _ = try await ada.rotate(.now)
            for _ in 0..<5 { #expect(try await ada.status(ada.token.text) == "token.retired") }
            #expect(try await ada.actions().filter { $0 == "token.retired-secret-used" }.count == 1)
            ada.service.time.advance(seconds: 86_400)
            #expect(try await ada.status(ada.token.text) == "token.retired")
            #expect(try await ada.actions().filter { $0 == "token.retired-secret-used" }.count == 2)
        }
    }

    @Test("a proven token that is refused for its address is noted once an hour, with the reason")
    func denied() async throws {
        try await Self.run { ada async throws in
            try await ada.service.sql("UPDATE access_token SET networks = '198.51.100.0/24'")
            let gate = ada.service.tokenGate()
            func ask() async throws -> String? {
                try await ada.service.get("/Teams", token: ada.token.text, gate: gate).code
            }
            for _ in 0..<3 { #expect(try await ask() == "token.ip") }
            #expect(try await ada.actions().filter { $0 == "token.denied" }.count == 1)
            ada.service.time.advance(seconds: 3_600)
            #expect(try await ask() == "token.ip")
            let reasons = try await ada.service.database.sql(
                "SELECT Reason FROM AuditEvents WHERE Action = 'token.denied'"
            )
            #expect(reasons == Array(repeating: [.text("Not allowed from this address")], count: 2))
        }
    }

    @Test("every act leaves its entry in the audit log")
    func trail() async throws {
        try await Self.run { ada async throws in
            try await ada.tokens.confirmReveal(ada.token.id, by: ada.person, origin: .console)
            #expect(try await ada.status(ada.token.text) == "200")
            _ = try await ada.rotate(.week)
            try await ada.tokens.endSecret(ada.token.keyID, of: ada.token.id, by: ada.person, origin: .console)
            #expect(try await ada.tokens.revoke(ada.token.id, by: ada.person, origin: .console))
            #expect(
                try await ada.actions() == [
                    "token.created", "token.revealed", "token.reveal-confirmed", "token.first-used", "token.rotated",
                    "token.secret-ended", "token.revoked",
                ]
            )
        }
    }

    @Test("the old secret can be ended before its overlap is over, the current one cannot")
    func endSecret() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let new = try await ada.rotate(.week)
            let current = try await ada.row().keyID
            await #expect(throws: TokenChangeError.secretEnded) {
                try await ada.tokens.endSecret(current, of: ada.token.id, by: ada.person, origin: .console)
            }
            try await ada.tokens.endSecret(ada.token.keyID, of: ada.token.id, by: ada.person, origin: .console)
            #expect(try await ada.status(ada.token.text) == "token.retired")
            #expect(try await ada.status(new) == "200")
            await #expect(throws: TokenChangeError.secretEnded) {
                try await ada.tokens.endSecret(ada.token.keyID, of: ada.token.id, by: ada.person, origin: .console)
            }
        }
    }

    @Test("rotating a token whose term is over gives a new term of the same length")
    func expired() async throws {
        try await Self.run { ada async throws in
            ada.service.time.advance(seconds: 91 * 86_400)
            #expect(try await ada.status(ada.token.text) == "token.expired")
            let ada = try await Self.again(ada)
            let new = try await ada.rotate()
            #expect(try await ada.row().life.expiresAt == ada.service.time.now.adding(days: 90))
            #expect(try await ada.status(new) == "200")
            #expect(try await ada.status(ada.token.text) == "token.retired", "the old secret stays ended")
        }
    }

    @Test("a secret that waits for its first use is not idle, however old the token is")
    func notIdle() async throws {
        try await Self.run { ada async throws in
            try await ada.service.sql("UPDATE access_token SET expires_at = NULL, never_reason = 'robot'")
            #expect(try await ada.status(ada.token.text) == "200")
            await ada.service.usage.flush()
            ada.service.time.advance(seconds: 170 * 86_400)
            #expect(try await ada.status(ada.token.text) == "200")
            await ada.service.usage.flush()
            ada.service.time.advance(seconds: 30 * 86_400)
            let fresh = try await Self.again(ada)
            let new = try await fresh.rotate()
            #expect(try await ada.status(new) == "200")
        }
    }

    @Test("revoked and exposed tokens get no new secret; others' tokens are unknown")
    func refused() async throws {
        try await Self.run { ada async throws in
            let eve = try await SignedIn.person(ada.service, "eve", .admin)
            let version = try await ada.row().version
            await #expect(throws: TokenChangeError.unknown) {
                try await ada.tokens.rotate(ada.token.id, version: version, overlap: .now, by: eve, origin: .console)
            }
            #expect(try await ada.tokens.revoke(ada.token.id, by: ada.person, origin: .console, reason: " gone  away "))
            await #expect(throws: TokenChangeError.notPossible(.revoked(at: ada.service.time.now))) {
                try await ada.rotate()
            }
            await #expect(throws: TokenChangeError.self) {
                try await ada.tokens.pause(ada.token.id, by: ada.person, origin: .console)
            }
            let reasons = try await ada.service.database.sql("SELECT revoke_reason FROM access_token")
            #expect(reasons == [[.text("gone away")]])
        }
    }

    @Test("starting needs a fresh login, stopping does not")
    func means() async throws {
        try await Self.run { ada async throws in
            ada.service.time.advance(seconds: 601)
            await #expect(throws: TokenChangeError.refused(.freshLoginNeeded)) { try await ada.rotate() }
            await #expect(throws: TokenChangeError.refused(.freshLoginNeeded)) {
                try await ada.tokens.extend(
                    ada.token.id,
                    to: .days(.year),
                    zone: .universal,
                    by: ada.person,
                    origin: .console
                )
            }
            #expect(try await ada.tokens.pause(ada.token.id, by: ada.person, origin: .console))
            #expect(try await ada.tokens.resume(ada.token.id, by: ada.person, origin: .console))
        }
    }

    // MARK: Pausing

    @Test("a pause refuses from the next request on, and a resume lets it go on")
    func pause() async throws {
        try await Self.run { ada async throws in
            #expect(try await ada.tokens.pause(ada.token.id, by: ada.person, origin: .console))
            #expect(try await ada.status(ada.token.text) == "token.paused")
            #expect(try await !ada.tokens.pause(ada.token.id, by: ada.person, origin: .console), "once")
            #expect(try await ada.tokens.resume(ada.token.id, by: ada.person, origin: .console))
            #expect(try await ada.status(ada.token.text) == "200")
            #expect(try await !ada.tokens.resume(ada.token.id, by: ada.person, origin: .console), "once")
            let kinds: Set = ["token.paused", "token.resumed"]
            #expect(try await ada.actions().filter(kinds.contains) == ["token.paused", "token.resumed"])
        }
    }

    @Test("a token stopped for want of use is resumed with a fresh login, and its days count anew")
    func idle() async throws {
        try await Self.run { ada async throws in
            try await ada.service.sql("UPDATE access_token SET expires_at = NULL, never_reason = 'robot'")
            #expect(try await ada.status(ada.token.text) == "200")
            await ada.service.usage.flush()
            ada.service.time.advance(seconds: 181 * 86_400)
            #expect(try await ada.status(ada.token.text) == "token.policy")
            await #expect(throws: TokenChangeError.refused(.freshLoginNeeded)) {
                try await ada.tokens.resume(ada.token.id, by: ada.person, origin: .console)
            }
            let fresh = try await Self.again(ada)
            #expect(try await ada.tokens.resume(ada.token.id, by: fresh.person, origin: .console))
            #expect(try await ada.status(ada.token.text) == "200")
            #expect(try await ada.actions().contains("token.unsuspended"))
        }
    }

    @Test("a suspension by the system is not ended by its owner, and a pause survives it")
    func suspension() async throws {
        try await Self.run { ada async throws in
            let now = ada.service.time.now.microseconds
            try await ada.service.sql("UPDATE access_token SET suspended_at = \(now), suspend_reason = 'owner-left'")
            await #expect(throws: TokenChangeError.self) {
                try await ada.tokens.resume(ada.token.id, by: ada.person, origin: .console)
            }
            #expect(try await ada.tokens.pause(ada.token.id, by: ada.person, origin: .console))
            try await ada.service.sql("UPDATE access_token SET suspended_at = NULL, suspend_reason = NULL")
            #expect(try await ada.status(ada.token.text) == "token.paused")
        }
    }

    // MARK: Changing

    @Test("description and purpose change, another live token's description is refused")
    func describe() async throws {
        try await Self.run { ada async throws in
            let twin = try await ada.service.mint(ada.person.account, description: "Taken")
            try await ada.tokens.describe(
                ada.token.id,
                description: " Board  ",
                purpose: "for  Ada",
                by: ada.person,
                origin: .console
            )
            let row = try await ada.row()
            #expect(row.description == "Board" && row.purpose == "for Ada")
            for (text, problem) in [
                ("Taken", TokenDraftProblem.descriptionTaken(twin.id)), ("x", .description(.tooShort)),
            ] {
                await #expect(throws: TokenChangeError.invalid([problem])) {
                    try await ada.tokens.describe(
                        ada.token.id,
                        description: text,
                        purpose: "",
                        by: ada.person,
                        origin: .console
                    )
                }
            }
            #expect(try await ada.actions().last == "token.changed")
        }
    }

    @Test("extending counts from today, keeps the secret, and the log has both dates")
    func extend() async throws {
        try await Self.run { ada async throws in
            let old = try #require(try await ada.row().life.expiresAt)
            try await ada.tokens.extend(
                ada.token.id,
                to: .days(.year),
                zone: .universal,
                by: ada.person,
                origin: .console
            )
            let new = try #require(try await ada.row().life.expiresAt)
            #expect(new == ada.service.time.now.adding(days: 365))
            #expect(try await ada.status(ada.token.text) == "200")
            let event = try await ada.service.database.sql(
                "SELECT Before, After FROM AuditEvents WHERE Action = 'token.extended'"
            )
            #expect(
                event == [
                    [.text("{\"expires_at\":\"\(old.rfc3339)\"}"), .text("{\"expires_at\":\"\(new.rfc3339)\"}")]
                ]
            )
            await #expect(throws: TokenChangeError.invalid([.expiry(.reasonMissing)])) {
                try await ada.tokens.extend(
                    ada.token.id,
                    to: .never(reason: ""),
                    zone: .universal,
                    by: ada.person,
                    origin: .console
                )
            }
        }
    }

    @Test("narrowing takes effect at the next request and cannot be turned back")
    func narrow() async throws {
        try await Self.run(words: "odata.personal.contact odata.write") { ada async throws in
            #expect(try await ada.status(ada.token.text) == "200")
            let teams = try #require(EntitySetName("Teams"))
            let leads = try #require(EntitySetName("Leads"))
            func narrow(_ scope: ScopeChoice, _ networks: String = "") async throws {
                try await ada.tokens.narrow(
                    ada.token.id,
                    to: TokenNarrowing(scope: scope, rows: .owner, networks: networks),
                    by: ada.person,
                    origin: .console
                )
            }
            try await narrow(ScopeChoice(reach: .named([leads])))
            #expect(try await ada.row().scopes.canonicalText == "odata.read:Leads")
            #expect(try await ada.status(ada.token.text) == "token.scope")
            for wider in [ScopeChoice(), ScopeChoice(reach: .named([leads, teams])), ScopeChoice(includesAudit: true)] {
                await #expect(throws: TokenChangeError.wider) { try await narrow(wider) }
            }
            try await narrow(ScopeChoice(reach: .named([leads])), "198.51.100.0/24")
            let answer = try await ada.service.get("/Leads", token: ada.token.text)
            #expect(answer.code == "token.ip")
            await #expect(throws: TokenChangeError.wider) {
                try await narrow(ScopeChoice(reach: .named([leads])), "198.51.0.0/16")
            }
            await #expect(throws: TokenChangeError.wider) { try await narrow(ScopeChoice(reach: .named([leads]))) }
            #expect(try await ada.actions().filter { $0 == "token.narrowed" }.count == 2)
        }
    }

    @Test("a token is made with addresses and a team, both checked")
    func restricted() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let ada = try await service.addUser("ada", role: .admin)
            let team = try await service.addTeam("North", path: "/1/")
            func draft(_ rows: TokenRowScope, _ networks: String) -> TokenDraft {
                TokenDraft(
                    description: "Restricted",
                    purpose: "",
                    scope: ScopeChoice(),
                    expiry: .days(.week),
                    zone: .universal,
                    rows: rows,
                    networks: networks
                )
            }
            for (networks, problem) in [
                ("0.0.0.0/0", NetworkListError.everyAddress(entry: "0.0.0.0/0")),
                ("somewhere", .malformed(entry: "somewhere")),
                ((1...51).map { "192.0.2.\($0)" }.joined(separator: "\n"), .tooMany(51)),
            ] {
                do {
                    _ = try await tokens.createAtConsole(draft(.owner, networks), owner: ada)
                    Issue.record("made a token for \(networks)")
                } catch TokenCreationError.invalid(let found) {
                    #expect(found == [.networks(problem)])
                }
            }
            do {
                _ = try await tokens.createAtConsole(draft(.team(TeamID(999)), ""), owner: ada)
                Issue.record("made a token for a team that is not there")
            } catch TokenCreationError.invalid(let found) {
                #expect(found == [.unknownTeam])
            }
            let made = try await tokens.createAtConsole(draft(.team(team), "192.0.2.77/24, 2001:DB8::1"), owner: ada)
            #expect(made.networks.description == "192.0.2.0/24 2001:db8::1/128")
            #expect(made.rows == .team(team))
            let answer = try await service.get("/Teams", token: made.secret.revealText())
            #expect(answer.status == 200, "the test's address is 192.0.2.7")
        }
    }
}
