import Identity
import Testing

@testable import CRMService

@Suite struct TokenServiceTests {
    private static func draft(
        _ description: String = "Power BI sales",
        scope: ScopeChoice = ScopeChoice(),
        expiry: ExpiryChoice = .days(.quarter),
        purpose: String = ""
    ) -> TokenDraft {
        TokenDraft(description: description, purpose: purpose, scope: scope, expiry: expiry, zone: .universal)
    }

    private static func person(
        _ service: TemporaryService,
        _ name: String,
        _ role: BaseRole
    ) async throws
        -> SignedInPerson
    {
        let password = "correct horse battery 9"
        try await service.addUser(name, role: role, password: password)
        let outcome = try await SignIn(service.accounts).signIn(
            login: name,
            password: password,
            remember: false,
            origin: .console
        )
        guard case .signedIn(let id, _) = outcome,
            let person = try await SessionGate(service.accounts).person(id)
        else { throw TestSetUpError() }
        return person
    }

    private static func problems(_ body: () async throws -> Void) async -> [TokenDraftProblem]? {
        do {
            try await body()
            return []
        } catch TokenCreationError.invalid(let problems) {
            return problems
        } catch {
            return nil
        }
    }

    @Test("all problems of a draft are told at once, those with other tokens among them")
    func everyProblem() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let person = try await Self.person(service, "ada", .admin)
            let nonce = try await tokens.issueNonce(for: person)
            _ = try await tokens.create(Self.draft(), nonce: nonce, by: person, origin: .console)
            let other = try await tokens.issueNonce(for: person)
            let twin = try #require(try await tokens.tokens(of: person).first)
            let found = await Self.problems {
                _ = try await tokens.create(
                    Self.draft(
                        scope: ScopeChoice(includesData: false),
                        expiry: .never(reason: " "),
                        purpose: String(repeating: "x", count: 501)
                    ),
                    nonce: other,
                    by: person,
                    origin: .console
                )
            }
            #expect(found == [.scope(.empty), .expiry(.reasonMissing), .purposeTooLong, .descriptionTaken(twin.id)])
            let short = await Self.problems {
                _ = try await tokens.create(Self.draft(""), nonce: other, by: person, origin: .console)
            }
            #expect(short == [.description(.empty)])
            let made = try await tokens.create(Self.draft("Other"), nonce: other, by: person, origin: .console)
            #expect(made.description == "Other", "a refused form can be sent again")
        }
    }

    @Test("the same form sent twenty times at once makes one token, and the others learn which")
    func doubleSubmit() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let person = try await Self.person(service, "ada", .admin)
            let nonce = try await tokens.issueNonce(for: person)
            let answers = await withTaskGroup(of: (made: TokenID?, earlier: TokenID?).self) { group in
                for _ in 0..<20 {
                    group.addTask {
                        do {
                            return (
                                try await tokens.create(Self.draft(), nonce: nonce, by: person, origin: .console).id,
                                nil
                            )
                        } catch TokenCreationError.alreadyCreated(let id) {
                            return (nil, id)
                        } catch {
                            return (nil, nil)
                        }
                    }
                }
                return await group.reduce(into: []) { $0.append($1) }
            }
            let made = answers.compactMap(\.made)
            #expect(made.count == 1)
            #expect(answers.compactMap(\.earlier) == Array(repeating: made.first, count: 19).compactMap { $0 })
            #expect(try await tokens.tokens(of: person).count == 1)
        }
    }

    @Test("a form's value works in its own session only")
    func foreignNonce() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let ada = try await Self.person(service, "ada", .admin)
            let eve = try await Self.person(service, "eve", .admin)
            let foreign = try await tokens.issueNonce(for: ada)
            for nonce in [foreign, "", "x.y", String(foreign.prefix(43))] {
                await #expect(throws: TokenCreationError.self) {
                    try await tokens.create(Self.draft(), nonce: nonce, by: eve, origin: .console)
                }
            }
            #expect(try await tokens.tokens(owner: nil).isEmpty)
        }
    }

    @Test("only administrators with a fresh login create tokens")
    func refused() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            for role in [BaseRole.manager, .user, .readonly] {
                let person = try await Self.person(service, role.rawValue, role)
                #expect(!tokens.maySeeTokens(person), "\(role)")
                let nonce = try await tokens.issueNonce(for: person)
                await #expect(throws: TokenCreationError.self) {
                    try await tokens.create(Self.draft(), nonce: nonce, by: person, origin: .console)
                }
            }
            let ada = try await Self.person(service, "ada", .admin)
            let nonce = try await tokens.issueNonce(for: ada)
            service.time.advance(seconds: 601)
            do {
                _ = try await tokens.create(Self.draft(), nonce: nonce, by: ada, origin: .console)
                Issue.record("a stale login made a token")
            } catch TokenCreationError.refused(let refusal) {
                #expect(refusal == .freshLoginNeeded)
            }
        }
    }

    @Test("an owner has at most so many live tokens; paused ones count, revoked ones do not")
    func limit() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let ada = try await service.addUser("ada", role: .admin)
            for _ in 0..<tokens.policy.liveTokensPerOwner { _ = try await service.mint(ada) }
            try await service.sql("UPDATE access_token SET paused_at = 1 WHERE token_id <= 10")
            let full = await Self.problems { _ = try await tokens.createAtConsole(Self.draft(), owner: ada) }
            #expect(full == [.tooManyTokens(limit: tokens.policy.liveTokensPerOwner)])
            #expect(try await tokens.revokeAtConsole(TokenID(1)))
            #expect(try await !tokens.revokeAtConsole(TokenID(1)), "once")
            _ = try await tokens.createAtConsole(Self.draft(), owner: ada)
        }
    }

    @Test("a token is revoked by its owner only, and at once")
    func revoke() async throws {
        try await TemporaryService.run { service in
            let tokens = TokenService(service.accounts)
            let ada = try await Self.person(service, "ada", .admin)
            let eve = try await Self.person(service, "eve", .admin)
            let token = try await service.mint(ada.account)
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            #expect(try await !tokens.revoke(token.id, by: eve, origin: .console))
            #expect(try await tokens.token(token.id, of: eve) == nil)
            #expect(try await service.get("/Teams", token: token.text).status == 200)
            #expect(try await tokens.revoke(token.id, by: ada, origin: .console))
            #expect(try await service.get("/Teams", token: token.text).code == "token.revoked")
            #expect(try await !tokens.revoke(token.id, by: ada, origin: .console))
            let row = try #require(try await tokens.token(token.id, of: ada))
            #expect(tokens.state(of: row) == .revoked(at: TemporaryService.start))
        }
    }

    @Test("neither the secret nor its digest is stored in the clear or in the audit log")
    func secrets() async throws {
        try await TemporaryService.run { service in
            let token = try await service.mint(try await service.addUser("ada", role: .admin))
            let secret = String(token.text.dropFirst("tsr_pat_".count + 13))
            for table in ["access_token", "access_token_secret", "AuditEvents", "token_usage"] {
                let text = try await service.database.sql("SELECT * FROM \"\(table)\"").map { "\($0)" }.joined()
                #expect(!text.contains(secret) && !text.contains(token.text), "\(table)")
            }
        }
    }
}
