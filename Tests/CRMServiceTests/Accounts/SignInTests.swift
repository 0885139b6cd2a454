import Identity
import SQLCore
import Testing

@testable import CRMService

@Suite struct SignInTests {
    private static let password = "correct horse battery 9"

    private static func origin(_ address: String = "192.0.2.7") -> RequestOrigin {
        RequestOrigin(address: NetworkAddress(address).map { .known($0) } ?? .unknown, client: "test", requestID: "r1")
    }

    private static func signIn(
        _ service: TemporaryService,
        _ login: String,
        _ password: String = Self.password,
        remember: Bool = false
    ) async throws -> SignInOutcome {
        try await SignIn(service.accounts).signIn(
            login: login,
            password: password,
            remember: remember,
            origin: origin()
        )
    }

    private static func session(_ outcome: SignInOutcome) -> SessionID? {
        if case .signedIn(let id, _) = outcome { id } else { nil }
    }

    @Test("name or address, in capitals or not, sign in with the right password")
    func success() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            for login in ["ada", "ADA", "Ada@Example.org"] {
                let id = try #require(Self.session(try await Self.signIn(service, login)))
                let person = try #require(try await SessionGate(service.accounts).person(id))
                #expect(person.account.userName == "ada")
                #expect(person.isFresh)
                #expect(person.viewer.policy.role == .admin)
            }
        }
    }

    @Test("wrong password, unknown, disabled, inactive, without a password and integration get one answer")
    func oneAnswer() async throws {
        try await TemporaryService.run { service in
            for name in ["wrong", "closed", "inactive", "empty", "robot"] {
                try await service.addUser(
                    name,
                    role: name == "robot" ? .integration : .user,
                    password: name == "empty" ? nil : Self.password
                )
            }
            try await UserService(service.accounts).disable(login: "closed")
            try await service.sql("UPDATE \"Users\" SET \"IsActive\" = 0 WHERE \"UserName\" = 'inactive'")
            let tries = [
                ("wrong", "not the right one 1"), ("closed", Self.password), ("inactive", Self.password),
                ("empty", ""), ("empty", Self.password), ("robot", Self.password), ("nobody", Self.password),
            ]
            for (login, password) in tries {
                guard case .refused = try await Self.signIn(service, login, password) else {
                    Issue.record("\(login) was not refused")
                    continue
                }
            }
        }
    }

    @Test("five failures make wait, however the login is written; a second network is not stopped")
    func throttle() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            let signIn = SignIn(service.accounts)
            for login in ["ada", "ADA", "Ada", " ada", "aDa"] {
                _ = try await signIn.signIn(login: login, password: "no", remember: false, origin: Self.origin())
            }
            let sixth = try await signIn.signIn(
                login: "ada",
                password: Self.password,
                remember: false,
                origin: Self.origin()
            )
            guard case .throttled(let seconds) = sixth else {
                Issue.record("\(sixth)")
                return
            }
            #expect(seconds == 1)
            let elsewhere = try await signIn.signIn(
                login: "ada",
                password: Self.password,
                remember: false,
                origin: Self.origin("203.0.113.9")
            )
            #expect(Self.session(elsewhere) != nil)
            service.time.advance(seconds: 2)
            let later = try await signIn.signIn(
                login: "ada",
                password: Self.password,
                remember: false,
                origin: Self.origin()
            )
            #expect(Self.session(later) != nil)
        }
    }

    @Test("a login is fresh for ten minutes: yes at 9:59, no at 10:01; confirming makes it fresh under a new id")
    func fresh() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            let id = try #require(Self.session(try await Self.signIn(service, "ada")))
            let gate = SessionGate(service.accounts)
            service.time.advance(seconds: 599)
            #expect(try await gate.person(id)?.isFresh == true)
            service.time.advance(seconds: 2)
            let stale = try #require(try await gate.person(id))
            #expect(!stale.isFresh)
            let signIn = SignIn(service.accounts)
            let wrong = try await signIn.confirm(password: "no", session: stale, origin: Self.origin())
            #expect(Self.session(wrong) == nil)
            let confirmed = try await signIn.confirm(password: Self.password, session: stale, origin: Self.origin())
            let renewed = try #require(Self.session(confirmed))
            #expect(try await gate.person(id) == nil, "the old id has ended")
            #expect(try await gate.person(renewed)?.isFresh == true)
            let again = try await signIn.confirm(password: Self.password, session: stale, origin: Self.origin())
            #expect(Self.session(again) == nil, "an ended session cannot be made fresh")
        }
    }

    @Test("sessions end after an hour without use for administrators, eight for others, a day in any case")
    func ends() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            try await service.addUser("ben", role: .user, password: Self.password)
            let gate = SessionGate(service.accounts)
            let admin = try #require(Self.session(try await Self.signIn(service, "ada")))
            let user = try #require(Self.session(try await Self.signIn(service, "ben")))
            service.time.advance(seconds: 3_599)
            #expect(try await gate.person(admin) != nil)
            #expect(try await gate.person(user) != nil)
            service.time.advance(seconds: 3_600)
            #expect(try await gate.person(admin) == nil)
            for _ in 0..<3 {
                service.time.advance(seconds: 6 * 3_600)
                #expect(try await gate.person(user) != nil)
            }
            service.time.advance(seconds: 4 * 3_600 + 1)
            #expect(try await gate.person(user) == nil, "a day has passed")
        }
    }

    @Test("a session ends with a change of role, a closed account, another password and signing out")
    func ended() async throws {
        try await TemporaryService.run { service in
            let gate = SessionGate(service.accounts)
            try await service.addUser("root", role: .admin)
            for change in ["role", "close", "password", "out"] {
                try await service.addUser(change, role: .manager, password: Self.password)
                let id = try #require(Self.session(try await Self.signIn(service, change)))
                let person = try #require(try await gate.person(id))
                switch change {
                case "role":
                    try await service.sql("UPDATE user_account SET role = 'user' WHERE user_id = \(person.account.id)")
                case "close": try await UserService(service.accounts).disable(login: change)
                case "password":
                    try await UserService(service.accounts).setPassword("another horse 77 x", login: change)
                default: try await gate.signOut(person, origin: Self.origin())
                }
                #expect(try await gate.person(id) == nil, "\(change)")
                #expect(try await gate.person(id) == nil, "\(change) again")
            }
        }
    }

    @Test("keeping signed in is for those who are not administrators")
    func remember() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            try await service.addUser("ben", role: .user, password: Self.password)
            guard case .signedIn(_, let admin) = try await Self.signIn(service, "ada", remember: true),
                case .signedIn(_, let user) = try await Self.signIn(service, "ben", remember: true)
            else { throw TestSetUpError() }
            #expect(admin == nil)
            #expect(user == 30 * 86_400)
        }
    }

    @Test("form values belong to one session and one form")
    func formTokens() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            let gate = SessionGate(service.accounts)
            let first = try #require(Self.session(try await Self.signIn(service, "ada")))
            let second = try #require(Self.session(try await Self.signIn(service, "ada")))
            let (one, two) = (try #require(try await gate.person(first)), try #require(try await gate.person(second)))
            #expect(one.isFormToken(one.formToken("a"), of: "a"))
            #expect(!one.isFormToken(one.formToken("a"), of: "b"))
            #expect(!two.isFormToken(one.formToken("a"), of: "a"))
        }
    }

    @Test("failures and logins are in the audit log without the password or the typed name")
    func audit() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin, password: Self.password)
            _ = try await Self.signIn(service, "ada", "typed-secret-1")
            _ = try await Self.signIn(service, "typed-as-name-2", "x")
            _ = try await Self.signIn(service, "ada")
            let rows = try await service.database.sql("SELECT * FROM \"AuditEvents\"").map { "\($0)" }
            #expect(rows.count { $0.contains("login.failed") } == 2)
            #expect(rows.count { $0.contains("login.ok") } == 1)
            #expect(!rows.contains { $0.contains("typed-") })
        }
    }
}
