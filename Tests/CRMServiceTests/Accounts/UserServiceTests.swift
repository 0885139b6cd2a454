import EntityModel
import Identity
import SQLCore
import Testing

@testable import CRMService

@Suite struct UserServiceTests {
    private static let password = "correct horse battery 9"
    private static let organisation = Organisation(
        name: "Heron & Sons",
        timeZone: ZoneRule(identifier: "Europe/Stockholm") ?? .universal,
        baseCurrency: "SEK"
    )

    @Test("all faults of a draft are told at once")
    func faults() async throws {
        try await TemporaryService.run { service in
            let draft = UserDraft(
                userName: " ",
                email: "no-address",
                forename: String(repeating: "x", count: 81),
                surname: "",
                role: .user,
                dataRoles: ["Nobody"]
            )
            let expected = UserServiceError.invalid([
                .required(field: "UserName"), .tooLong(field: "Forename", limit: 80), .required(field: "Surname"),
                .emailMalformed, .unknownDataRole("Nobody"), .password([.tooShort(count: 5)]),
            ])
            await #expect(throws: expected) {
                try await UserService(service.accounts).create(draft, password: "short", origin: .console)
            }
        }
    }

    @Test("a name or address that an active user has is taken, with or without an account, in any capitals")
    func twins() async throws {
        try await TemporaryService.run { service in
            try await service.addUser("ada", role: .admin)
            try await service.insert(
                "Users",
                [
                    "UserName": .text("ghost"), "Email": .text("ghost@example.org"), "Forename": .text("G"),
                    "Surname": .text("H"), "FullName": .text("G H"),
                ]
            )
            for (name, email, problems) in [
                ("ADA", "new@example.org", [UserDraftProblem.userNameTaken]),
                ("new", "Ada@example.org", [.emailTaken]),
                ("Ghost", "GHOST@example.org", [.userNameTaken, .emailTaken]),
            ] {
                let draft = UserDraft(userName: name, email: email, forename: "A", surname: "B", role: .user)
                await #expect(throws: UserServiceError.invalid(problems)) {
                    try await UserService(service.accounts).create(draft, password: nil, origin: .console)
                }
            }
        }
    }

    @Test("the last active administrator cannot be closed, also not by many at once")
    func lastAdministrator() async throws {
        try await TemporaryService.run { service in
            let users = UserService(service.accounts)
            for number in 1...4 { try await service.addUser("admin\(number)", role: .admin) }
            let refused = await withTaskGroup(of: Bool.self) { group in
                for number in 1...4 {
                    group.addTask {
                        do {
                            try await users.disable(login: "admin\(number)")
                            return false
                        } catch { return error as? UserServiceError == .lastAdministrator }
                    }
                }
                return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
            }
            #expect(refused == 1)
            #expect(try await users.hasAdministrator())
        }
    }

    @Test("unknown users and weak passwords are refused by name")
    func refusals() async throws {
        try await TemporaryService.run { service in
            let users = UserService(service.accounts)
            let user = try await service.addUser("ada", role: .admin)
            await #expect(throws: UserServiceError.unknownUser("bob")) { try await users.disable(login: "bob") }
            await #expect(throws: UserServiceError.invalid([.password([.tooShort(count: 5)])])) {
                try await users.setPassword("short", login: "ada")
            }
            let id = try await service.insert(
                "Users",
                [
                    "UserName": .text("demo"), "Email": .text("demo@example.org"), "Forename": .text("D"),
                    "Surname": .text("E"), "FullName": .text("D E"),
                ]
            )
            await #expect(throws: UserServiceError.invalid([.unknownDataRole("X")])) {
                try await users.open(UserID(id), role: .user, dataRoles: ["X"], password: nil)
            }
            #expect(user.isActive)
        }
    }

    @Test("a set-up link makes one administrator, once, within an hour, and a form with faults does not use it up")
    func setup() async throws {
        try await TemporaryService.run { service in
            let setup = SetupService(service.accounts)
            let draft = UserDraft(userName: "ada", email: "ada@example.org", forename: "A", surname: "L", role: .user)
            func create(_ link: String) async throws -> UserID? {
                try await setup.createAdministrator(
                    draft,
                    organisation: Self.organisation,
                    password: Self.password,
                    link: link,
                    origin: .console
                )
            }
            let old = try await setup.issueLink().revealText()
            let link = try await setup.issueLink().revealText()
            #expect(try await !setup.isValid(old), "a newer link voids an older one")
            #expect(try await create(old) == nil)
            #expect(try await create("nonsense") == nil)
            await #expect(throws: UserServiceError.self) {
                try await setup.createAdministrator(
                    draft,
                    organisation: Self.organisation,
                    password: "x",
                    link: link,
                    origin: .console
                )
            }
            service.time.advance(seconds: 3_599)
            #expect(try await setup.isValid(link))
            service.time.advance(seconds: 1)
            #expect(try await !setup.isValid(link))
            #expect(try await create(link) == nil)
            let fresh = try await setup.issueLink().revealText()
            let id = try #require(try await create(fresh))
            #expect(try await service.account("ada").id == id)
            #expect(try await service.account("ada").role == .admin)
            #expect(try await !setup.isOpen())
            #expect(try await create(fresh) == nil)
        }
    }

    @Test("set-up stores the organisation with the administrator, and a faulty organisation stores nothing")
    func organisation() async throws {
        try await TemporaryService.run { service in
            let zone = OrganisationZone()
            let setup = SetupService(service.accounts, zone: zone)
            let draft = UserDraft(userName: "ada", email: "ada@example.org", forename: "A", surname: "L", role: .user)
            let link = try await setup.issueLink().revealText()
            func create(_ organisation: Organisation) async throws -> UserID? {
                try await setup.createAdministrator(
                    draft,
                    organisation: organisation,
                    password: Self.password,
                    link: link,
                    origin: .console
                )
            }
            let faults: [(Organisation, OrganisationProblem)] = [
                (Organisation(name: "", timeZone: .universal, baseCurrency: "EUR"), .nameMissing),
                (
                    Organisation(
                        name: String(repeating: "n", count: 121),
                        timeZone: .universal,
                        baseCurrency: "EUR"
                    ), .nameTooLong(limit: 120)
                ),
                (Organisation(name: "N", timeZone: .universal, baseCurrency: "QQQ"), .unknownCurrency("QQQ")),
            ]
            for (organisation, problem) in faults {
                await #expect(throws: problem) { try await create(organisation) }
            }
            #expect(try await setup.isOpen())
            #expect(try await setup.organisationName() == nil)
            _ = try #require(try await create(Self.organisation))
            #expect(try await setup.organisationName() == "Heron & Sons")
            #expect(zone.current == Self.organisation.timeZone)
            let other = OrganisationZone()
            try await SetupService(service.accounts, zone: other).loadZone()
            #expect(other.current == Self.organisation.timeZone, "another process reads the same")
            let bases = try await service.database.sql("SELECT \"Code\" FROM \"Currencies\" WHERE \"IsBase\" = 1")
            #expect(bases == [[.text("SEK")]])
        }
    }

    @Test("of six set-ups at once with one link exactly one makes an administrator")
    func setupRace() async throws {
        try await TemporaryService.run { service in
            let setup = SetupService(service.accounts)
            let link = try await setup.issueLink().revealText()
            let made = try await withThrowingTaskGroup(of: UserID?.self) { group in
                for number in 0..<6 {
                    group.addTask {
                        let draft = UserDraft(
                            userName: "ada\(number)",
                            email: "ada\(number)@example.org",
                            forename: "A",
                            surname: "L",
                            role: .admin
                        )
                        do {
                            return try await setup.createAdministrator(
                                draft,
                                organisation: Self.organisation,
                                password: Self.password,
                                link: link,
                                origin: .console
                            )
                        } catch is DedicatedThreadsError {
                            return nil  // a busy machine may refuse some of the passwords
                        }
                    }
                }
                return try await group.reduce(into: [UserID]()) { list, id in if let id { list.append(id) } }
            }
            #expect(made.count == 1)
            #expect(try await service.database.number("SELECT count(*) FROM user_account") == 1)
        }
    }
}
