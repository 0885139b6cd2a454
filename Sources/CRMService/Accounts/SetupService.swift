import EntityModel
public import Identity
import SQLCore

/// The one-time link by which the first administrator is made on a fresh server.
///
/// While no administrator exists the pages lead to the set-up page, which needs this link: nobody else on the network
/// can claim the server.
public struct SetupService: Sendable {
    private let shared: Accounts
    private let users: UserService
    private let zone: OrganisationZone

    /// How long a link works.
    public static let lifeSeconds: Int64 = 3_600

    /// Makes the service; set-up renews the zone that the rest of the process reads.
    public init(_ shared: Accounts, zone: OrganisationZone = OrganisationZone()) {
        self.shared = shared
        self.zone = zone
        users = UserService(shared)
    }

    /// Reads the organisation's zone into the process.
    public func loadZone() async throws {
        let stored = try await shared.database.read { connection in try OrganisationStore.storedZone(on: connection) }
        if let stored { zone.set(stored) }
    }

    /// The organisation's name; nil before set-up, and where the console made the administrator.
    public func organisationName() async throws -> String? {
        try await shared.database.read { connection in try OrganisationStore.storedName(on: connection) }
    }

    /// The currencies to choose the base from, as code and name, in the order of the codes.
    public var currencies: [(code: String, name: String)] {
        let list = shared.catalog.lists.first { $0.entityType.set == "Currencies" }
        return (list?.items ?? []).map { ($0.code, $0.label) }
    }

    /// Whether set-up is still to be done.
    public func isOpen() async throws -> Bool { try await !users.hasAdministrator() }

    /// Makes a new link's secret; earlier ones stop working.
    public func issueLink() async throws -> OneTimeSecret {
        var random = shared.effects.makeRandom()
        let secret = OneTimeSecret.draw(using: &random)
        let now = shared.effects.now()
        try await shared.database.write { connection in
            try OneTimeLinkStore.replaceSetUpLinks(
                with: secret,
                until: now.adding(seconds: Self.lifeSeconds),
                on: connection
            )
        }
        return secret
    }

    /// Whether a link's text is valid now.
    public func isValid(_ text: String) async throws -> Bool {
        guard let secret = OneTimeSecret(text: text), try await isOpen() else { return false }
        let now = shared.effects.now()
        return try await shared.database.read { connection in
            try OneTimeLinkStore.isUsable(secret, at: now, on: connection)
        }
    }

    /// Loads demo data, before the administrator is made; nothing where the link is not valid or people are there already.
    public func load(_ demo: SetupDemo, link: String) async throws {
        guard try await isValid(link) else { return }
        let now = shared.effects.now()
        try await demo.load(asOf: now.day, now: now, into: shared)
    }

    /// Makes the first administrator and stores the organisation; the link is used up.
    ///
    /// Throws ``UserServiceError/invalid(_:)`` with every fault of the person, ``OrganisationProblem`` for one of the
    /// organisation; gives nil where the link is not valid. Either everything is stored or nothing.
    public func createAdministrator(
        _ draft: UserDraft,
        organisation: Organisation,
        password: String,
        link: String,
        origin: RequestOrigin
    ) async throws -> UserID? {
        guard try await isValid(link), let secret = OneTimeSecret(text: link) else { return nil }
        if let problem = problem(organisation) { throw problem }
        var draft = draft
        draft.role = .admin
        let (accounts, audit, now, name) = (shared.accounts, shared.audit, shared.effects.now(), draft.userName)
        do {
            let id = try await users.create(draft, password: password, origin: origin) { id, connection in
                // The link is used up with the account it makes, so that of two requests at once only one makes one.
                let isOther = try accounts.hasAdministrator(besides: id, on: connection)
                guard !isOther, try OneTimeLinkStore.use(secret, at: now, on: connection) else { throw LinkNotValid() }
                let event = AuditEvent(
                    at: now,
                    actor: .system,
                    action: .setupDone,
                    subject: AuditSubject(type: "Users", id: id.rawValue, name: name),
                    address: origin.address.description,
                    client: origin.client,
                    requestID: origin.requestID
                )
                try OrganisationStore.store(organisation, on: connection)
                try audit.append(event, on: connection)
            }
            zone.set(organisation.timeZone)
            return id
        } catch is LinkNotValid {
            return nil
        }
    }

    /// What is wrong with a person's entries, so that a form can show it beside other faults.
    public func problems(_ draft: UserDraft, password: String) throws -> [UserDraftProblem] {
        do {
            _ = try CheckedUser(draft, password: password)
            return []
        } catch UserServiceError.invalid(let problems) {
            return problems
        }
    }

    /// What is wrong with an organisation's entries; nil where nothing is.
    public func problem(_ organisation: Organisation) -> OrganisationProblem? {
        if organisation.name.isEmpty { return .nameMissing }
        if organisation.name.count > Organisation.longestName { return .nameTooLong(limit: Organisation.longestName) }
        let isKnown = currencies.contains { $0.code == organisation.baseCurrency }
        return isKnown ? nil : .unknownCurrency(organisation.baseCurrency)
    }

    private struct LinkNotValid: Error {}
}
