import Identity
import Testing

@Suite struct PermissionTableTests {
    /// The table of the specification in short: A admin, M manager, U user, R read-only, I integration; then the means.
    static let specification: [Permission: (roles: String, means: String)] = [
        .logIn: ("AMUR", "S"),
        .changeOwnCredentials: ("AMUR", "F"),
        .readData: ("AMURI", "ST"),
        .writeData: ("AMUI", "ST"),
        .purgeData: ("AM", "S"),
        .mergeRecords: ("AM", "S"),
        .importData: ("AM", "S"),
        .seeTokensPage: ("AM", "S"),
        .createOwnToken: ("AM", "F"),
        .stopOwnTokens: ("AM", "S"),
        .useTokenSelfService: ("AMI", "T"),
        .rotateOwnToken: ("AMI", "FT"),
        .mintForIntegration: ("A", "F"),
        .stopAllTokens: ("A", "S"),
        .changeTokenPolicy: ("A", "F"),
        .readTokenInventory: ("A", "ST"),
        .readAuditFeed: ("A", "ST"),
        .changeUsers: ("A", "F"),
        .viewTeam: ("AM", "S"),
        .viewAudit: ("AMUR", "S"),
        .changeSettings: ("A", "F"),
    ]
    static let letters: [BaseRole: Character] = [
        .admin: "A", .manager: "M", .user: "U", .readonly: "R", .integration: "I",
    ]

    @Test("every permission has a row here")
    func complete() {
        #expect(Set(Self.specification.keys) == Set(Permission.allCases))
    }

    @Test(
        "roles × means answer as the table says, and what stands in no cell is refused",
        arguments: Permission.allCases
    )
    func matrix(permission: Permission) throws {
        let cell = try #require(Self.specification[permission])
        for role in BaseRole.allCases {
            let hasRole = cell.roles.contains(try #require(Self.letters[role]))
            for means in AccessMeans.allCases {
                let answer = PermissionTable.answer(permission, role: role, means: means)
                let suffices =
                    switch means {
                    case .session: cell.means.contains("S")
                    case .freshSession: cell.means.contains("S") || cell.means.contains("F")
                    case .token: cell.means.contains("T")
                    }
                #expect(answer.isAllowed == (hasRole && suffices), "\(permission) \(role) \(means)")
                if !hasRole { #expect(answer == .refusedToRole) }
                if hasRole, means == .session, !suffices, cell.means.contains("F") {
                    #expect(answer == .needsFreshLogin)
                }
            }
        }
    }

    @Test("a token of every role with every word reaches no permission that the table closes to tokens")
    func tokens() throws {
        let everything = try ScopeSet(Scope.allCases.map { ScopeWord(whole: $0) })
        for permission in Permission.allCases {
            for role in BaseRole.allCases {
                let principal = Principal.token(Sample.user, Sample.grant(everything, role: role))
                let policy = TokenPolicy(creators: .administratorsAndManagers)
                let cell = try #require(Self.specification[permission])
                let letter = try #require(Self.letters[role])
                let isOpen = cell.means.contains("T") && cell.roles.contains(letter)
                let isAllowed =
                    (try? AccessPolicy.require(permission, of: principal, at: Sample.now, tokenPolicy: policy)) != nil
                #expect(isAllowed == isOpen, "\(permission) \(role)")
            }
        }
    }

    @Test("a token needs exactly the word of a permission", arguments: Scope.allCases)
    func words(scope: Scope) throws {
        guard let permission = scope.permission else { return }
        let others = Scope.allCases.filter { $0 != scope && !(scope == .odataRead && $0 == .odataWrite) }
        let without = Principal.token(Sample.user, Sample.grant(try ScopeSet(others.map { ScopeWord(whole: $0) })))
        let with = Principal.token(Sample.user, Sample.grant(try ScopeSet([ScopeWord(whole: scope)])))
        #expect(throws: AccessRefusal.scopesMissing([ScopeWord(whole: scope)])) {
            try AccessPolicy.require(permission, of: without, at: Sample.now, tokenPolicy: .initial)
        }
        let condition = try AccessPolicy.require(permission, of: with, at: Sample.now, tokenPolicy: .initial)
        #expect(condition == PermissionTable.row(of: permission).roles[.admin])
    }

    static let freshness: [(Int64, AccessRefusal?)] = [
        (0, nil), (599, nil), (600, nil), (601, .freshLoginNeeded), (86_400, .freshLoginNeeded),
    ]

    @Test("creating a token needs a login of the last ten minutes", arguments: freshness)
    func fresh(age: Int64, refusal: AccessRefusal?) {
        let principal = Principal.person(Sample.user, Sample.session(role: .admin, loginAge: age))
        #expect(requirement(.createOwnToken, principal) == refusal)
    }

    @Test("a manager creates tokens only if the policy says so, nobody and the system by their nature")
    func conditions() {
        let manager = Principal.person(Sample.user, Sample.session(role: .manager))
        #expect(requirement(.createOwnToken, manager) == .tokenPolicyForbids)
        #expect(requirement(.createOwnToken, manager, TokenPolicy(creators: .administratorsAndManagers)) == nil)
        #expect(requirement(.readData, .anonymous) == .notSignedIn)
        #expect(requirement(.changeSettings, .system(reason: "console")) == nil)
        #expect(requirement(.seeTokensPage, .person(Sample.user, Sample.session(role: .user))) == .notPermitted)
        #expect(PermissionTable.roles(having: .seeTokensPage) == [.admin, .manager])
    }

    func requirement(
        _ permission: Permission,
        _ principal: Principal,
        _ policy: TokenPolicy = .initial
    ) -> AccessRefusal? {
        do throws(AccessRefusal) {
            try AccessPolicy.require(permission, of: principal, at: Sample.now, tokenPolicy: policy)
            return nil
        } catch {
            return error
        }
    }
}

@Suite struct AccountRuleTests {
    struct Row: Sendable {
        let actor: Int64
        let from: BaseRole
        let wasActive: Bool
        let to: BaseRole
        let isActive: Bool
        let others: Int
        let refusal: AccountRefusal?
    }

    static let rows: [Row] = [
        Row(actor: 1, from: .admin, wasActive: true, to: .user, isActive: true, others: 0, refusal: .lastAdministrator),
        Row(
            actor: 1,
            from: .admin,
            wasActive: true,
            to: .admin,
            isActive: false,
            others: 0,
            refusal: .lastAdministrator
        ),
        Row(actor: 1, from: .admin, wasActive: true, to: .user, isActive: true, others: 1, refusal: nil),
        Row(actor: 7, from: .admin, wasActive: true, to: .user, isActive: true, others: 1, refusal: .ownRole),
        Row(actor: 7, from: .admin, wasActive: true, to: .admin, isActive: true, others: 0, refusal: nil),
        Row(actor: 1, from: .admin, wasActive: false, to: .user, isActive: false, others: 0, refusal: nil),
        Row(actor: 1, from: .user, wasActive: true, to: .admin, isActive: true, others: 0, refusal: nil),
    ]

    @Test("the last administrator stays and nobody changes their own role", arguments: rows)
    func check(row: Row) {
        var refusal: AccountRefusal?
        do throws(AccountRefusal) {
            try AccountRule.check(
                actor: UserID(row.actor),
                subject: Sample.user,
                from: row.from,
                wasActive: row.wasActive,
                to: row.to,
                isActive: row.isActive,
                otherActiveAdministrators: row.others
            )
        } catch {
            refusal = error
        }
        #expect(refusal == row.refusal)
    }
}
