import CRM
import CRMService
import Foundation
import Identity

/// What `tessera demo` is asked for.
public struct DemoOptions: Sendable, Hashable {
    /// `S`, `M` or `L`.
    public var size: String
    /// The seed of all chance.
    public var seed: UInt64
    /// The day the data is looked at, as `YYYY-MM-DD`; nil for today.
    public var asOf: String?

    /// Makes options.
    public init(size: String = "S", seed: UInt64 = 1, asOf: String? = nil) {
        self.size = size
        self.seed = seed
        self.asOf = asOf
    }
}

/// The logins and the token of a demonstration; kept in its folder, readable by its owner only.
public struct DemoCredentials: Codable, Sendable, Hashable {
    /// The administrator's address.
    public var email: String
    /// The administrator's password.
    public var password: String
    /// A sales rep's address.
    public var userEmail: String
    /// The sales rep's password.
    public var userPassword: String
    /// An access token of the administrator; empty until it is made.
    public var token = ""
    /// The token's id.
    public var tokenID: Int64 = 0
}

/// Makes a demonstration: data, accounts and one token, once; a later start finds them again.
public struct DemoSetup: Sendable {
    private let services: Services
    private let world: DemoWorld
    private let path: String

    /// Checks the options; throws ``ConsoleFailure`` for a size or day that is none.
    public init(_ services: Services, options: DemoOptions) throws {
        guard let size = DemoSize(rawValue: options.size.uppercased()) else {
            throw ConsoleFailure(.usage, "The size \(options.size) is not one of S, M and L.")
        }
        guard let day = CivilDay(options.asOf ?? services.effects.today),
            let asOf = CivilDate(year: day.year, month: day.month, day: day.day)
        else { throw ConsoleFailure(.usage, "The day \(options.asOf ?? "") is not of the form YYYY-MM-DD.") }
        self.services = services
        world = DemoWorld(size: size, seed: options.seed, asOf: asOf)
        path = DataDirectory(services.settings).demoCredentials
    }

    /// Loads what is missing and gives the credentials.
    public func prepare(progress: @escaping ImportConsole.Progress) async throws -> DemoCredentials {
        let isEmpty = try await services.users.list().isEmpty
        var credentials: DemoCredentials
        if let known = try stored() {
            credentials = known
        } else {
            guard isEmpty else { throw foreign }
            credentials = try drawn()
            // Written before the data: a start that is killed in between goes on with the same logins.
            try store(credentials)
        }
        if isEmpty {
            do {
                try await DemoLoader(database: services.database, catalog: services.catalog)
                    .load(world, now: services.effects.now().microseconds, progress: progress)
            } catch DemoLoadError.notEmpty {
                // The data is whole or absent, never half: only the accounts are missing.
            }
            try await openAccounts(credentials)
        }
        if try await !hasLiveToken(credentials) {
            let minted = try await mint(owner: credentials.email)
            credentials.token = minted.secret.revealText()
            credentials.tokenID = minted.id.rawValue
            try store(credentials)
        }
        return credentials
    }

    private var foreign: ConsoleFailure {
        ConsoleFailure(
            .usage,
            "The folder \(services.settings.dataDirectory) holds a database that is not a demonstration's; choose another one with --data."
        )
    }

    private func drawn() throws -> DemoCredentials {
        func email(_ role: String) throws -> String {
            let person = world.people.first { $0.roleCode == role && $0.isActive && !$0.isProgram }
            guard let person else { throw ConsoleFailure(.internal, "The demonstration data has no \(role).") }
            return person.email
        }
        return DemoCredentials(
            email: try email("Administrator"),
            password: services.effects.makePassword(),
            userEmail: try email("SalesRep"),
            userPassword: services.effects.makePassword()
        )
    }

    private func openAccounts(_ credentials: DemoCredentials) async throws {
        for person in world.people where person.isActive {
            guard let role = DefaultRoles.role(code: person.roleCode), let base = BaseRole(rawValue: role.baseRole)
            else {
                continue
            }
            let password: String? =
                switch person.email {
                case credentials.email: credentials.password
                case credentials.userEmail: credentials.userPassword
                default: nil
                }
            if try await services.users.account(login: person.email) != nil { continue }
            try await services.users.open(
                UserID(person.userId),
                role: person.isProgram ? .integration : base,
                dataRoles: [role.code],
                password: password
            )
        }
    }

    private func hasLiveToken(_ credentials: DemoCredentials) async throws -> Bool {
        guard !credentials.token.isEmpty else { return false }
        let row = try await services.tokens.tokens(owner: nil).first { $0.id.rawValue == credentials.tokenID }
        guard let row else { return false }
        return services.tokens.state(of: row) == .active
    }

    private func mint(owner: String) async throws -> MintedToken {
        guard let account = try await services.users.account(login: owner) else { throw foreign }
        let day = services.effects.now().rfc3339.prefix(19)
        return try await services.tokens.createAtConsole(
            TokenDraft(
                description: "Demonstration \(day)",
                purpose: "Made by the demonstration; reads everything.",
                scope: ScopeChoice(
                    includesContactDetails: true,
                    includesFreeText: true,
                    includesInventory: true,
                    includesAudit: true
                ),
                expiry: .days(.quarter),
                zone: .universal
            ),
            owner: account
        )
    }

    // MARK: The file

    private func stored() throws -> DemoCredentials? {
        guard let data = FileManager.default.contents(atPath: path) else { return nil }
        do {
            return try JSONDecoder().decode(DemoCredentials.self, from: data)
        } catch {
            throw ConsoleFailure(.badData, "The file \(path) is damaged; remove the folder and start again.")
        }
    }

    private func store(_ credentials: DemoCredentials) throws {
        try PrivateFile.replace(path, text: try JSONText.document(credentials))
    }
}

/// The file by which programs find a running demonstration.
public struct ConnectionFile: Codable, Sendable, Hashable {
    var url: String
    var odata: String
    var email: String
    var password: String
    var token: String
    var userEmail: String
    var userPassword: String

    /// Gathers what programs need.
    public init(_ listening: TesseraApplication.Listening, _ credentials: DemoCredentials) {
        url = listening.url
        odata = listening.odata
        email = credentials.email
        password = credentials.password
        token = credentials.token
        userEmail = credentials.userEmail
        userPassword = credentials.userPassword
    }

    /// Writes the file in one step, for its owner only.
    public func write(to path: String) throws {
        try PrivateFile.replace(path, text: try JSONText.document(self))
    }
}

extension JSONText {
    /// A value as a JSON document of one object, for people too.
    static func document(_ value: some Encodable) throws -> String {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(value), as: UTF8.self) + "\n"
    }
}
